/** Predicates as a search evaluates them. */
import type { Place } from "../../report/diagnostic.js";
import type { CompiledModel, StatePredicate } from "../model.js";
import type { During } from "./explore-verdict.js";

/** A predicate of states, what it is called when it fails, and when it has to be evaluated. */
export interface Check {
  readonly predicate: StatePredicate;
  readonly during: During;
  /** In the form of `StateSet.changed`: the cells that it reads. */
  readonly reads: number;
  /** Whether it is evaluated for each state, whatever has changed. */
  readonly always: boolean;
}

/** The place of something that may fail, made once. */
export const named =
  (kind: "action" | "invariant" | "constraint" | "action-constraint") =>
  ({ name, place }: { readonly name: string; readonly place: Place }): During => ({ kind, name, place });

export function checksOf(kind: "invariant" | "constraint", predicates: readonly StatePredicate[]): Check[] {
  return predicates.map((predicate) => ({
    predicate,
    during: named(kind)(predicate),
    reads: predicate.reads?.reduce((mask, cell) => mask | (1 << (cell & 31)), 0) ?? -1,
    always: predicate.reads === undefined,
  }));
}

/** Actions and action constraints as what may fail, made once: it is noted before each evaluation. */
export interface Places {
  readonly actions: readonly During[];
  readonly actionConstraints: readonly During[];
}

export const placesOf = (model: CompiledModel): Places => ({
  actions: model.actions.map(named("action")),
  actionConstraints: model.actionConstraints.map(named("action-constraint")),
});

/** Whether something is evaluated also of successors that are there. */
export const looksAtAll = (model: CompiledModel): boolean =>
  model.identity !== undefined ||
  model.actionConstraints.length > 0 ||
  (model.temporal?.steps.length ?? 0) > 0 ||
  model.constraints.some((c) => c.reads === undefined);

/** Whether nobody can tell when they are evaluated. */
export const arePure = (checks: readonly Check[]): boolean => !checks.some((c) => c.always);
