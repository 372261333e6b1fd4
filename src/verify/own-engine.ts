/** Our engine as one that is asked with files. */
import { type DepthFirst, depthFirst } from "../engine/explore/depth-first.js";
import { type ExploreOptions, type ExploreProgress, explore } from "../engine/explore/explore.js";
import { type Simulation, type SimulationProgress, simulate } from "../engine/explore/simulate.js";
import { depthFirstOutcome, outcomeOf, simulationOutcome } from "../engine/outcome.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import type { Progress } from "../tlc/outcome.js";
import type { Engine, EngineAnswer, Job } from "./engines.js";
import { keptIn, notInThisMode } from "./faults.js";
import { type ReadyModel, readyModel, runOptions } from "./own-ready.js";

export const ownEngine: Engine = { name: "own", run };

async function run(job: Job, signal: AbortSignal): Promise<EngineAnswer> {
  const ready = await readyModel(job);
  if (ready.kind === "answered") return ready.answer;
  const { outcome, notes } = await explored(job, ready, signal);
  return { outcome: { ...outcome, ...ready.said() }, notes: [...ready.notes, ...notes] };
}

/** All states; random behaviours or behaviours depth first where the job asks for these. */
async function explored(job: Job, ready: ReadyModel, signal: AbortSignal): Promise<EngineAnswer> {
  const options = runOptions(job, signal);
  const { model, source } = ready;
  const { simulate: random, depthFirst: deep, onProgress } = job;
  if (random !== undefined) {
    const found: Simulation = await simulate(model, {
      ...options,
      seed: random.seed ?? 0,
      ...(random.depth === undefined ? {} : { depth: random.depth }),
      ...(random.num === undefined ? {} : { behaviours: random.num }),
      onProgress: (p) => onProgress?.("own", simulating(p)),
    });
    return { outcome: simulationOutcome(found, source), notes: [] };
  }
  const withProgress = {
    ...options,
    onProgress: (p: ExploreProgress): void => onProgress?.("own", progressOf(p)),
  };
  if (deep === undefined) return everything(job, ready, withProgress);
  const found: DepthFirst = await depthFirst(model, { ...withProgress, depth: deep });
  return { outcome: depthFirstOutcome(found, source), notes: found.unchecked.map(notInThisMode) };
}

/** What few searches need is read by these alone: small models are to be answered at once. */
const kept = () => import("./own-checkpoints.js");

/** All states, from a checkpoint on and into one where the job says so. */
async function everything(job: Job, ready: ReadyModel, options: ExploreOptions): Promise<EngineAnswer> {
  const { checkpoint, resume, dump, onNote, workers } = job;
  const { model, source, fingerprint } = ready;
  const notes: Diagnostic[] = [];
  const say = onNote ?? ((note) => notes.push(note));
  const from =
    resume === undefined ? undefined : await kept().then(async (k) => k.takenUp(resume, await fingerprint()));
  const checkpoints =
    checkpoint === undefined
      ? undefined
      : (await kept()).checkpointsIn(checkpoint.file, await fingerprint(), checkpoint.seconds, say);
  const lasting = {
    ...options,
    ...(from === undefined ? {} : { from }),
    ...(checkpoints === undefined ? {} : { checkpoints }),
  };
  if (typeof workers === "number" && workers > 1) {
    const { together } = await import("./own-workers.js");
    const found = await together(workers, job, ready, lasting);
    if ("outcome" in found) return { ...found, notes: [...notes, ...found.notes] };
    notes.push(found);
  }
  const graph = dump === undefined ? undefined : (await import("./own-dump.js")).dumpTo(dump);
  const exploration = await explore(model, {
    ...lasting,
    ...(graph === undefined ? {} : { onStep: graph.onStep }),
  });
  // A file that cannot be written takes nothing away from the answer.
  await graph?.write(model, exploration.states).catch((error: unknown) => {
    if (!(error instanceof DiagnosticError)) throw error;
    notes.push(...error.diagnostics);
  });
  if (exploration.isSaved && checkpoint !== undefined) notes.push(keptIn(checkpoint.file));
  return { outcome: outcomeOf(exploration, source), notes };
}

const simulating = ({ bytes, longest, ...p }: SimulationProgress): Progress => ({
  ...p,
  distinct: undefined,
  queue: undefined,
  depth: longest,
  memory: bytes,
});

export const progressOf = ({ bytes, ...rest }: ExploreProgress): Progress => ({ ...rest, memory: bytes });
