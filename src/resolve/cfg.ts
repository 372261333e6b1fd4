/**
 * Links a configuration file to a specification: every name gets its declaration, with TLC's verdict on what
 * does not fit. What TLC refuses, or cannot evaluate once it runs, is an error; what it takes but hardly
 * anybody means, a warning.
 */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import type { Cfg, CfgEntry, CfgKeyword } from "../tla/cfg.js";
import { type LinkedConstant, linkConstants } from "./cfg-constants.js";
import { linkFaults } from "./cfg-faults.js";
import { roles } from "./cfg-roles.js";
import { find, kindOf, levelOf, near, placeOfDeclaration } from "./cfg-scope.js";
import type { Level, ModuleScope, OperatorDeclaration, ResolvedSpec, Through } from "./types.js";

export type { LinkedConstant, Replacement } from "./cfg-constants.js";

/** A definition that the file names. */
export interface LinkedDefinition {
  /** As the file has it. */
  readonly name: string;
  /**
   * What the name stands for in the root module, a substitution of the file (`Name <- Other`) carried out.
   */
  readonly declaration: OperatorDeclaration;
  /** The INSTANCEs that it was had through, outermost first. */
  readonly through: readonly Through[];
  /** Undefined where INSTANCE changes it in a way that is not followed. */
  readonly level: Level | undefined;
  readonly place: Place;
}

/** How the behaviours to check are given. */
export type Behaviour =
  | { readonly kind: "specification"; readonly formula: LinkedDefinition }
  | {
      readonly kind: "init-next";
      readonly init: LinkedDefinition;
      readonly next: LinkedDefinition | undefined;
    };

export interface LinkedCfg {
  readonly cfg: Cfg;
  readonly root: ModuleScope;
  /** Undefined where the file gives none, as for a model that only evaluates assumptions, or a wrong one. */
  readonly behaviour: Behaviour | undefined;
  /** Each constant or definition that is replaced, once, in order of first mention. */
  readonly constants: readonly LinkedConstant[];
  /** What each keyword names, in the order of the file; what could not be linked is missing. */
  readonly definitions: Readonly<Record<CfgKeyword, readonly LinkedDefinition[]>>;
  readonly checkDeadlock: boolean;
}

/**
 * Looks up every name of the file. Always gives a result, of what could be linked; diagnostics are in the
 * file's order.
 */
export function linkCfg(
  spec: ResolvedSpec,
  cfg: Cfg,
): { readonly linked: LinkedCfg; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const constants = linkConstants(spec, cfg, diagnostics);
  const definitions = linkDefinitions(spec, cfg, constants, diagnostics);
  checkBehaviour(spec, cfg, diagnostics);
  let checkDeadlock = true;
  for (const entry of cfg.entries) if (entry.kind === "deadlock") checkDeadlock = entry.check;
  const behaviour = behaviourOf(definitions);
  return {
    linked: { cfg, root: spec.root, behaviour, constants, definitions, checkDeadlock },
    diagnostics: diagnostics.sort((a, b) => order(a.place, b.place)),
  };
}

function order(a: Place | undefined, b: Place | undefined): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

function behaviourOf(definitions: LinkedCfg["definitions"]): Behaviour | undefined {
  const [formula] = definitions.SPECIFICATION;
  if (formula !== undefined) return { kind: "specification", formula };
  const [init] = definitions.INIT;
  return init === undefined ? undefined : { kind: "init-next", init, next: definitions.NEXT[0] };
}

// --------------------------------------------------------------------------------------------- definitions

type DefinitionEntry = CfgEntry & { readonly kind: "definition" };

function linkDefinitions(
  spec: ResolvedSpec,
  cfg: Cfg,
  constants: readonly LinkedConstant[],
  diagnostics: Diagnostic[],
): LinkedCfg["definitions"] {
  const replaced = new Map<string, LinkedConstant>();
  for (const c of constants) if (c.module === spec.root) replaced.set(c.name, c);
  const keywords = Object.keys(roles) as CfgKeyword[];
  const out = Object.fromEntries(keywords.map((k) => [k, [] as LinkedDefinition[]]));
  const seen = new Map<string, Place>();
  for (const entry of cfg.entries) {
    // What the parser has refused needs no second complaint.
    if (entry.kind !== "definition" || entry.name.includes("!")) continue;
    const key = `${entry.keyword} ${entry.name}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entry.place);
    else diagnostics.push(linkFaults.namedTwice(entry.place, entry.name, entry.keyword, first));
    const linked = linkDefinition(spec, entry, replaced.get(entry.name), diagnostics);
    if (linked !== undefined && first === undefined) out[entry.keyword]?.push(linked);
  }
  return out as Record<CfgKeyword, LinkedDefinition[]>;
}

function linkDefinition(
  spec: ResolvedSpec,
  { name, keyword, place }: DefinitionEntry,
  replaced: LinkedConstant | undefined,
  diagnostics: Diagnostic[],
): LinkedDefinition | undefined {
  if (replaced !== undefined && replaced.by.kind !== "operator") {
    // TLC takes a name for the value it was given; TRUE is harmless.
    const holds =
      replaced.by.kind === "value" && replaced.by.value.kind === "bool" && replaced.by.value.value;
    if (holds && roles[keyword].constant !== "refuses") {
      diagnostics.push(linkFaults.vacuous(place, name, keyword));
    } else {
      diagnostics.push(linkFaults.notADefinition(place, name, "given a value", keyword, replaced.place));
    }
    return undefined;
  }
  const entry = replaced?.by.kind === "operator" ? replaced.by.entry : find(spec.root, name);
  if (entry === undefined) {
    const fits = near(spec.root, name, (d) => d.kind === "operator" && d.params.length === 0);
    diagnostics.push(linkFaults.unknownDefinition(place, name, spec.root.name, fits));
    return undefined;
  }
  const { declaration, through } = entry;
  const at = placeOfDeclaration(declaration);
  if (declaration.kind !== "operator") {
    diagnostics.push(linkFaults.notADefinition(place, name, kindOf(declaration), keyword, at));
    return undefined;
  }
  if (declaration.params.length > 0) {
    diagnostics.push(linkFaults.definitionArity(place, name, keyword, declaration.params.length, at));
    return undefined;
  }
  const level = levelOf(spec, entry);
  if (level === 0 && keyword === "VIEW" && isLiteral(declaration.node.body))
    diagnostics.push(linkFaults.vacuous(place, name, keyword));
  else if (level !== undefined) checkLevel(name, keyword, level, place, at, diagnostics);
  return { name, declaration, through, level, place };
}

/** What TLC does not evaluate beforehand, so that it takes it for a VIEW although that is the same in all states. */
const isLiteral = (body: Expr): boolean => body.kind === "Number" || body.kind === "String";

function checkLevel(
  name: string,
  keyword: CfgKeyword,
  level: Level,
  place: Place,
  at: Place | undefined,
  diagnostics: Diagnostic[],
): void {
  const role = roles[keyword];
  if (level > role.most) diagnostics.push(linkFaults.level(place, name, keyword, level, role.needs, at));
  else if (level === 0 && role.constant === "refuses") {
    diagnostics.push(linkFaults.constantLevel(place, name, keyword));
  } else if (level === 0 && role.constant === "ignores") {
    diagnostics.push(linkFaults.vacuous(place, name, keyword));
  } else if (keyword === "PROPERTY" && level === 1) diagnostics.push(linkFaults.initialOnly(place, name));
  else if (role.most === 3 && level < 3 && (level === 2 || keyword === "SPECIFICATION")) {
    // An action outside of [A]_v means nothing for a behaviour, and a state predicate says how it starts
    // only.
    diagnostics.push(linkFaults.level(place, name, keyword, level, role.needs, at));
  }
}

// ----------------------------------------------------------------------------------------------- behaviour

function checkBehaviour(spec: ResolvedSpec, cfg: Cfg, diagnostics: Diagnostic[]): void {
  const first = (keyword: CfgKeyword): CfgEntry | undefined =>
    cfg.entries.find((e) => e.kind === "definition" && e.keyword === keyword);
  const specification = first("SPECIFICATION");
  const init = first("INIT");
  const next = first("NEXT");
  const checked = first("INVARIANT") ?? first("PROPERTY");
  if (specification !== undefined) {
    const other = init ?? next;
    if (other !== undefined)
      diagnostics.push(linkFaults.specificationAndInit(other.place, specification.place));
    return;
  }
  const top = { file: cfg.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (init === undefined) {
    const needed = spec.root.variables.length > 0 || checked !== undefined;
    if (needed) diagnostics.push(linkFaults.noInit(next?.place ?? top));
  } else if (next === undefined) diagnostics.push(linkFaults.noNext(init.place));
}
