/** A thread of a search: it compiles the model anew, over the values of all, and takes part until the search is over. */
import type { Place } from "../../report/diagnostic.js";
import { assemble } from "../compile.js";
import { Stop } from "../explore/explore-watch.js";
import { stateText } from "../explore/path.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { CompiledModel } from "../model.js";
import type { EngineContext } from "../natives/natives-context.js";
import { type BankMemory, SharedBank } from "../values/bank-shared.js";
import { Expander } from "./expander.js";
import { Levels } from "./levels.js";
import { At, type SearchMemory, Tally, tallied } from "./memory.js";
import { SharedStates } from "./states-shared.js";
import { ordered, type Trouble } from "./trouble.js";

/** A lowered model short of the tree that it was made of: plain data. */
export type Portable = Omit<LoweredModel, "spec">;

export interface WorkerData {
  readonly lowered: Portable;
  readonly bank: BankMemory;
  readonly search: SearchMemory;
  readonly thread: number;
  readonly threads: number;
  readonly mostStates: number;
  /** Of the choices that are warned of, by their numbers. */
  readonly choices: readonly (Place | undefined)[];
  readonly environment: EngineContext["environment"];
}

export type WorkerMessage =
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "warned"; readonly text: string }
  | { readonly kind: "trouble"; readonly trouble: Trouble }
  | { readonly kind: "limit"; readonly limit: "states" | "seconds" | "memory" };

/** Of so many troubles of one thread that are equal in kind and place, the least is told. */
const MOST_COMPARED = 2000;

/** Called in a thread of its own. `prepare` tells the model of files. */
export function work(
  data: WorkerData,
  post: (message: WorkerMessage) => void,
  prepare: (context: EngineContext) => void,
): void {
  // What is compiled does not look at the tree.
  const lowered = data.lowered as LoweredModel;
  const { model } = assemble(lowered, new SharedBank(data.bank));
  if (model === undefined) throw new Error("a model that was compiled before cannot be compiled");
  if (model.context !== undefined) {
    model.context.printed = (text) => post({ kind: "printed", text });
    model.context.warned = (text) => post({ kind: "warned", text });
    model.context.placeOfChoice = (choice) => data.choices[choice];
    model.context.environment = data.environment;
    prepare(model.context);
  }
  takePart(model, data, post);
}

/** The same with a model at hand. */
export function takePart(
  model: CompiledModel,
  { search, thread, threads, mostStates }: Omit<WorkerData, "lowered" | "bank" | "choices" | "environment">,
  post: (message: WorkerMessage) => void,
): void {
  const states = new SharedStates(search, model.identity);
  const levels = new Levels(search, thread, threads);
  let best: Trouble | undefined;
  let compared = 0;
  const report = (trouble: Trouble): void => {
    levels.end();
    if (best !== undefined && ++compared > MOST_COMPARED) return;
    if (best === undefined || ordered(trouble, best, (row) => stateText(model, row)) < 0) best = trouble;
  };
  const expander: Expander = new Expander(model, states, {
    report,
    look: () => levels.look(expander),
    mostStates,
  });
  tellFacts(model, search);
  try {
    levels.run(expander);
  } catch (error) {
    Levels.stop(search);
    if (!(error instanceof Stop)) throw error;
    if (error.verdict.kind === "limit") post({ kind: "limit", limit: error.verdict.limit });
  }
  levels.tell(expander);
  if (best !== undefined) post({ kind: "trouble", trouble: best });
}

/** What TLCGet knows by name, besides the level. */
export function tellFacts(model: CompiledModel, search: SearchMemory): void {
  const { control } = search;
  const facts: readonly (readonly [string, () => number])[] = [
    ["diameter", () => depthOf(search)],
    ["distinct", () => control[At.count]!],
    ["generated", () => tallied(search, Tally.generated)],
    ["queue", () => control[At.count]! - tallied(search, Tally.expanded)],
  ];
  for (const [name, fact] of facts) model.context?.facts.set(name, () => model.bank.int(fact()));
}

/** Of the deepest state found; 1 before there is any. */
export function depthOf({ control }: SearchMemory): number {
  const level = Math.max(1, control[At.level]!);
  return control[At.levelEnd]! > 0 && control[At.count]! > control[At.levelEnd]! ? level + 1 : level;
}
