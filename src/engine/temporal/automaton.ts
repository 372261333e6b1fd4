/**
 * Automata of temporal formulas about states, made as far as a search needs them.
 *
 * A state of the automaton is a set of formulas that hold from here on. Reading a state of the behaviour (that is, knowing
 * which predicates hold in it) takes it on in some *ways*: a formula is unfolded into what holds now and what holds from
 * the next state on; `<>F` is kept (F now) or *postponed*. A behaviour satisfies the formula if some run never gets stuck
 * and postpones no `<>F` forever. A way that promises less and postpones less makes another one superfluous.
 */
import { unreachable } from "../../report/diagnostic.js";
import { type Formula, isTemporal, keyOf } from "./formula.js";

/** How an automaton goes on after reading a state. */
export interface Way {
  /** The automaton's next state. */
  readonly to: number;
  /** Places in `promises` of those that are postponed, in order. */
  readonly postponed: readonly number[];
}

/** Whether an atom holds in the state that is read. */
export type Reading = (atom: number) => boolean;

interface Branch {
  readonly next: ReadonlySet<string>;
  readonly postponed: ReadonlySet<string>;
}

export class Automaton {
  /** The formulas `<>F` in it. */
  readonly promises: readonly string[];
  /** The automaton's states, each as its formulas' keys in order; the first is where runs start. */
  private readonly states: (readonly string[])[] = [];
  private readonly index = new Map<string, number>();
  private readonly formulas = new Map<string, Formula>();

  constructor(formula: Formula) {
    const promises: string[] = [];
    const visit = (f: Formula): void => {
      const key = keyOf(f);
      if (this.formulas.has(key)) return;
      this.formulas.set(key, f);
      if (f.kind === "eventually") promises.push(key);
      if (f.kind === "and" || f.kind === "or") for (const item of f.items) visit(item);
      else if (f.kind === "always" || f.kind === "eventually" || f.kind === "not") visit(f.body);
    };
    visit(formula);
    this.promises = promises;
    this.stateOf([keyOf(formula)]);
  }

  get size(): number {
    return this.states.length;
  }

  /** The ways on from a state of the automaton; none if what is read contradicts it. */
  ways(state: number, reading: Reading): readonly Way[] {
    const branches: Branch[] = [];
    const start = (this.states[state] ?? []).map((key) => this.formulas.get(key)!);
    this.unfold(start, new Set(), new Set(), new Set(), reading, branches);
    const best = branches.filter(
      (b, i) => !branches.some((c, j) => i !== j && covers(c, b) && (!covers(b, c) || j < i)),
    );
    return best.map(({ next, postponed }) => ({
      to: this.stateOf([...next].sort()),
      postponed: this.promises.flatMap((key, i) => (postponed.has(key) ? [i] : [])),
    }));
  }

  private stateOf(keys: readonly string[]): number {
    const key = keys.join(" ");
    let state = this.index.get(key);
    if (state === undefined) {
      state = this.states.length;
      this.states.push(keys);
      this.index.set(key, state);
    }
    return state;
  }

  private unfold(
    todo: readonly Formula[],
    done: ReadonlySet<string>,
    next: ReadonlySet<string>,
    postponed: ReadonlySet<string>,
    reading: Reading,
    out: Branch[],
  ): void {
    const [f, ...rest] = todo;
    if (f === undefined) {
      out.push({ next, postponed });
      return;
    }
    const key = keyOf(f);
    const go = (more: readonly Formula[], promised = false, put = false): void =>
      this.unfold(
        [...more, ...rest],
        new Set([...done, key]),
        promised ? new Set([...next, key]) : next,
        put ? new Set([...postponed, key]) : postponed,
        reading,
        out,
      );
    if (done.has(key)) this.unfold(rest, done, next, postponed, reading, out);
    else if (!isTemporal(f)) {
      if (holds(f, reading)) go([]);
    } else if (f.kind === "and") go(f.items);
    else if (f.kind === "or") for (const item of f.items) go([item]);
    else if (f.kind === "always") go([f.body], true);
    else if (f.kind === "eventually") {
      // To postpone what holds now only makes more ways.
      const isNow = !isTemporal(f.body) && holds(f.body, reading);
      if (isNow || isTemporal(f.body)) go([f.body]);
      if (!isNow) go([], true, true);
    }
  }
}

function covers(less: Branch, more: Branch): boolean {
  return isWithin(less.next, more.next) && isWithin(less.postponed, more.postponed);
}

function isWithin(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size > b.size) return false;
  for (const key of a) if (!b.has(key)) return false;
  return true;
}

/** Whether a formula without temporal operators holds. */
export function holds(f: Formula, reading: Reading): boolean {
  switch (f.kind) {
    case "atom":
      return reading(f.atom) !== f.negated;
    case "not":
      return !holds(f.body, reading);
    case "and":
      return f.items.every((item) => holds(item, reading));
    case "or":
      return f.items.some((item) => holds(item, reading));
    case "always":
    case "eventually":
      throw new Error("a temporal formula has no value in a state");
    default:
      return unreachable(f);
  }
}
