/**
 * A specification as a program: its initial states, its steps, the values of expressions, and why a step is not possible.
 *
 *     const model = compile(spec, { cfg: "INIT Init NEXT Next CONSTANT N = 3" });
 *     for (const state of model.init()) console.log(model.evaluate("x + N", state));
 *
 * What is wrong with the specification or with what is asked is thrown as a DiagnosticError, with places and values.
 */
import { type Diagnostic, DiagnosticError, type Place } from "../../report/diagnostic.js";
import { linkCfg } from "../../resolve/cfg.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import type { Expr } from "../../tla/ast.js";
import { type Cfg, parseCfg } from "../../tla/cfg.js";
import { compileLowered } from "../compile.js";
import { Explainer, type Explanation } from "../explain/explain-action.js";
import { choose, isClosed, type Parameter, parametersOf } from "../explain/explain-params.js";
import { Places } from "../explain/explain-places.js";
import { UNASSIGNED, type Values } from "../interpret/interpret-env.js";
import { interpretModel } from "../interpret/interpret-model.js";
import type { Ir, LocalId, NamedIr } from "../lower/ir.js";
import { type LoweredModel, lowerModel } from "../lower/lowered.js";
import type { CompiledModel } from "../model.js";
import { type EngineContext, newContext } from "../natives/natives-context.js";
import { Bank, type Ref } from "../values/bank.js";
import { elementsOf } from "../values/lazy.js";
import { isEvaluationFault, Session } from "./library-session.js";
import { State, TlaValue } from "./library-values.js";

export interface CompileOptions {
  /** The model: the text of a configuration file, or what `parseCfg` made of one. Without it `Init` and `Next` count. */
  readonly cfg?: string | Cfg;
  /** Takes what Print and PrintT print. */
  readonly onPrint?: (text: string) => void;
  /** Nothing is compiled: quicker where little is evaluated, such as a few expressions of a long specification. */
  readonly interpreted?: boolean;
}

/** What an action's parameters are to be: values, or TLA+ for them. Those not given are left open. */
export type Arguments = Readonly<Record<string, string | TlaValue>>;

export interface ActionParameter {
  readonly name: string;
  /** What it may be in a state, as far as that can be listed before the parameters in front of it are chosen. */
  domain(state: State): readonly TlaValue[] | undefined;
}

/** A disjunct of the next-state relation. */
export interface Action {
  readonly name: string;
  readonly place: Place;
  /** What it binds with \E, outermost first. */
  readonly params: readonly ActionParameter[];
  /** The states that it leads to. */
  take(state: State, args?: Arguments): readonly State[];
  /** Why it cannot be taken so, or not to a state; conjunct by conjunct. */
  explain(state: State, args?: Arguments, next?: State): Explanation;
}

export interface Step {
  readonly action: string;
  readonly state: State;
}

/** Throws a DiagnosticError if the model's text has faults, or names what is not there. */
export function compile(
  spec: ResolvedSpec,
  { cfg, onPrint, interpreted = false }: CompileOptions = {},
): SpecModel {
  const parsed = typeof cfg === "object" ? { cfg, diagnostics: [] } : parseCfg("model", cfg ?? usual(spec));
  const { linked, diagnostics } = linkCfg(spec, parsed.cfg);
  const errors = [...parsed.diagnostics, ...diagnostics].filter((d) => d.severity === "error");
  // Without a model there may be constants without a value; what does not need them can be evaluated.
  if (errors.length > 0 && cfg !== undefined) throw new DiagnosticError(errors);
  const lowering = lowerModel(spec, linked);
  const lowered = errors.length > 0 ? undefined : lowering.model;
  const session = new Session(spec, lowering.lowering);
  const refusals = errors.length > 0 ? errors : lowering.diagnostics;
  const context = newContext();
  if (onPrint !== undefined) context.printed = onPrint;
  if (lowered === undefined) return new SpecModel(session, undefined, undefined, refusals, context);
  const compiled = interpreted ? undefined : compileLowered(lowering).model;
  const model = compiled ?? interpretModel(lowered, freshBank(lowered), context);
  if (onPrint !== undefined && model.context !== undefined) model.context.printed = onPrint;
  return new SpecModel(session, lowered, model, [], model.context ?? context);
}

function usual(spec: ResolvedSpec): string {
  const has = (name: string): boolean => spec.root.names.get(name)?.declaration.kind === "operator";
  if (has("Init") && has("Next")) return "INIT Init\nNEXT Next\n";
  return has("Spec") ? "SPECIFICATION Spec\n" : "";
}

function freshBank(lowered: LoweredModel): Bank {
  const bank = new Bank();
  for (const token of lowered.tokens) bank.token(token);
  return bank;
}

export class SpecModel {
  readonly spec: ResolvedSpec;
  readonly variables: readonly string[];
  /** The disjuncts of the next-state relation; none if there is no behaviour. */
  readonly actions: readonly Action[];
  private readonly bank: Bank;
  private readonly explainer: Explainer;
  private readonly places: Places;

  /** @internal */
  constructor(
    private readonly session: Session,
    private readonly lowered: LoweredModel | undefined,
    private readonly model: CompiledModel | undefined,
    /** Why the model's behaviours cannot be evaluated; empty if they can. Expressions may still be. */
    readonly refusals: readonly Diagnostic[],
    context: EngineContext,
  ) {
    const { spec } = session;
    this.spec = spec;
    this.variables = spec.root.variables.map((v) => v.name);
    this.bank = model?.bank ?? new Bank();
    this.explainer = new Explainer(this.bank, this.variables, context);
    this.places = new Places(spec);
    this.explainer.places = this.places;
    this.actions = (lowered?.actions ?? []).map((a) => this.actionOf(a));
  }

  /** Texts of expressions and definitions given, by what diagnostics call them. */
  get sources(): ReadonlyMap<string, string> {
    return this.session.sources;
  }

  /** Names of the model's invariants. */
  get invariants(): readonly string[] {
    return (this.lowered?.invariants ?? []).map((i) => i.name);
  }

  /** The initial states, each once. */
  init(): readonly State[] {
    const { lowered, model } = this.behaviour();
    const found = new Found();
    const run = (): void => model.initial((row) => found.add(this.rowState(row)));
    const again = (): void => this.explainer.initial(lowered.init, () => {});
    this.carefully("the initial predicate", lowered.init, run, again);
    return found.states;
  }

  /** The steps from a state: for each action each successor once. */
  next(state: State): readonly Step[] {
    const { lowered, model } = this.behaviour();
    this.complete(state);
    const row = model.rowOf([...state.values]);
    return lowered.actions.flatMap(({ name, ir }, i) => {
      const found = new Found();
      const again = (): void =>
        this.explainer.successors(ir, state.values, (values) => found.add(this.stateOf(values)));
      const action = row === undefined ? undefined : model.actions[i];
      const run = (): void => action?.successors(row!, (next) => found.add(this.rowState(next)));
      this.carefully(`action ${name}`, ir, action === undefined ? again : run, again);
      return found.states.map((to): Step => ({ action: name, state: to }));
    });
  }

  /** What an expression is about: 0 constants, 1 a state, 2 a step. Throws a DiagnosticError. */
  level(expression: string | Expr): number {
    return this.session.question(expression).level;
  }

  /** The value of an expression of the root module's scope: of constants, of a state, or of a step. */
  evaluate(expression: string | Expr, state?: State, next?: State): TlaValue {
    const { ir } = this.session.question(expression);
    return this.valueOf(ir, state, next);
  }

  /** Whether one of the model's invariants, or any definition of that name, is true of a state. */
  invariant(name: string, state: State): boolean {
    const found = this.lowered?.invariants.find((i) => i.name === name);
    const value = found === undefined ? this.evaluate(name, state) : this.valueOf(found.ir, state);
    return value.isTrue;
  }

  /**
   * States from a formula such as `x = 1 /\ y \in {2, 3}`, or from values for each variable. Variables may be left out:
   * what reads them then fails.
   */
  states(given: string | Arguments): readonly State[] {
    if (typeof given !== "string") return [this.stateFrom(given)];
    const { ir } = this.session.question(given, "state");
    const found = new Found();
    this.asked("the state", ir, () => this.explainer.partial(ir, (v) => found.add(this.stateOf(v))));
    return found.states;
  }

  /** The one state of a formula or of values. Throws an Error if there is not exactly one. */
  state(given: string | Arguments): State {
    const [only, ...more] = this.states(given);
    if (only === undefined || more.length > 0)
      throw new Error(`${only === undefined ? "no state" : `${more.length + 1} states`}: ${String(given)}`);
    return only;
  }

  /** Adds definitions, which expressions can use from now on. */
  define(text: string): void {
    this.session.define(text);
  }

  /** The states that an action leads to, which need not be a disjunct of Next: `Receive(1, 2, m)`, `x' = x + 1 /\ …`. */
  take(state: State, action: string | Expr): readonly State[] {
    return this.taken(this.session.question(action).ir, "the action", state, new Map());
  }

  /** Why there is no step by an action (to a state, if one is given); `action` as in `take`. */
  explain(state: State, action: string | Expr, next?: State): Explanation {
    return this.explained(this.session.question(action).ir, state, new Map(), next);
  }

  // -------------------------------------------------------------------------------------------------- actions

  private actionOf({ name, place, ir }: NamedIr): Action {
    const params = parametersOf(ir);
    return {
      name,
      place,
      params: params.map((p) => ({ name: p.name, domain: (state) => this.domainOf(p, ir, state) })),
      take: (state, args = {}) => this.taken(ir, `action ${name}`, state, this.given(params, args)),
      explain: (state, args = {}, next) => this.explained(ir, state, this.given(params, args), next),
    };
  }

  private domainOf({ domain }: Parameter, ir: Ir, state: State): readonly TlaValue[] | undefined {
    if (domain === undefined || !isClosed(domain)) return undefined;
    const { explainer, bank } = this;
    return this.asked("the set of a parameter", ir, () => {
      const set = explainer.value(domain, undefined, { state: state.values, next: explainer.blank() });
      return [...elementsOf(bank, set)].map((ref) => new TlaValue(bank, ref));
    });
  }

  private given(params: readonly Parameter[], args: Arguments): ReadonlyMap<LocalId, Ref> {
    const out = new Map<LocalId, Ref>();
    for (const [name, value] of Object.entries(args)) {
      const param = params.find((p) => p.name === name);
      if (param === undefined) {
        const names = params.map((p) => p.name).join(", ");
        throw new Error(`the action has no parameter ${name}: ${names === "" ? "it has none" : names}`);
      }
      out.set(param.local, this.refOf(value));
    }
    return out;
  }

  private taken(ir: Ir, what: string, state: State, given: ReadonlyMap<LocalId, Ref>): readonly State[] {
    const found = new Found();
    const { explainer } = this;
    this.asked(what, ir, () => {
      const { action, env, outside } = choose(explainer, ir, given, state.values);
      if (outside !== undefined) return;
      explainer.successors(action, state.values, (values) => found.add(this.stateOf(values)), env);
    });
    return found.states;
  }

  private explained(ir: Ir, state: State, given: ReadonlyMap<LocalId, Ref>, next?: State): Explanation {
    const { explainer } = this;
    return this.asked("the action", ir, () => {
      const { action, env } = choose(explainer, ir, given, state.values);
      return explainer.explain(action, env, state.values, next?.values);
    });
  }

  // --------------------------------------------------------------------------------------------------- values

  private valueOf(ir: Ir, state?: State, next?: State): TlaValue {
    const { explainer } = this;
    const step = {
      state: state?.values ?? explainer.blank(),
      next: next?.values ?? explainer.blank(),
    };
    return new TlaValue(
      this.bank,
      this.asked("the expression", ir, () => explainer.ref(ir, undefined, step)),
    );
  }

  private stateFrom(given: Arguments): State {
    const values = this.explainer.blank();
    for (const [name, value] of Object.entries(given)) {
      const slot = this.variables.indexOf(name);
      if (slot < 0) throw new Error(`no variable ${name}`);
      values[slot] = this.refOf(value);
    }
    return new State(this.bank, this.variables, values);
  }

  private refOf(value: string | TlaValue): Ref {
    if (typeof value !== "string" && value.isOf(this.bank)) return value.ref;
    return this.evaluate(String(value)).ref;
  }

  private stateOf(values: Values): State {
    return new State(this.bank, this.variables, Int32Array.from(values));
  }

  private rowState(row: Int32Array): State {
    const { model } = this.behaviour();
    return this.stateOf(Int32Array.from(this.variables, (_, i) => model.valueOf(row, i)));
  }

  private behaviour(): { readonly lowered: LoweredModel; readonly model: CompiledModel } {
    const { lowered, model } = this;
    if (lowered === undefined || model === undefined) throw new DiagnosticError(this.refusals);
    return { lowered, model };
  }

  private complete(state: State): void {
    const missing = this.variables.filter((_, i) => state.values[i] === UNASSIGNED);
    if (missing.length > 0) throw new Error(`the state has no value for ${missing.join(", ")}`);
  }

  private asked<T>(what: string, ir: Ir, run: () => T): T {
    return this.session.asked(this.explainer, what, ir, run);
  }

  /** Runs compiled code, and where that fails the interpreter, which can say why. */
  private carefully(what: string, ir: Ir, run: () => void, again: () => void): void {
    const mark = this.bank.mark();
    try {
      run();
    } catch (error) {
      this.bank.release(mark);
      if (!isEvaluationFault(error)) throw error;
      this.asked(what, ir, again);
      throw error;
    }
  }
}

/** States in order of appearance, each once. */
class Found {
  readonly states: State[] = [];
  private readonly keys = new Set<string>();

  add(state: State): void {
    const key = state.values.join();
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.states.push(state);
  }
}
