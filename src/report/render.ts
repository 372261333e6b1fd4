/** Diagnostics as text: the one place where they get line, column and colour. */
import type { Diagnostic, Place, Severity } from "./diagnostic.js";

export interface RenderOptions {
  readonly color: boolean;
  /** The text of a file, for the line with carets; undefined when it is not known. */
  readonly source?: (file: string) => string | undefined;
  /** Shortens a path for display. */
  readonly display?: (file: string) => string;
}

const RESET = "\u001b[0m";
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const COLORS: Readonly<Record<Severity, string>> = {
  error: "\u001b[31m",
  warning: "\u001b[33m",
  info: "\u001b[36m",
};

/** Whether to colour what goes to a stream: only a terminal, and not when NO_COLOR is set to anything. */
export function wantsColor(
  stream: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
}

/** One diagnostic, without a line end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const paint = (style: string, text: string): string => (options.color ? `${style}${text}${RESET}` : text);
  const { severity, code, message, place, notes, hint } = diagnostic;
  const at = place === undefined ? "" : `${where(place, options)}: `;
  const [first, ...rest] = message.split("\n");
  const lines = [
    `${paint(BOLD, at)}${paint(COLORS[severity], severity)}: ${first} ${paint(DIM, `[${code}]`)}`,
    ...rest.map((line) => `  ${line}`),
    ...excerpt(place, options).map((line) => paint(DIM, line)),
  ];
  for (const note of notes ?? []) {
    const noteAt = note.place === undefined ? "" : `${where(note.place, options)}: `;
    lines.push(`  note: ${noteAt}${note.message}`);
  }
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}

/** Diagnostics in order, one after the other, with a line end after each; empty for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return diagnostics.map((d) => `${renderDiagnostic(d, options)}\n`).join("");
}

function where(place: Place, options: RenderOptions): string {
  return `${options.display?.(place.file) ?? place.file}:${place.line}:${place.column}`;
}

/** The source line with carets under the place (to the line's end when the place goes over several). */
function excerpt(place: Place | undefined, options: RenderOptions): readonly string[] {
  if (place === undefined) return [];
  const line = options.source?.(place.file)?.split(/\r?\n/)[place.line - 1];
  if (line === undefined) return [];
  const end = place.endLine === place.line ? place.endColumn : line.length + 1;
  const start = Math.min(place.column, line.length + 1);
  // Tabs are kept, so that the carets stand where the terminal shows the text.
  const pad = line.slice(0, start - 1).replace(/[^\t]/g, " ");
  const gutter = String(place.line);
  return [
    `  ${gutter} | ${line}`,
    `  ${" ".repeat(gutter.length)} | ${pad}${"^".repeat(Math.max(1, end - start))}`,
  ];
}
