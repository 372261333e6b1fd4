/** What runs with checks taken away have shown, as data. */
import type { Counterexample } from "../tlc/counterexample.js";

/** Where it was found: at the smallest bounds, with one of these raised, at the usual ones, or with two nodes more. */
export type Where = "small" | "usual" | "raised" | "larger";

/** A behaviour that a sound defence would not allow. */
export interface Found {
  readonly where: Where;
  readonly steps: number;
  /** It is among the shortest: states were visited in the order of their distance. */
  readonly isShortest: boolean;
  /** Of the random behaviours in which it was found. */
  readonly seed?: number;
  /** Of processor time, where the system tells that. */
  readonly seconds: number;
  readonly behaviour: Counterexample;
}

export interface Violation extends Found {
  /** The invariant. */
  readonly name: string;
  /** Why it cannot be evaluated in the last state, if that is what is wrong: a finding, too. */
  readonly undefinedAs?: string;
}

/** What was looked at without anything being found. */
export interface Looked {
  readonly where: Where;
  /** Liars claimed anything, not only what could pass the checks that are on. */
  readonly isEager?: boolean;
  /** All states were seen; else a limit ended the search. */
  readonly isExhausted: boolean;
  /** Distinct states, or generated ones where behaviours were random. */
  readonly states: number;
  readonly seeds: readonly number[];
  readonly seconds: number;
  /** Why nothing could be looked at, or what ended it. */
  readonly why?: string;
  /** A step could not be evaluated: nothing can be said without mending that. */
  readonly isFault?: boolean;
}

/** What came of one set of checks taken away. */
export interface Outcome {
  readonly off: readonly string[];
  readonly violated: Violation | undefined;
  /** A state that the original with the liar as a correct node that may omit has not. */
  readonly extra: Found | undefined;
  readonly looked: readonly Looked[];
}

export const isFound = (outcome: Outcome): boolean =>
  outcome.violated !== undefined || outcome.extra !== undefined;
