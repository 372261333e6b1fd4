/** Liveness: once all states are known, is there a behaviour that breaks a property? */
import { causeOf, type Verdict } from "../explore/explore-verdict.js";
import { guarded, type WatchOptions } from "../explore/explore-watch.js";
import { type Beyond, type Path, pathOf } from "../explore/path.js";
import type { CompiledModel, Row } from "../model.js";
import { Atoms, type Evaluating } from "./atoms.js";
import type { TemporalChecks } from "./checks.js";
import { keyOf } from "./formula.js";
import type { FoundStates, StepGraph } from "./graph.js";
import { type Lasso, lassoOf } from "./lasso.js";
import type { Goal } from "./plan.js";
import { type Product, productOf } from "./product.js";
import { goodComponent } from "./search.js";

export interface LivenessOptions extends Pick<WatchOptions, "now" | "guard"> {
  /** When, on that clock, to give up. */
  readonly deadline: number;
  /** Lets the event loop run; called about every 50 ms where atoms are evaluated, and between searches. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
}

const PAUSE_SECONDS = 0.05;

/** Lets others run; a verdict if that is the end. */
async function breathe({ now, deadline, pause, signal }: LivenessOptions): Promise<Verdict | undefined> {
  await pause();
  if (signal?.aborted === true) return { kind: "cancelled" };
  return now() >= deadline ? { kind: "limit", limit: "seconds" } : undefined;
}

/**
 * The first property that is broken; undefined if all hold. Every atom is evaluated in all states, in all steps: one that
 * fails is a verdict, as in TLC.
 */
export async function checkLiveness(
  model: CompiledModel,
  checks: TemporalChecks,
  states: FoundStates,
  graph: StepGraph,
  options: LivenessOptions,
): Promise<Verdict | undefined> {
  const search = new LivenessSearch(model, checks, states, graph);
  for (let s = 0; s < graph.size; ) {
    const end = await breathe(options);
    if (end !== undefined) return end;
    const due = options.now() + PAUSE_SECONDS;
    const next = guarded(options, () => search.evaluate(s, () => options.now() >= due));
    if (typeof next !== "number") return next;
    s = next;
  }
  for (const goal of checks.goals) {
    const end = await breathe(options);
    if (end !== undefined) return end;
    const verdict = guarded(options, () => search.look(goal));
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** The same without a pause: of a small graph. */
export function checkLivenessAtOnce(
  model: CompiledModel,
  checks: TemporalChecks,
  states: FoundStates,
  graph: StepGraph,
): Verdict | undefined {
  const search = new LivenessSearch(model, checks, states, graph);
  for (let s = 0; s < graph.size; ) {
    const next = search.evaluate(s, () => false);
    if (typeof next !== "number") return next;
    s = next;
  }
  for (const goal of checks.goals) {
    const verdict = search.look(goal);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

class LivenessSearch {
  private readonly evaluating: Evaluating = { atom: undefined, state: 0, next: 0 };
  private readonly atoms: Atoms;
  private last: { readonly key: string; readonly product: Product } | undefined;

  constructor(
    private readonly model: CompiledModel,
    { goals, atoms: predicates, hints }: TemporalChecks,
    private readonly states: FoundStates,
    private readonly graph: StepGraph,
  ) {
    const formulas = goals.flatMap(formulasOf);
    this.atoms = new Atoms(model, { predicates, hints }, states, graph, formulas, this.evaluating);
  }

  /** Evaluates the atoms from a state on, until a pause is due: where to go on, or what cannot be evaluated. */
  evaluate(from: number, pauseIsDue: () => boolean): number | Verdict {
    const { model, states } = this;
    const mark = model.bank.mark();
    try {
      return this.atoms.evaluate(from, pauseIsDue);
    } catch (error) {
      model.bank.release(mark);
      const verdict = failed(error, model, states, this.evaluating);
      if (verdict === undefined) throw error;
      return verdict;
    }
  }

  /** A behaviour with the goal, as a verdict. */
  look(goal: Goal): Verdict | undefined {
    const { model, states, graph, atoms } = this;
    const key = goal.formula === undefined ? "" : keyOf(goal.formula);
    if (this.last?.key !== key) this.last = { key, product: productOf(graph, goal.formula, atoms) };
    const component = goodComponent(this.last.product, goal, atoms);
    if (component === undefined) return undefined;
    const { name, place } = goal;
    const trace = traceOf(model, states, lassoOf(this.last.product, component));
    return { kind: "violated", what: "property", of: "behaviour", name, place, trace };
  }
}

function formulasOf({
  persistent,
  recurrent,
  strong,
  formula,
}: Goal): readonly NonNullable<Goal["formula"]>[] {
  return [...persistent, ...recurrent, ...strong.flat(), ...(formula === undefined ? [] : [formula])];
}

function failed(
  error: unknown,
  model: CompiledModel,
  states: FoundStates,
  { atom, state, next }: Evaluating,
): Verdict | undefined {
  const cause = causeOf(error, model);
  if (cause === undefined || atom === undefined) return undefined;
  if (cause.kind === "memory") return { kind: "limit", limit: "memory" };
  const { fault, message, values } = cause;
  const during = { kind: "property", name: atom.name, place: atom.place } as const;
  const way = states.pathTo(state);
  const trace = pathOf(model, stepsOf(model, states, next === state ? way : [...way, next]));
  return { kind: "evaluation-error", fault, message, values, during, trace };
}

function traceOf(model: CompiledModel, states: FoundStates, { states: way, back }: Lasso): Path {
  const steps = stepsOf(model, states, way);
  const rows = steps.map((step) => step.row);
  const again = back === undefined ? rows.at(-1) : rows[back];
  const path = pathOf(model, steps, again);
  if (back === undefined) return { ...path, loop: { kind: "stuttering" } };
  const closing = stepTo(model, rows.at(-1)!, again!).action;
  const action = closing === undefined ? undefined : model.actions[closing]?.name;
  return { ...path, loop: { kind: "back", to: back + 1, action } };
}

/** The steps of a way, each with an action that leads there. */
function stepsOf(model: CompiledModel, states: FoundStates, way: readonly number[]): readonly Beyond[] {
  const rows = way.map((state) => {
    const row = new Int32Array(model.width);
    states.read(state, row);
    return row;
  });
  return rows.map((row, i) => {
    const before = rows[i - 1];
    return before === undefined ? { row, action: undefined } : stepTo(model, before, row);
  });
}

/** The step to a state, with an action that leads there. */
function stepTo(model: CompiledModel, from: Row, to: Row): Beyond {
  const isSame = sameAs(model, to);
  for (const [action, { successors }] of model.actions.entries()) {
    let found = false;
    successors(from, (next) => {
      found ||= isSame(next);
    });
    if (found) return { row: to, action };
  }
  return { row: to, action: undefined };
}

function sameAs(model: CompiledModel, row: Row): (other: Row) => boolean {
  const { identity } = model;
  if (identity === undefined) return (other) => row.every((cell, i) => cell === other[i]);
  const cells = new Int32Array(identity.width);
  const others = new Int32Array(identity.width);
  identity.of(row, cells);
  return (other) => {
    identity.of(other, others);
    return cells.every((cell, i) => cell === others[i]);
  };
}
