/**
 * What level checking must know of an expression or operator so that it need not look into it again (Specifying Systems
 * §17.2): its level, the parameters that can raise it, and how high each of them may be.
 *
 * Representation: sets and maps are never changed once made, and shared; the empty ones are constants.
 */
import type { Expr } from "../tla/ast.js";
import type { Declaration, Level } from "./types.js";

/** An operator parameter is applied at a position to something whose level may come from another parameter. */
export interface Applied {
  readonly operator: Declaration;
  readonly position: number;
  readonly param: Declaration;
}

export interface Summary {
  readonly level: Level;
  /** Parameters and constants whose level becomes the expression's when something is put for them. */
  readonly params: ReadonlySet<Declaration>;
  /** The highest level that what is put for a parameter may have. */
  readonly limits: ReadonlyMap<Declaration, Level>;
  /** The level that what is put for an operator parameter must accept at a position. */
  readonly demands: ReadonlyMap<Declaration, readonly Level[]>;
  readonly applied: readonly Applied[];
}

const noParams: ReadonlySet<Declaration> = new Set();
const noLimits: ReadonlyMap<Declaration, Level> = new Map();
const noDemands: ReadonlyMap<Declaration, readonly Level[]> = new Map();
const noApplied: readonly Applied[] = [];

export const constant: Summary = {
  level: 0,
  params: noParams,
  limits: noLimits,
  demands: noDemands,
  applied: noApplied,
};

export const atLevel = (level: Level): Summary => (level === 0 ? constant : { ...constant, level });

export const maxLevel = (a: Level, b: Level): Level => (a > b ? a : b);
const minLevel = (a: Level, b: Level): Level => (a < b ? a : b);

/** Collects the parts of a summary; `done` gives it. */
export class SummaryBuilder {
  level: Level;
  private params: ReadonlySet<Declaration> = noParams;
  private ownParams: Set<Declaration> | undefined;
  private limits: Map<Declaration, Level> | undefined;
  private demands: Map<Declaration, Level[]> | undefined;
  private applied: Applied[] | undefined;

  constructor(level: Level = 0) {
    this.level = level;
  }

  raise(level: Level): void {
    if (level > this.level) this.level = level;
  }

  param(declaration: Declaration): void {
    if (this.params.has(declaration)) return;
    this.ownParams ??= new Set(this.params);
    this.params = this.ownParams;
    this.ownParams.add(declaration);
  }

  addParams(params: ReadonlySet<Declaration>): void {
    if (params.size === 0) return;
    if (this.params.size === 0) {
      this.params = params;
      this.ownParams = undefined;
      return;
    }
    for (const p of params) this.param(p);
  }

  limit(declaration: Declaration, level: Level): void {
    if (level >= 3) return;
    this.limits ??= new Map();
    const before = this.limits.get(declaration);
    this.limits.set(declaration, before === undefined ? level : minLevel(before, level));
  }

  demand(declaration: Declaration, position: number, level: Level): void {
    if (level === 0) return;
    this.demands ??= new Map();
    const levels = this.demands.get(declaration) ?? [];
    for (let i = levels.length; i <= position; i++) levels.push(0);
    levels[position] = maxLevel(levels[position] ?? 0, level);
    this.demands.set(declaration, levels);
  }

  apply(operator: Declaration, position: number, param: Declaration): void {
    this.applied ??= [];
    const known = this.applied.some(
      (a) => a.operator === operator && a.position === position && a.param === param,
    );
    if (!known) this.applied.push({ operator, position, param });
  }

  /** Limits, demands and applications of a part; its level and parameters apart. */
  constraints(part: Summary): void {
    for (const [d, level] of part.limits) this.limit(d, level);
    for (const [d, levels] of part.demands)
      for (const [i, level] of levels.entries()) this.demand(d, i, level);
    for (const a of part.applied) this.apply(a.operator, a.position, a.param);
  }

  done(): Summary {
    if (this.level === 0 && this.params.size === 0 && !this.limits && !this.demands && !this.applied)
      return constant;
    return {
      level: this.level,
      params: this.params,
      limits: this.limits ?? noLimits,
      demands: this.demands ?? noDemands,
      applied: this.applied ?? noApplied,
    };
  }
}

/** A summary without some declarations that were bound inside. */
export function without(summary: Summary, bound: ReadonlySet<Declaration>): Summary {
  if (bound.size === 0) return summary;
  const out = new SummaryBuilder(summary.level);
  let changed = false;
  for (const d of bound) {
    if (summary.params.has(d) || summary.limits.has(d) || summary.demands.has(d)) changed = true;
  }
  if (!changed && !summary.applied.some((a) => bound.has(a.operator) || bound.has(a.param))) return summary;
  for (const d of summary.params) if (!bound.has(d)) out.param(d);
  for (const [d, level] of summary.limits) if (!bound.has(d)) out.limit(d, level);
  for (const [d, levels] of summary.demands) {
    if (!bound.has(d)) for (const [i, level] of levels.entries()) out.demand(d, i, level);
  }
  for (const a of summary.applied) {
    if (!bound.has(a.operator) && !bound.has(a.param)) out.apply(a.operator, a.position, a.param);
  }
  return out.done();
}

/** An operator: its parameters and what its body says of them. */
export interface OperatorSummary {
  readonly params: readonly { readonly declaration: Declaration; readonly arity: number }[];
  readonly body: Summary;
}

/** The highest level of argument `i` (from 0). */
export function limitOf(op: OperatorSummary, i: number): Level {
  const p = op.params[i];
  return p === undefined ? 3 : (op.body.limits.get(p.declaration) ?? 3);
}

/** An operand: a value, or an operator (one of the language, a definition, LAMBDA, or a parameter). */
export interface Operand {
  readonly summary: Summary;
  /** Of a defined operator or LAMBDA. */
  readonly operator?: OperatorSummary;
  /** Its definition, or the LAMBDA. */
  readonly source?: { readonly body: Expr };
  /** Of a parameter or constant that is an operator. */
  readonly param?: Declaration;
}

/** Something that does not fit: `index` is the argument's. */
export type Misfit =
  | { readonly kind: "argument"; readonly index: number; readonly has: Level; readonly max: Level }
  | { readonly kind: "operator"; readonly index: number };

/** The summary of a defined operator applied to operands, and what does not fit. */
export function applyOperator(
  op: OperatorSummary,
  operands: readonly (Operand | undefined)[],
  misfit: (m: Misfit) => void,
): Summary {
  const own = new Set(op.params.map((p) => p.declaration));
  const rest = without(op.body, own);
  const out = new SummaryBuilder(op.body.level);
  out.addParams(rest.params);
  out.constraints(rest);
  for (const [i, operand] of operands.entries()) {
    const p = op.params[i];
    if (operand === undefined || p === undefined) continue;
    const max = limitOf(op, i);
    const { level } = operand.summary;
    if (level > max) misfit({ kind: "argument", index: i, has: level, max });
    if (op.body.params.has(p.declaration)) {
      out.raise(level);
      out.addParams(operand.summary.params);
    }
    out.constraints(operand.summary);
    for (const q of operand.summary.params) out.limit(q, max);
    if (p.arity > 0) applyToOperator(op, p.declaration, i, operand, operands, out, misfit);
  }
  for (const a of op.body.applied) foreignApplication(op, own, a, operands, out);
  return out.done();
}

/** What an operator demands of, and gives to, an operator that it is given. */
function applyToOperator(
  op: OperatorSummary,
  formal: Declaration,
  index: number,
  operand: Operand,
  operands: readonly (Operand | undefined)[],
  out: SummaryBuilder,
  misfit: (m: Misfit) => void,
): void {
  const demands = op.body.demands.get(formal) ?? [];
  for (const [k, level] of demands.entries()) {
    if (operand.operator !== undefined && limitOf(operand.operator, k) < level)
      misfit({ kind: "operator", index });
    if (operand.param !== undefined) out.demand(operand.param, k, level);
  }
  for (const a of op.body.applied) {
    if (a.operator !== formal) continue;
    const j = op.params.findIndex((p) => p.declaration === a.param);
    const given = j < 0 ? undefined : operands[j];
    if (given === undefined) continue;
    if (operand.operator !== undefined) {
      const max = limitOf(operand.operator, a.position);
      if (given.summary.level > max) misfit({ kind: "argument", index: j, has: given.summary.level, max });
      for (const q of given.summary.params) out.limit(q, max);
    }
    if (operand.param !== undefined) {
      out.demand(operand.param, a.position, given.summary.level);
      for (const q of given.summary.params) out.apply(operand.param, a.position, q);
    }
  }
}

/** Applications inside the body in which one of the two is no parameter of the operator. */
function foreignApplication(
  op: OperatorSummary,
  own: ReadonlySet<Declaration>,
  a: Applied,
  operands: readonly (Operand | undefined)[],
  out: SummaryBuilder,
): void {
  const ownOperator = own.has(a.operator);
  const ownParam = own.has(a.param);
  if (ownOperator === ownParam) return;
  const given = operands[op.params.findIndex((p) => p.declaration === (ownOperator ? a.operator : a.param))];
  if (given === undefined) return;
  if (ownOperator) {
    if (given.param !== undefined) out.apply(given.param, a.position, a.param);
    else if (given.operator !== undefined) out.limit(a.param, limitOf(given.operator, a.position));
    return;
  }
  out.demand(a.operator, a.position, given.summary.level);
  for (const q of given.summary.params) out.apply(a.operator, a.position, q);
}

/** The summary of an operator parameter or constant applied to values. */
export function applyParameter(declaration: Declaration, operands: readonly Summary[]): Summary {
  const out = new SummaryBuilder(0);
  out.param(declaration);
  for (const [i, operand] of operands.entries()) {
    out.raise(operand.level);
    out.addParams(operand.params);
    out.constraints(operand);
    out.demand(declaration, i, operand.level);
    for (const p of operand.params) out.apply(declaration, i, p);
  }
  return out.done();
}

/** What an INSTANCE puts for a constant or variable. */
export interface Put {
  readonly target: Declaration;
  readonly operand: Operand;
}

/** A summary of the instantiated module seen from the module that instantiates it. */
export function substituteSummary(body: Summary, puts: readonly Put[], constantModule: boolean): Summary {
  const by = new Map(puts.map((p) => [p.target, p.operand]));
  const out = new SummaryBuilder(body.level);
  const paramsOf = (d: Declaration): Iterable<Declaration> => by.get(d)?.summary.params ?? [d];
  for (const d of body.params) {
    const operand = by.get(d);
    if (operand === undefined) out.param(d);
    else {
      out.raise(operand.summary.level);
      out.addParams(operand.summary.params);
    }
  }
  for (const [d, level] of body.limits) {
    const own: Level = constantModule ? level : d.kind === "constant" ? 0 : d.kind === "variable" ? 1 : level;
    for (const q of paramsOf(d)) out.limit(q, own);
  }
  for (const [d, levels] of body.demands) {
    const operand = by.get(d);
    const to = operand === undefined ? d : operand.param;
    if (to !== undefined) for (const [i, level] of levels.entries()) out.demand(to, i, level);
  }
  for (const a of body.applied) {
    const operator = by.get(a.operator);
    if (operator?.operator !== undefined) {
      const max = limitOf(operator.operator, a.position);
      for (const q of paramsOf(a.param)) out.limit(q, max);
      continue;
    }
    const to = operator === undefined ? a.operator : operator.param;
    if (to === undefined) continue;
    const given = by.get(a.param);
    if (given !== undefined) out.demand(to, a.position, given.summary.level);
    for (const q of paramsOf(a.param)) out.apply(to, a.position, q);
  }
  return out.done();
}
