/** Constant expressions evaluated by the engine, by the whole way from text to compiled code. */
import { compileLowered } from "../../../src/engine/compile.js";
import { lowerModel } from "../../../src/engine/lowered.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { loadText } from "../../../src/spec/modules.js";
import { parseCfg } from "../../../src/tla/cfg.js";

/** A module without variables, compiled; its assumptions are the cases. Throws with the diagnostics of what is refused. */
export async function compiledText(
  name: string,
  text: string,
  cfg: string,
  dir: string,
): Promise<CompiledModel> {
  const loaded = await loadText(`${name}.tla`, text, dir);
  if (loaded.spec === undefined) throw new Error(loaded.diagnostics.map((d) => d.message).join("; "));
  const { linked } = linkCfg(loaded.spec, parseCfg("M.cfg", cfg).cfg);
  const { model, diagnostics } = compileLowered(lowerModel(loaded.spec, linked));
  if (model === undefined) {
    throw new Error(diagnostics.map((d) => `${d.place?.line}: ${d.message}`).join("; "));
  }
  return model;
}
