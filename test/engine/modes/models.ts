/** Models for the tests of modes, from texts; and a naive search that knows nothing of how states are kept. */
import { type Compilation, compileLowered } from "../../../src/engine/compile.js";
import { type ExploreOptions, explore } from "../../../src/engine/explore/explore.js";
import { type LoweringResult, lowerModel } from "../../../src/engine/lower/lowered.js";
import type { CompiledModel, Row } from "../../../src/engine/model.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import type { ResolvedSpec } from "../../../src/resolve/types.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { parsedModule, resolved } from "../../resolved.js";

export interface Made {
  readonly spec: ResolvedSpec;
  readonly lowered: LoweringResult;
  readonly compilation: Compilation;
}

/** A module `M` with this body, and a model of it. */
export function made(body: string, cfg: string, extend = "Naturals, FiniteSets, Sequences, TLC"): Made {
  const text = `---- MODULE M ----\nEXTENDS ${extend}\n${body}\n====\n`;
  const { spec, diagnostics } = resolved(parsedModule("M.tla", text));
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const lowered = lowerModel(spec, linkCfg(spec, parseCfg("M.cfg", cfg).cfg).linked);
  return { spec, lowered, compilation: compileLowered(lowered) };
}

export function modelOf(body: string, cfg: string): CompiledModel {
  const { model, diagnostics } = made(body, cfg).compilation;
  if (model === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  return model;
}

/** A clock that stands still. */
export const still: ExploreOptions = { now: () => 0, pause: () => Promise.resolve() };

export const exploreAll = (model: CompiledModel) => explore(model, still);

/** Distinct and generated states as TLC counts them; states are one if their identities are. */
export function naiveCounts(model: CompiledModel): { readonly distinct: number; readonly generated: number } {
  const { identity } = model;
  const seen = new Set<string>();
  const queue: Row[] = [];
  const cells = new Int32Array(identity?.width ?? 0);
  let generated = 0;
  const add = (row: Row): void => {
    generated += 1;
    if (!model.constraints.every((c) => c.holds(row))) return;
    identity?.of(row, cells);
    const key = identity === undefined ? row.join() : cells.join();
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(Int32Array.from(row));
  };
  model.initial(add);
  for (const state of queue) for (const action of model.actions) action.successors(state, add);
  return { distinct: seen.size, generated };
}
