/**
 * What a search for a behaviour that breaks a property has to look for.
 *
 * Fairness and the negated property, in normal form, are made a disjunction of *goals*. A behaviour reaches a goal if
 * from some point on all its steps satisfy each of `persistent`, each of `recurrent` is satisfied again and again, for
 * each pair of `strong` either the first is not satisfied again and again or the second is, and the behaviour as a whole
 * satisfies `formula`, which speaks of states only. That is what TLC takes; what does not fit is refused.
 */
import type { Diagnostic, Place } from "../../report/diagnostic.js";
import * as faults from "./faults.js";
import {
  always,
  eventually,
  type Formula,
  isTemporal,
  keyOf,
  normal,
  or,
  speaksOfSteps,
  TRUE,
} from "./formula.js";
import type { Liveness } from "./specification.js";

export interface Goal {
  /** The property that a behaviour with this goal breaks. */
  readonly name: string;
  readonly place: Place;
  readonly persistent: readonly Formula[];
  readonly recurrent: readonly Formula[];
  readonly strong: readonly (readonly [Formula, Formula])[];
  /** Undefined if it is TRUE. */
  readonly formula: Formula | undefined;
}

/** More goals than this are refused: each is a search of its own. */
const MOST_GOALS = 4096;

export function goalsOf(
  fairness: readonly Formula[],
  { name, place, formula }: Liveness,
  diagnostics: Diagnostic[],
): readonly Goal[] {
  if (keyOf(normal(formula)) === keyOf(TRUE)) {
    diagnostics.push(faults.tautology(place));
    return [];
  }
  const whole = normal({ kind: "and", items: [...fairness, { kind: "not", body: formula }] });
  const cases = casesOf(whole);
  if (cases === undefined) {
    diagnostics.push(faults.notChecked("a formula of so many cases", place));
    return [];
  }
  const goals = cases.map((items) => goalOf(items, name, place));
  if (goals.includes(undefined)) diagnostics.push(faults.actionInside(place));
  return goals.filter((goal) => goal !== undefined);
}

/** Disjunctive normal form, as far as actions make it necessary; undefined if it is too large. */
function casesOf(given: Formula): readonly (readonly Formula[])[] | undefined {
  const f = merged(given);
  if (f.kind === "or" && f.items.length === 0) return [];
  if (f.kind === "or" && speaksOfSteps(f) && strongPair(f) === undefined && isTemporal(f)) {
    const all: (readonly Formula[])[] = [];
    for (const item of f.items) {
      const cases = casesOf(item);
      if (cases === undefined || all.length + cases.length > MOST_GOALS) return undefined;
      all.push(...cases);
    }
    return all;
  }
  if (f.kind !== "and") return [[f]];
  let all: readonly (readonly Formula[])[] = [[]];
  for (const item of f.items) {
    const cases = casesOf(item);
    if (cases === undefined || all.length * cases.length > MOST_GOALS) return undefined;
    all = all.flatMap((before) => cases.map((more) => [...before, ...more]));
  }
  return all;
}

/** The body of `[]<>F` or `<>[]F` where F speaks of a state or a step. */
function repeated(f: Formula, outer: "always" | "eventually"): Formula | undefined {
  if (f.kind !== outer) return undefined;
  const inner = f.body;
  if (inner.kind !== (outer === "always" ? "eventually" : "always")) return undefined;
  return isTemporal(inner.body) ? undefined : inner.body;
}

/** `[]<>F \/ []<>G` is `[]<>(F \/ G)`: one case instead of two. */
function merged(f: Formula): Formula {
  if (f.kind !== "or") return f;
  const bodies = f.items.flatMap((item) => repeated(item, "always") ?? []);
  if (bodies.length < 2) return f;
  const others = f.items.filter((item) => repeated(item, "always") === undefined);
  return normal(or(...others, always(eventually(or(...bodies)))));
}

/** `<>[]~F \/ []<>G`, the form of strong fairness, as F and G. */
function strongPair(f: Formula): readonly [Formula, Formula] | undefined {
  if (f.kind !== "or" || f.items.length !== 2) return undefined;
  const [a, b] = f.items as [Formula, Formula];
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    const last = repeated(x, "eventually");
    const again = repeated(y, "always");
    if (last !== undefined && again !== undefined) return [normal(last, true), again];
  }
  return undefined;
}

/** Undefined if an action stands where it cannot be checked. */
function goalOf(items: readonly Formula[], name: string, place: Place): Goal | undefined {
  const persistent: Formula[] = [];
  const recurrent: Formula[] = [];
  const strong: (readonly [Formula, Formula])[] = [];
  const rest: Formula[] = [];
  for (const item of items) {
    const last = repeated(item, "eventually");
    const again = repeated(item, "always");
    const pair = strongPair(item);
    if (last !== undefined) persistent.push(last);
    else if (again !== undefined) recurrent.push(again);
    else if (pair !== undefined) strong.push(pair);
    else if (speaksOfSteps(item)) return undefined;
    else rest.push(item);
  }
  const formula = rest.length === 0 ? undefined : normal({ kind: "and", items: rest });
  const isTrue = formula === undefined || keyOf(formula) === keyOf(TRUE);
  return { name, place, persistent, recurrent, strong, formula: isTrue ? undefined : formula };
}
