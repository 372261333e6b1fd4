/** Lowered models for tests, of texts. */
import { type LoweringResult, lowerModel } from "../../../src/engine/lower/lowered.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { loadText } from "../../../src/spec/modules.js";
import { parseCfg } from "../../../src/tla/cfg.js";

export async function loweredText(module: string, cfg: string, file = "M.tla"): Promise<LoweringResult> {
  const loaded = await loadText(file, module, process.cwd());
  if (loaded.spec === undefined) throw new Error(loaded.diagnostics.map((d) => d.message).join("; "));
  const { linked } = linkCfg(loaded.spec, parseCfg("M.cfg", cfg).cfg);
  const lowering = lowerModel(loaded.spec, linked);
  if (lowering.model === undefined) throw new Error(lowering.diagnostics.map((d) => d.message).join("; "));
  return lowering;
}
