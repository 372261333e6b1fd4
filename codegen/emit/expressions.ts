/** TLA+ expressions as TypeScript. Every result is safe as an operand: binary operations stand in parentheses. */

import { kindAsked } from "../../src/protocol/kinds.js";
import { conjunctsOf, nameOf, singleBounds, stripParens } from "../../src/protocol/terms.js";
import { placeIn } from "../../src/protocol/texts.js";
import type { Protocol } from "../../src/protocol/types.js";
import { type Diagnostic, unreachable } from "../../src/report/diagnostic.js";
import type { Bound, Definition, Expr } from "../../src/tla/ast.js";
import { canonicalOp } from "../../src/tla/operators.js";
import type { Types } from "./infer.js";
import {
  arrow,
  arrowBody,
  identifier,
  lowerFirst,
  numeral,
  operand,
  parenthesized,
  shorthand,
  unwrapped,
  withoutStrings,
} from "./text.js";
import { find, messageName, type Type } from "./types.js";

export interface ExpressionFrame {
  readonly protocol: Protocol;
  readonly types: Types;
  readonly diagnostics: Diagnostic[];
  /** Operators that need the constants as first argument. */
  readonly needConstants: ReadonlySet<string>;
  /** What operators are called in the generated module. */
  readonly operatorNames: ReadonlyMap<string, string>;
  /** Names imported from the runtime: filled on the way. */
  readonly imports: Set<string>;
}

/** TLA+ names in scope and what they are called. */
export type Scope = ReadonlyMap<string, string>;

export class Expressions {
  constructor(readonly frame: ExpressionFrame) {}

  private use(name: string): string {
    this.frame.imports.add(name);
    return name;
  }

  private call(name: string, ...args: readonly string[]): string {
    return `${this.use(name)}(${args.map(unwrapped).join(", ")})`;
  }

  private unsupported(e: Expr, what: string): string {
    const { protocol, diagnostics } = this.frame;
    const place = placeIn(protocol.texts, e.span);
    const hint = "say it with bounded quantifiers, sets, sequences, functions and records";
    const message = `${what} cannot be translated`;
    diagnostics.push({ code: "emit/unsupported", severity: "error", message, place, hint });
    return "undefined as never";
  }

  private type(e: Expr): Type {
    return this.frame.types.of(e);
  }

  emit(e: Expr, scope: Scope): string {
    const go = (x: Expr): string => this.emit(x, scope);
    switch (e.kind) {
      case "Paren":
      case "Label":
        return go(e.body);
      case "Number":
        return numeral(e.text);
      case "String":
        return JSON.stringify(e.value);
      case "Apply":
        return this.apply(e, scope);
      case "Junction":
        return this.joined(e.op === "/\\" ? "&&" : "||", e.items, scope);
      case "Prefix":
        return this.prefix(e, scope);
      case "Infix":
        return this.infix(e, scope);
      case "Quantifier":
        return this.quantifier(e, scope);
      case "Choose":
        return this.over("choose", [e.bound], e.body, scope, e);
      case "SetFilter":
        return this.filter(e, scope);
      case "SetMap":
        return this.setMap(e, scope);
      case "Function":
        return this.func(e, scope);
      case "Tuple":
        return `[${e.items.map(go).map(unwrapped).join(", ")}]`;
      case "Set":
        return e.items.length === 0 ? this.emptySet(e) : this.call("setOf", ...e.items.map(go));
      case "Record":
        return this.record(e, scope);
      case "Index":
        if (e.args.length !== 1) return this.unsupported(e, "a function of several arguments");
        return this.call("at", go(e.fn), ...e.args.map(go));
      case "Field":
        return this.field(e, scope);
      case "Except":
        return this.except(e, scope);
      case "At":
        return scope.get("@") ?? this.unsupported(e, "@ outside of EXCEPT");
      case "If":
        return `(${go(e.test)} ? ${go(e.then)} : ${go(e.else)})`;
      case "Case":
        return this.caseOf(e, scope);
      case "Let":
        return this.letIn(e, scope);
      case "FunctionSet":
      case "RecordSet":
        return this.unsupported(e, "a set of functions or records");
      case "Postfix":
      case "Lambda":
      case "OperatorRef":
      case "ActionSub":
      case "Fairness":
        return this.unsupported(e, e.kind);
      default:
        return unreachable(e);
    }
  }

  /** A message's kind is written as its literal, which is what tells TypeScript the kinds apart. */
  private record(e: Extract<Expr, { kind: "Record" }>, scope: Scope): string {
    const tag = this.frame.types.tags.get(e);
    const fields = e.fields.map((f) => {
      const isKind = tag !== undefined && f.name.text === this.frame.protocol.kindField;
      const value = isKind ? JSON.stringify(tag) : unwrapped(this.emit(f.value, scope));
      return shorthand(f.name.text, value);
    });
    return `{ ${fields.join(", ")} }`;
  }

  /** A field that messages of only some kinds have is looked up at run time; without it there is no value. */
  private field(e: Extract<Expr, { kind: "Field" }>, scope: Scope): string {
    const [record, name] = [this.emit(e.record, scope), e.name.text];
    const t = this.type(e.record);
    const { kinds } = this.frame.protocol;
    const having = kinds.filter((k) => k.fields.includes(name));
    const sure = t.kind !== "message" || t.tag !== undefined || having.length === kinds.length;
    if (sure) return `${record}.${name}`;
    if (having.length === 0) return this.unsupported(e, `the field ${name}, which no message has,`);
    const wanted = having.map((k) => messageName(k.tag)).join(" | ");
    return this.call("field", `${record} as ${wanted}`, JSON.stringify(name));
  }

  private emptySet(e: Expr): string {
    const t = this.type(e);
    this.use("TlaSet");
    return t.kind === "set" ? "TlaSet.of([])" : this.call("setOf");
  }

  private joined(op: "&&" | "||", items: readonly Expr[], scope: Scope): string {
    return `(${items.map((i) => operand(op, this.emit(i, scope))).join(` ${op} `)})`;
  }

  private apply(e: Extract<Expr, { kind: "Apply" }>, scope: Scope): string {
    const local = scope.get(e.name);
    if (local !== undefined) {
      return e.args.length === 0 ? local : `${local}(${e.args.map((a) => this.emit(a, scope)).join(", ")})`;
    }
    const args = e.args.map((a) => this.emit(a, scope));
    const { protocol, needConstants } = this.frame;
    if (protocol.constants.some((c) => c.name === e.name)) return `c.${e.name}`;
    const instance = this.frame.types.calls.get(e);
    if (instance !== undefined) {
      const all = needConstants.has(e.name) ? ["c", ...args] : args;
      return `ops.${this.frame.operatorNames.get(instance.name)}(${all.map(unwrapped).join(", ")})`;
    }
    switch (e.name) {
      case "TRUE":
        return "true";
      case "FALSE":
        return "false";
      case "BOOLEAN":
        return this.call("setOf", "false", "true");
      case "Len":
        return `${args[0]}.length`;
      case "Append":
        return this.call("append", ...args);
      case "Head":
        return this.call("head", ...args);
      case "Tail":
        return this.call("tail", ...args);
      case "SubSeq":
        return this.call("subSeq", ...args);
      case "Cardinality":
        return this.call("cardinality", ...args);
      case "IsFiniteSet":
        return "true";
      default:
        return this.unsupported(e, `the operator ${e.name}`);
    }
  }

  private prefix(e: Extract<Expr, { kind: "Prefix" }>, scope: Scope): string {
    const arg = this.emit(e.arg, scope);
    switch (canonicalOp(e.op)) {
      case "~":
        return `!${arg.startsWith("(") || /^[\w.]+\(/.test(arg) ? arg : `(${arg})`}`;
      case "-":
        return `(-${arg})`;
      case "SUBSET":
        this.use("TlaSet");
        return `TlaSet.of(${this.call("subsets", arg)})`;
      case "UNION":
        return this.call("unionAll", this.lazy(e.arg, scope));
      case "DOMAIN":
        return this.call("domain", arg);
      default:
        return this.unsupported(e, e.op);
    }
  }

  /** A set whose elements are only gone through: SUBSET S need not be built. */
  lazy(set: Expr, scope: Scope): string {
    const s = stripParens(set);
    const isPower = s.kind === "Prefix" && canonicalOp(s.op) === "SUBSET";
    return isPower ? this.call("subsets", this.emit(s.arg, scope)) : this.emit(set, scope);
  }

  private infix(e: Extract<Expr, { kind: "Infix" }>, scope: Scope): string {
    const op = canonicalOp(e.op);
    const plain: Readonly<Record<string, string>> = {
      "<": "<",
      "<=": "<=",
      ">": ">",
      ">=": ">=",
      "+": "+",
      "-": "-",
      "*": "*",
      "^": "**",
    };
    const named: Readonly<Record<string, string>> = {
      "\\cup": "union",
      "\\cap": "intersect",
      "\\": "minus",
      "\\subseteq": "subset",
      "\\o": "concat",
      "\\circ": "concat",
      "\\div": "div",
      "%": "mod",
      "..": "range",
    };
    if (op === "/\\" || op === "\\/")
      return this.joined(op === "/\\" ? "&&" : "||", [e.left, e.right], scope);
    if (op === "\\in") return this.membership(this.emit(e.left, scope), e.right, scope);
    if (op === "\\notin") return `!${this.membership(this.emit(e.left, scope), e.right, scope)}`;
    const [left, right] = [this.emit(e.left, scope), this.emit(e.right, scope)];
    if (op === "=>") return `(!${parenthesized(left)} || ${right})`;
    if (op === "<=>") return `(${left} === ${right})`;
    if (op === "=" || op === "#") return this.equality(e, left, right, op === "#", scope);
    const sign = plain[op];
    if (sign !== undefined) return `(${left} ${sign} ${right})`;
    const name = named[op];
    return name === undefined ? this.unsupported(e, e.op) : this.call(name, left, right);
  }

  private equality(
    e: Extract<Expr, { kind: "Infix" }>,
    left: string,
    right: string,
    negated: boolean,
    scope: Scope,
  ): string {
    const primitive = (x: Expr): boolean => ["int", "bool", "string"].includes(find(this.type(x)).kind);
    const literal = (x: Expr): boolean => ["Number", "String"].includes(stripParens(x).kind);
    const asked = this.kindAskedOfSome(e, scope);
    if (asked !== undefined) return `(${asked.field} ${negated ? "!==" : "==="} ${asked.tag})`;
    if (literal(e.left) || literal(e.right) || (primitive(e.left) && primitive(e.right))) {
      return `(${left} ${negated ? "!==" : "==="} ${right})`;
    }
    return `${negated ? "!" : ""}${this.call("equal", left, right)}`;
  }

  /** `m.kind = "Vote"`, however the kind is written. */
  private kindAskedOfSome(
    e: Extract<Expr, { kind: "Infix" }>,
    scope: Scope,
  ): { readonly field: string; readonly tag: string } | undefined {
    const { protocol } = this.frame;
    for (const side of [e.left, e.right]) {
      const f = stripParens(side);
      if (f.kind !== "Field" || this.type(f.record).kind !== "message") continue;
      const name = nameOf(f.record);
      const tag = name === undefined ? undefined : kindAsked(protocol, { ...e, op: "=" }, name);
      if (tag !== undefined) return { field: this.emit(f, scope), tag: JSON.stringify(tag) };
    }
    return undefined;
  }

  /** The domain with the names of constant intervals unfolded. */
  unfolded(set: Expr): Expr {
    const s = stripParens(set);
    if (s.kind !== "Apply" || s.args.length > 0) return s;
    const named = this.frame.protocol.operators.find((o) => o.name.text === s.name && o.params.length === 0);
    const body = named === undefined ? undefined : stripParens(named.body);
    return body?.kind === "Infix" && canonicalOp(body.op) === ".." ? body : s;
  }

  /** `x \in S`, without building S where its form says what its members are. */
  membership(value: string, set: Expr, scope: Scope): string {
    const s = this.unfolded(set);
    if (s.kind === "Infix" && canonicalOp(s.op) === "..") {
      return this.call("within", value, this.emit(s.left, scope), this.emit(s.right, scope));
    }
    if (s.kind === "Apply" && ["Nat", "Int", "STRING"].includes(s.name))
      return this.call(`is${s.name}`, value);
    if (s.kind === "Prefix" && canonicalOp(s.op) === "SUBSET")
      return this.call("subset", value, this.emit(s.arg, scope));
    if (s.kind === "Infix" && canonicalOp(s.op) === "\\") {
      return `(${this.membership(value, s.left, scope)} && !${this.membership(value, s.right, scope)})`;
    }
    return this.call("member", value, this.emit(s, scope));
  }

  private bind(
    bounds: readonly Bound[],
    scope: Scope,
    at: Expr,
  ): { inner: Scope; names: readonly string[]; domains: readonly string[] } {
    const single = singleBounds(bounds);
    if (single === undefined) {
      this.unsupported(at, "a bound tuple");
      return { inner: scope, names: [], domains: [] };
    }
    const inner = new Map(scope);
    const names: string[] = [];
    for (const b of single) {
      const name = fresh(identifier(b.name), inner);
      names.push(name);
      inner.set(b.name, name);
    }
    return { inner, names, domains: single.map((b) => this.lazy(b.domain, scope)) };
  }

  private quantifier(e: Extract<Expr, { kind: "Quantifier" }>, scope: Scope): string {
    return this.over(e.op === "\\E" ? "exists" : "forall", e.bounds, e.body, scope, e);
  }

  /** `exists(S, (x) => exists(T, (y) => body))` */
  private over(name: string, bounds: readonly Bound[], body: Expr, scope: Scope, at: Expr): string {
    const { inner, names, domains } = this.bind(bounds, scope, at);
    let text = arrowBody(this.emit(body, inner));
    for (let k = names.length - 1; k >= 0; k--)
      text = this.call(name, domains[k] ?? "", arrow(names[k] ?? "", text));
    return text;
  }

  private filter(e: Extract<Expr, { kind: "SetFilter" }>, scope: Scope): string {
    const { inner, names, domains } = this.bind([e.bound], scope, e);
    const text = this.call(
      "filter",
      domains[0] ?? "",
      arrow(names[0] ?? "", arrowBody(this.emit(e.body, inner))),
    );
    const [from, to] = [this.frame.types.bound(e.bound), find(this.type(e).of ?? this.type(e))];
    const narrowed = to.kind === "message" && to.tag !== undefined && to.tag !== from.tag;
    return narrowed ? `(${text} as ${this.typescript(this.type(e))})` : text;
  }

  private setMap(e: Extract<Expr, { kind: "SetMap" }>, scope: Scope): string {
    const { inner, names, domains } = this.bind(e.bounds, scope, e);
    let text = arrowBody(this.emit(e.body, inner));
    for (let k = names.length - 1; k >= 0; k--) {
      text = this.call("map", domains[k] ?? "", arrow(names[k] ?? "", text));
      if (k < names.length - 1) text = this.call("unionAll", text);
    }
    return text;
  }

  private func(e: Extract<Expr, { kind: "Function" }>, scope: Scope): string {
    const { inner, names, domains } = this.bind(e.bounds, scope, e);
    if (names.length !== 1) return this.unsupported(e, "a function of several arguments");
    const body = arrowBody(this.emit(e.body, inner));
    const isSequence = this.type(e).kind === "seq";
    const [bound] = e.bounds;
    if (isSequence && !fromOne(bound?.domain))
      return this.unsupported(e, "a sequence over anything but 1..n");
    const name = isSequence ? "seqOver" : "mapOver";
    return this.call(name, domains[0] ?? "", arrow(names[0] ?? "", body));
  }

  private except(e: Extract<Expr, { kind: "Except" }>, scope: Scope): string {
    let text = this.emit(e.base, scope);
    for (const u of e.updates) text = this.update(text, u.path, 0, u.value, scope);
    return text;
  }

  /** `except(f, k, (old) => …)`, nested along the path. */
  private update(
    base: string,
    path: Extract<Expr, { kind: "Except" }>["updates"][number]["path"],
    depth: number,
    value: Expr,
    scope: Scope,
  ): string {
    const step = path[depth];
    if (step === undefined) return this.emit(value, scope);
    const old = depth === 0 ? "old" : `old${depth + 1}`;
    const inner = new Map(scope).set("@", old);
    const rest =
      depth + 1 < path.length ? this.update(old, path, depth + 1, value, inner) : this.emit(value, inner);
    const change = new RegExp(`\\b${old}\\b`).test(rest)
      ? `(${old}) => ${arrowBody(rest)}`
      : `() => ${arrowBody(rest)}`;
    if (step.kind === "PathField")
      return this.call("exceptField", base, JSON.stringify(step.name.text), change);
    if (step.args.length !== 1) return this.unsupported(value, "a function of several arguments");
    return this.call("except", base, ...step.args.map((a) => this.emit(a, scope)), change);
  }

  private caseOf(e: Extract<Expr, { kind: "Case" }>, scope: Scope): string {
    let text = this.call("noCase");
    for (const arm of [...e.arms].reverse()) {
      const value = this.emit(arm.value, scope);
      text = arm.test === undefined ? value : `(${this.emit(arm.test, scope)} ? ${value} : ${text})`;
    }
    return text;
  }

  /** LET as functions, since what is not needed may have no value. */
  private letIn(e: Extract<Expr, { kind: "Let" }>, scope: Scope): string {
    const inner = new Map(scope);
    const lines: string[] = [];
    for (const u of e.units) {
      if (u.kind !== "Definition") return this.unsupported(e, `${u.kind} in LET`);
      lines.push(this.define(u, inner));
    }
    const body = `return ${this.emit(e.body, inner)};`;
    return `(() => { ${[...neededLets(lines, body), body].join(" ")} })()`;
  }

  /** `const last = () => …;` */
  define(d: Definition, scope: Map<string, string>): string {
    const local = fresh(lowerFirst(d.name.text), scope);
    const inner = new Map(scope).set(d.name.text, local);
    const signature = this.frame.types.operators.get(d.name.text);
    const params = d.params.map((p, k) => {
      const name = fresh(identifier(p.name.text), inner);
      inner.set(p.name.text, name);
      const type = signature?.params[k];
      return type === undefined ? name : `${name}: ${this.typescript(type)}`;
    });
    const value = arrowBody(this.emit(d.body, inner));
    const type = this.typescript(this.type(d.body));
    scope.set(d.name.text, d.params.length === 0 ? `${local}()` : local);
    return `const ${local} = (${params.join(", ")}): ${type} => ${value};`;
  }

  typescript: (t: Type) => string = () => "Value";

  conjuncts(e: Expr): readonly Expr[] {
    return conjunctsOf(e);
  }

  name(e: Expr): string | undefined {
    return nameOf(e);
  }
}

/** The name, changed until nothing in scope is called so. */
function fresh(name: string, scope: Scope): string {
  const taken = new Set([...scope.values()].map((v) => v.replace("()", "")));
  let free = name;
  while (taken.has(free)) free = `${free}_`;
  return free;
}

/** Those of the definitions `const name = …` that what comes after them uses. */
export function neededLets(lines: readonly string[], after: string): readonly string[] {
  const kept: string[] = [];
  for (const line of [...lines].reverse()) {
    const name = /^\s*const (\w+)/.exec(line)?.[1] ?? "";
    if (new RegExp(`\\b${name}\\b`).test(withoutStrings([...kept, after].join(" ")))) kept.unshift(line);
  }
  return kept;
}

function fromOne(domain: Expr | undefined): boolean {
  const d = domain === undefined ? undefined : stripParens(domain);
  if (d?.kind !== "Infix" || canonicalOp(d.op) !== "..") return false;
  const low = stripParens(d.left);
  return low.kind === "Number" && low.text === "1";
}
