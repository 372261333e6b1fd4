/** A specification and a model as programs without names: what is explored, what is checked, and what else is evaluated. */
import type { Diagnostic, Place } from "../../report/diagnostic.js";
import type { LinkedCfg, LinkedDefinition } from "../../resolve/cfg.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import type { Expr, Node } from "../../tla/ast.js";
import { placeOf } from "../../tla/place.js";
import type { Modes } from "../modes/view.js";
import { type Temporal, temporalOf } from "../temporal/checks.js";
import { constantIn } from "../temporal/constant.js";
import { symmetryAndLiveness } from "../temporal/faults.js";
import { TemporalLowering } from "../temporal/lower.js";
import { propertiesOf, type Specification, specificationOf } from "../temporal/specification.js";
import { tlcOrder } from "../values/tlc-order.js";
import { tokensOf } from "../values/token-order.js";
import type { Ir, NamedIr } from "./ir.js";
import type { Lowering } from "./lower.js";

/** What a compiled model is made of. Predicates and terms of the lists are compiled in their order. */
export interface LoweredModel {
  readonly spec: ResolvedSpec;
  /** Slot i of the programs is variable i. */
  readonly variables: readonly string[];
  readonly init: Ir;
  readonly next: Ir;
  /** The disjuncts of `next`, in its order. */
  readonly actions: readonly NamedIr[];
  readonly invariants: readonly NamedIr[];
  readonly constraints: readonly NamedIr[];
  readonly actionConstraints: readonly NamedIr[];
  readonly assumptions: readonly NamedIr[];
  /** Further predicates of a state or a step, by whoever needs them: atoms of properties, goals. */
  readonly tests: readonly NamedIr[];
  /** Further values of a state. */
  readonly terms: readonly NamedIr[];
  readonly checkDeadlock: boolean;
  /** Strings and model values in TLC's order; see `token-order.ts`. */
  readonly tokens: readonly string[];
  /** What is checked of initial states, steps and behaviours. */
  readonly temporal: Temporal;
  readonly modes: Modes;
}

export interface LoweringResult {
  /** There exactly if no diagnostic is an error. */
  readonly model: LoweredModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** For lowering more expressions of the same specification: its locals and functions stay apart from the model's. */
  readonly lowering: Lowering;
}

export function lowerModel(spec: ResolvedSpec, linked: LinkedCfg): LoweringResult {
  const diagnostics: Diagnostic[] = [];
  const lowering = new TemporalLowering(spec, linked, constantIn(spec));
  const fail = (): LoweringResult => ({
    model: undefined,
    diagnostics: [...diagnostics, ...lowering.diagnostics],
    lowering,
  });
  const behaviour = behaviourOf(linked, lowering);
  if (behaviour === undefined || diagnostics.length > 0) return fail();
  const part = (d: LinkedDefinition): NamedIr => ({
    name: d.name,
    place: d.place,
    ir: lowering.named(d.declaration, d.through, d.declaration.node.body),
  });
  const { definitions } = linked;
  const properties = propertiesOf(lowering, definitions.PROPERTY);
  if (lowering.diagnostics.length > 0) return fail();
  const fairness = properties.liveness.length === 0 ? [] : behaviour.fairness();
  const temporal = temporalOf(fairness, properties, lowering, diagnostics);
  if (diagnostics.length > 0) return fail();
  const model: LoweredModel = {
    spec,
    variables: spec.root.variables.map((v) => v.name),
    init: behaviour.init,
    next: behaviour.next,
    actions: actionsOf(spec, behaviour.next),
    invariants: [...definitions.INVARIANT.map(part), ...properties.invariants],
    constraints: definitions.CONSTRAINT.map(part),
    actionConstraints: definitions.ACTION_CONSTRAINT.map(part),
    assumptions: assumptionsOf(spec, lowering),
    tests: [],
    terms: [],
    checkDeadlock: linked.checkDeadlock,
    tokens: tokensOf(spec, linked.cfg),
    temporal,
    modes: {
      view: definitions.VIEW.map(part)[0],
      symmetry: definitions.SYMMETRY.map(part)[0],
      alias: definitions.ALIAS.map(part)[0],
      postconditions: definitions.POSTCONDITION.map(part),
      order: tlcOrder(spec.root),
    },
  };
  if (lowering.diagnostics.length > 0) return fail();
  const warnings = [...behaviour.warnings];
  const [symmetry] = definitions.SYMMETRY;
  if (symmetry !== undefined && temporal.goals.length > 0) warnings.push(symmetryAndLiveness(symmetry.place));
  return { model, diagnostics: warnings, lowering };
}

const nowhere: Expr = { kind: "At", id: 0, span: { start: 0, end: 0 } };

function behaviourOf(linked: LinkedCfg, lowering: TemporalLowering): Specification | undefined {
  const { behaviour } = linked;
  if (behaviour === undefined) {
    // As TLC without a behaviour: the assumptions are checked, and no state.
    const none = { op: "const", value: { kind: "bool", value: false }, at: nowhere } as const;
    return { init: none, next: none, fairness: () => [], warnings: [] };
  }
  if (behaviour.kind === "specification") return specificationOf(lowering, behaviour.formula);
  const named = (d: LinkedDefinition): Ir =>
    lowering.named(d.declaration, d.through, d.declaration.node.body);
  const { init, next } = behaviour;
  return next === undefined
    ? undefined
    : { init: named(init), next: named(next), fairness: () => [], warnings: [] };
}

function assumptionsOf(spec: ResolvedSpec, lowering: Lowering): readonly NamedIr[] {
  const out: NamedIr[] = [];
  for (const module of spec.modules.values()) {
    if (module.origin === "library") continue;
    for (const unit of module.module.units) {
      if (unit.kind !== "Assume") continue;
      const place = placeOf(module.parsed.file, module.parsed.source, unit.body.span);
      const visible = module === spec.root || spec.root.extends.includes(module);
      if (visible) out.push({ name: unit.name?.text ?? "ASSUME", place, ir: lowering.lower(unit.body) });
    }
  }
  return out;
}

/** The disjuncts of the next-state relation, through operators and \E, named by the innermost operator around them. */
export function actionsOf(spec: ResolvedSpec, next: Ir): readonly NamedIr[] {
  const out: NamedIr[] = [];
  const place = (node: Node): Place => {
    const module = spec.declaration(node)?.module ?? spec.root;
    const span = "name" in node && typeof node.name === "object" ? node.name.span : node.span;
    return placeOf(module.parsed.file, module.parsed.source, span);
  };
  const split = (e: Ir, name: string, at: Node, wrap: (e: Ir) => Ir): void => {
    if (e.op === "or") for (const item of e.items) split(item, name, at, wrap);
    else if (e.op === "named") split(e.body, e.name, e.definition, wrap);
    else if (e.op === "bind" && e.form === "some") split(e.body, name, at, (body) => wrap({ ...e, body }));
    else if (e.op === "let") split(e.body, name, at, (body) => wrap({ ...e, body }));
    else out.push({ name, place: place(at), ir: wrap(e) });
  };
  split(next, "Next", spec.root.module, (e) => e);
  return out;
}
