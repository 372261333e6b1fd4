/** A search between two expansions, or two initial states, as data: what it takes to go on from there. */
import type { Ref, SavedBank } from "../values/bank.js";
import type { SavedStates } from "./states.js";

/** How far a search has come. */
export interface Position {
  readonly generated: number;
  /** Initial states generated. */
  readonly initial: number;
  /** Of the deepest state found. */
  readonly depth: number;
  /** The state to be expanded next (`NO_PARENT` among initial states), its level, and the first index of the next level. */
  readonly current: number;
  readonly level: number;
  readonly levelEnd: number;
  /** What it took so far. */
  readonly seconds: number;
}

/** Its arrays are views of what is in use: to be written, or copied, before the search goes on. */
export interface Snapshot {
  readonly position: Position;
  /**
   * Where several threads searched: ranges of states before `current` that are not expanded, of which the first may have
   * been begun; then there may be gaps, too. `inOrder` makes a snapshot without it, from which alone a search goes on.
   */
  readonly pending?: readonly (readonly [number, number])[];
  readonly states: SavedStates;
  readonly bank: SavedBank;
  /** What bits stand for; see `Universes`. Empty if no cell holds patterns. */
  readonly universes: readonly Int32Array[];
  /** Those of TLCSet. */
  readonly registers: readonly (readonly [number, Ref])[];
}
