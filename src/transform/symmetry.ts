/**
 * Model values that may change places: nodes that do not lie, clients' values. A state and what it is after such a change
 * are then as good as one (SYMMETRY of TLC and of our engine), as the specification has no word for a single one of them.
 *
 * Sound where nothing tells the values apart: every constant of the model, and every bound made of what was seen, is the
 * same after the change, and no formula picks one of several (CHOOSE) or orders them by how they are written.
 */
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { CfgItem } from "../tla/cfg.js";
import { parseModule } from "../tla/parse.js";
import { equalValues, functionOf, model, modelNames, recordOf, setOf, type Value } from "../tla/value.js";
import { walk } from "../tla/visit.js";

/** What gives a value of its own for each of several, or one of them. */
const telling: ReadonlySet<string> = new Set([
  "ToString",
  "RandomElement",
  "TLCGet",
  "TLCSet",
  "JavaTime",
  "Any",
  "SetToSeq",
  "SetToSortSeq",
  "RandomSubset",
  "RandomSetOfSubsets",
]);

/** The first word that may tell values apart in these units, or nothing. */
function toldApartBy(units: readonly Unit[]): string | undefined {
  let found: string | undefined;
  for (const unit of units)
    walk(unit, (node) => {
      if (node.kind === "Choose") found ??= "CHOOSE";
      else if (node.kind === "Apply" && telling.has(node.name)) found ??= node.name;
      return found === undefined;
    });
  return found;
}

/** Modules whose operators treat all values alike. */
const fair: ReadonlySet<string> = new Set([
  "Naturals",
  "Integers",
  "Reals",
  "FiniteSets",
  "Sequences",
  "Bags",
  "TLC",
]);

/**
 * Why values may not change places: what tells them apart in the units of a module and in other modules of the user's;
 * undefined if nothing does. `libraries`: standard modules that are used, of which most choose one of several somewhere.
 */
export function toldApartIn(
  units: readonly Unit[],
  others: readonly { readonly file: string; readonly text: string }[],
  libraries: readonly string[],
): string | undefined {
  const library = libraries.find((name) => !fair.has(name));
  if (library !== undefined) return `module ${library} may choose one of several values`;
  const lists = others.map(({ file, text }) => parseModule(file, text).parsed?.module.units ?? []);
  const word = [units, ...lists].map(toldApartBy).find((found) => found !== undefined);
  return word === undefined ? undefined : `${word} may tell one value from another`;
}

/**
 * Classes of model values of which any two may change places, each of two or more, both in the order of the model.
 * `constants`: of the model; `seen`: what bounds a liar's claims, each a set.
 */
export function interchangeable(
  constants: readonly CfgItem[],
  seen: readonly (readonly Value[])[],
): readonly (readonly string[])[] {
  const values = constants.flatMap((c) => (c.kind === "constant" ? [c.value, ...(c.args ?? [])] : []));
  const fixed = [...values, ...seen.map(setOf)];
  const names = new Set<string>();
  for (const v of values) if (v.kind !== "model") modelNames(v, names);
  const classes: string[][] = [];
  for (const name of names) {
    // Changes compose: who may change places with one of a class may with all of them.
    const own = classes.find(
      ([first]) => first !== undefined && fixed.every((v) => equalValues(v, swapped(v, first, name))),
    );
    if (own === undefined) classes.push([name]);
    else own.push(name);
  }
  return classes.filter((c) => c.length > 1);
}

/** The value with two model values in each other's places. */
export function swapped(v: Value, a: string, b: string): Value {
  const go = (x: Value): Value => {
    switch (x.kind) {
      case "model":
        return x.name === a ? model(b) : x.name === b ? model(a) : x;
      case "set":
        return setOf(x.items.map(go));
      case "tuple":
        return { ...x, items: x.items.map(go) };
      case "record":
        return recordOf(x.fields.map(([name, value]) => [name, go(value)] as const));
      case "function":
        return functionOf(x.pairs.map(([from, to]) => [go(from), go(to)] as const));
      default:
        return x;
    }
  };
  return go(v);
}

/**
 * All changes within classes. In TLC's word for them: it ignores a symmetry set that lists functions one by one.
 * `named`: how a model value is written.
 */
export const symmetryExpr = (classes: readonly (readonly string[])[], named: (value: string) => Expr): Expr =>
  classes
    .map((c): Expr => b.apply(permutations, b.set(...c.map(named))))
    .reduce((all, more) => b.union(all, more));

const permutations = "Permutations";

/** Operators of the module that `symmetryExpr` needs: one of the specification's own of such a name forbids it. */
export const permuting = {
  module: "TLC",
  operators: [
    permutations,
    "Print",
    "PrintT",
    "Assert",
    "JavaTime",
    "TLCGet",
    "TLCSet",
    "SortSeq",
    "RandomElement",
    "Any",
    "ToString",
    "TLCEval",
  ],
} as const;
