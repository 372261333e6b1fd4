/** Levels of operators: as references mean them, through INSTANCEs, applied and passed as arguments. */
import type { Expr, Instance } from "../tla/ast.js";
import { ruleOf } from "./builtins.js";
import { LevelState } from "./level-state.js";
import {
  applyOperator,
  applyParameter,
  atLevel,
  constant,
  type Misfit,
  type Operand,
  type OperatorSummary,
  type Put,
  type Summary,
  SummaryBuilder,
  substituteSummary,
  without,
} from "./summary.js";
import type { Declaration, Reference, ScopeEntry } from "./types.js";

export abstract class OperatorLevels extends LevelState {
  protected abstract expr(e: Expr): Summary;

  /** The operator that a reference means, seen through the INSTANCEs on the way. */
  protected operatorOf(reference: Reference): OperatorSummary {
    let op = this.operators.get(reference.to) ?? { params: [], body: constant };
    for (const step of [...reference.through].reverse()) op = this.seenThrough(step.instance, op);
    return op;
  }

  protected seenThrough(instance: Instance, op: OperatorSummary): OperatorSummary {
    let known = this.instances.get(instance);
    if (known === undefined) {
      known = new Map();
      this.instances.set(instance, known);
    }
    const before = known.get(op);
    if (before !== undefined) return before;
    const of = this.tables.instantiated.get(instance);
    const isConstant = of === undefined ? true : (this.modules.get(of)?.constant ?? true);
    const body = substituteSummary(op.body, this.puts(instance), isConstant);
    const result = { params: [...this.formals(instance.params), ...op.params], body };
    known.set(op, result);
    return result;
  }

  protected puts(instance: Instance): readonly Put[] {
    return (this.tables.substitutions.get(instance) ?? []).map(({ target, value }) => ({
      target,
      operand:
        "kind" in value
          ? this.operand(value, target.params.length)
          : this.entryOperand(value, target.params.length),
    }));
  }

  /** The operand that a name by itself is. */
  protected entryOperand(entry: ScopeEntry, arity: number): Operand {
    const reference: Reference = { to: entry.declaration, through: entry.through, selectors: [] };
    return arity > 0 ? this.operatorOperand(reference) : { summary: this.applied(reference, [], () => {}) };
  }

  protected operatorOperand(reference: Reference): Operand {
    const { to } = reference;
    if (to.kind === "builtin") return { summary: atLevel(ruleOf(to.name).level), operator: ruleSummary(to) };
    if (to.kind === "operator" || to.kind === "statement") {
      const op = this.operatorOf(reference);
      const own = new Set(op.params.map((p) => p.declaration));
      const source = to.kind === "operator" && to.node.kind === "Definition" ? to.node : undefined;
      return { summary: without(op.body, own), operator: op, ...(source ? { source } : {}) };
    }
    return { summary: this.declared(to), param: to };
  }

  /** An argument: a value if `arity` is 0, else an operator. */
  protected operand(arg: Expr, arity: number): Operand {
    if (arg.kind === "Lambda") {
      const op: OperatorSummary = { params: this.formals(arg.params), body: this.expr(arg.body) };
      this.levels.set(arg, op.body.level);
      return { summary: this.bodyOutside(op), operator: op, source: arg };
    }
    if (arity === 0) return { summary: this.expr(arg) };
    const reference = this.tables.references.get(arg);
    if (reference === undefined) return { summary: constant };
    const operand = this.operatorOperand(reference);
    this.levels.set(arg, operand.summary.level);
    return operand;
  }

  /** The level of a declared name by itself. */
  protected declared(to: Declaration): Summary {
    switch (to.kind) {
      case "constant":
      case "variable":
      case "parameter":
      case "bound": {
        const out = new SummaryBuilder(to.kind === "variable" ? 1 : 0);
        out.param(to);
        return out.done();
      }
      case "new":
        return atLevel(to.level);
      default:
        return constant;
    }
  }

  /** A reference applied to operands. */
  protected applied(
    reference: Reference,
    operands: readonly Operand[],
    misfit: (m: Misfit) => void,
  ): Summary {
    const { to } = reference;
    switch (to.kind) {
      case "operator":
      case "statement":
        return applyOperator(this.operatorOf(reference), operands, misfit);
      case "builtin":
        return atLevel(ruleOf(to.name).level);
      default:
        return operands.length === 0
          ? this.declared(to)
          : this.withLevel(
              to,
              applyParameter(
                to,
                operands.map((o) => o.summary),
              ),
            );
    }
  }

  protected withLevel(to: Declaration, summary: Summary): Summary {
    const own = this.declared(to).level;
    return own > summary.level ? { ...summary, level: own } : summary;
  }
}

/** The operator that a word or sign of the language is, for passing it to an operator. */
function ruleSummary(to: Declaration): OperatorSummary {
  const rule = ruleOf(to.name);
  const params = to.params.map(
    (_, i): Declaration => ({ ...to, kind: "builtin", name: `${to.name} ${i}` }) as Declaration,
  );
  const body = new SummaryBuilder(rule.level);
  for (const [i, p] of params.entries()) {
    body.limit(p, rule.max[Math.min(i, rule.max.length - 1)] ?? 3);
    if (rule.passes) body.param(p);
  }
  return { params: params.map((declaration) => ({ declaration, arity: 0 })), body: body.done() };
}
