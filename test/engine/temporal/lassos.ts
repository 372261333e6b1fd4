/** Formulas on lassos, and the lassos of a small graph: by definition and by trial, to compare with. */

import type { Formula } from "../../../src/engine/temporal/formula.js";
import { unreachable } from "../../../src/report/diagnostic.js";

/** States, after the last of which comes the one at `back` again. */
export interface Behaviour {
  readonly states: readonly number[];
  readonly back: number;
}

/** Whether an atom holds of a step. */
export type Meaning = (atom: number, state: number, next: number) => boolean;

/** Whether a behaviour satisfies a formula from a place on, by the definition of its operators. */
export function satisfies(f: Formula, behaviour: Behaviour, meaning: Meaning, at = 0): boolean {
  const { states, back } = behaviour;
  const after = (i: number): number => (i + 1 < states.length ? i + 1 : back);
  const ahead = (): readonly number[] => {
    const found: number[] = [];
    for (let i = Math.min(at, back); i < states.length; i++) if (i >= at || i >= back) found.push(i);
    return found;
  };
  switch (f.kind) {
    case "atom":
      return meaning(f.atom, states[at]!, states[after(at)]!) !== f.negated;
    case "not":
      return !satisfies(f.body, behaviour, meaning, at);
    case "and":
      return f.items.every((item) => satisfies(item, behaviour, meaning, at));
    case "or":
      return f.items.some((item) => satisfies(item, behaviour, meaning, at));
    case "always":
      return ahead().every((i) => satisfies(f.body, behaviour, meaning, i));
    case "eventually":
      return ahead().some((i) => satisfies(f.body, behaviour, meaning, i));
    default:
      return unreachable(f);
  }
}

/** All lassos with at most `length` states; a state may stay as it is. */
export function* lassos(
  initial: readonly number[],
  successors: (state: number) => readonly number[],
  length: number,
): Generator<Behaviour> {
  const next = (state: number): readonly number[] => [...new Set([state, ...successors(state)])];
  function* from(states: readonly number[]): Generator<Behaviour> {
    const last = states.at(-1)!;
    for (let back = 0; back < states.length; back++) {
      if (next(last).includes(states[back]!)) yield { states, back };
    }
    if (states.length < length) for (const state of next(last)) yield* from([...states, state]);
  }
  for (const state of initial) yield* from([state]);
}
