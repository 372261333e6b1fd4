/**
 * Diagnostics as JSON, for editors and scripts. The form is stable:
 *
 *     { "schema": "bumblebee-diagnostics/1",
 *       "summary": { "errors": 1, "warnings": 0, "infos": 0 },
 *       "diagnostics": [
 *         { "code": "names/unknown", "severity": "error", "message": "…",
 *           "place": { "file": "Spec.tla", "line": 3, "column": 5, "endLine": 3, "endColumn": 8 },
 *           "notes": [{ "message": "…", "place": { … } }],
 *           "hint": "…" } ] }
 *
 * `severity` is `error`, `warning` or `info`. Lines and columns start at 1, columns count UTF-16 units, the
 * end is exclusive; `file` is as `display` gives it, with `/` between folders. `place` and `hint` are missing
 * where there is none; `notes` is always there. Within schema 1 fields may be added, never taken away nor
 * given another meaning.
 */
import type { Diagnostic, Place, Severity } from "./diagnostic.js";

export const JSON_SCHEMA = "bumblebee-diagnostics/1";

export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: JsonPlace;
  readonly notes: readonly { readonly message: string; readonly place?: JsonPlace }[];
  readonly hint?: string;
}

export interface JsonReport {
  readonly schema: typeof JSON_SCHEMA;
  readonly summary: { readonly errors: number; readonly warnings: number; readonly infos: number };
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** Diagnostics in the order given. `display` shortens paths, as for text. */
export function jsonReport(
  diagnostics: readonly Diagnostic[],
  display: (file: string) => string = (file) => file,
): JsonReport {
  const count = (severity: Severity): number => diagnostics.filter((d) => d.severity === severity).length;
  const located = (place: Place | undefined): { readonly place?: JsonPlace } =>
    place === undefined ? {} : { place: jsonPlace(place, display) };
  return {
    schema: JSON_SCHEMA,
    summary: { errors: count("error"), warnings: count("warning"), infos: count("info") },
    diagnostics: diagnostics.map(({ code, severity, message, place, notes, hint }) => ({
      code,
      severity,
      message,
      ...located(place),
      notes: (notes ?? []).map((note) => ({ message: note.message, ...located(note.place) })),
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

function jsonPlace(place: Place, display: (file: string) => string): JsonPlace {
  const { line, column, endLine, endColumn } = place;
  return { file: display(place.file).replaceAll("\\", "/"), line, column, endLine, endColumn };
}

/** The report as text, two blanks a level, with a line end. */
export function renderJson(diagnostics: readonly Diagnostic[], display?: (file: string) => string): string {
  return `${JSON.stringify(jsonReport(diagnostics, display), undefined, 2)}\n`;
}
