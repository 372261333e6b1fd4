/** The reduction as an obligation: `src/reduction` does the work. */

import { stopwatch } from "../host/clock.js";
import type { Excess, Reduction } from "../reduction/outcome.js";
import { verdictOf } from "../reduction/outcome.js";
import { reduce } from "../reduction/reduce.js";
import { ReductionSession, type SessionOptions } from "../reduction/session.js";
import { grouped } from "../report/table.js";
import { eventsOf } from "./behaviour.js";
import type { Obligation, ObligationVerdict, Refuting } from "./obligation.js";
import type { Site } from "./site.js";

/** Liars claim anything (`eager`) where that can be exhausted, else only what could pass the checks. */
export async function reductionObligation(
  site: Site,
  options: Omit<SessionOptions, "dir" | "keepsSteps">,
): Promise<Obligation> {
  const elapsed = stopwatch();
  const session = new ReductionSession(site.defended, { ...options, dir: site.dir, keepsSteps: true });
  const eager = await reduce(session, "eager");
  const again = eager.kind === "unfinished" && eager.side === "hybrid" && !options.signal.aborted;
  const result = again ? await reduce(session, "lazy") : eager;
  const common = { name: "reduction", on: "both", bound: site.defended.bound } as const;
  if (result.kind === "unfinished") {
    const found = `the ${sideText[result.side]} was not explored to its end: ${result.why}`;
    return { ...common, verdict: "unknown", found, seconds: elapsed() };
  }
  const { reduction } = result;
  const verdict = verdictOf(reduction);
  const refuting = refutingOf(reduction);
  return {
    ...common,
    verdict: verdicts[verdict],
    found: foundText(reduction, verdict),
    states: reduction.counts.hybrid.states,
    ...(refuting && { refuting }),
    seconds: elapsed(),
  };
}

const sideText = {
  hybrid: "hybrid",
  showing: "original",
  omitting: "original with omission",
} as const;

const verdicts = {
  holds: "holds",
  differs: "refuted",
  vacuous: "vacuous",
  unknown: "unknown",
} as const satisfies Record<ReturnType<typeof verdictOf>, ObligationVerdict>;

function foundText(reduction: Reduction, verdict: ReturnType<typeof verdictOf>): string {
  const { hybrid, omitting } = reduction.counts;
  const steps = hybrid.steps === undefined ? "" : ` and ${grouped(hybrid.steps)} steps`;
  switch (verdict) {
    case "holds":
      return `${grouped(hybrid.projected)} states${steps} as correct nodes see them, those of the original with omission (${reduction.adversary} adversary)`;
    case "vacuous":
      return "the adversary does nothing beyond the original even with all checks off";
    case "unknown":
      return `equal, but whether the adversary lies is not known${reduction.lying.kind === "unknown" ? `: ${reduction.lying.why}` : ""}`;
    default:
      return `${grouped(hybrid.projected)} states${steps}; the original with omission has ${grouped(omitting.projected)}`;
  }
}

function refutingOf({ extra, missing }: Reduction): Refuting | undefined {
  const of = (excess: Excess, what: string): Refuting => ({
    steps: eventsOf(excess.behaviour),
    what,
    behaviour: excess.behaviour,
  });
  if (extra !== undefined) return of(extra, `a ${extra.what} that no correct node could have caused`);
  if (missing !== undefined) return of(missing, `a ${missing.what} of the original that the hybrid has not`);
  return undefined;
}
