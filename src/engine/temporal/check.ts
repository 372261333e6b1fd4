/** Liveness: once all states are known, is there a behaviour that breaks a property? */
import { causeOf, type Verdict } from "../explore-verdict.js";
import type { CompiledModel, Row } from "../model.js";
import { type Beyond, type Path, pathOf, pathTo } from "../path.js";
import type { StateSet } from "../states.js";
import { Atoms, type Evaluating } from "./atoms.js";
import type { TemporalChecks } from "./checks.js";
import { keyOf } from "./formula.js";
import type { StepGraph } from "./graph.js";
import { type Lasso, lassoOf } from "./lasso.js";
import type { Goal } from "./plan.js";
import { type Product, productOf } from "./product.js";
import { goodComponent } from "./search.js";

export interface LivenessOptions {
  /** Lets the event loop run; called between searches. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * The first property that is broken; undefined if all hold. Every atom is evaluated in all states, in all steps: one that
 * fails is a verdict, as in TLC.
 */
export async function checkLiveness(
  model: CompiledModel,
  { goals, atoms: predicates, hints }: TemporalChecks,
  states: StateSet,
  graph: StepGraph,
  { pause, signal }: LivenessOptions,
): Promise<Verdict | undefined> {
  if (goals.length === 0) return undefined;
  const evaluating: Evaluating = { atom: undefined, state: 0, next: 0 };
  let atoms: Atoms;
  try {
    atoms = new Atoms(model, { predicates, hints }, states, graph, goals.flatMap(formulasOf), evaluating);
  } catch (error) {
    const verdict = failed(error, model, states, evaluating);
    if (verdict === undefined) throw error;
    return verdict;
  }
  let last: { readonly key: string; readonly product: Product } | undefined;
  for (const goal of goals) {
    await pause();
    if (signal?.aborted === true) return { kind: "cancelled" };
    const key = goal.formula === undefined ? "" : keyOf(goal.formula);
    if (last?.key !== key) last = { key, product: productOf(graph, goal.formula, atoms) };
    const component = goodComponent(last.product, goal, atoms);
    if (component === undefined) continue;
    const { name, place } = goal;
    const trace = traceOf(model, states, lassoOf(last.product, component));
    return { kind: "violated", what: "property", of: "behaviour", name, place, trace };
  }
  return undefined;
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
  states: StateSet,
  { atom, state, next }: Evaluating,
): Verdict | undefined {
  const cause = causeOf(error, model);
  if (cause === undefined || atom === undefined) return undefined;
  if (cause.kind === "memory") return { kind: "limit", limit: "memory" };
  const { fault, message, values } = cause;
  const during = { kind: "property", name: atom.name, place: atom.place } as const;
  const beyond = next === state ? undefined : stepTo(model, states.row(state), states.row(next));
  const trace = pathTo(model, states, state, beyond);
  return { kind: "evaluation-error", fault, message, values, during, trace };
}

function traceOf(model: CompiledModel, states: StateSet, { states: way, back }: Lasso): Path {
  const rows = way.map((state) => states.row(state));
  const steps = rows.map((row, i): Beyond => {
    const before = rows[i - 1];
    return before === undefined ? { row, action: undefined } : stepTo(model, before, row);
  });
  const again = back === undefined ? rows.at(-1) : rows[back];
  const path = pathOf(model, steps, again);
  if (back === undefined) return { ...path, loop: { kind: "stuttering" } };
  const closing = stepTo(model, rows.at(-1)!, again!).action;
  const action = closing === undefined ? undefined : model.actions[closing]?.name;
  return { ...path, loop: { kind: "back", to: back + 1, action } };
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
