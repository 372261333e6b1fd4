import type { Place } from "../report/diagnostic.js";
import type { Span } from "./ast.js";

/** The offsets at which the lines of a text start, ascending; the first is 0. */
export function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let i = source.indexOf("\n"); i >= 0; i = source.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

// Places come in runs about few files: a module and those whose definitions it uses.
const FILES = 16;
const tables = new Map<string, readonly number[]>();
let latest: { readonly source: string; readonly starts: readonly number[] } | undefined;

function tableOf(source: string): readonly number[] {
  if (latest?.source === source) return latest.starts;
  const starts = tables.get(source) ?? lineStarts(source);
  tables.delete(source);
  tables.set(source, starts);
  for (const oldest of tables.keys()) {
    if (tables.size <= FILES) break;
    tables.delete(oldest);
  }
  latest = { source, starts };
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The place of a span: lines and columns are 1-based, a tab counts as one column, the end is exclusive. */
export function placeOf(file: string, source: string, span: Span): Place {
  const starts = tableOf(source);
  const first = lineAt(starts, span.start);
  const last = lineAt(starts, span.end);
  return {
    file,
    line: first + 1,
    column: span.start - (starts[first] ?? 0) + 1,
    endLine: last + 1,
    endColumn: span.end - (starts[last] ?? 0) + 1,
  };
}
