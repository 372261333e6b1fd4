/**
 * What correct nodes decide, of everything that a state shows. Two strategies may differ in what messages there are, and
 * in the states between; what correct nodes can come to decide together must be the same, and what the original allows.
 */
import { show } from "../engine/values/show.js";
import type { Defended } from "./defended.js";
import type { Projected } from "./projected.js";

/** `decided`: an expression over the names that both roots have: the slices, and the set of correct nodes. */
export function seenAsDecided(defended: Defended, decided: string): Defended {
  return { ...defended, projection: { hybrid: decided, original: decided } };
}

/** As text, so that explorations over different banks can be compared. */
export function decisionsIn({ model, states }: Projected): ReadonlySet<string> {
  return new Set([...states.keys()].map((look) => show(model.bank, look)));
}
