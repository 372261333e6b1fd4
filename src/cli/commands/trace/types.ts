import { readText, writeAtomic } from "../../../host/files.js";
import { basename, resolve } from "../../../host/paths.js";
import { traceTypesText } from "../../../record/types-text.js";
import { loadSpec } from "../../../spec/modules.js";
import { structureOf } from "../../../structure/structure.js";
import { type Cfg, parseCfg } from "../../../tla/cfg.js";
import { listModels, locateModel, locateSpec, type Specification } from "../../../tlc/locate.js";
import type { Context } from "../../command.js";
import { Exit, type ExitCode, exitFor } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
import type { TraceTask } from "../trace.js";

/** `trace types SPEC`: TypeScript types of what can be recorded. */
export const types: TraceTask = { usage: "SPEC [-o FILE]", positionals: { min: 1, max: 1 }, run };

async function run({ io, args }: Context, [path = "."]: readonly string[]): Promise<ExitCode> {
  const located = await locateSpec(path, io.cwd);
  const { spec, diagnostics } = await loadSpec(located.file, io.cwd);
  const cfg = await cfgOf(located, args.string("model"));
  const found = spec === undefined ? undefined : structureOf(spec, cfg === undefined ? {} : { cfg });
  // What could be better in the specification is not asked for here.
  const all = [...diagnostics, ...(found?.diagnostics ?? [])].filter((d) => d.severity !== "info");
  printDiagnostics(all, io);
  if (found === undefined) return exitFor(all);
  const header = `// What can be recorded of ${basename(located.file)}; made by bumblebee trace types, not to be edited.`;
  const text = traceTypesText(found.structure, header);
  const output = args.string("output");
  if (output === undefined) {
    io.stdout.write(text);
    return Exit.ok;
  }
  const file = resolve(io.cwd, output);
  await writeAtomic(file, text);
  io.stdout.write(`${displayPath(file, io.cwd)}\n`);
  return Exit.ok;
}

async function cfgOf(spec: Specification, name: string | undefined): Promise<Cfg | undefined> {
  const models = await listModels(spec);
  if (name === undefined && !models.some((m) => m.name === spec.module)) return undefined;
  const model = await locateModel(spec, name);
  return parseCfg(model.cfgFile, await readText(model.cfgFile)).cfg;
}
