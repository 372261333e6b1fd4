/** With checks switched off: shortest behaviours out of the states that the reduction allows, and to a violation. */
import type { ExploreOptions } from "../engine/explore/explore.js";
import type { Exploration } from "../engine/explore/explore-options.js";
import type { Path } from "../engine/explore/path.js";
import { reach } from "../engine/explore/reach.js";
import type { CompiledModel, Row, StatePredicate } from "../engine/model.js";
import type { Ref } from "../engine/values/bank.js";
import { projectionOf } from "./projected.js";

export interface Leaving {
  /** To a projected state that is not among the allowed ones. */
  readonly extra: Path | undefined;
  readonly violated: { readonly name: string; readonly path: Path } | undefined;
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
  const broken = (state: Row): boolean => {
    const found = model.invariants.find((invariant) => !invariant.holds(state));
    name ??= found?.name;
    return found !== undefined;
  };
  const place = term.place;
  const goals: StatePredicate[] = [
    { name: "extra", place, holds: (state) => !allowed.has(term.value(state)) },
    ...(model.invariants.length > 0 ? [{ name: "violated", place, holds: broken }] : []),
  ];
  const { goals: found, exploration } = await reach(model, goals, options);
  const path = found[1]?.path;
  return {
    extra: found[0]?.path,
    violated: path === undefined || name === undefined ? undefined : { name, path },
    exploration,
  };
}
