import { type Command, type Context, UsageError } from "../command.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { replicaOptions } from "./replica-run.js";
import { coverage } from "./trace/coverage.js";
import { init } from "./trace/init.js";
import { mutate } from "./trace/mutate.js";
import { types } from "./trace/types.js";

/** What can be done with traces besides validating them, by the word that follows `trace`. */
export interface TraceTask {
  /** The arguments after the word, for faults of the command line. */
  readonly usage: string;
  readonly positionals: { readonly min: number; readonly max: number };
  run(context: Context, positionals: readonly string[]): Promise<ExitCode>;
}

const tasks: Readonly<Record<string, TraceTask>> = { coverage, init, mutate, types };

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
  summary: "what goes with recorded runs: a first mapping, what they can catch, types for recording",
  usage: `${Object.keys(tasks).join("|")} …`,
  description: [
    "trace types SPEC: the types of what a program can record, for `bumblebee-tla/record`.",
    "trace mutate LOG… --mapping FILE: how much of what could be wrong in a log validation would notice, with the rest.",
    "trace coverage LOG… --mapping FILE: what of the specification the logs exercise, and what they never do.",
    "Logs of generated replicas need no mapping: trace mutate LOG… --spec SPEC.",
    "trace init SPEC LOG: a first mapping for `validate --mapping`, by names; what is not matched is told.",
  ],
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  options: [
    {
      name: "output",
      short: "o",
      type: "string",
      value: "FILE",
      help: "where to write (default: standard output)",
    },
    { name: "mapping", type: "string", value: "FILE", help: "mutate, coverage: what the lines mean" },
    {
      name: "spec",
      type: "string",
      value: "SPEC",
      help: "mutate, coverage: the specification (default: the mapping's)",
    },
    {
      name: "cfg",
      type: "string",
      value: "FILE",
      help: "mutate, coverage: the model (default: the module's own)",
    },
    { name: "threshold", type: "number", value: "PERCENT", help: "mutate: less than this is a failure" },
    {
      name: "sample",
      type: "number",
      value: "N",
      help: "mutate: try N mutants of each trace, chosen at random",
    },
    { name: "seed", type: "number", value: "N", help: "mutate: what is chosen by (default: 1)" },
    {
      name: "merge",
      type: "string",
      value: "FILE",
      help: "coverage: what earlier runs covered counts too; the file is written anew (or made)",
    },
    {
      name: "html",
      type: "string",
      value: "FILE",
      help: "coverage: the specification as a page, in colours",
    },
    { name: "text", type: "string", value: "FILE", help: "coverage: the specification as text, with counts" },
    {
      name: "fail-under",
      type: "number",
      value: "PERCENT",
      help: "coverage: fewer parts exercised than this is a failure",
    },
    {
      name: "guard-states",
      type: "number",
      value: "N",
      help: "coverage: try guards in N states of each trace, at most 1000 (default: 20)",
    },
    { name: "no-guards", type: "flag", help: "coverage: do not look for guards that are never false" },
    { name: "json", type: "flag", help: "mutate, coverage: print the report as JSON" },
    { name: "model", type: "string", value: "NAME", help: "the model that says which behaviour is meant" },
    ...replicaOptions,
  ],
  examples: ["trace types specs/mine -o src/trace.ts", "trace init Mine.tla run.ndjson -o run.mapping.json"],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage],
  run,
};
