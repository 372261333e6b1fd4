/** One trace through our engine: lines in, a verdict out. */
import { DiagnosticError } from "../report/diagnostic.js";
import { explainRejection, loggedEvent, type Rejected } from "./explain.js";
import { incomplete } from "./faults.js";
import { Matcher } from "./match.js";
import type { Prepared } from "./prepare.js";
import { type Event, Reader } from "./reader.js";
import { Tally } from "./tally.js";
import type { LogLine, TraceVerdict } from "./verdict.js";

export interface RunOptions {
  /** Without an end marker in the mapping a log is incomplete. */
  readonly requireComplete?: boolean;
  readonly mostStates?: number;
  readonly signal?: AbortSignal;
  /** Called now and then. */
  readonly onProgress?: (progress: { readonly lines: number; readonly states: number }) => void;
}

const SHOWN_BEFORE = 3;

/**
 * Matches the lines of one trace. Lines that the mapping cannot read are faults of the log or of the mapping: all of the
 * trace are thrown together as a DiagnosticError.
 */
export async function runTrace(
  prepared: Prepared,
  files: readonly string[],
  lines: AsyncIterable<readonly LogLine[]>,
  options: RunOptions = {},
): Promise<TraceVerdict> {
  const run = new TraceRun(prepared, options);
  for await (const batch of lines) {
    options.signal?.throwIfAborted();
    for (const line of batch) if (!run.line(line)) break;
    options.onProgress?.({ lines: run.lines, states: run.states });
    if (run.isOver) break;
  }
  return run.verdict(files);
}

export class TraceRun {
  lines = 0;
  private readonly reader: Reader;
  private readonly matcher: Matcher;
  private readonly tally: Tally;
  private readonly recent: Event[] = [];
  private last: LogLine | undefined;
  private ended: LogLine | undefined;
  private rejected: Rejected | undefined;
  private undecided: string | undefined;

  constructor(
    private readonly prepared: Prepared,
    private readonly options: RunOptions,
  ) {
    this.reader = new Reader(prepared);
    this.matcher = new Matcher(prepared, options.mostStates);
    this.tally = new Tally(prepared);
  }

  get states(): number {
    return this.matcher.current.size;
  }

  /** Whether further lines cannot change the verdict. */
  get isOver(): boolean {
    return this.rejected !== undefined || this.undecided !== undefined || this.reader.faults.length >= 20;
  }

  /** False when it is over. */
  line(line: LogLine): boolean {
    this.lines += 1;
    this.last = line;
    const read = this.reader.read(line);
    if (read === undefined) return !this.isOver;
    if (read.kind === "left-out") return true;
    if (this.ended !== undefined) {
      this.reader.afterEnd(line);
      return !this.isOver;
    }
    if (read.kind === "end") this.ended = line;
    else if (read.kind === "ignored") this.tally.ignored(read.name, read.why);
    else if (this.reader.faults.length === 0) this.event(read.event);
    return !this.isOver;
  }

  private event(event: Event): void {
    const { matcher } = this;
    this.tally.wide(event, matcher.current.size);
    const result = matcher.step(event);
    switch (result.kind) {
      case "matched":
        this.tally.matched(event);
        if (this.recent.length === SHOWN_BEFORE) this.recent.shift();
        this.recent.push(event);
        return;
      case "rejected":
        this.rejected = {
          event,
          matched: this.tally.events,
          invariant: result.invariant,
          from: matcher.before(event),
          before: [...this.recent],
        };
        return;
      case "too-wide":
        this.undecided = `more than ${this.options.mostStates ?? "200,000"} states are possible here: log more of what tells them apart`;
        this.rejectedAt = event;
        return;
    }
  }

  private rejectedAt: Event | undefined;

  verdict(files: readonly string[]): TraceVerdict {
    const { reader, prepared, tally, rejected } = this;
    if (reader.faults.length > 0) throw new DiagnosticError(reader.faults);
    const file = files[0] ?? "";
    const notes = reader.hasEnd ? [] : [incomplete.noMarkers(file)];
    const facts = tally.facts(files, this.matcher.current.used[0], notes);
    if (rejected !== undefined)
      return { ...facts, kind: "rejected", rejection: explainRejection(prepared, rejected) };
    if (this.undecided !== undefined) {
      const furthest = this.rejectedAt === undefined ? undefined : loggedEvent(this.rejectedAt);
      return { ...facts, kind: "undecided", reason: this.undecided, furthest };
    }
    if (tally.events === 0) return { ...facts, kind: "incomplete", reasons: [incomplete.empty(file)] };
    if (reader.hasEnd && this.ended === undefined)
      return { ...facts, kind: "incomplete", reasons: [incomplete.noEnd(this.last?.file ?? file, this.last?.line ?? 1)] };
    if (!reader.hasEnd && this.options.requireComplete === true)
      return { ...facts, kind: "incomplete", reasons: [{ ...incomplete.noMarkers(file), severity: "error" }] };
    return { ...facts, kind: tally.isVacuous ? "vacuous" : "accepted" };
  }
}
