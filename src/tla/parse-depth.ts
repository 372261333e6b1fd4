/** How deep a tree is: what recurs over expressions relies on it to be bounded. */
import type { Node, Span } from "./ast.js";
import { children } from "./visit.js";

/** Nodes on a path from the root; the expressions to the left of an infix operator count as one (see `leftSpine`). */
const heightLimit = 1000;

/** The place of a node that lies too deep, if there is one. Takes time linear in the tree, and no stack. */
export function tooDeepSpan(root: Node): Span | undefined {
  const pending: { readonly node: Node; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    if (depth > heightLimit) return { start: node.span.start, end: node.span.start + 1 };
    for (const child of children(node)) {
      const isSpine = node.kind === "Infix" && child.kind === "Infix" && child === node.left;
      pending.push({ node: child, depth: isSpine ? depth : depth + 1 });
    }
  }
  return undefined;
}
