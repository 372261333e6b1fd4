/**
 * The states and steps of a model, seen through a projection.
 *
 * Representation: the projection of a state is a value of the bank, so two models over one bank have a projected state in
 * common exactly if they have its ref. Of the states (and steps) that look alike the first one found stands for all: as
 * states are found breadth first, the way to it is a shortest one.
 */

import { type Exploration, type ExploreOptions, explore } from "../engine/explore/explore.js";
import { NO_PARENT } from "../engine/explore/states.js";
import type { LoweringResult } from "../engine/lower/lowered.js";
import type { CompiledModel, StateTerm } from "../engine/model.js";
import type { Ref } from "../engine/values/bank.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { expressionIn } from "../spec/expression.js";

/** A step between two states of an exploration, by their indices. */
export interface StepAt {
  readonly from: number;
  readonly to: number;
}

export interface Projected {
  readonly model: CompiledModel;
  readonly exploration: Exploration;
  /** Of each projected state, the first state that looks so. */
  readonly states: ReadonlyMap<Ref, number>;
  /** Of each step that can be seen, the first one; undefined if steps were not asked for. */
  readonly steps: ReadonlyMap<Ref, ReadonlyMap<Ref, StepAt>> | undefined;
}

/** Asks for the projection as the last term of the model; `text` is an expression over the root's names. */
export function withProjection(result: LoweringResult, text: string): LoweringResult {
  const { model, lowering } = result;
  if (model === undefined) return result;
  const { expression, diagnostics } = expressionIn(model.spec, text, "projection");
  const all: Diagnostic[] = [...result.diagnostics, ...diagnostics];
  if (expression === undefined) return { ...result, model: undefined, diagnostics: all };
  const term = { name: "projection", place: expression.place, ir: lowering.lower(expression.expr) };
  const failed = lowering.diagnostics.some((d) => d.severity === "error");
  const asked = failed ? undefined : { ...model, terms: [...model.terms, term] };
  return { ...result, model: asked, diagnostics: [...all, ...lowering.diagnostics] };
}

/** The term that `withProjection` asked for. */
export function projectionOf(model: CompiledModel): StateTerm {
  const term = model.terms.at(-1);
  if (term === undefined) throw new Error("the model was not asked for a projection");
  return term;
}

/** Room for the second index of a pair in one number. */
const PAIR = 2 ** 26;

/** Explores the model, its invariants checked if it has some; complete only if the exploration's verdict is `holds`. */
export async function projected(
  model: CompiledModel,
  options: ExploreOptions,
  wantsSteps: boolean,
): Promise<Projected> {
  const pairs = new Set<number>();
  const onStep: NonNullable<ExploreOptions["onStep"]> = (from, _action, to) => {
    if (from !== NO_PARENT && from !== to) pairs.add(from * PAIR + to);
  };
  const exploration = await explore(
    { ...model, checkDeadlock: false },
    wantsSteps ? { ...options, onStep } : options,
  );
  const term = projectionOf(model);
  const row = new Int32Array(model.width);
  const looks: Ref[] = [];
  const states = new Map<Ref, number>();
  for (let i = 0; i < exploration.states.size; i++) {
    exploration.states.read(i, row);
    const look = term.value(row);
    looks.push(look);
    if (!states.has(look)) states.set(look, i);
  }
  return { model, exploration, states, steps: wantsSteps ? stepsOf(pairs, looks) : undefined };
}

/** The steps that change what is seen. */
function stepsOf(pairs: ReadonlySet<number>, looks: readonly Ref[]): Map<Ref, Map<Ref, StepAt>> {
  const out = new Map<Ref, Map<Ref, StepAt>>();
  for (const pair of pairs) {
    const [from, to] = [Math.floor(pair / PAIR), pair % PAIR];
    const [before, after] = [looks[from]!, looks[to]!];
    if (before === after) continue;
    const known = out.get(before) ?? new Map<Ref, StepAt>();
    out.set(before, known);
    if (!known.has(after)) known.set(after, { from, to });
  }
  return out;
}
