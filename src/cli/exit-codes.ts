import type { Diagnostic } from "../report/diagnostic.js";

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
  5: "a limit was reached (time, memory) before there was an answer",
  70: "a bug in bumblebee",
  130: "interrupted",
};

/** The exit code for diagnostics: missing tools are told apart from faults in the input. */
export function exitFor(diagnostics: readonly Diagnostic[]): ExitCode {
  if (!diagnostics.some((d) => d.severity === "error")) return Exit.ok;
  return diagnostics.some((d) => d.code.startsWith("tool/")) ? Exit.toolMissing : Exit.badInput;
}
