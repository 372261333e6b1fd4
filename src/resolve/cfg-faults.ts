/** One constructor for each fault of a configuration file that does not fit its specification. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import { levelName } from "./faults.js";
import type { Level } from "./types.js";

type Extra = Pick<Diagnostic, "hint" | "notes">;

const error = (code: string, message: string, place: Place, extra: Extra = {}): Diagnostic => ({
  code: `cfg/${code}`,
  severity: "error",
  message,
  place,
  ...extra,
});

const warning = (code: string, message: string, place: Place, extra: Extra = {}): Diagnostic => ({
  ...error(code, message, place, extra),
  severity: "warning",
});

const declaredAt = (name: string, place: Place | undefined): Extra =>
  place === undefined ? {} : { notes: [{ message: `${name} is declared here`, place }] };

const plural = (n: number): string => `${n === 0 ? "no" : n} argument${n === 1 ? "" : "s"}`;

export const linkFaults = {
  unknownDefinition: (place: Place, name: string, module: string, near: string | undefined) =>
    error("unknown-definition", `module ${module} does not define ${name}`, place, didYouMean(near)),
  notADefinition: (place: Place, name: string, what: string, keyword: string, at: Place | undefined) =>
    error(
      "not-a-definition",
      `${name} is ${what}; ${keyword} needs a definition`,
      place,
      declaredAt(name, at),
    ),
  definitionArity: (place: Place, name: string, keyword: string, takes: number, at: Place | undefined) =>
    error(
      "definition-arity",
      `${name} takes ${plural(takes)}; ${keyword} needs a definition without parameters`,
      place,
      declaredAt(name, at),
    ),
  level: (place: Place, name: string, keyword: string, has: Level, needs: string, at: Place | undefined) =>
    error("level", `${name} is ${levelName(has)}; ${keyword} needs ${needs}`, place, declaredAt(name, at)),
  constantLevel: (place: Place, name: string, keyword: string) =>
    error("constant", `${name} is the same in all states, so TLC does not take it for ${keyword}`, place),
  vacuous: (place: Place, name: string, keyword: string) =>
    warning("vacuous", `${name} is the same in all states, so it says nothing as ${keyword}`, place),
  initialOnly: (place: Place, name: string) =>
    warning("initial-only", `as a PROPERTY ${name} is checked in initial states only`, place, {
      hint: `write []${name} in a definition, or name it under INVARIANT`,
    }),
  namedTwice: (place: Place, name: string, keyword: string, first: Place) =>
    warning("named-twice", `${name} is named under ${keyword} before`, place, {
      notes: [{ message: "first here", place: first }],
    }),
  specificationAndInit: (place: Place, specification: Place) =>
    error("specification-and-init", "a model has either SPECIFICATION or INIT and NEXT, not both", place, {
      notes: [{ message: "SPECIFICATION is given here", place: specification }],
    }),
  noInit: (place: Place) =>
    error("no-init", "the model does not say in which states the specification starts", place, {
      hint: "give SPECIFICATION, or INIT and NEXT",
    }),
  noNext: (place: Place) =>
    error("no-next", "the model has INIT without NEXT", place, {
      hint: "give NEXT, or SPECIFICATION instead of INIT",
    }),
  noValue: (place: Place, name: string, at: Place | undefined) =>
    error("no-value", `the constant ${name} gets no value`, place, {
      ...declaredAt(name, at),
      hint: `under CONSTANTS, write ${name} = and a value, or ${name} <- and an operator`,
    }),
  valueForNothing: (place: Place, name: string, module: string, near: string | undefined) =>
    warning(
      "value-for-nothing",
      `module ${module} has no constant and no definition ${name}: TLC passes over its value`,
      place,
      didYouMean(near),
    ),
  substitutionForNothing: (place: Place, name: string, module: string, near: string | undefined) =>
    error(
      "substitution-for-nothing",
      `module ${module} has no constant and no definition ${name} to substitute`,
      place,
      didYouMean(near),
    ),
  constantOfModule: (place: Place, name: string, module: string) =>
    error(
      "constant-of-module",
      `${name} is a constant of module ${module}; only definitions can be replaced`,
      place,
      {
        hint: "give the constant in the INSTANCE of the module",
      },
    ),
  unknownModule: (place: Place, name: string, near: string | undefined) =>
    error("unknown-module", `the specification has no module ${name}`, place, didYouMean(near)),
  unknownOperator: (place: Place, name: string, module: string, near: string | undefined) =>
    error("unknown-operator", `module ${module} does not define ${name}`, place, didYouMean(near)),
  chained: (place: Place, name: string, first: Place) =>
    error("chained-substitution", `${name} is itself substituted: TLC does not follow chains`, place, {
      notes: [{ message: "substituted here", place: first }],
    }),
  substitutionArity: (place: Place, name: string, takes: number, operator: string, has: number) =>
    error(
      "substitution-arity",
      `${name} takes ${plural(takes)}, and ${operator} takes ${has === 0 ? "none" : has}`,
      place,
    ),
  substitutionLevel: (place: Place, name: string, operator: string, has: Level) =>
    error("substitution-level", `${name} is a constant, and ${operator} is ${levelName(has)}`, place),
  valueArity: (place: Place, name: string, takes: number, given: number) =>
    error("value-arity", `${name} takes ${plural(takes)}, and this is a value for ${given}`, place),
  valueForAll: (place: Place, name: string, takes: number) =>
    warning("value-for-all", `${name} takes ${plural(takes)}: it has this value for all of them`, place, {
      hint: `write ${name} <- and the name of an operator`,
    }),
  operatorTable: (place: Place, name: string) =>
    warning(
      "operator-table",
      `older versions of TLC break off at ${name}, an operator given line by line`,
      place,
      {
        hint: `define an operator with CASE, and write ${name} <- and its name`,
      },
    ),
  mixedSet: (place: Place, name: string, one: string, other: string, constant: boolean) => {
    const fault = error(
      "mixed-set",
      `in the value of ${name}, TLC cannot compare ${one} with ${other}, elements of one set`,
      place,
      {
        hint: "a set holds values of one kind; model values go with all kinds",
      },
    );
    // The value of a definition is looked at only if it is used.
    return constant ? fault : { ...fault, severity: "warning" as const };
  },
  modelValueName: (place: Place, name: string, value: string) =>
    warning(
      "model-value-name",
      `this makes a model value called ${value}, not the ${value} of the module`,
      place,
      {
        hint: `did you mean ${name} <- ${value}?`,
      },
    ),
  givenTwice: (place: Place, name: string, first: Place) =>
    warning("given-twice", `${name} is given before; TLC takes one of them without a word`, place, {
      notes: [{ message: "first here", place: first }],
    }),
};
