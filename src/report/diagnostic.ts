/** A place in a file: 1-based line and column, `end` exclusive; `offset`/`length` in UTF-16 units of the file's text. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = "error" | "warning" | "info";

/**
 * One fault that a user can mend, as data. Text and colour happen once, in `render.ts`.
 * `code` is stable (`tla/unexpected-token`); `message` says what is wrong; `hint` what to do about it.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: Place;
  readonly notes?: readonly { readonly message: string; readonly place?: Place }[];
  readonly hint?: string;
}

/** Thrown only at the edge of a stage that cannot go on; carries every fault found so far. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join("\n"));
    this.diagnostics = diagnostics;
  }
}

/** A bug of ours, not the user's: `unreachable` ends every switch over a union. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
