/** Names and operators with their operands, whatever the notation, as far as bringing modules together needs them. */
import type { Definition, Expr, FunctionDefinition } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";

export type Use = Extract<Expr, { kind: "Apply" | "OperatorRef" | "Prefix" | "Infix" | "Postfix" }>;

/** `M!Op(x)` as `Op(x)`. */
export function unqualified(node: Use, operands: readonly Expr[]): Expr | undefined {
  return node.kind === "Apply" && node.path.length > 0 ? { ...node, path: [], args: operands } : undefined;
}

export function isOp(node: Exclude<Use, { kind: "Apply" }>, name: string): boolean {
  return canonicalOp(node.op) === canonicalOp(name);
}

export function operandsOf(node: Use): readonly Expr[] {
  switch (node.kind) {
    case "Apply":
      return node.args;
    case "OperatorRef":
      return [];
    case "Infix":
      return [node.left, node.right];
    case "Prefix":
    case "Postfix":
      return [node.arg];
  }
}

export function withOperands(node: Use, operands: readonly Expr[]): Expr {
  const same = operandsOf(node).every((o, k) => o === operands[k]);
  const [first, second] = operands;
  if (same || first === undefined) return node;
  switch (node.kind) {
    case "Apply":
      return { ...node, args: operands };
    case "OperatorRef":
      return node;
    case "Infix":
      return { ...node, left: first, right: second ?? node.right };
    case "Prefix":
    case "Postfix":
      return { ...node, arg: first };
  }
}

/** `f[x \in S] == e` as the operator `f == [x \in S |-> e]`. */
export function asOperator(unit: FunctionDefinition): Definition {
  const { id, span, local, name, bounds, body } = unit;
  const value: Expr = { kind: "Function", id, span, bounds, body };
  return { kind: "Definition", id, span, local, name, fixity: "name", params: [], body: value };
}
