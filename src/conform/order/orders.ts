/**
 * Whether any order that clocks allow matches. Where the first order tried is rejected, another one may not be: concurrent
 * lines usually can change places, but nothing makes them.
 *
 * Representation: a *cut* says how many lines of each node are matched, and all states in which some order of these
 * leaves the specification. Cuts are gone through by their number of lines; all are kept, so that an order can be told.
 */
import { isEvaluationFault } from "../../engine/library/library-session.js";
import type { Row } from "../../engine/model.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import type { Boot } from "../match/boot.js";
import { Branches } from "../match/branches.js";
import { Matcher, MOST_STATES } from "../match/match.js";
import type { Prepared } from "../prepare.js";
import { type Event, Reader } from "../reader.js";
import type { CausalTrace } from "./causal.js";

/** `order`: positions in `clocked`. */
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

interface Cut {
  /** By chain. */
  readonly counts: readonly number[];
  readonly states: Branches;
  readonly from: { readonly cut: Cut; readonly line: number }[];
}

const MOST_KEPT = 500_000;

/** Throws a DiagnosticError for lines that cannot be read by the mapping. */
export function searchOrders(
  prepared: Prepared,
  trace: CausalTrace,
  options: SearchOptions = {},
): OtherOrder {
  return new OrderSearch(prepared, trace, options).run();
}

class OrderSearch {
  private readonly matcher: Matcher;
  private readonly events: readonly (Event | undefined)[];
  /** The lines of each node, in order. */
  private readonly chains: readonly (readonly number[])[];
  /** Of each line, its chain and its place there. */
  private readonly chainOf: readonly number[];
  private readonly placeOf: readonly number[];
  /** Cells that only say what the last line was. */
  private readonly lineCells: readonly number[];
  private rows = 0;
  private cuts = 0;

  constructor(
    private readonly prepared: Prepared,
    private readonly trace: CausalTrace,
    private readonly options: SearchOptions,
  ) {
    const reader = new Reader(prepared);
    this.events = trace.clocked.map(({ line }) => {
      if (options.boot?.has(line) === true) return undefined;
      const read = reader.read(line);
      return read?.kind === "event" ? read.event : undefined;
    });
    if (reader.faults.length > 0) throw new DiagnosticError(reader.faults);
    const byNode = new Map<string, number[]>();
    this.placeOf = trace.clocked.map(({ node }, k) => {
      const chain = byNode.get(node) ?? [];
      byNode.set(node, chain);
      return chain.push(k) - 1;
    });
    this.chains = [...byNode.values()];
    const numbers = new Map([...byNode.keys()].map((node, i) => [node, i]));
    this.chainOf = trace.clocked.map(({ node }) => numbers.get(node) ?? 0);
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
    for (let taken = 0; taken < this.trace.clocked.length; taken++) {
      this.options.signal?.throwIfAborted();
      let next: readonly Cut[] | string;
      try {
        next = this.nextLevel(level);
      } catch (error) {
        if (!isEvaluationFault(error)) throw error;
        next = "in one of them the specification cannot be evaluated";
      }
      if (typeof next === "string") return { kind: "too-many", why: next };
      const [furthest] = level;
      if (next.length === 0 && furthest !== undefined)
        return { kind: "none", order: this.orderTo(furthest), cuts: this.cuts };
      level = [...next];
    }
    const [whole] = level;
    if (whole === undefined) throw new Error("no cut is left");
    return { kind: "matches", order: this.orderTo(whole), cuts: this.cuts };
  }

  private start(): Cut {
    const states = this.copyOf(this.matcher.current.rows, this.matcher.current.used);
    return { counts: this.chains.map(() => 0), states, from: [] };
  }

  /** The cuts with one line more, or why they are too many. */
  private nextLevel(level: readonly Cut[]): readonly Cut[] | string {
    const next = new Map<string, Cut>();
    for (const cut of level)
      for (const line of this.linesAfter(cut)) {
        const reached = this.step(cut.states, line);
        if (reached === "too-wide") return "more states are possible at once than are kept";
        if (reached === undefined) continue;
        const counts = cut.counts.map((n, i) => (i === this.chainOf[line] ? n + 1 : n));
        const key = counts.join();
        let found = next.get(key);
        if (found === undefined) {
          found = { counts, states: new Branches(this.prepared.own.model.width), from: [] };
          next.set(key, found);
          this.cuts += 1;
        }
        found.from.push({ cut, line });
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

  /** The lines that can be next: one of each node at most. */
  private linesAfter({ counts }: Cut): readonly number[] {
    return this.chains.flatMap((chain, i) => {
      const line = chain[counts[i] ?? 0];
      if (line === undefined) return [];
      const before = this.trace.before[line] ?? [];
      return before.every((b) => (this.placeOf[b] ?? 0) < (counts[this.chainOf[b] ?? 0] ?? 0)) ? [line] : [];
    });
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
  private orderTo(cut: Cut): readonly number[] {
    const order: number[] = [];
    let at = cut;
    let wanted = this.copyOf(at.states.rows.slice(0, 1), []);
    while (at.from.length > 0) {
      const step = at.from.flatMap(({ cut: from, line }) => {
        const row = from.states.rows.find((r) => this.leadsTo(r, line, wanted));
        return row === undefined ? [] : [{ from, line, row }];
      })[0];
      if (step === undefined) throw new Error("a cut that no line leads to");
      order.unshift(step.line);
      wanted = this.copyOf([step.row], []);
      at = step.from;
    }
    const placed = new Set(order);
    return [...order, ...[...this.trace.clocked.keys()].filter((k) => !placed.has(k))];
  }

  private leadsTo(row: Row, line: number, wanted: Branches): boolean {
    const reached = this.step(this.copyOf([row], []), line);
    return typeof reached === "object" && wanted.rows.some((w) => reached.has(w));
  }
}
