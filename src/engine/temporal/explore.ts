/** A search that goes on to liveness where nothing else was found. */
import type { Exploration, ExploreOptions } from "../explore/explore.js";
import type { Verdict } from "../explore/explore-verdict.js";
import { Stop } from "../explore/explore-watch.js";
import { NO_PARENT } from "../explore/states.js";
import type { CompiledModel, Row } from "../model.js";
import { checkLiveness } from "./check.js";
import { type FoundStates, type StepGraph, StepRecorder } from "./graph.js";

type OnStep = NonNullable<ExploreOptions["onStep"]>;

interface Found {
  readonly verdict: Verdict;
  readonly seconds: number;
  readonly states: FoundStates;
}

type Options = Pick<ExploreOptions, "now" | "limits" | "pause" | "signal" | "guard">;

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
  return judged(model, exploration, options, () => recorder.graph(exploration.states.size));
}

/** For a search that does not tell of its steps: they are taken once more. */
export function withLivenessAfter<T extends Found>(
  model: CompiledModel,
  exploration: T,
  options: Options,
): Promise<T> {
  return judged(model, exploration, options, () => graphOf(model, exploration.states));
}

async function judged<T extends Found>(
  model: CompiledModel,
  exploration: T,
  options: Options,
  graph: () => StepGraph,
): Promise<T> {
  const { temporal } = model;
  const { verdict, states, seconds } = exploration;
  if (verdict.kind !== "holds" || temporal === undefined || temporal.goals.length === 0) return exploration;
  const startedAt = options.now();
  const deadline = startedAt + (options.limits?.seconds ?? Number.POSITIVE_INFINITY) - seconds;
  const checking = checkLiveness(model, temporal, states, graph(), { ...options, deadline });
  const found = await checking.catch((error: unknown) => {
    // A guard's time is over.
    if (error instanceof Stop) return error.verdict;
    throw error;
  });
  return { ...exploration, verdict: found ?? verdict, seconds: seconds + (options.now() - startedAt) };
}

function graphOf(model: CompiledModel, states: FoundStates): StepGraph {
  const { constraints, actionConstraints } = model;
  const recorder = new StepRecorder();
  const row: Row = new Int32Array(model.width);
  const isInside = (state: Row): boolean => constraints.every((c) => c.holds(state));
  model.initial((state) => {
    if (isInside(state)) recorder.add(NO_PARENT, states.find(state));
  });
  for (let s = 0; s < states.size; s++) {
    states.read(s, row);
    for (const { successors } of model.actions) {
      successors(row, (next) => {
        const isKept = isInside(next) && actionConstraints.every((c) => c.holds(row, next));
        if (isKept) recorder.add(s, states.find(next));
      });
    }
  }
  return recorder.graph(states.size);
}
