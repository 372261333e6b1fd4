/** Which atoms hold in which states and steps of a graph, evaluated once. */
import { unreachable } from "../../report/diagnostic.js";
import type { CompiledModel, StepPredicate } from "../model.js";
import type { Formula, StepHint } from "./formula.js";
import type { FoundStates, StepGraph } from "./graph.js";

/** The step from a state to itself, which is no step of the graph. */
export const STUTTER = -1;

/** Whether something holds of a step: of its first state, and its number in the graph or `STUTTER`. */
export type StepTest = (state: number, step: number) => boolean;

/** What is being evaluated when an evaluation fails. */
export interface Evaluating {
  atom: StepPredicate | undefined;
  state: number;
  next: number;
}

interface OfSteps {
  readonly atom: number;
  readonly steps: Uint8Array;
  readonly stutters: Uint8Array;
  readonly hint: StepHint | undefined;
  /** Where it does not hold, the atom is false of all steps. */
  readonly onlyIf: Uint8Array | undefined;
}

export class Atoms {
  private readonly ofStates = new Map<number, Uint8Array>();
  private readonly ofSteps = new Map<number, OfSteps>();

  /**
   * For the atoms of some formulas. Errors of evaluating them are thrown on, with `evaluating` saying where. Nothing may
   * be asked before all states have been evaluated.
   */
  constructor(
    private readonly model: CompiledModel,
    private readonly list: {
      readonly predicates: readonly StepPredicate[];
      readonly hints: ReadonlyMap<number, StepHint>;
    },
    private readonly states: FoundStates,
    private readonly graph: StepGraph,
    formulas: Iterable<Formula>,
    private readonly evaluating: Evaluating,
  ) {
    const found = { states: new Set<number>(), steps: new Set<number>() };
    for (const f of formulas) collect(f, found);
    for (const atom of found.states) this.ofStates.set(atom, new Uint8Array(graph.size));
    for (const atom of found.steps) {
      const hint = list.hints.get(atom);
      this.ofSteps.set(atom, {
        atom,
        steps: new Uint8Array(graph.targets.length).fill(hint?.always === true ? 1 : 0),
        stutters: new Uint8Array(graph.size).fill(hint?.stutter === true ? 1 : 0),
        hint,
        onlyIf: hint?.onlyIf === undefined ? undefined : this.ofStates.get(hint.onlyIf),
      });
    }
  }

  /** Evaluates all atoms in the states from a number on, until a pause is due; gives the first state that is left. */
  evaluate(from: number, isDue: () => boolean): number {
    const { graph, states, evaluating } = this;
    const row = new Int32Array(this.model.width);
    const next = new Int32Array(this.model.width);
    const steps = [...this.ofSteps.values()].filter(({ hint }) => hint?.always !== true);
    for (let s = from; s < graph.size; s++) {
      if (s > from && isDue()) return s;
      states.read(s, row);
      evaluating.state = s;
      evaluating.next = s;
      for (const [atom, table] of this.ofStates) table[s] = this.holds(atom, row, row);
      const open = steps.filter(({ onlyIf }) => onlyIf === undefined || onlyIf[s] === 1);
      if (open.length === 0) continue;
      for (const { atom, stutters, hint } of open) {
        if (hint === undefined) stutters[s] = this.holds(atom, row, row);
      }
      for (let i = graph.starts[s]!; i < graph.starts[s + 1]!; i++) {
        evaluating.next = graph.targets[i]!;
        states.read(evaluating.next, next);
        for (const { atom, steps: table } of open) table[i] = this.holds(atom, row, next);
      }
    }
    return graph.size;
  }

  private holds(atom: number, row: Int32Array, next: Int32Array): 0 | 1 {
    const predicate = this.list.predicates[atom]!;
    this.evaluating.atom = predicate;
    return predicate.holds(row, next) ? 1 : 0;
  }

  /** The states in which an atom holds. */
  table(atom: number): Uint8Array {
    return this.ofStates.get(atom)!;
  }

  /** A formula without temporal operators, of a step. */
  test(f: Formula): StepTest {
    switch (f.kind) {
      case "atom": {
        const wanted = f.negated ? 0 : 1;
        if (!f.step) {
          const table = this.ofStates.get(f.atom)!;
          return (state) => table[state] === wanted;
        }
        const { steps, stutters } = this.ofSteps.get(f.atom)!;
        return (state, step) => (step === STUTTER ? stutters[state] : steps[step]) === wanted;
      }
      case "and":
      case "or": {
        const items = f.items.map((item) => this.test(item));
        return f.kind === "and"
          ? (state, step) => items.every((test) => test(state, step))
          : (state, step) => items.some((test) => test(state, step));
      }
      case "not": {
        const body = this.test(f.body);
        return (state, step) => !body(state, step);
      }
      case "always":
      case "eventually":
        throw new Error("a temporal formula has no value in a step");
      default:
        return unreachable(f);
    }
  }
}

/** The numbers of the atoms in a formula. */
export function collect(
  f: Formula,
  into: { readonly states: Set<number>; readonly steps: Set<number> },
): void {
  switch (f.kind) {
    case "atom":
      (f.step ? into.steps : into.states).add(f.atom);
      return;
    case "and":
    case "or":
      for (const item of f.items) collect(item, into);
      return;
    case "not":
    case "always":
    case "eventually":
      collect(f.body, into);
      return;
    default:
      unreachable(f);
  }
}
