import { basename, join, relative, resolve } from "node:path";
import { withTempDir, writeAtomic } from "../../host/files.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import { table } from "../../report/table.js";
import { listModels, locateModel, locateSpec, type Model, type Specification } from "../../tlc/locate.js";
import type { Args, Command, Context, Io } from "../command.js";
import { engineOption } from "../engines.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { checkOptions, SIMULATED_BEHAVIOURS } from "./check/options.js";
import { checkModel } from "./check/run.js";

async function run(context: Context): Promise<ExitCode> {
  const { io, args } = context;
  const options = checkOptions(args, io.cwd);
  const spec = await locateSpec(args.positionals[0] ?? ".", io.cwd);
  if (args.flag("list-models")) return list(io, spec);
  const file = args.positionals[1];
  const model =
    file === undefined
      ? await locateModel(spec, args.string("model"))
      : await modelOfFile(io, args, spec, file);
  const { without } = options;
  if (without.length === 0) return checkModel(context, spec, model, options);
  const { switchedOff } = await import("../../verify/switches.js");
  const text = await switchedOff(spec.dir, model.cfgFile, without);
  return withTempDir(async (dir) => {
    const cfgFile = join(dir, basename(model.cfgFile));
    await writeAtomic(cfgFile, text);
    const changed = { ...model, name: `${model.name} without ${without.join(", ")}`, cfgFile };
    return checkModel(context, spec, changed, options);
  });
}

/** The model that a file is, which need not lie beside the specification. */
async function modelOfFile(io: Io, args: Args, spec: Specification, file: string): Promise<Model> {
  if (args.string("model") !== undefined) throw twoModels;
  if (!file.endsWith(".cfg")) throw noModelFile(file);
  const cfgFile = resolve(io.cwd, file);
  const known = (await listModels(spec)).find((m) => m.cfgFile === cfgFile);
  return known ?? { name: basename(file, ".cfg"), cfgFile, module: spec.module };
}

const fault = (code: string, message: string, hint: string): DiagnosticError =>
  new DiagnosticError([{ code: `spec/${code}`, severity: "error", message, hint }]);

const twoModels = fault(
  "two-models",
  "the model is given twice",
  "give either --model NAME or the .cfg file after SPEC",
);

const noModelFile = (file: string): DiagnosticError =>
  fault("no-model-file", `${file} is no model: it does not end in .cfg`, "check SPEC FILE.cfg");

async function list(io: Io, spec: Specification): Promise<ExitCode> {
  const models = await listModels(spec);
  const rows = models.map((m) => [m.name, relative(spec.dir, m.cfgFile), `${m.module}.tla`]);
  io.stdout.write(`${table(rows, { header: ["model", "file", "module"] }).join("\n")}\n`);
  return Exit.ok;
}

export const command: Command = {
  name: "check",
  summary: "check a specification with our own engine, TLC, or both",
  usage: "SPEC [FILE.cfg] [--model NAME] [options]",
  description: [
    "SPEC is a .tla file, or a directory with one that has its name or is the only one. Models are the .cfg files",
    "beside it: --model small means small.cfg, or <Module>.small.cfg; the default is <Module>.cfg; or the",
    "model is the file after SPEC. The verdict holds for the bounds printed with it. Nothing is written beside SPEC.",
  ],
  positionals: { min: 1, max: 2 },
  options: [
    { name: "model", short: "m", type: "string", value: "NAME", help: "the model to check" },
    engineOption("own"),
    { name: "list-models", type: "flag", help: "list the models and stop" },
    { name: "time-limit", short: "t", type: "number", value: "S", help: "seconds until the search is ended" },
    { name: "timeout", type: "number", value: "S", help: "the same as --time-limit" },
    { name: "max-states", type: "number", help: "our engine: end the search after N distinct states" },
    {
      name: "max-memory",
      type: "number",
      value: "MIB",
      help: "our engine: end the search when the process takes as much",
    },
    {
      name: "checkpoint",
      type: "string",
      value: "FILE",
      help: "our engine: keep the search in FILE, now and then, at a limit and at Ctrl-C",
    },
    { name: "checkpoint-every", type: "number", value: "S", help: "seconds between two (default: 300)" },
    {
      name: "resume",
      type: "string",
      value: "FILE",
      help: "our engine: go on with the search of a checkpoint, and keep it there",
    },
    {
      name: "dump",
      type: "string",
      value: "FILE",
      help: "our engine: write all states and steps, for Graphviz (*.dot) or as *.json",
    },
    {
      name: "workers",
      short: "w",
      type: "number",
      help: "threads (default: our engine 1, TLC one per core; 1 with --engine both)",
    },
    { name: "heap", type: "number", value: "MIB", help: "TLC: Java's heap (default: Java's choice)" },
    {
      name: "simulate",
      type: "optional-number",
      help: `try N random behaviours instead of all (default: ${SIMULATED_BEHAVIOURS})`,
    },
    {
      name: "depth-first",
      type: "flag",
      help: "our engine: follow behaviours depth first, up to --depth steps",
    },
    {
      name: "depth",
      type: "number",
      help: "the most steps of a behaviour (default: 100 random ones; depth first any number)",
    },
    { name: "seed", type: "number", min: 0, help: "the seed of the simulation, to repeat it" },
    {
      name: "reach",
      type: "string",
      value: "P",
      multiple: true,
      help: "our engine: a shortest way to a state where P holds, or that there is none",
    },
    {
      name: "replay",
      type: "string",
      value: "FILE",
      help: "our engine: walk a counterexample of a file (--export, --json, ITF, TLC's text) through the model",
    },
    {
      name: "export",
      type: "string",
      value: "FILE",
      help: "write the counterexample, or the way to the first goal: *.json, *.itf.json, *.tla, *.svg",
    },
    {
      name: "coverage",
      type: "flag",
      help: "our engine: also which actions were never taken, which conjuncts never true",
    },
    {
      name: "coverage-report",
      type: "string",
      value: "FILE",
      help: "with --coverage: the modules' text with counts; a page if FILE ends in .html",
    },
    {
      name: "emit",
      type: "string",
      value: "FILE",
      help: "our engine: write the model as JavaScript, and check nothing",
    },
    {
      name: "without",
      type: "string",
      value: "CHECK",
      multiple: true,
      help:
        "of a generated hybrid: take away a receivers' check (exist, guard, out, prefix, fork), or what else is " +
        "relied on (signed, fresh, authentic, unique)",
    },
    { name: "exhaust", type: "flag", help: "with --without: shortest attack first, no random search before" },
    { name: "json", type: "flag", help: "print the outcome as JSON, and nothing else on standard output" },
  ],
  examples: [
    "check specs/mine",
    "check specs/mine --model small --engine both",
    "check Spec.tla --time-limit 60 --max-states 1000000",
    "check Spec.tla --simulate 500 --depth 30 --seed 1",
    "check Spec.tla --reach 'Len(queue) = 3'",
    "check Spec.tla --checkpoint spec.kept --time-limit 3600",
    "check Spec.tla --resume spec.kept",
    "check Spec.tla --export bad.json",
    "check Spec.tla --replay bad.json",
    "check specs/mine/hybrid --without prefix",
  ],
  exitCodes: [
    Exit.ok,
    Exit.rejected,
    Exit.badInput,
    Exit.usage,
    Exit.toolMissing,
    Exit.limit,
    Exit.bug,
    Exit.interrupted,
  ],
  run,
};
