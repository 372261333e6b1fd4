/**
 * How much a trace can catch: mutants of it (`mutants.ts`) are matched like the trace itself, and those that are accepted
 * show what a wrong program could do unnoticed.
 *
 * A mutant is matched from the states before its first changed line, which the trace's own run has found, and only until it
 * is rejected or the states are those of the trace again: from there on both go the same way.
 */
import type { Row } from "../../engine/model.js";
import { compareStamps, type Stamp, stampOf } from "../../log/stamps.js";
import type { LogLine } from "../../log/types.js";
import type { Mapping } from "../mapping/mapping.js";
import type { Boot } from "../match/boot.js";
import { Branches } from "../match/branches.js";
import { Matcher } from "../match/match.js";
import { orderOf } from "../order/order.js";
import type { Prepared } from "../prepare.js";
import { type Event, Reader } from "../reader.js";
import { type Mutant, type MutantKind, mutantsOf } from "./mutants.js";

/** What became of a mutant. The reasons for which one survives, each with what could be done about it. */
export type Fate =
  /** Some line has no step, or breaks an invariant. */
  | "rejected"
  /** A line cannot be read by the mapping any more. */
  | "unreadable"
  /** A line is missing, doubled or out of order by the log's own numbers, stamps or end marker. */
  | "incomplete"
  /** The mapping does not read what was changed. */
  | "not-read"
  /** The line is one that the mapping ignores. */
  | "ignored"
  /** The states after it are those of the trace: the line changes nothing. */
  | "no-effect"
  /** Nothing tells that the log is cut off. */
  | "no-end"
  /** The specification allows this behaviour too. */
  | "permitted";

const caught: ReadonlySet<Fate> = new Set<Fate>(["rejected", "unreadable", "incomplete"]);
export const isCaught = (fate: Fate): boolean => caught.has(fate);

export interface MutantOutcome {
  readonly kind: MutantKind;
  readonly file: string;
  readonly line: number;
  readonly event: string | undefined;
  readonly path: string | undefined;
  readonly values: readonly [string, string] | undefined;
  readonly fate: Fate;
}

export interface MutationOptions {
  /** At most so many mutants, chosen evenly by `seed`; all without it. */
  readonly sample?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly all: number }) => void;
}

export interface MutationScore {
  /** How many mutants there are, of which those in `outcomes` were tried. */
  readonly mutants: number;
  readonly outcomes: readonly MutantOutcome[];
}

/** A trace in its order, with what reads it. */
export interface MutatedTrace {
  readonly prepared: Prepared;
  readonly lines: readonly LogLine[];
  readonly boot: Boot | undefined;
}

/** The trace must be accepted: undefined if it is not. A node's start-up lines, which say where it begins, stay as they are. */
export function mutationScore(given: MutatedTrace, options: MutationOptions = {}): MutationScore | undefined {
  const trace = TraceStates.of(given);
  if (trace === undefined) return undefined;
  const all = [...mutantsOf(given.lines)].filter((m) => given.boot?.has(given.lines[m.at]!) !== true);
  const tried = options.sample === undefined ? all : sampled(all, options.sample, options.seed ?? 1);
  const outcomes: MutantOutcome[] = [];
  for (const [done, mutant] of tried.entries()) {
    if (done % PROGRESS === 0) {
      options.signal?.throwIfAborted();
      options.onProgress?.({ done, all: tried.length });
    }
    outcomes.push(trace.outcome(mutant));
  }
  return { mutants: all.length, outcomes };
}

const PROGRESS = 100;

/** Chosen by a small generator (mulberry32), in their order. */
function sampled(all: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  if (all.length <= count) return all;
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  let wanted = count;
  return all.filter((_, k) => {
    const isChosen = random() < wanted / (all.length - k);
    if (isChosen) wanted -= 1;
    return isChosen;
  });
}

/** The lines of a trace as they were read, and the states that were possible before each. */
class TraceStates {
  private readonly matcher: Matcher;
  private readonly cells: readonly number[];
  private readonly missing: number;
  private readonly stampOf: (line: LogLine) => Stamp | undefined;
  private readonly ordering: readonly string[];
  private reader: Reader;

  private constructor(
    private readonly prepared: Prepared,
    private readonly lines: readonly LogLine[],
    private readonly events: readonly (Event | "ignored" | undefined)[],
    private readonly states: readonly (readonly Row[])[],
  ) {
    const { own } = prepared;
    this.matcher = new Matcher(prepared, undefined, false);
    this.reader = new Reader(prepared);
    const columns = new Set([...own.cellOf.values(), ...own.keptCells]);
    this.cells = Array.from({ length: own.model.width }, (_, i) => i).filter((i) => !columns.has(i));
    this.stampOf = stampsOf(prepared.mapping);
    this.ordering = orderingFields(prepared.mapping);
    this.missing = this.faultsOf(lines);
  }

  static of({ prepared, lines, boot }: MutatedTrace): TraceStates | undefined {
    const reader = new Reader(prepared);
    const matcher = new Matcher(prepared, undefined, false);
    for (const [k, event] of (boot?.events ?? []).entries()) {
      matcher.checking = k === (boot?.events.length ?? 0) - 1;
      if (matcher.step(event).kind !== "matched") return undefined;
    }
    const events: (Event | "ignored" | undefined)[] = [];
    const states: (readonly Row[])[] = [];
    for (const line of lines) {
      states.push(matcher.current.rows.map((row) => Int32Array.from(row)));
      if (boot?.has(line) === true) {
        events.push(undefined);
        continue;
      }
      const read = reader.read(line);
      if (read === undefined) return undefined;
      events.push(read.kind === "event" ? read.event : read.kind === "ignored" ? "ignored" : undefined);
      if (read.kind === "event" && matcher.step(read.event).kind !== "matched") return undefined;
    }
    states.push(matcher.current.rows.map((row) => Int32Array.from(row)));
    return new TraceStates(prepared, lines, events, states);
  }

  outcome(mutant: Mutant): MutantOutcome {
    const line = this.lines[mutant.at];
    const event = this.events[mutant.at];
    const name = typeof event === "object" ? event.name : undefined;
    return {
      kind: mutant.kind,
      file: line?.file ?? "",
      line: line?.line ?? 0,
      event: name,
      path: mutant.path,
      values: mutant.values,
      fate: this.fate(mutant),
    };
  }

  private fate(mutant: Mutant): Fate {
    const { at, lines, removed, kind } = mutant;
    const counts = kind !== "edit" || this.ordering.some((field) => mutant.path?.endsWith(field) === true);
    const changed = (): readonly LogLine[] => [
      ...this.lines.slice(0, at),
      ...lines,
      ...this.lines.slice(at + removed),
    ];
    if (counts && this.faultsOf(changed()) > this.missing) return "incomplete";
    if (kind === "cut") return "no-end";
    const before = this.events[at];
    // A name that goes by first appearance depends on the lines before it.
    if (this.renames) this.rereadTo(at);
    const read: (Event | undefined)[] = [];
    for (const line of lines) {
      const found = this.reader.read(line);
      if (found === undefined || this.reader.faults.length > 0) {
        this.reader.faults.length = 0;
        return "unreadable";
      }
      read.push(found.kind === "event" ? found.event : undefined);
    }
    const [first] = read;
    const own = before === "ignored" ? undefined : before;
    if (kind === "edit" && sameEvent(own, first)) return before === "ignored" ? "ignored" : "not-read";
    return this.matched(mutant, read);
  }

  private matched({ at, removed }: Mutant, read: readonly (Event | undefined)[]): Fate {
    const { matcher, states } = this;
    matcher.current = this.branches(states[at] ?? []);
    for (const event of read)
      if (event !== undefined && matcher.step(event).kind !== "matched") return "rejected";
    const ignored = this.events.slice(at, at + removed).every((e) => e === "ignored" || e === undefined);
    if (ignored && read.every((event) => event === undefined)) return "ignored";
    for (let k = at + removed; ; k++) {
      if (this.areStatesAt(k)) return k === at + removed ? "no-effect" : "permitted";
      const event = this.events[k];
      if (k >= this.lines.length) return "permitted";
      if (typeof event === "object" && matcher.step(event).kind !== "matched") return "rejected";
    }
  }

  private get renames(): boolean {
    return Object.keys(this.prepared.mapping.content.rename ?? {}).length > 0;
  }

  private rereadTo(at: number): void {
    this.reader = new Reader(this.prepared);
    for (const line of this.lines.slice(0, at)) this.reader.read(line);
  }

  private branches(rows: readonly Row[]): Branches {
    const branches = new Branches(this.prepared.own.model.width);
    for (const row of rows) branches.add(row, undefined);
    return branches;
  }

  /** Whether the states now are those that the trace had before its line `k`. */
  private areStatesAt(k: number): boolean {
    const wanted = this.states[k] ?? [];
    const { rows } = this.matcher.current;
    if (rows.length !== wanted.length) return false;
    const key = (row: Row): string => this.cells.map((c) => row[c]).join();
    if (rows.length === 1) return this.cells.every((c) => rows[0]?.[c] === wanted[0]?.[c]);
    const keys = new Set(wanted.map(key));
    return rows.every((row) => keys.has(key(row)));
  }

  /** How many faults the lines show by numbers, markers and stamps. */
  private faultsOf(lines: readonly LogLine[]): number {
    const complete = this.reader.completeness();
    let faults = 0;
    let last: Stamp | undefined;
    for (const line of lines) {
      faults += complete.take(line).length;
      const stamp = this.stampOf(line);
      if (stamp !== undefined && last !== undefined && (compareStamps(stamp, last) ?? 0) < 0) faults += 1;
      last = stamp ?? last;
    }
    return faults + complete.finish().filter((d) => d.severity === "error").length;
  }
}

/** The stamps of lines, where there is one. */
function stampsOf(mapping: Mapping): (line: LogLine) => Stamp | undefined {
  const order = orderOf(mapping);
  return (line) => {
    const value = order?.stamp(line);
    return value === undefined ? undefined : stampOf(value);
  };
}

/** Ends of the paths that say of lines whose they are, where they stand and whether any is missing. */
function orderingFields({ content }: Mapping): readonly string[] {
  const texts = JSON.stringify(content.log ?? {}).matchAll(/[$^]\.([\w.]+)/g);
  return [...texts].map((found) => found[1] ?? "");
}

/** Whether a line says the same to the specification as before. */
function sameEvent(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.rule === b.rule && a.name === b.name && a.values.every((v, i) => v === b.values[i]);
}
