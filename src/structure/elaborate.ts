/**
 * Expressions of any module of a specification, brought into the name space of its root.
 *
 * Representation: source nodes are read together with an `Env`, which says what parameters, bound names and substituted
 * constants and variables stand for. `elaborate` gives new nodes: each has an id of its own (so evidence and links are
 * found by id, also in copies) and the span of the text that it came from. Free names of the result are constants,
 * variables and operators as the root sees them, and the names in `scope`; no bound name repeats one around it.
 * Operators that speak of the state are replaced by their bodies; constant ones stay calls, which `unfold` opens.
 */
import type { Place } from "../report/diagnostic.js";
import type {
  Declaration,
  ModuleScope,
  OperatorDeclaration,
  Reference,
  ResolvedSpec,
  ScopeEntry,
  Through,
} from "../resolve/types.js";
import type { Apply, Bound, Expr, Name, Node, ParsedModule, Unit } from "../tla/ast.js";
import { base } from "../tla/build.js";
import { placeOf } from "../tla/place.js";
import { freeNames, mapChildren } from "../tla/visit.js";
import { argsOf, isOperatorValue, isPath, symbolApplied } from "./calls.js";
import type { Called, Env, Link, Scope, Value } from "./env.js";

export type { Called, Env, Scope, Value } from "./env.js";

const DEEPEST = 60;

export class Elaborator {
  readonly rootEnv: Env;
  /** Names that nothing bound may have. */
  readonly reserved: ReadonlySet<string>;
  /** Library modules whose operators occur in what was elaborated. */
  readonly needs = new Set<string>();
  /** Names that occur although the root cannot say them. */
  readonly unnameable = new Set<string>();
  private readonly origins = new Map<number, ParsedModule>();
  private readonly links = new Map<number, Link>();
  private readonly unfolded = new Map<number, Expr>();
  private depth = 0;

  constructor(readonly spec: ResolvedSpec) {
    this.rootEnv = { values: new Map(), via: [], parsed: spec.root.parsed };
    const reserved = new Set(spec.root.names.keys());
    for (const m of spec.modules.values())
      if (m.origin === "library") for (const n of m.names.keys()) reserved.add(n);
    this.reserved = reserved;
  }

  /** The environment of a definition that the root sees. */
  entryEnv(entry: ScopeEntry): Env {
    return this.enter(entry.through, this.rootEnv, new Set());
  }

  place(node: Node, env?: Env): Place {
    const parsed = env?.parsed ?? this.origins.get(node.id) ?? this.spec.root.parsed;
    return placeOf(parsed.file, parsed.source, node.span);
  }

  /** The environment behind INSTANCEs: what is substituted for the module's constants and variables. */
  enter(through: readonly Through[], from: Env, scope: Scope): Env {
    let env = from;
    for (const { instance, of, args } of through) {
      const values = new Map(env.values);
      const outer: Env = env;
      instance.params.forEach((param, k) => {
        const declaration = this.spec.declaration(param);
        const arg = args[k];
        if (declaration !== undefined && arg !== undefined)
          values.set(declaration, { kind: "closure", node: arg, env: from });
      });
      const inside: Env = { ...outer, values };
      const all = new Map(values);
      for (const { target, value } of this.spec.substitutions(instance)) {
        if ("kind" in value) all.set(target, { kind: "closure", node: value, env: inside });
        else if (value.declaration !== target) all.set(target, { kind: "entry", entry: value, env: inside });
      }
      const step =
        instance.name === undefined
          ? []
          : [{ name: instance.name.text, args: args.map((a) => this.elaborate(a, from, scope)) }];
      const hidden = outer.via === undefined || (instance.local && outer.parsed !== this.spec.root.parsed);
      env = { values: all, via: hidden ? undefined : [...(outer.via ?? []), ...step], parsed: of.parsed };
    }
    return env;
  }

  /** A fresh node like `node`, with evidence of where it stands. */
  private made<T extends Expr>(node: T, env: Env): T {
    const { id } = base();
    this.origins.set(id, env.parsed);
    return { ...node, id };
  }

  freshName(wanted: string, scope: Scope): string {
    if (!scope.has(wanted) && !this.reserved.has(wanted)) return wanted;
    for (let k = 2; ; k++) {
      const name = `${wanted}${k}`;
      if (!scope.has(name) && !this.reserved.has(name)) return name;
    }
  }

  /** Names for what a node binds. */
  bind(
    names: readonly (Name | { readonly node: Node; readonly text: string })[],
    env: Env,
    scope: Scope,
  ): { readonly env: Env; readonly scope: Scope; readonly names: readonly string[] } {
    const values = new Map(env.values);
    const inner = new Set(scope);
    const given = names.map((n) => {
      const declaration = this.spec.declaration("node" in n ? n.node : n);
      const name = this.freshName(n.text, inner);
      inner.add(name);
      if (declaration !== undefined) values.set(declaration, { kind: "name", name });
      return name;
    });
    return { env: { ...env, values }, scope: inner, names: given };
  }

  bindBounds(bounds: readonly Bound[], env: Env, scope: Scope) {
    const bound = this.bind(
      bounds.flatMap((b) => b.names),
      env,
      scope,
    );
    let k = 0;
    const renamed = bounds.map((b): Bound => {
      const domain = b.domain === undefined ? undefined : this.elaborate(b.domain, env, scope);
      const names = b.names.map((n): Name => ({ ...n, id: base().id, text: bound.names[k++] ?? n.text }));
      return { ...b, id: base().id, names, domain };
    });
    return { ...bound, bounds: renamed };
  }

  /** What a parameter or substituted name stands for, following names of names. */
  valueOf(ref: Reference, env: Env): Value | undefined {
    return ref.through.length > 0 ? undefined : env.values.get(ref.to);
  }

  /** The definition that a call opens, if it is one with a body that may be put in its place. */
  called(node: Expr, env: Env, scope: Scope): Called | undefined {
    const ref = this.spec.reference(node);
    if (ref === undefined) return undefined;
    return this.calledBy(ref, argsOf(node), env, env, scope);
  }

  private calledBy(
    ref: Reference,
    args: readonly Expr[],
    env: Env,
    argEnv: Env,
    scope: Scope,
  ): Called | undefined {
    const value = this.valueOf(ref, env);
    if (value?.kind === "closure" && args.length > 0) {
      const inner = this.spec.reference(value.node);
      return inner === undefined ? undefined : this.calledBy(inner, args, value.env, argEnv, scope);
    }
    if (value !== undefined || ref.to.kind !== "operator" || ref.selectors.length > 0) return undefined;
    if (ref.to.recursive || this.isLibrary(ref.to.module)) return undefined;
    const inside = this.enter(ref.through, env, scope);
    return { to: ref.to, env: this.withParams(ref.to, args, inside, argEnv) };
  }

  private withParams(to: OperatorDeclaration, args: readonly Expr[], inside: Env, argEnv: Env): Env {
    if (to.node.kind !== "Definition" || to.node.params.length === 0) return this.moduleEnv(to, inside);
    const values = new Map(inside.values);
    to.node.params.forEach((param, k) => {
      const declaration = this.spec.declaration(param);
      const arg = args[k];
      if (declaration !== undefined && arg !== undefined)
        values.set(declaration, { kind: "closure", node: arg, env: argEnv });
    });
    return this.moduleEnv(to, { ...inside, values });
  }

  /** The text that a definition's body stands in may be that of an extended module. */
  private moduleEnv(to: OperatorDeclaration, env: Env): Env {
    const parsed = to.module?.parsed;
    return parsed === undefined || parsed === env.parsed ? env : { ...env, parsed };
  }

  isLibrary(module: ModuleScope | undefined): boolean {
    return module?.origin === "library";
  }

  /** Whether a definition speaks of the state, so that its body is what matters. */
  speaksOfState(to: OperatorDeclaration): boolean {
    return (this.spec.level(to.node) ?? 0) >= 1;
  }

  elaborate(node: Expr, env: Env, scope: Scope): Expr {
    if (this.depth > DEEPEST * 8) return this.made(node, env);
    this.depth += 1;
    try {
      return this.elaborated(node, env, scope);
    } finally {
      this.depth -= 1;
    }
  }

  private elaborated(node: Expr, env: Env, scope: Scope): Expr {
    switch (node.kind) {
      case "Apply":
        return this.elaborateApply(node, env, scope);
      case "Infix":
      case "Prefix":
      case "Postfix":
        return this.elaborateOperator(node, env, scope);
      case "Quantifier":
      case "Function":
      case "SetMap": {
        const { bounds, env: inner, scope: within } = this.bindBounds(node.bounds, env, scope);
        return this.made({ ...node, bounds, body: this.elaborate(node.body, inner, within) }, env);
      }
      case "SetFilter":
      case "Choose": {
        const { bounds, env: inner, scope: within } = this.bindBounds([node.bound], env, scope);
        const [bound = node.bound] = bounds;
        return this.made({ ...node, bound, body: this.elaborate(node.body, inner, within) }, env);
      }
      case "Lambda": {
        const bound = this.bind(node.params, env, scope);
        const params = node.params.map(
          (p, k): Name => ({ ...p, id: base().id, text: bound.names[k] ?? p.text }),
        );
        return this.made({ ...node, params, body: this.elaborate(node.body, bound.env, bound.scope) }, env);
      }
      case "Let":
        return this.elaborateLet(node, env, scope);
      case "Paren":
      case "Label":
        return node.kind === "Label"
          ? this.elaborate(node.body, env, scope)
          : this.made({ ...node, body: this.elaborate(node.body, env, scope) }, env);
      case "OperatorRef":
        return this.operatorRef(node, env);
      default:
        return this.made(
          mapChildren(node, (child) => this.elaborate(child, env, scope)),
          env,
        );
    }
  }

  private operatorRef(node: Expr, env: Env): Expr {
    const ref = this.spec.reference(node);
    if (ref !== undefined) this.note(ref);
    return this.made(node, env);
  }

  private note(ref: Reference): void {
    if (this.isLibrary(ref.to.module) && ref.to.module !== undefined) this.needs.add(ref.to.module.name);
  }

  private elaborateOperator(
    node: Extract<Expr, { kind: "Infix" | "Prefix" | "Postfix" }>,
    env: Env,
    scope: Scope,
  ): Expr {
    const call = this.called(node, env, scope);
    if (call !== undefined && this.mustOpen(call)) return this.opened(call, scope, node, env);
    const ref = this.spec.reference(node);
    if (ref !== undefined) this.note(ref);
    const made = this.made(
      mapChildren(node, (child) => this.elaborate(child, env, scope)),
      env,
    );
    if (call !== undefined && ref?.to.kind === "operator") this.links.set(made.id, { ...call, scope });
    return made;
  }

  /** A body in the place of its call, in parentheses where text needs them (the printer adds them). */
  private opened(call: Called, scope: Scope, node: Expr, env: Env): Expr {
    const { node: definition } = call.to;
    if (definition.kind === "FunctionDefinition") {
      const { bounds, body } = definition;
      return this.elaborate(
        { kind: "Function", id: node.id, span: node.span, bounds, body },
        call.env,
        scope,
      );
    }
    void env;
    return this.elaborate(definition.body, call.env, scope);
  }

  private mustOpen(call: Called): boolean {
    if (call.to.inLet) return this.speaksOfAction(call.to) || !call.env.values.has(call.to);
    const { module } = call.to;
    const isOther = module !== undefined && module !== this.spec.root;
    return this.speaksOfState(call.to) || call.env.via === undefined || (call.to.local && isOther);
  }

  /** Whether only another module than the root can name it. */
  private isHidden(to: Declaration): boolean {
    return to.kind === "operator" && to.local && !to.inLet && to.module !== this.spec.root;
  }

  private speaksOfAction(to: OperatorDeclaration): boolean {
    return (this.spec.level(to.node) ?? 0) >= 2;
  }

  private elaborateApply(node: Apply, env: Env, scope: Scope): Expr {
    const ref = this.spec.reference(node);
    if (ref === undefined) return this.made(node, env);
    const value = this.valueOf(ref, env);
    if (value !== undefined) return this.applyValue(value, node, env, scope);
    const call = this.called(node, env, scope);
    if (call !== undefined && this.mustOpen(call) && this.depth < DEEPEST * 6)
      return this.opened(call, scope, node, env);
    this.note(ref);
    const args = node.args.map((a) => this.elaborate(a, env, scope));
    const { to } = ref;
    if (to.kind !== "operator" && to.kind !== "statement") {
      return this.made({ ...node, path: [], args, name: to.kind === "builtin" ? node.name : to.name }, env);
    }
    if (ref.selectors.length > 0) return this.made({ ...node, args }, env);
    const inside = call?.env ?? this.enter(ref.through, env, scope);
    const library = this.isLibrary(to.module);
    if (!library && (inside.via === undefined || this.isHidden(to))) this.unnameable.add(to.name);
    const path =
      library || (to.kind === "operator" && to.inLet)
        ? []
        : (inside.via ?? []).map((p) => ({ ...p, span: node.span }));
    const made = this.made({ ...node, path, name: library ? node.name : to.name, args }, env);
    if (!library) this.links.set(made.id, { to, env: inside, scope } as Link);
    return made;
  }

  private applyValue(value: Value, node: Apply, env: Env, scope: Scope): Expr {
    switch (value.kind) {
      case "name": {
        const args = node.args.map((a) => this.elaborate(a, env, scope));
        const made = this.made({ ...node, path: [], name: value.name, args }, env);
        const ref = this.spec.reference(node);
        if (ref?.to.kind === "operator") {
          this.links.set(made.id, { to: ref.to, env: this.withParams(ref.to, node.args, env, env), scope });
        }
        return made;
      }
      case "done":
        return value.expr;
      case "entry": {
        const call: Reference = { to: value.entry.declaration, through: value.entry.through, selectors: [] };
        const opened = this.calledBy(call, node.args, value.env, env, scope);
        if (opened !== undefined && this.mustOpen(opened)) return this.opened(opened, scope, node, env);
        const inner = this.valueOf(call, value.env);
        if (inner !== undefined) return this.applyValue(inner, node, env, scope);
        const args = node.args.map((a) => this.elaborate(a, env, scope));
        const made = this.made({ ...node, path: [], name: value.entry.declaration.name, args }, env);
        if (opened !== undefined) this.links.set(made.id, { ...opened, scope });
        return made;
      }
      case "closure":
        if (node.args.length === 0) return this.elaborate(value.node, value.env, scope);
        return this.applyClosure(value.node, value.env, node, env, scope);
    }
  }

  /** The body of a LAMBDA with what its parameters stand for. */
  appliedLambda(
    fn: Expr,
    fnEnv: Env,
    args: readonly Expr[],
    env: Env,
  ): { readonly node: Expr; readonly env: Env } | undefined {
    if (fn.kind !== "Lambda") return undefined;
    const values = new Map(fnEnv.values);
    fn.params.forEach((p, k) => {
      const declaration = this.spec.declaration(p);
      const arg = args[k];
      if (declaration !== undefined && arg !== undefined)
        values.set(declaration, { kind: "closure", node: arg, env });
    });
    return { node: fn.body, env: { ...fnEnv, values } };
  }

  /** An operator given as an argument, applied. */
  private applyClosure(fn: Expr, fnEnv: Env, node: Apply, env: Env, scope: Scope): Expr {
    const applied = this.appliedLambda(fn, fnEnv, node.args, env);
    if (applied !== undefined) return this.elaborate(applied.node, applied.env, scope);
    const args = node.args.map((a) => this.elaborate(a, env, scope));
    const ref = this.spec.reference(fn);
    const opened = ref === undefined ? undefined : this.calledBy(ref, node.args, fnEnv, env, scope);
    if (opened !== undefined && this.mustOpen(opened)) return this.opened(opened, scope, node, env);
    if (ref !== undefined) this.note(ref);
    if (fn.kind === "OperatorRef") return this.made(symbolApplied(fn.op, args, node), env);
    if (fn.kind !== "Apply") return this.made({ ...node, args }, env);
    const inner = ref === undefined ? undefined : this.valueOf(ref, fnEnv);
    if (inner?.kind === "closure") return this.applyClosure(inner.node, inner.env, node, env, scope);
    const made = this.made(
      { ...node, path: fn.path, name: inner?.kind === "name" ? inner.name : fn.name, args },
      env,
    );
    if (opened !== undefined) this.links.set(made.id, { ...opened, scope });
    return made;
  }

  /** Definitions of a LET that are said in this text; those that speak of a step are put in place of their calls. */
  letUnits(
    units: readonly Unit[],
    env: Env,
    scope: Scope,
  ): { readonly units: readonly Unit[]; readonly env: Env; readonly scope: Scope } {
    let inner = env;
    let within = scope;
    const out: Unit[] = [];
    for (const unit of units) {
      if (unit.kind === "Recursive") {
        out.push(unit);
        continue;
      }
      if (unit.kind !== "Definition" && unit.kind !== "FunctionDefinition") continue;
      const declaration = this.spec.declaration(unit);
      if (declaration?.kind !== "operator") continue;
      if (this.speaksOfAction(declaration) || isPath(unit)) {
        continue;
      }
      const bound = this.bind([{ node: unit, text: unit.name.text }], inner, within);
      const name: Name = { ...unit.name, text: bound.names[0] ?? unit.name.text };
      // A function or RECURSIVE operator speaks of itself by the new name.
      const bodyEnv = unit.kind === "FunctionDefinition" || declaration.recursive ? bound.env : inner;
      out.push(this.letUnit(unit, name, bodyEnv, bound.scope));
      inner = bound.env;
      within = bound.scope;
    }
    return { units: out, env: inner, scope: within };
  }

  private letUnit(
    unit: Extract<Unit, { kind: "Definition" | "FunctionDefinition" }>,
    name: Name,
    env: Env,
    scope: Scope,
  ): Unit {
    const { id } = base();
    this.origins.set(id, env.parsed);
    if (unit.kind === "FunctionDefinition") {
      const b = this.bindBounds(unit.bounds, env, scope);
      return { ...unit, id, name, bounds: b.bounds, body: this.elaborate(unit.body, b.env, b.scope) };
    }
    const b = this.bind(
      unit.params.map((p) => ({ node: p, text: p.name.text })),
      env,
      scope,
    );
    const params = unit.params.map((p, k) => ({
      ...p,
      name: { ...p.name, text: b.names[k] ?? p.name.text },
    }));
    return { ...unit, id, name, params, body: this.elaborate(unit.body, b.env, b.scope) };
  }

  private elaborateLet(node: Extract<Expr, { kind: "Let" }>, env: Env, scope: Scope): Expr {
    const inner = this.letUnits(node.units, env, scope);
    const body = this.elaborate(node.body, inner.env, inner.scope);
    return inner.units.length === 0 ? body : this.made({ ...node, units: inner.units, body }, env);
  }

  /** The body in place of a call that was kept; undefined if it is none, recursive, or of the library. */
  unfold(call: Expr): Expr | undefined {
    const link = this.links.get(call.id);
    if (link === undefined || link.to.recursive || this.depth > DEEPEST) return undefined;
    const known = this.unfolded.get(call.id);
    if (known !== undefined) return known;
    const args = argsOf(call);
    const values = new Map(link.env.values);
    const scope = new Set(link.scope);
    for (const a of args) for (const name of freeNames(a)) scope.add(name);
    const { node } = link.to;
    if (node.kind === "Definition") {
      node.params.forEach((param, k) => {
        const declaration = this.spec.declaration(param);
        const arg = args[k];
        if (declaration !== undefined && arg !== undefined && !isOperatorValue(arg))
          values.set(declaration, { kind: "done", expr: arg });
      });
    }
    const said = new Set(this.unnameable);
    const opened = this.opened({ to: link.to, env: { ...link.env, values } }, scope, call, link.env);
    // What is opened to be looked at is not said in any text.
    for (const name of this.unnameable) if (!said.has(name)) this.unnameable.delete(name);
    this.unfolded.set(call.id, opened);
    return opened;
  }

  /** Whether an elaborated name stands for a definition (its link is known). */
  linkOf(call: Expr): OperatorDeclaration | undefined {
    return this.links.get(call.id)?.to;
  }
}
