/** One constructor per message of making programs. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

export const unsupported = (what: string, place: Place): Diagnostic => ({
  code: "engine/unsupported",
  severity: "error",
  message: `${what} cannot be evaluated by this engine`,
  place,
  hint: "TLC may be able to",
});

export const operatorTable = (name: string, place: Place): Diagnostic => ({
  code: "engine/operator-table",
  severity: "error",
  message: `${name} is given as a table of values, which this engine does not take`,
  place,
  hint: `define an operator in a module of the model and put ${name} <- …`,
});
