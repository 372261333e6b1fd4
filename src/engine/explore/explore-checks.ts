/** Predicates as a search evaluates them: only those that read what has changed. */
import type { Place } from "../../report/diagnostic.js";
import type { CompiledModel, Row, StatePredicate, StepPredicate } from "../model.js";
import type { TemporalChecks } from "../temporal/checks.js";
import type { During } from "./explore-verdict.js";
import { touchableOf } from "./states-packing.js";

/** A predicate of states, what it is called when it fails, and when it has to be evaluated. */
interface Check {
  readonly predicate: StatePredicate;
  readonly during: During;
  /** In the form of `StateSet.changed`: the cells that it reads. */
  readonly reads: number;
  /** These cells; none if it is evaluated always. */
  readonly cells: Int32Array;
  /** The bits of their variables, in the form of what an action says that it touched. */
  readonly variables: number;
  /** Whether it is evaluated for each state, whatever has changed. */
  readonly always: boolean;
}

export const INITIAL: During = { kind: "initial" };

/** The place of something that may fail, made once. */
export const named =
  (kind: "action" | "invariant" | "constraint" | "action-constraint" | "property") =>
  ({ name, place }: { readonly name: string; readonly place: Place }): During => ({ kind, name, place });

function checksOf(
  kind: "invariant" | "constraint",
  predicates: readonly StatePredicate[],
  { starts = [], width }: CompiledModel,
): readonly Check[] {
  const { firsts } = touchableOf(starts, width);
  const variable = (cell: number): number => {
    let found = 0;
    while (firsts[found + 1]! <= cell) found++;
    return found;
  };
  return predicates.map((predicate) => {
    const cells = predicate.reads ?? new Int32Array(0);
    return {
      predicate,
      during: named(kind)(predicate),
      reads: predicate.reads?.reduce((mask, cell) => mask | (1 << (cell & 31)), 0) ?? -1,
      cells,
      variables: cells.reduce((mask, cell) => mask | (1 << variable(cell)), 0),
      always: predicate.reads === undefined,
    };
  });
}

/** The predicates of a model; of a state that was kept, all are known to hold. */
export class Predicates {
  /** What is being evaluated, to be told if it fails. */
  during: During = INITIAL;
  /** Actions as what may fail, made once: it is noted before each is taken. */
  readonly actions: readonly During[];
  private readonly model: CompiledModel;
  private readonly invariants: readonly Check[];
  private readonly constraints: readonly Check[];
  private readonly allowed: readonly During[];

  constructor(model: CompiledModel) {
    this.model = model;
    this.actions = model.actions.map(named("action"));
    this.invariants = checksOf("invariant", model.invariants, model);
    this.constraints = checksOf("constraint", model.constraints, model);
    this.allowed = model.actionConstraints.map(named("action-constraint"));
  }

  /** Whether nobody can tell when they are evaluated. */
  get arePure(): boolean {
    return !this.invariants.some((c) => c.always) && !this.constraints.some((c) => c.always);
  }

  /** Whether a state is within the constraints; `changed` tells where it differs from one that is, if from any. */
  isInside(next: Row, changed: number | undefined): boolean {
    return this.firstFalse(this.constraints, next, changed) === undefined;
  }

  isAllowed(row: Row, next: Row): boolean {
    const { actionConstraints } = this.model;
    for (let i = 0; i < actionConstraints.length; i++) {
      this.during = this.allowed[i]!;
      if (!actionConstraints[i]!.holds(row, next)) return false;
    }
    return true;
  }

  /** The first invariant that is false; `changed` as before. */
  violated(next: Row, changed: number | undefined): StatePredicate | undefined {
    return this.firstFalse(this.invariants, next, changed);
  }

  /** Whether a successor is outside the constraints, by what an action says that it touched. */
  isOutside(row: Row, next: Row, touched = -1): boolean {
    return this.firstFalseAfter(this.constraints, row, next, touched) !== undefined;
  }

  violatedAfter(row: Row, next: Row, touched = -1): StatePredicate | undefined {
    return this.firstFalseAfter(this.invariants, row, next, touched);
  }

  /** Of an initial state, or of a step from another one. */
  violatedProperty(
    { initial, steps }: TemporalChecks,
    from: Row | undefined,
    next: Row,
    isInitial: boolean,
  ): StepPredicate | undefined {
    const predicates = isInitial ? initial : from === undefined ? [] : steps;
    return predicates.find((predicate) => {
      this.during = named("property")(predicate);
      return !predicate.holds(from ?? next, next);
    });
  }

  private firstFalse(
    checks: readonly Check[],
    next: Row,
    changed: number | undefined,
  ): StatePredicate | undefined {
    for (let i = 0; i < checks.length; i++) {
      const { predicate, during, reads, always } = checks[i]!;
      if (changed !== undefined && !always && (reads & changed) === 0) continue;
      this.during = during;
      if (!predicate.holds(next)) return predicate;
    }
    return undefined;
  }

  private firstFalseAfter(
    checks: readonly Check[],
    row: Row,
    next: Row,
    touched: number,
  ): StatePredicate | undefined {
    for (let i = 0; i < checks.length; i++) {
      const { predicate, during, cells, variables } = checks[i]!;
      if ((variables & touched) === 0) continue;
      let c = 0;
      while (c < cells.length && row[cells[c]!] === next[cells[c]!]) c++;
      if (c === cells.length) continue;
      this.during = during;
      if (!predicate.holds(next)) return predicate;
    }
    return undefined;
  }
}

/** Whether something is evaluated also of successors that are there. */
export const looksAtAll = (model: CompiledModel): boolean =>
  model.identity !== undefined ||
  model.actionConstraints.length > 0 ||
  (model.temporal?.steps.length ?? 0) > 0 ||
  model.constraints.some((c) => c.reads === undefined);
