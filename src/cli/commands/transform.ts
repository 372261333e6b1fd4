import { basename, join, relative, resolve } from "node:path";
import { makeDirectory, withTempDir, writeAtomic } from "../../host/files.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import { type Artifact, artifactsOf, changedLines, doneLines } from "../../transform/artifacts.js";
import type { Finished } from "../../verify/execute.js";
import { cannotRun } from "../../verify/faults.js";
import { hybridSetting, runOriginal } from "../../verify/hybrid.js";
import { type LoadedSubject, loadSubject } from "../../verify/subject.js";
import type { Command, Context, Io } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { passGates } from "../gates.js";
import { displayPath, printDiagnostics } from "../print.js";
import { liveReporter } from "../runs.js";
import { extensionsOf, strategyOf, strategyOption, withOption } from "../strategy.js";

/** A liar's alphabet is what the original says in all its states; without them there is no model to write. */
function needVerdict(model: string, { outcome, row }: Finished): void {
  if (outcome.kind === "holds") return;
  if (outcome.kind === "spec-fault") throw new DiagnosticError(outcome.diagnostics);
  if (outcome.kind === "unsupported") throw new DiagnosticError(outcome.diagnostics);
  if (outcome.kind === "not-installed" || outcome.kind === "crashed") throw cannotRun.tool(row.result);
  throw cannotRun.original(model, row.result);
}

/** Models beside the hybrid: the default one and the smallest, with the alphabets that the original shows. */
async function modelsOf(
  context: Context,
  subject: LoadedSubject,
): Promise<Parameters<typeof artifactsOf>[3]> {
  const checker = await checkerFor(context.io, context.args, engineChoice(context.args) ?? "auto");
  const report = liveReporter(context.io);
  const names = [subject.defaultModel, ...(subject.models.has("small") ? ["small"] : [])];
  try {
    return await withTempDir(async (dir) => {
      const out: {
        model: Awaited<ReturnType<typeof hybridSetting>>["model"];
        invariants: readonly string[];
        bound: string;
      }[] = [];
      for (const name of new Set(names)) {
        const original = await runOriginal(subject, name, dir, checker, report);
        context.io.signal.throwIfAborted();
        needVerdict(name, original.finished);
        out.push(await hybridSetting(subject, name, original.seen, original.distinct, dir));
      }
      return out;
    });
  } finally {
    report.close();
  }
}

export async function writeHybrid(
  context: Context,
  subject: LoadedSubject,
  folder: string,
): Promise<readonly Artifact[]> {
  // First of all: what takes minutes to find is not to be lost to a folder that cannot be made.
  await makeDirectory(folder);
  const models = context.args.flag("no-models") ? [] : await modelsOf(context, subject);
  const origin = {
    file: basename(subject.spec.file),
    relative: relative(folder, subject.spec.file),
    sha256: subject.sha256,
  };
  const artifacts = artifactsOf(subject.protocol, subject.hybrid, origin, models, subject.extensions);
  for (const a of artifacts) await writeAtomic(join(folder, a.path), a.text);
  return artifacts;
}

async function dump(io: Io, subject: LoadedSubject, folder: string): Promise<void> {
  await makeDirectory(folder);
  for (const [k, stage] of subject.hybrid.stages.entries()) {
    const file = join(folder, `${String(k + 1).padStart(2, "0")}-${stage.pass.name}.tla`);
    await writeAtomic(file, stage.text);
    io.stdout.write(`${displayPath(file, io.cwd)}: ${stage.pass.summary}\n`);
  }
}

/** Beside the specification, one folder a strategy. */
const folderOf = ({ hybrid }: LoadedSubject): string =>
  hybrid.strategy.kind === "history" ? "hybrid" : hybrid.strategy.kind;

async function run(context: Context): Promise<ExitCode> {
  const { io, args } = context;
  const subject = await loadSubject(
    args.positionals[0] ?? ".",
    io.cwd,
    args.number("byzantine") ?? 1,
    strategyOf(args),
    extensionsOf(args),
  );
  printDiagnostics(subject.diagnostics, io);
  if (!args.flag("no-models")) await passGates(subject, io);
  const dumpTo = args.string("dump");
  if (dumpTo !== undefined) await dump(io, subject, resolve(io.cwd, dumpTo));
  const folder = resolve(io.cwd, args.string("output") ?? join(subject.spec.dir, folderOf(subject)));
  const artifacts = await writeHybrid(context, subject, folder);
  for (const line of doneLines(subject.extensions, (place) => `line ${place.line}`))
    io.stdout.write(`${line}\n`);
  const [first, last] = [subject.hybrid.stages[0], subject.hybrid.stages.at(-1)];
  const { added, removed } = changedLines(first?.text ?? "", last?.text ?? "");
  io.stdout.write(`${subject.hybrid.name}: ${added} lines added to the normal form, ${removed} removed\n`);
  for (const a of artifacts) io.stdout.write(`  ${displayPath(join(folder, a.path), io.cwd)}\n`);
  return Exit.ok;
}

export const command: Command = {
  name: "transform",
  summary: "rewrite a crash-tolerant specification into its hybrid",
  usage: "SPEC [--strategy NAME] [-o DIR] [--dump DIR]",
  description: [
    "Writes the hybrid specification with its models, the assumptions made and a diff, into",
    "SPEC/hybrid or DIR. For the models the original is checked, to bound a liar's alphabet by what it says; --no-models",
    "leaves them out.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    {
      name: "output",
      short: "o",
      type: "string",
      value: "DIR",
      help: "where to write (default: SPEC/hybrid, or SPEC/counters)",
    },
    { name: "dump", type: "string", value: "DIR", help: "also write the module after each pass" },
    strategyOption,
    withOption,
    { name: "byzantine", type: "number", help: "how many nodes lie in the models (default: 1)" },
    { name: "no-models", type: "flag", help: "write the specification only, and check nothing" },
    engineOption("auto"),
    { name: "workers", short: "w", type: "number", help: "TLC's worker threads (default: one per core)" },
  ],
  examples: ["transform specs/mine", "transform specs/mine --dump passes --no-models"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage, Exit.toolMissing, Exit.interrupted],
  run,
};
