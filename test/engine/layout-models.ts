/** Models in two forms, with variables spread over cells and with each in one, and all that one does as text. */
import { expect } from "vitest";
import { programOf } from "../../src/engine/emit/program.js";
import { lowerModel } from "../../src/engine/lower/lowered.js";
import type { CompiledModel, Row } from "../../src/engine/model.js";
import { show } from "../../src/engine/values/show.js";
import { linkCfg } from "../../src/resolve/cfg.js";
import { loadText } from "../../src/spec/modules.js";
import { parseCfg } from "../../src/tla/cfg.js";

export interface Both {
  readonly spread: CompiledModel;
  readonly whole: CompiledModel;
  /** Spread, with sets that can grow without bound. */
  readonly growing: CompiledModel;
  /** Of the model that is spread. */
  readonly code: string;
}

export async function both(body: string): Promise<Both> {
  const text = `---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, TLC\nCONSTANT P\n${body}\n====\n`;
  const loaded = await loadText("M.tla", text, ".");
  if (loaded.spec === undefined) throw new Error(loaded.diagnostics.map((d) => d.message).join("; "));
  const cfg = parseCfg("M.cfg", "CONSTANT P = {p1, p2, p3}\nINIT Init\nNEXT Next\nINVARIANT Inv\n").cfg;
  const { model } = lowerModel(loaded.spec, linkCfg(loaded.spec, cfg).linked);
  if (model === undefined) throw new Error("not lowered");
  const { model: spread, code } = programOf(model);
  return {
    spread,
    code,
    whole: programOf(model, { whole: true }).model,
    growing: programOf(model, { growing: true }).model,
  };
}

/** All states up to a number, as text, with the steps of each in their order and what the invariant says. */
export function graph(model: CompiledModel, most = 300): readonly string[] {
  const text = (row: Row): string =>
    model.variables.map((name, i) => `${name}=${show(model.bank, model.valueOf(row, i))}`).join(" ");
  const seen = new Map<string, Row>();
  const lines: string[] = [];
  const add = (row: Row): string => {
    const key = text(row);
    if (!seen.has(key) && seen.size < most) seen.set(key, Int32Array.from(row));
    return key;
  };
  const initial: string[] = [];
  model.initial((row) => initial.push(add(row)));
  lines.push(`initial: ${initial.join(" | ")}`);
  for (const [key, row] of seen) {
    for (const action of model.actions) {
      const next: string[] = [];
      action.successors(row, (n, touched) => {
        next.push(add(n));
        expectUntouched(model, row, n, touched);
      });
      lines.push(`${key} ${action.name}: ${next.join(" | ")}`);
    }
    for (const i of model.invariants) lines.push(`${key} ${i.name}: ${i.holds(row)}`);
    const back = model.rowOf(model.variables.map((_, i) => model.valueOf(row, i)));
    expect(back).toEqual(row);
  }
  return lines;
}

/** Variables that an action did not write are as they were. */
function expectUntouched(model: CompiledModel, row: Row, next: Row, touched: number | undefined): void {
  const { starts, width } = model;
  if (touched === undefined || starts === undefined) return;
  for (const [i, start] of starts.entries()) {
    if (((touched >> i) & 1) === 1) continue;
    const end = starts[i + 1] ?? width;
    expect(next.subarray(start, end)).toEqual(row.subarray(start, end));
  }
}
