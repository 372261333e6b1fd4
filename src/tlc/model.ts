/** Whether a model fits its module: every constant has a value, and every name in the model is declared. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import type { Module, ParsedModule, Unit } from "../tla/ast.js";
import type { Cfg, CfgEntry } from "../tla/cfg.js";

/** What a module and the modules it extends declare. */
export interface Declared {
  readonly constants: ReadonlySet<string>;
  readonly definitions: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  /** Modules that are extended and were not given: what they declare is not known. */
  readonly unknown: readonly string[];
}

/** Gathers declarations of a module and, over EXTENDS, of the modules that `find` gives. */
export function declared(root: ParsedModule, find: (module: string) => ParsedModule | undefined): Declared {
  const constants = new Set<string>();
  const definitions = new Set<string>();
  const variables = new Set<string>();
  const unknown: string[] = [];
  const seen = new Set<string>();
  const visit = (module: Module): void => {
    seen.add(module.name.text);
    for (const unit of module.units) declare(unit);
  };
  const extend = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const parsed = find(name);
    if (parsed === undefined) unknown.push(name);
    else visit(parsed.module);
  };
  // An unnamed instance brings the module's definitions under their own names; its constants are replaced.
  const instantiate = (name: string): void => {
    const parsed = find(name);
    if (parsed === undefined) unknown.push(name);
    else for (const one of declared(parsed, find).definitions) definitions.add(one);
  };
  const declare = (unit: Unit): void => {
    switch (unit.kind) {
      case "Extends":
        for (const name of unit.modules) extend(name.text);
        break;
      case "Constants":
        for (const param of unit.params) constants.add(param.name.text);
        break;
      case "Variables":
        for (const name of unit.names) variables.add(name.text);
        break;
      case "Definition":
      case "FunctionDefinition":
        definitions.add(unit.name.text);
        break;
      case "Instance":
        if (unit.name === undefined) instantiate(unit.module.text);
        else definitions.add(unit.name.text);
        break;
      default:
        break;
    }
  };
  visit(root.module);
  return { constants, definitions, variables, unknown };
}

/** TLC passes over a value for what does not exist; a substitution it refuses. */
function unknownConstant(
  { kind, name, place }: CfgEntry & { readonly name: string },
  module: string,
  near: string | undefined,
): Diagnostic {
  const isValue = kind === "constant";
  return {
    code: "model/unknown-constant",
    severity: isValue ? "warning" : "error",
    message: `${name} is no constant of ${module}, nor one of its definitions${isValue ? ": its value is passed over" : ""}`,
    place,
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  };
}

function missingConstant(name: string, file: string, module: string): Diagnostic {
  return {
    code: "model/missing-constant",
    severity: "error",
    message: `the model gives the constant ${name} of ${module} no value`,
    place: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    hint: `add a line \`${name} = …\` under CONSTANTS`,
  };
}

function unknownDefinition(name: string, keyword: string, place: Place, module: string): Diagnostic {
  return {
    code: "model/unknown-definition",
    severity: "error",
    message: `${keyword} names ${name}, which ${module} does not define`,
    place,
  };
}

/**
 * What does not fit. With modules that were not given, only missing constants are reported: a name that is not found
 * may come from one of them (`standard` are modules known to declare no constants and no specification of their own).
 */
export function checkModel(
  cfg: Cfg,
  root: ParsedModule,
  names: Declared,
  standard: ReadonlySet<string>,
): readonly Diagnostic[] {
  const module = root.module.name.text;
  const given = new Set<string>();
  const found: Diagnostic[] = [];
  const complete = names.unknown.every((name) => standard.has(name));
  const known = (name: string): boolean =>
    names.constants.has(name) || names.definitions.has(name) || names.variables.has(name);
  for (const entry of cfg.entries) {
    if (entry.kind === "constant" || entry.kind === "substitution") {
      given.add(entry.name);
      // `Name <- [Module] op` replaces a definition of another module; one of a standard module may be replaced too.
      const elsewhere = isElsewhere(entry) || (entry.kind === "substitution" && names.unknown.length > 0);
      if (complete && !elsewhere && !known(entry.name)) {
        const near = nearest(entry.name, names.constants);
        found.push(unknownConstant(entry, module, near));
      }
    } else if (entry.kind === "definition" && complete && !known(entry.name) && !entry.name.includes("!")) {
      found.push(unknownDefinition(entry.name, entry.keyword, entry.place, module));
    }
  }
  for (const name of names.constants)
    if (!given.has(name)) found.push(missingConstant(name, cfg.file, module));
  return found;
}

const isElsewhere = (entry: CfgEntry): boolean => entry.kind === "substitution" && entry.module !== undefined;

/** The modules that come with TLC; none declares a constant or anything a model would name. */
export const STANDARD_MODULES: ReadonlySet<string> = new Set([
  "Bags",
  "FiniteSets",
  "Integers",
  "Json",
  "Naturals",
  "Randomization",
  "Reals",
  "RealTime",
  "Sequences",
  "TLC",
  "TLCExt",
  "Toolbox",
]);
