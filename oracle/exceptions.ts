/**
 * The disagreements that are known and left: one a line, `kind file reason`, where `file` may have `*` for any text and
 * matches the end of a path, and `kind` may be `*`. Empty lines and those that begin with `#` say nothing.
 */
import type { Disagreement } from "./compare.js";

export interface Exception {
  readonly kind: string;
  readonly file: string;
  readonly reason: string;
}

export function parseExceptions(text: string): readonly Exception[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [kind, file, ...reason] = line.split(/\s+/);
      if (kind === undefined || file === undefined || reason.length === 0) {
        throw new Error(`an exception is "kind file reason", not "${line}"`);
      }
      return { kind, file, reason: reason.join(" ") };
    });
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(^|/)${parts.join(".*")}$`).test(path);
}

/** The exception that a disagreement falls under. */
export function exceptionFor(all: readonly Exception[], d: Disagreement): Exception | undefined {
  return all.find((e) => (e.kind === "*" || e.kind === d.kind) && matches(e.file, d.file));
}
