import { judgesOf } from "../../trace/validate.js";
import type { Command, Context } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { printDiagnostics } from "../print.js";
import { replicaOptions, replicaRun } from "./replica-run.js";
import { minimiseOption } from "./validate/minimise.js";
import { reportOptions } from "./validate/reports.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  if (args.string("mapping") !== undefined) {
    const { validateWithMapping } = await import("./validate-mapping.js");
    return validateWithMapping({ io, args });
  }
  const { ready, spec, diagnostics } = await replicaRun({ io, args }, [
    ...args.positionals,
    ...args.all("trace"),
  ]);
  if (ready === undefined) {
    printDiagnostics(diagnostics, io);
    const count = diagnostics.length === 1 ? "a fault" : `${diagnostics.length} faults`;
    io.stdout.write(
      args.flag("json")
        ? `${JSON.stringify({ schema: "bumblebee-conform/1", traces: [], diagnostics }, null, 2)}\n`
        : `rejected: the logs have ${count}\n`,
    );
    return Exit.rejected;
  }
  const { facts, subject, mapping, files, read } = ready;
  const judges = await judgesOf(await checkerFor(io, args, engineChoice(args) ?? "own"));
  const { reportTraces, reproducingBy } = await import("./validate-mapping.js");
  const told = [`nodes ${facts.nodes.join(", ")}`, ...facts.byzantine.map((n) => `Byzantine ${n}`)];
  const asked = { subject, mapping, files, read, ...judges, reproduce: reproducingBy({ io, args }, spec) };
  return reportTraces(asked, { io, args }, [...told, ...facts.bounds]);
}

export const command: Command = {
  name: "validate",
  summary: "is a log a behaviour of the specification, and if not, which line is not, and why",
  usage: "LOG... --mapping FILE [--spec SPEC], or: LOG... --spec SPEC [--byzantine NODE]",
  description: [
    "With --mapping, logs of anything are matched with any specification, as the mapping file says: see docs/validate.md.",
    "Without, they are logs of generated replicas: those of the correct ones are merged, and every recorded step is taken",
    "in the hybrid of SPEC: each must be allowed, and change and send exactly what was recorded. What a Byzantine node did",
    "is known from the correct ones that accepted it. A directory stands for its .jsonl files. The constants are those of",
    "the model, changed by the mapping file's `run` and by --constant.",
  ],
  positionals: { min: 0, max: Number.MAX_SAFE_INTEGER },
  options: [
    { name: "mapping", type: "string", value: "FILE", help: "what the lines mean: for logs of any program" },
    {
      name: "spec",
      type: "string",
      value: "SPEC",
      help: "the specification (with --mapping, default: the mapping's)",
    },
    {
      name: "cfg",
      type: "string",
      value: "FILE",
      help: "the model, with --mapping (default: the module's own)",
    },
    {
      name: "require-complete",
      type: "flag",
      help: "with --mapping: a log of which nothing tells that it is whole is incomplete",
    },
    {
      name: "until",
      type: "string",
      value: "LINE",
      help: "nothing after this line (or FILE:LINE) is looked at",
    },
    { name: "no-hints", type: "flag", help: "no search for what would have matched" },
    minimiseOption,
    ...reportOptions,
    {
      name: "trace",
      type: "string",
      value: "FILE",
      multiple: true,
      help: "a replica's log; more may follow (then SPEC may stand first, without --spec)",
    },
    { name: "model", short: "m", type: "string", value: "NAME", help: "the model with the constants" },
    engineOption("own"),
    ...replicaOptions,
    { name: "json", type: "flag", help: "print the verdict as JSON" },
  ],
  examples: [
    "validate run.ndjson --mapping run.mapping.json --spec Mine.tla",
    "validate logs --spec specs/mine",
    "validate s1.jsonl s2.jsonl --spec specs/mine --byzantine s3 --constant MaxTerm=100",
  ],
  exitCodes: [
    Exit.ok,
    Exit.rejected,
    Exit.badInput,
    Exit.usage,
    Exit.toolMissing,
    Exit.limit,
    Exit.interrupted,
  ],
  run,
};
