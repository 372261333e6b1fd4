/** Why what was violated is false: the conjuncts that are, with the values that decide them. */

import type { Verdict } from "../explore/explore-verdict.js";
import { UNASSIGNED, type Values } from "../interpret/interpret-env.js";
import { NotInterpreted } from "../interpret/interpret-errors.js";
import type { NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { Bank } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { fromTree } from "../values/show.js";
import { type DeadEnd, Explainer, findingText } from "./explain-action.js";
import { Places } from "./explain-places.js";

type Violated = Extract<Verdict, { readonly kind: "violated" }>;

/** At most so many conjuncts are told: a disjunction has one for each branch. */
const MOST = 4;
/** A few seconds of the interpreter. */
const FUEL = 3_000_000;

/** Lines such as `x < 3: 5 against 3  (Spec.tla:12)`; none where nothing can be said. */
export function whyViolated(lowered: LoweredModel, bank: Bank, verdict: Violated): readonly string[] {
  if (verdict.what !== "invariant" && verdict.what !== "property") return [];
  if (verdict.what === "property" && verdict.of === "behaviour") return [];
  const states = verdict.trace.states.map(
    (s): Values =>
      Int32Array.from(lowered.variables, (name) => {
        const value = s.values.get(name);
        return value === undefined ? UNASSIGNED : fromTree(bank, value);
      }),
  );
  const last = states.at(-1);
  if (last === undefined || last.includes(UNASSIGNED)) return [];
  const { initial, steps } = lowered.temporal;
  const ofStep = verdict.what === "property" && verdict.of === "step";
  const list = verdict.what === "invariant" ? lowered.invariants : ofStep ? steps : initial;
  const before = ofStep ? states.at(-2) : last;
  const { name, place } = verdict;
  const is = (p: NamedIr): boolean =>
    p.name === name && p.place.line === place.line && p.place.file === place.file;
  const broken = list.find(is);
  if (broken === undefined || before === undefined) return [];
  const explainer = new Explainer(bank, lowered.variables);
  explainer.places = new Places(lowered.spec);
  explainer.fuel = FUEL;
  const mark = bank.mark();
  try {
    const { ways, failures } = explainer.explain(broken.ir, undefined, before, last);
    return ways > 0 ? [] : linesOf(failures);
  } catch (error) {
    bank.release(mark);
    const known = error instanceof EvaluationError || error instanceof NotInterpreted;
    if (known || error instanceof RangeError) return [];
    throw error;
  }
}

function linesOf(failures: readonly DeadEnd[]): readonly string[] {
  const lines = new Set(
    failures.map(({ at }) => {
      const { place } = at;
      const file = place?.file.slice(place.file.lastIndexOf("/") + 1);
      return `${findingText(at)}${place === undefined ? "" : `  (${file}:${place.line})`}`;
    }),
  );
  return [...lines].slice(0, MOST);
}
