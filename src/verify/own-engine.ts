/** Our engine as one that is asked with files. */
import { type DepthFirst, depthFirst } from "../engine/depth-first.js";
import { type ExploreProgress, explore } from "../engine/explore.js";
import { depthFirstOutcome, outcomeOf, simulationOutcome } from "../engine/outcome.js";
import { type Simulation, type SimulationProgress, simulate } from "../engine/simulate.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Engine, EngineAnswer, Job } from "./engines.js";
import { notInThisMode } from "./faults.js";
import { type ReadyModel, readyModel, runOptions } from "./own-ready.js";

export const ownEngine: Engine = { name: "own", run };

async function run(job: Job, signal: AbortSignal): Promise<EngineAnswer> {
  const ready = await readyModel(job);
  if (ready.kind === "answered") return ready.answer;
  const { outcome, unchecked } = await explored(job, ready, signal);
  return {
    outcome: { ...outcome, ...ready.said() },
    notes: [...ready.notes, ...unchecked.map(notInThisMode)],
  };
}

/** All states; random behaviours or behaviours depth first where the job asks for these. */
async function explored(
  job: Job,
  { model, source }: ReadyModel,
  signal: AbortSignal,
): Promise<{ readonly outcome: TlcOutcome; readonly unchecked: readonly string[] }> {
  const options = runOptions(job, signal);
  const { simulate: random, depthFirst: deep, onProgress } = job;
  const tell = (p: ExploreProgress): void => onProgress?.("own", progressOf(p));
  if (random !== undefined) {
    const found: Simulation = await simulate(model, {
      ...options,
      seed: random.seed ?? 0,
      ...(random.depth === undefined ? {} : { depth: random.depth }),
      ...(random.num === undefined ? {} : { behaviours: random.num }),
      onProgress: (p) => onProgress?.("own", simulating(p)),
    });
    return { outcome: simulationOutcome(found, source), unchecked: found.unchecked };
  }
  if (deep !== undefined) {
    const found: DepthFirst = await depthFirst(model, { ...options, depth: deep, onProgress: tell });
    return { outcome: depthFirstOutcome(found, source), unchecked: found.unchecked };
  }
  return {
    outcome: outcomeOf(await explore(model, { ...options, onProgress: tell }), source),
    unchecked: [],
  };
}

const simulating = ({ bytes, longest, ...p }: SimulationProgress): Progress => ({
  ...p,
  distinct: undefined,
  queue: undefined,
  depth: longest,
  memory: bytes,
});

export const progressOf = ({ bytes, ...rest }: ExploreProgress): Progress => ({ ...rest, memory: bytes });
