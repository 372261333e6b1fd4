import { createTwoFilesPatch } from "diff";
import { readForEditing, readText, replaceText } from "../../host/files.js";
import { basename, dirname, resolve } from "../../host/paths.js";
import { capture } from "../../host/process.js";
import { locate } from "../../pluscal/locate.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import type { ParsedModule, Unit } from "../../tla/ast.js";
import { fingerprint, formatModule, type KeptUnit, reasonText } from "../../tla/format.js";
import { parseModule } from "../../tla/parse.js";
import { placeOf } from "../../tla/place.js";
import { type Command, type Context, type Io, UsageError } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, faultsOf, printDiagnostics } from "../print.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  for (const [one, other] of [
    ["check", "stdout"],
    ["all", "against"],
  ] as const) {
    if (args.flag(one) && args.flag(other)) {
      throw new UsageError(`--${one} and --${other} exclude each other`, "give one of them");
    }
  }
  const all: Diagnostic[] = [];
  let differs = false;
  for (const path of args.positionals) {
    const file = resolve(io.cwd, path);
    try {
      const { found, differs: here } = await format(file, { io, args });
      all.push(...found);
      differs ||= here;
    } catch (error) {
      const faults = faultsOf(error);
      if (faults === undefined) throw error;
      printDiagnostics(faults, io);
      all.push(...faults);
    }
  }
  const code = exitFor(all);
  return code === Exit.ok && differs ? Exit.rejected : code;
}

interface Outcome {
  /** Faults of the module. */
  readonly found: readonly Diagnostic[];
  /** With --check: whether printing it would change it. */
  readonly differs: boolean;
}

async function format(file: string, { io, args }: Context): Promise<Outcome> {
  const { text: source, mark } = await readForEditing(file);
  const { parsed, diagnostics: found } = parseModule(file, source);
  printDiagnostics(found, io);
  if (parsed === undefined) return { found, differs: false };
  const old = args.flag("all") ? undefined : await before(file, args.string("against"), io);
  const known = new Set(old?.module.units.map(fingerprint));
  // What a translator wrote stays as it wrote it: it notes a checksum of the text.
  const { start, end } = locate(source).translation?.body ?? { start: 0, end: 0 };
  const isTranslated = (unit: Unit): boolean => unit.span.start >= start && unit.span.end <= end;
  const chosen = (unit: Unit): boolean => !isTranslated(unit) && !known.has(fingerprint(unit));
  const { text, changed, kept } = formatModule(parsed, chosen, args.number("width") ?? 100);
  printDiagnostics(
    kept.map((k) => leftAlone(parsed, k)),
    io,
  );
  const name = displayPath(file, io.cwd);
  if (args.flag("stdout")) io.stdout.write(`${mark}${text}`);
  else if (changed.length === 0) return { found, differs: false };
  else if (args.flag("check")) {
    io.stdout.write(createTwoFilesPatch(name, name, source, text, undefined, undefined, { context: 2 }));
    return { found, differs: true };
  } else {
    await replaceText(file, `${mark}${text}`);
    const units = `${changed.length} ${changed.length === 1 ? "unit" : "units"}`;
    io.stderr.write(`${name}: ${units} printed afresh\n`);
  }
  return { found, differs: false };
}

/** The module that the file is compared with: of a file, of a revision, or what git has; undefined if git has none. */
async function before(file: string, against: string | undefined, io: Io): Promise<ParsedModule | undefined> {
  if (against?.endsWith(".tla")) {
    const path = resolve(io.cwd, against);
    return older(path, await readText(path), displayPath(path, io.cwd));
  }
  const git = (...args: readonly string[]) => capture("git", args, { cwd: dirname(file), signal: io.signal });
  const revision = against ?? "HEAD";
  const shown = await git("show", `${revision}:./${basename(file)}`);
  if (io.signal.aborted) throw new Error("interrupted");
  if (shown.end.kind === "exited" && shown.end.exitCode === 0) {
    return older(file, shown.stdout.replace(/^\ufeff/, ""), `${displayPath(file, io.cwd)} at ${revision}`);
  }
  const repository = await git("rev-parse", "--is-inside-work-tree");
  const inside = repository.end.kind === "exited" && repository.end.exitCode === 0;
  const found = inside ? await git("rev-parse", "--verify", "--quiet", `${revision}^{commit}`) : undefined;
  const isKnown = found?.end.kind === "exited" && found.end.exitCode === 0;
  // A file that the revision does not have is new; before the first commit all are.
  if (isKnown || (inside && against === undefined)) return undefined;
  throw cannotTell(displayPath(file, io.cwd), whyNot(shown.end.kind === "not-installed", inside, revision));
}

function whyNot(isMissing: boolean, inside: boolean, revision: string): string {
  if (isMissing) return "there is no git on the PATH";
  return inside ? `git knows no revision ${revision}` : "it is in no git repository";
}

function cannotTell(name: string, why: string): UsageError {
  return new UsageError(
    `cannot tell which parts of ${name} are new: ${why}`,
    "give the older text with --against FILE.tla or --against REVISION, or print everything with --all",
  );
}

function older(file: string, text: string, name: string): ParsedModule {
  const { parsed, diagnostics } = parseModule(file, text);
  const [fault] = diagnostics;
  if (parsed !== undefined) return parsed;
  const line = fault?.place === undefined ? "" : ` (line ${fault.place.line}: ${fault.message})`;
  throw new DiagnosticError([
    {
      code: "fmt/older-text",
      severity: "error",
      message: `the older text, ${name}, has faults of syntax, so it cannot be told what is new${line}`,
      hint: "give another with --against, or print everything with --all",
    },
  ]);
}

function leftAlone(parsed: ParsedModule, kept: KeptUnit): Diagnostic {
  const node = kept.comment ?? kept.unit;
  return {
    code: "fmt/left-alone",
    severity: "info",
    message: `left as it is: ${reasonText(kept)}`,
    place: placeOf(parsed.file, parsed.source, { start: node.span.start, end: node.span.start + 1 }),
  };
}

export const command: Command = {
  name: "fmt",
  summary: "print the new parts of modules consistently, and leave the rest alone",
  usage: "FILE… [--against OLD] [--all] [--check] [--stdout] [--width N]",
  description: [
    "Prints every unit (definition, declaration, …) that the older text does not have, and no other: hand-written layout",
    "stays. The older text is what git has (HEAD), a revision or a file (--against), or nothing (--all, or a file that git",
    "does not have). Two units are the same when they say the same, whatever their layout. Comments stay with the list item",
    "that they describe; a unit with a comment inside an expression is left alone and named, and so is a nested module. The",
    "translation of a PlusCal algorithm is never touched. Files are replaced as a whole or not at all.",
  ],
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  options: [
    { name: "against", type: "string", value: "OLD", help: "an older .tla file, or a revision of git" },
    { name: "all", type: "flag", help: "print every unit" },
    { name: "check", type: "flag", help: "change nothing, show the difference, exit 1 if there is one" },
    { name: "stdout", type: "flag", help: "write the module to standard output instead of the file" },
    { name: "width", type: "number", value: "N", min: 20, help: "columns (100)" },
  ],
  examples: ["fmt Spec.tla", "fmt Spec.tla --against main --check", "fmt Generated.tla --all"],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage],
  run,
};
