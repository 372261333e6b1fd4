/** Steps of a behaviour by what they are in the protocol: which node, which action, and whether a liar claims it. */

import type { Value } from "../tla/value.js";
import type { Counterexample, TraceState } from "../tlc/counterexample.js";
import type { Defended } from "./defended.js";

/** A state with its values, which our engine's behaviours have. */
type Valued = TraceState & { readonly values: ReadonlyMap<string, Value> };

export const isValued = (state: TraceState): state is Valued =>
  "values" in state && state.values instanceof Map;

/** The same behaviour; steps whose event can be told have its name instead of that of the operator. */
export function withEvents({ eventOf }: Defended, behaviour: Counterexample): Counterexample {
  if (eventOf === undefined) return behaviour;
  const states = behaviour.states.map((state, i) => {
    const before = behaviour.states[i - 1];
    const isTold = before !== undefined && isValued(before) && isValued(state);
    const event = isTold ? eventOf(before.values, state.values) : undefined;
    return event === undefined ? state : { ...state, action: event };
  });
  return { ...behaviour, states };
}
