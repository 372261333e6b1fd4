/** Our engine asked about a module's text. */
import { compileLowered } from "../../../src/engine/compile.js";
import { lowerModel } from "../../../src/engine/lower/lowered.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { parsedModule, resolved } from "../../resolved.js";

/**
 * The model of a module's text. What the model names as invariants is not checked: those that are predicates become its
 * tests, and if `asTerms`, its terms. Throws for a module with faults; what the engine refuses is a text.
 */
export function modelOf(module: string, cfg: string, asTerms: boolean): CompiledModel | string {
  const { spec, diagnostics } = resolved(parsedModule("Fuzz.tla", module));
  if (spec === undefined) throw new Error(`${diagnostics.map((d) => d.message).join("\n")}\n${module}`);
  const { linked } = linkCfg(spec, parseCfg("Fuzz.cfg", cfg).cfg);
  const lowered = lowerModel(spec, linked);
  if (lowered.model === undefined) return lowered.diagnostics.map((d) => d.message).join("\n");
  const { invariants } = lowered.model;
  const asked = asTerms ? { terms: invariants } : { tests: invariants };
  const compiled = compileLowered({
    ...lowered,
    model: { ...lowered.model, ...asked, invariants: [], checkDeadlock: false },
  });
  return compiled.model ?? compiled.diagnostics.map((d) => d.message).join("\n");
}
