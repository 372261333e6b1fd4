/**
 * What an action reads as what its node knows: `x[a]` → `s.x`, and `x'[a]` → what the step makes of it. A variable that is
 * left over belongs to somebody else, and is refused.
 */
import type { Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { mapChildren, mapExpr, walk } from "../tla/visit.js";
import type { Found, Frame } from "./actor.js";
import { notLocal, primedElsewhere } from "./faults.js";
import { enclosed, pickedOf, sliceField, valueAt } from "./new-values.js";
import { nameOf, primedName, sameExpr } from "./terms.js";

/** The variable x of `x # x'`, or `x = x'`: others' parts of it stay as they are. */
function whetherChanged({ op, left, right }: Extract<Expr, { kind: "Infix" }>): string | undefined {
  if (!["=", "#"].includes(canonicalOp(op))) return undefined;
  const [now, next] = primedName(left) === undefined ? [left, right] : [right, left];
  const name = primedName(next);
  return name !== undefined && nameOf(now) === name ? name : undefined;
}

interface Acting extends Pick<Found, "index" | "actor"> {
  readonly primes: ReadonlyMap<string, Expr>;
}

/** The expression over the slice; what cannot be said of it alone is reported. */
export function localReads(frame: Frame, e: Expr, { index, actor, primes }: Acting, action: string): Expr {
  const open = new Set<string>();
  /** The new value of the actor's part; undefined if the step does not say it, or only by itself. */
  const newValue = (variable: string): Expr | undefined => {
    const whole = primes.get(variable);
    if (whole === undefined || open.has(variable)) return undefined;
    const value = valueAt(frame, variable, whole, index);
    if (value === undefined) return undefined;
    open.add(variable);
    // Nodes of its own: code that is generated gives each a type.
    const out = enclosed(toSlice(structuredClone(value)));
    open.delete(variable);
    return out;
  };
  const toSlice = (node: Expr): Expr => {
    if (node.kind === "Infix") {
      const changed = whetherChanged(node) ?? "";
      const value = frame.perNode.has(changed) ? newValue(changed) : undefined;
      if (value !== undefined)
        return { ...node, left: sliceField(frame.sliceName, changed, node), right: value };
    }
    if (node.kind !== "Index") return mapChildren(node, toSlice);
    const [first, ...rest] = node.args;
    const [variable, primed] = [nameOf(node.fn) ?? "", primedName(node.fn) ?? ""];
    const isOwn = first !== undefined && sameExpr(first, index);
    const isNow = isOwn && frame.perNode.has(variable);
    const field = isNow ? sliceField(frame.sliceName, variable, node) : undefined;
    const value = field ?? (isOwn && frame.perNode.has(primed) ? newValue(primed) : undefined);
    if (value === undefined) return pickedOf(mapChildren(node, toSlice));
    return rest.length === 0 ? value : pickedOf({ ...node, fn: value, args: rest.map(toSlice) });
  };
  const out = toSlice(e);
  const primed = primesIn(out);
  frame.diagnostics.push(...primed.map((node) => primedElsewhere(frame.table.place(node))));
  if (primed.length > 0) return out;
  walk(out, (node) => {
    if (node.kind === "Apply" && node.path.length === 0 && frame.perNode.has(node.name)) {
      frame.diagnostics.push(notLocal(node.name, actor, action, frame.table.place(node)));
    }
  });
  if (nameOf(index) === actor) return out;
  return mapExpr(out, (node) => {
    if (!sameExpr(node, index)) return node;
    const { id, span } = node;
    return { kind: "Apply", id, span, path: [], name: actor, args: [] };
  });
}

/** All `e'` in it. */
export function primesIn(e: Expr): readonly Node[] {
  const out: Node[] = [];
  walk(e, (node) => {
    if (node.kind === "Postfix" && node.op === "'") out.push(node);
  });
  return out;
}
