/** Levels of expressions, by the rules of the language's own operators and forms. */
import { unreachable } from "../report/diagnostic.js";
import type { Bound, Expr, Node, Sequent, Unit } from "../tla/ast.js";
import { leftSpine } from "../tla/visit.js";
import { forms, type LevelRule, ruleOf } from "./builtins.js";
import { operatorName } from "./expressions.js";
import * as faults from "./faults.js";
import { OperatorLevels } from "./level-operators.js";
import { selectSubexpression } from "./selectors.js";
import { atLevel, constant, type Misfit, type Summary, SummaryBuilder, without } from "./summary.js";
import type { Declaration, Level, Reference } from "./types.js";

export abstract class ExpressionLevels extends OperatorLevels {
  /** Levels of definitions, in order; `note` gets what each says of anything but its parameters. */
  protected abstract units(units: readonly Unit[], note: (summary: Summary) => void): void;

  protected override expr(e: Expr): Summary {
    const summary = this.compute(e);
    this.levels.set(e, summary.level);
    return summary;
  }

  protected compute(e: Expr): Summary {
    switch (e.kind) {
      case "Number":
      case "String":
        return constant;
      case "At":
        return this.updated.at(-1) ?? constant;
      case "Apply":
        return this.apply(e);
      case "Prefix":
        return this.operation(e, e.op, operatorName(e.op, true), [e.arg]);
      case "Postfix":
        return this.operation(e, e.op, operatorName(e.op, false), [e.arg]);
      case "Infix":
        return this.infix(e);
      case "Junction":
        return this.operation(e, e.op, e.op, e.items);
      case "Paren":
        return this.expr(e.body);
      case "Tuple":
      case "Set":
        return this.form(e, forms.value, e.items);
      case "FunctionSet":
        return this.form(e, forms.value, [e.domain, e.range]);
      case "Index":
        return this.form(e, forms.value, [e.fn, ...e.args]);
      case "Field":
        return this.form(e, forms.value, [e.record]);
      case "Record":
      case "RecordSet":
        return this.form(
          e,
          forms.value,
          e.fields.map((f) => f.value),
        );
      case "If":
        return this.form(e, forms.formula, [e.test, e.then, e.else]);
      case "Case":
        return this.form(
          e,
          forms.formula,
          e.arms.flatMap((a) => (a.test === undefined ? [a.value] : [a.test, a.value])),
        );
      case "ActionSub":
        return this.form(e, forms.action, [e.action, e.subscript]);
      case "Fairness":
        return this.form(e, forms.fairness, [e.subscript, e.action]);
      case "Quantifier": {
        const rule = e.op === "\\AA" || e.op === "\\EE" ? forms.temporalQuantifier : forms.formula;
        return this.binding(e, rule, e.bounds, e.body);
      }
      case "Choose":
      case "SetFilter":
        return this.binding(e, forms.value, [e.bound], e.body);
      case "SetMap":
        return this.binding(e, forms.value, e.bounds, e.body);
      case "Function":
        return this.binding(e, forms.formula, e.bounds, e.body);
      case "Except":
        return this.except(e);
      case "Let": {
        const out = new SummaryBuilder();
        this.units(e.units, (s) => out.constraints(s));
        const body = this.expr(e.body);
        out.raise(body.level);
        out.addParams(body.params);
        out.constraints(body);
        return out.done();
      }
      case "Label":
        return this.expr(e.body);
      case "Lambda":
      case "OperatorRef":
        return this.operand(e, 1).summary;
      default:
        return unreachable(e);
    }
  }

  protected infix(e: Extract<Expr, { kind: "Infix" }>): Summary {
    const spine = leftSpine(e);
    let left = this.expr((spine.at(-1) ?? e).left);
    for (const infix of [...spine].reverse()) {
      const right = this.expr(infix.right);
      left = this.operationOf(
        infix,
        infix.op,
        operatorName(infix.op, false),
        [infix.left, infix.right],
        [left, right],
      );
      this.levels.set(infix, left.level);
    }
    return left;
  }

  protected operation(e: Expr, shown: string, name: string, args: readonly Expr[]): Summary {
    return this.operationOf(
      e,
      shown,
      name,
      args,
      args.map((a) => this.expr(a)),
    );
  }

  protected operationOf(
    e: Expr,
    shown: string,
    name: string,
    args: readonly Expr[],
    summaries: readonly Summary[],
  ): Summary {
    const reference = this.tables.references.get(e);
    if (reference === undefined) return constant;
    if (reference.to.kind === "builtin") {
      this.temporal(e, name, args, summaries);
      return this.byRule(e, shown, ruleOf(name), args, summaries);
    }
    return this.applied(
      reference,
      summaries.map((summary) => ({ summary })),
      (m) => this.misfit(e, shown, m, args),
    );
  }

  protected misfit(at: Expr, name: string, m: Misfit, args: readonly Expr[]): void {
    const node = args[m.index] ?? at;
    this.report(node, (place) =>
      m.kind === "operator"
        ? faults.operatorLevel(name, m.index, place)
        : faults.argumentLevel(name, m.index, m.has, m.max, place),
    );
  }

  protected form(e: Expr, rule: LevelRule, args: readonly Expr[]): Summary {
    return this.byRule(
      e,
      e.kind,
      rule,
      args,
      args.map((a) => this.expr(a)),
    );
  }

  protected byRule(
    e: Expr,
    name: string,
    rule: LevelRule,
    args: readonly Expr[],
    summaries: readonly Summary[],
  ): Summary {
    const out = new SummaryBuilder(rule.level);
    for (const [i, summary] of summaries.entries()) {
      const max = rule.max[Math.min(i, rule.max.length - 1)] ?? 3;
      this.limitArgument(args[i] ?? e, name, i, summary, max, out);
      if (!rule.passes) continue;
      out.raise(summary.level);
      out.addParams(summary.params);
    }
    return out.done();
  }

  protected limitArgument(
    at: Node,
    name: string,
    i: number,
    summary: Summary,
    max: Level,
    out: SummaryBuilder,
  ): void {
    const { level } = summary;
    if (level > max) this.report(at, (place) => faults.argumentLevel(name, i, level, max, place));
    out.constraints(summary);
    if (max < 3) for (const p of summary.params) out.limit(p, max);
  }

  /** Levels of domains go into `out`; the names bound are given back. */
  protected bounds(bounds: readonly Bound[], out: SummaryBuilder): ReadonlySet<Declaration> {
    const bound = new Set<Declaration>();
    for (const b of bounds) {
      if (b.domain !== undefined) {
        const domain = this.expr(b.domain);
        if (domain.level > 2) this.report(b.domain, (place) => faults.boundLevel(place));
        out.raise(domain.level);
        out.addParams(domain.params);
        out.constraints(domain);
      }
      for (const name of b.names) {
        const declaration = this.tables.declarations.get(name);
        if (declaration !== undefined) bound.add(declaration);
      }
    }
    return bound;
  }

  protected binding(e: Expr, rule: LevelRule, bounds: readonly Bound[], body: Expr): Summary {
    const out = new SummaryBuilder(rule.level);
    const bound = this.bounds(bounds, out);
    const inner = this.expr(body);
    this.limitArgument(body, e.kind, 0, inner, rule.max[0] ?? 3, out);
    if (rule.passes) {
      out.raise(inner.level);
      out.addParams(inner.params);
    }
    const summary = without(out.done(), bound);
    if (e.kind === "Quantifier" && summary.level === 3) {
      for (const b of bounds) {
        if (b.domain !== undefined && this.levels.get(b.domain) === 2)
          this.report(b.domain, (place) => faults.temporalBound(place));
      }
    }
    return summary;
  }

  protected except(e: Extract<Expr, { kind: "Except" }>): Summary {
    const out = new SummaryBuilder();
    const base = this.expr(e.base);
    this.passed(e.base, base, out);
    for (const update of e.updates) {
      // SANY's level of `@`: the base's and that of all updates before this one.
      this.updated.push(out.done());
      const value = this.expr(update.value);
      this.updated.pop();
      for (const step of update.path) {
        if (step.kind !== "PathIndex") continue;
        for (const arg of step.args) this.passed(arg, this.expr(arg), out);
      }
      this.passed(update.value, value, out);
    }
    return out.done();
  }

  /** A part of EXCEPT whose level is that of the whole. */
  protected passed(at: Expr, summary: Summary, out: SummaryBuilder): void {
    this.limitArgument(at, "EXCEPT", 0, summary, 2, out);
    out.raise(summary.level);
    out.addParams(summary.params);
  }

  protected apply(e: Extract<Expr, { kind: "Apply" }>): Summary {
    const reference = this.tables.references.get(e);
    if (reference === undefined) return constant;
    const args = [...e.path.flatMap((p) => p.args), ...e.args];
    const takes =
      reference.to.kind === "operator" || reference.to.kind === "statement"
        ? this.operatorOf(reference).params.map((p) => p.arity)
        : reference.to.params;
    const operands = args.map((arg, i) => this.operand(arg, takes[i] ?? 0));
    if (reference.selectors.length > 0) return this.selected(reference);
    return this.applied(reference, operands, (m) => this.misfit(e, e.name, m, args));
  }

  /** A subexpression of a definition: its level as it stands there, its parameters left alone. */
  protected selected({ to, selectors }: Reference): Summary {
    if ((to.kind !== "operator" && to.kind !== "statement") || to.node.body.kind === "Sequent")
      return constant;
    const found = selectSubexpression(to.node.body, selectors);
    return found === undefined ? constant : atLevel(this.levels.get(found) ?? 0);
  }

  /** The rules that tell actions from temporal formulas. */
  protected temporal(e: Expr, name: string, args: readonly Expr[], summaries: readonly Summary[]): void {
    const [first] = args;
    if ((name === "[]" || name === "<>") && first !== undefined && summaries[0]?.level === 2) {
      const operand = unwrapped(first);
      const form = name === "[]" ? "box" : "angle";
      const wellFormed = operand.kind === "ActionSub" && operand.form === form;
      const checked = !["Let", "Label", "At"].includes(operand.kind);
      if (!wellFormed && checked) {
        this.report(e, name === "[]" ? faults.alwaysAction : faults.eventuallyAction);
      }
    }
    if ((name === "~>" || name === "-+->") && summaries.some((s) => s.level === 2)) {
      this.report(e, (place) => faults.leadsToAction(name, place));
    }
    if (["/\\", "\\/", "=>", "<=>"].includes(name)) {
      const has = (level: Level): boolean => summaries.some((s) => s.level === level);
      if (has(2) && has(3)) this.report(e, (place) => faults.mixed(name, place));
    }
  }

  protected sequent(e: Sequent): Summary {
    const out = new SummaryBuilder();
    for (const part of [...e.assumptions, e.prove]) {
      const expr = part.kind === "NewParam" ? part.domain : part;
      if (expr === undefined) continue;
      const summary = expr.kind === "Sequent" ? this.sequent(expr) : this.expr(expr);
      out.raise(summary.level);
      out.addParams(summary.params);
      out.constraints(summary);
    }
    return out.done();
  }
}

/** An expression without the parentheses around it. */
function unwrapped(e: Expr): Expr {
  let at = e;
  while (at.kind === "Paren") at = at.body;
  return at;
}
