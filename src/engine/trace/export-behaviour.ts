/** Behaviours apart from any model: what counterexample files hold. */

import type { Value } from "../../tla/value.js";
import type { Loop } from "../../tlc/counterexample.js";
import type { Path } from "../explore/path.js";

export interface RecordedState {
  /** The action that led here; undefined for an initial state and where the file does not say. */
  readonly action: string | undefined;
  readonly values: ReadonlyMap<string, Value>;
}

export interface RecordedBehaviour {
  /** The root module's name, where the file says it. */
  readonly module: string | undefined;
  /** At least one. */
  readonly states: readonly RecordedState[];
  readonly loop: Loop;
}

/** A path as it is written to files. */
export function recorded(path: Path, module: string): RecordedBehaviour {
  const states = path.states.map(({ action, values }) => ({ action, values }));
  return { module, states, loop: path.loop };
}

/** The variables of a behaviour, in the order of its first state. */
export function variablesOf({ states }: RecordedBehaviour): readonly string[] {
  return [...(states[0]?.values.keys() ?? [])];
}
