/** The types of TLA+'s own operators. */
import type { Expr } from "../../src/tla/ast.js";
import { canonicalOp } from "../../src/tla/operators.js";
import { any, bool, find, fnType, int, seqType, setType, type Type, text } from "./types.js";

/** What inference offers to them. */
export interface Unifier {
  unifyAt(a: Type, b: Type, at: Expr | undefined): void;
  /** The type of the elements of a set. */
  element(set: Type, at: Expr): Type;
  /** For equations: two strings need not be of the same literals. */
  compare(left: Type, right: Type, at: Expr): void;
}

/** An operator of Naturals, Sequences or FiniteSets; undefined for another one. */
export function standardType(types: Unifier, name: string, args: readonly Type[], e: Expr): Type | undefined {
  const [a, b] = [args[0] ?? any(), args[1] ?? any()];
  const seq = (t: Type): Type => {
    const of = any();
    types.unifyAt(t, seqType(of), e);
    return find(t).of ?? of;
  };
  switch (name) {
    case "TRUE":
    case "FALSE":
      return bool();
    case "BOOLEAN":
      return setType(bool());
    case "Nat":
    case "Int":
      return setType(int());
    case "STRING":
      return setType(text());
    case "Len":
      seq(a);
      return int();
    case "Head":
      return seq(a);
    case "Tail":
    case "SubSeq":
      seq(a);
      return a;
    case "Append":
      types.unifyAt(seq(a), b, e);
      return a;
    case "Seq":
      return setType(seqType(types.element(a, e)));
    case "Cardinality":
      types.element(a, e);
      return int();
    case "IsFiniteSet":
      return bool();
    default:
      return undefined;
  }
}

export function prefixType(types: Unifier, arg: Type, e: Extract<Expr, { kind: "Prefix" }>): Type {
  switch (canonicalOp(e.op)) {
    case "~":
      types.unifyAt(arg, bool(), e);
      return bool();
    case "-":
      types.unifyAt(arg, int(), e);
      return int();
    case "SUBSET":
      types.unifyAt(arg, setType(any()), e);
      return setType(arg);
    case "UNION":
      return types.element(arg, e);
    case "DOMAIN": {
      const [key, of] = [any(), any()];
      types.unifyAt(arg, fnType(key, of), e);
      return setType(find(arg).kind === "seq" ? int() : (find(arg).key ?? key));
    }
    default:
      return any();
  }
}

export function infixType(
  types: Unifier,
  op: string,
  left: Type,
  right: Type,
  e: Extract<Expr, { kind: "Infix" }>,
): Type {
  const both = (t: Type): void => {
    types.unifyAt(left, t, e.left);
    types.unifyAt(right, t, e.right);
  };
  switch (op) {
    case "\\/":
    case "=>":
    case "<=>":
      both(bool());
      return bool();
    case "=":
    case "#":
      types.compare(left, right, e);
      return bool();
    case "<":
    case "<=":
    case ">":
    case ">=":
      both(int());
      return bool();
    case "+":
    case "-":
    case "*":
    case "\\div":
    case "%":
    case "^":
      both(int());
      return int();
    case "..":
      both(int());
      return setType(int());
    case "\\in":
    case "\\notin":
      types.compare(types.element(right, e.right), left, e);
      return bool();
    case "\\subseteq":
      both(setType(any()));
      types.unifyAt(left, right, e);
      return bool();
    case "\\cup":
    case "\\cap":
    case "\\":
      both(setType(any()));
      types.unifyAt(left, right, e);
      return left;
    case "\\o":
    case "\\circ":
      both(seqType(any()));
      types.unifyAt(left, right, e);
      return left;
    default:
      return any();
  }
}
