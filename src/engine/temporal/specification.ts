/**
 * SPECIFICATION taken apart into an initial predicate, a next-state relation and fairness, and PROPERTY into what is
 * checked of initial states, of states, of steps, and of behaviours: conjunct by conjunct, through definitions, INSTANCEs,
 * LETs and (for properties) universal quantifiers, as TLC does it.
 */
import type { Diagnostic } from "../../report/diagnostic.js";
import type { LinkedDefinition } from "../../resolve/cfg.js";
import type { Expr } from "../../tla/ast.js";
import { canonicalOp } from "../../tla/operators.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import * as faults from "./faults.js";
import type { Formula } from "./formula.js";
import { levelOf } from "./level.js";
import type { Seen, TemporalLowering } from "./lower.js";

export interface Specification {
  readonly init: Ir;
  readonly next: Ir;
  /** All further conjuncts; lowered when properties need them, as they mean nothing for single states and steps. */
  readonly fairness: () => readonly Formula[];
  /** What does not hinder a check. */
  readonly warnings: readonly Diagnostic[];
}

/** A conjunct of a property that speaks of behaviours. */
export interface Liveness {
  /** Of the property, as the model has it. */
  readonly name: string;
  readonly place: NamedIr["place"];
  readonly formula: Formula;
}

/**
 * The conjuncts of all properties; each has the name of its property, and its own place. An invariant `[]P` has the name
 * P, as in TLC.
 */
export interface Properties {
  readonly initial: readonly NamedIr[];
  readonly invariants: readonly NamedIr[];
  readonly steps: readonly NamedIr[];
  readonly liveness: readonly Liveness[];
}

type OfKind<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

/** The conjuncts of a conjunction; undefined for anything else. */
function conjuncts(e: Expr): readonly Expr[] | undefined {
  if (e.kind === "Junction" && e.op === "/\\") return e.items;
  if (e.kind === "Infix" && canonicalOp(e.op) === "/\\") return [e.left, e.right];
  return undefined;
}

/** What stands after `[]`. */
function boxed(e: Expr): Expr | undefined {
  return e.kind === "Prefix" && canonicalOp(e.op) === "[]" ? bare(e.arg) : undefined;
}

function bare(e: Expr): Expr {
  return e.kind === "Paren" || e.kind === "Label" ? bare(e.body) : e;
}

const isBoxAction = (e: Expr): e is OfKind<"ActionSub"> => e.kind === "ActionSub" && e.form === "box";

/** Undefined if a diagnostic says why. */
export function specificationOf(
  lowering: TemporalLowering,
  definition: LinkedDefinition,
): Specification | undefined {
  const inits: Ir[] = [];
  const nexts: Ir[] = [];
  const further: Seen[] = [];
  const warnings: Diagnostic[] = [];
  const faultsBefore = lowering.diagnostics.length;
  const visit = ({ expr: e, here }: Seen): void => {
    if (!lowering.isTemporal(e, here.env)) {
      const ir = lowering.predicate(e, here);
      if (levelOf(ir) < 2) inits.push(ir);
      else lowering.diagnostics.push(faults.conjunct("an action by itself", lowering.placeOf(e)));
      return;
    }
    const items = conjuncts(e);
    if (items !== undefined) {
      for (const expr of items) visit({ expr, here, name: undefined });
      return;
    }
    const seen = lowering.seenThrough(e, here);
    if (seen !== undefined) {
      visit(seen);
      return;
    }
    const inside = boxed(e);
    if (inside !== undefined && isBoxAction(inside)) {
      if (nexts.length > 0) lowering.diagnostics.push(faults.severalNext(lowering.placeOf(e)));
      nexts.push(lowering.predicate(inside.action, here));
      lowering.noteNext(inside.action, here);
      return;
    }
    if (e.kind === "Quantifier" && (e.op === "\\AA" || e.op === "\\EE"))
      lowering.diagnostics.push(faults.notChecked(`the temporal quantifier ${e.op}`, lowering.placeOf(e)));
    if (inside !== undefined && !lowering.isTemporal(inside, here.env))
      warnings.push(faults.notEnforced(lowering.placeOf(e)));
    further.push({ expr: e, here, name: undefined });
  };
  const start = lowering.start(definition);
  visit(start);
  const [next] = nexts;
  if (next === undefined && lowering.diagnostics.length === faultsBefore)
    lowering.diagnostics.push(faults.noNext(definition.place));
  if (next === undefined || lowering.diagnostics.length > faultsBefore) return undefined;
  const fairness = (): readonly Formula[] => further.map(({ expr, here }) => lowering.formula(expr, here));
  return { init: { op: "and", items: inits, at: start.expr }, next, fairness, warnings };
}

export function propertiesOf(
  lowering: TemporalLowering,
  definitions: readonly LinkedDefinition[],
): Properties {
  const initial: NamedIr[] = [];
  const invariants: NamedIr[] = [];
  const steps: NamedIr[] = [];
  const liveness: Liveness[] = [];
  const visit = ({ expr: e, here }: Seen, name: string): void => {
    const items = conjuncts(e);
    if (items !== undefined) {
      for (const expr of items) visit({ expr, here, name: undefined }, name);
      return;
    }
    const seen = lowering.seenThrough(e, here);
    if (seen !== undefined) {
      visit(seen, name);
      return;
    }
    if (e.kind === "Quantifier" && e.op === "\\A") {
      const envs = lowering.instances_(e.bounds, here);
      if (envs !== undefined) {
        if (envs.length === 0) lowering.diagnostics.push(faults.tautology(lowering.placeOf(e)));
        for (const env of envs) visit({ expr: e.body, here: { ...here, env }, name: undefined }, name);
        return;
      }
    }
    const place = lowering.placeOf(e);
    const inside = boxed(e);
    if (inside !== undefined && isBoxAction(inside)) {
      steps.push({ name, place, ir: lowering.predicate(inside, here) });
    } else if (inside !== undefined && !lowering.isTemporal(inside, here.env)) {
      invariants.push({
        name: lowering.definitionNamed(inside) ?? name,
        place,
        ir: lowering.predicate(inside, here),
      });
    } else if (lowering.isTemporal(e, here.env)) {
      liveness.push({ name, place, formula: lowering.formula(e, here) });
    } else {
      const ir = lowering.predicate(e, here);
      if (levelOf(ir) < 2) initial.push({ name, place, ir });
      else lowering.diagnostics.push(faults.actionProperty(place));
    }
  };
  for (const definition of definitions) visit(lowering.start(definition), definition.name);
  return { initial, invariants, steps, liveness };
}
