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
import { depthOf, Levels } from "./levels.js";
import { type SearchMemory, Tally, tallied } from "./memory.js";
import { SharedStates } from "./states-shared.js";
import { Least, type Trouble } from "./trouble.js";

/** A lowered model short of the tree that it was made of: plain data. */
export type Portable = Omit<LoweredModel, "spec">;

export interface WorkerData {
  readonly lowered: Portable;
  readonly bank: BankMemory;
  readonly search: SearchMemory;
  /** 0 is the one that asks. */
  readonly thread: number;
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
  { search, thread, mostStates }: Pick<WorkerData, "search" | "thread" | "mostStates">,
  post: (message: WorkerMessage) => void,
): void {
  const states = new SharedStates(search, model, thread);
  const levels = new Levels(search, states, thread);
  const least = new Least((row) => stateText(model, row));
  const expander: Expander = new Expander(model, states, {
    report: (trouble) => {
      levels.end();
      least.add(trouble);
    },
    look: () => levels.look(expander),
    mostStates,
  });
  states.meet = () => levels.meet(expander);
  tellFacts(model, search);
  if (!levels.join()) return;
  try {
    levels.run(expander);
  } catch (error) {
    Levels.stop(search);
    if (!(error instanceof Stop)) throw error;
    if (error.verdict.kind === "limit") post({ kind: "limit", limit: error.verdict.limit });
  }
  levels.tell(expander);
  if (least.trouble !== undefined) post({ kind: "trouble", trouble: least.trouble });
}

/** What TLCGet knows by name, besides the level. */
export function tellFacts(model: CompiledModel, search: SearchMemory): void {
  const facts: readonly (readonly [string, () => number])[] = [
    ["diameter", () => depthOf(search)],
    ["distinct", () => tallied(search, Tally.kept)],
    ["generated", () => tallied(search, Tally.generated)],
    ["queue", () => tallied(search, Tally.kept) - tallied(search, Tally.expanded)],
  ];
  for (const [name, fact] of facts) model.context?.facts.set(name, () => model.bank.int(fact()));
}
