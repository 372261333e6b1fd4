/** Models by hand, over integers: what the compiler would make of a few lines of TLA+. */

import { type Exploration, type ExploreOptions, explore } from "../../src/engine/explore/explore.js";
import type { Path } from "../../src/engine/explore/path.js";
import type { CompiledModel, Row } from "../../src/engine/model.js";
import { Bank } from "../../src/engine/values/bank.js";
import type { Place } from "../../src/report/diagnostic.js";

export type State = readonly number[];

export interface Sketch {
  readonly variables: readonly string[];
  readonly initial: Iterable<State>;
  readonly actions: Readonly<Record<string, (state: State) => Iterable<State>>>;
  readonly assumptions?: readonly (() => boolean)[];
  readonly invariants?: Readonly<Record<string, (state: State) => boolean>>;
  readonly constraint?: (state: State) => boolean;
  readonly actionConstraint?: (state: State, next: State) => boolean;
  readonly checkDeadlock?: boolean;
  /** Whether predicates say that they depend on the state alone. */
  readonly isPure?: boolean;
}

export const placeOfLine = (line: number): Place => ({
  file: "dir/Sketch.tla",
  line,
  column: 3,
  endLine: line,
  endColumn: 10,
});

/** The actions stand on lines 1, 2, …; rows are given out in one array that is used again, as compiled code does. */
export function modelOf(sketch: Sketch): CompiledModel {
  const bank = new Bank();
  const out = new Int32Array(sketch.variables.length);
  const place = placeOfLine(99);
  const read = (row: Row): State => Array.from(row, (ref) => bank.intOf(ref));
  const give = (state: State, emit: (row: Row) => void): void => {
    for (const [i, n] of state.entries()) out[i] = bank.int(n);
    emit(out);
    out.fill(0);
  };
  const { constraint, actionConstraint } = sketch;
  const pure = sketch.isPure === true ? { reads: out.map((_, cell) => cell) } : {};
  return {
    bank,
    variables: sketch.variables,
    width: sketch.variables.length,
    valueOf: (row, i) => row[i] ?? 0,
    rowOf: (values) => Int32Array.from(values),
    initial: (emit) => {
      for (const state of sketch.initial) give(state, emit);
    },
    actions: Object.entries(sketch.actions).map(([name, successors], i) => ({
      name,
      place: placeOfLine(i + 1),
      successors: (row, emit) => {
        for (const next of successors(read(row))) give(next, emit);
      },
    })),
    assumptions: (sketch.assumptions ?? []).map((holds, i) => ({ place: placeOfLine(50 + i), holds })),
    invariants: Object.entries(sketch.invariants ?? {}).map(([name, holds]) => ({
      name,
      place,
      ...pure,
      holds: (row) => holds(read(row)),
    })),
    constraints:
      constraint === undefined ? [] : [{ name: "C", place, ...pure, holds: (row) => constraint(read(row)) }],
    actionConstraints:
      actionConstraint === undefined
        ? []
        : [{ name: "A", place, holds: (row, next) => actionConstraint(read(row), read(next)) }],
    tests: [],
    terms: [],
    checkDeadlock: sketch.checkDeadlock ?? true,
  };
}

/** A clock that stands still unless told otherwise, and pauses that take no time. */
export function exploring(sketch: Sketch, options: Partial<ExploreOptions> = {}): Promise<Exploration> {
  return explore(modelOf(sketch), { now: () => 0, pause: () => Promise.resolve(), ...options });
}

/** `x=0 -Step-> x=1`: a path on one line. */
export function pathText(path: Path): string {
  return path.states
    .map(({ action, text }) => {
      const state = text.replaceAll(/\/\\ | /g, "").replaceAll("\n", ",");
      return action === undefined ? state : `-${action}-> ${state}`;
    })
    .join(" ");
}
