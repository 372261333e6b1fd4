/**
 * Level checking with SANY's verdict: every expression gets its level, every operator what its arguments may be.
 * Runs after all names are linked; fills `levels` and adds diagnostics.
 */
import { unreachable } from "../report/diagnostic.js";
import type {
  Bound,
  Definition,
  Expr,
  FunctionDefinition,
  Instance,
  Node,
  Sequent,
  Unit,
} from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import { forms, type LevelRule, ruleOf } from "./builtins.js";
import { operatorName } from "./expressions.js";
import * as faults from "./faults.js";
import { opaqueParams } from "./opaque.js";
import { selectSubexpression } from "./selectors.js";
import {
  applyOperator,
  applyParameter,
  atLevel,
  constant,
  limitOf,
  type Misfit,
  type Operand,
  type OperatorSummary,
  type Put,
  type Summary,
  SummaryBuilder,
  substituteSummary,
  without,
} from "./summary.js";
import type { Tables } from "./tables.js";
import type { Declaration, Level, ModuleScope, OperatorDeclaration, Reference, ScopeEntry } from "./types.js";

/** Fills `levels` for all nodes of the modules, which come in the order of their dependence. */
export function checkLevels(tables: Tables, modules: readonly ModuleScope[], levels: Map<Node, Level>): void {
  const checker = new LevelChecker(tables, levels);
  for (const module of modules) checker.module(module);
}

interface ModuleLevels {
  readonly constant: boolean;
  readonly summary: Summary;
}

class LevelChecker {
  private readonly operators = new Map<Declaration, OperatorSummary>();
  private readonly instances = new Map<Instance, Map<OperatorSummary, OperatorSummary>>();
  private readonly modules = new Map<ModuleScope, ModuleLevels>();
  /** What `@` stands for, innermost last. */
  private readonly updated: Summary[] = [];
  /** Faults are kept back while a recursive section is gone through for the first time. */
  private silent = false;
  /** The level that every definition of a recursive section has at least, and its parameters: SANY's rule. */
  private floor: Summary = constant;
  private scope: ModuleScope | undefined;

  constructor(
    private readonly tables: Tables,
    private readonly levels: Map<Node, Level>,
  ) {}

  private report(
    node: { readonly span: Node["span"] },
    make: (place: ReturnType<typeof placeOf>) => ReturnType<typeof faults.tooDeep>,
  ): void {
    if (this.silent || this.scope === undefined) return;
    const { parsed } = this.scope;
    this.tables.diagnostics.push(make(placeOf(parsed.file, parsed.source, node.span)));
  }

  // ------------------------------------------------------------------------------------------------- modules

  module(scope: ModuleScope): void {
    if (this.modules.has(scope)) return;
    const outer = this.scope;
    this.scope = scope;
    const all = new SummaryBuilder();
    let constantModule = scope.variables.length === 0;
    const note = (summary: Summary): void => {
      all.constraints(summary);
      if (summary.level > 0) constantModule = false;
    };
    this.units(scope.module.units, note);
    for (const e of scope.extends) {
      const known = this.modules.get(e);
      if (known === undefined) continue;
      all.constraints(known.summary);
      if (!known.constant) constantModule = false;
    }
    for (const [, entry] of scope.names) {
      if (entry.through.length === 0 || entry.declaration.kind !== "operator") continue;
      note(
        this.bodyOutside(this.operatorOf({ to: entry.declaration, through: entry.through, selectors: [] })),
      );
    }
    if (!constantModule) for (const c of scope.constants) all.limit(c, 0);
    this.modules.set(scope, { constant: constantModule, summary: all.done() });
    this.scope = outer;
  }

  /** What an operator's body says of anything but its parameters. */
  private bodyOutside(op: OperatorSummary): Summary {
    return without(op.body, new Set(op.params.map((p) => p.declaration)));
  }

  /** Goes through units in order; a section that a RECURSIVE declaration opens is gone through twice. */
  private units(units: readonly Unit[], note: (summary: Summary) => void): void {
    for (let i = 0; i < units.length; i++) {
      const unit = units[i];
      if (unit === undefined) continue;
      if (unit.kind !== "Recursive") {
        this.unit(unit, note);
        continue;
      }
      const end = sectionEnd(units, i, (u) => this.tables.declarations.get(u));
      this.recursiveSection(units.slice(i, end), note);
      i = end - 1;
    }
  }

  private recursiveSection(units: readonly Unit[], note: (summary: Summary) => void): void {
    const recursive: OperatorDeclaration[] = [];
    for (const unit of units) {
      const declaration = this.tables.declarations.get(unit);
      if (declaration?.kind === "operator" && declaration.recursive) recursive.push(declaration);
    }
    const wasSilent = this.silent;
    const assume = (level: Level, shared: Summary): void => {
      for (const d of recursive) {
        const params = paramsOf(d);
        const body = new SummaryBuilder(level);
        body.addParams(shared.params);
        for (const p of params) {
          const declaration = this.tables.declarations.get(p);
          if (declaration === undefined) continue;
          body.param(declaration);
          body.limit(declaration, 2);
        }
        this.operators.set(d, { params: this.formals(params), body: body.done() });
      }
    };
    this.silent = true;
    assume(0, constant);
    const found = new SummaryBuilder();
    for (const unit of units) {
      if (unit.kind === "Recursive") continue;
      this.unit(unit, () => {});
    }
    for (const d of recursive) {
      const op = this.operators.get(d);
      if (op === undefined) continue;
      const outside = this.bodyOutside(op);
      found.raise(outside.level);
      found.addParams(outside.params);
    }
    this.silent = wasSilent;
    const shared = found.done();
    assume(shared.level, shared);
    const outerFloor = this.floor;
    this.floor = shared;
    for (const unit of units) {
      if (unit.kind === "Recursive") continue;
      this.unit(unit, note);
      const d = this.tables.declarations.get(unit);
      const op = d === undefined ? undefined : this.operators.get(d);
      if (d?.kind !== "operator" || !d.recursive || op === undefined) continue;
      for (const i of op.params.keys()) {
        if (limitOf(op, i) < 2) this.report(unit, (place) => faults.recursivePrimed(d.name, i, place));
      }
    }
    this.floor = outerFloor;
  }

  private unit(unit: Unit, note: (summary: Summary) => void): void {
    switch (unit.kind) {
      case "Definition":
      case "FunctionDefinition":
        note(this.bodyOutside(this.define(unit)));
        return;
      case "Instance":
        note(this.instance(unit));
        return;
      case "Assume":
      case "Theorem":
        this.statement(unit, note);
        return;
      case "NestedModule": {
        const inner = this.scope?.inner.get(unit.module.name.text);
        if (inner !== undefined) this.module(inner);
        return;
      }
      case "Extends":
      case "Constants":
      case "Variables":
      case "Recursive":
      case "Separator":
      case "UseHide":
        return;
      default:
        unreachable(unit);
    }
  }

  private statement(
    unit: Extract<Unit, { kind: "Assume" | "Theorem" }>,
    note: (summary: Summary) => void,
  ): void {
    const summary = unit.body.kind === "Sequent" ? this.sequent(unit.body) : this.expr(unit.body);
    note(summary);
    this.levels.set(unit, summary.level);
    const declaration = this.tables.declarations.get(unit);
    if (declaration !== undefined) this.operators.set(declaration, { params: [], body: summary });
    if (unit.kind === "Assume" && summary.level > 0) {
      this.report(unit, (place) => faults.assumeLevel(summary.level, place));
    }
  }

  // ------------------------------------------------------------------------------------------------- operators

  private formals(params: readonly Node[]): OperatorSummary["params"] {
    return params.flatMap((p) => {
      const declaration = this.tables.declarations.get(p);
      return declaration === undefined ? [] : [{ declaration, arity: declaration.params.length }];
    });
  }

  private define(unit: Definition | FunctionDefinition): OperatorSummary {
    const declaration = this.tables.declarations.get(unit);
    let op: OperatorSummary;
    if (unit.kind === "Definition") op = { params: this.formals(unit.params), body: this.expr(unit.body) };
    else {
      // A function that speaks of itself does so as of a constant.
      if (declaration !== undefined && !this.operators.has(declaration)) {
        this.operators.set(declaration, { params: [], body: constant });
      }
      const out = new SummaryBuilder();
      const bound = this.bounds(unit.bounds, out);
      const body = this.expr(unit.body);
      this.limitArgument(unit, unit.name.text, 0, body, 3, out);
      out.raise(body.level);
      out.addParams(body.params);
      op = { params: [], body: without(out.done(), bound) };
    }
    op = this.aboveFloor(op);
    if (declaration !== undefined) this.operators.set(declaration, op);
    this.levels.set(unit, op.body.level);
    return op;
  }

  private aboveFloor(op: OperatorSummary): OperatorSummary {
    if (this.floor === constant) return op;
    const body = new SummaryBuilder(op.body.level);
    body.addParams(op.body.params);
    body.constraints(op.body);
    body.raise(this.floor.level);
    body.addParams(this.floor.params);
    return { params: op.params, body: body.done() };
  }

  /** The operator that a reference means, seen through the INSTANCEs on the way. */
  private operatorOf(reference: Reference): OperatorSummary {
    let op = this.operators.get(reference.to) ?? { params: [], body: constant };
    for (const step of [...reference.through].reverse()) op = this.seenThrough(step.instance, op);
    return op;
  }

  private seenThrough(instance: Instance, op: OperatorSummary): OperatorSummary {
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

  private puts(instance: Instance): readonly Put[] {
    return (this.tables.substitutions.get(instance) ?? []).map(({ target, value }) => ({
      target,
      operand:
        "kind" in value
          ? this.operand(value, target.params.length)
          : this.entryOperand(value, target.params.length),
    }));
  }

  /** The operand that a name by itself is. */
  private entryOperand(entry: ScopeEntry, arity: number): Operand {
    const reference: Reference = { to: entry.declaration, through: entry.through, selectors: [] };
    return arity > 0 ? this.operatorOperand(reference) : { summary: this.applied(reference, [], () => {}) };
  }

  private instance(unit: Instance): Summary {
    const of = this.tables.instantiated.get(unit);
    if (of === undefined) return constant;
    const known = this.modules.get(of) ?? { constant: true, summary: constant };
    const puts = this.puts(unit);
    for (const { target, operand } of puts) {
      const own: Level = target.kind === "variable" ? 1 : 0;
      const limit = known.summary.limits.get(target) ?? 3;
      const max: Level = known.constant ? limit : own < limit ? own : limit;
      const { level } = operand.summary;
      if (level > max) {
        const node = unit.substitutions.find((s) => s.name.text === target.name) ?? unit.module;
        this.report(node, (place) => faults.substitutionLevel(target.name, of.name, level, max, place));
      }
      if (operand.source !== undefined && opaqueParams(this.tables, operand.source).size > 0) {
        const node = unit.substitutions.find((x) => x.name.text === target.name) ?? unit.module;
        this.report(node, (place) => faults.substitutedPriming(target.name, of.name, place));
      }
      for (const [i, demanded] of (known.summary.demands.get(target) ?? []).entries()) {
        if (operand.operator !== undefined && limitOf(operand.operator, i) < demanded) {
          this.report(unit.module, (place) => faults.operatorLevel(target.name, i, place));
        }
      }
    }
    const out = new SummaryBuilder();
    out.constraints(substituteSummary(known.summary, puts, known.constant));
    for (const { operand } of puts) out.constraints(operand.summary);
    return without(out.done(), new Set(this.formals(unit.params).map((p) => p.declaration)));
  }

  private operatorOperand(reference: Reference): Operand {
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
  private operand(arg: Expr, arity: number): Operand {
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
  private declared(to: Declaration): Summary {
    switch (to.kind) {
      case "constant":
      case "parameter":
      case "bound": {
        const out = new SummaryBuilder();
        out.param(to);
        return out.done();
      }
      case "variable":
        return atLevel(1);
      case "new":
        return atLevel(to.level);
      default:
        return constant;
    }
  }

  /** A reference applied to operands. */
  private applied(reference: Reference, operands: readonly Operand[], misfit: (m: Misfit) => void): Summary {
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

  private withLevel(to: Declaration, summary: Summary): Summary {
    const own = this.declared(to).level;
    return own > summary.level ? { ...summary, level: own } : summary;
  }

  // ----------------------------------------------------------------------------------------------- expressions

  private expr(e: Expr): Summary {
    const summary = this.compute(e);
    this.levels.set(e, summary.level);
    return summary;
  }

  private compute(e: Expr): Summary {
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

  private infix(e: Extract<Expr, { kind: "Infix" }>): Summary {
    const chain: Extract<Expr, { kind: "Infix" }>[] = [];
    let at: Expr = e;
    while (at.kind === "Infix") {
      chain.push(at);
      at = at.left;
    }
    let left = this.expr(at);
    for (const infix of chain.reverse()) {
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

  private operation(e: Expr, shown: string, name: string, args: readonly Expr[]): Summary {
    return this.operationOf(
      e,
      shown,
      name,
      args,
      args.map((a) => this.expr(a)),
    );
  }

  private operationOf(
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

  private misfit(at: Expr, name: string, m: Misfit, args: readonly Expr[]): void {
    const node = args[m.index] ?? at;
    this.report(node, (place) =>
      m.kind === "operator"
        ? faults.operatorLevel(name, m.index, place)
        : faults.argumentLevel(name, m.index, m.has, m.max, place),
    );
  }

  private form(e: Expr, rule: LevelRule, args: readonly Expr[]): Summary {
    return this.byRule(
      e,
      e.kind,
      rule,
      args,
      args.map((a) => this.expr(a)),
    );
  }

  private byRule(
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

  private limitArgument(
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
  private bounds(bounds: readonly Bound[], out: SummaryBuilder): ReadonlySet<Declaration> {
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

  private binding(e: Expr, rule: LevelRule, bounds: readonly Bound[], body: Expr): Summary {
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

  private except(e: Extract<Expr, { kind: "Except" }>): Summary {
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
  private passed(at: Expr, summary: Summary, out: SummaryBuilder): void {
    this.limitArgument(at, "EXCEPT", 0, summary, 2, out);
    out.raise(summary.level);
    out.addParams(summary.params);
  }

  private apply(e: Extract<Expr, { kind: "Apply" }>): Summary {
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
  private selected({ to, selectors }: Reference): Summary {
    if ((to.kind !== "operator" && to.kind !== "statement") || to.node.body.kind === "Sequent")
      return constant;
    const found = selectSubexpression(to.node.body, selectors);
    return found === undefined ? constant : atLevel(this.levels.get(found) ?? 0);
  }

  /** The rules that tell actions from temporal formulas. */
  private temporal(e: Expr, name: string, args: readonly Expr[], summaries: readonly Summary[]): void {
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

  private sequent(e: Sequent): Summary {
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

function paramsOf(d: OperatorDeclaration): readonly Node[] {
  return d.node.kind === "Definition" ? d.node.params : [];
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

/** Index after the last unit of the section that the RECURSIVE declaration at `start` opens. */
function sectionEnd(
  units: readonly Unit[],
  start: number,
  declarationOf: (unit: Unit) => Declaration | undefined,
): number {
  const waiting = new Set<string>();
  for (let i = start; i < units.length; i++) {
    const unit = units[i];
    if (unit === undefined) continue;
    if (unit.kind === "Recursive") for (const p of unit.params) waiting.add(p.name.text);
    const declaration = declarationOf(unit);
    if (declaration?.kind === "operator") waiting.delete(declaration.name);
    if (waiting.size === 0) return i + 1;
  }
  return units.length;
}
