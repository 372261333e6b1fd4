/** Edits of source text that keep the layout of everything they do not touch. */
import type { Span } from "./ast.js";

/** Replaces `span` of the source by `text`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The source with every edit made. Edits may come in any order; those that insert at the same offset are made in the
 * order given. Throws where two overlap or one lies outside the source: that is a bug of the caller, not of the user.
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order,
    );
  const out: string[] = [];
  let done = 0;
  for (const { edit } of sorted) {
    const { start, end } = edit.span;
    if (start < done || end < start || end > source.length) {
      throw new Error(
        `edit ${start}..${end} overlaps another or lies outside the source (0..${source.length})`,
      );
    }
    out.push(source.slice(done, start), edit.text);
    done = end;
  }
  out.push(source.slice(done));
  return out.join("");
}

/**
 * Moves a text of several lines from one column to another (0-based columns of its first character): the first line
 * stays as it is, since it is put where it belongs; the others keep their position relative to it, and so junction
 * lists stay aligned. A line that has not enough blanks to lose is put at column 0; empty lines stay empty.
 */
export function reindent(text: string, fromColumn: number, toColumn: number): string {
  const shift = toColumn - fromColumn;
  return text
    .split("\n")
    .map((l, i) => {
      const body = l.trimStart();
      if (i === 0) return l;
      if (body === "") return "";
      return " ".repeat(Math.max(0, l.length - body.length + shift)) + body;
    })
    .join("\n");
}
