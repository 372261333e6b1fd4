/** Behaviours as counterexamples: what TLC prints, and the values. */
import type { Place } from "../../report/diagnostic.js";
import type { Value } from "../../tla/value.js";
import type { ActionLocation, Counterexample, TraceState } from "../../tlc/counterexample.js";
import type { CompiledModel, Row } from "../model.js";
import { aliasText, equationsText } from "../modes/alias.js";
import { show, toTree } from "../values/show.js";
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
      return pathState(model, rows.slice(0, i + 1), row, next ?? row, action);
    }),
    loop: { kind: "none" },
  };
}

function pathState(
  model: CompiledModel,
  way: readonly Row[],
  row: Row,
  next: Row,
  action: number | undefined,
): PathState {
  const number = way.length;
  const by = action === undefined ? undefined : model.actions[action];
  return {
    number,
    action: by?.name,
    args: [],
    location: by === undefined ? undefined : locationOf(by.place),
    text: aliasText(model, way, next, number) ?? stateText(model, row),
    values: stateValues(model, row),
  };
}

/** The state as TLC prints it, each variable on one line. */
export function stateText(model: CompiledModel, row: Row): string {
  return equationsText(model.variables.map((name, i) => [name, show(model.bank, model.valueOf(row, i))]));
}

export function stateValues(model: CompiledModel, row: Row): ReadonlyMap<string, Value> {
  return new Map(
    model.variables.map((name, i) => [name, toTree(model.bank, model.valueOf(row, i))] as const),
  );
}

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
