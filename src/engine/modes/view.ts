/** The parts of a model that change what a search keeps and shows: VIEW, SYMMETRY, ALIAS, POSTCONDITION. */
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Expr } from "../../tla/ast.js";
import { isPureDeep } from "../emit/emit-analysis.js";
import { isPure } from "../emit/emit-tables.js";
import * as faults from "../faults.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { Alias, CompiledModel, Identity, Postcondition, StateTerm } from "../model.js";
import { EMPTY_SET, type Ref } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { show } from "../values/show.js";
import { hashOf } from "../values/words.js";
import { comparisonFor, groupOf, Orbits } from "./symmetry.js";

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
  const orbits = orbitsOf(model, take(symmetry), symmetry, order);
  const aliasTerm = take(alias);
  const tests = [...model.tests];
  const none = new Int32Array(model.width);
  const last = tests
    .splice(lowered.tests.length)
    .map(({ name, place, holds }): Postcondition => ({ name, place, holds: () => holds(none, none) }));
  if (orbits !== undefined && "code" in orbits && orbits.severity === "error")
    return { model: undefined, diagnostics: [orbits] };
  const isOrbits = orbits instanceof Orbits;
  const found = identityOf(model, viewTerm, isOrbits ? orbits : undefined);
  // A view may ask how far the search is, or print: then it is not the same for a state that comes up again.
  const isTold = view === undefined || isPureDeep(view.ir, isPure);
  const identity = found === undefined || !isTold ? found : remembered(found, model.width);
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

/** States whose identity is kept: a later one takes the place of an earlier one. */
const REMEMBERED = 1 << 14;

/** The same, but many a state comes up again soon: then it need not be found again. */
function remembered(identity: Identity, width: number): Identity {
  const { width: wide } = identity;
  let rows = new Int32Array(0);
  let keys = new Int32Array(0);
  let isKnown = new Uint8Array(0);
  return {
    width: wide,
    of: (state, into) => {
      if (rows.length === 0) {
        rows = new Int32Array(REMEMBERED * width);
        keys = new Int32Array(REMEMBERED * wide);
        isKnown = new Uint8Array(REMEMBERED);
      }
      const slot = hashOf(state, 0, width) & (REMEMBERED - 1);
      const at = slot * width;
      let i = isKnown[slot] === 1 ? 0 : -1;
      while (i >= 0 && i < width && rows[at + i] === state[i]) i++;
      if (i === width) {
        for (let k = 0; k < wide; k++) into[k] = keys[slot * wide + k]!;
        return;
      }
      identity.of(state, into);
      isKnown[slot] = 1;
      for (let k = 0; k < width; k++) rows[at + k] = state[k]!;
      for (let k = 0; k < wide; k++) keys[slot * wide + k] = into[k]!;
    },
  };
}

function identityOf(
  model: CompiledModel,
  view: StateTerm | undefined,
  orbits: Orbits | undefined,
): Identity | undefined {
  const n = model.variables.length;
  if (orbits === undefined) {
    if (view === undefined) return undefined;
    return {
      width: 1,
      of: (state, into) => {
        into[0] = view.value(state);
      },
    };
  }
  const read = valuesReader(model);
  const values = (state: Int32Array, into: Int32Array): void => {
    read(state, into);
    orbits.least(into);
  };
  if (view === undefined) return { width: n, of: values };
  const least = new Int32Array(n);
  return {
    width: 1,
    // As in TLC: the view of the least image, not the least of the views.
    of: (state, into) => {
      values(state, least);
      const row = model.rowOf([...least]);
      if (row === undefined) throw new Error("the image of a state is no state of the model");
      into[0] = view.value(row);
    },
  };
}

/** Reads the values of all variables; those whose cells are as in the state before are not made again. */
function valuesReader(model: CompiledModel): (state: Int32Array, into: Int32Array) => void {
  const { starts, width } = model;
  const n = model.variables.length;
  if (starts === undefined) {
    return (state, into) => {
      for (let i = 0; i < n; i++) into[i] = model.valueOf(state, i);
    };
  }
  const ends = Int32Array.from({ length: n }, (_, i) => starts[i + 1] ?? width);
  const before = new Int32Array(width);
  let isFirst = true;
  const known = new Int32Array(n);
  return (state, into) => {
    let at = 0;
    for (let i = 0; i < n; i++) {
      const end = ends[i]!;
      let isSame = !isFirst;
      for (; at < end; at++) {
        const cell = state[at]!;
        if (cell === before[at]) continue;
        before[at] = cell;
        isSame = false;
      }
      if (!isSame) known[i] = model.valueOf(state, i);
      into[i] = known[i]!;
    }
    isFirst = false;
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
  return new Orbits(model.bank, group, comparisonFor(model.bank, firstState(model), group, order));
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
