/** The option that chooses how a hybrid is made. */
import type { StrategyChoice } from "../pipeline/subjects.js";
import { extensions } from "../transform/extend/index.js";
import type { StrategyName } from "../verify/plan.js";
import { type Args, type OptionSpec, UsageError } from "./command.js";

export const strategyOption: OptionSpec = {
  name: "strategy",
  type: "string",
  value: "NAME",
  help: "history: receivers replay all events (default); counters: certificates at values made of the progress",
};

export const withOption: OptionSpec = {
  name: "with",
  type: "string",
  value: "LIST",
  help: `optional steps, with commas: ${extensions.map((e) => `${e.name} (${e.summary})`).join(", ")}`,
};

export function extensionsOf(args: Args): readonly string[] {
  const names = (args.string("with") ?? "").split(",").filter((name) => name !== "");
  const known = extensions.map((e) => e.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no step ${unknown}`, `steps: ${known.join(", ")}`);
  return names;
}

export function strategyOf(args: Args): StrategyName {
  const name = args.string("strategy") ?? "history";
  if (name === "history" || name === "counters") return name;
  throw new UsageError(`there is no strategy ${name}`, "strategies: history, counters");
}

export const strategiesOption: OptionSpec = {
  ...strategyOption,
  help: "counters, history, or both (default: both; counters where the specification allows it)",
};

export function strategiesOf(args: Args): StrategyChoice {
  return args.string("strategy") === "both" || args.string("strategy") === undefined
    ? "both"
    : strategyOf(args);
}
