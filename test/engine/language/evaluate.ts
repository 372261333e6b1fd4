/** Constant expressions evaluated by the engine, by the whole way from text to compiled code. */

import { compileLowered } from "../../../src/engine/compile.js";
import type { NamedIr } from "../../../src/engine/lower/ir.js";
import { lowerModel } from "../../../src/engine/lower/lowered.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import type { Bank, Ref } from "../../../src/engine/values/bank.js";
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

/** The expressions of a module without variables, each evaluated when it is asked for, by its number. */
export async function loweredTerms(
  modules: string,
  texts: readonly string[],
): Promise<(i: number) => { readonly bank: Bank; readonly ref: Ref }> {
  const definitions = texts.map((text, i) => `Case${i} == ${text}`);
  const text = ["---- MODULE Cases ----", modules, ...definitions, "====", ""].join("\n");
  const loaded = await loadText("Cases.tla", text, ".");
  const { spec } = loaded;
  if (spec === undefined)
    throw new Error(loaded.diagnostics.map((d) => `${d.place?.line}: ${d.message}`).join("; "));
  const lowered = lowerModel(spec, linkCfg(spec, parseCfg("M.cfg", "").cfg).linked);
  if (lowered.model === undefined) throw new Error(lowered.diagnostics.map((d) => d.message).join("; "));
  const terms = texts.map((_, i): NamedIr => {
    const entry = spec.root.names.get(`Case${i}`);
    if (entry?.declaration.kind !== "operator") throw new Error("no definition");
    const { node } = entry.declaration;
    const place = { file: "Cases.tla", line: i + 3, column: 1, endLine: i + 3, endColumn: 1 };
    return {
      name: `Case${i}`,
      place,
      ir: lowered.lowering.named(entry.declaration, entry.through, node.body),
    };
  });
  const { model, diagnostics } = compileLowered({ ...lowered, model: { ...lowered.model, terms } });
  const faults = [...lowered.lowering.diagnostics, ...diagnostics];
  if (model === undefined || faults.length > 0) {
    throw new Error(faults.map((d) => `${d.place?.line}: ${d.message}`).join("; "));
  }
  const none = new Int32Array(model.width);
  return (i) => {
    const term = model.terms[i];
    if (term === undefined) throw new Error("no term");
    return { bank: model.bank, ref: term.value(none) };
  };
}
