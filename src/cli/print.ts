import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Diagnostic } from "../report/diagnostic.js";
import { renderDiagnostics, wantsColor } from "../report/render.js";
import type { Io } from "./command.js";

/** Prints diagnostics with source lines, paths as seen from the working directory. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], io: Io): void {
  const rendered = renderDiagnostics(diagnostics, {
    color: wantsColor(io.stderr, io.env),
    source: (file) => {
      try {
        return readFileSync(file, "utf8");
      } catch {
        return undefined;
      }
    },
    display: (file) => displayPath(file, io.cwd),
  });
  io.stderr.write(rendered);
}

/** A path from the working directory where that is inside it, else as it is. */
export function displayPath(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short === "" || short.startsWith("..") ? file : short;
}
