import { type Command, type Context, UsageError } from "../command.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { init } from "./trace/init.js";
import { types } from "./trace/types.js";

/** What can be done with traces besides validating them, by the word that follows `trace`. */
export interface TraceTask {
  /** The arguments after the word, for faults of the command line. */
  readonly usage: string;
  readonly positionals: { readonly min: number; readonly max: number };
  run(context: Context, positionals: readonly string[]): Promise<ExitCode>;
}

const tasks: Readonly<Record<string, TraceTask>> = { types, init };

async function run(context: Context): Promise<ExitCode> {
  const [word = "", ...positionals] = context.args.positionals;
  const task = Object.hasOwn(tasks, word) ? tasks[word] : undefined;
  if (task === undefined)
    throw new UsageError(`there is no trace ${word}`, `there are: ${Object.keys(tasks).join(", ")}`);
  const { min, max } = task.positionals;
  if (positionals.length < min || positionals.length > max)
    throw new UsageError(`trace ${word} takes other arguments`, `bumblebee trace ${word} ${task.usage}`);
  return task.run(context, positionals);
}

export const command: Command = {
  name: "trace",
  summary: "what goes with recorded runs: types for recording, a first mapping",
  usage: `${Object.keys(tasks).join("|")} …`,
  description: [
    "trace types SPEC: the types of what a program can record, for `bumblebee-tla/record`.",
    "trace init SPEC LOG: a first mapping for `validate --mapping`, by names; what is not matched is told.",
  ],
  positionals: { min: 1, max: 8 },
  options: [
    {
      name: "output",
      short: "o",
      type: "string",
      value: "FILE",
      help: "where to write (default: standard output)",
    },
    { name: "model", type: "string", value: "NAME", help: "the model that says which behaviour is meant" },
  ],
  examples: ["trace types specs/mine -o src/trace.ts", "trace init Mine.tla run.ndjson -o run.mapping.json"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage],
  run,
};
