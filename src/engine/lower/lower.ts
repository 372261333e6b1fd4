/**
 * From a resolved specification and a model to programs: names, INSTANCEs, substitutions of the model and operators that
 * take operators are gone after it.
 *
 * How operators are applied. A definition becomes one function for each environment that it is seen in (INSTANCEs differ)
 * and for each side of the prime; its arguments are lazy. Where that would not do, its body is put in place of the call:
 * if it speaks of the next state (the checker takes actions apart), if a parameter is an operator, or if a parameter
 * stands under a prime in it, where the expression counts and not its value.
 */
import { unreachable } from "../../report/diagnostic.js";
import { operatorName } from "../../resolve/expressions.js";
import { opaqueNames } from "../../resolve/opaque.js";
import type {
  Declaration,
  OperatorDeclaration,
  Reference,
  ResolvedSpec,
  Through,
} from "../../resolve/types.js";
import type { Bound, Definition, Expr, FunctionDefinition, Let, Node, Unit } from "../../tla/ast.js";
import { canonicalOp } from "../../tla/operators.js";
import { children, leftSpine } from "../../tla/visit.js";
import * as faults from "../faults.js";
import { bind, type Env, lookup } from "./env.js";
import type { BindForm, Ir, IrBinder, IrUpdate, LocalId } from "./ir.js";
import { asTest } from "./lower-primed.js";
import { type Here, nativeFor, ReferenceLowering } from "./lower-references.js";
import { isEndless, isProduct, isTotal } from "./lower-size.js";

export class Lowering extends ReferenceLowering {
  /** An expression of the root module, or a definition's body, in the present state. */
  lower(expr: Expr): Ir {
    return this.expr(expr, { env: this.root, primed: false, at: undefined });
  }

  /** A definition without parameters, as a model names it. */
  named(declaration: OperatorDeclaration, through: readonly Through[], at: Expr): Ir {
    const here: Here = { env: this.root, primed: false, at: undefined };
    return this.reference({ to: declaration, through, selectors: [] }, [], at, here);
  }

  protected override expr(e: Expr, here: Here): Ir {
    switch (e.kind) {
      case "Number":
        return this.number(e, here);
      case "String":
        return { op: "const", value: { kind: "string", value: e.value }, at: e };
      case "At": {
        const local = this.given.get(e);
        if (local !== undefined) {
          this.use(local);
          return { op: "local", id: local, at: e };
        }
        if (here.at === undefined) return this.unsupported("`@` outside of EXCEPT", e);
        this.use(here.at);
        return { op: "local", id: here.at, at: e };
      }
      case "Apply":
        return this.apply(e, here);
      case "Paren":
      case "Label":
        return this.expr(e.body, here);
      case "Prefix":
        return this.prefix(e, here);
      case "Postfix":
        if (e.op === "'") return asTest(this.expr(e.arg, this.next(here, e)));
        return this.operation(e, operatorName(e.op, false), [e.arg], here);
      case "Infix":
        return this.infix(e, here);
      case "Junction":
        return { op: e.op === "/\\" ? "and" : "or", items: this.all(e.items, here), at: e };
      case "Tuple":
        return this.prim("tuple", e.items, e, here);
      case "Set":
        return this.prim("set", e.items, e, here);
      case "FunctionSet":
        return this.prim("function-set", [e.domain, e.range], e, here);
      case "Index":
        return this.index(e, here);
      case "Record":
      case "RecordSet": {
        const fields = e.fields.map((f) => [f.name.text, this.expr(f.value, here)] as const);
        return { op: e.kind === "Record" ? "record" : "record-set", fields, at: e };
      }
      case "Field":
        return { op: "field", record: this.expr(e.record, here), name: e.name.text, at: e };
      case "If": {
        const [test, yes, no] = [e.test, e.then, e.else].map((x) => this.expr(x, here)) as [Ir, Ir, Ir];
        return { op: "if", test, then: yes, else: no, at: e };
      }
      case "Case": {
        const arms = e.arms.map((a) => ({
          test: a.test === undefined ? undefined : this.expr(a.test, here),
          value: this.expr(a.value, here),
        }));
        return { op: "case", arms, at: e };
      }
      case "Quantifier":
        if (e.op === "\\AA" || e.op === "\\EE") return this.unsupported(`the temporal quantifier ${e.op}`, e);
        return this.binding(e.op === "\\A" ? "all" : "some", e.bounds, e.body, e, here);
      case "Choose":
        return this.binding("choose", [e.bound], e.body, e, here);
      case "SetFilter":
        return this.binding("filter", [e.bound], e.body, e, here);
      case "SetMap":
        return this.binding("map", e.bounds, e.body, e, here);
      case "Function":
        return this.functionOver(e.bounds, e.body, e, here);
      case "Except":
        return this.except(e, here);
      case "Let":
        return this.letIn(e, here);
      case "Lambda":
      case "OperatorRef":
        return this.unsupported("an operator where a value is needed", e);
      case "ActionSub":
        return this.actionSub(e, here);
      case "Fairness":
        return this.unsupported("fairness inside an expression", e);
      default:
        return unreachable(e);
    }
  }

  private all(exprs: readonly Expr[], here: Here): readonly Ir[] {
    return exprs.map((x) => this.expr(x, here));
  }

  private number(e: Extract<Expr, { kind: "Number" }>, _here: Here): Ir {
    const value = numberValue(e.text);
    if (value === undefined) return this.unsupported(`the number ${e.text}`, e);
    return { op: "const", value: { kind: "int", value }, at: e };
  }

  /** The same place in the next state. */
  private next(here: Here, at: Expr): Here {
    if (here.primed) this.diagnostics.push(faults.unsupported("a prime under a prime", this.place(at)));
    return { ...here, primed: true };
  }

  private prefix(e: Extract<Expr, { kind: "Prefix" }>, here: Here): Ir {
    const op = operatorName(e.op, true);
    switch (op) {
      case "UNCHANGED":
        return this.unchanged(e.arg, e, here);
      case "ENABLED":
        return { op: "enabled", action: this.expr(e.arg, here), at: e };
      case "[]":
      case "<>":
        return this.unsupported("a temporal formula inside an expression", e);
      default:
        return this.operation(e, op, [e.arg], here);
    }
  }

  /** `UNCHANGED <<x, y>>` as one equation for each part, so that each variable gets its value by itself. */
  private unchanged(arg: Expr, at: Expr, here: Here): Ir {
    const bare = this.opened(arg, here);
    if (bare.expr.kind === "Tuple") {
      return { op: "and", items: bare.expr.items.map((x) => this.unchanged(x, at, bare.here)), at };
    }
    const after = this.expr(bare.expr, this.next(bare.here, at));
    const before = this.expr(bare.expr, bare.here);
    return { op: "prim", prim: "=", args: [after, before], at };
  }

  /** Parentheses and definitions without parameters seen through: `vars` is the tuple that it is defined as. */
  private opened(e: Expr, here: Here): { readonly expr: Expr; readonly here: Here } {
    if (e.kind === "Paren" || e.kind === "Label") return this.opened(e.body, here);
    const reference = this.spec.reference(e);
    if (e.kind !== "Apply" || reference === undefined) return { expr: e, here };
    const bound = lookup(here.env, reference.to);
    if (bound?.kind === "local") return { expr: e, here };
    if (bound?.kind === "closure") {
      const inner = this.opened(bound.expr, { ...here, env: bound.env, at: bound.at });
      return inner.expr.kind === "Tuple" ? inner : { expr: e, here };
    }
    if (bound?.kind === "alias") return this.openedDefinition(bound, e, { ...here, env: bound.env }, here);
    return this.openedDefinition(reference, e, here, here);
  }

  private openedDefinition(
    { to, through }: Pick<Reference, "to" | "through">,
    e: Expr,
    inside: Here,
    here: Here,
  ): { readonly expr: Expr; readonly here: Here } {
    if (to.kind !== "operator") return { expr: e, here };
    const { node } = to;
    const isSelected = (this.spec.reference(e)?.selectors.length ?? 0) > 0;
    if (to.params.length > 0 || node.kind !== "Definition" || isSelected) return { expr: e, here };
    if (this.replacement(to, through) !== undefined || nativeFor(to) !== undefined) return { expr: e, here };
    const env = this.definitionEnv({ to, through, selectors: [] }, inside.env);
    const inner = this.opened(node.body, { ...inside, env });
    return inner.expr.kind === "Tuple" ? inner : { expr: e, here };
  }

  private actionSub(e: Extract<Expr, { kind: "ActionSub" }>, here: Here): Ir {
    const action = this.expr(e.action, here);
    const same = this.unchanged(e.subscript, e, here);
    if (e.form === "box") return { op: "or", items: [action, same], at: e };
    return { op: "and", items: [action, { op: "prim", prim: "~", args: [same], at: e }], at: e };
  }

  private infix(e: Extract<Expr, { kind: "Infix" }>, here: Here): Ir {
    const spine = leftSpine(e);
    let left = this.expr((spine.at(-1) ?? e).left, here);
    for (const infix of [...spine].reverse()) left = this.infixOf(infix, left, here);
    return left;
  }

  private infixOf(e: Extract<Expr, { kind: "Infix" }>, left: Ir, here: Here): Ir {
    const op = canonicalOp(e.op);
    switch (op) {
      case "/\\":
      case "\\/": {
        const kind = op === "/\\" ? "and" : "or";
        const items = left.op === kind && left.at.kind === "Infix" ? left.items : [left];
        return { op: kind, items: [...items, this.expr(e.right, here)], at: e };
      }
      case "\\cdot":
        return { op: "compose", first: left, second: this.expr(e.right, here), at: e };
      case "~>":
      case "-+->":
        return this.unsupported("a temporal formula inside an expression", e);
      case "\\X":
        return this.product(e, here);
      default:
        return this.operation(e, operatorName(e.op, false), [e.left, e.right], here, [left]);
    }
  }

  /** `A \X B \X C` is one product of three sets; parentheses make pairs. */
  private product(e: Extract<Expr, { kind: "Infix" }>, here: Here): Ir {
    const parts: Expr[] = [e.right];
    let at = e.left;
    for (; at.kind === "Infix" && canonicalOp(at.op) === "\\X"; at = at.left) parts.push(at.right);
    parts.push(at);
    return this.prim("product", parts.reverse(), e, here);
  }

  private index(e: Extract<Expr, { kind: "Index" }>, here: Here): Ir {
    const [only, ...more] = this.all(e.args, here);
    const argument: Ir =
      only !== undefined && more.length === 0
        ? only
        : { op: "prim", prim: "tuple", args: this.all(e.args, here), at: e };
    return { op: "prim", prim: "apply", args: [this.functionApplied(e.fn, here), argument], at: e };
  }

  /** A function that is applied where it is written: the value asked for has to exist, as in TLC. */
  private functionApplied(fn: Expr, here: Here): Ir {
    if (fn.kind === "Paren") return this.functionApplied(fn.body, here);
    if (fn.kind !== "Function" || (this.spec.level(fn) ?? 2) > 1) return this.expr(fn, here);
    // Of several names one value is made: then what is applied in an action is gone through like any other.
    const isPlain = fn.bounds.flatMap((b) => b.names).length === 1 && !fn.bounds.some((b) => b.tuple);
    return this.keptFunction(fn.bounds, fn.body, fn, here, isPlain);
  }

  private except(e: Extract<Expr, { kind: "Except" }>, here: Here): Ir {
    const updates = e.updates.map((u): IrUpdate => {
      const path = u.path.map((step): Ir => {
        if (step.kind === "PathField") {
          return { op: "const", value: { kind: "string", value: step.name.text }, at: u.value };
        }
        const args = this.all(step.args, here);
        const [only] = args;
        return only !== undefined && args.length === 1
          ? only
          : { op: "prim", prim: "tuple", args, at: u.value };
      });
      const at = this.local();
      return { path, at, value: this.expr(u.value, { ...here, at }) };
    });
    return { op: "except", base: this.expr(e.base, here), updates, at: e };
  }

  private binding(form: BindForm, bounds: readonly Bound[], body: Expr, at: Expr, here: Here): Ir {
    if (bounds.some((b) => b.domain === undefined)) return this.unbounded(form, at);
    const { binders, inner } = this.binders(bounds, here);
    return { op: "bind", form, binders, body: this.expr(body, inner), at };
  }

  /** Names that range over everything: TLC refuses only when it comes to evaluating them. */
  private unbounded(form: BindForm, at: Expr): Ir {
    const value = {
      kind: "string",
      value: { all: "\\A", some: "\\E", choose: "CHOOSE" }[form as "all"],
    } as const;
    return { op: "prim", prim: "Engine.Unbounded", args: [{ op: "const", value, at }], at };
  }

  private domains(bounds: readonly Bound[], here: Here): readonly (Ir | undefined)[] {
    return bounds.map((b) => (b.domain === undefined ? undefined : this.expr(b.domain, here)));
  }

  private binders(
    bounds: readonly Bound[],
    here: Here,
    domains: readonly (Ir | undefined)[] = this.domains(bounds, here),
  ): { readonly binders: readonly IrBinder[]; readonly inner: Here } {
    let { env } = here;
    const binders: IrBinder[] = [];
    for (const [i, bound] of bounds.entries()) {
      const domain = domains[i];
      const locals = bound.names.map((name) => {
        const id = this.local();
        const declaration = this.spec.declaration(name);
        if (declaration !== undefined) env = bind(env, declaration, { kind: "local", id });
        return id;
      });
      if (bound.tuple) binders.push({ locals, tuple: true, domain });
      else for (const id of locals) binders.push({ locals: [id], tuple: false, domain });
    }
    return { binders, inner: { ...here, env } };
  }

  protected override within(lets: readonly Let[], e: Expr, here: Here): Ir {
    const [first, ...rest] = lets;
    return first === undefined
      ? this.expr(e, here)
      : this.letIn(first, here, (in_) => this.within(rest, e, in_));
  }

  private letIn(e: Let, here: Here, lowerBody = (inner: Here): Ir => this.expr(e.body, inner)): Ir {
    let { env } = here;
    const lazies: { readonly id: LocalId; readonly unit: Definition | FunctionDefinition }[] = [];
    const seen: { env: Env }[] = [];
    // What is primed counts as an expression, not by its value.
    const opaque = (this.spec.level(e) ?? 0) < 2 ? new Set() : opaqueNames(this.spec, e);
    for (const unit of e.units) {
      const declaration = this.spec.declaration(unit);
      if (unit.kind === "Instance" && declaration !== undefined) {
        const binding = { kind: "let" as const, env, at: here.at };
        seen.push(binding);
        env = bind(env, declaration, binding);
      }
      if (declaration?.kind !== "operator") continue;
      const single = opaque.has(declaration) ? undefined : this.isLazy(unit, declaration);
      if (single === undefined) {
        const binding = { kind: "let" as const, env, at: here.at };
        seen.push(binding);
        env = bind(env, declaration, binding);
      } else {
        const id = this.local();
        lazies.push({ id, unit: single });
        env = bind(env, declaration, { kind: "local", id });
      }
    }
    // Names were linked before: that a definition now also sees those after it changes nothing but RECURSIVE ones.
    for (const binding of seen) binding.env = env;
    const inner: Here = { ...here, env };
    const values = lazies.map(({ id, unit }) => ({ id, value: this.bodyOf(unit, inner) }));
    let body = lowerBody(inner);
    for (const { id, value } of values.reverse()) body = { op: "let", id, value, body, at: e };
    return body;
  }

  /** A definition of a LET that is one value: no parameters, not RECURSIVE, not of the next state. */
  private isLazy(unit: Unit, declaration: OperatorDeclaration): Definition | FunctionDefinition | undefined {
    if (unit.kind !== "Definition" && unit.kind !== "FunctionDefinition") return undefined;
    if (declaration.params.length > 0 || declaration.recursive) return undefined;
    return (this.spec.level(unit) ?? 0) < 2 ? unit : undefined;
  }

  protected override bodyOf(unit: Definition | FunctionDefinition, here: Here): Ir {
    if (unit.kind === "FunctionDefinition") return this.functionValue(unit, here);
    let { body } = unit;
    while (body.kind === "Paren") body = body.body;
    if (body.kind !== "Function") return this.expr(body, here);
    return this.keptFunction(body.bounds, body.body, body, here);
  }

  protected override functionValue(node: FunctionDefinition, here: Here): Ir {
    const self = this.spec.declaration(node);
    if (self === undefined || !speaksOf(node.body, self, this.spec)) {
      return this.keptFunction(node.bounds, node.body, node.body, here);
    }
    const id = this.local();
    const env = bind(here.env, self, { kind: "local", id });
    return this.described("Engine.Recursive", node.bounds, node.body, node.body, here, { id, env });
  }

  /** A function as a value: listed at once, unless its domain has no end. */
  private functionOver(bounds: readonly Bound[], body: Expr, at: Expr, here: Here): Ir {
    const domains = this.domains(bounds, here);
    if (domains.some((d) => d !== undefined && isEndless(d))) {
      return this.described("Engine.Described", bounds, body, at, here);
    }
    const { binders, inner } = this.binders(bounds, here, domains);
    return { op: "bind", form: "function", binders, body: this.expr(body, inner), at };
  }

  /** A function with a name: only its values at the arguments that it is applied to have to exist, if some may not. */
  private keptFunction(bounds: readonly Bound[], body: Expr, at: Expr, here: Here, mayBeListed = true): Ir {
    const domains = this.domains(bounds, here);
    const large = domains.some((d) => d !== undefined && (isEndless(d) || isProduct(d)));
    if (large) return this.described("Engine.Described", bounds, body, at, here);
    const { binders, inner } = this.binders(bounds, here, domains);
    const value = this.expr(body, inner);
    if (mayBeListed && isTotal(value)) return { op: "bind", form: "function", binders, body: value, at };
    return this.described("Engine.Kept", bounds, body, at, here);
  }

  /** A function as a prim over its domain and λ(x): the value at x; or λ(itself, x). */
  private described(
    prim: string,
    bounds: readonly Bound[],
    body: Expr,
    at: Expr,
    here: Here,
    self?: { readonly id: LocalId; readonly env: Env },
  ): Ir {
    const { binders, inner } = this.binders(bounds, self === undefined ? here : { ...here, env: self.env });
    const [only] = binders;
    const domains = binders.map((b) => b.domain ?? this.unbounded("function", at));
    const one = binders.length === 1 && only !== undefined;
    const domain: Ir = one ? domains[0]! : { op: "prim", prim: "product", args: domains, at };
    const argument = this.local();
    const x: Ir = { op: "local", id: argument, at };
    let value = this.expr(body, inner);
    for (const [i, binder] of binders.entries()) {
      const part = one ? x : component(x, i + 1);
      for (const [k, id] of binder.locals.entries()) {
        value = { op: "let", id, value: binder.tuple ? component(part, k + 1) : part, body: value, at };
      }
    }
    const params = self === undefined ? [argument] : [self.id, argument];
    return { op: "prim", prim, args: [domain, { op: "lambda", params, body: value, at }], at };
  }
}

function component(tuple: Ir, place: number): Ir {
  const index: Ir = { op: "const", value: { kind: "int", value: place }, at: tuple.at };
  return { op: "prim", prim: "apply", args: [tuple, index], at: tuple.at };
}

/** Whether an expression mentions a declaration. */
function speaksOf(e: Expr, declaration: Declaration, spec: ResolvedSpec): boolean {
  const pending: Node[] = [e];
  for (let n = pending.pop(); n !== undefined; n = pending.pop()) {
    if (spec.reference(n)?.to === declaration) return true;
    pending.push(...children(n));
  }
  return false;
}

/** The integer that a numeral is, if it is one. */
function numberValue(text: string): number | undefined {
  const [, base, digits] = /^\\([bBoOhH])([0-9a-fA-F]+)$/.exec(text) ?? [];
  if (base !== undefined && digits !== undefined) {
    return Number.parseInt(digits, { b: 2, o: 8, h: 16 }[base.toLowerCase()] ?? 10);
  }
  return /^[0-9]+$/.test(text) ? Number(text) : undefined;
}
