/** The logs of replicas that a command line names, and the specification that they were generated from. */
import { listDirectory, pathKind, readText } from "../../host/files.js";
import { join, resolve } from "../../host/paths.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { cfgItems } from "../../tla/cfg.js";
import { parseValue, type Value } from "../../tla/value.js";
import { type ReadyRun, readyRun, type ValidateOptions } from "../../trace/validate.js";
import { invariantsOf, type LoadedSubject, loadSubject } from "../../verify/subject.js";
import { type Args, type Context, type OptionSpec, UsageError } from "../command.js";

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

export const replicaOptions: readonly OptionSpec[] = [
  {
    name: "byzantine",
    type: "string",
    value: "NODE",
    multiple: true,
    help: "of replicas: a node whose own log is not to be believed",
  },
  { name: "nodes", type: "string", value: "A,B,C", help: "of replicas: all nodes (default: the model's)" },
  {
    name: "constant",
    type: "string",
    value: "NAME=VALUE",
    multiple: true,
    help: "of replicas: a constant's value in the run, in TLA+",
  },
  { name: "partial", type: "flag", help: "of replicas: logs may break off (they were killed)" },
];

/** The logs named: files, and the `.jsonl` files of directories, as replicas write them. */
async function logFiles(paths: readonly string[], cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths.map((p) => resolve(cwd, p))) {
    if ((await pathKind(path)) !== "directory") files.push(path);
    else
      for (const name of await listDirectory(path)) if (name.endsWith(".jsonl")) files.push(join(path, name));
  }
  return files;
}

/** With --spec all that is named are logs; else the first is the specification. */
export async function replicaRun(
  { io, args }: Context,
  paths: readonly string[],
): Promise<{
  readonly ready: ReadyRun | undefined;
  /** The specification, as it was given. */
  readonly spec: string;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const given = args.string("spec");
  const [spec, ...more] = given === undefined ? paths : [given, ...paths];
  if (spec === undefined)
    throw new UsageError("the specification is missing", "usage: bumblebee validate SPEC");
  const subject = await loadSubject(spec, io.cwd);
  const options = optionsOf(args, subject);
  const files = await logFiles(more, io.cwd);
  const texts: { file: string; text: string }[] = [];
  for (const file of files) texts.push({ file, text: await readText(file) });
  const { protocol, hybrid, mapping } = subject;
  const cfg = modelEntries(subject, args.string("model"));
  const reference = { protocol, hybrid, mapping, cfg, invariants: invariantsOf(subject) };
  const ready = await readyRun(reference, texts, options);
  return "diagnostics" in ready
    ? { ready: undefined, spec, diagnostics: ready.diagnostics }
    : { ready, spec, diagnostics: [] };
}
