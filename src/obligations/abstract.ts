/**
 * What a hybrid's decisions are to refine: a specification without messages and nodes' states, in which there is one
 * decision that only grows. Which one it is depends on the shape of the decisions.
 */
import { freshName } from "../protocol/terms.js";
import { unreachable } from "../report/diagnostic.js";
import type { Unit } from "../tla/ast.js";
import { units } from "../tla/quote.js";
import { type Draft, draftText } from "../transform/pass.js";

/** `log`: a sequence. `map`: values at places, each of which has nothing at first. `value`: one value. */
export type Shape = "log" | "map" | "value";

export interface AbstractModule {
  readonly name: string;
  readonly text: string;
}

/**
 * Variables `chosen`, `known`; constants `Node`, `Nothing` (what a node has decided at first); `Spec`; and `Join`, for the
 * module that refines. `taken`: names that modules have.
 */
export function abstractModule(shape: Shape, taken: readonly string[]): AbstractModule {
  const name = freshName(shape === "log" ? "GrowingLog" : "Consensus", new Set(taken));
  const [all, steps] = [[...knowing(shape), ...joining(shape)], stepping()];
  const draft: Draft = { name, units: [...heading, ...all, ...steps], comments: new Map() };
  return { name, text: draftText(draft) };
}

const heading: readonly Unit[] = units`
EXTENDS Naturals, Sequences
CONSTANTS Node, Nothing
VARIABLES chosen, known`;

/** `Knows(m, c)`: a node that has decided `m` knows a part of `c`. `Grows(c, d)`: `d` is `c`, or more. */
function knowing(shape: Shape): readonly Unit[] {
  switch (shape) {
    case "log":
      return units`
Knows(m, c) == Len(m) <= Len(c) /\ \A k \in 1 .. Len(m) : m[k] = c[k]
Grows(c, d) == Knows(c, d)`;
    case "map":
      return units`
Knows(m, c) == DOMAIN m = DOMAIN c /\ \A k \in DOMAIN m : m[k] = Nothing[k] \/ m[k] = c[k]
Grows(c, d) == Knows(c, d)`;
    case "value":
      return units`
Knows(m, c) == m = Nothing \/ m = c
Grows(c, d) == Knows(c, d)`;
    default:
      return unreachable(shape);
  }
}

const stepping = (): readonly Unit[] => units`
Agreed == \A n \in Node : Knows(known[n], chosen)
Init == chosen = Nothing /\ Agreed
Next == Grows(chosen, chosen') /\ Agreed'
Spec == Init /\ [][Next]_<<chosen, known>>`;

/** `Join(before, all)`: the decision that grows, when nodes have decided what is in `all`. */
function joining(shape: Shape): readonly Unit[] {
  switch (shape) {
    case "log":
      return units`
Join(before, all) == CHOOSE l \in {before} \cup all : \A m \in {before} \cup all : Len(m) <= Len(l)`;
    case "map":
      return units`
Join(before, all) == [k \in DOMAIN before |->
  IF before[k] # Nothing[k] \/ \A m \in all : m[k] = Nothing[k] THEN before[k]
  ELSE CHOOSE v \in {m[k] : m \in all} : v # Nothing[k]]`;
    case "value":
      return units`
Join(before, all) ==
  IF before # Nothing \/ \A m \in all : m = Nothing THEN before ELSE CHOOSE v \in all : v # Nothing`;
    default:
      return unreachable(shape);
  }
}
