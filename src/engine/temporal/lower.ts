/**
 * Temporal formulas lowered: the operators of temporal logic seen through definitions, INSTANCEs, LETs and quantifiers, and
 * what they are applied to made into atoms.
 *
 * A definition or a parameter is looked into only where it stands for a temporal formula; whatever speaks of one state or
 * one step becomes one atom as a whole, as TLC has it. What TLC does not take apart is refused here too.
 */
import type { Place } from "../../report/diagnostic.js";
import type { LinkedCfg, LinkedDefinition } from "../../resolve/cfg.js";
import type { Declaration, ResolvedSpec, Through } from "../../resolve/types.js";
import type { Bound, Expr, Node } from "../../tla/ast.js";
import { canonicalOp } from "../../tla/operators.js";
import type { Value } from "../../tla/value.js";
import { children } from "../../tla/visit.js";
import { bind, type Env, lookup } from "../lower/env.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import { type Here, nativeFor } from "../lower/lower-references.js";
import * as faults from "./faults.js";
import { always, and, eventually, FALSE, type Formula, not, or, type StepHint, TRUE } from "./formula.js";
import { levelOf } from "./level.js";
import { EnabledLowering } from "./lower-enabled.js";

/** The value of an expression that is the same in all states; undefined if it has none that can be listed. */
export type ConstantOf = (e: Ir) => Value | undefined;

/** An expression and what names mean in it. */
export interface Seen {
  readonly expr: Expr;
  readonly here: Here;
  /** The definition whose body it is, if it is one. */
  readonly name: string | undefined;
}

export class TemporalLowering extends EnabledLowering {
  /** The predicates that formulas are made of; an atom is a place in this list. */
  readonly atoms: NamedIr[] = [];
  readonly hints = new Map<number, StepHint>();
  private readonly known = new Map<string, Formula>();
  private readonly places = new Map<Node, Place>();
  private next_: { readonly expr: Expr; readonly env: Env } | undefined;

  constructor(
    spec: ResolvedSpec,
    linked: LinkedCfg | undefined,
    private readonly constantOf: ConstantOf,
  ) {
    super(spec, linked);
  }

  /** Where the body of a definition that the model names is to be read. */
  start(definition: LinkedDefinition): Seen {
    const here: Here = { env: this.root, primed: false, at: undefined };
    const { declaration, through } = definition;
    const seen = this.follow(declaration, through, [], this.root, here);
    return seen ?? { expr: declaration.node.body, here, name: declaration.name };
  }

  /** An expression of one state or step. */
  predicate(e: Expr, here: Here): Ir {
    return this.expr(e, here);
  }

  /** The formula that an expression is; what has no place in one is told as a diagnostic. */
  formula(e: Expr, here: Here): Formula {
    if (!this.isTemporal(e, here.env)) return this.atom(e, here);
    const seen = this.seenThrough(e, here);
    if (seen !== undefined) return this.formula(seen.expr, seen.here);
    switch (e.kind) {
      case "Junction": {
        const items = e.items.map((item) => this.formula(item, here));
        return e.op === "/\\" ? and(...items) : or(...items);
      }
      case "Infix":
        return this.infixFormula(e, here);
      case "Prefix": {
        const op = canonicalOp(e.op);
        if (op === "[]") return always(this.formula(e.arg, here));
        if (op === "<>") return eventually(this.formula(e.arg, here));
        if (op === "~") return not(this.formula(e.arg, here));
        return this.refused(`${e.op} of a temporal formula`, e);
      }
      case "If": {
        const [test, yes, no] = [e.test, e.then, e.else].map((x) => this.formula(x, here)) as [
          Formula,
          Formula,
          Formula,
        ];
        return or(and(test, yes), and(not(test), no));
      }
      case "Quantifier":
        return this.quantified(e, here);
      case "Fairness":
        return this.fairness(e, here);
      default:
        return this.refused("a temporal formula in this place", e);
    }
  }

  private infixFormula(e: Extract<Expr, { kind: "Infix" }>, here: Here): Formula {
    const op = canonicalOp(e.op);
    if (!["/\\", "\\/", "=>", "~>"].includes(op)) return this.refused(`${e.op} of temporal formulas`, e);
    const left = this.formula(e.left, here);
    const right = this.formula(e.right, here);
    if (op === "/\\") return and(left, right);
    if (op === "\\/") return or(left, right);
    if (op === "=>") return or(not(left), right);
    return always(or(not(left), eventually(right)));
  }

  private refused(what: string, e: Expr): Formula {
    this.diagnostics.push(faults.notChecked(what, this.place(e)));
    return TRUE;
  }

  // ----------------------------------------------------------------------------------------- parts of formulas

  /** `[]<>(~ENABLED <<A>>_v \/ <<A>>_v)`, or `<>[]~ENABLED <<A>>_v \/ []<><<A>>_v`. */
  private fairness(e: Extract<Expr, { kind: "Fairness" }>, here: Here): Formula {
    const step: Expr = { ...e, kind: "ActionSub", form: "angle" };
    const name = `${e.op}_…(…)`;
    const taken = this.known_(e, "taken", here, () => ({
      name: `the step of ${name}`,
      ir: { ...this.expr(step, here), at: e },
    }));
    const enabled = this.known_(e, "enabled", here, () => ({
      name: `ENABLED of ${name}`,
      ir: this.enabledOf(step, e, here),
    }));
    if (taken.kind === "atom" && enabled.kind === "atom")
      this.hints.set(taken.atom, {
        stutter: false,
        onlyIf: enabled.step ? undefined : enabled.atom,
        always: this.isNext(e.action, here) && this.isWhole(this.atoms[taken.atom]!.ir),
      });
    if (e.op === "WF") return always(eventually(or(not(enabled), taken)));
    return or(eventually(always(not(enabled))), always(eventually(taken)));
  }

  private atom(e: Expr, here: Here): Formula {
    if (e.kind === "Paren" || e.kind === "Label") return this.atom(e.body, here);
    const atom = this.known_(e, "is", here, () => ({ name: nameOf(e), ir: this.expr(e, here) }));
    if (atom.kind === "atom" && e.kind === "ActionSub")
      this.hints.set(atom.atom, { stutter: e.form === "box", onlyIf: undefined, always: false });
    return atom;
  }

  /** The next-state relation: steps of the graph need not be asked whether they are steps of it. */
  noteNext(action: Expr, here: Here): void {
    this.next_ = this.meant(action, here);
  }

  private isNext(action: Expr, here: Here): boolean {
    const { next_ } = this;
    const meant = this.meant(action, here);
    return next_ !== undefined && next_.expr === meant.expr && next_.env === meant.env;
  }

  /** What an action is by another name, without parameters. */
  private meant(action: Expr, here: Here): { readonly expr: Expr; readonly env: Env } {
    const isName = action.kind === "Paren" || (action.kind === "Apply" && action.args.length === 0);
    const seen = isName ? this.seenThrough(action, here) : undefined;
    return seen === undefined ? { expr: action, env: here.env } : this.meant(seen.expr, seen.here);
  }

  /** Whether the subscript of `<<A>>_v`, as it is lowered, has all variables, so that each step changes it. */
  private isWhole(ir: Ir): boolean {
    const slots = new Set<number>();
    const visit = (e: Ir | undefined): void => {
      if (e?.op === "and") for (const item of e.items) visit(item);
      if (e?.op !== "prim" || e.prim !== "=") return;
      const [after, before] = e.args;
      if (after?.op === "state" && before?.op === "state" && after.slot === before.slot)
        slots.add(after.slot);
    };
    const changed = ir.op === "and" ? ir.items[1] : undefined;
    if (changed?.op === "prim" && changed.prim === "~") visit(changed.args[0]);
    return slots.size === this.spec.root.variables.length;
  }

  private known_(e: Expr, role: string, here: Here, make: () => Pick<NamedIr, "name" | "ir">): Formula {
    const key = `${role} ${this.nodeKey(e)} ${here.env.id}`;
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const formula = this.asFormula(make(), e);
    this.known.set(key, formula);
    return formula;
  }

  private asFormula({ name, ir }: Pick<NamedIr, "name" | "ir">, e: Expr): Formula {
    const level = levelOf(ir);
    const value = level === 0 ? this.constantOf(ir) : undefined;
    if (value?.kind === "bool") return value.value ? TRUE : FALSE;
    this.atoms.push({ name, ir, place: this.placeOf(e) });
    return { kind: "atom", atom: this.atoms.length - 1, negated: false, step: level === 2 };
  }

  /** Conjunction or disjunction of the instances, one for each value that the bound names can have. */
  private quantified(e: Extract<Expr, { kind: "Quantifier" }>, here: Here): Formula {
    if (e.op === "\\AA" || e.op === "\\EE") return this.refused(`the temporal quantifier ${e.op}`, e);
    const envs = this.instances_(e.bounds, here);
    if (envs === undefined)
      return this.refused("a temporal formula under a quantifier without a constant set", e);
    const items = envs.map((env) => this.formula(e.body, { ...here, env }));
    return e.op === "\\A" ? and(...items) : or(...items);
  }

  /** One environment for each way to choose the bound names; undefined if a set is not the same in all states. */
  instances_(bounds: readonly Bound[], here: Here): readonly Env[] | undefined {
    let envs: readonly Env[] = [here.env];
    for (const bound of bounds) {
      if (bound.domain === undefined) return undefined;
      // All sets are read outside of the names bound beside them.
      const set = this.expr(bound.domain, here);
      const values = levelOf(set) > 0 ? undefined : this.constantOf(set);
      if (values?.kind !== "set") return undefined;
      const { names, tuple } = bound;
      for (const group of tuple ? [names] : names.map((name) => [name])) {
        envs = envs.flatMap((env) => values.items.map((value) => this.withValue(env, group, tuple, value)));
      }
    }
    return envs;
  }

  private withValue(env: Env, names: readonly Node[], tuple: boolean, value: Value): Env {
    let out = env;
    for (const [i, name] of names.entries()) {
      const declaration = this.spec.declaration(name);
      const part = tuple ? (value.kind === "tuple" ? value.items[i] : undefined) : value;
      if (declaration === undefined || part === undefined) continue;
      out = bind(out, declaration, { kind: "value", value: part });
    }
    return out;
  }

  // ---------------------------------------------------------------------------------------------- seeing through

  /** What stands behind parentheses, labels, LET, and the names of definitions and parameters. */
  seenThrough(e: Expr, here: Here): Seen | undefined {
    if (e.kind === "Paren" || e.kind === "Label") return { expr: e.body, here, name: undefined };
    if (e.kind === "Let")
      return { expr: e.body, here: { ...here, env: this.letEnv(e, here.env) }, name: undefined };
    const reference = this.spec.reference(e);
    if (reference === undefined || reference.selectors.length > 0) return undefined;
    return this.follow(reference.to, reference.through, operandsOf(e), here.env, here);
  }

  private follow(
    to: Declaration,
    through: readonly Through[],
    args: readonly Expr[],
    use: Env,
    here: Here,
  ): Seen | undefined {
    const { env } = here;
    const bound = lookup(env, to) ?? this.replacement(to, through);
    if (bound?.kind === "closure")
      return { expr: bound.expr, here: { ...here, env: bound.env }, name: undefined };
    if (bound?.kind === "alias") {
      const start = bound.env.outer === undefined ? this.root : bound.env;
      return this.follow(bound.to, bound.through, args, use, { ...here, env: start });
    }
    if (bound?.kind === "lambda") {
      const inner = this.withArguments(bound.env, bound.expr.params, args, use);
      return { expr: bound.expr.body, here: { ...here, env: inner }, name: undefined };
    }
    if (bound !== undefined && bound.kind !== "let") return undefined;
    if (to.kind !== "operator" || to.recursive || to.node.kind !== "Definition") return undefined;
    if (nativeFor(to) !== undefined) return undefined;
    const outer = this.definitionEnv({ to, through, selectors: [] }, env);
    const inner = this.withArguments(outer, to.node.params, args, use);
    return { expr: to.node.body, here: { ...here, env: inner }, name: to.name };
  }

  private withArguments(env: Env, params: readonly Node[], args: readonly Expr[], use: Env): Env {
    let out = env;
    for (const [i, param] of params.entries()) {
      const declaration = this.spec.declaration(param);
      const arg = args[i];
      if (declaration !== undefined && arg !== undefined)
        out = bind(out, declaration, this.argument(arg, declaration.params.length, use));
    }
    return out;
  }

  /** With the definitions of a LET, each evaluated where it stands. */
  private letEnv(e: Extract<Expr, { kind: "Let" }>, outer: Env): Env {
    let env = outer;
    const seen: { env: Env }[] = [];
    for (const unit of e.units) {
      const declaration = this.spec.declaration(unit);
      if (declaration?.kind !== "operator" && declaration?.kind !== "instance") continue;
      const binding = { kind: "let" as const, env, at: undefined };
      seen.push(binding);
      env = bind(env, declaration, binding);
    }
    for (const binding of seen) binding.env = env;
    return env;
  }

  /** Whether an expression says something of a behaviour, with what its parameters stand for. */
  isTemporal(e: Expr, env: Env): boolean {
    if (this.spec.level(e) === 3) return true;
    const pending: Node[] = [e];
    for (let n = pending.pop(); n !== undefined; n = pending.pop()) {
      const to = this.spec.reference(n)?.to;
      if (to?.kind === "parameter") {
        const binding = lookup(env, to);
        if (binding?.kind === "closure" && this.isTemporal(binding.expr, binding.env)) return true;
        if (binding?.kind === "lambda" && this.isTemporal(binding.expr.body, binding.env)) return true;
        if (
          binding?.kind === "alias" &&
          binding.to.kind === "operator" &&
          this.spec.level(binding.to.node) === 3
        )
          return true;
      }
      pending.push(...children(n));
    }
    return false;
  }

  /** The name of the definition that an expression is nothing but. */
  definitionNamed(e: Expr): string | undefined {
    if (e.kind !== "Apply" || e.args.length > 0) return undefined;
    return this.spec.reference(e)?.to.kind === "operator" ? e.name : undefined;
  }

  /** The place of an expression, for what is named after it. */
  placeOf(e: Node): Place {
    const known = this.places.get(e);
    if (known !== undefined) return known;
    const place = this.place(e);
    this.places.set(e, place);
    return place;
  }
}

function operandsOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "Apply":
      return e.args;
    case "Infix":
      return [e.left, e.right];
    case "Prefix":
    case "Postfix":
      return [e.arg];
    default:
      return [];
  }
}

function nameOf(e: Expr): string {
  return e.kind === "Apply" ? [...e.path.map((p) => p.name), e.name].join("!") : "a predicate";
}
