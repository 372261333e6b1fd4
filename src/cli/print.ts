import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { renderDiagnostics, wantsColor } from "../report/render.js";
import type { Io } from "./command.js";

/** Prints diagnostics with source lines, paths as seen from the working directory. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], io: Io): void {
  const texts = new Map<string, string | undefined>();
  const rendered = renderDiagnostics(diagnostics, {
    color: wantsColor(io.stderr, io.env),
    source: (file) => {
      if (!texts.has(file)) texts.set(file, textOf(file));
      return texts.get(file);
    },
    display: (file) => displayPath(file, io.cwd),
  });
  io.stderr.write(rendered);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * What the user can mend of something thrown: its diagnostics, or that an expression has more levels than the stack
 * (a chain of ten thousand operators is one). Undefined for anything else, which is a bug of ours.
 */
export function faultsOf(error: unknown): readonly Diagnostic[] | undefined {
  if (error instanceof DiagnosticError) return error.diagnostics;
  if (error instanceof RangeError && error.message.includes("call stack")) return [tooLong];
  return undefined;
}

const tooLong: Diagnostic = {
  code: "input/too-long-chain",
  severity: "error",
  message:
    "an expression of the input has too many operators in a row, or is nested too deeply, to go on with it",
  hint: "give its parts names of their own, or write the chain as a bulleted list",
};

/** A path from the working directory where that is inside it, else as it is. */
export function displayPath(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short === "" || short.startsWith("..") ? file : short;
}
