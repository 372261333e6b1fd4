/** ALIAS: what a counterexample shows of a state instead of its variables. */

import type { CompiledModel, Row } from "../model.js";
import { Kind } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { show } from "../values/show.js";
import { traceValue } from "./behaviour-values.js";

/** Names and values, one on a line, as TLC prints a state. */
export function equationsText(pairs: readonly (readonly [string, string])[]): string {
  const lines = pairs.map(([name, value]) => `${name} = ${value}`);
  return lines.length === 1 ? (lines[0] ?? "") : lines.map((line) => `/\\ ${line}`).join("\n");
}

/**
 * The alias of state `number` (from 1) of a way, before `next`; undefined where the model has none or it is no record: then the
 * variables are shown. One that cannot be evaluated says why beside the variables, as in TLC.
 */
export function aliasText(
  model: CompiledModel,
  way: readonly Row[],
  next: Row,
  number: number,
): string | undefined {
  const { alias, bank, context } = model;
  const row = way[number - 1];
  if (alias === undefined || row === undefined) return undefined;
  const level = context?.facts.get("level");
  const trace = context?.trace;
  if (context !== undefined) context.trace = () => traceValue(model, way.slice(0, number));
  context?.facts.set("level", () => bank.int(number));
  try {
    const value = alias.value(row, next);
    if (bank.kind(value) !== Kind.record) return undefined;
    const names = bank.list(bank.domainOf(value)).map((name) => bank.textOf(name));
    const shown = new Map(names.map((name, i) => [name, show(bank, bank.at(value, i))]));
    const order = [...alias.fields.filter((f) => shown.has(f)), ...names];
    return equationsText([...new Set(order)].map((name) => [name, shown.get(name) ?? ""]));
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const variables = model.variables.map((v, i) => [v, show(bank, model.valueOf(row, i))] as const);
    return equationsText([...variables, ["_ALIASEvalError", JSON.stringify(error.message)]]);
  } finally {
    if (context !== undefined) context.trace = trace;
    if (level === undefined) context?.facts.delete("level");
    else context?.facts.set("level", level);
  }
}
