/**
 * Coverage counted by compiled code: a model whose formulas count as they are evaluated. Before:
 *
 *     a /\ x' = IF b THEN e ELSE f
 *
 * after, where `#k` is the prim that counts at k and is TRUE, `e#k` one that counts and gives e:
 *
 *     (#0 /\ a /\ #1) /\ (#2 /\ x' = IF (#4 /\ b /\ #5) THEN e#6 ELSE f#8 /\ #3)
 *
 * Counter 2i counts how often point i was evaluated, 2i+1 how often it was true: in how many ways, in an action.
 */

import type { Ir, IrBinder, IrFunction, IrUpdate } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { CoverageTable } from "./coverage-table.js";

export interface Instrumented {
  readonly lowered: LoweredModel;
  /** Points that are counted; some places are lowered to nothing that can be. */
  readonly points: ReadonlySet<number>;
  /** Points that are truth values. */
  readonly tests: ReadonlySet<number>;
  /** Points that give variables their values. */
  readonly ways: ReadonlySet<number>;
  /** The counter of an action's steps. */
  actionCounter(action: number): number;
}

export function instrument(lowered: LoweredModel, table: CoverageTable): Instrumented {
  const rewriter = new Rewriter(table);
  const base = table.points.length * 2;
  const all = <T extends { readonly ir: Ir }>(list: readonly T[]): readonly T[] =>
    list.map((p) => ({ ...p, ir: rewriter.formula(p.ir) }));
  rewriter.gives = "primed";
  const actions = lowered.actions.map((a, i) => ({
    ...a,
    ir: both([rewriter.formula(a.ir), reached(base + i, a.ir)], a.ir),
  }));
  rewriter.gives = "unprimed";
  const init = rewriter.formula(lowered.init);
  rewriter.gives = undefined;
  const model: LoweredModel = {
    ...lowered,
    init,
    actions,
    invariants: all(lowered.invariants),
    constraints: all(lowered.constraints),
    actionConstraints: all(lowered.actionConstraints),
  };
  const { points, tests, ways } = rewriter;
  return { lowered: model, points, tests, ways, actionCounter: (action) => base + action };
}

const both = (items: readonly Ir[], { at }: Ir): Ir => ({ op: "and", items, at });

const counter = (k: number, { at }: Ir): Ir => ({ op: "const", value: { kind: "int", value: k }, at });

function reached(k: number, near: Ir): Ir {
  return { op: "prim", prim: "Engine.Reached", args: [counter(k, near)], at: near.at };
}

type Made = { -readonly [K in keyof IrFunction]: IrFunction[K] };

class Rewriter {
  readonly points = new Set<number>();
  readonly tests = new Set<number>();
  readonly ways = new Set<number>();
  /** Which variables get their values from the formulas that are rewritten. */
  gives: "primed" | "unprimed" | undefined;
  private readonly functions = new Map<IrFunction, Made>();

  constructor(private readonly table: CoverageTable) {}

  /** A truth value, which is a point itself if the table says so. */
  formula(e: Ir): Ir {
    const id = this.table.pointOf(e);
    const inner = this.inside(e, true);
    if (id === undefined) return inner;
    this.points.add(id);
    this.tests.add(id);
    if (this.gives !== undefined && assigns(e, this.gives === "primed")) this.ways.add(id);
    return both([reached(2 * id, e), inner, reached(2 * id + 1, e)], e);
  }

  /** What may be of any kind. */
  private any(e: Ir, isTruth = isBoolean(e)): Ir {
    if (isTruth) return this.formula(e);
    const id = this.table.pointOf(e);
    const inner = this.inside(e, false);
    if (id === undefined) return inner;
    this.points.add(id);
    return { op: "prim", prim: "Engine.Counted", args: [counter(2 * id, e), inner], at: e.at };
  }

  /** Its parts, itself not counted; `isTruth`: its value is one. */
  private inside(e: Ir, isTruth: boolean): Ir {
    const value = (x: Ir): Ir => this.any(x);
    switch (e.op) {
      case "const":
      case "state":
      case "local":
      case "enabled":
      case "compose":
        return e;
      case "prim":
        return this.prim(e);
      case "call":
        return { ...e, fn: this.fn(e.fn), args: e.args.map(value) };
      case "and":
      case "or":
        return { ...e, items: e.items.map((x) => this.formula(x)) };
      case "if": {
        const [then, other] = [
          this.any(e.then, isTruth || isBoolean(e.then)),
          this.any(e.else, isTruth || isBoolean(e.else)),
        ];
        return { ...e, test: this.formula(e.test), then, else: other };
      }
      case "case":
        return {
          ...e,
          arms: e.arms.map((a) => ({
            test: a.test === undefined ? undefined : this.formula(a.test),
            value: this.any(a.value, isTruth || isBoolean(a.value)),
          })),
        };
      case "bind":
        return this.bind(e);
      case "record":
      case "record-set":
        return { ...e, fields: e.fields.map(([name, x]) => [name, value(x)] as const) };
      case "field":
        return { ...e, record: value(e.record) };
      case "except": {
        const updates = e.updates.map(
          (u): IrUpdate => ({ ...u, path: u.path.map(value), value: value(u.value) }),
        );
        return { ...e, base: value(e.base), updates };
      }
      case "named":
        return { ...e, body: this.any(e.body, isTruth || isBoolean(e.body)) };
      case "let":
        return { ...e, value: value(e.value), body: this.any(e.body, isTruth || isBoolean(e.body)) };
      case "lambda":
        return { ...e, body: value(e.body) };
    }
  }

  private prim(e: Extract<Ir, { op: "prim" }>): Ir {
    const ofTruths = ["~", "=>", "<=>"].includes(e.prim);
    return { ...e, args: e.args.map((x) => (ofTruths ? this.formula(x) : this.any(x))) };
  }

  private bind(e: Extract<Ir, { op: "bind" }>): Ir {
    const binders = e.binders.map(
      (b): IrBinder => ({ ...b, domain: b.domain === undefined ? undefined : this.any(b.domain) }),
    );
    const ofTruth = e.form !== "map" && e.form !== "function";
    return { ...e, binders, body: ofTruth ? this.formula(e.body) : this.any(e.body) };
  }

  private fn(fn: IrFunction): IrFunction {
    const before = this.functions.get(fn);
    if (before !== undefined) return before;
    const made: Made = { ...fn };
    this.functions.set(fn, made);
    made.body = this.any(fn.body);
    return made;
  }
}

/** Whether a formula has `x' = e` or `x' \\in S` in it. */
function assigns(e: Ir, primed: boolean): boolean {
  if (e.op === "prim" && (e.prim === "=" || e.prim === "\\in")) {
    const [left] = e.args;
    if (left?.op === "state" && left.primed === primed) return true;
  }
  return partsOf(e).some((part) => assigns(part, primed));
}

const truths = new Set([
  ...["=", "#", "\\in", "\\notin", "\\subseteq", "~", "=>", "<=>"],
  ...["Naturals.<", "Naturals.>", "Naturals.<=", "Naturals.>=", "FiniteSets.IsFiniteSet"],
]);

/** Whether the value of an expression is seen to be a truth value. */
function isBoolean(e: Ir, open: ReadonlySet<IrFunction> = new Set()): boolean {
  switch (e.op) {
    case "and":
    case "or":
    case "enabled":
      return true;
    case "const":
      return e.value.kind === "bool";
    case "prim":
      return truths.has(e.prim);
    case "bind":
      return e.form === "all" || e.form === "some";
    case "if":
      return isBoolean(e.then, open) || isBoolean(e.else, open);
    case "case":
      return e.arms.some((a) => isBoolean(a.value, open));
    case "named":
    case "let":
      return isBoolean(e.body, open);
    case "call":
      return !open.has(e.fn) && isBoolean(e.fn.body, new Set([...open, e.fn]));
    default:
      return false;
  }
}
