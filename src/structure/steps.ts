/**
 * The next-state relation taken apart into steps: one conjunction each, with what is bound and defined around it.
 *
 *     Next == \E i \in Node : A(i) \/ \E v \in Value : B(i, v)
 *     ⇒  A: for i; parts: conjuncts of A's body     B: for i, v; parts: conjuncts of B's body
 *
 * The order of binders, definitions and parts is that of the text, so that a model checker that evaluates from left to
 * right finds the same in the steps as in the relation.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Declaration, OperatorDeclaration } from "../resolve/types.js";
import type { Bound, Expr, Node, Unit } from "../tla/ast.js";
import { base } from "../tla/build.js";
import { walk } from "../tla/visit.js";
import type { Located } from "./behaviour.js";
import type { Elaborator, Env, Scope } from "./elaborate.js";
import * as faults from "./faults.js";
import { bare, disjuncts, infixOf, nameOf, show } from "./terms.js";

export type Prelude =
  | { readonly kind: "bound"; readonly bound: Bound; readonly at: Node; readonly env: Env }
  | { readonly kind: "let"; readonly unit: Unit };

/** Binders, definitions and conjuncts in the order of the text. */
export type Item = Prelude | { readonly kind: "part"; readonly expr: Expr };

export interface Step {
  readonly name: string;
  /** The operator's name, before steps of one operator are numbered. */
  readonly operator: string;
  readonly at: Node;
  readonly env: Env;
  readonly items: readonly Item[];
}

interface Path {
  readonly name: string;
  readonly at: Node;
  readonly env: Env;
  /** A whole disjunct, so that an operator called here names the action. */
  readonly solo: boolean;
  readonly scope: Scope;
  readonly depth: number;
}

interface Row {
  readonly name: string;
  readonly at: Node;
  readonly env: Env;
  readonly items: readonly Item[];
  readonly scope: Scope;
}

const MOST = 4000;

class TooMany extends Error {}

export function stepsOf(
  el: Elaborator,
  next: Located,
): { readonly steps: readonly Step[]; readonly diagnostics: readonly Diagnostic[] } {
  const walker = new Walker(el);
  const named =
    next.node.kind === "Label" ? next.node.name.text : next.node.kind === "Apply" ? next.node.name : "Next";
  const start: Path = { name: named, at: next.node, env: next.env, solo: true, scope: new Set(), depth: 0 };
  try {
    const rows = walker.expand(next.node, next.env, start);
    return { steps: unique(rows), diagnostics: walker.diagnostics };
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return { steps: [], diagnostics: [faults.tooManySteps(MOST, el.place(next.node, next.env))] };
  }
}

class Walker {
  readonly diagnostics: Diagnostic[] = [];
  private readonly isStepMemo = new Map<Node, Map<Env, boolean>>();

  constructor(private readonly el: Elaborator) {}

  private leaf(node: Expr, env: Env, path: Path): Row[] {
    const expr = this.el.elaborate(node, env, path.scope);
    return [
      { name: path.name, at: path.at, env: path.env, items: [{ kind: "part", expr }], scope: path.scope },
    ];
  }

  /** Whether the text speaks of two states, itself or through what its parameters stand for. */
  private isStep(node: Expr, env: Env): boolean {
    if ((this.el.spec.level(node) ?? 0) >= 2) return true;
    const known = this.isStepMemo.get(node)?.get(env);
    if (known !== undefined) return known;
    let found = false;
    const visit = (n: Expr): void => {
      const ref = this.el.spec.reference(n);
      const value = ref === undefined ? undefined : this.el.valueOf(ref, env);
      if (value?.kind === "closure" && this.isStep(value.node, value.env)) found = true;
    };
    const pending: Expr[] = [node];
    for (let e = pending.pop(); e !== undefined && !found; e = pending.pop()) {
      // A node made here has no level of its own.
      if ((this.el.spec.level(e) ?? 0) >= 2) found = true;
      visit(e);
      pending.push(...exprParts(e));
    }
    const memo = this.isStepMemo.get(node) ?? new Map<Env, boolean>();
    memo.set(env, found);
    this.isStepMemo.set(node, memo);
    return found;
  }

  expand(node: Expr, env: Env, path: Path): Row[] {
    if (path.depth > 200 || !this.isStep(node, env)) return this.leaf(node, env, path);
    const deeper = { ...path, depth: path.depth + 1 };
    switch (node.kind) {
      case "Paren":
      case "Label":
        return this.expand(node.body, env, deeper);
      case "Junction":
        return node.op === "\\/"
          ? this.alternatives(node.items, env, deeper)
          : this.conjunction(
              node.items.map((item) => ({ item, env })),
              deeper,
            );
      case "Infix": {
        const op = infixOf(node);
        if (op === "\\/") return this.alternatives([node.left, node.right], env, deeper);
        if (op === "/\\")
          return this.conjunction(
            flat(node).map((item) => ({ item, env })),
            deeper,
          );
        if (op === "\\cdot") this.diagnostics.push(faults.composition(path.name, this.el.place(node, env)));
        return this.called(node, env, deeper) ?? this.leaf(node, env, path);
      }
      case "Quantifier":
        if (node.op === "\\E") return this.binder(node, env, deeper);
        this.diagnostics.push(faults.forAllSteps(path.name, this.el.place(node, env)));
        return this.leaf(node, env, path);
      case "Let":
        return this.letIn(node, env, deeper);
      case "If": {
        const { test } = node;
        const arms = [
          [test, node.then],
          [negation(test), node.else],
        ] as const;
        // An arm that is FALSE is no step.
        return arms
          .filter(([, arm]) => nameOf(arm) !== "FALSE")
          .flatMap(([when, arm]) =>
            this.conjunction(
              [
                { item: when, env },
                { item: arm, env },
              ],
              deeper,
            ),
          );
      }
      case "Case":
        return this.caseArms(node, env, deeper);
      case "Apply":
      case "Prefix":
        return this.called(node, env, deeper) ?? this.leaf(node, env, path);
      default:
        return this.leaf(node, env, path);
    }
  }

  private called(node: Expr, env: Env, path: Path): Row[] | undefined {
    const ref = this.el.spec.reference(node);
    if (ref === undefined) return undefined;
    const value = this.el.valueOf(ref, env);
    if (value?.kind === "closure" && node.kind === "Apply") {
      if (node.args.length === 0) return this.expand(value.node, value.env, path);
      const applied = this.el.appliedLambda(value.node, value.env, node.args, env);
      if (applied !== undefined) return this.expand(applied.node, applied.env, path);
    }
    const call = this.el.called(node, env, path.scope);
    if (call === undefined || call.to.node.kind !== "Definition") return undefined;
    const helps = path.at.kind === "Name" && this.isHelper(call.to);
    const named =
      path.solo && !helps
        ? { ...path, name: call.to.name, at: call.to.node.name, env: call.env }
        : { ...path, solo: path.solo && (!helps || this.appliesParameter(call.to)) };
    return this.expand(call.to.node.body, call.env, named);
  }

  /** One equation that several operators share, such as sending: it names no action. */
  private isHelper(to: OperatorDeclaration): boolean {
    if (to.node.kind !== "Definition" || (this.calls().get(to) ?? 0) < 2) return false;
    const body = bare(to.node.body);
    return (body.kind === "Infix" && infixOf(body) === "=") || body.kind === "If" || body.kind === "Apply";
  }

  /** An operator that does what it is given: what is given names the action. */
  private appliesParameter(to: OperatorDeclaration): boolean {
    const body = to.node.kind === "Definition" ? bare(to.node.body) : undefined;
    return body?.kind === "Apply" && this.el.spec.reference(body)?.to.kind === "parameter";
  }

  private callCounts: Map<Declaration, number> | undefined;

  private calls(): ReadonlyMap<Declaration, number> {
    if (this.callCounts !== undefined) return this.callCounts;
    const counts = new Map<Declaration, number>();
    for (const m of this.el.spec.modules.values()) {
      if (m.origin === "library") continue;
      walk(m.module, (n) => {
        const to = n.kind === "Apply" ? this.el.spec.reference(n)?.to : undefined;
        if (to !== undefined) counts.set(to, (counts.get(to) ?? 0) + 1);
      });
    }
    this.callCounts = counts;
    return counts;
  }

  private alternatives(items: readonly Expr[], env: Env, path: Path): Row[] {
    const rows = items.flatMap((item) => this.expand(item, env, path));
    if (rows.length > MOST) throw new TooMany();
    return rows;
  }

  /** All combinations of the conjuncts' steps; one that has no choice of steps contributes itself. */
  private conjunction(items: readonly { readonly item: Expr; readonly env: Env }[], path: Path): Row[] {
    let rows: Row[] = [{ name: path.name, at: path.at, env: path.env, items: [], scope: path.scope }];
    for (const { item, env } of items) {
      const next: Row[] = [];
      const solo = items.length === 1 ? path.solo : this.namesStep(item, env, items);
      for (const row of rows) {
        for (const r of this.expand(item, env, { ...path, solo, scope: row.scope })) {
          const renamed = r.at !== path.at;
          next.push({
            name: renamed ? r.name : row.name,
            at: renamed ? r.at : row.at,
            env: renamed ? r.env : row.env,
            items: [...row.items, ...r.items],
            scope: r.scope,
          });
        }
        if (next.length > MOST) throw new TooMany();
      }
      rows = next;
    }
    return rows;
  }

  /** `/\ alive[i] /\ (A(i) \/ B(i))`, `/\ m.kind = "Vote" /\ HandleVote(i, m)`: the conjunct that says what the step is. */
  private namesStep(
    item: Expr,
    env: Env,
    all: readonly { readonly item: Expr; readonly env: Env }[],
  ): boolean {
    if (!this.isStep(item, env)) return false;
    const node = bare(item);
    if (this.isChoice(node, env)) return true;
    if (node.kind !== "Apply") return false;
    const call = this.el.called(node, env, new Set());
    if (call?.to.node.kind === "Definition" && this.isChoice(bare(call.to.node.body), call.env)) return true;
    return all.every((other) => other.item === item || !this.isStep(other.item, other.env));
  }

  /** A disjunction among whose alternatives is a call of an action. */
  private isChoice(node: Expr, env: Env): boolean {
    if (!this.isStep(node, env)) return false;
    if (node.kind === "Quantifier" || node.kind === "Let") return this.isChoice(bare(node.body), env);
    const items = disjuncts(node);
    return items.length > 1 && items.some((item) => this.callsAction(item, env));
  }

  private callsAction(e: Expr, env: Env): boolean {
    const node = bare(e);
    if (node.kind === "Quantifier" || node.kind === "Let") return this.callsAction(node.body, env);
    if (node.kind !== "Apply" || !this.isStep(node, env)) return false;
    const to = this.el.spec.reference(node)?.to;
    return to?.kind === "operator" && !this.isHelper(to);
  }

  private binder(node: Extract<Expr, { kind: "Quantifier" }>, env: Env, path: Path): Row[] {
    if (node.bounds.some((b) => b.domain === undefined)) {
      this.diagnostics.push(faults.unbounded(path.name, this.el.place(node, env)));
      return this.leaf(node, env, path);
    }
    const inner = this.el.bindBounds(node.bounds, env, path.scope);
    const bounds: Item[] = inner.bounds.map((bound, k) => ({
      kind: "bound",
      bound,
      at: node.bounds[k] ?? node,
      env,
    }));
    const rows = this.expand(node.body, inner.env, { ...path, scope: inner.scope });
    return rows.map((r) => ({ ...r, items: [...bounds, ...r.items] }));
  }

  private letIn(node: Extract<Expr, { kind: "Let" }>, env: Env, path: Path): Row[] {
    const inner = this.el.letUnits(node.units, env, path.scope);
    const lets: Item[] = inner.units.map((unit) => ({ kind: "let", unit }));
    const rows = this.expand(node.body, inner.env, { ...path, scope: inner.scope });
    return rows.map((r) => ({ ...r, items: [...lets, ...r.items] }));
  }

  /** An arm is taken if no earlier one is: so TLC does it; arms that exclude each other need not say so. */
  private caseArms(node: Extract<Expr, { kind: "Case" }>, env: Env, path: Path): Row[] {
    const tests = node.arms.flatMap((arm) => (arm.test === undefined ? [] : [arm.test]));
    const apart = exclusive(tests);
    return node.arms.flatMap((arm, k) => {
      const before =
        apart && arm.test !== undefined ? [] : tests.slice(0, arm.test === undefined ? undefined : k);
      const own = arm.test === undefined ? [] : [arm.test];
      const items = [...before.map(negation), ...own, arm.value];
      return this.conjunction(
        items.map((item) => ({ item, env })),
        path,
      );
    });
  }
}

/** `x = "a"`, `x = "b"`, …: one expression compared with different literals. */
function exclusive(tests: readonly Expr[]): boolean {
  const seen = new Set<string>();
  const subjects = new Set<string>();
  for (const test of tests) {
    const t = bare(test);
    if (t.kind !== "Infix" || infixOf(t) !== "=") return false;
    const right = bare(t.right);
    if (right.kind !== "String" && right.kind !== "Number") return false;
    subjects.add(show(t.left));
    seen.add(show(right));
  }
  return subjects.size <= 1 && seen.size === tests.length;
}

function flat(e: Expr): readonly Expr[] {
  return e.kind === "Infix" && infixOf(e) === "/\\" ? [...flat(e.left), ...flat(e.right)] : [e];
}

function exprParts(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "Paren":
    case "Label":
    case "Quantifier":
    case "Let":
      return [e.body];
    case "Junction":
      return e.items;
    case "Infix":
      return [e.left, e.right];
    case "If":
      return [e.then, e.else];
    case "Case":
      return e.arms.map((a) => a.value);
    case "Apply":
      return e.args;
    default:
      return [];
  }
}

function negation(e: Expr): Expr {
  const { id, span } = e;
  return { kind: "Prefix", ...base(), span, op: "~", arg: { kind: "Paren", id, span, body: e } };
}

/** Steps of one operator are told apart by a number. */
function unique(rows: readonly Row[]): readonly Step[] {
  const count = new Map<string, number>();
  for (const r of rows) count.set(r.name, (count.get(r.name) ?? 0) + 1);
  const taken = new Set([...count.keys()].filter((n) => count.get(n) === 1));
  return rows.map(({ name: operator, at, env, items }) => {
    if (count.get(operator) === 1) return { name: operator, operator, at, env, items };
    let k = 1;
    while (taken.has(`${operator}${k}`)) k++;
    const name = `${operator}${k}`;
    taken.add(name);
    return { name, operator, at, env, items };
  });
}
