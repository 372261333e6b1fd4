/**
 * The specification's steps as syntax, and the part of them that is one action with given arguments.
 *
 *     Next == \E i \in Server, m \in msgs : Receive(i, m) \/ Restart(i)
 *     narrow(Next, Receive(a, b))   ⇒   a \in Server /\ b \in msgs /\ Receive(a, b)
 *
 * Whatever is left out or added narrows: the result implies Next.
 */
import type { LinkedCfg } from "../../resolve/cfg.js";
import type { OperatorDeclaration, ResolvedSpec } from "../../resolve/types.js";
import type { Bound, Definition, Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { plainName, substitute, walk } from "../../tla/visit.js";

export interface SpecBehaviour {
  readonly init: Expr;
  readonly next: Expr;
}

/** Init and Next of a model, in names of the root module; undefined if it gives none. */
export function behaviourOf(spec: ResolvedSpec, linked: LinkedCfg): SpecBehaviour | undefined {
  const { behaviour } = linked;
  if (behaviour === undefined) return undefined;
  if (behaviour.kind === "init-next") {
    const { init, next } = behaviour;
    return next === undefined ? undefined : { init: b.apply(init.name), next: b.apply(next.name) };
  }
  const init: Expr[] = [];
  let next: Expr | undefined;
  const read = (e: Expr): void => {
    if (e.kind === "Paren") read(e.body);
    else if (e.kind === "Junction" && e.op === "/\\") for (const item of e.items) read(item);
    else if (e.kind === "Infix" && (e.op === "/\\" || e.op === "\\land")) {
      read(e.left);
      read(e.right);
    } else if ((spec.level(e) ?? 3) <= 1) init.push(e);
    else if (e.kind === "Prefix" && e.op === "[]" && bare(e.arg).kind === "ActionSub") {
      const box = bare(e.arg);
      if (box.kind === "ActionSub") next ??= box.action;
    } else if (e.kind === "Apply") {
      const found = definitionOf(spec, e.name);
      if (found !== undefined && e.args.length === 0 && e.path.length === 0) read(found.body);
    }
  };
  const formula = behaviour.formula.declaration.node;
  if (formula.kind !== "Definition") return undefined;
  read(formula.body);
  return next === undefined || init.length === 0 ? undefined : { init: b.and(init), next };
}

function bare(e: Expr): Expr {
  return e.kind === "Paren" ? bare(e.body) : e;
}

/** A definition that a module that extends the root sees by this name. */
export function definitionOf(spec: ResolvedSpec, name: string): Definition | undefined {
  const entry = spec.root.names.get(name);
  if (entry === undefined || entry.through.length > 0 || !entry.exported) return undefined;
  const { declaration } = entry;
  if (declaration.kind !== "operator" || declaration.local || declaration.node.kind !== "Definition")
    return undefined;
  return declaration.module?.origin === "library" ? undefined : declaration.node;
}

/** The names of definitions that an expression needs, directly or not. */
export function reachable(spec: ResolvedSpec, from: Expr): ReadonlySet<string> {
  const found = new Set<string>();
  const pending: Expr[] = [from];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    walk(e, (node) => {
      if (node.kind !== "Apply" || found.has(node.name)) return;
      const named = spec.reference(node)?.to ?? spec.root.names.get(node.name)?.declaration;
      if (named?.kind !== "operator") return;
      found.add(node.name);
      pending.push((named as OperatorDeclaration).node.body);
    });
  }
  return found;
}

export interface Wanted {
  readonly name: string;
  /** One for each parameter, or none: then all are open. `open` asks, for an argument, when it says nothing. */
  readonly args: readonly Argument[] | undefined;
}

export interface Argument {
  readonly expr: Expr;
  /** True in lines in which the argument is absent: then the parameter may be anything that Next has for it. */
  readonly open: Expr | undefined;
}

/** One way through Next to the action; parameters that a quantifier around it chooses are still to be bound. */
interface Way {
  readonly expr: Expr;
  readonly bindings: ReadonlyMap<string, Argument>;
}

/** What of Next is the action; undefined if it is not seen there. `opaque`: operators not to be looked into. */
export function narrow(
  spec: ResolvedSpec,
  next: Expr,
  wanted: Wanted,
  opaque: ReadonlySet<string>,
): Expr | undefined {
  const ways = new Narrowing(spec, wanted, opaque).ways(next, new Set());
  return ways.length === 0 ? undefined : b.or(ways.map((w) => w.expr));
}

class Narrowing {
  private readonly within: string[] = [];

  constructor(
    private readonly spec: ResolvedSpec,
    private readonly wanted: Wanted,
    private readonly opaque: ReadonlySet<string>,
  ) {}

  /** `bound`: names that quantifiers around the expression choose. */
  ways(e: Expr, bound: ReadonlySet<string>): readonly Way[] {
    switch (e.kind) {
      case "Paren":
      case "Label":
        return this.ways(e.body, bound);
      case "Junction":
        return e.op === "\\/"
          ? e.items.flatMap((i) => this.ways(i, bound))
          : this.conjunction(e.items, bound);
      case "Infix":
        if (e.op === "\\/" || e.op === "\\lor")
          return [...this.ways(e.left, bound), ...this.ways(e.right, bound)];
        return e.op === "/\\" || e.op === "\\land" ? this.conjunction([e.left, e.right], bound) : [];
      case "Quantifier":
        return e.op === "\\E" ? this.chosen(e.bounds, e.body, bound) : [];
      case "Let":
        // What stands for a parameter may speak of the LET: it stays closed inside.
        return this.ways(e.body, new Set()).map((way) => ({ ...way, expr: b.letIn(e.units, way.expr) }));
      case "If":
        return [
          ...this.ways(e.then, bound).map((way) => ({ ...way, expr: b.and([e.test, way.expr]) })),
          ...this.ways(e.else, bound).map((way) => ({ ...way, expr: b.and([b.not(e.test), way.expr]) })),
        ];
      case "ActionSub":
        return e.form === "box" ? this.ways(e.action, bound) : [];
      case "Apply":
        return this.call(e.name, e.args, e.path.length > 0, e, bound);
      default:
        return [];
    }
  }

  private conjunction(items: readonly Expr[], bound: ReadonlySet<string>): readonly Way[] {
    for (const [i, item] of items.entries()) {
      const ways = this.ways(item, bound);
      if (ways.length === 0) continue;
      return ways.map((way) => ({
        ...way,
        expr: b.and(items.map((other, k) => (k === i ? way.expr : other))),
      }));
    }
    return [];
  }

  private call(
    name: string,
    args: readonly Expr[],
    isPath: boolean,
    e: Expr,
    bound: ReadonlySet<string>,
  ): readonly Way[] {
    if (isPath) return [];
    if (name === this.wanted.name) return [this.found(args, e, bound)];
    if (this.opaque.has(name) || this.within.includes(name)) return [];
    const definition = definitionOf(this.spec, name);
    if (definition === undefined || definition.params.length !== args.length) return [];
    if (definition.params.some((p) => p.arity > 0)) return [];
    const params = new Map(definition.params.map((p, i) => [p.name.text, args[i]!]));
    this.within.push(name);
    const ways = this.ways(params.size === 0 ? definition.body : substitute(definition.body, params), bound);
    this.within.pop();
    return ways;
  }

  private found(args: readonly Expr[], e: Expr, bound: ReadonlySet<string>): Way {
    const bindings = new Map<string, Argument>();
    const conditions: Expr[] = [];
    for (const [i, arg] of args.entries()) {
      const given = this.wanted.args?.[i];
      if (given === undefined) continue;
      const name = plainName(arg);
      if (name !== undefined && bound.has(name) && !bindings.has(name)) bindings.set(name, given);
      else {
        const equal = b.eq(arg, given.expr);
        conditions.push(given.open === undefined ? equal : b.ifThenElse(given.open, b.bool(true), equal));
      }
    }
    return { expr: b.and([...conditions, e]), bindings };
  }

  /** `\E x \in S : P` with x given is `e \in S /\ P(e)`. */
  private chosen(bounds: readonly Bound[], body: Expr, outer: ReadonlySet<string>): readonly Way[] {
    const own = bounds.flatMap((bd) => (bd.tuple ? [] : bd.names.map((n) => n.text)));
    const inner = new Set([...outer, ...own]);
    return this.ways(body, inner).map((way) => {
      const members: Expr[] = [];
      const values = new Map<string, Expr>();
      const rest: Bound[] = [];
      for (const bd of bounds) {
        if (bd.tuple) {
          rest.push(bd);
          continue;
        }
        for (const { text } of bd.names) {
          const given = way.bindings.get(text);
          if (given === undefined) rest.push(b.bound(text, bd.domain));
          else if (given.open !== undefined)
            rest.push(b.bound(text, bd.domain && openDomain(given, given.open, bd.domain)));
          else {
            if (bd.domain !== undefined) members.push(b.inSet(given.expr, bd.domain));
            values.set(text, given.expr);
          }
        }
      }
      const inside = values.size === 0 ? way.expr : substitute(way.expr, values);
      const left = new Map([...way.bindings].filter(([name]) => !own.includes(name)));
      const quantified = rest.length === 0 ? inside : b.exists(rest, inside);
      return { expr: b.and([...members, quantified]), bindings: left };
    });
  }
}

/** All of the set where nothing is given, else what is given, if it is in the set. */
function openDomain({ expr }: Argument, open: Expr, domain: Expr): Expr {
  const one = b.setFilter(b.bound("given_", b.set(expr)), b.inSet(b.apply("given_"), domain));
  return b.ifThenElse(open, domain, one);
}
