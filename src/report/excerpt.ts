/** The lines of a file that a place is about, with a line of carets under each. Pure text, no colour. */
import type { Place } from "./diagnostic.js";
import { type Cell, cells } from "./width.js";

/** Longest excerpt of a line in columns; what is further from the marked part is cut and shown as `…`. */
const WIDTH = 100;
/** Columns kept before the marked part when a line is cut. */
const BEFORE = 30;
/** Longest part of a line that is measured, in UTF-16 units; far more than `WIDTH` columns can take. */
const LONG = 2000;
/** A place over more lines than this shows its first lines and its last. */
const LINES = 6;

export interface ExcerptLine {
  readonly text: string;
  /** Whether it is a line of carets. */
  readonly carets: boolean;
}

// Diagnostics come in runs about one file.
let latest: { readonly source: string; readonly lines: readonly string[] } | undefined;

function linesOf(source: string): readonly string[] {
  if (latest?.source !== source) latest = { source, lines: source.split(/\r\n|\n|\r(?!\n)/) };
  return latest.lines;
}

/** Empty where the text has no such line. */
export function excerpt(place: Place, source: string): readonly ExcerptLine[] {
  const all = linesOf(source);
  const last = Math.min(Math.max(place.line, place.endLine), all.length);
  const gutter = String(last).length;
  const out: ExcerptLine[] = [];
  for (let number = place.line; number <= last; number++) {
    const line = all[number - 1];
    if (line === undefined) continue;
    if (skipped(number, place.line, last)) {
      if (number === place.line + LINES - 2) out.push({ text: `  ${"…".padStart(gutter)} |`, carets: false });
      continue;
    }
    const start = number === place.line ? place.column - 1 : indent(line);
    const end = number === place.endLine ? place.endColumn - 1 : line.trimEnd().length;
    // The last line of a place that ends where the line starts has nothing to mark.
    if (number > place.line && end <= start) continue;
    const { text, carets } = marked(line, Math.min(start, line.length), end);
    out.push({ text: `  ${String(number).padStart(gutter)} | ${text}`.trimEnd(), carets: false });
    out.push({ text: `  ${" ".repeat(gutter)} | ${carets}`, carets: true });
  }
  return out;
}

function skipped(line: number, first: number, last: number): boolean {
  return last - first >= LINES && line >= first + LINES - 2 && line < last;
}

const indent = (line: string): number => line.length - line.trimStart().length;

/** One line cut to a width around the part from `start` to `end` (UTF-16 units), and the carets for it. */
function marked(whole: string, from: number, to: number): { readonly text: string; readonly carets: string } {
  // Of a line that goes on and on no more is looked at than could be shown.
  const skip = Math.max(0, Math.min(from - LONG / 2, whole.length - LONG));
  const line = whole.slice(skip, skip + LONG);
  const [start, end] = [from - skip, to - skip];
  const all = cells(line);
  const total = widthOf(all);
  const before = widthOf(all.filter((c) => c.end <= start));
  const window = total <= WIDTH ? all : cut(all, Math.max(0, Math.min(before - BEFORE, total - WIDTH)));
  const cutLeft = window.length > 0 && (window[0] !== all[0] || skip > 0);
  const cutRight = window.at(-1) !== all.at(-1) || skip + LONG < whole.length;
  const text = `${cutLeft ? "…" : ""}${window.map((c) => c.text).join("")}${cutRight ? "…" : ""}`;
  const pad = widthOf(window.filter((c) => c.end <= start)) + (cutLeft ? 1 : 0);
  const under = widthOf(window.filter((c) => c.end > start && c.start < end));
  return { text, carets: " ".repeat(pad) + "^".repeat(Math.max(1, under)) };
}

/** The cells from a column on, as many as fit. */
function cut(all: readonly Cell[], from: number): readonly Cell[] {
  const out: Cell[] = [];
  let column = 0;
  for (const cell of all) {
    if (column >= from && column + cell.width <= from + WIDTH) out.push(cell);
    column += cell.width;
  }
  return out;
}

function widthOf(list: readonly Cell[]): number {
  return list.reduce((sum, cell) => sum + cell.width, 0);
}
