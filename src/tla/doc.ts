/**
 * A document printer: text with optional line breaks, laid out to a width.
 *
 * A `group` is printed flat (every `line` a space, every `softline` nothing) when it fits in what is left of the line,
 * and otherwise with all of its own breaks taken. Docs may be shared: a doc is a value and may occur in several places.
 * `render` looks ahead at most one line's width per group, so it is linear in the length of its output.
 */
import { unreachable } from "../report/diagnostic.js";

export type Doc =
  | { readonly kind: "text"; readonly text: string }
  /** `flat` is what stands for the break in a flat group; a hard line has none, and keeps its groups from being flat. */
  | { readonly kind: "line"; readonly flat: string | undefined }
  | { readonly kind: "concat"; readonly docs: readonly Doc[] }
  | { readonly kind: "nest"; readonly by: number; readonly doc: Doc }
  | { readonly kind: "align"; readonly doc: Doc }
  | { readonly kind: "group"; readonly doc: Doc }
  | { readonly kind: "choice"; readonly broken: Doc; readonly flat: Doc };

/** Text without line breaks. */
export const text = (t: string): Doc => ({ kind: "text", text: t });
export const line: Doc = { kind: "line", flat: " " };
export const softline: Doc = { kind: "line", flat: "" };
export const hardline: Doc = { kind: "line", flat: undefined };
export const empty: Doc = { kind: "concat", docs: [] };

/** One after the other; strings stand for their text. */
export const concat = (...docs: readonly (Doc | string)[]): Doc => ({
  kind: "concat",
  docs: docs.map((d) => (typeof d === "string" ? text(d) : d)),
});
/** Lines broken inside `doc` are indented by `by` columns more. */
export const nest = (by: number, doc: Doc): Doc => ({ kind: "nest", by, doc });
/** Lines broken inside `doc` start in the column where `doc` starts. */
export const align = (doc: Doc): Doc => ({ kind: "align", doc });
/** All on one line if that fits. */
export const group = (doc: Doc): Doc => ({ kind: "group", doc });
/** One doc where the enclosing group is broken, another where it is flat. */
export const choice = (broken: Doc, flat: Doc): Doc => ({ kind: "choice", broken, flat });

/** The docs with a separator between each two. */
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return { kind: "concat", docs: docs.flatMap((d, i) => (i === 0 ? [d] : [separator, d])) };
}

interface Item {
  readonly indent: number;
  readonly flat: boolean;
  readonly doc: Doc;
}

/** The text of `doc` at a line width in columns; no trailing blanks, no final newline. */
export function render(doc: Doc, width: number): string {
  const out: string[] = [];
  const stack: Item[] = [{ indent: 0, flat: false, doc }];
  let column = 0;
  // Indentation is written with the first text of its line, so that empty lines have none.
  let pending = 0;
  const write = (t: string): void => {
    if (t === "") return;
    if (pending > 0) out.push(" ".repeat(pending));
    pending = 0;
    out.push(t);
    column += t.length;
  };
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { indent, flat, doc: d } = item;
    switch (d.kind) {
      case "text":
        write(d.text);
        break;
      case "line":
        if (flat && d.flat !== undefined) {
          write(d.flat);
          break;
        }
        trimEnd(out);
        out.push("\n");
        column = indent;
        pending = indent;
        break;
      case "group": {
        const inner: Item = { indent, flat: true, doc: d.doc };
        stack.push(flat || fits(inner, stack, width - column) ? inner : { indent, flat: false, doc: d.doc });
        break;
      }
      default:
        expand(stack, item, column);
    }
  }
  trimEnd(out);
  return out.join("");
}

/** Pushes the parts of a doc that prints nothing itself. */
function expand(stack: Item[], { indent, flat, doc: d }: Item, column: number): void {
  switch (d.kind) {
    case "concat":
      for (let i = d.docs.length - 1; i >= 0; i--) stack.push({ indent, flat, doc: d.docs[i]! });
      break;
    case "nest":
      stack.push({ indent: indent + d.by, flat, doc: d.doc });
      break;
    case "align":
      stack.push({ indent: column, flat, doc: d.doc });
      break;
    case "choice":
      stack.push({ indent, flat, doc: flat ? d.flat : d.broken });
      break;
    case "group":
      stack.push({ indent, flat, doc: d.doc });
      break;
    case "text":
    case "line":
      break;
    default:
      unreachable(d);
  }
}

/** Whether `first`, and what follows it up to the next possible break, fits in `room` columns. */
function fits(first: Item, rest: readonly Item[], room: number): boolean {
  const stack: Item[] = [first];
  let left = room;
  let next = rest.length;
  while (left >= 0) {
    let item = stack.pop();
    if (item === undefined) {
      if (next === 0) return true;
      next -= 1;
      item = rest[next]!;
    }
    if (item.doc.kind === "text") left -= item.doc.text.length;
    else if (item.doc.kind === "line") {
      if (!item.flat) return true;
      if (item.doc.flat === undefined) return false;
      left -= item.doc.flat.length;
    } else expand(stack, item, 0);
  }
  return false;
}

function trimEnd(out: string[]): void {
  for (let last = out.at(-1); last !== undefined && last !== "\n"; last = out.at(-1)) {
    const kept = last.trimEnd();
    if (kept === last) return;
    out.pop();
    if (kept !== "") out.push(kept);
  }
}
