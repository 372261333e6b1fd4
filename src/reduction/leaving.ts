/** With checks switched off: shortest behaviours out of the states that the reduction allows, and to a violation. */
import type { ExploreOptions } from "../engine/explore/explore.js";
import type { Exploration } from "../engine/explore/explore-options.js";
import type { During } from "../engine/explore/explore-verdict.js";
import type { Path } from "../engine/explore/path.js";
import { reach } from "../engine/explore/reach.js";
import type { CompiledModel, Row, StatePredicate } from "../engine/model.js";
import type { Ref } from "../engine/values/bank.js";
import { projectionOf } from "./projected.js";

/** An invariant that is false in the last state, or has no value there. */
export interface Broken {
  readonly name: string;
  readonly path: Path;
  readonly undefinedAs?: string;
}

export interface Leaving {
  /** To a projected state that is not among the allowed ones. */
  readonly extra: Path | undefined;
  readonly violated: Broken | undefined;
  /** `holds` if everything was seen; `violated` if both were found before. */
  readonly exploration: Exploration;
}

/** `allowed` are projections of states, in the bank of the model. */
export async function leave(
  model: CompiledModel,
  allowed: { has(look: Ref): boolean },
  options: ExploreOptions,
): Promise<Leaving> {
  const term = projectionOf(model);
  let name: string | undefined;
  // Asked until it is true, so the name stays that of the first one found.
  const broken = (state: Row): boolean =>
    model.invariants.some((invariant) => {
      name = invariant.name;
      return !invariant.holds(state);
    });
  const place = term.place;
  // Beyond the constraints there are states of the original, too, which nobody has kept.
  const isKept = (state: Row): boolean => model.constraints.every((c) => c.holds(state));
  const goals: StatePredicate[] = [
    { name: "extra", place, holds: (state) => !allowed.has(term.value(state)) && isKept(state) },
    ...(model.invariants.length > 0 ? [{ name: VIOLATED, place, holds: broken }] : []),
  ];
  const { goals: found, exploration } = await reach(model, goals, options);
  const path = found[1]?.path;
  const { verdict } = exploration;
  let violated: Broken | undefined;
  if (name !== undefined && path !== undefined) violated = { name, path };
  else if (name !== undefined && verdict.kind === "evaluation-error" && isOfInvariant(verdict.during)) {
    violated = { name, path: verdict.trace, undefinedAs: verdict.message };
  }
  return { extra: found[0]?.path, violated, exploration };
}

const VIOLATED = "violated";

const isOfInvariant = (during: During): boolean => during.kind === "invariant" && during.name === VIOLATED;
