/**
 * Matching, line by line: the set of all states that are possible after each line. A line takes every state to those that
 * its rule leads to, silent steps before it included; it is rejected when none is left. Nothing is kept of earlier lines,
 * so that memory is bounded by the largest set.
 */
import type { Row } from "../../engine/model.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Phase, Rule } from "../rules/rule-types.js";
import { Branches } from "./branches.js";
import { type Allowance, type Plan, SilentSteps } from "./silent-steps.js";

/** Where more states than this are possible at once, one behaviour after another is tried (`depth-first.ts`). */
export const MOST_STATES = 200_000;

export type StepResult =
  | { readonly kind: "matched" }
  | { readonly kind: "rejected"; readonly invariant: string | undefined }
  /** More states than are kept. */
  | { readonly kind: "too-wide" };

/** Traces are many, and all begin in the same states. */
const initialKnown = new WeakMap<Prepared, readonly Row[]>();

export class Matcher {
  /** The states before the next line. */
  current: Branches;
  private after: Branches;
  private readonly cells: ReadonlyMap<Rule, readonly number[]>;
  private readonly actions: ReadonlyMap<Phase, Prepared["own"]["model"]["actions"][number]>;
  private readonly silent: SilentSteps;
  /** How many steps of each silent rule were put off: with `current` all that later lines depend on. */
  pending: readonly number[];
  private broken: string | undefined;
  private readonly zero: number;

  constructor(
    private readonly prepared: Prepared,
    /** More than these are too many. */
    public mostStates = MOST_STATES,
    /** Whether silent steps are put off where that makes no difference to verdicts; else `current` is all there is. */
    delays = true,
  ) {
    const { own, lineRules, silent } = prepared;
    const { width } = own.model;
    this.current = new Branches(width);
    this.after = new Branches(width);
    const rules = [...lineRules.map((l) => l.rule), ...silent];
    this.cells = new Map(rules.map((r) => [r, r.columns.map((c) => own.cellOf.get(c.name) ?? -1)]));
    this.actions = new Map([...own.actionOf].map(([phase, i]) => [phase, own.model.actions[i]!]));
    this.zero = own.model.bank.int(0);
    this.silent = new SilentSteps(prepared, delays);
    this.pending = this.silent.none;
    for (const row of this.initialRows()) this.current.add(row, undefined);
  }

  /** Those that hold the invariants. */
  private initialRows(): readonly Row[] {
    const before = initialKnown.get(this.prepared);
    if (before !== undefined) return before;
    const { model } = this.prepared.own;
    const found = new Branches(model.width);
    model.initial((row) => {
      if (!found.has(row) && this.invariantBroken(row) === undefined) found.add(row, undefined);
    });
    initialKnown.set(this.prepared, found.rows);
    return found.rows;
  }

  /** The states before a line with its silent steps taken: what its rule starts from. */
  before(event: Event): Branches {
    return this.started(event, this.planOf(event));
  }

  private planOf(event: Event): Plan {
    return this.silent.plan(event.rule.rule, event.name ?? "", this.pending, this.checking && this.checked);
  }

  /** What silent steps may read of the line lies in the states before them. */
  private started({ rule: { rule }, values }: Event, { taken }: Plan): Branches {
    let here = this.current;
    const cells = this.cells.get(rule) ?? [];
    for (const row of here.rows) for (let c = 0; c < cells.length; c++) row[cells[c]!] = values[c]!;
    for (const allowed of taken) here = this.closure(here, allowed);
    return here;
  }

  /** The state that a step is taken from, if the invariants were looked at there. */
  private from: Row | undefined;
  /** Whether they were in the states before the line. */
  private checked = true;

  /** Whether invariants are looked at: not while nodes start one after another, each from its own disk. */
  checking = true;

  step(event: Event): StepResult {
    const { after } = this;
    const { rule } = event.rule;
    after.clear();
    this.broken = undefined;
    const plan = this.planOf(event);
    const from = this.started(event, plan);
    if (from.size > this.mostStates) return { kind: "too-wide" };
    for (let i = 0; i < from.size; i++) {
      const row = from.rows[i]!;
      this.take(rule, row, from.used[i]);
      if (after.size > this.mostStates) return { kind: "too-wide" };
    }
    if (after.size === 0) return { kind: "rejected", invariant: this.broken };
    this.after = this.current;
    this.current = after;
    this.checked = this.checking;
    this.pending = plan.pending;
    return { kind: "matched" };
  }

  /** Takes the steps of a line from one state. */
  private take(rule: Rule, row: Row, used: Int32Array | undefined): void {
    const { transitions } = rule;
    if (transitions.length === 1) {
      this.taken(transitions[0]?.[0]?.phase, row, (next) => this.reached(next, used));
      return;
    }
    // Where lines take several steps: by how many were taken, the states then.
    let here = new Branches(row.length);
    here.add(row, used);
    for (const ways of transitions) {
      const onward = new Branches(row.length);
      for (const from of here.rows)
        for (const { phase, to } of ways)
          this.taken(phase, from, (next) => {
            if (to === "done") this.reached(this.cleared(next), used);
            else if (!onward.has(next) && this.holds(next)) onward.add(next, used);
          });
      here = onward;
    }
  }

  private taken(phase: Phase | undefined, row: Row, emit: (next: Row) => void): void {
    this.from = this.checked ? row : undefined;
    const action = phase === undefined ? undefined : this.actions.get(phase);
    if (action === undefined) throw new Error("a rule without its action");
    action.successors(row, emit);
  }

  private reached(next: Row, used: Int32Array | undefined): void {
    if (!this.after.has(next) && this.holds(next)) this.after.add(next, used);
  }

  private holds(row: Row): boolean {
    if (!this.checking) return true;
    const broken = this.invariantBroken(row, this.from);
    this.broken ??= broken;
    return broken === undefined;
  }

  /** What the line took is of no use after it, and would keep equal states apart. */
  private cleared(row: Row): Row {
    const copy = Int32Array.from(row);
    for (const cell of this.prepared.own.keptCells) copy[cell] = this.zero;
    return copy;
  }

  /** `from`: a state in which all invariants hold; those that read nothing that is different need not be looked at. */
  private invariantBroken(row: Row, from?: Row): string | undefined {
    for (const invariant of this.prepared.own.model.invariants) {
      const { reads } = invariant;
      if (from && reads && isSameIn(reads, row, from)) continue;
      if (!invariant.holds(row)) return invariant.name;
    }
    return undefined;
  }

  /** What silent steps lead to. The same state may be there with different numbers of steps of several rules. */
  private closure(start: Branches, allowed: readonly Allowance[]): Branches {
    const { prepared } = this;
    const all = new Branches(prepared.own.model.width);
    // What was taken before this line is told apart from what is taken here.
    let level: {
      readonly row: Row;
      readonly counts: readonly number[];
      readonly used: Int32Array | undefined;
    }[] = [];
    const seen = new Set<string>();
    const enter = (row: Row, counts: readonly number[], used: Int32Array | undefined): void => {
      const isKnown = all.has(row);
      // Of one rule, the way that was found first has most steps left.
      if (allowed.length === 1 && isKnown) return;
      if (allowed.length > 1) {
        const key = `${counts.join()} ${row.join()}`;
        if (seen.has(key)) return;
        seen.add(key);
      }
      if (!isKnown) all.add(row, used);
      level.push({ row: Int32Array.from(row), counts, used });
    };
    const none = allowed.map(() => 0);
    for (const [i, row] of start.rows.entries()) enter(row, none, start.used[i]);
    while (level.length > 0 && all.size <= this.mostStates) {
      const here = level;
      level = [];
      for (const { row, counts, used } of here)
        for (const [k, { rule, most }] of allowed.entries()) {
          if ((counts[k] ?? 0) >= most) continue;
          const [phase] = prepared.silent[rule]?.phases ?? [];
          const action = phase === undefined ? undefined : this.actions.get(phase);
          const more = counts.map((n, j) => (j === k ? n + 1 : n));
          action?.successors(row, (next) => {
            if (this.invariantBroken(next) === undefined)
              enter(next, more, counted(used, rule, prepared.silent.length));
          });
        }
    }
    return all;
  }
}

function isSameIn(cells: Int32Array, a: Row, b: Row): boolean {
  for (let i = 0; i < cells.length; i++) if (a[cells[i]!] !== b[cells[i]!]) return false;
  return true;
}

function counted(used: Int32Array | undefined, index: number, rules: number): Int32Array {
  const out = used === undefined ? new Int32Array(rules) : Int32Array.from(used);
  out[index] = (out[index] ?? 0) + 1;
  return out;
}
