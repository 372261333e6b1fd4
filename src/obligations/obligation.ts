/**
 * What the transformation takes for true of a specification, each asked by itself and reported with what was found
 * (derivation.md §4). A verdict is never better than what was looked at: an obligation that speaks of nothing at these
 * bounds is vacuous, not fulfilled.
 */
import type { Place } from "../report/diagnostic.js";
import type { Counterexample } from "../tlc/counterexample.js";

/** In the order in which a reader wants them. */
export const obligationNames = [
  "functional",
  "monotone",
  "coverage",
  "complete",
  "stable",
  "well-founded",
  "reduction",
  "goals",
  "refinement",
] as const;
export type ObligationName = (typeof obligationNames)[number];

/**
 * `holds`: in all states at the bounds. `refuted`: with a counterexample. `vacuous`: nothing at these bounds is what it
 * speaks of. `cost`: no question but a number. `assumed`: not shown, and relied upon; `found` says what. `unreached`: a
 * derived goal that no state at these bounds fulfils. `unrefuted`: nothing is against it in what was seen, at larger bounds
 * than the model's, which is not all. `unknown`: not all was seen in time. `absent`: does not apply; `found` says why.
 */
export type ObligationVerdict =
  | "holds"
  | "refuted"
  | "vacuous"
  | "cost"
  | "assumed"
  | "unreached"
  | "unrefuted"
  | "unknown"
  | "absent";

/** How it comes about. */
export interface Refuting {
  /** Actions from an initial state on, with their node where that is known: `Vote(s2)`. */
  readonly steps: readonly string[];
  /** What is wrong after them, in words. */
  readonly what: string;
  /** With states, where there are some. */
  readonly behaviour?: Counterexample;
}

export interface Obligation {
  readonly name: ObligationName;
  /** What it is asked of: an event, a variable, an action, a goal; absent where it is asked of the whole. */
  readonly of?: string;
  /** What was explored: `text` is the specification's text alone. */
  readonly on: "original" | "hybrid" | "both" | "text";
  readonly verdict: ObligationVerdict;
  /** What was found, in words. */
  readonly found: string;
  /** Distinct states that were looked at. */
  readonly states?: number;
  /** The bounds of these. */
  readonly bound?: string;
  /** In the specification. */
  readonly place?: Place;
  readonly refuting?: Refuting;
  readonly seconds: number;
}

export interface ObligationReport {
  readonly module: string;
  readonly strategy: "history" | "counters";
  readonly obligations: readonly Obligation[];
  readonly seconds: number;
  readonly isInterrupted: boolean;
}

/** Those that say no. */
export const refuted = (report: ObligationReport): readonly Obligation[] =>
  report.obligations.filter((o) => o.verdict === "refuted");

/** Those without an answer. */
export const unanswered = (report: ObligationReport): readonly Obligation[] =>
  report.obligations.filter((o) => o.verdict === "unknown");
