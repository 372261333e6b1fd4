/** How definitions, INSTANCEs and references are lowered (see `lower.ts`). */
import { unreachable } from "../../report/diagnostic.js";
import { opaqueParams } from "../../resolve/opaque.js";
import type {
  Declaration,
  OperatorDeclaration,
  Reference,
  StatementDeclaration,
} from "../../resolve/types.js";
import type { Definition, Expr, FunctionDefinition, Let, Node, PathPart } from "../../tla/ast.js";
import { insteadOf, nativeOf } from "../natives/natives.js";
import { nativeFacts } from "../natives/natives-table.js";
import { type Binding, bind, type Env, lookup } from "./env.js";
import type { Ir, IrFunction, LocalId } from "./ir.js";
import { equatedParams } from "./lower-equated.js";
import { type Here, LoweringScope } from "./lower-scope.js";
import { select } from "./lower-selectors.js";

export type { Here } from "./lower-scope.js";

export abstract class ReferenceLowering extends LoweringScope {
  /** An expression inside of LETs, outermost first. */
  protected abstract within(lets: readonly Let[], e: Expr, here: Here): Ir;
  protected abstract expr(e: Expr, here: Here): Ir;
  /** What a definition stands for. */
  protected abstract bodyOf(node: Definition | FunctionDefinition, here: Here): Ir;
  protected abstract functionValue(node: FunctionDefinition, here: Here): Ir;

  protected prim(prim: string, args: readonly Expr[], at: Expr, here: Here): Ir {
    return { op: "prim", prim, args: args.map((x) => this.expr(x, here)), at };
  }

  /** One of the engine's own operators: what it is given as an operator becomes a function of values. */
  protected native(name: string, to: OperatorDeclaration, args: readonly Expr[], at: Expr, here: Here): Ir {
    const facts = nativeFacts(name);
    const asked = name === "TLCExt.TLCEvalDefinition" ? this.definitionAsked(args[0], at, here) : undefined;
    if (asked !== undefined) return asked;
    if (facts === undefined) return this.unsupported(`the operator ${name}`, at, insteadOf(name));
    const { unevaluated } = facts;
    const irs = args.map((arg, i): Ir => {
      const arity = to.params[i] ?? 0;
      if (arity > 0) return this.lambda(this.argument(arg, arity, here.env, here.at), arity, arg, here);
      const value = this.expr(arg, here);
      return unevaluated.includes(i) ? { op: "lambda", params: [], body: value, at: arg } : value;
    });
    return { op: "prim", prim: name, args: irs, at };
  }

  /** `TLCEvalDefinition("Name")`: a definition of the root module without parameters, if it is named as it stands. */
  private definitionAsked(name: Expr | undefined, at: Expr, here: Here): Ir | undefined {
    const entry = name?.kind === "String" ? this.spec.root.names.get(name.value) : undefined;
    const { declaration: to, through } = entry ?? {};
    if (to?.kind !== "operator" || to.params.length > 0 || through === undefined) return undefined;
    return this.alias({ kind: "alias", to, through, env: this.root }, [], at, here);
  }

  /** What is known of an expression that was made here: an argument of an operator that stands for a local. */
  protected readonly given = new Map<Expr, LocalId>();

  private lambda(operator: Binding, arity: number, at: Expr, here: Here): Ir {
    const params = Array.from({ length: arity }, () => this.local());
    const args = params.map((id): Expr => {
      const arg: Expr = { kind: "At", id: 0, span: at.span };
      this.given.set(arg, id);
      return arg;
    });
    return { op: "lambda", params, body: this.operator(operator, args, at, here), at };
  }

  private operator(operator: Binding, args: readonly Expr[], at: Expr, here: Here): Ir {
    if (operator.kind === "alias") return this.alias(operator, args, at, here);
    if (operator.kind !== "lambda") throw new Error("a value where an operator is needed");
    return this.applied(operator, args, at, here);
  }

  protected apply(e: Extract<Expr, { kind: "Apply" }>, here: Here): Ir {
    const reference = this.spec.reference(e);
    if (reference === undefined) return this.unsupported(`\`${e.name}\``, e);
    if (reference.selectors.length > 0) return this.selection(reference, e, here);
    return this.reference(reference, e.args, e, here);
  }

  protected operation(e: Expr, op: string, args: readonly Expr[], here: Here, done: readonly Ir[] = []): Ir {
    const reference = this.spec.reference(e);
    if (reference === undefined) return this.unsupported(`\`${op}\``, e);
    if (reference.to.kind === "builtin") {
      const lowered = args.map((a, i) => done[i] ?? this.expr(a, here));
      return { op: "prim", prim: op, args: lowered, at: e };
    }
    return this.reference(reference, args, e, here);
  }

  protected reference(reference: Reference, args: readonly Expr[], at: Expr, here: Here): Ir {
    const { to } = reference;
    const bound = lookup(here.env, to) ?? this.replacement(to, reference.through);
    if (bound !== undefined && bound.kind !== "let") return this.bound(bound, to, args, at, here);
    if (to.kind === "builtin") return this.builtin(to.name, args, at, here);
    if (to.kind === "statement") return this.statement(reference, to, at, here);
    if (to.kind !== "operator")
      return this.unsupported(`\`${to.name}\`, which has no value in this model,`, at);
    const native = nativeFor(to);
    if (native !== undefined) return this.native(native, to, args, at, here);
    const old = this.definitionAt(to, reference.through, here.env);
    return this.call(to, this.definitionEnv(reference, here.env), args, at, here, old);
  }

  /** A named assumption or theorem is its formula. */
  private statement(reference: Reference, { node, name }: StatementDeclaration, at: Expr, here: Here): Ir {
    const { body } = node;
    if (body.kind === "Sequent") return this.unsupported(`\`${name}\`, an ASSUME … PROVE,`, at);
    const env = this.definitionEnv(reference, here.env);
    return this.expr(body, { env, primed: here.primed, at: undefined });
  }

  /** `Op(a)!1!<<`: a part of a definition, in its environment and that of the LETs around the part. */
  private selection(reference: Reference, e: Extract<Expr, { kind: "Apply" }>, here: Here): Ir {
    const { to, selectors } = reference;
    const parts: readonly PathPart[] = [...e.path, { span: e.span, name: e.name, args: e.args }];
    const first = parts.length - selectors.length;
    const body = to.kind === "operator" || to.kind === "statement" ? to.node.body : undefined;
    const found =
      body === undefined || body.kind === "Sequent" ? undefined : select(body, parts.slice(first));
    if (found === undefined) return this.unsupported("this way of selecting a subexpression with `!`", e);
    const old = this.definitionAt(to, reference.through, here.env);
    let env = this.definitionEnv(reference, here.env);
    const put = (name: Node, arity: number, value: Expr | undefined): void => {
      const declaration = this.spec.declaration(name);
      if (declaration !== undefined && value !== undefined)
        env = bind(env, declaration, this.argument(value, arity, here.env, here.at));
    };
    const params = to.kind === "operator" && to.node.kind === "Definition" ? to.node.params : [];
    const args = parts[first - 1]?.args ?? [];
    for (const [i, param] of params.entries()) put(param, to.params[i] ?? 0, args[i]);
    const lets: Let[] = [];
    for (const around of found.around) {
      if (around.kind === "let") lets.push(around.let);
      else put(around.name, 0, around.value);
    }
    return this.within(lets, found.expr, { env, primed: here.primed, at: old });
  }

  protected builtin(name: string, args: readonly Expr[], at: Expr, here: Here): Ir {
    if (name === "TRUE" || name === "FALSE") {
      return { op: "const", value: { kind: "bool", value: name === "TRUE" }, at };
    }
    const prim = this.prim(name === "\\X" ? "product" : name, args, at, here);
    if (prim.op !== "prim" || (name !== "/\\" && name !== "\\/")) return prim;
    return { op: name === "/\\" ? "and" : "or", items: prim.args, at };
  }

  protected bound(binding: Binding, to: Declaration, args: readonly Expr[], at: Expr, here: Here): Ir {
    switch (binding.kind) {
      case "local":
        this.use(binding.id);
        return { op: "local", id: binding.id, at };
      case "value":
        return { op: "const", value: binding.value, at };
      case "state":
        return { op: "state", slot: binding.slot, primed: here.primed, at };
      case "closure":
        return this.expr(binding.expr, { env: binding.env, primed: here.primed, at: binding.at });
      case "alias":
        return this.alias(binding, args, at, here);
      case "lambda":
        return this.applied(binding, args, at, here);
      case "let":
        throw new Error(`${to.name} is a definition`);
      default:
        return unreachable(binding);
    }
  }

  /** Another declaration in its own environment, applied to arguments of this one. */
  protected alias(
    { to, through, env }: Extract<Binding, { kind: "alias" }>,
    args: readonly Expr[],
    at: Expr,
    here: Here,
  ): Ir {
    const bound = through.length === 0 ? lookup(env, to) : undefined;
    if (bound !== undefined && bound.kind !== "let") return this.bound(bound, to, args, at, here);
    const replaced = this.replacement(to, through);
    if (replaced !== undefined && bound === undefined) return this.bound(replaced, to, args, at, here);
    if (to.kind === "builtin") return this.builtin(to.name, args, at, here);
    if (to.kind !== "operator")
      return this.unsupported(`\`${to.name}\`, which has no value in this model,`, at);
    const native = nativeFor(to);
    if (native !== undefined) return this.native(native, to, args, at, here);
    const start = env.outer === undefined ? this.root : env;
    const old = this.definitionAt(to, through, start);
    return this.call(to, this.definitionEnv({ to, through, selectors: [] }, start), args, at, here, old);
  }

  /** A definition applied; `old` is what `@` is in it. */
  protected call(
    to: OperatorDeclaration,
    env: Env,
    args: readonly Expr[],
    at: Expr,
    here: Here,
    old: LocalId | undefined,
  ): Ir {
    const { node } = to;
    const around: Here = { env, primed: here.primed, at: old };
    if (node.kind === "FunctionDefinition") return this.callFunction(to, node, at, around);
    const priming = !to.recursive && opaqueParams(this.spec, node).size > 0;
    const level = (e: Node): number => this.spec.level(e) ?? 0;
    const inline =
      level(node) >= 2 ||
      priming ||
      args.some((arg) => level(arg) >= 2) ||
      (!here.primed && this.initialises(node, args, here.env));
    if (inline && !to.recursive) {
      const body = this.inline(node.params, node.body, env, args, at, here, old);
      return { op: "named", name: to.name, definition: node, body, at };
    }
    const { fn, values } = this.functionOf(to, node, around, args, here);
    return this.calling(fn, values, at);
  }

  /** Whether a variable is given for a parameter that gets a value: `Zero(x)` where `Zero(v) == v = 0`. */
  private initialises(node: Definition, args: readonly Expr[], env: Env): boolean {
    if (!args.some((arg) => this.isVariable(arg, env))) return false;
    const equated = equatedParams(this.spec, node.body);
    return node.params.some((param, i) => {
      const [declaration, arg] = [this.spec.declaration(param), args[i]];
      return (
        declaration !== undefined &&
        arg !== undefined &&
        equated.has(declaration) &&
        this.isVariable(arg, env)
      );
    });
  }

  private isVariable(arg: Expr, env: Env): boolean {
    if (arg.kind === "Paren") return this.isVariable(arg.body, env);
    const reference = arg.kind === "Apply" ? this.spec.reference(arg) : undefined;
    if (reference === undefined || reference.through.length > 0) return false;
    let bound = lookup(env, reference.to);
    while (bound?.kind === "alias" && bound.through.length === 0) bound = lookup(bound.env, bound.to);
    if (bound?.kind === "closure") return this.isVariable(bound.expr, bound.env);
    return bound?.kind === "state";
  }

  /** LAMBDA applied: its body, in which `@` is what it is around it. */
  private applied(
    { expr, env, at: old }: Extract<Binding, { kind: "lambda" }>,
    args: readonly Expr[],
    at: Expr,
    here: Here,
  ): Ir {
    return this.inline(expr.params, expr.body, env, args, at, here, old);
  }

  /** The body in place of the call; arguments that are values become lazy locals, unless the body primes them. */
  protected inline(
    params: readonly Node[],
    body: Expr,
    env: Env,
    args: readonly Expr[],
    at: Expr,
    here: Here,
    old?: LocalId,
  ): Ir {
    if (this.depth > 400) return this.unsupported("an operator that never stops calling operators", at);
    this.depth += 1;
    const opaque = opaqueParams(this.spec, { body });
    let inner = env;
    const lazies: { readonly id: LocalId; readonly value: Ir }[] = [];
    for (const [i, param] of params.entries()) {
      const declaration = this.spec.declaration(param);
      const arg = args[i];
      if (declaration === undefined || arg === undefined) continue;
      // `Send(x')` may give x' its value: what speaks of the next state stays as it is written.
      const next =
        (this.spec.level(arg) ?? 0) >= 2 ||
        (this.isVariable(arg, here.env) && equatedParams(this.spec, body).has(declaration));
      if (declaration.params.length > 0 || opaque.has(declaration) || next) {
        inner = bind(inner, declaration, this.argument(arg, declaration.params.length, here.env, here.at));
        continue;
      }
      const id = this.local();
      lazies.push({ id, value: this.expr(arg, here) });
      inner = bind(inner, declaration, { kind: "local", id });
    }
    let result = this.expr(body, { env: inner, primed: here.primed, at: old });
    for (const { id, value } of lazies.reverse()) result = { op: "let", id, value, body: result, at };
    this.depth -= 1;
    return result;
  }

  protected callFunction(to: OperatorDeclaration, node: FunctionDefinition, at: Expr, around: Here): Ir {
    const key = `${this.keyOf(to)} ${around.env.id} ${around.primed}`;
    let fn = this.functions.get(key);
    if (fn === undefined) {
      fn = this.open_(key, to.name, []);
      this.fill(fn, () => this.functionValue(node, around));
    }
    return this.calling(fn, [], at);
  }

  protected calling(fn: IrFunction, args: readonly Ir[], at: Expr): Ir {
    for (const id of fn.free) this.use(id);
    this.noteCall(fn);
    return { op: "call", fn, args, at };
  }

  /** One function for each definition, environment (`around`), side of the prime, and operators given to it. */
  protected functionOf(
    to: OperatorDeclaration,
    node: Definition,
    around: Here,
    args: readonly Expr[],
    here: Here,
  ): { readonly fn: IrFunction; readonly values: readonly Ir[] } {
    let inner = around.env;
    let key = `${this.keyOf(to)} ${inner.id} ${here.primed}`;
    const values: Ir[] = [];
    const params: LocalId[] = [];
    for (const [i, param] of node.params.entries()) {
      const declaration = this.spec.declaration(param);
      const arg = args[i];
      if (declaration === undefined || arg === undefined) continue;
      if (declaration.params.length === 0) {
        const id = this.local();
        params.push(id);
        values.push(this.expr(arg, here));
        inner = bind(inner, declaration, { kind: "local", id });
        continue;
      }
      const operator = this.finalOperator(this.argument(arg, declaration.params.length, here.env, here.at));
      key += ` ${this.operatorKey(operator)}`;
      inner = bind(inner, declaration, operator);
    }
    let fn = this.functions.get(key);
    if (fn === undefined) {
      fn = this.open_(key, to.name, params);
      this.fill(fn, () => this.bodyOf(node, { ...around, env: inner }));
    }
    return { fn, values };
  }

  /** A parameter that only passes an operator on is that operator. */
  protected finalOperator(binding: Binding): Binding {
    let at = binding;
    while (at.kind === "alias" && at.to.kind === "parameter") {
      const further = lookup(at.env, at.to);
      if (further === undefined) return at;
      at = further;
    }
    return at;
  }

  protected operatorKey(binding: Binding): string {
    if (binding.kind === "lambda")
      return `lambda ${this.nodeKey(binding.expr)} ${binding.env.id} ${binding.at}`;
    if (binding.kind === "alias") {
      const env = binding.to.kind === "operator" && !binding.to.inLet ? binding.env.home : binding.env;
      return `${this.keyOf(binding.to)} ${env.id} ${binding.through.map((t) => this.nodeKey(t.instance)).join(" ")}`;
    }
    return binding.kind;
  }
}

/** The engine's own name for a library operator. */
export function nativeFor(to: OperatorDeclaration): string | undefined {
  return to.module?.origin === "library" ? nativeOf(to.module.name, to.name) : undefined;
}
