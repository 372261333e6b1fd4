/** A search by several threads of this process, for our engine; or why there is to be one. */

import { assemble } from "../engine/compile.js";
import type { ExploreOptions } from "../engine/explore/explore.js";
import type { LoweredModel } from "../engine/lower/lowered.js";
import type { CompiledModel } from "../engine/model.js";
import { outcomeOf, type Source } from "../engine/outcome.js";
import { newSearchMemory, type SearchMemory } from "../engine/parallel/memory.js";
import { exploreTogether, type TeamOptions } from "../engine/parallel/team.js";
import type { Portable, WorkerData, WorkerMessage } from "../engine/parallel/worker.js";
import { newBankMemory, SharedBank } from "../engine/values/bank-shared.js";
import { machineMemory } from "../host/memory.js";
import { startThread } from "../host/workers.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { EngineAnswer, Job } from "./engines.js";
import { keptIn, oneWorker } from "./faults.js";
import type { ReadyModel } from "./own-ready.js";

const WORK = new URL("./own-thread.js", import.meta.url);

/** The answer; or what to say when one worker is to search. */
export async function together(
  threads: number,
  job: Job,
  ready: ReadyModel,
  options: ExploreOptions,
): Promise<EngineAnswer | Diagnostic> {
  const { lowered } = ready.source;
  const why = whyAlone(lowered, job);
  if (why !== undefined) return oneWorker(why);
  const portable = portableOf(lowered);
  if (portable === undefined) return oneWorker("its programs cannot be passed to another thread");
  const shared = reserved(lowered, threads);
  if (shared === undefined) return oneWorker("the system does not reserve memory that threads share");
  const { model, bank, search, source } = shared;
  const { context } = ready.model;
  if (model.context !== undefined && context !== undefined) {
    const { printed, warned, environment, readFile, writeFile, placeOfChoice } = context;
    Object.assign(model.context, { printed, warned, environment, readFile, writeFile, placeOfChoice });
  }
  const environment = { ...context?.environment };
  const choices = Array.from({ length: shared.choices }, (_, i) => context?.placeOfChoice(i));
  const start: TeamOptions["start"] = (thread, mostStates, onMessage) =>
    startThread<WorkerData, WorkerMessage>(
      WORK,
      "takePart",
      { lowered: portable, bank: bank.memory, search, choices, environment, thread, mostStates },
      onMessage,
    );
  const found = await exploreTogether(model, bank, { ...options, threads, search, start });
  const notes = found.isSaved && job.checkpoint !== undefined ? [keptIn(job.checkpoint.file)] : [];
  return { outcome: outcomeOf(found, source), notes };
}

/** What several threads cannot do. */
function whyAlone(lowered: LoweredModel, job: Job): string | undefined {
  const [goal] = lowered.temporal.goals;
  if (goal !== undefined) return `${goal.name} is a property of whole behaviours`;
  if (job.dump !== undefined) return "a graph that is written down is built by one";
  if (mentions(lowered, "TLC.TLCSet")) return "each worker would have registers (TLCSet) of its own";
  if (drawing.some((prim) => mentions(lowered, prim)))
    return "each worker would draw constants at random for itself";
  if (mentions(lowered, "TLCExt.Trace")) return "each worker knows only its own part of a behaviour (Trace)";
  return undefined;
}

const drawing = [
  "TLC.RandomElement",
  "TLC.JavaTime",
  "Randomization.RandomSubset",
  "Randomization.RandomSetOfSubsets",
];

/** Whether a program calls an operator of the engine. */
function mentions({ spec: _, ...programs }: LoweredModel, prim: string): boolean {
  const seen = new Set<object>();
  const left: unknown[] = [programs];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== "object" || one === null || seen.has(one)) continue;
    seen.add(one);
    if ("prim" in one && one.prim === prim) return true;
    for (const part of Object.values(one)) if (part !== undefined) left.push(part);
  }
  return false;
}

function portableOf({ spec: _, ...programs }: LoweredModel): Portable | undefined {
  try {
    return structuredClone(programs);
  } catch (error) {
    if (error instanceof DOMException || error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Shared {
  readonly model: CompiledModel;
  readonly bank: SharedBank;
  readonly search: SearchMemory;
  readonly source: Source;
  /** How many choices the program has. */
  readonly choices: number;
}

const LEAST_BYTES = 2 ** 26;
/** Longer arrays lose their length on the way to another thread. */
const MOST_BANK_BYTES = 2 ** 32 - 2 ** 16;

/** As much of the machine's memory as the system reserves; undefined if that is nearly nothing. */
function reserved(lowered: LoweredModel, threads: number): Shared | undefined {
  for (let bytes = machineMemory(); bytes > LEAST_BYTES; bytes /= 2) {
    try {
      const words = Math.floor(Math.min(bytes / 2, MOST_BANK_BYTES) / 4);
      const bank = new SharedBank(newBankMemory(words));
      const { model, choices } = assemble(lowered, bank);
      if (model === undefined) return undefined;
      const { width, identity, actions } = model;
      const shape = { width, keyWidth: identity?.width ?? 0, actions: actions.length };
      const search = newSearchMemory(shape, bytes / 2, threads);
      return { model, bank, search, source: { lowered, bank }, choices: choices.length };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}
