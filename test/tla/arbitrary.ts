import fc from "fast-check";
import type { Bound, Expr } from "../../src/tla/ast.js";
import * as b from "../../src/tla/build.js";
import { canonicalOp } from "../../src/tla/operators.js";

const name = fc.constantFrom("x", "y", "zed", "someVariable", "a_b");
const infixOps = [
  "=>",
  "<=>",
  "~>",
  "/\\",
  "\\/",
  "=",
  "#",
  "\\in",
  "\\cup",
  "\\cap",
  "\\",
  "..",
  "+",
  "-",
  "*",
];
const moreOps = ["\\X", "^", "%", ":>", "@@", "<", "\\leq", "\\o", "\\div", "\\cdot"];
const prefixOps = ["~", "-", "[]", "<>", "DOMAIN", "SUBSET", "UNION", "UNCHANGED", "ENABLED"];

/** Any expression that the grammar allows, whether it makes sense or not. */
export const anyExpr: fc.Arbitrary<Expr> = fc.letrec<{ expr: Expr; bound: Bound }>((tie) => {
  const e = tie("expr");
  const some = fc.array(e, { minLength: 1, maxLength: 3 });
  const items = fc.array(e, { minLength: 2, maxLength: 4 });
  const bounds = fc.array(tie("bound"), { minLength: 1, maxLength: 2 });
  const fields = fc.array(fc.tuple(name, e), { minLength: 1, maxLength: 3 });
  const step = fc.oneof(name, some);
  const leaf = fc.oneof(
    name.map((n) => b.apply(n)),
    fc.nat(100).map(b.num),
    fc.constantFrom("", "text", 'q"\\').map(b.str),
    fc.boolean().map(b.bool),
  );
  return {
    bound: fc.oneof(
      fc.tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 2 }), e).map(([n, s]) => b.bound(n, s)),
      fc.tuple(fc.uniqueArray(name, { minLength: 2, maxLength: 2 }), e).map(([n, s]) => b.tupleBound(n, s)),
    ),
    expr: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      leaf,
      leaf,
      fc.tuple(fc.constantFrom(...infixOps, ...moreOps), e, e).map(([op, l, r]) => b.infix(op, l, r)),
      fc.tuple(fc.constantFrom(...infixOps), e, e).map(([op, l, r]) => b.infix(op, l, r)),
      fc.tuple(fc.constantFrom(...prefixOps), e).map(([op, a]) => b.prefix(op, a)),
      fc.tuple(fc.constantFrom("'", "^+"), e).map(([op, a]) => b.postfix(op, a)),
      items.map(b.and),
      items.map(b.or),
      some.map((args) => b.apply("F", ...args)),
      some.map((args) => b.applyIn("M", "G", ...args)),
      fc.tuple(fc.constantFrom("\\A", "\\E"), bounds, e).map(([op, bs, p]) => b.quantifier(op, bs, p)),
      fc.tuple(name, e, e).map(([n, s, p]) => b.choose(b.bound(n, s), p)),
      some.map((xs) => b.tuple(...xs)),
      fc.array(e, { maxLength: 3 }).map((xs) => b.set(...xs)),
      fc.tuple(name, e, e).map(([n, s, p]) => b.setFilter(b.bound(n, s), p)),
      fc.tuple(e, bounds).map(([x, bs]) => b.setMap(x, bs)),
      fc.tuple(bounds, e).map(([bs, x]) => b.fn(bs, x)),
      fc.tuple(e, e).map(([s, t]) => b.fnSet(s, t)),
      fc.tuple(e, some).map(([f, xs]) => b.index(f, ...xs)),
      fields.map(b.record),
      fields.map(b.recordSet),
      fc.tuple(e, name).map(([r, n]) => b.field(r, n)),
      fc
        .tuple(
          e,
          fc.array(fc.tuple(fc.array(step, { minLength: 1, maxLength: 2 }), e), {
            minLength: 1,
            maxLength: 2,
          }),
        )
        .map(([f, updates]) => b.except(f, updates)),
      fc.tuple(e, e, e).map(([p, x, y]) => b.ifThenElse(p, x, y)),
      fc.tuple(e, e, e).map(([p, x, y]) =>
        b.caseOf([
          [p, x],
          [undefined, y],
        ]),
      ),
      fc.tuple(e, e, e, e).map(([p, x, q, y]) =>
        b.caseOf([
          [p, x],
          [q, y],
        ]),
      ),
      fc
        .tuple(e, e, e)
        .map(([x, y, z]) => b.letIn([b.definition("d", [], x), b.definition("op", ["p"], y)], z)),
      fc.tuple(e, e).map(([x, y]) => b.apply("F", b.lambda(["p", "q"], x), y)),
      fc.tuple(e, name).map(([a, v]) => b.box(a, b.apply(v))),
      fc.tuple(e, name).map(([a, v]) => b.angle(a, b.tuple(b.apply(v)))),
      fc.tuple(e, name).map(([a, v]) => b.fairness("WF", b.apply(v), a)),
    ),
  };
}).expr;

/** A tree without ids, spans and parentheses, and with `/\` and `\/` as flat lists however they were written. */
export function shape(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shape);
  if (typeof node !== "object" || node === null) return node;
  const n = node as Readonly<Record<string, unknown>>;
  if (n.kind === "Paren") return shape(n.body);
  const op = typeof n.op === "string" ? canonicalOp(n.op) : undefined;
  if (op === "/\\" || op === "\\/") {
    const items = n.kind === "Junction" ? (n.items as unknown[]) : [n.left, n.right];
    const flat = items.map(shape).flatMap((i) => {
      const item = i as Readonly<Record<string, unknown>>;
      return item.list === op ? (item.items as unknown[]) : [item];
    });
    return flat.length === 1 ? flat[0] : { list: op, items: flat };
  }
  const kept = Object.entries(n).filter(([key]) => key !== "id" && key !== "span");
  return Object.fromEntries(kept.map(([key, value]) => [key, key === "op" ? op : shape(value)]));
}
