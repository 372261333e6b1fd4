/** What a module declares and defines, by name, and which definitions speak of the state or of a step. */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Definition, Expr, Node, ParsedModule, Unit } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import { children, walk } from "../tla/visit.js";
import { unsupportedModule, unsupportedUnit } from "./faults.js";

/** Standard modules: their operators are pure and known to every later stage by name. */
export const standardModules: ReadonlySet<string> = new Set([
  "Naturals",
  "Integers",
  "Sequences",
  "FiniteSets",
  "TLC",
  "Bags",
  "Reals",
]);

export interface ModuleTable {
  readonly parsed: ParsedModule;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly constants: ReadonlyMap<string, { readonly arity: number; readonly place: Place }>;
  readonly variables: ReadonlyMap<string, Place>;
  readonly extends: readonly string[];
  /** Every name that occurs in the module. */
  readonly names: ReadonlySet<string>;
  /** Definitions that mention a variable, directly or through others. */
  readonly stateful: ReadonlySet<string>;
  /** Definitions that mention a primed variable or UNCHANGED, directly or through others. */
  readonly actions: ReadonlySet<string>;
  place(node: Node): Place;
}

export function tabulate(parsed: ParsedModule): { table: ModuleTable; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const definitions = new Map<string, Definition>();
  const constants = new Map<string, { arity: number; place: Place }>();
  const variables = new Map<string, Place>();
  const extended: string[] = [];
  const recursive = new Map<string, Place>();
  const place = (node: Node): Place => placeOf(parsed.file, parsed.source, node.span);
  for (const unit of parsed.module.units) {
    switch (unit.kind) {
      case "Extends":
        for (const m of unit.modules) {
          if (standardModules.has(m.text)) {
            if (!extended.includes(m.text)) extended.push(m.text);
          } else diagnostics.push(unsupportedModule(m.text, place(m)));
        }
        break;
      case "Constants":
        for (const p of unit.params) constants.set(p.name.text, { arity: p.arity, place: place(p) });
        break;
      case "Variables":
        for (const n of unit.names) variables.set(n.text, place(n));
        break;
      case "Definition":
        definitions.set(unit.name.text, unit);
        break;
      case "FunctionDefinition":
        if (namesOf(unit.body).has(unit.name.text))
          diagnostics.push(unsupportedUnit("a function defined by itself", place(unit)));
        definitions.set(unit.name.text, asOperator(unit));
        break;
      case "Recursive":
        for (const p of unit.params) recursive.set(p.name.text, place(p));
        break;
      case "Instance":
        // `LOCAL INSTANCE Naturals` says the same as EXTENDS.
        if (unit.name === undefined && standardModules.has(unit.module.text)) {
          if (!extended.includes(unit.module.text)) extended.push(unit.module.text);
          break;
        }
        diagnostics.push(unsupportedUnit("INSTANCE", place(unit)));
        break;
      case "NestedModule":
        diagnostics.push(unsupportedUnit("a module inside the module", place(unit)));
        break;
      case "Assume":
      case "Theorem":
      case "Separator":
        break;
    }
  }
  const stateful = reaching(definitions, (name) => variables.has(name));
  const actions = reaching(definitions, undefined, isPriming);
  for (const [name, at] of recursive) {
    if (stateful.has(name) || actions.has(name))
      diagnostics.push(unsupportedUnit("a RECURSIVE operator that speaks of the state", at));
  }
  const names = namesIn(parsed);
  return {
    table: { parsed, definitions, constants, variables, extends: extended, names, stateful, actions, place },
    diagnostics,
  };
}

/** `f[x \in S] == e` as the operator `f == [x \in S |-> e]`. */
function asOperator(unit: Extract<Unit, { kind: "FunctionDefinition" }>): Definition {
  const body: Expr = { kind: "Function", id: unit.id, span: unit.span, bounds: unit.bounds, body: unit.body };
  const { id, span, local, name } = unit;
  return { kind: "Definition", id, span, local, name, fixity: "name", params: [], body };
}

function namesOf(e: Expr): ReadonlySet<string> {
  const out = new Set<string>();
  walk(e, (node) => {
    if (node.kind === "Apply") out.add(node.name);
  });
  return out;
}

function isPriming(node: Node): boolean {
  return (node.kind === "Postfix" && node.op === "'") || (node.kind === "Prefix" && node.op === "UNCHANGED");
}

/** Does a node, or a definition that it calls, contain a name or node that meets the test? */
function reaching(
  definitions: ReadonlyMap<string, Definition>,
  hitName?: (name: string) => boolean,
  hitNode?: (node: Node) => boolean,
): ReadonlySet<string> {
  const verdict = new Map<string, boolean>();
  const inNode = (node: Node): boolean => {
    if (hitNode?.(node) === true) return true;
    if (node.kind === "Apply" && (hitName?.(node.name) === true || inDefinition(node.name))) return true;
    return children(node).some(inNode);
  };
  const inDefinition = (name: string): boolean => {
    const known = verdict.get(name);
    if (known !== undefined) return known;
    const definition = definitions.get(name);
    if (definition === undefined) return false;
    verdict.set(name, false);
    const answer = inNode(definition.body);
    verdict.set(name, answer);
    return answer;
  };
  const out = new Set<string>();
  for (const name of definitions.keys()) if (inDefinition(name)) out.add(name);
  return out;
}

function namesIn(parsed: ParsedModule): ReadonlySet<string> {
  const out = new Set<string>();
  const visit = (node: Node): void => {
    if (node.kind === "Name") out.add(node.text);
    if (node.kind === "Apply") out.add(node.name);
    for (const child of children(node)) visit(child);
  };
  visit(parsed.module);
  return out;
}

/** Does `e` contain a primed variable, UNCHANGED, or a call of a definition that does? */
export function isAction(table: ModuleTable, e: Node): boolean {
  if (isPriming(e)) return true;
  if (e.kind === "Apply" && table.actions.has(e.name)) return true;
  return children(e).some((c) => isAction(table, c));
}

/** Does `e` mention one of `names`, directly or through definitions? */
export function reads(table: ModuleTable, e: Node, names: ReadonlySet<string>): boolean {
  if (e.kind === "Apply") {
    if (names.has(e.name)) return true;
    const definition = table.stateful.has(e.name) ? table.definitions.get(e.name) : undefined;
    if (definition !== undefined && reads(table, definition.body, names)) return true;
  }
  return children(e).some((c) => reads(table, c, names));
}

/** Names with their places, of a Definition's operator or the module. */
export function placeOfName(table: ModuleTable, name: string): Place | undefined {
  const definition = table.definitions.get(name);
  if (definition !== undefined) return table.place(definition.name);
  return table.constants.get(name)?.place ?? table.variables.get(name);
}
