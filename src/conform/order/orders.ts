/**
 * Whether any order of its lines in which a log may be read matches: orders that clocks allow, or `early` of rules. Where
 * the first order tried is rejected, another one may not be.
 *
 * Representation: a *cut* says which lines are matched, and all states in which some order of these leaves the
 * specification. Cuts are gone through by their number of lines; all are kept, so that an order can be told.
 */
import { isEvaluationFault } from "../../engine/library/library-session.js";
import type { Row } from "../../engine/model.js";
import type { LogLine } from "../../log/types.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import type { Boot } from "../match/boot.js";
import { Branches } from "../match/branches.js";
import { Matcher, MOST_STATES } from "../match/match.js";
import type { Prepared } from "../prepare.js";
import { type Event, Reader } from "../reader.js";

/** Which lines are matched. */
export interface Cut {
  /** The same for the same lines. */
  readonly key: string;
  /** The greater, the further is the log matched. */
  readonly rank: number;
}

/** The orders in which lines may be matched. */
export interface Orders<C extends Cut> {
  readonly lines: readonly LogLine[];
  readonly none: C;
  /** The lines that may be matched next, with what is matched then. */
  after(cut: C): readonly { readonly line: number; readonly to: C }[];
}

/** `order`: positions in `lines`. */
export type OtherOrder =
  | { readonly kind: "matches"; readonly order: readonly number[]; readonly cuts: number }
  /** None does; this one gets furthest. */
  | { readonly kind: "none"; readonly order: readonly number[]; readonly cuts: number }
  | { readonly kind: "too-many"; readonly why: string };

export interface SearchOptions {
  readonly mostStates?: number;
  /** States of all cuts together; 500,000 without it. */
  readonly mostKept?: number;
  readonly signal?: AbortSignal;
  readonly boot?: Boot | undefined;
}

interface Reached<C> {
  readonly cut: C;
  readonly states: Branches;
  readonly from: { readonly before: Reached<C>; readonly line: number }[];
}

const MOST_KEPT = 500_000;

/** The events that lines are. Throws a DiagnosticError for lines that cannot be read by the mapping. */
export function eventsOfLines(
  prepared: Prepared,
  lines: readonly LogLine[],
  boot: Boot | undefined,
): readonly (Event | undefined)[] {
  const reader = new Reader(prepared);
  const events = lines.map((line) => {
    if (boot?.has(line) === true) return undefined;
    const read = reader.read(line);
    return read?.kind === "event" ? read.event : undefined;
  });
  if (reader.faults.length > 0) throw new DiagnosticError(reader.faults);
  return events;
}

/** `events`: those of the lines. */
export function searchOrders<C extends Cut>(
  prepared: Prepared,
  orders: Orders<C>,
  events: readonly (Event | undefined)[],
  options: SearchOptions = {},
): OtherOrder {
  return new OrderSearch(prepared, orders, events, options).run();
}

class OrderSearch<C extends Cut> {
  private readonly matcher: Matcher;
  /** Cells that only say what the last line was. */
  private readonly lineCells: readonly number[];
  private rows = 0;
  private cuts = 0;

  /** What is matched of an order that gets furthest. */
  private furthest: Reached<C> | undefined;

  constructor(
    private readonly prepared: Prepared,
    private readonly orders: Orders<C>,
    private readonly events: readonly (Event | undefined)[],
    private readonly options: SearchOptions,
  ) {
    this.lineCells = [...prepared.own.cellOf.values()].filter((cell) => cell >= 0);
    this.matcher = new Matcher(prepared, options.mostStates ?? MOST_STATES, false);
    const boot = options.boot?.events ?? [];
    for (const [k, event] of boot.entries()) {
      this.matcher.checking = k === boot.length - 1;
      this.matcher.step(event);
    }
  }

  run(): OtherOrder {
    let level = [this.start()];
    for (let taken = 0; taken < this.orders.lines.length; taken++) {
      this.options.signal?.throwIfAborted();
      let next: readonly Reached<C>[] | string;
      try {
        next = this.nextLevel(level);
      } catch (error) {
        if (!isEvaluationFault(error)) throw error;
        next = "in one of them the specification cannot be evaluated";
      }
      if (typeof next === "string") return { kind: "too-many", why: next };
      if (next.length === 0 && this.furthest !== undefined)
        return { kind: "none", order: this.orderTo(this.furthest), cuts: this.cuts };
      level = [...next];
    }
    const [whole] = level;
    if (whole === undefined) throw new Error("no cut is left");
    return { kind: "matches", order: this.orderTo(whole), cuts: this.cuts };
  }

  private start(): Reached<C> {
    const states = this.copyOf(this.matcher.current.rows, this.matcher.current.used);
    this.furthest = { cut: this.orders.none, states, from: [] };
    return this.furthest;
  }

  /** The cuts with one line more, or why they are too many. */
  private nextLevel(level: readonly Reached<C>[]): readonly Reached<C>[] | string {
    const next = new Map<string, Reached<C>>();
    for (const before of level)
      for (const { line, to } of this.orders.after(before.cut)) {
        const reached = this.step(before.states, line);
        if (reached === "too-wide") return "more states are possible at once than are kept";
        if (reached === undefined) continue;
        let found = next.get(to.key);
        if (found === undefined) {
          found = { cut: to, states: new Branches(this.prepared.own.model.width), from: [] };
          next.set(to.key, found);
          this.cuts += 1;
          if (to.rank > (this.furthest?.cut.rank ?? 0)) this.furthest = found;
        }
        found.from.push({ before, line });
        for (const [i, row] of reached.rows.entries())
          if (!found.states.has(row)) {
            found.states.add(row, reached.used[i]);
            this.rows += 1;
          }
        if (this.rows > (this.options.mostKept ?? MOST_KEPT))
          return `they are too many (${this.cuts} sets of first lines were looked at)`;
      }
    return [...next.values()];
  }

  private step(states: Branches, line: number): Branches | "too-wide" | undefined {
    const event = this.events[line];
    if (event === undefined) return states;
    this.matcher.current = this.copyOf(states.rows, states.used);
    const { kind } = this.matcher.step(event);
    if (kind === "too-wide") return kind;
    if (kind === "rejected") return undefined;
    return this.copyOf(this.matcher.current.rows, this.matcher.current.used);
  }

  /** What the last line was is left out, so that equal states are the same. */
  private copyOf(rows: readonly Row[], used: readonly (Int32Array | undefined)[]): Branches {
    const copy = new Branches(this.prepared.own.model.width);
    for (const [i, row] of rows.entries()) {
      const plain = Int32Array.from(row);
      for (const cell of this.lineCells) plain[cell] = this.prepared.own.absent;
      if (!copy.has(plain)) copy.add(plain, used[i]);
    }
    return copy;
  }

  /** An order that leads to a state of the cut, and goes on with the other lines as they were. */
  private orderTo(reached: Reached<C>): readonly number[] {
    const order: number[] = [];
    let at = reached;
    let wanted = this.copyOf(at.states.rows.slice(0, 1), []);
    while (at.from.length > 0) {
      // Of several ways the one on which lines before it were left out last.
      const ways = [...at.from].sort((a, b) => b.before.cut.rank - a.before.cut.rank);
      const step = ways.flatMap(({ before, line }) => {
        const row = before.states.rows.find((r) => this.leadsTo(r, line, wanted));
        return row === undefined ? [] : [{ before, line, row }];
      })[0];
      if (step === undefined) throw new Error("a cut that no line leads to");
      order.push(step.line);
      wanted = this.copyOf([step.row], []);
      at = step.before;
    }
    order.reverse();
    const placed = new Set(order);
    return [...order, ...[...this.orders.lines.keys()].filter((k) => !placed.has(k))];
  }

  private leadsTo(row: Row, line: number, wanted: Branches): boolean {
    const reached = this.step(this.copyOf([row], []), line);
    return typeof reached === "object" && wanted.rows.some((w) => reached.has(w));
  }
}
