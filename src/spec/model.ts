/** A model found on disk: read, and linked to its specification. */
import { readText } from "../host/files.js";
import { join } from "../host/paths.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { linkCfg } from "../resolve/cfg.js";
import { type Cfg, parseCfg } from "../tla/cfg.js";
import type { Model } from "../tlc/locate.js";
import { loadSpec } from "./modules.js";

export interface LoadedModel {
  readonly cfg: Cfg;
  readonly diagnostics: readonly Diagnostic[];
}

/** A model as its file has it; whether it fits its module is for those to say who link it. */
export async function readModel(model: Model): Promise<LoadedModel> {
  return parseCfg(model.cfgFile, await readText(model.cfgFile));
}

/**
 * Reads a model and links it to its module. Faults in the modules themselves are left to SANY, whose word counts: a
 * model is not checked against a module that we cannot read.
 */
export async function loadModel(dir: string, model: Model): Promise<LoadedModel> {
  const { cfg, diagnostics } = await readModel(model);
  if (diagnostics.some((d) => d.severity === "error")) return { cfg, diagnostics };
  const { spec } = await loadSpec(join(dir, `${model.module}.tla`), dir);
  if (spec === undefined) return { cfg, diagnostics };
  return { cfg, diagnostics: [...diagnostics, ...linkCfg(spec, cfg).diagnostics] };
}
