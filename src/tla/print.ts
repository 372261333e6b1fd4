import type { Node, ParsedModule, Span } from "./ast.js";
import { children } from "./visit.js";

/** A node to print, or a stretch of text between nodes. */
type Piece = { readonly node: Node } | { readonly text: Span };

/**
 * The module's text again, byte for byte, put together by walking the tree: the text of a node is that of
 * its children
 * and of what stands between them. A span that is wrong (overlaps, leaves its parent, is out of order)
 * shows as a
 * difference. Only for trees as parsed: rewritten ones are printed by the pretty printer.
 */
export function printSource(parsed: ParsedModule): string {
  const { source, module } = parsed;
  const out: string[] = [source.slice(0, module.span.start)];
  const pending: Piece[] = [{ node: module }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if ("text" in piece) out.push(source.slice(piece.text.start, piece.text.end));
    else for (const part of pieces(piece.node).reverse()) pending.push(part);
  }
  out.push(source.slice(module.span.end));
  return out.join("");
}

function pieces(node: Node): Piece[] {
  const parts: Piece[] = [];
  let at = node.span.start;
  for (const child of children(node)) {
    parts.push({ text: { start: at, end: child.span.start } }, { node: child });
    at = child.span.end;
  }
  parts.push({ text: { start: at, end: node.span.end } });
  return parts;
}
