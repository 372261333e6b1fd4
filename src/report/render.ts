/** Diagnostics as text: the one place where they get line, column and colour. */
import type { Diagnostic, Place, Severity } from "./diagnostic.js";
import { excerpt } from "./excerpt.js";

export interface RenderOptions {
  readonly color: boolean;
  /** The text of a file, for the lines with carets; undefined when it is not known. */
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

/**
 * One diagnostic, without a line end: place, severity, message and code; the source it is about; notes, each
 * with its own source where that is another place; the hint.
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const paint = (style: string, text: string): string => (options.color ? `${style}${text}${RESET}` : text);
  const { severity, code, message, place, notes, hint } = diagnostic;
  const quote = (at: Place | undefined, style: string): readonly string[] => {
    const source = at === undefined ? undefined : options.source?.(at.file);
    if (at === undefined || source === undefined) return [];
    return excerpt(at, source).map((line) => paint(line.carets ? style : DIM, line.text));
  };
  const at = place === undefined ? "" : `${where(place, options)}: `;
  const [first, ...rest] = message.split("\n");
  const lines = [
    `${paint(BOLD, at)}${paint(COLORS[severity], severity)}: ${first} ${paint(DIM, `[${code}]`)}`,
    ...rest.map((line) => `  ${line}`),
    ...quote(place, COLORS[severity]),
  ];
  for (const note of notes ?? []) {
    const noteAt = note.place === undefined ? "" : `${where(note.place, options)}: `;
    lines.push(`  ${paint(COLORS.info, "note")}: ${noteAt}${note.message}`);
    if (!samePlace(note.place, place)) lines.push(...quote(note.place, COLORS.info));
  }
  if (hint !== undefined) lines.push(`  ${paint(COLORS.info, "hint")}: ${hint}`);
  return lines.join("\n");
}

/** Diagnostics in order, one after the other, with a line end after each; empty for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return diagnostics.map((d) => `${renderDiagnostic(d, options)}\n`).join("");
}

function where(place: Place, options: RenderOptions): string {
  return `${options.display?.(place.file) ?? place.file}:${place.line}:${place.column}`;
}

function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column
  );
}
