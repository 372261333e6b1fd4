import { basename, join, relative, resolve } from "node:path";
import { makeDirectory, withTempDir, writeAtomic } from "../../host/files.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { loadSpecification } from "../../spec/load.js";
import {
  type Artifact,
  artifactsOf,
  changedLines,
  differenceFile,
  doneLines,
  generatedBy,
} from "../../transform/artifacts.js";
import { sideBySide, sideBySideHtml, sideBySideText } from "../../transform/side-by-side.js";
import { EXHAUST_S, type Finished } from "../../verify/execute.js";
import { cannotRun, withoutEnd } from "../../verify/faults.js";
import { hybridSetting, runOriginal } from "../../verify/hybrid.js";
import { inputRemarks } from "../../verify/remarks.js";
import { type LoadedSubject, loadSubject, sourceOf } from "../../verify/subject.js";
import type { Command, Context, Io } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { passGates } from "../gates.js";
import { displayPath, printDiagnostics } from "../print.js";
import { liveReporter } from "../runs.js";
import { extensionsOf, strategyOf, strategyOption, withOption } from "../strategy.js";
import { whileTrying } from "../trying.js";

/** At their places in the user's files, not in the copies that were run. */
function atHome(diagnostics: readonly Diagnostic[], { spec, modules }: LoadedSubject): readonly Diagnostic[] {
  const files = new Map([spec.file, ...modules.map((m) => m.file)].map((f) => [basename(f), f]));
  return diagnostics.map((d) => {
    const file = d.place && files.get(basename(d.place.file));
    return withoutEnd(
      file === undefined || d.place === undefined ? d : { ...d, place: { ...d.place, file } },
    );
  });
}

/** A liar's alphabet is what the original says in all its states; without them there is no model to write. */
function needVerdict(subject: LoadedSubject, model: string, { outcome, row }: Finished): void {
  if (outcome.kind === "holds") return;
  if (outcome.kind === "spec-fault" || outcome.kind === "unsupported")
    throw new DiagnosticError(atHome(outcome.diagnostics, subject));
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
  const seconds = context.args.number("time-limit");
  const names = [subject.defaultModel, ...(subject.models.has("small") ? ["small"] : [])];
  try {
    return await withTempDir(async (dir) => {
      const out: {
        model: Awaited<ReturnType<typeof hybridSetting>>["model"];
        invariants: readonly string[];
        bound: string;
      }[] = [];
      for (const name of new Set(names)) {
        const original = await runOriginal(subject, name, dir, checker, report, seconds);
        context.io.signal.throwIfAborted();
        needVerdict(subject, name, original.finished);
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

/** A hybrid's own folder stands for its source everywhere else; it is not to be transformed again. */
async function refuseHybrid(path: string, cwd: string): Promise<void> {
  if ((await sourceOf(path, cwd)) === path) return;
  const { diagnostics } = await loadSpecification(path, { cwd });
  if (diagnostics.some((d) => d.severity === "error")) throw new DiagnosticError(diagnostics);
  throw cannotRun.hybridAlready(path);
}

/** Side by side on the terminal, or as a page. */
async function showDiff({ io, args }: Context, subject: LoadedSubject): Promise<void> {
  const page = args.string("diff-html");
  if (!args.flag("diff") && page === undefined) return;
  const rows = sideBySide(subject.protocol, subject.hybrid, subject.source);
  if (args.flag("diff")) io.stdout.write(sideBySideText(rows, io.stdout.columns));
  if (page === undefined) return;
  const line = generatedBy(basename(subject.spec.file), subject.sha256);
  const names = [subject.spec.module, subject.hybrid.name] as const;
  await writeAtomic(resolve(io.cwd, page), sideBySideHtml(rows, names, line));
  io.stdout.write(`${displayPath(resolve(io.cwd, page), io.cwd)}\n`);
}

async function run(context: Context): Promise<ExitCode> {
  const { io, args } = context;
  const path = args.positionals[0] ?? ".";
  await refuseHybrid(path, io.cwd);
  const loaded = await whileTrying(io, (trying) =>
    loadSubject(path, io.cwd, args.number("byzantine") ?? 1, strategyOf(args), extensionsOf(args), trying),
  );
  io.signal.throwIfAborted();
  const subject = { ...loaded, symmetric: args.flag("symmetry") };
  printDiagnostics([...subject.diagnostics, ...inputRemarks(subject)], io);
  if (!args.flag("no-models")) await passGates(subject, io);
  const dumpTo = args.string("dump");
  if (dumpTo !== undefined) await dump(io, subject, resolve(io.cwd, dumpTo));
  const folder = resolve(io.cwd, args.string("output") ?? join(subject.spec.dir, folderOf(subject)));
  const artifacts = await writeHybrid(context, subject, folder);
  for (const line of doneLines(subject.extensions, (place) => `line ${place.line}`))
    io.stdout.write(`${line}\n`);
  const changes = artifacts.find((a) => a.path === differenceFile(subject.hybrid));
  const { added, removed } = changedLines(changes?.text ?? "");
  io.stdout.write(`${subject.hybrid.name}: ${added} lines added to the normal form, ${removed} removed\n`);
  for (const a of artifacts) io.stdout.write(`  ${displayPath(join(folder, a.path), io.cwd)}\n`);
  await showDiff(context, subject);
  return Exit.ok;
}

export const command: Command = {
  name: "transform",
  summary: "rewrite a crash-tolerant specification into its hybrid",
  usage: "SPEC [--strategy NAME] [-o DIR] [--dump DIR] [--diff]",
  description: [
    "Writes the hybrid specification with its models, ASSUMPTIONS.md and a diff, into",
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
    { name: "diff", type: "flag", help: "show the specification and its hybrid side by side" },
    { name: "diff-html", type: "string", value: "FILE", help: "write that as a page" },
    strategyOption,
    withOption,
    { name: "byzantine", type: "number", help: "how many nodes lie in the models (default: 1)" },
    {
      name: "symmetry",
      type: "flag",
      help: "models count states once that differ in exchangeable values (correct nodes, clients' values)",
    },
    { name: "no-models", type: "flag", help: "write the specification only, and check nothing" },
    {
      name: "time-limit",
      type: "number",
      value: "SECONDS",
      help: `how long the check of the original may take, for each model (default: ${EXHAUST_S})`,
    },
    engineOption("auto"),
    { name: "workers", short: "w", type: "number", help: "TLC's worker threads (default: one per core)" },
  ],
  examples: ["transform specs/mine", "transform specs/mine --dump passes --no-models"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage, Exit.toolMissing, Exit.interrupted],
  run,
};
