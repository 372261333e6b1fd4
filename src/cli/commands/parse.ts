import { resolve } from "node:path";
import { readText } from "../../host/files.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { parseCfg } from "../../tla/cfg.js";
import { parseModule } from "../../tla/parse.js";
import type { Command, Context } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const all: Diagnostic[] = [];
  for (const path of args.positionals) {
    const file = resolve(io.cwd, path);
    const source = await readText(file);
    const { diagnostics } = file.endsWith(".cfg") ? parseCfg(file, source) : parseModule(file, source);
    all.push(...diagnostics);
    printDiagnostics(diagnostics, io);
    const errors = diagnostics.filter((d) => d.severity === "error").length;
    const verdict = errors === 0 ? "ok" : `${errors} ${errors === 1 ? "error" : "errors"}`;
    io.stdout.write(`${displayPath(file, io.cwd)}: ${verdict}\n`);
  }
  return exitFor(all);
}

export const command: Command = {
  name: "parse",
  summary: "read TLA+ modules and models, and report every fault",
  usage: "FILE…",
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  options: [],
  examples: ["parse Spec.tla", "parse Spec.tla Spec.cfg"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage],
  run,
};
