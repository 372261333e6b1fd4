/** One constructor per message of running. */
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

function fault(code: string, message: string, hint?: string): DiagnosticError {
  const diagnostic: Diagnostic = {
    code: `run/${code}`,
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
  };
  return new DiagnosticError([diagnostic]);
}

export const cannotStart = {
  portTaken: (port: number): DiagnosticError =>
    fault(
      "port-taken",
      `port ${port} is in use by another program`,
      "give another --ports BASE, or none: free ports are taken then",
    ),
  ended: (what: string, how: string, log: string): DiagnosticError =>
    fault("not-started", `${what} ended before it was ready: ${how}`, `its error output is in ${log}`),
  late: (what: string, log: string): DiagnosticError =>
    fault("not-started", `${what} is not ready after a long time`, `its error output is in ${log}`),
  noRunSection: (file: string): DiagnosticError =>
    fault(
      "no-mapping",
      `${file} does not say how to run the protocol`,
      'add "run": {"clientAction", "clientParameter", "decided", "timeouts"}; see src/protocol/mapping-schema.ts',
    ),
  unknownName: (what: string, name: string, known: readonly string[]): DiagnosticError =>
    fault("unknown-name", `the mapping's run section: ${what} ${name} is none`, `known: ${known.join(", ")}`),
  tooFew: (count: number): DiagnosticError =>
    fault(
      "too-few-nodes",
      `${count} node(s) cannot tolerate a liar`,
      "take at least three (2f + 1 for f liars)",
    ),
  noConstant: (name: string, file: string): DiagnosticError =>
    fault(
      "no-constant",
      `${file} gives the constant ${name} no value`,
      `give it one there, or in the mapping's run section`,
    ),
} as const;
