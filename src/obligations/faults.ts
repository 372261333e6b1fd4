/** One constructor per message of the obligations. */
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

/** The original itself has no verdict, or a bad one: nothing follows of what is made of it. */
export function originalFails(model: string, result: string): DiagnosticError {
  const diagnostic: Diagnostic = {
    code: "obligations/original",
    severity: "error",
    message: `the original, model ${model}: ${result}`,
    hint: "mend it first (`bumblebee check`); obligations are asked of a protocol that holds",
  };
  return new DiagnosticError([diagnostic]);
}
