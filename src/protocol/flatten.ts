/**
 * A specification of several modules as one name space:
 *
 *     EXTENDS M, N    I(x) == INSTANCE K WITH …      ⇒  the definitions of M and N, of the module itself, and
 *     Op(y) == I(y)!F(1)                                I_F(x, y) == …      Op(y) == I_F(y, 1)
 *
 * Names that the root sees stay; others that it needs (LOCAL ones, those behind INSTANCE, helpers of library modules) are
 * given names that nothing else has. Constants and variables of an INSTANCE are replaced by what is substituted for them.
 * Bound names of other modules that would hide a name of the root's are renamed. What cannot be said this way becomes a
 * name in `refused`: whoever uses it reports it, so that what a protocol does not use is no fault.
 *
 * Invariant: a name of the result means one thing, and no bound name hides another. Nodes of the root that need no
 * change are the parser's own; spans count through all `texts`.
 */
import type {
  ConstantDeclaration,
  Declaration,
  ModuleScope,
  OperatorDeclaration,
  ResolvedSpec,
  ScopeEntry,
  VariableDeclaration,
} from "../resolve/types.js";
import type {
  Definition,
  Expr,
  FunctionDefinition,
  Instance,
  Name,
  Node,
  Param,
  ParsedModule,
} from "../tla/ast.js";
import { apply, param } from "../tla/build.js";
import { leftSpine, mapAll, walk } from "../tla/visit.js";
import { inLibrary, isStandard } from "./library.js";
import { allNames, freshName } from "./terms.js";
import { type Texts, textsOf } from "./texts.js";
import { asOperator, isOp, operandsOf, type Use, unqualified, withOperands } from "./uses.js";

export interface Flat {
  readonly texts: Texts;
  /** In the order of the texts; helpers before what uses them. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Definitions that speak of behaviours. */
  readonly temporal: ReadonlySet<string>;
  /** Standard modules that the definitions need. */
  readonly extends: readonly string[];
  /** Every name that occurs. */
  readonly names: ReadonlySet<string>;
  /** Names of what cannot be brought along, with what it is. */
  readonly refused: ReadonlyMap<string, string>;
  /**
   * An expression in the same name space, where it stands in the root, a module that it extends, or one that it has
   * by one INSTANCE without a name.
   */
  expression(node: Expr, parsed: ParsedModule): Expr | undefined;
}

export function flatten(spec: ResolvedSpec): Flat {
  const flattener = new Flattener(spec);
  for (const scope of ownModules(spec.root)) for (const d of scope.definitions) flattener.own(d);
  for (const entry of spec.root.names.values()) flattener.instantiated(entry);
  const { texts, definitions, temporal, taken: names, refused } = flattener;
  return {
    texts,
    definitions,
    temporal,
    extends: flattener.extends,
    names,
    refused,
    expression: (node, parsed) => flattener.expression(node, parsed),
  };
}

/** The user's modules that make up the root by EXTENDS, each after those that it extends. */
export function ownModules(root: ModuleScope): readonly ModuleScope[] {
  const out = new Set<ModuleScope>();
  const visit = (scope: ModuleScope): void => {
    if (scope.origin !== "file" || out.has(scope)) return;
    scope.extends.forEach(visit);
    out.add(scope);
  };
  visit(root);
  return [...out];
}

/** A way through INSTANCEs, outermost first, with what it makes of the last module's constants and variables. */
interface Chain {
  readonly inner: Map<Instance, Chain>;
  /** What the definitions behind it are called. */
  readonly defined: Map<OperatorDeclaration, string>;
  readonly values: ReadonlyMap<Declaration, Expr>;
  /** Parameters of all its INSTANCEs: they come before those of a definition. */
  readonly params: readonly string[];
  /** `I_` for what is behind `I == INSTANCE …`. */
  readonly prefix: string;
}

/** Where an expression stands. */
interface Site {
  readonly chain: Chain;
  readonly parsed: ParsedModule;
}

class Flattener {
  readonly texts: Texts;
  readonly definitions = new Map<string, Definition>();
  readonly temporal = new Set<string>();
  readonly extends: string[];
  readonly refused = new Map<string, string>();
  readonly taken: Set<string>;
  private readonly covered = new Set<string>();
  private readonly start = new Map<ParsedModule, number>();
  /** Which module an INSTANCE that is no LET's stands in. */
  private readonly standsIn = new Map<Instance, ParsedModule>();
  /** How the root has a module by INSTANCE without a name. */
  private readonly behind = new Map<ParsedModule, Chain[]>();
  private readonly renamed = new Map<Declaration, string>();
  private readonly top: Chain = {
    inner: new Map(),
    defined: new Map(),
    values: new Map(),
    params: [],
    prefix: "",
  };

  constructor(private readonly spec: ResolvedSpec) {
    const { root } = spec;
    const all = new Set<ParsedModule>([root.parsed]);
    for (const scope of scopesOf(spec)) {
      if (!isStandard(scope)) all.add(scope.parsed);
      for (const unit of scope.module.units)
        if (unit.kind === "Instance") this.standsIn.set(unit, scope.parsed);
    }
    this.texts = textsOf(all);
    [...all].forEach((parsed, k) => {
      this.start.set(parsed, this.texts[k]?.start ?? 0);
    });
    this.taken = allNames(root.module);
    for (const parsed of all) if (parsed !== root.parsed) allNames(parsed.module, this.taken);
    for (const d of [...root.constants, ...root.variables]) this.taken.add(d.name);
    this.extends = [...new Set(root.parsed.module.units.flatMap((u) => this.standardNames(u)))];
    this.extends.forEach((m) => {
      this.cover(m);
    });
  }

  /** `EXTENDS Naturals` and `INSTANCE Naturals` say the same. */
  private standardNames(unit: Node): readonly string[] {
    const names = unit.kind === "Extends" ? unit.modules : [];
    const instantiated = unit.kind === "Instance" && unit.name === undefined ? [unit.module] : [];
    return [...names, ...instantiated].map((m) => m.text).filter((m) => this.isStandardName(m));
  }

  private isStandardName(name: string): boolean {
    const scope = this.spec.modules.get(name);
    return scope !== undefined && isStandard(scope);
  }

  private cover(module: string): void {
    if (this.covered.has(module)) return;
    this.covered.add(module);
    for (const m of this.spec.modules.get(module)?.extends ?? []) this.cover(m.name);
  }

  /** A definition of the root or of a module that it extends. */
  own(declaration: OperatorDeclaration): void {
    // A LOCAL one of another module comes along when something needs it.
    if (this.visible(declaration, this.top)) this.nameFor(declaration, this.top);
  }

  /** What `INSTANCE M` without a name makes visible in the root. */
  instantiated({ declaration, through }: ScopeEntry): void {
    if (declaration.kind !== "operator" || through.length === 0 || isClosed(declaration.module)) return;
    if (isStandard(declaration.module)) return;
    let chain = this.top;
    for (const { instance, of } of through) {
      const parsed = this.standsIn.get(instance);
      if (parsed === undefined) return;
      chain = this.enter(chain, instance, parsed);
      for (const scope of ownModules(of))
        this.behind.set(scope.parsed, [...(this.behind.get(scope.parsed) ?? []), chain]);
    }
    this.nameFor(declaration, chain);
  }

  expression(node: Expr, parsed: ParsedModule): Expr | undefined {
    const own = ownModules(this.spec.root).some((scope) => scope.parsed === parsed);
    const [only, more] = new Set(own ? [this.top] : this.behind.get(parsed));
    return only === undefined || more !== undefined ? undefined : this.rewrite(node, { chain: only, parsed });
  }

  /** Does the root's name mean this definition, behind these INSTANCEs? */
  private visible(declaration: OperatorDeclaration, chain: Chain): boolean {
    const entry = this.spec.root.names.get(declaration.name);
    if (entry?.declaration !== declaration) return false;
    if (isClosed(declaration.module)) return true;
    let at: Chain | undefined = this.top;
    for (const { instance } of entry.through) at = at?.inner.get(instance);
    return at === chain;
  }

  /** The name of a definition in the result, where it is put if it is not there yet. */
  private nameFor(declaration: OperatorDeclaration, chain: Chain): string {
    const known = chain.defined.get(declaration);
    if (known !== undefined) return known;
    const wanted = /^\w+$/.test(declaration.name) ? declaration.name : "Operator";
    const name = this.visible(declaration, chain) ? declaration.name : this.fresh(`${chain.prefix}${wanted}`);
    chain.defined.set(declaration, name);
    const scope = declaration.module;
    if (scope?.origin === "library" && !inLibrary(scope)) {
      this.refused.set(name, `${declaration.name} of module ${scope.name}`);
      return name;
    }
    const parsed = scope?.parsed ?? this.spec.root.parsed;
    const node = this.rewrite(declaration.node, { chain, parsed });
    if (node.kind === "FunctionDefinition" && this.speaksOfItself(declaration.node)) {
      this.refused.set(name, "a function defined by itself");
    }
    const definition = node.kind === "Definition" ? node : asOperator(node);
    const moved = name !== declaration.name || chain.params.length > 0;
    this.definitions.set(
      name,
      moved
        ? {
            ...definition,
            local: false,
            name: { ...definition.name, text: name },
            fixity: "name",
            params: [...chain.params.map((p) => param(p)), ...definition.params],
          }
        : definition,
    );
    if (this.spec.level(declaration.node) === 3) this.temporal.add(name);
    return name;
  }

  private speaksOfItself(node: Definition | FunctionDefinition): boolean {
    let found = false;
    walk(node.body, (n) => {
      const to = this.spec.reference(n)?.to;
      found ||= to?.kind === "operator" && to.node === node;
    });
    return found;
  }

  private fresh(wanted: string): string {
    const name = freshName(wanted, this.taken);
    this.taken.add(name);
    return name;
  }

  /** What a name that is bound in an expression is called. */
  private boundName(declaration: Declaration, text: string): string {
    const known = this.renamed.get(declaration);
    if (known !== undefined) return known;
    const elsewhere = declaration.module?.parsed !== this.spec.root.parsed;
    const name = elsewhere && this.spec.root.names.has(text) ? this.fresh(text) : text;
    this.renamed.set(declaration, name);
    return name;
  }

  private enter(chain: Chain, instance: Instance, parsed: ParsedModule): Chain {
    const before = chain.inner.get(instance);
    if (before !== undefined) return before;
    const params = instance.params.map((p) => {
      const name = this.fresh(p.name.text);
      const declaration = this.spec.declaration(p);
      if (declaration !== undefined && !this.renamed.has(declaration)) this.renamed.set(declaration, name);
      return declaration === undefined ? name : (this.renamed.get(declaration) ?? name);
    });
    const values = new Map(chain.values);
    const site: Site = { chain, parsed };
    const inner: Chain = {
      inner: new Map(),
      defined: new Map(),
      values,
      params: [...chain.params, ...params],
      prefix: instance.name === undefined ? chain.prefix : `${chain.prefix}${instance.name.text}_`,
    };
    chain.inner.set(instance, inner);
    for (const { target, value } of this.spec.substitutions(instance)) {
      const made = "kind" in value ? this.rewrite(value, site) : this.entry(value, target, site);
      if (made !== undefined) values.set(target, made);
    }
    return inner;
  }

  /** A name of the same text, where an INSTANCE does not say what to put. */
  private entry(
    { declaration, through }: ScopeEntry,
    target: ConstantDeclaration | VariableDeclaration,
    { chain }: Site,
  ): Expr | undefined {
    if (declaration === target) return undefined;
    const known = chain.values.get(declaration);
    if (known !== undefined) return known;
    if (isBound(declaration)) return apply(this.boundName(declaration, declaration.name));
    if (declaration.kind !== "operator" || isStandard(declaration.module)) return apply(declaration.name);
    let at = chain;
    for (const { instance } of through) {
      const parsed = this.standsIn.get(instance);
      if (parsed === undefined) return this.refuse(`${declaration.name} behind an INSTANCE in LET`);
      at = this.enter(at, instance, parsed);
    }
    return apply(this.nameFor(declaration, at), ...at.params.map((p) => apply(p)));
  }

  private refuse(what: string): Expr {
    const name = this.fresh("Unsupported");
    this.refused.set(name, what);
    return apply(name);
  }

  /** The same in the result's name space; the very node where nothing changes. */
  private rewrite<T extends Node>(node: T, site: Site): T {
    return this.rewritten(node, site) as Node as T;
  }

  private rewritten(node: Node, site: Site): Node {
    switch (node.kind) {
      case "Infix": {
        // In a loop, since generated chains of operators are long.
        const spine = [...leftSpine(node)].reverse();
        const first = spine[0] ?? node;
        return spine.reduce<Expr>(
          (left, infix) => this.used(infix, [left, this.rewrite(infix.right, site)], site),
          this.rewrite(first.left, site),
        );
      }
      case "Apply":
      case "OperatorRef":
      case "Prefix":
      case "Postfix": {
        const operands = mapAll(operandsOf(node), (o) => this.rewrite(o, site));
        return this.used(node, operands, site);
      }
      case "Name":
      case "Param":
      case "Definition":
      case "FunctionDefinition":
        return this.binding(node, site);
      default:
        return this.parts(node, site) as Node;
    }
  }

  private used(node: Use, operands: readonly Expr[], site: Site): Expr {
    const made = this.use(node, operands, site) ?? withOperands(node, operands);
    return this.moved(made, node, site);
  }

  /** What declares a name: a bound one may have to be called otherwise. */
  private binding(node: Name | Param | Definition | FunctionDefinition, site: Site): Node {
    const declaration = this.spec.declaration(node);
    const binds = declaration !== undefined && isBound(declaration);
    const text = binds ? this.boundName(declaration, declaration.name) : undefined;
    if (node.kind === "Name") {
      const named = text === undefined || text === node.text ? node : { ...node, text };
      return this.moved(named, node, site);
    }
    const made = this.parts(node, site) as typeof node;
    return text === undefined || text === made.name.text ? made : { ...made, name: { ...made.name, text } };
  }

  /** With the span that counts through all texts, `at` being the source's node. */
  private moved<T extends Node>(node: T, at: Node, { parsed }: Site): T {
    const start = this.start.get(parsed) ?? 0;
    const { span } = at;
    if (start === 0) return node.span === span ? node : { ...node, span };
    return { ...node, span: { start: span.start + start, end: span.end + start } };
  }

  private parts(value: unknown, site: Site): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item) => this.part(item, site));
      return items.some((item, k) => item !== value[k]) ? items : value;
    }
    if (typeof value !== "object" || value === null) return value;
    const out: Record<string, unknown> = {};
    let changed = false;
    for (const [key, old] of Object.entries(value)) {
      out[key] = key === "span" ? old : this.part(old, site);
      changed ||= out[key] !== old;
    }
    const node = (changed ? out : value) as Node;
    return "span" in node ? this.moved(node, value as Node, site) : node;
  }

  private part(value: unknown, site: Site): unknown {
    const isNode = typeof value === "object" && value !== null && "kind" in value;
    return isNode ? this.rewrite(value as Node, site) : this.parts(value, site);
  }

  /** What a name or operator becomes, its operands rewritten already; undefined if it stays. */
  private use(node: Use, operands: readonly Expr[], site: Site): Expr | undefined {
    const reference = this.spec.reference(node);
    if (reference === undefined) return undefined;
    const { to, through, selectors } = reference;
    if (selectors.length > 0) return this.refuse(`a part of ${to.name} (${selectors.join("!")})`);
    if (isBound(to)) {
      const name = this.boundName(to, to.name);
      return node.kind === "Apply" && name !== node.name ? { ...node, name, args: operands } : undefined;
    }
    if (to.kind === "constant" || to.kind === "variable") return this.declared(node, operands, to, site);
    if (to.kind !== "operator") return undefined;
    if (isStandard(to.module)) {
      this.need(to.module?.name ?? "");
      return unqualified(node, operands);
    }
    if (isClosed(to.module)) return this.called(node, operands, to, this.top, []);
    let { chain } = site;
    const given: Expr[] = chain.params.map((p) => apply(p));
    for (const { instance, args } of through) {
      const parsed = this.standsIn.get(instance);
      if (parsed === undefined) return this.refuse(`${to.name} behind an INSTANCE in LET`);
      given.push(...args.map((a) => this.rewrite(a, site)));
      chain = this.enter(chain, instance, parsed);
    }
    return this.called(node, operands, to, chain, given);
  }

  private called(
    node: Use,
    operands: readonly Expr[],
    to: OperatorDeclaration,
    chain: Chain,
    given: readonly Expr[],
  ): Expr | undefined {
    if (given.length > 0 && operands.length < to.params.length)
      return this.refuse("an operator behind an INSTANCE with parameters, as an argument,");
    const name = this.nameFor(to, chain);
    const same = node.kind === "Apply" ? node.path.length === 0 && name === node.name : isOp(node, name);
    if (same && given.length === 0) return undefined;
    return { ...apply(name, ...given, ...operands), id: node.id };
  }

  private need(module: string): void {
    if (this.covered.has(module)) return;
    this.extends.push(module);
    this.cover(module);
    this.hide(module);
  }

  /** Names of a standard module that only another module sees must not be the root's. */
  private hide(module: string): void {
    for (const [name, { declaration }] of this.spec.modules.get(module)?.names ?? []) {
      const own = this.spec.root.names.get(name)?.declaration;
      if (own === undefined || own === declaration || own.kind === "builtin") continue;
      if (isStandard(own.module)) continue;
      this.refused.set(name, `${name}, which a module that it needs has from ${module},`);
    }
  }

  /** A constant or variable: itself, or what an INSTANCE puts for it. */
  private declared(
    node: Use,
    operands: readonly Expr[],
    to: ConstantDeclaration | VariableDeclaration,
    { chain }: Site,
  ): Expr | undefined {
    const value = chain.values.get(to);
    if (value === undefined) return unqualified(node, operands);
    if (operands.length === 0) return value;
    if (value.kind === "Apply") return { ...value, args: [...value.args, ...operands] };
    return this.refuse(`${to.name} where an INSTANCE puts an operator without name for it`);
  }
}

/** A library module without constants and variables: its definitions mean the same behind any INSTANCE. */
function isClosed(module: ModuleScope | undefined): boolean {
  return module?.origin === "library" && module.constants.length + module.variables.length === 0;
}

function scopesOf(spec: ResolvedSpec): readonly ModuleScope[] {
  const out: ModuleScope[] = [];
  const visit = (scope: ModuleScope): void => {
    out.push(scope);
    for (const inner of scope.inner.values()) visit(inner);
  };
  for (const scope of spec.modules.values()) visit(scope);
  return out;
}

function isBound(d: Declaration): boolean {
  return d.kind === "bound" || d.kind === "parameter" || (d.kind === "operator" && d.inLet);
}
