/** A model ready to be explored: what the compiler makes and the explorer takes. */
import type { Place } from "../report/diagnostic.js";
import type { EngineContext } from "./natives/natives-context.js";
import type { TemporalChecks } from "./temporal/checks.js";
import type { Bank, Ref } from "./values/bank.js";

/**
 * A state, as `width` cells whose meaning is the compiler's (see `layout.ts`): `valueOf` reads a variable. Two rows of one
 * model are equal exactly when the states are. The array may be used again by whoever gives it.
 */
export type Row = Int32Array;

/** A named predicate of a state. An evaluation that fails throws an EvaluationError. */
export interface StatePredicate {
  readonly name: string;
  readonly place: Place;
  /**
   * The cells that it reads, if it depends on nothing else and does nothing else (no prints, no registers): then it need
   * not be evaluated again where these are as before.
   */
  readonly reads?: Int32Array;
  holds(state: Row): boolean;
}
/** A named predicate of a step; one of states alone reads only the first. */
export interface StepPredicate {
  readonly name: string;
  readonly place: Place;
  holds(state: Row, next: Row): boolean;
}
/** A named value of a state, or of a step if it speaks of the next state too. */
export interface StateTerm {
  readonly name: string;
  readonly place: Place;
  value(state: Row, next?: Row): Ref;
}

/** What tells states apart where their rows do not (a VIEW, SYMMETRY): two states are one if these cells are equal. */
export interface Identity {
  readonly width: number;
  /** Of each cell, whether it holds a pattern of bits, as the model's own do; without it none does. */
  readonly patterns?: readonly boolean[];
  /** Whether it may differ for the same state: it may ask how far the search is, say. */
  readonly isChanging?: boolean;
  /** Fills `out`, which has `width` cells. */
  of(state: Row, out: Int32Array): void;
}

/** The last variable that has a bit in what an action says it touched. */
export const LAST_TOUCHED = 29;

/** One disjunct of the next-state relation, as TLC tells them apart: it names the steps of counterexamples. */
export interface CompiledAction {
  readonly name: string;
  readonly place: Place;
  /**
   * Calls `emit` once for each way to take it; the same successor may come several times. `touched`, if given, has a bit
   * for each variable (by its place in `variables`) whose cells may differ from those of `state`.
   */
  successors(state: Row, emit: (next: Row, touched?: number) => void): void;
}

/** The elements that bits stand for, one list for each kind of set; lists only grow. */
export interface Universes {
  /** Those that the first `words` words of the bank hold; what was found before these were in use is among them. */
  saved(words: number): readonly Int32Array[];
  /** Takes up saved lists; before anything else is asked of the model, and after its bank. */
  restore(lists: readonly Int32Array[]): void;
}

export interface CompiledModel {
  readonly bank: Bank;
  /** Where prints go, and what TLCGet knows; filled in by whoever runs the model. */
  readonly context?: EngineContext;
  readonly variables: readonly string[];
  /** How many cells a row has. */
  readonly width: number;
  /**
   * Of each cell, whether it holds a pattern of bits: any 32-bit number, of which the high bits are mostly 0. Without it
   * none does; other cells hold refs.
   */
  readonly patterns?: readonly boolean[];
  /** What bits of such cells stand for, where that is found while a model runs: to be kept with what it found. */
  readonly universes?: Universes;
  /** Where the cells of each variable begin, ascending, if the value of a variable is told by its cells alone. */
  readonly starts?: readonly number[];
  /** The value of a variable, by its place in `variables`. */
  valueOf(state: Row, variable: number): Ref;
  /** The state with these values, in the order of `variables`; undefined if no state of this model can have them. */
  rowOf(values: readonly Ref[]): Row | undefined;
  /** Calls `emit` once for each way to satisfy the initial predicate. */
  initial(emit: (state: Row) => void): void;
  /**
   * Says that successors of this state are asked for next, by this row: until the next call, actions need not look at it
   * anew. Whoever calls it once must call it each time that the row changes.
   */
  begin?(state: Row): void;
  readonly actions: readonly CompiledAction[];
  readonly assumptions: readonly { readonly place: Place; holds(): boolean }[];
  readonly invariants: readonly StatePredicate[];
  /** States that violate one are generated and checked, but not counted and not gone on from, as in TLC. */
  readonly constraints: readonly StatePredicate[];
  readonly actionConstraints: readonly StepPredicate[];
  /** The further predicates and values that were asked for, in the order of the request. */
  readonly tests: readonly StepPredicate[];
  readonly terms: readonly StateTerm[];
  readonly checkDeadlock: boolean;
  /** Without it, states are equal exactly when their rows are. */
  readonly identity?: Identity;
  /** What counterexamples show instead of the variables. */
  readonly alias?: Alias;
  /** What is checked of initial states, steps and behaviours. */
  readonly temporal?: TemporalChecks;
  /** Evaluated when all states have been visited without an error; also in simulation. */
  readonly postconditions?: readonly Postcondition[];
}

/** ALIAS: a value of a state and the one after it in the behaviour (the last one stands for its own successor). */
export interface Alias extends StateTerm {
  /** The order in which the fields are shown, as far as it is known. */
  readonly fields: readonly string[];
}
export interface Postcondition {
  readonly name: string;
  readonly place: Place;
  holds(): boolean;
}
