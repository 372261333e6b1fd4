/**
 * Programs evaluated as they stand, without being compiled: slowly, but always knowing where. Compiled code and the
 * interpreter share the bank, the operators and the rules of evaluation (lazy arguments, order, what is a way of its
 * own), so that a question about a run of the one can be put to the other.
 *
 * Representation: `stack` has every expression that is being evaluated, outermost first. It is not emptied when an
 * EvaluationError is thrown, so that whoever catches it finds there what failed; `reset` empties it.
 */
import { unreachable } from "../../report/diagnostic.js";
import type { Value as Tree } from "../../tla/value.js";
import type { Ir, IrBinder } from "../lower/ir.js";
import type { EngineContext } from "../natives/natives-context.js";
import type { Argument, NativeCall } from "../natives/natives-kind.js";
import { nativeOperators } from "../natives/natives-table.js";
import { type Bank, EMPTY_SET, FALSE, type Ref, TRUE } from "../values/bank.js";
import { type EvaluationError, noCase, unbounded } from "../values/bank-errors.js";
import { elementsOf, force, type Value } from "../values/lazy.js";
import { Deeper, LazyFunction } from "../values/lazy-function.js";
import { RecordSet } from "../values/lazy-products.js";
import * as O from "../values/operators.js";
import { fromTree } from "../values/show.js";
import {
  type Env,
  extend,
  found,
  isThunk,
  type Position,
  type Step,
  type Thunk,
  UNASSIGNED,
  type Values,
  type Watcher,
} from "./interpret-env.js";
import * as errors from "./interpret-errors.js";
import { primitive } from "./interpret-prims.js";

type Bind = Extract<Ir, { op: "bind" }>;

export class Interpreter {
  readonly bank: Bank;
  /** Names of the state variables, for messages. */
  readonly variables: readonly string[];
  /** Told of what is evaluated; none unless it is set. */
  watcher: Watcher | undefined;
  readonly stack: Position[] = [];
  /** How many more expressions are evaluated before it gives up (NotInterpreted). */
  fuel = Number.POSITIVE_INFINITY;
  private readonly constants = new Map<Tree, Ref>();
  private readonly natives: Readonly<Record<string, NativeCall>>;

  constructor(bank: Bank, variables: readonly string[], context?: EngineContext) {
    this.bank = bank;
    this.variables = variables;
    this.natives = nativeOperators(bank, context);
  }

  /** A state without values. */
  blank(ghosts = 0): Values {
    return new Int32Array(this.variables.length + ghosts).fill(UNASSIGNED);
  }

  /** Forgets what was being evaluated: after an error, before the next question. */
  reset(): void {
    this.stack.length = 0;
  }

  /** The value of an expression. Throws an EvaluationError where it has none. */
  value(e: Ir, env: Env | undefined, step: Step): Value {
    if (e.op === "const") return this.constant(e.value);
    if (--this.fuel < 0) throw new errors.NotInterpreted("an evaluation that takes this long");
    this.stack.push({ ir: e, env, step });
    const value = this.compute(e, env, step);
    this.stack.pop();
    this.watcher?.value?.(e, value);
    return value;
  }

  /** The value, a described set listed. */
  ref(e: Ir, env: Env | undefined, step: Step): Ref {
    const value = this.value(e, env, step);
    if (typeof value === "number") return value;
    this.stack.push({ ir: e, env, step });
    const ref = force(value);
    this.stack.pop();
    return ref;
  }

  /** Whether a formula is true; `wrong` makes the error of a value that is no Boolean. */
  test(e: Ir, env: Env | undefined, step: Step, wrong: Wrong = errors.notAFormula): boolean {
    const value = this.value(e, env, step);
    if (value === TRUE) return true;
    if (value === FALSE) return false;
    this.stack.push({ ir: e, env, step });
    throw wrong(this.bank, value);
  }

  /** What a local stands for, evaluated now if it was not before. */
  local(bound: Value | Thunk): Value {
    if (!isThunk(bound)) return bound;
    bound.value ??= this.value(bound.ir, bound.env, bound.step);
    return bound.value;
  }

  private constant(tree: Tree): Ref {
    const before = this.constants.get(tree);
    if (before !== undefined) return before;
    const ref = fromTree(this.bank, tree);
    this.constants.set(tree, ref);
    return ref;
  }

  private compute(e: Exclude<Ir, { op: "const" }>, env: Env | undefined, step: Step): Value {
    switch (e.op) {
      case "state":
        return this.variable(e, step);
      case "local":
        return this.local(found(env, e.id));
      case "prim":
        return this.prim(e, env, step);
      case "call":
        return this.call(e, env, step);
      case "and":
      case "or":
        return this.junction(e, env, step);
      case "if":
        return this.value(this.test(e.test, env, step, errors.notACondition) ? e.then : e.else, env, step);
      case "case":
        return this.cases(e, env, step);
      case "bind":
        return this.binding(e, env, step);
      case "record":
        return this.bank.recordOf(e.fields.map(([name, x]) => [name, this.ref(x, env, step)] as const));
      case "record-set":
        return new RecordSet(
          this.bank,
          e.fields.map(([name, x]) => [name, this.value(x, env, step)] as const),
        );
      case "field":
        return O.field(this.bank, this.value(e.record, env, step), this.bank.string(e.name));
      case "except":
        return this.except(e, env, step);
      case "named":
        return this.value(e.body, env, step);
      case "let":
        return this.value(e.body, extend(env, e.id, this.later(e.value, env, step)), step);
      case "lambda":
        throw new errors.NotInterpreted("an operator where a value is needed");
      case "enabled":
        return this.enabled(e, env, step) ? TRUE : FALSE;
      case "compose":
        return this.composed(e, env, step) ? TRUE : FALSE;
      default:
        return unreachable(e);
    }
  }

  /** Overridden where formulas can be gone through (see `interpret-ways.ts`). */
  protected enabled(_e: Extract<Ir, { op: "enabled" }>, _env: Env | undefined, _step: Step): boolean {
    throw new errors.NotInterpreted("ENABLED");
  }
  protected composed(_e: Extract<Ir, { op: "compose" }>, _env: Env | undefined, _step: Step): boolean {
    throw new errors.NotInterpreted("\\cdot");
  }

  private variable(e: Extract<Ir, { op: "state" }>, { state, next }: Step): Ref {
    const value = (e.primed ? next : state)[e.slot] ?? UNASSIGNED;
    if (value !== UNASSIGNED) return value;
    throw errors.unassigned(this.variables[e.slot] ?? "of an instantiated module", e.primed);
  }

  protected later(e: Ir, env: Env | undefined, step: Step): Value | Thunk {
    if (e.op === "const") return this.constant(e.value);
    if (e.op === "local") return found(env, e.id);
    return { ir: e, env, step, value: undefined };
  }

  // ------------------------------------------------------------------------------------------------ operators

  private prim(e: Extract<Ir, { op: "prim" }>, env: Env | undefined, step: Step): Value {
    const [a, b] = e.args;
    const holds = (x: Ir | undefined, which: string): boolean =>
      x !== undefined &&
      this.test(x, env, step, (bank, value) => errors.notAnOperand(bank, value, formOf(e.prim), which));
    switch (e.prim) {
      case "~":
        return holds(a, "P") ? FALSE : TRUE;
      case "=>":
        return !holds(a, "P") || holds(b, "Q") ? TRUE : FALSE;
      case "<=>":
      case "\\equiv":
        return holds(a, "P") === holds(b, "Q") ? TRUE : FALSE;
      case "UNION": {
        if (a === undefined) return EMPTY_SET;
        const sets = this.setsOf(a, env, step);
        if (sets !== undefined) return O.unionOf(this.bank, sets);
        return O.bigUnion(this.bank, this.value(a, env, step));
      }
      default: {
        const apply = primitive(e.prim);
        if (apply === undefined) return this.native(e, env, step);
        const args = e.args.map((x) => this.value(x, env, step));
        return apply(this.bank, args);
      }
    }
  }

  /** The elements of a set that is written out, or of the form `{e : x \\in S}`, none of them listed for it. */
  private setsOf(e: Ir, env: Env | undefined, step: Step): readonly Value[] | undefined {
    if (e.op === "named") return this.setsOf(e.body, env, step);
    if (e.op === "call" && e.args.length === 0) return this.setsOf(e.fn.body, undefined, step);
    if (e.op === "prim" && e.prim === "set") return e.args.map((x) => this.value(x, env, step));
    if (e.op !== "bind" || e.form !== "map") return undefined;
    const sets: Value[] = [];
    this.each(e.binders, env, step, (inner) => sets.push(this.value(e.body, inner, step)));
    return sets;
  }

  /** An operator that the engine has itself; what it takes as operators are functions of ours. */
  private native(e: Extract<Ir, { op: "prim" }>, env: Env | undefined, step: Step): Value {
    const call = this.natives[e.prim];
    if (call === undefined) throw new errors.NotInterpreted(`the operator ${e.prim}`);
    const args = e.args.map((x): Argument => {
      if (x.op !== "lambda") return this.value(x, env, step);
      return (...given) => {
        const inner = x.params.reduce((at, id, i) => {
          const value = given[i];
          return value === undefined ? at : extend(at, id, value);
        }, env);
        return this.again(x.body, inner, step);
      };
    });
    return call(...args);
  }

  /** The value of a body that may be given up, to be evaluated again: then what was evaluated is forgotten. */
  private again(body: Ir, env: Env | undefined, step: Step): Value {
    const { length } = this.stack;
    try {
      return this.value(body, env, step);
    } catch (error) {
      if (error instanceof Deeper) this.stack.length = length;
      throw error;
    }
  }

  /** The environment in which the body of a function is evaluated. */
  protected frame(
    { fn, args }: Extract<Ir, { op: "call" }>,
    env: Env | undefined,
    step: Step,
  ): Env | undefined {
    let inner: Env | undefined;
    for (const id of fn.free) inner = extend(inner, id, found(env, id));
    for (const [i, id] of fn.params.entries()) {
      const arg = args[i];
      if (arg !== undefined) inner = extend(inner, id, this.later(arg, env, step));
    }
    return inner;
  }

  private call(e: Extract<Ir, { op: "call" }>, env: Env | undefined, step: Step): Value {
    return this.value(e.fn.body, this.frame(e, env, step), step);
  }

  private junction(e: Extract<Ir, { op: "and" | "or" }>, env: Env | undefined, step: Step): Value {
    const wanted = e.op === "or";
    for (const item of e.items) {
      const is = this.test(item, env, step, (bank, value) => errors.notAJunct(bank, value, e.op));
      if (is === wanted) return wanted ? TRUE : FALSE;
    }
    return wanted ? FALSE : TRUE;
  }

  private cases(e: Extract<Ir, { op: "case" }>, env: Env | undefined, step: Step): Value {
    for (const { test, value } of e.arms) {
      if (test === undefined || this.test(test, env, step, errors.notAGuard))
        return this.value(value, env, step);
    }
    throw noCase();
  }

  private except(e: Extract<Ir, { op: "except" }>, env: Env | undefined, step: Step): Value {
    let out = this.value(e.base, env, step);
    for (const u of e.updates) {
      const path = u.path.map((p) => this.ref(p, env, step));
      out = O.except(this.bank, out, path, (old) => this.value(u.value, extend(env, u.at, old), step));
    }
    return out;
  }

  // -------------------------------------------------------------------------------------------------- binders

  private binding(e: Bind, env: Env | undefined, step: Step): Value {
    const { bank } = this;
    const [first] = e.binders;
    switch (e.form) {
      case "all":
      case "some":
        return this.quantified(e, 0, env, step) ? TRUE : FALSE;
      case "choose":
      case "filter": {
        if (first?.domain === undefined) throw unbounded("CHOOSE");
        const set = this.value(first.domain, env, step);
        const what = e.form === "choose" ? "the condition of CHOOSE" : "the condition of a set filter";
        const keep = (x: Ref): boolean =>
          this.test(e.body, this.bound(first, x, env), step, (b, v) => errors.notABody(b, v, what));
        if (e.form === "choose") return O.choose(bank, set, keep);
        return O.filter(bank, set, keep, "{x \\in S : P}");
      }
      case "map": {
        const items: Ref[] = [];
        this.each(e.binders, env, step, (inner) => items.push(this.ref(e.body, inner, step)));
        return bank.setOf(items);
      }
      case "function": {
        const value = this.described(e, env, step);
        return value.isFinite() ? O.functionFrom(bank, value.domain, (x) => value.apply(x)) : value;
      }
      default:
        return unreachable(e.form);
    }
  }

  private quantified(e: Bind, from: number, env: Env | undefined, step: Step): boolean {
    const binder = e.binders[e.binders.length - 1 - from];
    const all = e.form === "all";
    if (binder === undefined) {
      const what = `the body of ${all ? "\\A" : "\\E"}`;
      return this.test(e.body, env, step, (bank, value) => errors.notABody(bank, value, what));
    }
    for (const x of this.elements(binder, env, step, all ? "\\A" : "\\E")) {
      if (this.quantified(e, from + 1, this.bound(binder, x, env), step) !== all) return !all;
    }
    return all;
  }

  /** What a binder goes through, in TLC's order. */
  protected elements(binder: IrBinder, env: Env | undefined, step: Step, form: string): Iterable<Ref> {
    if (binder.domain === undefined) throw unbounded(form);
    return elementsOf(this.bank, this.value(binder.domain, env, step));
  }

  /** With the names of a binder for one element. */
  protected bound(binder: IrBinder, x: Ref, env: Env | undefined): Env | undefined {
    if (!binder.tuple) return binder.locals.reduce((at, id) => extend(at, id, x), env);
    const first = O.tupleItems(this.bank, x, binder.locals.length);
    return binder.locals.reduce((at, id, i) => extend(at, id, this.bank.arena[first + i]!), env);
  }

  /** Goes through all combinations, the first binder fastest, as TLC does. */
  private each(
    binders: readonly IrBinder[],
    env: Env | undefined,
    step: Step,
    visit: (env: Env | undefined) => void,
  ): void {
    const outer = binders.at(-1);
    if (outer === undefined) {
      visit(env);
      return;
    }
    for (const x of this.elements(outer, env, step, "{e : x \\in S}")) {
      this.each(binders.slice(0, -1), this.bound(outer, x, env), step, visit);
    }
  }

  private described(e: Bind, env: Env | undefined, step: Step): LazyFunction {
    const [only] = e.binders;
    const domains = e.binders.map((b) => {
      if (b.domain === undefined) throw unbounded("[x \\in S |-> e]");
      return this.value(b.domain, env, step);
    });
    const [domain] = domains;
    if (only === undefined || domain === undefined) throw new Error("a function of no argument");
    if (e.binders.length === 1)
      return new LazyFunction(this.bank, domain, (x) => this.value(e.body, this.bound(only, x, env), step));
    return new LazyFunction(this.bank, O.product(this.bank, domains), (t) => {
      const parts = this.bank.list(t);
      const inner = e.binders.reduce((at, b, i) => this.bound(b, parts[i] ?? t, at), env);
      return this.value(e.body, inner, step);
    });
  }
}

type Wrong = (bank: Bank, value: Value) => EvaluationError;

function formOf(prim: string): string {
  return prim === "~" ? "~P" : `P ${prim} Q`;
}
