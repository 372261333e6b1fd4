/**
 * A lowered model run by the interpreter: the same answers as the compiled one, slowly. For checking the compiler, and for
 * what needs to be watched while it runs.
 */

import type { NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { CompiledModel, StatePredicate, StepPredicate } from "../model.js";
import { newContext } from "../natives/natives-context.js";
import { Bank, type Ref } from "../values/bank.js";
import { UNASSIGNED, type Values } from "./interpret-env.js";
import { WayInterpreter } from "./interpret-ways.js";

export interface InterpretedModel extends CompiledModel {
  readonly interpreter: WayInterpreter;
}

/** Rows are the values of the variables. Values are in `bank`, so that they can be compared with another model's. */
export function interpretModel(
  lowered: LoweredModel,
  bank = new Bank(),
  context = newContext(),
): InterpretedModel {
  const { variables } = lowered;
  const interpreter = new WayInterpreter(bank, variables, context);
  const none = interpreter.blank();
  /** A new question: nothing is left of the one before, which may have failed. */
  const fresh = <T>(ask: () => T): T => {
    interpreter.reset();
    return ask();
  };
  const holds = (part: NamedIr, state: Values, next: Values): boolean =>
    fresh(() => interpreter.test(part.ir, undefined, { state, next }));
  const states = (list: readonly NamedIr[]): readonly StatePredicate[] =>
    list.map((p) => ({ name: p.name, place: p.place, holds: (state) => holds(p, state, none) }));
  const steps = (list: readonly NamedIr[]): readonly StepPredicate[] =>
    list.map((p) => ({ name: p.name, place: p.place, holds: (s, n) => holds(p, s, n) }));
  return {
    interpreter,
    bank,
    context,
    variables,
    width: variables.length,
    valueOf: (row, i) => row[i] ?? UNASSIGNED,
    rowOf: (values: readonly Ref[]) => Int32Array.from(values),
    initial: (emit) => fresh(() => interpreter.initial(lowered.init, emit)),
    actions: lowered.actions.map(({ name, place, ir }) => ({
      name,
      place,
      successors: (state, emit) => fresh(() => interpreter.successors(ir, state, emit)),
    })),
    assumptions: lowered.assumptions.map((p) => ({ place: p.place, holds: () => holds(p, none, none) })),
    invariants: states(lowered.invariants),
    constraints: states(lowered.constraints),
    actionConstraints: steps(lowered.actionConstraints),
    tests: steps(lowered.tests),
    terms: lowered.terms.map((p) => ({
      name: p.name,
      place: p.place,
      value: (state, next = none) => fresh(() => interpreter.ref(p.ir, undefined, { state, next })),
    })),
    checkDeadlock: lowered.checkDeadlock,
  };
}
