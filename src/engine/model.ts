/** A model ready to be explored: what the compiler makes and the explorer takes. */
import type { Place } from "../report/diagnostic.js";
import type { Bank } from "./bank.js";

/** A state: one ref for each variable, in the order of `variables`. The array may be used again by whoever gives it. */
export type Row = Int32Array;

/** A named predicate of a state. An evaluation that fails throws an EvaluationError. */
export interface StatePredicate {
  readonly name: string;
  readonly place: Place;
  holds(state: Row): boolean;
}
/** A named predicate of a step. */
export interface StepPredicate {
  readonly name: string;
  readonly place: Place;
  holds(state: Row, next: Row): boolean;
}

/** One disjunct of the next-state relation, as TLC tells them apart: it names the steps of counterexamples. */
export interface CompiledAction {
  readonly name: string;
  readonly place: Place;
  /** Calls `emit` once for each way to take it; the same successor may come several times. */
  successors(state: Row, emit: (next: Row) => void): void;
}

export interface CompiledModel {
  readonly bank: Bank;
  readonly variables: readonly string[];
  /** Calls `emit` once for each way to satisfy the initial predicate. */
  initial(emit: (state: Row) => void): void;
  readonly actions: readonly CompiledAction[];
  readonly assumptions: readonly { readonly place: Place; holds(): boolean }[];
  readonly invariants: readonly StatePredicate[];
  /** States that violate one are generated and checked, but not counted and not gone on from, as in TLC. */
  readonly constraints: readonly StatePredicate[];
  readonly actionConstraints: readonly StepPredicate[];
  readonly checkDeadlock: boolean;
}
