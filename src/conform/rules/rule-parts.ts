/** Parts of rules that need nothing of the rule they are in. */
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import type { Bound, Definition, Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { plainName, walk } from "../../tla/visit.js";
import { mappingFault, type Where } from "../faults.js";
import type { Expressions } from "../mapping/expressions.js";
import type { Labels } from "../mapping/labels.js";
import type { EventRule, MappingFile, Pattern, Right } from "../mapping/mapping-schema.js";
import type { Argument } from "./next.js";
import type { DeltaOperators } from "./rule-delta.js";

export interface RuleContext {
  readonly spec: ResolvedSpec;
  readonly mapping: MappingFile;
  readonly expressions: Expressions;
  readonly labels: Labels;
  readonly next: Expr;
  /** Operators that the model replaces. */
  readonly opaque: ReadonlySet<string>;
  readonly whereOf: (path: string) => Where;
  readonly variables: readonly string[];
  readonly warnings: Diagnostic[];
  /** What `delta` of rules is made with. */
  readonly delta: DeltaOperators | undefined;
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

export type MakeComparison = (left: Expr, right: Expr) => Expr;

/** The comparisons that a right side asks for: the text of the line's part, and how it is compared. */
export function comparisonsOf(right: Right): readonly (readonly [string, MakeComparison])[] {
  if (typeof right === "string") return [[right, b.eq]];
  if ("in" in right) return [[right.in, b.inSet]];
  if ("contains" in right) return [[right.contains, (l, r) => b.infix("\\subseteq", r, l)]];
  if ("subsetOf" in right) return [[right.subsetOf, (l, r) => b.infix("\\subseteq", l, r)]];
  const { atLeast, atMost } = right;
  return [
    ...(atLeast === undefined ? [] : [[atLeast, (l: Expr, r: Expr) => b.infix(">=", l, r)] as const]),
    ...(atMost === undefined ? [] : [[atMost, (l: Expr, r: Expr) => b.infix("<=", l, r)] as const]),
  ];
}

/**
 * That each field of the message that an expression reads is there: one of another kind is no match, and no error. `given`:
 * a field that was asked for before.
 */
export function fieldsThere(
  labels: Labels,
  left: Expr,
  message: Expr,
  given: string | undefined,
): readonly Expr[] {
  const own = plainName(message);
  const isOfMessage = (e: Expr): boolean =>
    e.kind === "Field" ? isOfMessage(e.record) : own !== undefined && plainName(e) === own;
  const found: Expr[] = [];
  walk(left, (node) => {
    if (node.kind !== "Field" || !isOfMessage(node.record)) return;
    const label = node.name.text;
    if (given !== undefined && node.record.kind !== "Field" && !labels.mayLack(label, given)) return;
    found.unshift(b.inSet(b.str(label), b.domain(node.record)));
  });
  return found;
}

/** Throws for what cannot be said together. */
export function refuseForms(rule: EventRule, where: Where, hasDelta: boolean): void {
  const refuse = (what: string): never => {
    throw new DiagnosticError([mappingFault.unsupported(where, what)]);
  };
  if (rule.until !== undefined && rule.max === undefined)
    throw new DiagnosticError([mappingFault.untilMax(where)]);
  const isLong = Array.isArray(rule.do) && rule.do.length > 1;
  if (isLong && rule.until !== undefined) refuse("`until` repeats one action, not several");
  if ((isLong || rule.until !== undefined) && (rule.sends !== undefined || rule.has !== undefined))
    refuse("`sends` and `has` are for lines of one step: compare with `after`");
  if ((isLong || rule.until !== undefined) && rule.delta !== undefined)
    refuse("`delta` is for lines of one step: compare with `after`");
  if (rule.until !== undefined && typeof rule.do === "object" && !Array.isArray(rule.do))
    refuse("`until` repeats one action, not one of several");
  if (rule.delta !== undefined && !hasDelta)
    refuse("`delta` of a rule needs `delta` of the mapping, which says what the operations are");
}

/** One more matching message than before the step: `own` is what the messages are called in `match`. */
export function oneMore(set: Expr, own: string, match: readonly Expr[], isBag: boolean): Expr {
  const after = b.prime(set);
  if (!isBag) return b.exists(b.bound(own, after), b.and([...match, b.notIn(b.apply(own), set)]));
  const count = (bag: Expr): Expr => b.index(bag, b.apply(own));
  const were = b.ifThenElse(b.inSet(b.apply(own), b.domain(set)), count(set), b.num(0));
  const more = b.eq(count(after), b.infix("+", were, b.num(1)));
  return b.exists(b.bound(own, b.domain(after)), b.and([...match, more]));
}

/** An argument, and when it says nothing because what it reads is absent. */
export function argumentOf(expressions: Expressions, arg: Expr): Argument {
  const absent = expressions.droppedBy(arg);
  const open = absent.length === 0 ? undefined : b.or(absent.map((c) => expressions.isAbsent(c)));
  return { expr: arg, open };
}

/** What a name of the mapping stands for; throws for one that nothing has. */
export function namedIn<T>(
  known: Readonly<Record<string, T>> | undefined,
  what: string,
  name: string,
  where: Where,
): T {
  const found = known !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined)
    throw new DiagnosticError([mappingFault.unknownName(where, what, name, Object.keys(known ?? {}))]);
  return found;
}
