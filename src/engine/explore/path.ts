/** Behaviours as counterexamples: what TLC prints, and the values. */
import type { Place } from "../../report/diagnostic.js";
import type { Value } from "../../tla/value.js";
import type { ActionLocation, Counterexample, TraceState } from "../../tlc/counterexample.js";
import type { CompiledModel, Row } from "../model.js";
import { aliasText, equationsText } from "../modes/alias.js";
import { type Bank, Kind, type Ref } from "../values/bank.js";
import { kindName, show, toTree } from "../values/show.js";
import { NO_PARENT, type StateSet } from "./states.js";

export interface PathState extends TraceState {
  /** In the order of the model's variables; `text` shows the ALIAS instead if there is one. */
  readonly values: ReadonlyMap<string, Value>;
}

/** A counterexample, whose states have values besides their text. */
export interface Path extends Counterexample {
  readonly states: readonly PathState[];
}

/** A state, and the action that led to it; without one it is an initial state. */
export interface Beyond {
  readonly row: Row;
  readonly action: number | undefined;
}

/**
 * The way to the state `index` (none for `NO_PARENT`), and one step further if `beyond` is given. It is a shortest one
 * if the states were found breadth first.
 */
export function pathTo(
  model: CompiledModel,
  states: StateSet,
  index: number,
  beyond: Beyond | undefined,
): Path {
  const path = states.pathTo(index).map((at) => {
    const action = states.parentOf(at) === NO_PARENT ? undefined : states.actionOf(at);
    return { row: states.row(at), action };
  });
  return pathOf(model, beyond === undefined ? path : [...path, beyond]);
}

/** A behaviour from its states; `after` is what comes after the last one, if that is known. */
export function pathOf(model: CompiledModel, steps: readonly Beyond[], after?: Row): Path {
  const rows = steps.map(({ row }) => row);
  return {
    states: steps.map(({ row, action }, i) => {
      const next = i + 1 < steps.length ? rows[i + 1] : after;
      // Only an ALIAS sees what was before: behaviours may be long.
      const alias = model.alias && aliasText(model, rows, next ?? row, i + 1);
      return pathState(model, i + 1, row, alias, action);
    }),
    loop: { kind: "none" },
  };
}

function pathState(
  model: CompiledModel,
  number: number,
  row: Row,
  alias: string | undefined,
  action: number | undefined,
): PathState {
  const by = action === undefined ? undefined : model.actions[action];
  return {
    number,
    action: by?.name,
    args: [],
    location: by === undefined ? undefined : locationOf(by.place),
    text: alias ?? stateText(model, row),
    values: stateValues(model, row),
  };
}

/** The state as TLC prints it, each variable on one line. */
export function stateText(model: CompiledModel, row: Row): string {
  const { bank, variables } = model;
  return equationsText(
    variables.map((name, i) => {
      const value = model.valueOf(row, i);
      return [name, isGiant(bank, value) ? giantText(bank, value) : show(bank, value)];
    }),
  );
}

export function stateValues(model: CompiledModel, row: Row): ReadonlyMap<string, Value> {
  const { bank, variables } = model;
  return new Map(
    variables.map((name, i) => {
      const value = model.valueOf(row, i);
      const isShown = !isGiant(bank, value);
      return [name, isShown ? toTree(bank, value) : { kind: "model", name: giantText(bank, value) }] as const;
    }),
  );
}

/** Whole, it would exhaust the process. */
const GIANT_PARTS = 2 ** 20;
const isGiant = (bank: Bank, value: Ref): boolean =>
  bank.kind(value) >= Kind.set && !bank.isInt(value) && bank.size(value) >= GIANT_PARTS;
const giantText = (bank: Bank, value: Ref): string =>
  `${kindName(bank, value)}_of_${bank.size(value)}_elements`;

/** TLC names modules where we name files, and counts the last column as inside. */
export function locationOf(place: Place): ActionLocation {
  const file = place.file.slice(Math.max(place.file.lastIndexOf("/"), place.file.lastIndexOf("\\")) + 1);
  return {
    module: file.endsWith(".tla") ? file.slice(0, -4) : file,
    line: place.line,
    column: place.column,
    endLine: place.endLine,
    endColumn: place.endColumn - 1,
  };
}
