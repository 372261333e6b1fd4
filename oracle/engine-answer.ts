/** What an engine says of a model, ours or TLC, in one form; and what two of them disagree in. Pure. */
import type { TlcOutcome } from "../src/tlc/outcome.js";

export interface Counts {
  readonly distinct: number;
  readonly generated: number;
}

/** A verdict of the model's own; whatever else ended the run is a reason why there is none. */
export type Answer =
  | {
      readonly kind: "verdict";
      /** `holds`, `deadlock`, `error`, or what is violated: `invariant`, `property`, … */
      readonly verdict: string;
      /** Of what is violated, where it is known. */
      readonly name: string | undefined;
      /** States of the counterexample. */
      readonly length: number | undefined;
      readonly counts: Counts | undefined;
      readonly seconds: number;
      /** What was said, for reading. */
      readonly message: string;
    }
  | {
      readonly kind: "none";
      /** A few words, the same for models that have the same reason. */
      readonly reason: string;
      readonly detail: string;
      readonly seconds: number;
    };

/** How far a run must have gone for its counts to be the model's. */
const isComplete = (a: Answer): boolean => a.kind === "verdict" && a.verdict === "holds";

export function answerOf(outcome: TlcOutcome): Answer {
  const { seconds, counts: seen } = outcome;
  const distinct = seen?.distinct;
  const counts = seen && distinct !== undefined ? { distinct, generated: seen.generated } : undefined;
  const none = (reason: string, detail = ""): Answer => ({ kind: "none", reason, detail, seconds });
  const verdict = (v: string, length: number | undefined, message: string, name?: string): Answer => ({
    kind: "verdict",
    verdict: v,
    name,
    length,
    counts,
    seconds,
    message,
  });
  switch (outcome.kind) {
    case "holds":
      return outcome.exhaustive ? verdict("holds", undefined, "") : none("simulation");
    case "violated":
      return verdict(outcome.what, outcome.trace.states.length, outcome.message, outcome.name);
    case "deadlock":
      return verdict("deadlock", outcome.trace.states.length, "deadlock");
    case "spec-fault":
      return verdict(
        "error",
        outcome.trace.states.length,
        outcome.diagnostics.map((d) => d.message).join("; "),
      );
    case "timeout":
      return none("too slow");
    case "out-of-memory":
      return none("out of memory");
    case "not-installed":
      return none("not installed", outcome.reason);
    case "cancelled":
      return none("cancelled");
    case "crashed":
      return none("crashed", outcome.reason);
    default:
      return none(outcome.kind);
  }
}

/** What two verdicts differ in, if in anything; counts only where both went through all states. */
export function difference(ours: Answer, other: Answer): string | undefined {
  if (ours.kind !== "verdict" || other.kind !== "verdict") return undefined;
  const said = ({ verdict, name }: typeof ours): string =>
    name === undefined ? verdict : `${verdict} ${name}`;
  const known = ours.name !== undefined && other.name !== undefined;
  if (ours.verdict !== other.verdict || (known && ours.name !== other.name)) {
    return `verdict: ${said(ours)}, expected ${said(other)}`;
  }
  const lengths = [ours.length, other.length];
  // The counterexample to a property is the first that is found, that to an invariant a shortest.
  const isShortest = ["invariant", "deadlock"].includes(ours.verdict);
  if (isShortest && !lengths.includes(undefined) && lengths[0] !== lengths[1]) {
    return `length of the counterexample: ${lengths[0]}, expected ${lengths[1]}`;
  }
  if (!isComplete(ours) || !isComplete(other)) return undefined;
  const wrong = (["distinct", "generated"] as const).flatMap((what) => {
    const [mine, theirs] = [ours.counts?.[what], other.counts?.[what]];
    return mine === undefined || theirs === undefined || mine === theirs
      ? []
      : [`${what}: ${mine}, expected ${theirs}`];
  });
  return wrong.length === 0 ? undefined : wrong.join("; ");
}
