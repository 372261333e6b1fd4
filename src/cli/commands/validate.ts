import { join, resolve } from "node:path";
import { stopwatch } from "../../host/clock.js";
import { listDirectory, pathKind, readText } from "../../host/files.js";
import { DiagnosticError, unreachable } from "../../report/diagnostic.js";
import { progressLine } from "../../report/progress.js";
import { duration } from "../../report/table.js";
import { cfgItems } from "../../tla/cfg.js";
import { parseValue, type Value } from "../../tla/value.js";
import { showVerdict } from "../../trace/show.js";
import { type ValidateOptions, type Verdict, validate } from "../../trace/validate.js";
import { type LoadedSubject, loadSubject } from "../../verify/subject.js";
import { type Args, type Command, type Context, type Io, UsageError } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode, exitOf } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { reportOptions } from "./validate/reports.js";

/** The logs named: files, and the `.jsonl` files of directories. */
async function logFiles(paths: readonly string[], cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths.map((p) => resolve(cwd, p))) {
    if ((await pathKind(path)) !== "directory") files.push(path);
    else
      for (const name of await listDirectory(path)) if (name.endsWith(".jsonl")) files.push(join(path, name));
  }
  return files;
}

/** `--constant NAME=VALUE`, the value in TLA+. */
function givenConstants(args: Args, known: readonly string[]): ReadonlyMap<string, Value> {
  const given = new Map<string, Value>();
  for (const text of args.all("constant")) {
    const [, name, value] = /^\s*(\w+)\s*=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`--constant needs NAME=VALUE, not \`${text}\``);
    if (!known.includes(name)) throw new UsageError(`the specification has no constant ${name}`);
    given.set(name, parseValue(value.trim(), `--constant ${name}`));
  }
  return given;
}

function modelEntries(subject: LoadedSubject, name: string | undefined) {
  const wanted = name ?? subject.defaultModel;
  const cfg = subject.models.get(wanted) ?? subject.models.get(`${subject.protocol.module}.${wanted}`);
  if (cfg !== undefined) return cfgItems(cfg);
  throw new UsageError(`there is no model ${wanted}; there are ${[...subject.models.keys()].join(", ")}`);
}

function optionsOf(args: Args, subject: LoadedSubject): ValidateOptions {
  const names = args
    .string("nodes")
    ?.split(",")
    .filter((n) => n !== "");
  return {
    byzantine: args.all("byzantine").flatMap((n) => n.split(",")),
    constants: givenConstants(
      args,
      subject.protocol.constants.map((c) => c.name),
    ),
    partial: args.flag("partial"),
    ...(names === undefined ? {} : { nodes: names }),
  };
}

async function run({ io, args }: Context): Promise<ExitCode> {
  if (args.string("mapping") !== undefined) {
    const { validateWithMapping } = await import("./validate-mapping.js");
    return validateWithMapping({ io, args });
  }
  const [spec, ...more] = args.positionals;
  if (spec === undefined)
    throw new UsageError("the specification is missing", "usage: bumblebee validate SPEC");
  const subject = await loadSubject(spec, io.cwd);
  const options = optionsOf(args, subject);
  const files = await logFiles([...args.all("trace"), ...more], io.cwd);
  const texts: { file: string; text: string }[] = [];
  for (const file of files) texts.push({ file, text: await readText(file) });
  const { protocol, hybrid, mapping } = subject;
  const reference = { protocol, hybrid, mapping, cfg: modelEntries(subject, args.string("model")) };
  const elapsed = stopwatch();
  const live = progressLine(io.stderr, elapsed);
  const timer = setInterval(() => live.update(`validating: ${duration(elapsed())}`), 500);
  let verdict: Verdict;
  try {
    verdict = await validate(reference, texts, options, () =>
      checkerFor(io, args, engineChoice(args) ?? "auto"),
    );
  } finally {
    clearInterval(timer);
    live.clear();
  }
  if (verdict.kind === "no-answer" && "diagnostics" in verdict.outcome)
    throw new DiagnosticError(verdict.outcome.diagnostics);
  print(io, verdict, args.flag("json"));
  return exitCode(verdict);
}

function print(io: Io, verdict: Verdict, asJson: boolean): void {
  if (verdict.kind === "unreadable") printDiagnostics(verdict.diagnostics, io);
  const lines = asJson
    ? [JSON.stringify(verdict, null, 2)]
    : showVerdict(verdict, (file) => displayPath(file, io.cwd));
  io.stdout.write(`${lines.join("\n")}\n`);
}

function exitCode(verdict: Verdict): ExitCode {
  switch (verdict.kind) {
    case "accepted":
      return Exit.ok;
    case "rejected":
    case "unreadable":
      return Exit.rejected;
    case "no-answer":
      return exitOf(verdict.outcome);
    default:
      return unreachable(verdict);
  }
}

export const command: Command = {
  name: "validate",
  summary: "check logs of running replicas against the specification",
  usage: "SPEC --trace FILE... [--byzantine NODE], or: LOG... --mapping FILE [--spec SPEC]",
  description: [
    "Merges the logs of the correct replicas and takes every recorded step in the hybrid of SPEC: each must be",
    "allowed, and change and send exactly what was recorded. What a Byzantine node did is known from the correct ones",
    "that accepted it. A directory stands for its .jsonl files. The constants are those of the model, changed by the",
    "mapping file's `run` and by --constant.",
    "With --mapping, logs of anything are matched with any specification, as the mapping file says: see docs/validate.md.",
  ],
  positionals: { min: 0, max: Number.MAX_SAFE_INTEGER },
  options: [
    { name: "mapping", type: "string", value: "FILE", help: "what the lines mean: for logs of any program" },
    {
      name: "spec",
      type: "string",
      value: "SPEC",
      help: "the specification, with --mapping (default: the mapping's)",
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
      help: "with --mapping: nothing after this line (or FILE:LINE) is looked at",
    },
    { name: "no-hints", type: "flag", help: "with --mapping: no search for what would have matched" },
    ...reportOptions,
    {
      name: "trace",
      type: "string",
      value: "FILE",
      multiple: true,
      help: "a replica's log; more may follow",
    },
    {
      name: "byzantine",
      type: "string",
      value: "NODE",
      multiple: true,
      help: "a node whose own log is not to be believed",
    },
    { name: "nodes", type: "string", value: "A,B,C", help: "all nodes (default: the model's)" },
    { name: "model", short: "m", type: "string", value: "NAME", help: "the model with the constants" },
    {
      name: "constant",
      type: "string",
      value: "NAME=VALUE",
      multiple: true,
      help: "a constant's value in the run, in TLA+",
    },
    engineOption("auto"),
    { name: "partial", type: "flag", help: "logs may break off (replicas that were killed)" },
    { name: "json", type: "flag", help: "print the verdict as JSON" },
  ],
  examples: [
    "validate specs/mine --trace logs",
    "validate run.ndjson --mapping run.mapping.json --spec Mine.tla",
    "validate specs/mine --trace s1.jsonl s2.jsonl --byzantine s3 --constant MaxTerm=100",
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
