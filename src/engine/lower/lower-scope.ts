/** What lowering remembers: the model's replacements, environments of INSTANCEs, the functions made so far. */
import type { Diagnostic, Place } from "../../report/diagnostic.js";
import type { LinkedCfg } from "../../resolve/cfg.js";
import type { Declaration, Reference, ResolvedSpec, Through } from "../../resolve/types.js";
import type { Expr, Instance, Node } from "../../tla/ast.js";
import { placeOf } from "../../tla/place.js";
import { walk } from "../../tla/visit.js";
import * as faults from "../faults.js";
import { type Binding, bind, bindHome, type Env, emptyEnv, InstanceEnvs, lookup } from "./env.js";
import type { Ir, IrFunction, LocalId } from "./ir.js";

/** Where an expression is lowered: what names mean, whether in the next state, what `@` is. */
export interface Here {
  readonly env: Env;
  readonly primed: boolean;
  readonly at: LocalId | undefined;
}

/** A function whose body is still to come. */
export type Made = { -readonly [K in keyof IrFunction]: IrFunction[K] };

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

export abstract class LoweringScope {
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
      // What an INSTANCE takes over from a module without constants and variables is no copy in SANY.
      const { module } = constant.target;
      const isShared = module?.constants.length === 0 && module.variables.length === 0;
      const everywhere = constant.module !== spec.root || isShared;
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

  /** The place of an expression in a module that is not the library's. */
  ownPlace(node: Node): Place | undefined {
    const place = this.place(node);
    const modules = [...this.spec.modules.values()];
    return modules.some((m) => m.origin === "library" && m.parsed.file === place.file) ? undefined : place;
  }

  protected unsupported(what: string, at: Expr, hint?: string): Ir {
    this.diagnostics.push(faults.unsupported(what, this.place(at), hint));
    return { op: "const", value: { kind: "bool", value: false }, at };
  }

  protected use(id: LocalId): void {
    for (const set of this.open) set.add(id);
  }

  /** Where the definition that a reference means is evaluated. */
  protected definitionEnv(reference: Reference, env: Env): Env {
    const local = reference.through.length === 0 ? lookup(env, reference.to) : undefined;
    if (local?.kind === "let") return local.env;
    let at = env;
    for (const step of reference.through) at = this.enter(at, step, env);
    return reference.through.length === 0 ? env.home : at;
  }

  /** What `@` is in a definition: that of a LET sees the EXCEPT around it. */
  protected definitionAt(to: Declaration, through: readonly Through[], env: Env): LocalId | undefined {
    const local = through.length === 0 ? lookup(env, to) : undefined;
    return local?.kind === "let" ? local.at : undefined;
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

  /** Functions whose bodies are being lowered, each with those of them that it calls; and all that call one of them. */
  private readonly filling: { readonly fn: IrFunction; readonly calls: Set<IrFunction> }[] = [];
  private readonly callers = new Map<IrFunction, Set<Made>>();

  protected fill(fn: Made, body: () => Ir): void {
    const used = new Set<LocalId>();
    const calls = new Set<IrFunction>();
    this.open.push(used);
    this.filling.push({ fn, calls });
    const first = this.nextLocal;
    fn.body = body();
    this.filling.pop();
    this.open.pop();
    const own = new Set(fn.params);
    // Locals made while the body was lowered are bound inside it.
    fn.free = [...used].filter((id) => !own.has(id) && id <= first);
    for (const id of fn.free) this.use(id);
    // A RECURSIVE operator inside of it that calls it needs what it needs.
    for (const caller of this.callers.get(fn) ?? []) caller.free = [...new Set([...caller.free, ...fn.free])];
    this.callers.delete(fn);
    calls.delete(fn);
    for (const called of calls) {
      this.callers.get(called)?.add(fn);
      this.filling.at(-1)?.calls.add(called);
    }
  }

  /** To be told of each call: what the function called needs may not be known yet. */
  protected noteCall(fn: IrFunction): void {
    const calls = this.filling.at(-1)?.calls;
    if (calls === undefined) return;
    if (this.filling.some((f) => f.fn === fn)) {
      if (!this.callers.has(fn)) this.callers.set(fn, new Set());
      calls.add(fn);
    }
    for (const [open, callers] of this.callers) if (callers.has(fn as Made)) calls.add(open);
  }
}
