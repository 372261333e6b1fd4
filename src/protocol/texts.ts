/**
 * The texts that a protocol is read from, as if they stood one after the other in one file: spans of the protocol's
 * nodes count through all of them, so that whatever is made from a node keeps its place, whichever file it came from.
 * The root module is first: its spans are what the parser gave.
 */
import type { Place } from "../report/diagnostic.js";
import type { ParsedModule, Span } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";

export type Texts = readonly { readonly file: string; readonly source: string; readonly start: number }[];

export function textsOf(modules: Iterable<ParsedModule>): Texts {
  const out: { file: string; source: string; start: number }[] = [];
  let start = 0;
  for (const { file, source } of modules) {
    out.push({ file, source, start });
    start += source.length + 1;
  }
  return out;
}

/** The place of a span that counts through all texts. */
export function placeIn(texts: Texts, span: Span): Place {
  const text = texts.findLast((t) => t.start <= span.start) ?? texts[0];
  if (text === undefined) throw new Error("a protocol has at least one text");
  const { file, source, start } = text;
  return placeOf(file, source, { start: span.start - start, end: span.end - start });
}

/** What is written there. */
export function textIn(texts: Texts, span: Span): string {
  const text = texts.findLast((t) => t.start <= span.start);
  return text === undefined ? "" : text.source.slice(span.start - text.start, span.end - text.start);
}
