/** What an expression uses of its surroundings: state variables, locals; whether it is the same in every state. */
import { unreachable } from "../../report/diagnostic.js";
import type { Ir, IrBinder, IrFunction, LocalId } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";

/** Slots of variables read in the present and in the next state, through calls too. */
export interface Reads {
  readonly s: ReadonlySet<number>;
  readonly n: ReadonlySet<number>;
}

/** What an expression mentions itself, calls not followed. */
interface Mentions {
  readonly s: ReadonlySet<number>;
  readonly n: ReadonlySet<number>;
  readonly functions: ReadonlySet<IrFunction>;
  readonly prims: ReadonlySet<string>;
  /** ENABLED or `\\cdot`. */
  readonly steps: boolean;
}

const mentionsKnown = new WeakMap<Ir, Mentions>();
const NOTHING: ReadonlySet<never> = new Set();

function mentionsOf(e: Ir): Mentions {
  const before = mentionsKnown.get(e);
  if (before !== undefined) return before;
  const parts = partsOf(e).map(mentionsOf);
  // The next state of ENABLED A is one of its own, and so is that of A in A \\cdot B.
  const after = e.op === "enabled" ? [] : e.op === "compose" ? parts.slice(1) : parts;
  const isStep = e.op === "enabled" || e.op === "compose";
  const found: Mentions = {
    s: joined(
      parts.map((p) => p.s),
      e.op === "state" && !e.primed ? e.slot : undefined,
    ),
    n: joined(
      after.map((p) => p.n),
      e.op === "state" && e.primed ? e.slot : undefined,
    ),
    functions: joined(
      parts.map((p) => p.functions),
      e.op === "call" ? e.fn : undefined,
    ),
    prims: joined(
      parts.map((p) => p.prims),
      e.op === "prim" ? e.prim : undefined,
    ),
    steps: isStep || parts.some((p) => p.steps),
  };
  mentionsKnown.set(e, found);
  return found;
}

/** The union, sharing one of the sets where it is that. */
function joined<T>(sets: readonly ReadonlySet<T>[], one: T | undefined): ReadonlySet<T> {
  let out: Set<T> | undefined;
  let largest: ReadonlySet<T> = NOTHING;
  for (const set of sets) if (set.size > largest.size) largest = set;
  const add = (item: T): void => {
    if (largest.has(item)) return;
    out ??= new Set(largest);
    out.add(item);
  };
  for (const set of sets) if (set !== largest) for (const item of set) add(item);
  if (one !== undefined) add(one);
  return out ?? largest;
}

/** The expression and the bodies of all functions that may be called when it is evaluated. */
function reached(e: Ir): readonly Mentions[] {
  const own = mentionsOf(e);
  const found = [own];
  const seen = new Set<IrFunction>();
  for (const mentions of found) {
    for (const fn of mentions.functions) {
      if (seen.has(fn)) continue;
      seen.add(fn);
      found.push(mentionsOf(fn.body));
    }
  }
  return found;
}

const readsKnown = new WeakMap<Ir, Reads>();

export function readsOf(e: Ir): Reads {
  const before = readsKnown.get(e);
  if (before !== undefined) return before;
  const all = reached(e);
  const reads: Reads = {
    s: joined(
      all.map((m) => m.s),
      undefined,
    ),
    n: joined(
      all.map((m) => m.n),
      undefined,
    ),
  };
  readsKnown.set(e, reads);
  return reads;
}

type KnownLocals = WeakMap<Ir, readonly LocalId[]>;
const freeKnown: KnownLocals = new WeakMap();
const neededKnown: KnownLocals = new WeakMap();

/** Locals that are used in `e` and bound outside of it, ascending. */
export const freeLocals = (e: Ir): readonly LocalId[] => localsIn(e, freeKnown, partsOf);

/**
 * As `freeLocals`, without those that are only handed to functions which do not use them: what the value of `e` may
 * depend on. Arguments are lazy, so that one that is not used cannot fail either.
 */
export const neededLocals = (e: Ir): readonly LocalId[] => localsIn(e, neededKnown, usedParts);

function localsIn(e: Ir, known: KnownLocals, parts: (e: Ir) => readonly Ir[]): readonly LocalId[] {
  const before = known.get(e);
  if (before !== undefined) return before;
  let found = NO_LOCALS;
  if (e.op === "local") found = [e.id];
  if (e.op === "call") found = merged(found, e.fn.free);
  for (const part of parts(e)) found = merged(found, localsIn(part, known, parts));
  const bound = boundBy(e);
  if (bound.some((id) => found.includes(id))) found = found.filter((id) => !bound.includes(id));
  known.set(e, found);
  return found;
}

const NO_LOCALS: readonly LocalId[] = [];

/** Ascending; one of the two where it has all of the other, as most parts of an expression have. */
function merged(a: readonly LocalId[], b: readonly LocalId[]): readonly LocalId[] {
  if (b.every((id) => a.includes(id))) return a;
  if (a.length === 0) return isAscending(b) ? b : [...b].sort((x, y) => x - y);
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

const isAscending = (ids: readonly LocalId[]): boolean =>
  ids.every((id, k) => k === 0 || (ids[k - 1] ?? id) < id);

const usedParts = (e: Ir): readonly Ir[] => (e.op === "call" ? usedArgs(e) : partsOf(e));

/** Functions that are being looked into: one that calls itself is taken to use all of its arguments there. */
const lookedInto = new Set<IrFunction>();

function usedArgs({ fn, args }: Extract<Ir, { op: "call" }>): readonly Ir[] {
  if (lookedInto.has(fn)) return args;
  lookedInto.add(fn);
  const used = neededLocals(fn.body);
  lookedInto.delete(fn);
  return args.filter((_, k) => fn.params[k] === undefined || used.includes(fn.params[k]));
}

function boundBy(e: Ir): readonly LocalId[] {
  switch (e.op) {
    case "bind":
      return e.binders.flatMap((b: IrBinder) => b.locals);
    case "except":
      return e.updates.map((u) => u.at);
    case "let":
      return [e.id];
    case "lambda":
      return e.params;
    default:
      return [];
  }
}

const constantKnown = new WeakMap<Ir, Map<unknown, boolean>>();

/** Whether `e` has one value in a run: no state, no locals of the outside, no operator with effects. */
export function isConstant(e: Ir, isPure: (prim: string) => boolean): boolean {
  const known = constantKnown.get(e) ?? new Map<unknown, boolean>();
  const before = known.get(isPure);
  if (before !== undefined) return before;
  constantKnown.set(e, known);
  const { s, n } = readsOf(e);
  const found = s.size === 0 && n.size === 0 && freeLocals(e).length === 0 && isPureDeep(e, isPure);
  known.set(isPure, found);
  return found;
}

/**
 * Whether TLC evaluates a call where it goes through a formula: a constant definition, which it has evaluated before, and
 * an expression under a prime, which no call speaks of otherwise but that of a RECURSIVE action.
 */
export function isEvaluated(fn: IrFunction): boolean {
  const { s, n } = readsOf(fn.body);
  if (s.size > 0) return false;
  if (n.size > 0) return !calls(fn.body, fn);
  return fn.params.length === 0 && fn.free.length === 0;
}

function calls(start: Ir, goal: IrFunction): boolean {
  const seen = new Set<IrFunction>();
  const pending: Ir[] = [start];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (e.op === "call" && !seen.has(e.fn)) {
      if (e.fn === goal) return true;
      seen.add(e.fn);
      pending.push(e.fn.body);
    }
    pending.push(...partsOf(e));
  }
  return false;
}

/**
 * Whether a function goes through sets or makes functions, so that its results may be worth keeping; those of a body that
 * is nothing but a loop are kept by the loop.
 */
export function isCostly(fn: IrFunction): boolean {
  let { body } = fn;
  while (body.op === "named") body = body.body;
  return body.op !== "bind" && !calls(body, fn) && hasLoop(body);
}

function hasLoop(e: Ir): boolean {
  if (e.op === "bind" || e.op === "except" || (e.op === "prim" && e.prim === "Engine.Kept")) return true;
  return partsOf(e).some(hasLoop);
}

/** Whether evaluating `e` again gives the same and does nothing else. */
export function isPureDeep(e: Ir, isPure: (prim: string) => boolean, withEnabled = false): boolean {
  return reached(e).every((m) => (withEnabled || !m.steps) && [...m.prims].every(isPure));
}

/** How often a local is used in `e`; many times where it stands under a binder, which may evaluate it for each value. */
export function usesOf(e: Ir, id: LocalId): number {
  if (e.op === "local") return e.id === id ? 1 : 0;
  if (!freeLocals(e).includes(id)) return 0;
  if (e.op === "call" && e.fn.free.includes(id)) return 2;
  let uses = 0;
  for (const part of partsOf(e)) uses += usesOf(part, id);
  const repeats = e.op === "bind" || e.op === "lambda" || e.op === "enabled" || e.op === "compose";
  return repeats && uses > 0 ? 2 : uses;
}

/** A copy in which everything that it binds has a new name, and `ids` are replaced. */
export function renamed(e: Ir, ids: ReadonlyMap<LocalId, LocalId>, fresh: () => LocalId): Ir {
  const inner = new Map(ids);
  for (const id of boundBy(e)) inner.set(id, fresh());
  const go = (x: Ir): Ir => renamed(x, inner, fresh);
  const name = (id: LocalId): LocalId => inner.get(id) ?? id;
  switch (e.op) {
    case "const":
    case "state":
      return e;
    case "local":
      return ids.has(e.id) ? { ...e, id: name(e.id) } : e;
    case "prim":
      return { ...e, args: e.args.map(go) };
    case "call":
      return callRenamed(e, ids, go, fresh);
    case "and":
    case "or":
      return { ...e, items: e.items.map(go) };
    case "if":
      return { ...e, test: go(e.test), then: go(e.then), else: go(e.else) };
    case "case": {
      const arms = e.arms.map((a) => ({
        test: a.test === undefined ? undefined : go(a.test),
        value: go(a.value),
      }));
      return { ...e, arms };
    }
    case "bind": {
      const binders = e.binders.map((b) => ({
        ...b,
        locals: b.locals.map(name),
        domain: b.domain === undefined ? undefined : go(b.domain),
      }));
      return { ...e, binders, body: go(e.body) };
    }
    case "record":
    case "record-set":
      return { ...e, fields: e.fields.map(([field, value]) => [field, go(value)] as const) };
    case "field":
      return { ...e, record: go(e.record) };
    case "except": {
      const updates = e.updates.map((u) => ({ path: u.path.map(go), at: name(u.at), value: go(u.value) }));
      return { ...e, base: go(e.base), updates };
    }
    case "named":
      return { ...e, body: go(e.body) };
    case "let":
      return { ...e, id: name(e.id), value: go(e.value), body: go(e.body) };
    case "lambda":
      return { ...e, params: e.params.map(name), body: go(e.body) };
    case "enabled":
      return { ...e, action: go(e.action) };
    case "compose":
      return { ...e, first: go(e.first), second: go(e.second) };
    default:
      return unreachable(e);
  }
}

/** A function that uses renamed locals of the outside becomes one of its own. */
function callRenamed(
  e: Extract<Ir, { op: "call" }>,
  ids: ReadonlyMap<LocalId, LocalId>,
  go: (x: Ir) => Ir,
  fresh: () => LocalId,
): Ir {
  const args = e.args.map(go);
  if (!e.fn.free.some((id) => ids.has(id))) return { ...e, args };
  const key = e.fn.free.map((id) => ids.get(id) ?? id).join();
  let copies = copiesKnown.get(e.fn);
  if (copies === undefined) {
    copies = new Map();
    copiesKnown.set(e.fn, copies);
  }
  let fn = copies.get(key);
  if (fn === undefined) {
    const made = {
      ...e.fn,
      id: fresh(),
      free: e.fn.free.map((id) => ids.get(id) ?? id),
    };
    copies.set(key, made);
    const own = new Map(ids);
    for (const id of e.fn.params) own.delete(id);
    made.body = renamed(e.fn.body, own, fresh);
    fn = made;
  }
  return { ...e, fn, args };
}

const copiesKnown = new WeakMap<IrFunction, Map<string, IrFunction>>();

/** Whether two expressions are the same local or variable. */
export function isSame(a: Ir, b: Ir): boolean {
  if (a.op === "local") return b.op === "local" && a.id === b.id;
  return a.op === "state" && b.op === "state" && a.slot === b.slot && a.primed === b.primed;
}

/** What a call says, as LETs of the parameters around a copy of the body; as many arguments as parameters. */
export function inlined({ fn, args, at }: Extract<Ir, { op: "call" }>, fresh: () => LocalId): Ir {
  const ids = new Map(fn.params.map((id) => [id, fresh()] as const));
  let body: Ir = renamed(fn.body, ids, fresh);
  for (const [i, param] of [...fn.params.entries()].reverse()) {
    const [value, id] = [args[i], ids.get(param)];
    if (value !== undefined && id !== undefined) body = { op: "let", id, value, body, at };
  }
  return body;
}
