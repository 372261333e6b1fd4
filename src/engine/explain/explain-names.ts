/** The names that the locals of programs have in the specification, and their values where an expression is evaluated. */

import type { Interpreter } from "../interpret/interpret.js";
import { type Env, found, isThunk, type Position, UNASSIGNED } from "../interpret/interpret-env.js";
import type { Ir, IrFunction, LocalId } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import type { Bank } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { showValue } from "../values/lazy.js";
import { show } from "../values/show.js";
import { shortened } from "./explain-places.js";

/** Longest value that is shown whole, in characters. */
const LONGEST = 160;

export interface NamedText {
  readonly name: string;
  /** The value as TLC prints it, shortened. */
  readonly value: string;
}

const known = new WeakMap<Ir, ReadonlyMap<LocalId, string>>();

/** What locals are called where they are used, in an expression and the functions that it calls. */
export function localNames(program: Ir): ReadonlyMap<LocalId, string> {
  const before = known.get(program);
  if (before !== undefined) return before;
  const names = new Map<LocalId, string>();
  const seen = new Set<IrFunction>();
  const pending: Ir[] = [program];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (e.op === "local") {
      if (e.at.kind === "Apply") names.set(e.id, e.at.name);
      else if (e.at.kind === "At") names.set(e.id, "@");
    }
    if (e.op === "bind") boundNames(e, names);
    if (e.op === "call" && !seen.has(e.fn)) {
      seen.add(e.fn);
      pending.push(e.fn.body);
    }
    pending.push(...partsOf(e));
  }
  known.set(program, names);
  return names;
}

function boundNames(e: Extract<Ir, { op: "bind" }>, names: Map<LocalId, string>): void {
  const bounds = "bounds" in e.at ? e.at.bounds : "bound" in e.at ? [e.at.bound] : [];
  const written = bounds.flatMap((b) => b.names.map((n) => n.text));
  const locals = e.binders.flatMap((b) => b.locals);
  // A quantifier that was taken apart binds some of its names only.
  const from = written.length - locals.length;
  for (const [i, id] of locals.entries()) {
    const name = written[from + i];
    if (name !== undefined) names.set(id, name);
  }
}

/** The variables and bound names that an expression is about, with their values, in order of appearance. */
export function valuesIn(
  interpreter: Interpreter,
  { ir, env, step }: Position,
  names: ReadonlyMap<LocalId, string>,
  most = 6,
): readonly NamedText[] {
  const out = new Map<string, string>();
  const inner = new Set<LocalId>();
  const pending: Ir[] = [ir];
  for (let e = pending.pop(); e !== undefined && out.size < most; e = pending.pop()) {
    if (e.op === "state") {
      const value = (e.primed ? step.next : step.state)[e.slot] ?? UNASSIGNED;
      const name = `${interpreter.variables[e.slot] ?? ""}${e.primed ? "'" : ""}`;
      if (value !== UNASSIGNED) out.set(name, shown(interpreter.bank, value));
    } else if (e.op === "local" && !inner.has(e.id)) {
      const text = localText(interpreter, env, e.id);
      const name = names.get(e.id);
      if (text !== undefined && name !== undefined) out.set(name, text);
    }
    if (e.op === "bind") for (const b of e.binders) for (const id of b.locals) inner.add(id);
    if (e.op === "let") inner.add(e.id);
    if (e.op === "lambda") for (const id of e.params) inner.add(id);
    if (e.op === "except") for (const u of e.updates) inner.add(u.at);
    pending.push(...[...partsOf(e)].reverse());
  }
  return [...out].map(([name, value]) => ({ name, value }));
}

/** The value of a local as far as it has been evaluated. */
export function localText(interpreter: Interpreter, env: Env | undefined, id: LocalId): string | undefined {
  const bound = found(env, id);
  const value = isThunk(bound) ? bound.value : bound;
  if (value === undefined) return undefined;
  try {
    return shortened(showValue(interpreter.bank, value), LONGEST);
  } catch (error) {
    // To print a described set or function is to evaluate it: that may fail, too.
    if (error instanceof EvaluationError || error instanceof RangeError) return undefined;
    throw error;
  }
}

export function shown(bank: Bank, ref: number): string {
  return shortened(show(bank, ref), LONGEST);
}
