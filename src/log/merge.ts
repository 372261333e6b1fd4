/**
 * Several logs as one sequence, by stamps. Each log must be in order by itself, so that only one batch of each is held;
 * lines with equal stamps are taken in the order in which the logs were given.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { logPlace, outOfOrder } from "./faults.js";
import { compareStamps, incomparable, readStamp, type Stamp } from "./stamps.js";
import type { Json, LogBatch, LogLine } from "./types.js";

export interface MergeOptions {
  /** What a line is put in order by. */
  readonly stamp: (line: LogLine) => Json | undefined;
  /** What that is called, for faults: `ts`. */
  readonly what: string;
  /** Lines that may stand anywhere: they follow the line in front of them. A header, for instance. */
  readonly unstamped?: (line: LogLine) => boolean;
}

/** As `mergeLogs` of one log: that its lines are in order is checked. */
export async function* mergeLogs(
  logs: readonly AsyncIterable<LogBatch>[],
  options: MergeOptions,
): AsyncGenerator<LogBatch> {
  const heads = logs.map((log) => new Head(log[Symbol.asyncIterator](), options));
  let lines: LogLine[] = [];
  for (;;) {
    // A log that gave all its lines must be read on before it is known which line is next.
    for (const head of heads) if (head.isUsedUp) await head.more();
    const faults = heads.flatMap((h) => h.takeFaults());
    if (faults.length > 0 || lines.length >= BATCH) {
      yield { lines, faults };
      lines = [];
    }
    const running = heads.filter((h) => h.next !== undefined);
    if (running.length === 0) break;
    let stop = false;
    while (!stop) {
      const least = leastOf(running);
      lines.push(least.advance());
      stop = least.isUsedUp || lines.length >= BATCH;
    }
  }
  if (lines.length > 0) yield { lines, faults: [] };
}

const BATCH = 4096;

function leastOf(heads: readonly Head[]): Head {
  let [least] = heads;
  if (least === undefined) throw new Error("no log is left");
  for (const head of heads) if (head.isBefore(least)) least = head;
  return least;
}

/** One of the logs, and its first line that was not taken yet. */
class Head {
  next: LogLine | undefined;
  private stamp: Stamp | undefined;
  private before: { readonly line: LogLine; readonly stamp: Stamp } | undefined;
  private batch: readonly LogLine[] = [];
  private at = 0;
  private ended = false;
  private faults: Diagnostic[] = [];
  private warned = false;

  constructor(
    private readonly log: AsyncIterator<LogBatch>,
    private readonly options: MergeOptions,
  ) {}

  get isUsedUp(): boolean {
    return this.next === undefined && !this.ended;
  }

  takeFaults(): readonly Diagnostic[] {
    const { faults } = this;
    this.faults = [];
    return faults;
  }

  async more(): Promise<void> {
    while (this.next === undefined && !this.ended) {
      const { value, done } = await this.log.next();
      if (done === true) {
        this.ended = true;
        return;
      }
      this.batch = value.lines;
      this.at = 0;
      this.faults.push(...value.faults);
      this.find();
    }
  }

  advance(): LogLine {
    const line = this.next;
    if (line === undefined) throw new Error("no line to take");
    this.find();
    return line;
  }

  isBefore(other: Head): boolean {
    if (this === other || this.stamp === undefined) return false;
    if (other.stamp === undefined) return false;
    const order = compareStamps(this.stamp, other.stamp);
    if (order === undefined && this.next !== undefined && !this.warned) {
      this.warned = true;
      this.faults.push(incomparable(this.next, this.stamp, other.stamp));
    }
    return order !== undefined && order < 0;
  }

  /** Goes to the next line of the batch; one without a stamp is as early as can be. */
  private find(): void {
    this.next = this.batch[this.at];
    this.at += 1;
    if (this.next === undefined) return;
    const line = this.next;
    if (this.options.unstamped?.(line) === true) {
      this.stamp = this.before?.stamp;
      return;
    }
    const { stamp, faults } = readStamp(line, this.options.stamp(line), this.options.what);
    for (const fault of faults) this.found(fault);
    this.stamp = stamp ?? this.before?.stamp;
    if (stamp === undefined) return;
    const { before } = this;
    if (before !== undefined) this.compare(line, stamp, before);
    this.before = { line, stamp };
  }

  private compare(
    line: LogLine,
    stamp: Stamp,
    before: { readonly line: LogLine; readonly stamp: Stamp },
  ): void {
    const order = compareStamps(stamp, before.stamp);
    if (order === undefined) this.found(incomparable(line, stamp, before.stamp));
    else if (order < 0) {
      const place = logPlace(line.file, line.line, line.text.length);
      const first = logPlace(before.line.file, before.line.line, before.line.text.length);
      this.found(outOfOrder(place, stamp.shown, before.stamp.shown, first));
    }
  }

  /** Of warnings one is enough. */
  private found(fault: Diagnostic): void {
    if (fault.severity === "warning" && this.warned) return;
    if (fault.severity === "warning") this.warned = true;
    this.faults.push(fault);
  }
}
