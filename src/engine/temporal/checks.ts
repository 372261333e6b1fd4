/** What a model's temporal properties ask of a search: made by lowering, compiled with the model, and carried by it. */
import type { Diagnostic } from "../../report/diagnostic.js";
import type { NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { CompiledModel, StepPredicate } from "../model.js";
import type { Formula, StepHint } from "./formula.js";
import { type Goal, goalsOf } from "./plan.js";
import type { Properties } from "./specification.js";

/** Of a lowered model. What PROPERTY asks of all states is among the invariants. */
export interface Temporal {
  /** To hold in every initial state. */
  readonly initial: readonly NamedIr[];
  /** To hold of every step. */
  readonly steps: readonly NamedIr[];
  /** A behaviour that reaches one of them breaks a property. */
  readonly goals: readonly Goal[];
  /** What the goals speak of, by number. */
  readonly atoms: readonly NamedIr[];
  /** By the number of the atom. */
  readonly hints: ReadonlyMap<number, StepHint>;
}

/** Of a compiled model: the same, as functions. */
export interface TemporalChecks {
  readonly initial: readonly StepPredicate[];
  readonly steps: readonly StepPredicate[];
  readonly goals: readonly Goal[];
  readonly atoms: readonly StepPredicate[];
  readonly hints: ReadonlyMap<number, StepHint>;
}

export function temporalOf(
  fairness: readonly Formula[],
  { initial, steps, liveness }: Properties,
  { atoms, hints }: Pick<Temporal, "atoms" | "hints">,
  diagnostics: Diagnostic[],
): Temporal {
  const goals = liveness.flatMap((property) => goalsOf(fairness, property, diagnostics));
  return { initial, steps, goals, atoms: goals.length === 0 ? [] : atoms, hints };
}

/** The model with its temporal checks among what is compiled; `withTemporal` takes them off again. */
export function requestTemporal(lowered: LoweredModel): LoweredModel {
  const { initial, steps, atoms } = lowered.temporal;
  return { ...lowered, tests: [...lowered.tests, ...initial, ...steps, ...atoms] };
}

/** `model` is what `requestTemporal(lowered)` was compiled to. */
export function withTemporal(model: CompiledModel, lowered: LoweredModel): CompiledModel {
  const { initial, steps, goals, atoms, hints } = lowered.temporal;
  if (initial.length + steps.length + goals.length === 0) return model;
  const tests = [...model.tests];
  const further = tests.splice(lowered.tests.length);
  const take = (list: readonly NamedIr[]): readonly StepPredicate[] => further.splice(0, list.length);
  const temporal = { initial: take(initial), steps: take(steps), goals, atoms: take(atoms), hints };
  return { ...model, tests, temporal };
}
