/** Goals: states that our engine looks for in a model of files. */

import { goalsOf, type ReachedGoal, reach, withGoals } from "../engine/explore/reach.js";
import { outcomeOf } from "../engine/outcome.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import type { Job } from "./engines.js";
import { progressOf } from "./own-engine.js";
import { readyModel, runOptions } from "./own-ready.js";

export interface GoalsFound {
  readonly goals: readonly ReachedGoal[];
  /** How the search ended: `holds` if all states were visited, `violated` if everything was found before. */
  readonly outcome: TlcOutcome;
  readonly notes: readonly Diagnostic[];
}

/** Shortest behaviours to states in which the expressions hold. */
export async function reachGoals(
  job: Job,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<GoalsFound> {
  let first = 0;
  const ready = await readyModel(job, (lowering) => {
    const goals = withGoals(lowering, texts);
    first = goals.first;
    return goals.lowered;
  });
  if (ready.kind === "answered") return { goals: [], ...ready.answer };
  const { model, source, notes } = ready;
  const found = await reach(model, goalsOf(model, first, texts.length), {
    ...runOptions(job, signal),
    onProgress: (p) => job.onProgress?.("own", progressOf(p)),
  });
  const outcome = { ...outcomeOf(found.exploration, source), ...ready.said() };
  return { goals: found.goals, outcome, notes };
}
