import { pathKind, readText } from "../host/files.js";
import { join } from "../host/paths.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { ParsedModule } from "../tla/ast.js";
import { type Cfg, parseCfg } from "../tla/cfg.js";
import { parseModule } from "../tla/parse.js";
import type { Model } from "./locate.js";
import { checkModel, declared, STANDARD_MODULES } from "./model.js";

export interface LoadedModel {
  readonly cfg: Cfg;
  /** Faults of the model, and where it does not fit its module. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a model and checks it against its module and the modules beside it. Faults in the modules themselves are left
 * to SANY, whose word counts: a module that our parser cannot read is not checked against.
 */
export async function loadModel(dir: string, model: Model): Promise<LoadedModel> {
  const { cfg, diagnostics } = parseCfg(model.cfgFile, await readText(model.cfgFile));
  if (diagnostics.some((d) => d.severity === "error")) return { cfg, diagnostics };
  const modules = new Map<string, ParsedModule>();
  const root = await parseInto(modules, dir, model.module);
  if (root === undefined) return { cfg, diagnostics };
  const names = declared(root, (name) => modules.get(name));
  return { cfg, diagnostics: [...diagnostics, ...checkModel(cfg, root, names, STANDARD_MODULES)] };
}

/** Parses a module and, over EXTENDS and INSTANCE, those beside it. */
async function parseInto(
  modules: Map<string, ParsedModule>,
  dir: string,
  name: string,
): Promise<ParsedModule | undefined> {
  const before = modules.get(name);
  if (before !== undefined) return before;
  const file = join(dir, `${name}.tla`);
  if ((await pathKind(file)) !== "file") return undefined;
  const { parsed, diagnostics } = parseModule(file, await readText(file));
  if (parsed === undefined || diagnostics.some((d) => d.severity === "error")) return undefined;
  modules.set(name, parsed);
  for (const unit of parsed.module.units) {
    if (unit.kind === "Extends")
      for (const module of unit.modules) await parseInto(modules, dir, module.text);
    if (unit.kind === "Instance") await parseInto(modules, dir, unit.module.text);
  }
  return parsed;
}
