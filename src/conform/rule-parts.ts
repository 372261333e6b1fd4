/** Parts of rules that need nothing of the rule they are in. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Bound, Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { Expressions } from "./expressions.js";
import type { Where } from "./faults.js";
import type { MappingFile, Pattern, Right } from "./mapping-schema.js";

export interface RuleContext {
  readonly spec: ResolvedSpec;
  readonly mapping: MappingFile;
  readonly expressions: Expressions;
  readonly next: Expr;
  /** Operators that the model replaces. */
  readonly opaque: ReadonlySet<string>;
  readonly whereOf: (path: string) => Where;
  readonly variables: readonly string[];
  readonly warnings: Diagnostic[];
  /** Variables that keep what a line of several steps took; it grows. */
  readonly kept: string[];
}

export type Step = readonly Expr[] | string;

/** `f[a].b` as the variable f and the path to what is meant. */
export function targetOf(e: Expr): { readonly variable: string; readonly path: readonly Step[] } | undefined {
  switch (e.kind) {
    case "Paren":
      return targetOf(e.body);
    case "Apply":
      return e.args.length > 0 || e.path.length > 0 ? undefined : { variable: e.name, path: [] };
    case "Index": {
      const inner = targetOf(e.fn);
      return inner === undefined ? undefined : { ...inner, path: [...inner.path, e.args] };
    }
    case "Field": {
      const inner = targetOf(e.record);
      return inner === undefined ? undefined : { ...inner, path: [...inner.path, e.name.text] };
    }
    default:
      return undefined;
  }
}

/** One quantifier for each, as a set may depend on what was taken before. */
export function taking(bounds: readonly Bound[], inner: Expr): Expr {
  return bounds.reduceRight<Expr>((body, bound) => b.exists(bound, body), inner);
}

export function declared(spec: ResolvedSpec, name: string): Definition | undefined {
  const found = spec.root.names.get(name)?.declaration;
  return found?.kind === "operator" && found.node.kind === "Definition" ? found.node : undefined;
}

export function paramsOf(declaration: object): readonly string[] {
  const node = (
    declaration as {
      readonly node?: { readonly params?: readonly { readonly name: { readonly text: string } }[] };
    }
  ).node;
  return (node?.params ?? []).map((p) => p.name.text);
}

export function isByValue(p: Exclude<Pattern, string>): p is Extract<Pattern, { cases: unknown }> {
  return "cases" in p && "by" in p && typeof p.cases === "object";
}

export function comparisonOf(right: Right): readonly [string, (left: Expr, right: Expr) => Expr] {
  if (typeof right === "string") return [right, b.eq];
  if ("in" in right) return [right.in, b.inSet];
  if ("contains" in right) return [right.contains, (l, r) => b.infix("\\subseteq", r, l)];
  return [right.subsetOf, (l, r) => b.infix("\\subseteq", l, r)];
}
