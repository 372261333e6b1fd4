/** What two engines say differently of the same model. */
import type { TlcOutcome } from "../tlc/outcome.js";

/** Whether it is an answer: not one that a limit or a failure was in the way of, nor one of random behaviours. */
export function isDefinite(outcome: TlcOutcome): boolean {
  switch (outcome.kind) {
    case "holds":
      return outcome.exhaustive;
    case "violated":
    case "deadlock":
    case "spec-fault":
      return true;
    default:
      return false;
  }
}

/**
 * The difference in words; undefined where the answers are the same, or one of them is none. What is violated is compared
 * where both name it, and went through the states in the same order: at random, or with several workers, TLC may come
 * upon another violation than the first.
 */
export function difference(own: TlcOutcome, tlc: TlcOutcome, sameOrder: boolean): string | undefined {
  if (!isDefinite(own) || !isDefinite(tlc)) return undefined;
  if (own.kind !== tlc.kind) return `the verdicts: ${words(own)} and ${words(tlc)}`;
  if (own.kind === "holds" && tlc.kind === "holds") {
    if (own.distinct !== tlc.distinct) return `the distinct states: ${own.distinct} and ${tlc.distinct}`;
    if (own.generated !== tlc.generated) return `the states generated: ${own.generated} and ${tlc.generated}`;
  }
  if (own.kind === "violated" && tlc.kind === "violated" && sameOrder) {
    // Of a property TLC names the conjunct, by its place.
    const named = own.name !== undefined && tlc.name !== undefined && own.what !== "property";
    // `\A x \in S : []P` of a PROPERTY is an invariant for us, as it is for TLC of 2026, and liveness for older ones.
    const sameKind = own.what === tlc.what || (own.what === "invariant" && tlc.what === "property");
    if (!sameKind || (own.what === tlc.what && named && own.name !== tlc.name)) {
      return `what is violated: ${words(own)} and ${words(tlc)}`;
    }
  }
  return undefined;
}

const words = (outcome: TlcOutcome): string =>
  outcome.kind === "violated" ? `${outcome.what} ${outcome.name ?? "(not named)"}` : outcome.kind;
