/** Which parameters of a formula get a value in it: `v` in `v = 0 /\\ w > 1`. */
import type { Declaration, ResolvedSpec } from "../../resolve/types.js";
import type { Expr } from "../../tla/ast.js";
import { canonicalOp } from "../../tla/operators.js";

/** Parameters on the left of `=` or `\\in` where a formula is gone through, here or in the operators that it applies. */
export function equatedParams(spec: ResolvedSpec, body: Expr, depth = 0): ReadonlySet<Declaration> {
  const found = new Set<Declaration>();
  const add = (e: Expr): void => {
    const to = e.kind === "Apply" ? spec.reference(e)?.to : undefined;
    if (to?.kind === "parameter") found.add(to);
  };
  const visit = (e: Expr): void => {
    switch (e.kind) {
      case "Paren":
      case "Label":
      case "Let":
      case "Quantifier":
        visit(e.body);
        return;
      case "Junction":
        e.items.forEach(visit);
        return;
      case "If":
        visit(e.then);
        visit(e.else);
        return;
      case "Case":
        for (const arm of e.arms) visit(arm.value);
        return;
      case "Infix": {
        const op = canonicalOp(e.op);
        if (op === "=" || op === "\\in") add(e.left);
        if (op !== "/\\" && op !== "\\/") return;
        visit(e.left);
        visit(e.right);
        return;
      }
      case "Apply":
        for (const arg of passedOn(spec, e, depth)) add(arg);
        return;
      default:
        return;
    }
  };
  visit(body);
  return found;
}

/** Arguments that the operator applied may give a value. Of one that the model chooses, all. */
function passedOn(spec: ResolvedSpec, e: Extract<Expr, { kind: "Apply" }>, depth: number): readonly Expr[] {
  const to = spec.reference(e)?.to;
  if (to === undefined || e.args.length === 0 || depth > 8) return [];
  if (to.kind !== "operator") return to.kind === "constant" || to.kind === "parameter" ? e.args : [];
  if (to.node.kind !== "Definition") return [];
  const inner = equatedParams(spec, to.node.body, depth + 1);
  return to.node.params.flatMap((param, i): readonly Expr[] => {
    const [declaration, arg] = [spec.declaration(param), e.args[i]];
    return declaration !== undefined && arg !== undefined && inner.has(declaration) ? [arg] : [];
  });
}
