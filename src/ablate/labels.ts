/** What the matrix says of a check; every check gets a label. */
import { unreachable } from "../report/diagnostic.js";
import { duration, grouped } from "../report/table.js";
import type { Found, Looked, Outcome, Violation } from "./findings.js";

export type Label =
  | { readonly kind: "violates"; readonly violation: Violation }
  /** No invariant notices, but there are states that no correct node could have caused. */
  | { readonly kind: "only-reduction"; readonly extra: Found; readonly looked: readonly Looked[] }
  /** Nothing happens without it while those others are on; without them too, `outcome` does. */
  | { readonly kind: "redundant"; readonly others: readonly string[]; readonly outcome: Outcome }
  /** Nothing happens without it while `by` is on; without `by`, which is missed, it keeps out more than is let in already. */
  | {
      readonly kind: "covered";
      readonly by: string;
      readonly extra: Found;
      readonly looked: readonly Looked[];
    }
  /** Nothing was found by any means, at these bounds. */
  | { readonly kind: "survives"; readonly looked: readonly Looked[] }
  /** There was no run, or none that says anything. */
  | { readonly kind: "unknown"; readonly why: string };

/** The label that runs without this check alone give, if they found something. */
export function labelOf(outcome: Outcome): Label | undefined {
  if (outcome.violated !== undefined) return { kind: "violates", violation: outcome.violated };
  const { extra, looked } = outcome;
  return extra === undefined ? undefined : { kind: "only-reduction", extra, looked };
}

/** The label in words: `violates Agreement in 8 steps (1.2 s)`. */
export function labelText(label: Label): string {
  switch (label.kind) {
    case "violates":
      return violationText(label.violation);
    case "only-reduction":
      return `only the reduction: a state beyond the original in ${foundText(label.extra)}; no invariant notices: ${lookedAll(label.looked)}`;
    case "redundant": {
      const { violated, extra } = label.outcome;
      const both = violated ? violationText(violated) : `beyond the original in ${foundText(extra)}`;
      const number = label.others.length === 1 ? "both" : "all";
      return `redundant with ${label.others.join(", ")} (${number} off: ${both})`;
    }
    case "covered":
      return `covered by ${label.by} (both off: a state more than without ${label.by} alone, in ${foundText(label.extra)}); with that on: ${lookedAll(label.looked)}`;
    case "survives":
      return `survives at these bounds: ${lookedAll(label.looked)}`;
    case "unknown":
      return `not known: ${label.why}`;
    default:
      return unreachable(label);
  }
}

const lookedAll = (looked: readonly Looked[]): string => looked.map(lookedText).join("; ");

const wheres = {
  small: " at the smallest bounds",
  usual: "",
  raised: " with a bound raised",
  larger: " with five nodes",
} as const;

export const sizes = {
  small: "smallest",
  usual: "usual bounds",
  raised: "a bound raised",
  larger: "five nodes",
} as const;

function violationText(found: Violation): string {
  if (found.undefinedAs === undefined) return `violates ${found.name} in ${foundText(found)}`;
  return `${found.name} has no value in a state reached in ${foundText(found)}: ${found.undefinedAs}`;
}

function foundText(found: Found | undefined): string {
  if (found === undefined) return "no run";
  const how = found.isShortest ? "" : `, seed ${found.seed ?? 0}`;
  return `${stepsText(found.steps)}${wheres[found.where]} (${duration(found.seconds)}${how})`;
}

export const stepsText = (steps: number): string => `${steps} ${steps === 1 ? "step" : "steps"}`;

export function lookedText(looked: Looked): string {
  const size = sizes[looked.where];
  const at = looked.isEager === true ? `${size}, any claim` : size;
  if (looked.states === 0 && looked.why !== undefined) return `${at}: ${looked.why}`;
  const how = looked.isExhausted
    ? "all"
    : looked.seeds.length > 0
      ? `at random, seed ${looked.seeds.join(", ")}`
      : "not all";
  const states = `${grouped(looked.states)} states`;
  const why = looked.why === undefined ? "" : `, ${looked.why}`;
  return `${at}: ${states} (${how}${why}, ${duration(looked.seconds)})`;
}
