/** One trace through our engine: lines in, a verdict out. */

import { isEvaluationFault } from "../../engine/library/library-session.js";
import type { Completeness } from "../../log/complete.js";
import type { LogBatch, LogLine } from "../../log/types.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { evaluationFault, initialFault } from "../explain/evaluation.js";
import { explainRejection, loggedEvent, type Rejected } from "../explain/explain.js";
import { type RepairBudget, repairsOf } from "../explain/repair.js";
import { logFault } from "../faults.js";
import type { Prepared } from "../prepare.js";
import { type Event, Reader } from "../reader.js";
import type { LoggedEvent, Rejection, TraceVerdict } from "../verdict.js";
import type { Boot } from "./boot.js";
import { DepthFirst } from "./depth-first.js";
import { type Guard, guarded } from "./guarded.js";
import { History } from "./history.js";
import { KnownMatcher } from "./known-matcher.js";
import { Matcher, MOST_STATES, type StepResult } from "./match.js";
import { Tally } from "./tally.js";

export interface RunOptions {
  /** What cannot be told of a log's end is an error. */
  readonly requireComplete?: boolean;
  /** So many are kept at once; then one behaviour after another is tried, by so many steps at most. */
  readonly mostStates?: number;
  readonly mostTries?: number;
  /** Of states kept while other orders of lines are tried, which clocks leave open. */
  readonly mostKept?: number;
  /** The start-up lines of nodes, which come before all others. */
  readonly boot?: Boot | undefined;
  /** How many events match, as another engine found out: then no state is computed. */
  readonly matched?: number;
  readonly signal?: AbortSignal;
  /** Runs work that never gives the event loop a turn, so that the signal may end it in the middle. */
  readonly guard?: Guard;
  /** Time for looking for changes of rejected logs that would match; none is looked for without it. */
  readonly repairs?: RepairBudget;
  /** The command that shows a rejection at a line of a trace again. */
  readonly reproduce?: (event: LoggedEvent, files: readonly string[]) => string;
  /** The lines as they stand, where they are matched in another order: what is missing is told by these. */
  readonly asLogged?: readonly LogLine[] | undefined;
  /** The log goes on, but is not looked at any further. */
  readonly isPart?: boolean;
  /** Called after each piece of the log. */
  readonly onProgress?: (progress: TraceProgress) => void;
}

export interface TraceProgress {
  readonly lines: number;
  /** Possible after the last of them. */
  readonly states: number;
  /** Where most were possible so far, if ever more than one. */
  readonly widest: { readonly file: string; readonly line: number; readonly states: number } | undefined;
}

const SHOWN_BEFORE = 3;
const MOST_FAULTS = 20;
const MANY_STATES = 1000;

/**
 * Matches the lines of one trace. Lines that cannot be read, or not by the mapping, are faults: those of the trace are
 * thrown together as a DiagnosticError.
 */
export async function runTrace(
  prepared: Prepared,
  files: readonly string[],
  batches: AsyncIterable<LogBatch>,
  options: RunOptions = {},
): Promise<TraceVerdict> {
  const run = new TraceRun(prepared, options);
  for await (const batch of batches) {
    options.signal?.throwIfAborted();
    guarded(options, () => run.batch(batch));
    run.tell();
    if (run.isDone) break;
  }
  return run.verdict(files);
}

/** The events of a trace. Throws a DiagnosticError for what cannot be read. */
export async function eventsOf(
  prepared: Prepared,
  batches: AsyncIterable<LogBatch>,
  boot: Boot | undefined,
): Promise<readonly Event[]> {
  const reader = new Reader(prepared);
  const events: Event[] = [...(boot?.events ?? [])];
  const unreadable: Diagnostic[] = [];
  for await (const { lines, faults } of batches) {
    unreadable.push(...faults.filter((d) => d.severity === "error" && !isCut(d)));
    for (const line of lines) {
      if (boot?.has(line) === true) continue;
      const read = reader.read(line);
      if (read?.kind === "event") events.push(read.event);
    }
    if (reader.faults.length + unreadable.length >= MOST_FAULTS) break;
  }
  if (reader.faults.length + unreadable.length > 0)
    throw new DiagnosticError([...unreadable, ...reader.faults]);
  return events;
}

class TraceRun {
  lines = 0;
  private readonly reader: Reader;
  private matcher: Pick<Matcher, "before" | "checking" | "current" | "pending" | "step">;
  private readonly tally: Tally;
  private readonly completeness: Completeness;
  private readonly recent: Event[] = [];
  /** What is missing in the log; for an accepted one that makes it incomplete. */
  private readonly missing: Diagnostic[] = [];
  private readonly notes: Diagnostic[] = [];
  private readonly unreadable: Diagnostic[] = [];
  private rejected: Rejected | undefined;
  private readonly history = new History();
  private undecided: { readonly event: Event; readonly reason: string } | undefined;

  constructor(
    private readonly prepared: Prepared,
    private readonly options: RunOptions,
  ) {
    this.reader = new Reader(prepared);
    this.completeness = this.reader.completeness();
    this.matcher =
      options.matched === undefined
        ? started(prepared, options.mostStates ?? MOST_STATES)
        : new KnownMatcher(prepared, options.matched);
    this.tally = new Tally(prepared);
    const boot = options.boot?.events ?? [];
    for (const [k, event] of boot.entries()) {
      this.matcher.checking = k === boot.length - 1;
      if (!this.isOver) this.event(event);
    }
  }

  get states(): number {
    return this.matcher.current.size;
  }

  tell(): void {
    const { lines, states, tally } = this;
    this.options.onProgress?.({ lines, states, widest: tally.widening.place });
  }

  /** Whether further lines cannot change the verdict. */
  get isOver(): boolean {
    const faults = this.reader.faults.length + this.unreadable.length;
    return this.rejected !== undefined || this.undecided !== undefined || faults >= MOST_FAULTS;
  }

  /** Whether further lines are of no use: after a rejection they are for what would have matched. */
  get isDone(): boolean {
    return this.rejected !== undefined && this.looksOn ? this.history.isFull : this.isOver;
  }

  private get looksOn(): boolean {
    const { repairs, matched } = this.options;
    return repairs !== undefined && repairs.milliseconds > 0 && matched === undefined;
  }

  batch({ lines, faults }: LogBatch): void {
    let k = 0;
    while (k < lines.length && !this.isOver) {
      this.line(lines[k++]!);
      // A line that leaves thousands of states takes as long as many others.
      if (this.states > MANY_STATES) this.tell();
    }
    if (this.rejected !== undefined && this.looksOn) {
      const { boot } = this.options;
      this.history.follow(
        lines.slice(k).filter((line) => boot?.has(line) !== true),
        faults.some((d) => d.severity === "error"),
      );
    }
    if (this.isOver) return;
    for (const fault of faults) {
      if (isCut(fault)) this.missing.push(fault);
      else if (fault.severity === "error") this.unreadable.push(fault);
      else this.notes.push(fault);
    }
  }

  private line(line: LogLine): void {
    this.lines += 1;
    if (this.options.asLogged === undefined) this.missing.push(...this.completeness.take(line));
    if (this.options.boot?.has(line) === true) return;
    if (this.looksOn) this.history.take(line, this.matcher, this.reader);
    const read = this.reader.read(line);
    if (read === undefined) return;
    if (read.kind === "ignored") this.tally.ignored(read.name, read.why);
    else if (read.kind === "event" && this.reader.faults.length === 0) this.event(read.event);
  }

  private event(event: Event): void {
    const { matcher } = this;
    const { size } = matcher.current;
    this.tally.widening.before(event, matcher.current);
    let result = this.stepped(event);
    if (result?.kind === "too-wide" && matcher instanceof Matcher) {
      const states = this.options.mostStates ?? MOST_STATES;
      this.notes.push(logFault.wide(event.line, event.name, states));
      this.matcher = new DepthFirst(matcher, this.prepared.own.model.width, this.options.mostTries);
      result = this.stepped(event);
    }
    if (result === undefined) return;
    if (result.kind === "matched") {
      this.tally.widening.after(event, size, this.matcher.current.size);
      this.tally.matched(event);
      if (this.recent.length === SHOWN_BEFORE) this.recent.shift();
      this.recent.push(event);
    } else if (result.kind === "rejected") {
      const matched = this.tally.events;
      const { invariant } = result;
      const from = this.matcher.before(event);
      this.rejected = { event, matched, invariant, from, before: this.recent };
    } else {
      const reason = "more states are possible than are gone through, all at once or one after another";
      this.undecided = { event, reason };
    }
  }

  /** Undefined where the specification cannot be evaluated, which is noted. */
  private stepped(event: Event): StepResult | undefined {
    const { bank } = this.prepared.own.model;
    const mark = bank.mark();
    try {
      return this.matcher.step(event);
    } catch (error) {
      bank.release(mark);
      if (!isEvaluationFault(error)) throw error;
      this.unreadable.push(evaluationFault(this.prepared, event, this.matcher.current, error));
      return undefined;
    }
  }

  verdict(files: readonly string[]): TraceVerdict {
    const { prepared, tally, rejected, undecided, missing } = this;
    const unreadable = [...this.unreadable, ...this.reader.faults];
    if (unreadable.length > 0) throw new DiagnosticError(unreadable);
    // Of an empty log nothing else is told.
    const isEmpty = missing.some((d) => d.code === "log/empty");
    const isPart = this.options.isPart === true;
    if (rejected === undefined && undecided === undefined && !isEmpty && !isPart) {
      for (const line of this.options.asLogged ?? []) missing.push(...this.completeness.take(line));
      missing.push(...this.completeness.finish());
    }
    const isMissing = (d: Diagnostic): boolean =>
      d.severity === "error" || this.options.requireComplete === true;
    const reasons = missing.filter(isMissing).map((d): Diagnostic => ({ ...d, severity: "error" }));
    const unsaid =
      rejected === undefined && undecided === undefined ? missing.filter((d) => !isMissing(d)) : missing;
    const notes = [...prepared.warnings, ...this.notes, ...unsaid];
    const facts = tally.facts(files, this.matcher.current.used[0], notes);
    if (rejected !== undefined)
      return { ...facts, kind: "rejected", rejection: this.explained(rejected, files) };
    if (undecided !== undefined)
      return {
        ...facts,
        kind: "undecided",
        reason: undecided.reason,
        furthest: loggedEvent(undecided.event),
      };
    if (reasons.length > 0) return { ...facts, kind: "incomplete", reasons };
    return { ...facts, kind: tally.isVacuous ? "vacuous" : "accepted" };
  }

  private explained(rejected: Rejected, files: readonly string[]): Rejection {
    const explained = explainRejection(this.prepared, rejected);
    const rejection = { ...explained, reproduce: this.options.reproduce?.(explained.event, files) };
    const { past, after, isFull } = this.history;
    const budget = this.options.repairs;
    // A start-up line has no past.
    const isLast = past?.lines.at(-1) === rejected.event.line;
    if (!this.looksOn || budget === undefined || past === undefined || !isLast) return rejection;
    const log = { past, future: after, isWhole: !isFull && this.options.isPart !== true, rejection };
    return { ...rejection, repairs: repairsOf(this.prepared, log, budget) };
  }
}

/** Throws a DiagnosticError where the states in which a log may begin cannot be evaluated. */
function started(prepared: Prepared, mostStates: number): Matcher {
  const { bank } = prepared.own.model;
  const mark = bank.mark();
  try {
    return new Matcher(prepared, mostStates);
  } catch (error) {
    bank.release(mark);
    if (!isEvaluationFault(error)) throw error;
    throw new DiagnosticError([initialFault(prepared, error)]);
  }
}

/** A log that is empty or breaks off: no fault of the lines that are there. */
const isCut = (d: Diagnostic): boolean => d.code === "log/empty" || d.code === "log/truncated";
