/**
 * Changed logs, matched from the change on: which get past the line where the log itself is rejected, and how far.
 *
 * All lines are numbered from the first that is kept of the past; `at` is the rejected one. The states before each line of
 * the past are known. Changed logs in which the same states are possible before the same line go on as one.
 */
import { isEvaluationFault } from "../../engine/library/library-session.js";
import type { Row } from "../../engine/model.js";
import type { LogLine } from "../../log/types.js";
import { Branches } from "../match/branches.js";
import type { Past } from "../match/history.js";
import { Matcher } from "../match/match.js";
import type { Prepared } from "../prepare.js";
import { type Event, Reader, type Renames } from "../reader.js";

/** More states at once are not followed. */
const MOST_STATES = 500;

/** A changed log: `lines` stand in the place of `removed` lines from `at` on, or a step is taken before it. */
export interface Change {
  readonly at: number;
  readonly removed: number;
  readonly lines: readonly LogLine[];
  /** The states after a step that no line tells of. */
  readonly rows?: readonly Row[];
}

/** Where a changed log stands: the states before a line of the log. */
export interface Standing {
  readonly before: number;
  readonly rows: readonly Row[];
  /** Silent steps that were put off up to there. */
  readonly pending: readonly number[];
  readonly renames: Renames;
}

export class Trials {
  /** The states before each line of the past. */
  readonly states: readonly (readonly Row[])[];
  private readonly matcher: Matcher;
  private readonly reader: Reader;
  private readonly pendingAt: readonly (readonly number[])[];
  private readonly renamesAt: readonly Renames[];
  private readonly isRenaming: boolean;
  private readonly read = new Map<number, Event | "none" | undefined>();
  private readonly cells: readonly number[];

  constructor(
    private readonly prepared: Prepared,
    past: Past,
    /** The past with the rejected line as its last, and what follows. */
    readonly lines: readonly LogLine[],
  ) {
    this.matcher = new Matcher(prepared, MOST_STATES);
    this.reader = new Reader(prepared);
    this.isRenaming = Object.keys(prepared.mapping.content.rename ?? {}).length > 0;
    const { own } = prepared;
    const columns = new Set([...own.cellOf.values(), ...own.keptCells]);
    this.cells = Array.from({ length: own.model.width }, (_, i) => i).filter((i) => !columns.has(i));
    const states: (readonly Row[])[] = [past.rows];
    const renames: Renames[] = [past.renames];
    const pending: (readonly number[])[] = [past.pending];
    let here: Standing = { before: 0, rows: past.rows, pending: past.pending, renames: past.renames };
    for (let k = 0; k + 1 < past.lines.length; k++) {
      const next = this.onward(here);
      if (next === undefined) break;
      here = next;
      states.push(here.rows);
      pending.push(here.pending);
      renames.push(here.renames);
    }
    this.states = states;
    this.pendingAt = pending;
    this.renamesAt = renames;
  }

  /** The event that a line of the log is; undefined for one that takes no part. */
  eventAt(k: number): Event | undefined {
    const line = this.lines[k];
    const read = line === undefined ? undefined : this.eventOf(line, this.renamesAt[k]);
    return typeof read === "object" ? read : undefined;
  }

  /** What was renamed before a line of the past. */
  renamesBefore(k: number): Renames | undefined {
    return this.renamesAt[k];
  }

  /** Where a changed log stands after the line `past`, if all its lines up to there match. */
  matched({ at, removed, lines, rows = this.states[at] ?? [] }: Change, past: number): Standing | undefined {
    const pending = this.pendingAt[at] ?? [];
    let here: Standing | undefined = { before: at, rows, pending, renames: this.renamesAt[at] ?? new Map() };
    for (const line of lines) {
      here = this.over(here, this.eventOf(line, here.renames));
      if (here === undefined) return undefined;
    }
    here = { ...here, before: at + removed };
    while (here !== undefined && here.before <= past) here = this.onward(here);
    return here;
  }

  /** Over the next line of the log; undefined where it does not match. */
  onward(here: Standing): Standing | undefined {
    const k = here.before;
    const line = this.lines[k];
    if (line === undefined) return undefined;
    let event = this.read.get(k);
    if (this.isRenaming || !this.read.has(k)) {
      event = this.eventOf(line, here.renames);
      this.read.set(k, event);
    }
    return this.over({ ...here, before: k + 1 }, event);
  }

  /** The same for equal standings. */
  keyOf({ before, rows, pending, renames }: Standing): string {
    const keys = rows.map((row) => this.cells.map((c) => row[c]).join()).sort();
    const names = this.isRenaming ? JSON.stringify([...renames].map(([p, v]) => [p, [...v]])) : "";
    return `${before} ${keys.join(";")} ${pending.join()} ${names}`;
  }

  /** The line's event; "none" for one that takes no part, undefined for one that cannot be read. */
  eventOf(line: LogLine, renames: Renames | undefined): Event | "none" | undefined {
    if (this.isRenaming && renames !== undefined) this.reader.resume(renames);
    const read = this.reader.read(line);
    if (read === undefined || this.reader.faults.length > 0) {
      this.reader.faults.length = 0;
      return undefined;
    }
    return read.kind === "event" ? read.event : "none";
  }

  private over(here: Standing, event: Event | "none" | undefined): Standing | undefined {
    const renames = this.isRenaming ? this.reader.renames : here.renames;
    if (event === undefined) return undefined;
    if (event === "none") return { ...here, renames };
    const { bank } = this.prepared.own.model;
    const states = new Branches(this.prepared.own.model.width);
    for (const row of here.rows) states.add(row, undefined);
    this.matcher.current = states;
    this.matcher.pending = here.pending;
    const mark = bank.mark();
    try {
      if (this.matcher.step(event).kind !== "matched") return undefined;
    } catch (error) {
      bank.release(mark);
      if (!isEvaluationFault(error)) throw error;
      return undefined;
    }
    const rows = this.matcher.current.rows.map((row) => Int32Array.from(row));
    return { before: here.before, rows, pending: this.matcher.pending, renames };
  }
}
