/**
 * Finds the variables that are functions whose domain grows: bags of messages, and what is known of nodes that come up.
 * As everywhere here the form tells: initial values are functions, every step changes the function before in a way that
 * can be done where it lies (`[f EXCEPT ![x] = e]`, `f @@ g`, `[k \in DOMAIN f \cup {x} |-> IF k = x THEN e ELSE f[k]]`,
 * through IF, LET and operators), or gives it a value that has nothing to do with it; and some step adds arguments.
 */
import type { Ir, LocalId } from "../lower/ir.js";
import { freeLocals, isSame, readsOf } from "./emit-analysis.js";
import { isRecursive } from "./emit-recursion.js";

/** What locals stand for, and what the locals in that stand for. */
type Env = ReadonlyMap<LocalId, { readonly e: Ir; readonly env: Env }>;
const NOTHING: Env = new Map();
/** Of operators in each other. */
const DEEP = 20;

/** Whether a variable with these initial values and these values after steps is such a function. */
export function isGrowingFunction(slot: number, initial: readonly Ir[], steps: readonly Ir[]): boolean {
  if (initial.length === 0 || !initial.every((e) => isFunction(e, NOTHING, 0))) return false;
  const kept = new Kept(slot);
  return steps.every((e) => kept.isKept(e, NOTHING, 0)) && kept.grows;
}

class Kept {
  /** Whether some step adds arguments. */
  grows = false;

  constructor(private readonly slot: number) {}

  isKept(e: Ir, env: Env, depth: number): boolean {
    if (depth > DEEP) return false;
    const go = (inner: Ir): boolean => this.isKept(inner, env, depth);
    switch (e.op) {
      case "state":
        return e.slot === this.slot && !e.primed;
      case "named":
        return go(e.body);
      case "let":
        return this.isKept(e.body, withLet(e, env), depth + 1);
      case "if":
        return go(e.then) && go(e.else);
      case "case":
        return e.arms.every((a) => go(a.value));
      case "local": {
        const value = env.get(e.id);
        return value !== undefined && this.isKept(value.e, value.env, depth + 1);
      }
      case "call": {
        const inner = calledWith(e, env);
        return inner !== undefined && this.isKept(e.fn.body, inner, depth + 1);
      }
      case "except":
        return go(e.base);
      case "prim": {
        const [f] = e.prim === "TLC.@@" ? e.args : [];
        if (f === undefined || !go(f)) return this.isOther(e, env, depth);
        this.grows = true;
        return true;
      }
      case "bind": {
        const f = extensionOf(e)?.f;
        if (f === undefined || !go(f)) return this.isOther(e, env, depth);
        this.grows = true;
        return true;
      }
      default:
        return this.isOther(e, env, depth);
    }
  }

  /** A function that has nothing to do with the one before. */
  private isOther(e: Ir, env: Env, depth: number): boolean {
    return !this.isRead(e, env) && isFunction(e, env, depth);
  }

  private isRead(e: Ir, env: Env): boolean {
    if (readsOf(e).s.has(this.slot)) return true;
    return freeLocals(e).some((id) => {
      const value = env.get(id);
      return value !== undefined && this.isRead(value.e, value.env);
    });
  }
}

/** Whether an expression certainly gives a function, if it gives a value at all. */
function isFunction(e: Ir, env: Env, depth: number): boolean {
  if (depth > DEEP) return false;
  const go = (inner: Ir): boolean => isFunction(inner, env, depth);
  switch (e.op) {
    case "const":
      return e.value.kind === "tuple" || e.value.kind === "record" || e.value.kind === "function";
    case "named":
      return go(e.body);
    case "let":
      return isFunction(e.body, withLet(e, env), depth + 1);
    case "if":
      return go(e.then) && go(e.else);
    case "case":
      return e.arms.every((a) => go(a.value));
    case "local": {
      const value = env.get(e.id);
      return value !== undefined && isFunction(value.e, value.env, depth + 1);
    }
    case "call": {
      const inner = calledWith(e, env);
      return inner !== undefined && isFunction(e.fn.body, inner, depth + 1);
    }
    case "bind":
      return e.form === "function";
    case "prim":
      return e.prim === "TLC.@@" || e.prim === "TLC.:>" || e.prim === "tuple";
    default:
      return false;
  }
}

const withLet = (e: Extract<Ir, { op: "let" }>, env: Env): Env =>
  new Map([...env, [e.id, { e: e.value, env }]]);

/** What parameters stand for in the body of an operator; undefined if it calls itself. */
function calledWith({ fn, args }: Extract<Ir, { op: "call" }>, env: Env): Env | undefined {
  if (isRecursive(fn) || args.length !== fn.params.length) return undefined;
  const inner = new Map(env);
  for (const [i, param] of fn.params.entries()) {
    const arg = args[i];
    if (arg !== undefined) inner.set(param, { e: arg, env });
  }
  return inner;
}

/** `[k \in DOMAIN f \cup {x} |-> IF k = x THEN value ELSE f[k]]`, of which `x` is a local. */
export interface Extension {
  readonly f: Ir;
  readonly x: Ir;
  readonly k: LocalId;
  readonly value: Ir;
}

export function extensionOf(e: Extract<Ir, { op: "bind" }>): Extension | undefined {
  const [binder, ...others] = e.binders;
  if (e.form !== "function" || others.length > 0 || binder === undefined || binder.tuple) return undefined;
  const { body } = e;
  const { locals, domain } = binder;
  const [k] = locals;
  if (k === undefined || body.op !== "if" || domain?.op !== "prim" || domain.prim !== "\\cup")
    return undefined;
  const isDomain = (set: Ir): boolean => set.op === "prim" && set.prim === "DOMAIN";
  const [of, one] = [domain.args.find(isDomain), domain.args.find((set) => !isDomain(set))];
  const [f] = of?.op === "prim" ? of.args : [];
  const [x, ...more] = one?.op === "prim" && one.prim === "set" ? one.args : [];
  if (f === undefined || x?.op !== "local" || more.length > 0) return undefined;
  const { test, then, else: other } = body;
  const isK = (part: Ir | undefined): boolean => part?.op === "local" && part.id === k;
  if (test.op !== "prim" || test.prim !== "=" || other.op !== "prim" || other.prim !== "apply")
    return undefined;
  const [left, right] = test.args;
  const compared = isK(left) ? right : isK(right) ? left : undefined;
  const [g, at] = other.args;
  const isSo = compared !== undefined && g !== undefined && isSame(compared, x) && isSame(g, f) && isK(at);
  return isSo ? { f, x, k, value: then } : undefined;
}
