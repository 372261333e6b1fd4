/** One constructor per message of ablation. */
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

/** The original itself has no verdict, or a bad one: nothing can be said of what defends it. */
export function originalFails(model: string, result: string): DiagnosticError {
  const diagnostic: Diagnostic = {
    code: "ablate/original",
    severity: "error",
    message: `the original, model ${model}: ${result}`,
    hint: "mend it first (`bumblebee check`); ablation says what each check is for in a protocol that holds",
  };
  return new DiagnosticError([diagnostic]);
}
