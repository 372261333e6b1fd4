/** A search that takes down the graph and, where nothing else was found, goes on to liveness. */
import type { Exploration, ExploreOptions } from "../explore.js";
import type { CompiledModel } from "../model.js";
import { checkLiveness } from "./check.js";
import { StepRecorder } from "./graph.js";

type OnStep = NonNullable<ExploreOptions["onStep"]>;

/** `search` explores with the options given and those that it gets. */
export async function withLiveness(
  model: CompiledModel,
  options: ExploreOptions,
  search: (further: Partial<ExploreOptions>) => Promise<Exploration>,
): Promise<Exploration> {
  const { temporal } = model;
  if (temporal === undefined || temporal.goals.length === 0) return search({});
  const recorder = new StepRecorder();
  const onStep: OnStep = (from, action, to, isNew) => {
    recorder.add(from, to);
    options.onStep?.(from, action, to, isNew);
  };
  const exploration = await search({ onStep });
  if (exploration.verdict.kind !== "holds") return exploration;
  const startedAt = options.now();
  const { states } = exploration;
  const found = await checkLiveness(model, temporal, states, recorder.graph(states.size), options);
  const seconds = exploration.seconds + (options.now() - startedAt);
  return { ...exploration, verdict: found ?? exploration.verdict, seconds };
}
