/**
 * Goals: shortest behaviours to states in which a predicate holds. One exploration looks for all of them; a goal that it
 * does not find is reached in no state of the model. As invariants are, goals are also evaluated in the states just
 * outside the constraints; invariants and properties of the model itself are not checked, nor is deadlock.
 */
import type { Diagnostic } from "../../report/diagnostic.js";
import { expressionIn } from "../../spec/expression.js";
import * as faults from "../faults.js";
import type { NamedIr } from "../lower/ir.js";
import type { LoweringResult } from "../lower/lowered.js";
import type { CompiledModel, Row, StatePredicate, StepPredicate } from "../model.js";
import { type Exploration, type ExploreOptions, explore } from "./explore.js";
import { type Path, pathTo } from "./path.js";
import { ABSENT } from "./states.js";

// ------------------------------------------------------------------------------------------------ asking for them

export interface Goals {
  /** What was lowered, the goals among its tests; without a model where a diagnostic is an error. */
  readonly lowered: LoweringResult;
  /** Where among the tests they begin, in the order of the texts. */
  readonly first: number;
}

/**
 * Adds goals, expressions over the root module's names, to what is to be compiled. `option` is what messages call the
 * place that they come from.
 */
export function withGoals(result: LoweringResult, texts: readonly string[], option = "--reach"): Goals {
  const { model, lowering } = result;
  if (model === undefined) return { lowered: result, first: 0 };
  const diagnostics: Diagnostic[] = [];
  const goals: NamedIr[] = [];
  for (const text of texts) {
    const { expression, diagnostics: found } = expressionIn(model.spec, text, option);
    diagnostics.push(...found);
    if (expression === undefined) continue;
    const { place, level } = expression;
    if (level > 1) diagnostics.push(faults.goalLevel(text, place));
    else goals.push({ name: text, place, ir: lowering.lower(expression.expr) });
  }
  diagnostics.push(...lowering.diagnostics);
  const failed = diagnostics.some((d) => d.severity === "error");
  const asked = failed ? undefined : { ...model, tests: [...model.tests, ...goals] };
  return {
    lowered: { ...result, model: asked, diagnostics: [...result.diagnostics, ...diagnostics] },
    first: model.tests.length,
  };
}

/** The goals of a compiled model. */
export function goalsOf(model: CompiledModel, first: number, count: number): readonly StatePredicate[] {
  return model.tests.slice(first, first + count).map(
    ({ name, place, holds }: StepPredicate): StatePredicate => ({
      name,
      place,
      holds: (state) => holds(state, state),
    }),
  );
}

// --------------------------------------------------------------------------------------------------- looking for them

export interface ReachedGoal {
  readonly name: string;
  /** A shortest behaviour to a state where it holds; undefined if none was found. */
  readonly path: Path | undefined;
}

export interface Reach {
  readonly goals: readonly ReachedGoal[];
  /**
   * How the last exploration ended: `holds` if all states were visited, `violated` if it was ended as everything had been
   * found. A goal without a path is unreachable only after `holds`.
   */
  readonly exploration: Exploration;
}

/** Looks for all goals at once. */
export async function reach(
  model: CompiledModel,
  goals: readonly StatePredicate[],
  options: ExploreOptions,
): Promise<Reach> {
  const found = new Map<number, Row>();
  const seeking = goals.map((goal, i): StatePredicate => {
    const reads = goal.reads === undefined ? {} : { reads: goal.reads };
    return {
      name: goal.name,
      place: goal.place,
      ...reads,
      holds: (state) => {
        if (found.has(i) || !goal.holds(state)) return true;
        found.set(i, state.slice());
        // The last goal ends the exploration as a violated invariant does.
        return found.size < goals.length;
      },
    };
  });
  const exploration = await explore(bare(model, seeking), options);
  const paths: ReachedGoal[] = [];
  for (const [i, goal] of goals.entries()) {
    const row = found.get(i);
    paths.push({ name: goal.name, path: row && (await pathOfGoal(model, goal, exploration, row, options)) });
  }
  return { goals: paths, exploration };
}

/** The way to the state in which a goal was found first. */
async function pathOfGoal(
  model: CompiledModel,
  goal: StatePredicate,
  { states }: Exploration,
  row: Row,
  options: ExploreOptions,
): Promise<Path | undefined> {
  const at = states.find(row);
  if (at !== ABSENT) return pathTo(model, states, at, undefined);
  // Outside the constraints no way is kept: an exploration for this goal alone ends there.
  const denied = { name: goal.name, place: goal.place, holds: (state: Row) => !goal.holds(state) };
  const { verdict } = await explore(bare(model, [denied]), options);
  return verdict.kind === "violated" && verdict.what === "invariant" ? verdict.trace : undefined;
}

/** The model with other invariants and nothing else to check. */
function bare(model: CompiledModel, invariants: readonly StatePredicate[]): CompiledModel {
  const { temporal: _, postconditions: __, ...rest } = model;
  return { ...rest, invariants, checkDeadlock: false };
}
