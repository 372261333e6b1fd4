/**
 * The reduction, as a comparison of three explorations: the hybrid; the original with the liars as correct nodes that
 * show all they send (`showing`); and the one in which they may leave out any of it (`omitting`), which has at least as
 * many states. What a hybrid has beyond `omitting` no correct node could have caused; what it lacks of `showing` it keeps
 * from nodes that do nothing wrong. Steps are compared too; a step that changes nothing that is seen is always allowed.
 */
import type { Projected, StepAt } from "./projected.js";

export interface Differences {
  /** States in the order in which they were found, so the first is one of the nearest. */
  readonly states: readonly number[];
  /** Steps between states that both sides have. */
  readonly steps: readonly StepAt[];
}

export interface Comparison {
  /** What the hybrid has and `omitting` has not. */
  readonly extra: Differences;
  /** What `showing` has and the hybrid has not. */
  readonly missing: Differences;
  /** Which of the two the hybrid equals, if it equals one. */
  readonly equals: "omitting" | "showing" | undefined;
}

export function compare(hybrid: Projected, showing: Projected, omitting: Projected): Comparison {
  const extra = beyond(hybrid, omitting);
  const missing = beyond(showing, hybrid);
  const same = (other: Projected): boolean => isWithin(hybrid, other) && isWithin(other, hybrid);
  const equals = same(omitting) ? "omitting" : same(showing) ? "showing" : undefined;
  return { extra, missing, equals };
}

/** What one side has and the other has not. */
export function beyond(one: Projected, other: Projected): Differences {
  const states: number[] = [];
  for (const [look, index] of one.states) if (!other.states.has(look)) states.push(index);
  const steps: StepAt[] = [];
  const { steps: theirs } = other;
  if (theirs !== undefined) {
    for (const [from, ways] of one.steps ?? []) {
      if (!other.states.has(from)) continue;
      for (const [to, at] of ways)
        if (other.states.has(to) && theirs.get(from)?.has(to) !== true) steps.push(at);
    }
  }
  return { states: states.sort((a, b) => a - b), steps: steps.sort((a, b) => a.from - b.from) };
}

export const isEmpty = ({ states, steps }: Differences): boolean => states.length === 0 && steps.length === 0;

const isWithin = (one: Projected, other: Projected): boolean => isEmpty(beyond(one, other));

/** Steps that are seen. */
export function stepCount({ steps }: Projected): number | undefined {
  if (steps === undefined) return undefined;
  let count = 0;
  for (const ways of steps.values()) count += ways.size;
  return count;
}
