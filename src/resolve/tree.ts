/** Syntax trees as text and as JSON: for `parse --tree`, for looking at what was understood. */

import type { Node, ParsedModule } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import { children } from "../tla/visit.js";
import type { ModuleScope, Reference, ResolvedSpec } from "./types.js";

/** A node without what its children say. */
export interface TreeNode {
  readonly kind: string;
  /** Name, operator or literal, where the node has one. */
  readonly text?: string;
  /** 1-based; the end is exclusive. */
  readonly start: readonly [line: number, column: number];
  readonly end: readonly [line: number, column: number];
  /** 0 constant, 1 state, 2 action, 3 temporal; where levels are known. */
  readonly level?: number;
  /** What a name stands for: `variable x of M, M.tla:3:10`. */
  readonly means?: string;
  readonly children?: readonly TreeNode[];
}

/** The tree of a module; with levels and meanings where they are known. */
export function treeOf(parsed: ParsedModule, spec?: ResolvedSpec): TreeNode {
  const visit = (node: Node): TreeNode => {
    const place = placeOf(parsed.file, parsed.source, node.span);
    const text = textOf(node);
    const level = spec?.level(node);
    const reference = spec?.reference(node);
    const below = children(node).map(visit);
    return {
      kind: node.kind,
      ...(text === undefined ? {} : { text }),
      start: [place.line, place.column],
      end: [place.endLine, place.endColumn],
      ...(level === undefined ? {} : { level }),
      ...(reference === undefined ? {} : { means: meaning(reference) }),
      ...(below.length === 0 ? {} : { children: below }),
    };
  };
  return visit(parsed.module);
}

function textOf(node: Node): string | undefined {
  switch (node.kind) {
    case "Name":
    case "Number":
      return node.text;
    case "String":
      return JSON.stringify(node.value);
    case "Apply":
      return [...node.path.map((p) => p.name), node.name].join("!");
    case "Prefix":
    case "Infix":
    case "Postfix":
    case "Junction":
    case "Quantifier":
    case "OperatorRef":
    case "Fairness":
      return node.op;
    case "ActionSub":
      return node.form === "box" ? "[A]_v" : "<<A>>_v";
    default:
      return undefined;
  }
}

function meaning({ to, through }: Reference): string {
  const via = through.length === 0 ? "" : ` through ${through.map((t) => t.of.name).join(", ")}`;
  if (to.kind === "builtin") return `the language's ${to.name}`;
  const home: ModuleScope | undefined = to.module;
  if (home === undefined) return `${to.kind} ${to.name}`;
  const { line, column } = placeOf(home.parsed.file, home.parsed.source, to.node.span);
  return `${to.kind} ${to.name} of ${home.name}, ${line}:${column}${via}`;
}

const levelWords = ["constant", "state", "action", "temporal"];

/** One node a line, two blanks deeper for each step down. */
export function treeText(tree: TreeNode): string {
  const lines: string[] = [];
  const pending: { readonly node: TreeNode; readonly depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    const parts = [node.kind, node.text, `${node.start.join(":")}-${node.end.join(":")}`];
    if (node.level !== undefined) parts.push(levelWords[node.level]);
    if (node.means !== undefined) parts.push(`→ ${node.means}`);
    lines.push(`${"  ".repeat(depth)}${parts.filter((p) => p !== undefined).join(" ")}`);
    for (const child of [...(node.children ?? [])].reverse()) pending.push({ node: child, depth: depth + 1 });
  }
  return `${lines.join("\n")}\n`;
}
