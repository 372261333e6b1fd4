/**
 * Level checking with SANY's verdict: every expression gets its level, every operator what its arguments may be.
 * Runs after all names are linked; fills `levels` and adds diagnostics.
 */
import { unreachable } from "../report/diagnostic.js";
import type { Definition, FunctionDefinition, Instance, Node, Unit } from "../tla/ast.js";
import * as faults from "./faults.js";
import { ExpressionLevels } from "./level-expressions.js";
import { opaqueParams } from "./opaque.js";
import {
  constant,
  limitOf,
  type OperatorSummary,
  type Summary,
  SummaryBuilder,
  substituteSummary,
  without,
} from "./summary.js";
import type { Tables } from "./tables.js";
import type { Declaration, Level, ModuleScope, OperatorDeclaration } from "./types.js";

/**
 * Fills `levels` for all nodes of the modules, which come in the order of their dependence. Gives what does the same for
 * one more module later.
 */
export function checkLevels(
  tables: Tables,
  modules: readonly ModuleScope[],
  levels: Map<Node, Level>,
): (module: ModuleScope) => void {
  const checker = new LevelChecker(tables, levels);
  for (const module of modules) checker.module(module);
  return (module) => checker.module(module);
}

class LevelChecker extends ExpressionLevels {
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

  /** Goes through units in order; a section that a RECURSIVE declaration opens is gone through twice. */
  protected override units(units: readonly Unit[], note: (summary: Summary) => void): void {
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
      if (operand.source !== undefined && opaqueParams(this.links, operand.source).size > 0) {
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
}

function paramsOf(d: OperatorDeclaration): readonly Node[] {
  return d.node.kind === "Definition" ? d.node.params : [];
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
