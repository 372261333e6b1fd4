/** What checking the reduction found, as data. */

import type { Verdict } from "../engine/explore/explore-verdict.js";
import type { Counterexample } from "../tlc/counterexample.js";

/** One of the three explorations. */
export interface SideCounts {
  /** Distinct states as explored. */
  readonly states: number;
  /** Different projections of these. */
  readonly projected: number;
  /** Different projected steps that change something. */
  readonly steps: number | undefined;
  readonly seconds: number;
}

export type SideName = "hybrid" | "showing" | "omitting";

/** States or steps that one side has and the other has not, with a shortest behaviour to one of them. */
export interface Excess {
  readonly what: "state" | "step";
  readonly states: number;
  readonly steps: number;
  readonly behaviour: Counterexample;
}

/** Whether the adversary lies at all: it must leave the allowed states when nobody checks anything. */
export type Lying =
  | { readonly kind: "lies"; readonly behaviour: Counterexample }
  /** Everything was seen with all checks off, and nothing was beyond the original: no verdict means anything. */
  | { readonly kind: "never"; readonly states: number }
  | { readonly kind: "unknown"; readonly why: string };

export interface Reduction {
  readonly bound: string;
  /** What liars claimed in the hybrid that was compared. */
  readonly adversary: "lazy" | "eager";
  readonly counts: Readonly<Record<SideName, SideCounts>>;
  /** Which original the hybrid equals, states and steps; undefined if it is between the two, or differs. */
  readonly equals: "omitting" | "showing" | undefined;
  /** What no correct node that may omit could have caused. */
  readonly extra: Excess | undefined;
  /** What the hybrid keeps from correct nodes. */
  readonly missing: Excess | undefined;
  readonly lying: Lying;
  /** Where liars claimed anything: the hybrid in which they claim only what could pass, which must be the same. */
  readonly lazy?: Crossed;
}

/** What is seen of two explorations is the same, states and steps. */
export interface Crossed {
  readonly counts: SideCounts;
  readonly agrees: boolean;
}

/** The verdict in one word; `holds` only if the adversary was seen to lie. */
export type ReductionVerdict = "holds" | "differs" | "vacuous" | "unknown";

export function verdictOf({ extra, missing, lying, lazy }: Reduction): ReductionVerdict {
  if (extra !== undefined || missing !== undefined || lazy?.agrees === false) return "differs";
  if (lying.kind === "never") return "vacuous";
  return lying.kind === "lies" ? "holds" : "unknown";
}

export type ReductionResult =
  | { readonly kind: "compared"; readonly reduction: Reduction }
  /** An exploration ended before all was seen. */
  | { readonly kind: "unfinished"; readonly side: SideName; readonly why: string };

/** At bounds where steps are too many to be kept: numbers of projected states. */
export type AboveResult =
  | {
      readonly kind: "compared";
      readonly hybrid: SideCounts;
      /** The original that it was compared to in the end, and its name. */
      readonly original: SideCounts;
      readonly side: "showing" | "omitting";
      readonly extra: number;
      readonly missing: number;
    }
  | { readonly kind: "unfinished"; readonly side: SideName; readonly why: string };

/** Why an exploration is not complete, in words. */
export function whyUnfinished(verdict: Verdict): string {
  switch (verdict.kind) {
    case "limit":
      return verdict.limit === "seconds" ? "out of time" : `too many ${verdict.limit}`;
    case "evaluation-error":
      return verdict.message;
    default:
      return verdict.kind;
  }
}
