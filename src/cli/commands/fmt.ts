import { createTwoFilesPatch } from "diff";
import { readText, writeAtomic } from "../../host/files.js";
import { basename, dirname, resolve } from "../../host/paths.js";
import { capture } from "../../host/process.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { ParsedModule } from "../../tla/ast.js";
import { fingerprint, formatModule, type KeptUnit, reasonText } from "../../tla/format.js";
import { parseModule } from "../../tla/parse.js";
import { placeOf } from "../../tla/place.js";
import { type Command, type Context, type Io, UsageError } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const all: Diagnostic[] = [];
  let differs = false;
  for (const path of args.positionals) {
    const file = resolve(io.cwd, path);
    const source = await readText(file);
    const { parsed, diagnostics } = parseModule(file, source);
    printDiagnostics(diagnostics, io);
    all.push(...diagnostics);
    if (parsed === undefined) continue;
    const old = args.flag("all") ? undefined : await before(file, args.string("against"), io);
    const known = new Set(old?.module.units.map(fingerprint));
    const width = args.number("width") ?? 100;
    const { text, changed, kept } = formatModule(parsed, (unit) => !known.has(fingerprint(unit)), width);
    printDiagnostics(
      kept.map((k) => leftAlone(parsed, k)),
      io,
    );
    if (args.flag("stdout")) io.stdout.write(text);
    else if (changed.length === 0) continue;
    else if (args.flag("check")) {
      differs = true;
      const name = displayPath(file, io.cwd);
      io.stdout.write(createTwoFilesPatch(name, name, source, text, undefined, undefined, { context: 2 }));
    } else {
      await writeAtomic(file, text);
      const units = `${changed.length} ${changed.length === 1 ? "unit" : "units"}`;
      io.stderr.write(`${displayPath(file, io.cwd)}: ${units} printed afresh\n`);
    }
  }
  const code = exitFor(all);
  return code === Exit.ok && differs ? Exit.rejected : code;
}

/** The text that the file is compared with: a file, a revision of git, or what git has checked out. */
async function before(file: string, against: string | undefined, io: Io): Promise<ParsedModule | undefined> {
  if (against?.endsWith(".tla")) return parsedOrNone(against, await readText(resolve(io.cwd, against)));
  const revision = `${against ?? "HEAD"}:./${basename(file)}`;
  const { end, stdout } = await capture("git", ["show", revision], { cwd: dirname(file), signal: io.signal });
  if (end.kind === "exited" && end.exitCode === 0) return parsedOrNone(file, stdout);
  throw new UsageError(
    `cannot tell which parts of ${displayPath(file, io.cwd)} are new: git has no ${revision}`,
    "give the older text with --against FILE.tla or --against REVISION, or print everything with --all",
  );
}

function parsedOrNone(file: string, text: string): ParsedModule | undefined {
  return parseModule(file, text).parsed;
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
    "stays. The older text is what git has (HEAD), a revision or a file (--against), or nothing (--all). Two units are the",
    "same when they say the same, whatever their layout. Comments stay with the list item that they describe; a unit with",
    "a comment inside an expression is left alone. Files are replaced as a whole or not at all.",
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
