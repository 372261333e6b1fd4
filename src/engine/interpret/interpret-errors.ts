/** What can go wrong in an expression by itself, whatever operator it is of, in TLC's words. */
import type { Bank } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { showValue, type Value } from "../values/lazy.js";
import { aKind } from "../values/show.js";

/** What the interpreter cannot evaluate: compiled code may be able to. Not the specification's fault. */
export class NotInterpreted extends Error {
  override readonly name = "NotInterpreted";
}

function notABoolean(bank: Bank, value: Value, used: string): EvaluationError {
  const kind = typeof value === "number" ? aKind(bank, value) : "a set";
  const text = `A non-boolean expression (${kind}) was used as ${used}.\n${showValue(bank, value)}`;
  return new EvaluationError("not-a-boolean", text, typeof value === "number" ? [value] : []);
}

export const notACondition = (bank: Bank, value: Value): EvaluationError =>
  notABoolean(bank, value, "the condition of an IF");
export const notAGuard = (bank: Bank, value: Value): EvaluationError =>
  notABoolean(bank, value, "a condition of a CASE");
export const notAJunct = (bank: Bank, value: Value, op: "and" | "or"): EvaluationError =>
  notABoolean(bank, value, `a formula in a ${op === "and" ? "conjunction" : "disjunction"}`);
export const notAFormula = (bank: Bank, value: Value): EvaluationError =>
  notABoolean(bank, value, "a formula");
/** `what`: `the body of \A`, `the condition of CHOOSE`. */
export const notABody = (bank: Bank, value: Value, what: string): EvaluationError =>
  notABoolean(bank, value, what);
/** `form`: `P => Q`; `which`: P or Q. */
export const notAnOperand = (bank: Bank, value: Value, form: string, which: string): EvaluationError => {
  const shown = showValue(bank, value);
  const text = `Attempted to evaluate an expression of form ${form} when ${which} was not a Boolean:\n${shown}`;
  return new EvaluationError("not-a-boolean", text, typeof value === "number" ? [value] : []);
};

export const unassigned = (variable: string, primed: boolean): EvaluationError =>
  new EvaluationError(
    "unassigned-variable",
    `In evaluation, the identifier ${variable}${primed ? "'" : ""} is either undefined or not an operator: ` +
      "it is read before it has a value.",
  );

export const incompleteState = (variables: readonly string[], primed: boolean): EvaluationError =>
  new EvaluationError(
    "incomplete-state",
    primed
      ? `Successor state is not completely specified by action: no value for ${variables.join(", ")}.`
      : `The initial predicate does not specify a complete state: no value for ${variables.join(", ")}.`,
  );
