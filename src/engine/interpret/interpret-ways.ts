/**
 * Formulas that give variables their values, gone through as TLC does: from left to right, `x' = e` gives x' its value
 * where it has none yet and is a test where it has; every disjunct, every witness of \E and every element of `x' \in S`
 * is a way of its own, and so is every combination of the choices under \A.
 */

import { isEvaluated } from "../emit/emit-analysis.js";
import { FormulaShapes } from "../emit/emit-shapes.js";
import { ghostsIn } from "../lower/ghosts.js";
import type { Ir, IrBinder } from "../lower/ir.js";
import { TRUE } from "../values/bank.js";
import { noCase } from "../values/bank-errors.js";
import { elementsOf } from "../values/lazy.js";
import { isIn } from "../values/operators.js";
import { Interpreter } from "./interpret.js";
import { type Env, extend, found, isThunk, type Step, UNASSIGNED, type Values } from "./interpret-env.js";
import * as errors from "./interpret-errors.js";

/** Ends a search when one way is enough. */
class Enough extends Error {}

export class WayInterpreter extends Interpreter {
  /** Whether the state that gets its values is the next one. */
  private primed = true;
  private readonly shapes = new FormulaShapes(true);

  /** Calls `emit` once for each way to satisfy an initial predicate; the array is used again. */
  initial(init: Ir, emit: (state: Values) => void): void {
    this.partial(init, (state) => this.complete(state, false, emit));
  }

  /** The same, also where variables are left without a value. */
  partial(init: Ir, emit: (state: Values) => void): void {
    const state = this.blank();
    const step: Step = { state, next: this.blank() };
    this.going(false, () => this.ways(init, undefined, step, () => emit(state)));
  }

  /**
   * Calls `emit` once for each way to take an action in a state; the array is used again. Variables that have a value in
   * `next` already keep it: formulas about them are tests.
   */
  successors(
    action: Ir,
    state: Values,
    emit: (next: Values) => void,
    env?: Env,
    next: Values = this.blank(),
  ): void {
    this.going(true, () => this.ways(action, env, { state, next }, () => this.complete(next, true, emit)));
  }

  private going(primed: boolean, run: () => void): void {
    const before = this.primed;
    this.primed = primed;
    run();
    this.primed = before;
  }

  private complete(values: Values, primed: boolean, emit: (values: Values) => void): void {
    const missing = this.variables.filter((_, slot) => values[slot] === UNASSIGNED);
    if (missing.length > 0) throw errors.incompleteState(missing, primed);
    emit(values);
  }

  /** Calls `then` for each way to make the formula true, while the variables have their values. */
  protected ways(e: Ir, env: Env | undefined, step: Step, then: () => void): void {
    const depth = this.stack.length;
    const { watcher } = this;
    this.stack.push({ ir: e, env, step });
    const goesThrough = this.goesThrough(e, env, step);
    const onward = (): void => {
      if (goesThrough) watcher?.way?.(e);
      // What comes after is not inside of this formula.
      const inside = this.stack.splice(depth);
      then();
      this.stack.push(...inside);
    };
    if (goesThrough) {
      watcher?.entered?.(e);
      this.branch(e, env, step, onward);
    } else this.tested(e, env, step, onward);
    this.stack.pop();
  }

  /** A formula that is no more than true or false. */
  protected tested(e: Ir, env: Env | undefined, step: Step, then: () => void): void {
    if (this.test(e, env, step)) then();
  }

  /** Gives a variable its value for what follows. */
  protected assign(_e: Ir, values: Values, slot: number, value: number, then: () => void): void {
    values[slot] = value;
    then();
    values[slot] = UNASSIGNED;
  }

  /** Whether a formula is of a form that is gone through; the others are tests. */
  private goesThrough(e: Ir, env: Env | undefined, step: Step): boolean {
    switch (e.op) {
      case "and":
      case "or":
      case "named":
      case "let":
      case "if":
      case "case":
        return true;
      case "call":
        return !isEvaluated(e.fn);
      case "local":
        // TLC goes through arguments as if they stood there.
        return isThunk(found(env, e.id));
      case "bind":
        return e.form === "some" || e.form === "all";
      case "prim":
        return e.prim === "=>" || this.assigns(e, step) || this.appliedAt(e, env, step) !== undefined;
      case "compose":
        return this.primed;
      default:
        return false;
    }
  }

  private branch(e: Ir, env: Env | undefined, step: Step, then: () => void): void {
    switch (e.op) {
      case "and":
        this.all(e.items, 0, env, step, then);
        return;
      case "or":
        for (const item of e.items) this.ways(item, env, step, then);
        return;
      case "bind":
        if (e.form === "some") this.witnesses(e.binders, e.body, env, step, then);
        else this.instances(e.binders, e.body, env, step, then);
        return;
      case "named":
        this.ways(e.body, env, step, then);
        return;
      case "local": {
        const bound = found(env, e.id);
        if (isThunk(bound)) this.ways(bound.ir, bound.env, bound.step, then);
        return;
      }
      case "let":
        this.ways(e.body, extend(env, e.id, this.later(e.value, env, step)), step, then);
        return;
      case "call":
        this.ways(e.fn.body, this.frame(e, env, step), step, then);
        return;
      case "if":
        this.ways(this.test(e.test, env, step, errors.notACondition) ? e.then : e.else, env, step, then);
        return;
      case "case": {
        const arm = e.arms.find(
          (a) => a.test === undefined || this.test(a.test, env, step, errors.notAGuard),
        );
        if (arm === undefined) throw noCase();
        this.ways(arm.value, env, step, then);
        return;
      }
      case "prim": {
        const applied = this.appliedAt(e, env, step);
        if (applied !== undefined) {
          this.ways(applied.body, applied.env, step, then);
          return;
        }
        const [test, implied] = e.prim === "=>" ? e.args : [];
        if (test === undefined || implied === undefined) this.assigned(e, env, step, then);
        else if (this.test(test, env, step)) this.ways(implied, env, step, then);
        else then();
        return;
      }
      case "compose":
        this.firstThenSecond(e, env, step, then);
        return;
      default:
        throw new Error(`${e.op} is not gone through`);
    }
  }

  /** What a function says at its argument where it is applied in a step and TLC has not listed it: its body there. */
  private appliedAt(
    e: Extract<Ir, { op: "prim" }>,
    env: Env | undefined,
    step: Step,
  ): { readonly body: Ir; readonly env: Env | undefined } | undefined {
    const [f, x] = e.prim === "apply" && this.primed ? e.args : [];
    const written = f === undefined ? undefined : this.functionIn(f, env, step);
    const [binder, ...more] = written?.f.binders ?? [];
    if (written === undefined || binder?.domain === undefined || x === undefined) return undefined;
    if (more.length > 0 || binder.tuple || !this.shapes.mayAssign(written.f.body)) return undefined;
    const argument = this.ref(x, env, step);
    const domain = this.value(binder.domain, written.env, written.step);
    // Outside of it, evaluating says what is wrong.
    if (isIn(this.bank, argument, domain) !== TRUE) return undefined;
    return { body: written.f.body, env: this.bound(binder, argument, written.env) };
  }

  /** The function constructor that an expression stands for, in its own environment. */
  private functionIn(
    e: Ir,
    env: Env | undefined,
    step: Step,
  ):
    | { readonly f: Extract<Ir, { op: "bind" }>; readonly env: Env | undefined; readonly step: Step }
    | undefined {
    if (e.op === "bind") return e.form === "function" ? { f: e, env, step } : undefined;
    if (e.op === "named") return this.functionIn(e.body, env, step);
    if (e.op === "call" && e.args.length === 0 && !isEvaluated(e.fn))
      return this.functionIn(e.fn.body, this.frame(e, env, step), step);
    const bound = e.op === "local" ? found(env, e.id) : undefined;
    return bound !== undefined && isThunk(bound)
      ? this.functionIn(bound.ir, bound.env, bound.step)
      : undefined;
  }

  private all(items: readonly Ir[], from: number, env: Env | undefined, step: Step, then: () => void): void {
    const item = items[from];
    if (item === undefined) then();
    else this.ways(item, env, step, () => this.all(items, from + 1, env, step, then));
  }

  /** Of several names, the first one counts fastest, as in TLC. */
  protected witnesses(
    binders: readonly IrBinder[],
    body: Ir,
    env: Env | undefined,
    step: Step,
    then: () => void,
  ): void {
    const outer = binders.at(-1);
    if (outer === undefined) this.ways(body, env, step, then);
    else
      for (const x of this.elements(outer, env, step, "\\E"))
        this.witnesses(binders.slice(0, -1), body, this.bound(outer, x, env), step, then);
  }

  /** The conjunction of all instances. */
  private instances(
    binders: readonly IrBinder[],
    body: Ir,
    env: Env | undefined,
    step: Step,
    then: () => void,
  ): void {
    const [first, ...rest] = binders;
    if (first === undefined) {
      this.ways(body, env, step, then);
      return;
    }
    const elements = [...this.elements(first, env, step, "\\A")];
    const go = (i: number): void => {
      const x = elements[i];
      if (x === undefined) then();
      else this.instances(rest, body, this.bound(first, x, env), step, () => go(i + 1));
    };
    go(0);
  }

  /** Whether it is `x' = e` or `x' \in S` where x' has no value yet. */
  private assigns(e: Extract<Ir, { op: "prim" }>, step: Step): boolean {
    const [left] = e.args;
    if ((e.prim !== "=" && e.prim !== "\\in") || left?.op !== "state" || left.primed !== this.primed)
      return false;
    return (left.primed ? step.next : step.state)[left.slot] === UNASSIGNED;
  }

  private assigned(e: Extract<Ir, { op: "prim" }>, env: Env | undefined, step: Step, then: () => void): void {
    const [left, right] = e.args;
    if (left?.op !== "state" || right === undefined) return;
    const values = left.primed ? step.next : step.state;
    if (e.prim === "=") this.assign(e, values, left.slot, this.ref(right, env, step), then);
    else
      for (const x of elementsOf(this.bank, this.value(right, env, step)))
        this.assign(e, values, left.slot, x, then);
  }

  // ------------------------------------------------------------------------------------------ ENABLED, \cdot

  protected override enabled(e: Extract<Ir, { op: "enabled" }>, env: Env | undefined, step: Step): boolean {
    const depth = this.stack.length;
    const before = this.primed;
    this.primed = true;
    try {
      const next = this.blank(ghostsIn(e.action, this.variables.length));
      this.ways(e.action, env, { state: step.state, next }, () => {
        throw new Enough();
      });
      return false;
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
      this.stack.length = depth;
      return true;
    } finally {
      this.primed = before;
    }
  }

  /** As in TLC, what has got its value before is as it was in the state between; that one need not be complete. */
  private firstThenSecond(
    e: Extract<Ir, { op: "compose" }>,
    env: Env | undefined,
    step: Step,
    then: () => void,
    middle: Values = step.next.map((v, slot) => (v === UNASSIGNED ? v : (step.state[slot] ?? UNASSIGNED))),
  ): void {
    this.ways(e.first, env, { state: step.state, next: middle }, () => {
      this.ways(e.second, env, { state: Int32Array.from(middle), next: step.next }, then);
    });
  }

  protected override composed(e: Extract<Ir, { op: "compose" }>, env: Env | undefined, step: Step): boolean {
    const depth = this.stack.length;
    try {
      const own = { state: step.state, next: Int32Array.from(step.next) };
      const enough = (): void => {
        throw new Enough();
      };
      this.firstThenSecond(e, env, own, enough, this.blank());
      return false;
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
      this.stack.length = depth;
      return true;
    }
  }
}
