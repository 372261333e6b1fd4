/** The parts of a model that change what a search keeps and shows: VIEW, SYMMETRY, ALIAS, POSTCONDITION. */
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Expr } from "../../tla/ast.js";
import { isPureDeep } from "../emit/emit-analysis.js";
import { isPure } from "../emit/emit-tables.js";
import * as faults from "../faults.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { Alias, CompiledModel, Postcondition, StateTerm } from "../model.js";
import { EMPTY_SET, type Ref } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { show } from "../values/show.js";
import { identityOf, type Seen } from "./identity.js";
import { comparisonFor, groupOf, Orbits } from "./symmetry.js";
import { areNeverMoved, viewedVariables } from "./viewed.js";

/** What a configuration file says besides what is checked. */
export interface Modes {
  readonly view: NamedIr | undefined;
  readonly symmetry: NamedIr | undefined;
  readonly alias: NamedIr | undefined;
  readonly postconditions: readonly NamedIr[];
  /** The variables in the order in which TLC compares states. */
  readonly order: readonly number[];
}

/** The model with its modes among what is compiled; `withModes` takes them off again. */
export function requestModes(lowered: LoweredModel): LoweredModel {
  const { view, symmetry, alias, postconditions } = lowered.modes;
  const further = [view, symmetry, alias].filter((t) => t !== undefined);
  return {
    ...lowered,
    terms: [...lowered.terms, ...further],
    tests: [...lowered.tests, ...postconditions],
  };
}

export interface ModeResult {
  /** There exactly if no diagnostic is an error. */
  readonly model: CompiledModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** `model` is what `requestModes(lowered)` was compiled to. */
export function withModes(model: CompiledModel, lowered: LoweredModel): ModeResult {
  const { view, symmetry, alias, postconditions } = lowered.modes;
  const terms = [...model.terms];
  const further = terms.splice(lowered.terms.length);
  const take = (ir: NamedIr | undefined): StateTerm | undefined =>
    ir === undefined ? undefined : further.shift();
  const viewTerm = take(view);
  const order = view === undefined ? undefined : lowered.modes.order;
  const seen = view === undefined ? undefined : viewedIn(lowered, view.ir);
  const orbits = orbitsOf(model, take(symmetry), symmetry, seen, order);
  const aliasTerm = take(alias);
  const tests = [...model.tests];
  const none = new Int32Array(model.width);
  const last = tests
    .splice(lowered.tests.length)
    .map(({ name, place, holds }): Postcondition => ({ name, place, holds: () => holds(none, none) }));
  if (orbits !== undefined && "code" in orbits && orbits.severity === "error")
    return { model: undefined, diagnostics: [orbits] };
  const isOrbits = orbits instanceof Orbits;
  // A view may ask how far the search is, or print: then it is not the same for a state that comes up again.
  const isTold = view === undefined || isPureDeep(view.ir, isPure);
  const identity = identityOf(model, { term: viewTerm, seen, isTold }, isOrbits ? orbits : undefined);
  return {
    model: {
      ...model,
      terms,
      tests,
      ...(identity === undefined ? {} : { identity }),
      ...(aliasTerm === undefined ? {} : { alias: aliasOf(aliasTerm, alias) }),
      ...(postconditions.length === 0 ? {} : { postconditions: last }),
    },
    diagnostics: isOrbits || orbits === undefined ? [] : [orbits],
  };
}

function aliasOf(term: StateTerm, ir: NamedIr | undefined): Alias {
  return { ...term, fields: ir === undefined ? [] : fieldsOf(ir.ir) };
}

/** The fields of a record as they are written. */
function fieldsOf(ir: Ir): readonly string[] {
  if (ir.op === "record") return ir.fields.map(([name]) => name);
  if (ir.op === "named" || ir.op === "let") return fieldsOf(ir.body);
  return ir.op === "call" ? fieldsOf(ir.fn.body) : [];
}

// ------------------------------------------------------------------------------------------------------- symmetry

function orbitsOf(
  model: CompiledModel,
  term: StateTerm | undefined,
  named: NamedIr | undefined,
  seen: Seen | undefined,
  order: readonly number[] | undefined,
): Orbits | Diagnostic | undefined {
  if (term === undefined || named === undefined) return undefined;
  let set: Ref;
  try {
    set = term.value(new Int32Array(model.width));
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return faults.symmetryFails(term.name, error.message, term.place);
  }
  const group = groupOf(model.bank, set);
  if ("kind" in group)
    return faults.symmetryForm(term.name, group.kind, show(model.bank, group.value), term.place);
  // TLC takes a set with as many functions as its expression has operands for one of sets too small to permute.
  if (group.length > 0 && operands(named.ir.at) >= model.bank.size(set)) {
    return faults.symmetryIgnored(term.name, term.place);
  }
  if (group.length === 0) return undefined;
  const first = firstState(model);
  // Which image is the least does not matter where nothing else is to be seen of it.
  const comparison =
    seen?.isAll === true
      ? comparisonFor(
          model.bank,
          seen.slots.map((slot) => first[slot]!),
          group,
        )
      : comparisonFor(model.bank, first, group, order);
  return new Orbits(model.bank, group, comparison);
}

function viewedIn(lowered: LoweredModel, view: Ir): Seen | undefined {
  const slots = viewedVariables(view);
  if (slots === undefined) return undefined;
  const others = [...lowered.variables.keys()].filter((slot) => !slots.includes(slot));
  return { slots, isAll: slots.length > 0 && areNeverMoved(others, lowered) };
}

/** The values of one initial state, or less where that cannot be had. Nothing of the evaluation is to be seen. */
function firstState(model: CompiledModel): readonly Ref[] {
  const { bank, context, variables } = model;
  const mark = bank.mark();
  let values: readonly Ref[] = variables.map(() => EMPTY_SET);
  const found = new Error("found");
  try {
    model.initial((state) => {
      values = variables.map((_, i) => model.valueOf(state, i));
      throw found;
    });
  } catch (error) {
    const isFault = error instanceof EvaluationError || error instanceof RangeError;
    if (error !== found && !isFault) throw error;
  }
  bank.release(mark);
  context?.registers.clear();
  return values;
}

function operands(e: Expr): number {
  switch (e.kind) {
    case "Set":
      return e.items.length;
    case "Apply":
      return e.args.length;
    case "Infix":
      return 2;
    default:
      return 0;
  }
}
