/** Which formulas are gone through and which are only tests, as TLC tells them apart where it takes actions to pieces. */

import type { Ir, IrFunction, LocalId } from "../lower/ir.js";
import { isEvaluated } from "./emit-analysis.js";

export interface NamedFunction {
  readonly domain: Ir;
  readonly argument: LocalId;
  /** The function itself, in its body. */
  readonly self: LocalId | undefined;
  readonly body: Ir;
}

/** A function as lowering makes it of `f[x \\in S] == body`. */
function functionOf(e: Ir): NamedFunction | undefined {
  if (e.op === "bind") {
    const [binder, ...more] = e.binders;
    const [argument] = binder?.locals ?? [];
    if (e.form !== "function" || more.length > 0 || binder?.domain === undefined) return undefined;
    if (binder.tuple || argument === undefined) return undefined;
    return { domain: binder.domain, argument, self: undefined, body: e.body };
  }
  const [domain, lambda] = e.op === "prim" && e.prim.startsWith("Engine.") ? e.args : [];
  if (domain === undefined || lambda?.op !== "lambda") return undefined;
  const [argument, self] = [...lambda.params].reverse();
  return argument === undefined ? undefined : { domain, argument, self, body: lambda.body };
}

export class FormulaShapes {
  private readonly inside = new Set<IrFunction>();
  /** What the locals of LETs and parameters stand for. */
  readonly given = new Map<LocalId, Ir>();

  /** Whether variables of the next state get their values, or those of the initial one. */
  constructor(private readonly primed: boolean) {}

  /** `A => B` whose B has to be gone through: its ways are those of B where A holds. */
  implied(e: Extract<Ir, { op: "prim" }>): Ir | undefined {
    const [test, then] = e.prim === "=>" ? e.args : [];
    if (test === undefined || then === undefined || !this.isEntered(then)) return undefined;
    return {
      op: "if",
      test,
      then,
      else: { op: "const", value: { kind: "bool", value: true }, at: e.at },
      at: e.at,
    };
  }

  /** Whether a formula gives a variable its value somewhere. */
  mayAssign(e: Ir): boolean {
    switch (e.op) {
      case "prim":
        return this.gives(e) || this.isImpliedGiven(e);
      case "and":
      case "or":
        return e.items.some((item) => this.mayAssign(item));
      case "bind":
      case "named":
      case "let":
        return this.mayAssign(e.body);
      case "if":
        return this.mayAssign(e.then) || this.mayAssign(e.else);
      case "case":
        return e.arms.some((a) => this.mayAssign(a.value));
      case "call":
        return this.within(e.fn, () => this.mayAssign(e.fn.body));
      default:
        return false;
    }
  }

  private isImpliedGiven(e: Extract<Ir, { op: "prim" }>): boolean {
    const then = e.prim === "=>" ? e.args[1] : undefined;
    return then !== undefined && this.mayAssign(then);
  }

  gives(e: Extract<Ir, { op: "prim" }>): boolean {
    const [left] = e.args;
    return (e.prim === "=" || e.prim === "\\in") && left?.op === "state" && left.primed === this.primed;
  }

  private within(fn: IrFunction, look: () => boolean): boolean {
    if (this.inside.has(fn)) return false;
    this.inside.add(fn);
    const found = look();
    this.inside.delete(fn);
    return found;
  }

  /** Functions whose bodies are being written: the local that stands for the function inside, the code's name for it. */
  readonly recursive = new Map<LocalId, string>();
  private readonly bodies = new Set<Ir>();

  /** `f[x]` where f has a name or is written there, and TLC has not listed it: it goes through what f is defined as. */
  isApplied(e: Extract<Ir, { op: "prim" }>): boolean {
    const [f] = e.prim === "apply" ? e.args : [];
    // In initial predicates, TLC evaluates what it is applied to.
    if (f === undefined || !this.primed) return false;
    if (f.op === "local" && this.recursive.has(f.id)) return true;
    const named = this.namedFunction(f);
    if (named === undefined || this.bodies.has(named.body)) return false;
    this.bodies.add(named.body);
    // What a function that calls itself gives values to depends on how often it does.
    const found = this.isEntered(named.body) && (named.self === undefined || !this.mayAssign(named.body));
    this.bodies.delete(named.body);
    return found;
  }

  namedFunction(f: Ir): NamedFunction | undefined {
    if (f.op === "bind" || f.op === "prim") return functionOf(f);
    if (f.op === "named") return this.namedFunction(f.body);
    if (f.op === "call") return f.args.length > 0 || isEvaluated(f.fn) ? undefined : functionOf(f.fn.body);
    const value = f.op === "local" ? this.given.get(f.id) : undefined;
    return value === undefined ? undefined : functionOf(value);
  }

  /** Whether a formula has to be gone through: it may branch, or give a variable its value. */
  isEntered(e: Ir): boolean {
    switch (e.op) {
      case "or":
      case "compose":
        return true;
      case "bind":
        return e.form === "some" || (e.form === "all" && this.isEntered(e.body));
      case "prim":
        return this.gives(e) || this.implied(e) !== undefined || this.isApplied(e);
      case "and":
        return e.items.some((item) => this.isEntered(item));
      case "let":
        this.given.set(e.id, e.value);
        return this.isEntered(e.body);
      case "named":
        return this.isEntered(e.body);
      case "if":
        return this.isEntered(e.then) || this.isEntered(e.else);
      case "case":
        return e.arms.some((a) => this.isEntered(a.value));
      case "call":
        if (isEvaluated(e.fn)) return false;
        return (
          this.within(e.fn, () => this.isEntered(e.fn.body)) || e.args.some((arg) => this.isEntered(arg))
        );
      case "local":
        return this.entered(e.id) !== undefined;
      default:
        return false;
    }
  }

  /** What a local stands for, if that has to be gone through: TLC goes through arguments as if they stood there. */
  entered(id: LocalId): Ir | undefined {
    const value = this.given.get(id);
    return value !== undefined && this.isEntered(value) ? value : undefined;
  }
}
