import { type Diagnostic, unreachable } from "../report/diagnostic.js";
import type { TlcOutcome } from "../tlc/outcome.js";

/** What the command's exit code means; scripts may rely on these. */
export const Exit = {
  ok: 0,
  rejected: 1,
  badInput: 2,
  usage: 3,
  toolMissing: 4,
  limit: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

export const EXIT_MEANING: Readonly<Record<ExitCode, string>> = {
  0: "it holds, or the work is done",
  1: "violated, or rejected",
  2: "the input has a fault",
  3: "the command line has a fault",
  4: "a tool (Java, TLC) is missing or does not work",
  5: "no error within the bound: a limit (time, states, memory, depth) ended the search before all was seen",
  70: "a bug in bumblebee, such as engines that disagree",
  130: "interrupted",
};

/** The exit code for diagnostics: missing tools are told apart from faults in the input. */
export function exitFor(diagnostics: readonly Diagnostic[]): ExitCode {
  if (!diagnostics.some((d) => d.severity === "error")) return Exit.ok;
  return diagnostics.some((d) => d.code.startsWith("tool/")) ? Exit.toolMissing : Exit.badInput;
}

/** The exit code of an engine's answer. */
export function exitOf(outcome: TlcOutcome): ExitCode {
  switch (outcome.kind) {
    case "holds":
      return Exit.ok;
    case "violated":
    case "deadlock":
      return Exit.rejected;
    case "spec-fault":
    case "unsupported":
      return Exit.badInput;
    case "timeout":
    case "out-of-memory":
    case "state-limit":
    case "depth-limit":
      return Exit.limit;
    case "not-installed":
    case "crashed":
      return Exit.toolMissing;
    case "disagreement":
      return Exit.bug;
    case "cancelled":
      return Exit.interrupted;
    default:
      return unreachable(outcome);
  }
}
