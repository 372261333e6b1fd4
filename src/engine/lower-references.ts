/** What lowering remembers, and how definitions, INSTANCEs and references are lowered (see `lower.ts`). */
import { type Diagnostic, type Place, unreachable } from "../report/diagnostic.js";
import type { LinkedCfg } from "../resolve/cfg.js";
import { opaqueParams } from "../resolve/opaque.js";
import type {
  Declaration,
  OperatorDeclaration,
  Reference,
  ResolvedSpec,
  StatementDeclaration,
  Through,
} from "../resolve/types.js";
import type { Definition, Expr, FunctionDefinition, Instance, Let, Node, PathPart } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import { walk } from "../tla/visit.js";
import { type Binding, bind, bindHome, type Env, emptyEnv, InstanceEnvs, lookup } from "./env.js";
import * as faults from "./faults.js";
import type { Ir, IrFunction, LocalId } from "./ir.js";
import { select } from "./lower-selectors.js";
import { nativeOf } from "./natives.js";
import { nativeFacts } from "./natives-table.js";

/** Where an expression is lowered: what names mean, whether in the next state, what `@` is. */
export interface Here {
  readonly env: Env;
  readonly primed: boolean;
  readonly at: LocalId | undefined;
}

type Made = { -readonly [K in keyof IrFunction]: IrFunction[K] };

/**
 * What a model puts in the place of a definition. `x <- y` means the name as the root has it: not what an INSTANCE makes of
 * the same definition elsewhere; `x <- [M]y` means the definition in M, wherever it is used.
 */
interface Replaced {
  readonly binding: Binding;
  readonly everywhere: boolean;
  /** How the root has the name. */
  readonly through: readonly Through[];
}

export abstract class ReferenceLowering {
  readonly diagnostics: Diagnostic[] = [];
  readonly root: Env;
  protected nextLocal = 0;
  protected nextFunction = 0;
  protected readonly functions = new Map<string, Made>();
  protected readonly instances = new InstanceEnvs();
  private readonly replaced = new Map<Declaration, Replaced>();
  /** Functions whose bodies are being lowered, and what of the outside they use. */
  protected readonly open: Set<LocalId>[] = [];
  protected depth = 0;

  constructor(
    protected readonly spec: ResolvedSpec,
    linked: LinkedCfg | undefined,
  ) {
    const start = emptyEnv();
    const pairs: [Declaration, Binding][] = spec.root.variables.map((v, slot) => [
      v,
      { kind: "state", slot },
    ]);
    for (const constant of linked?.constants ?? []) {
      const { by } = constant;
      const everywhere = constant.module !== spec.root;
      const seen = everywhere ? [] : (spec.root.names.get(constant.name)?.through ?? []);
      const put = (binding: Binding): void => {
        this.replaced.set(constant.target, { binding, everywhere, through: seen });
      };
      if (by.kind === "value") put({ kind: "value", value: by.value });
      else if (by.kind === "operator") {
        const { declaration, through } = by.entry;
        put({ kind: "alias", to: declaration, through, env: start });
      } else this.diagnostics.push(faults.operatorTable(constant.name, constant.place));
    }
    this.root = bindHome(start, pairs);
  }

  /** What the model puts in the place of a name that is reached in this way. */
  protected replacement(to: Declaration, through: readonly Through[]): Binding | undefined {
    const found = this.replaced.get(to);
    if (found === undefined || found.everywhere) return found?.binding;
    const isSeen =
      through.length === found.through.length &&
      through.every(({ instance }, i) => found.through[i]?.instance === instance);
    return isSeen ? found.binding : undefined;
  }

  protected local(): LocalId {
    this.nextLocal += 1;
    return this.nextLocal;
  }

  /** Which file a node stands in is looked for only when there is a fault to tell. */
  place(node: Node): Place {
    for (const { parsed } of [...this.spec.modules.values(), ...this.spec.appended]) {
      let found = false;
      walk(parsed.module, (n) => {
        if (n === node) found = true;
        return !found;
      });
      if (found) return placeOf(parsed.file, parsed.source, node.span);
    }
    const { parsed } = this.spec.root;
    return placeOf(parsed.file, parsed.source, node.span);
  }

  protected unsupported(what: string, at: Expr): Ir {
    this.diagnostics.push(faults.unsupported(what, this.place(at)));
    return { op: "const", value: { kind: "bool", value: false }, at };
  }

  protected use(id: LocalId): void {
    for (const set of this.open) set.add(id);
  }

  /** An expression inside of LETs, outermost first. */
  protected abstract within(lets: readonly Let[], e: Expr, here: Here): Ir;
  protected abstract expr(e: Expr, here: Here): Ir;
  protected abstract functionValue(node: FunctionDefinition, here: Here): Ir;

  protected prim(prim: string, args: readonly Expr[], at: Expr, here: Here): Ir {
    return { op: "prim", prim, args: args.map((x) => this.expr(x, here)), at };
  }

  /** One of the engine's own operators: what it is given as an operator becomes a function of values. */
  protected native(name: string, to: OperatorDeclaration, args: readonly Expr[], at: Expr, here: Here): Ir {
    const unevaluated = nativeFacts(name)?.unevaluated ?? [];
    const irs = args.map((arg, i): Ir => {
      const arity = to.params[i] ?? 0;
      if (arity > 0) return this.lambda(this.argument(arg, arity, here.env, here.at), arity, arg, here);
      const value = this.expr(arg, here);
      return unevaluated.includes(i) ? { op: "lambda", params: [], body: value, at: arg } : value;
    });
    return { op: "prim", prim: name, args: irs, at };
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

  /** Where the definition that a reference means is evaluated. */
  protected definitionEnv(reference: Reference, env: Env): Env {
    const local = reference.through.length === 0 ? lookup(env, reference.to) : undefined;
    if (local?.kind === "let") return local.env;
    let at = env;
    for (const step of reference.through) at = this.enter(at, step, env);
    return reference.through.length === 0 ? env.home : at;
  }

  /** Into an instantiated module: its constants and variables are what the INSTANCE puts for them. */
  protected enter(env: Env, { instance, args }: Through, use: Env): Env {
    const declaration = this.spec.declaration(instance);
    const local = declaration === undefined ? undefined : lookup(env, declaration);
    const outer = local?.kind === "let" ? local.env : env.home;
    if (args.length > 0) return this.substituted(this.withParams(outer, instance, args, use), instance);
    return this.instances.get(outer, instance, () => this.substituted(outer, instance));
  }

  protected withParams(outer: Env, instance: Instance, args: readonly Expr[], use: Env): Env {
    let env = outer;
    for (const [i, param] of instance.params.entries()) {
      const declaration = this.spec.declaration(param);
      const arg = args[i];
      if (declaration !== undefined && arg !== undefined)
        env = bind(env, declaration, this.argument(arg, param.arity, use));
    }
    return env;
  }

  protected substituted(env: Env, instance: Instance): Env {
    const pairs = this.spec.substitutions(instance).map(({ target, value }): [Declaration, Binding] => {
      if ("kind" in value) return [target, this.argument(value, target.params.length, env)];
      return [target, { kind: "alias", to: value.declaration, through: value.through, env }];
    });
    return bindHome(env, pairs);
  }

  /** An argument that is kept as it stands: an expression, or an operator if `arity` says so. */
  protected argument(arg: Expr, arity: number, env: Env, at?: LocalId): Binding {
    if (arity === 0) return { kind: "closure", expr: arg, env, at };
    if (arg.kind === "Lambda") return { kind: "lambda", expr: arg, env, at };
    const reference = this.spec.reference(arg);
    if (reference === undefined) throw new Error("an operator's name that means nothing");
    return { kind: "alias", to: reference.to, through: reference.through, env };
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
    return this.call(to, this.definitionEnv(reference, here.env), args, at, here);
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
    return this.within(lets, found.expr, { env, primed: here.primed, at: undefined });
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
    return this.call(to, this.definitionEnv({ to, through, selectors: [] }, start), args, at, here);
  }

  protected call(to: OperatorDeclaration, env: Env, args: readonly Expr[], at: Expr, here: Here): Ir {
    const { node } = to;
    if (node.kind === "FunctionDefinition") return this.callFunction(to, node, env, at, here);
    const priming = !to.recursive && opaqueParams(this.spec, node).size > 0;
    const level = (e: Node): number => this.spec.level(e) ?? 0;
    const inline = level(node) >= 2 || priming || args.some((arg) => level(arg) >= 2);
    if (inline && !to.recursive) {
      const body = this.inline(node.params, node.body, env, args, at, here);
      return { op: "named", name: to.name, definition: node, body, at };
    }
    const { fn, values } = this.functionOf(to, node, env, args, here);
    return this.calling(fn, values, at);
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
      const next = (this.spec.level(arg) ?? 0) >= 2;
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

  protected callFunction(
    to: OperatorDeclaration,
    node: FunctionDefinition,
    env: Env,
    at: Expr,
    here: Here,
  ): Ir {
    const key = `${this.keyOf(to)} ${env.id} ${here.primed}`;
    let fn = this.functions.get(key);
    if (fn === undefined) {
      fn = this.open_(key, to.name, []);
      this.fill(fn, () => this.functionValue(node, { env, primed: here.primed, at: undefined }));
    }
    return this.calling(fn, [], at);
  }

  protected calling(fn: IrFunction, args: readonly Ir[], at: Expr): Ir {
    for (const id of fn.free) this.use(id);
    return { op: "call", fn, args, at };
  }

  /** One function for each definition, environment, side of the prime, and operators given to it. */
  protected functionOf(
    to: OperatorDeclaration,
    node: Definition,
    env: Env,
    args: readonly Expr[],
    here: Here,
  ): { readonly fn: IrFunction; readonly values: readonly Ir[] } {
    let inner = env;
    let key = `${this.keyOf(to)} ${env.id} ${here.primed}`;
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
      this.fill(fn, () => this.expr(node.body, { env: inner, primed: here.primed, at: undefined }));
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
    if (binding.kind === "lambda") return `lambda ${this.nodeKey(binding.expr)} ${binding.env.id}`;
    if (binding.kind === "alias") {
      const env = binding.to.kind === "operator" && !binding.to.inLet ? binding.env.home : binding.env;
      return `${this.keyOf(binding.to)} ${env.id} ${binding.through.map((t) => this.nodeKey(t.instance)).join(" ")}`;
    }
    return binding.kind;
  }

  protected readonly keys = new Map<object, number>();

  protected nodeKey(object: object): number {
    const before = this.keys.get(object);
    if (before !== undefined) return before;
    this.keys.set(object, this.keys.size + 1);
    return this.keys.size;
  }

  protected keyOf(declaration: Declaration): number {
    return this.nodeKey(declaration);
  }

  protected open_(key: string, name: string, params: readonly LocalId[]): Made {
    this.nextFunction += 1;
    const body: Ir = {
      op: "const",
      value: { kind: "bool", value: false },
      at: { kind: "At", id: 0, span: { start: 0, end: 0 } },
    };
    const fn: Made = { id: this.nextFunction, name, params, free: [], body };
    this.functions.set(key, fn);
    return fn;
  }

  protected fill(fn: Made, body: () => Ir): void {
    const used = new Set<LocalId>();
    this.open.push(used);
    const first = this.nextLocal;
    fn.body = body();
    this.open.pop();
    const own = new Set(fn.params);
    // Locals made while the body was lowered are bound inside it.
    fn.free = [...used].filter((id) => !own.has(id) && id <= first);
    for (const id of fn.free) this.use(id);
  }
}

/** The engine's own name for a library operator. */
export function nativeFor(to: OperatorDeclaration): string | undefined {
  return to.module?.origin === "library" ? nativeOf(to.module.name, to.name) : undefined;
}
