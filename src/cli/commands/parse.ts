import { makeDirectory, readText, writeAtomic } from "../../host/files.js";
import { ownVersion } from "../../host/package.js";
import { basename, dirname, join, resolve } from "../../host/paths.js";
import { pluscalStatus } from "../../pluscal/status.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { jsonReport } from "../../report/json.js";
import { renderSarif } from "../../report/sarif.js";
import { linkCfg } from "../../resolve/cfg.js";
import { type TreeNode, treeOf, treeText } from "../../resolve/tree.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import { loadSpec, loadText } from "../../spec/modules.js";
import type { ParsedModule } from "../../tla/ast.js";
import { parseCfg } from "../../tla/cfg.js";
import { parseModule } from "../../tla/parse.js";
import { type Command, type Context, type Io, UsageError } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, faultsOf, printDiagnostics } from "../print.js";

/** What was found of one file. */
interface FileResult {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly tree: TreeNode | undefined;
}

interface Options {
  readonly check: boolean;
  readonly tree: boolean;
  readonly searchPath: readonly string[];
}

async function run({ io, args }: Context): Promise<ExitCode> {
  const formats = ["json", "sarif"].filter((f) => args.flag(f));
  if (formats.length > 1) throw new UsageError("--json and --sarif exclude each other", "give one of them");
  const options: Options = {
    check: args.flag("check"),
    tree: args.flag("tree"),
    searchPath: args.all("include"),
  };
  const results: FileResult[] = [];
  for (const path of args.positionals) {
    const file = resolve(io.cwd, path);
    const translated = args.flag("translate") && file.endsWith(".tla");
    const result = await orFaults(file, () =>
      translated ? readTranslated(file, { io, args }, options) : readFileAt(file, io, options),
    );
    results.push(result);
    if (formats.length === 0) show(result, io);
  }
  const all = results.flatMap((r) => r.diagnostics);
  if (args.flag("json")) io.stdout.write(asJson(results, io));
  if (args.flag("sarif")) io.stdout.write(renderSarif(all, { version: ownVersion(), cwd: io.cwd }));
  return exitFor(all);
}

/** What cannot be read is a fault of its file: the others are read all the same. */
async function orFaults(file: string, read: () => Promise<FileResult>): Promise<FileResult> {
  try {
    return await read();
  } catch (error) {
    const diagnostics = faultsOf(error);
    if (diagnostics === undefined) throw error;
    return { file, diagnostics, tree: undefined };
  }
}

function show({ file, diagnostics, tree }: FileResult, io: Io): void {
  printDiagnostics(diagnostics, io);
  if (tree !== undefined) io.stdout.write(treeText(tree));
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const verdict = errors === 0 ? "ok" : `${errors} ${errors === 1 ? "error" : "errors"}`;
  io.stdout.write(`${displayPath(file, io.cwd)}: ${verdict}\n`);
}

/** The report of all files, and for each file whether it has errors, and its tree. */
function asJson(results: readonly FileResult[], io: Io): string {
  const display = (file: string): string => displayPath(file, io.cwd);
  const report = jsonReport(
    results.flatMap((r) => r.diagnostics),
    display,
  );
  const files = results.map(({ file, diagnostics, tree }) => ({
    file: display(file),
    ok: !diagnostics.some((d) => d.severity === "error"),
    ...(tree === undefined ? {} : { tree }),
  }));
  // Blanks in front of each line of a deep tree would be most of the output.
  const blanks = results.some((r) => r.tree !== undefined) ? 0 : 2;
  return `${JSON.stringify({ ...report, files }, null, blanks)}\n`;
}

async function readFileAt(file: string, io: Io, options: Options): Promise<FileResult> {
  if (file.endsWith(".cfg")) return await readCfg(file, io, options);
  if (!options.check) {
    const { parsed, diagnostics } = parseModule(file, await readText(file));
    return { file, diagnostics, tree: treeIf(options, parsed, undefined) };
  }
  const { root, spec, partial, diagnostics, texts } = await loadSpec(file, io.cwd, options);
  const text = texts.get(file);
  const pluscal = text === undefined ? [] : pluscalStatus(file, text).diagnostics;
  return { file, diagnostics: [...diagnostics, ...pluscal], tree: treeIf(options, root, spec ?? partial) };
}

/** Translates the PlusCal algorithm of a copy, and reads the copy in the file's place. */
async function readTranslated(file: string, context: Context, options: Options): Promise<FileResult> {
  const { io, args } = context;
  const source = await readText(file);
  // Only here are programs run: reading needs none of what runs them.
  const { translate } = await import("../../pluscal/translate.js");
  const { findTools } = await import("../tools.js");
  const { jar, java } = await findTools(io, args);
  const translator = { jar, java, env: io.env, signal: io.signal };
  const outcome = await translate(file, basename(file, ".tla"), source, translator);
  io.signal.throwIfAborted();
  if (outcome.kind === "failed") return { file, diagnostics: outcome.diagnostics, tree: undefined };
  const out = args.string("out");
  if (out !== undefined) {
    await makeDirectory(resolve(io.cwd, out));
    await writeAtomic(join(resolve(io.cwd, out), basename(file)), outcome.text);
  }
  io.stderr.write(`${displayPath(file, io.cwd)}: ${translationText[outcome.before]}\n`);
  const loaded = await loadText(file, outcome.text, io.cwd, options);
  const { root, spec, partial, diagnostics } = loaded;
  return { file, diagnostics, tree: treeIf(options, root, spec ?? partial) };
}

const translationText = {
  same: "its translation is what the translator writes",
  layout: "its translation differs from what the translator writes in layout only",
  different: "its translation is not what the translator writes now",
  absent: "it had no translation",
} as const;

function treeIf(
  { tree }: Options,
  parsed: ParsedModule | undefined,
  spec: ResolvedSpec | undefined,
): TreeNode | undefined {
  return tree && parsed !== undefined ? treeOf(parsed, spec) : undefined;
}

/** A model; with `check` its names are those of the module that it belongs to: `Spec.cfg`, `Spec.small.cfg` to `Spec.tla`. */
async function readCfg(file: string, io: Io, options: Options): Promise<FileResult> {
  const { cfg, diagnostics } = parseCfg(file, await readText(file));
  const faulty = diagnostics.some((d) => d.severity === "error");
  if (!options.check || faulty) return { file, diagnostics, tree: undefined };
  const stem = basename(file, ".cfg");
  const parts = stem.split(".");
  for (let n = parts.length; n > 0; n--) {
    const module = join(dirname(file), `${parts.slice(0, n).join(".")}.tla`);
    const loaded = await loadSpec(module, io.cwd, options);
    if (loaded.diagnostics.some((d) => d.code === "file/not-found")) continue;
    if (loaded.spec === undefined) {
      return { file, diagnostics: [...diagnostics, ...loaded.diagnostics], tree: undefined };
    }
    const linked = linkCfg(loaded.spec, cfg);
    return { file, diagnostics: [...diagnostics, ...linked.diagnostics], tree: undefined };
  }
  const lonely: Diagnostic = {
    code: "cfg/no-module",
    severity: "warning",
    message: `there is no module beside ${basename(file)} that it belongs to: its names are not checked`,
    hint: `put it beside ${parts[0]}.tla`,
  };
  return { file, diagnostics: [...diagnostics, lonely], tree: undefined };
}

export const command: Command = {
  name: "parse",
  summary: "read TLA+ modules and models, and report every fault",
  usage: "FILE… [--check] [--translate [--out DIR]] [--tree] [--json | --sarif] [-I DIR]",
  description: [
    "Reads every FILE: a module (.tla) or a model (.cfg). With --check also the modules that it needs: names are linked,",
    "arities and levels checked, and a model's names looked for in its module. Modules are looked for beside FILE, in the",
    "folders given with -I, and among the standard, community and proof modules that come with this tool. A PlusCal",
    "algorithm must have a translation that is current, as far as can be told without Java; --translate asks the official",
    "translator, on a copy.",
  ],
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  options: [
    { name: "check", type: "flag", help: "link names, check arities and levels" },
    {
      name: "translate",
      type: "flag",
      help: "translate the PlusCal algorithm of a copy (with Java), compare, and check the copy",
    },
    { name: "out", type: "string", value: "DIR", help: "with --translate: keep the translated copies there" },
    { name: "tree", type: "flag", help: "print the syntax tree; with --check what names mean, and levels" },
    { name: "json", type: "flag", help: "print diagnostics (and trees) as JSON" },
    { name: "sarif", type: "flag", help: "print diagnostics as SARIF 2.1.0, for code hosts and editors" },
    {
      name: "include",
      short: "I",
      type: "string",
      value: "DIR",
      multiple: true,
      help: "a folder to look for modules in; may be repeated",
    },
  ],
  examples: ["parse Spec.tla", "parse --check Spec.tla Spec.cfg", "parse --check --sarif Spec.tla -I lib"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage, Exit.toolMissing],
  run,
};
