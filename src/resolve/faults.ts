/** One constructor per message of name resolution and level checking. Codes are stable; each has a case that triggers it. */
import type { Diagnostic, Place, Severity } from "../report/diagnostic.js";
import type { Level } from "./types.js";

function fault(
  code: string,
  message: string,
  place: Place,
  hint?: string,
  note?: readonly [string, Place],
): Diagnostic {
  return make("error", code, message, place, hint, note);
}

function make(
  severity: Severity,
  code: string,
  message: string,
  place: Place,
  hint: string | undefined,
  note: readonly [string, Place] | undefined,
): Diagnostic {
  const notes = note === undefined ? undefined : [{ message: note[0], place: note[1] }];
  return { code, severity, message, place, ...(hint ? { hint } : {}), ...(notes ? { notes } : {}) };
}

const plural = (n: number, what: string): string => `${n === 0 ? "no" : n} ${what}${n === 1 ? "" : "s"}`;

export const noModule = (
  name: string,
  place: Place,
  searched: readonly string[],
  near: string | undefined,
): Diagnostic =>
  fault(
    "names/no-module",
    `module ${name} was not found`,
    place,
    near !== undefined
      ? `did you mean ${near}?`
      : searched.length === 0
        ? undefined
        : `looked for ${name}.tla in ${searched.join(", ")} and among the modules that come with this tool; name its folder with -I`,
  );

export const brokenModule = (name: string, place: Place): Diagnostic =>
  fault("names/broken-module", `module ${name} has faults, so its names are not known`, place);

export const moduleCycle = (cycle: readonly string[], place: Place): Diagnostic =>
  fault(
    "names/module-cycle",
    `modules need each other in a circle: ${cycle.join(" → ")}`,
    place,
    "move what both need into a third module",
  );

export const moduleName = (name: string, expected: string, place: Place): Diagnostic =>
  fault(
    "names/module-name",
    `the file of module ${expected} contains module ${name}`,
    place,
    `rename the file to ${name}.tla or the module to ${expected}`,
  );

export const unknownName = (name: string, place: Place, hint: string | undefined): Diagnostic =>
  fault("names/unknown", `\`${name}\` is not declared or defined here`, place, hint);

export const unknownIn = (name: string, module: string, place: Place, hint: string | undefined): Diagnostic =>
  fault("names/unknown-in-module", `module ${module} exports no \`${name}\``, place, hint);

export const incomplete = (name: string, place: Place): Diagnostic =>
  fault(
    "names/incomplete",
    `\`${name}\` is an instance of a module, not an expression`,
    place,
    `name one of its operators: ${name}!Op`,
  );

export const sequentValue = (name: string, place: Place): Diagnostic =>
  fault("names/sequent-value", `\`${name}\` is ASSUME … PROVE, which is no expression`, place);

export const moduleTwice = (name: string, place: Place): Diagnostic =>
  fault("names/module-twice", `module ${name} is nested here twice`, place);

export const noSubexpression = (name: string, place: Place): Diagnostic =>
  fault("names/no-subexpression", `\`${name}\` has no subexpressions to select with \`!\``, place);

export const arity = (name: string, takes: number, given: number, place: Place, at?: Place): Diagnostic =>
  fault(
    "names/arity",
    `\`${name}\` takes ${plural(takes, "argument")} and is given ${given === 0 ? "none" : given}`,
    place,
    undefined,
    at === undefined ? undefined : [`\`${name}\` is declared here`, at],
  );

export const operatorExpected = (name: string, index: number, arity_: number, place: Place): Diagnostic =>
  fault(
    "names/operator-expected",
    `argument ${index + 1} of \`${name}\` must be an operator that takes ${plural(arity_, "argument")}`,
    place,
    "give an operator's name without arguments, or LAMBDA",
  );

export const valueExpected = (place: Place): Diagnostic =>
  fault("names/value-expected", "an operator stands where a value is needed", place, "apply it to arguments");

export const operatorArity = (name: string, wanted: number, has: number, place: Place): Diagnostic =>
  fault(
    "names/operator-arity",
    `an operator that takes ${plural(wanted, "argument")} is needed, and ${name} takes ${has === 0 ? "none" : has}`,
    place,
  );

export const redefined = (name: string, place: Place, before: Place | undefined): Diagnostic =>
  fault(
    "names/redefined",
    `\`${name}\` is already declared or defined`,
    place,
    "TLA+ has no shadowing: choose another name",
    before === undefined ? undefined : ["it is declared here", before],
  );

export const builtinRedefined = (name: string, place: Place): Diagnostic =>
  fault("names/builtin-redefined", `\`${name}\` belongs to the language and cannot be defined`, place);

export const conflict = (name: string, module: string, place: Place, before: Place | undefined): Diagnostic =>
  fault(
    "names/conflict",
    `\`${name}\` of module ${module} is another thing than the \`${name}\` that is here already`,
    place,
    undefined,
    before === undefined ? undefined : ["that one is declared here", before],
  );

export const duplicate = (name: string, place: Place, before: Place | undefined): Diagnostic =>
  make(
    "warning",
    "names/duplicate",
    `\`${name}\` has two definitions; the first is used`,
    place,
    undefined,
    before === undefined ? undefined : ["the first is here", before],
  );

export const recursiveUndefined = (name: string, place: Place): Diagnostic =>
  fault("names/recursive-undefined", `\`${name}\` is declared RECURSIVE but not defined`, place);

export const recursiveArity = (name: string, place: Place, before: Place): Diagnostic =>
  fault(
    "names/recursive-arity",
    `\`${name}\` is defined with other parameters than its RECURSIVE declaration says`,
    place,
    "give the definition as many parameters as the declaration",
    ["it is declared here", before],
  );

export const recursiveElsewhere = (name: string, place: Place, before: Place): Diagnostic =>
  fault(
    "names/recursive-elsewhere",
    `\`${name}\` is declared RECURSIVE outside this LET and must be defined there`,
    place,
    undefined,
    ["it is declared here", before],
  );

export const inRecursiveSection = (what: string, place: Place): Diagnostic =>
  fault(
    "names/in-recursive-section",
    `${what} stands between a RECURSIVE declaration and its definition`,
    place,
    "move it before the declaration or after the definition",
  );

export const noTarget = (name: string, module: string, place: Place, hint: string | undefined): Diagnostic =>
  fault("names/no-target", `module ${module} declares no constant or variable \`${name}\``, place, hint);

export const substitutedTwice = (name: string, place: Place): Diagnostic =>
  fault("names/substituted-twice", `\`${name}\` is substituted twice`, place);

export const noSubstitution = (name: string, module: string, place: Place): Diagnostic =>
  fault(
    "names/no-substitution",
    `nothing is substituted for \`${name}\` of module ${module}, and there is no \`${name}\` here`,
    place,
    `add WITH ${name} <- …`,
  );

export const duplicateField = (name: string, place: Place): Diagnostic =>
  fault("names/duplicate-field", `the field \`${name}\` is given twice`, place);

export const labelOutside = (name: string, place: Place): Diagnostic =>
  fault("names/label-outside", `the label \`${name}\` stands outside of any definition`, place);

export const labelInExcept = (name: string, place: Place): Diagnostic =>
  fault(
    "names/label-in-except",
    `the label \`${name}\` stands inside EXCEPT, where labels are not allowed`,
    place,
  );

export const labelTwice = (name: string, place: Place): Diagnostic =>
  fault("names/label-twice", `the label \`${name}\` is there already in this definition`, place);

export const labelParameter = (label: string, name: string, place: Place): Diagnostic =>
  fault(
    "names/label-parameter",
    `\`${name}\` is not bound between the label \`${label}\` and its definition`,
    place,
    "a label lists the names that quantifiers, functions and sets bind around it, each once",
  );

export const labelIncomplete = (label: string, missing: readonly string[], place: Place): Diagnostic =>
  fault(
    "names/label-incomplete",
    `the label \`${label}\` must list ${missing.map((m) => `\`${m}\``).join(", ")}, bound around it`,
    place,
    `write ${label}(${missing.join(", ")}) ::`,
  );

export const noLabel = (name: string, place: Place, hint: string | undefined): Diagnostic =>
  fault("names/no-label", `there is no label \`${name}\` in the definition before it`, place, hint);

export const atOutside = (place: Place): Diagnostic =>
  fault("names/at-outside", "`@` has a meaning only on the right of an update in EXCEPT", place);

export const tooDeep = (place: Place): Diagnostic =>
  fault(
    "names/too-deep",
    "expressions are nested too deeply to be understood",
    place,
    "split the definition",
  );

// ------------------------------------------------------------------------------------------------------- levels

const levelNames = ["a constant", "a state expression", "an action", "a temporal formula"] as const;

/** A level as a noun phrase. */
export function levelName(level: Level): string {
  return levelNames[level];
}

export const argumentLevel = (
  name: string,
  index: number,
  has: Level,
  max: Level,
  place: Place,
): Diagnostic =>
  fault(
    "levels/argument",
    `argument ${index + 1} of \`${name}\` is ${levelName(has)} and may be ${levelName(max)} at most`,
    place,
    name === "'" ? "only expressions without primes can be primed" : undefined,
  );

export const boundLevel = (place: Place): Diagnostic =>
  fault("levels/bound", "the set that a name is bound to cannot be a temporal formula", place);

export const operatorLevel = (name: string, index: number, place: Place): Diagnostic =>
  fault(
    "levels/operator",
    `the operator given as argument ${index + 1} of \`${name}\` does not accept what \`${name}\` applies it to`,
    place,
    "it primes its argument, and it is given something that is primed already",
  );

export const alwaysAction = (place: Place): Diagnostic =>
  fault("levels/always-action", "`[]` of an action must have the form [][A]_v", place, "write [][…]_vars");

export const eventuallyAction = (place: Place): Diagnostic =>
  fault(
    "levels/eventually-action",
    "`<>` of an action must have the form <><<A>>_v",
    place,
    "write <><<…>>_vars",
  );

export const leadsToAction = (op: string, place: Place): Diagnostic =>
  fault(
    "levels/leads-to-action",
    `\`${op}\` relates state predicates or temporal formulas, not actions`,
    place,
  );

export const mixed = (op: string, place: Place): Diagnostic =>
  fault(
    "levels/mixed",
    `\`${op}\` joins an action with a temporal formula`,
    place,
    "an action becomes temporal as [][A]_v or <><<A>>_v",
  );

export const temporalBound = (place: Place): Diagnostic =>
  fault(
    "levels/temporal-bound",
    "a temporal formula cannot be quantified over a set that an action gives",
    place,
  );

export const assumeLevel = (has: Level, place: Place): Diagnostic =>
  fault("levels/assume", `an ASSUME must be a constant, and this is ${levelName(has)}`, place);

export const recursivePrimed = (name: string, index: number, place: Place): Diagnostic =>
  fault(
    "levels/recursive-primed",
    `argument ${index + 1} of the RECURSIVE operator \`${name}\` is primed`,
    place,
  );

export const substitutionLevel = (
  name: string,
  module: string,
  has: Level,
  max: Level,
  place: Place,
): Diagnostic =>
  fault(
    "levels/substitution",
    `what is substituted for \`${name}\` of module ${module} is ${levelName(has)} and may be ${levelName(max)} at most`,
    place,
  );

export const substitutedPriming = (name: string, module: string, place: Place): Diagnostic =>
  fault(
    "levels/substituted-priming",
    `the operator substituted for \`${name}\` of module ${module} primes its argument`,
    place,
    "a constant operator gives the same for the same values; give one without primes and ENABLED of its parameters",
  );
