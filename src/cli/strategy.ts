/** The option that chooses how a hybrid is made. */
import type { StrategyName } from "../verify/subject.js";
import { type Args, type OptionSpec, UsageError } from "./command.js";

export const strategyOption: OptionSpec = {
  name: "strategy",
  type: "string",
  value: "NAME",
  help: "history: receivers replay all events (default); counters: certificates at values made of the progress",
};

export function strategyOf(args: Args): StrategyName {
  const name = args.string("strategy") ?? "history";
  if (name === "history" || name === "counters") return name;
  throw new UsageError(`there is no strategy ${name}`, "strategies: history, counters");
}
