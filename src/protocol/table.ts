/** What a specification declares and defines, by name, and which definitions speak of the state or of a step. */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Apply, Definition, Node, ParsedModule } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import { children, walk } from "../tla/visit.js";
import { unsupportedUnit } from "./faults.js";
import { type Flat, flatten } from "./flatten.js";
import { nameOf } from "./terms.js";
import { placeIn, textIn } from "./texts.js";

/** One name space for all modules that make up the specification (see `flatten.ts`). */
export interface ModuleTable extends Flat {
  /** The root module. */
  readonly parsed: ParsedModule;
  readonly constants: ReadonlyMap<string, { readonly arity: number; readonly place: Place }>;
  readonly variables: ReadonlyMap<string, Place>;
  /** Definitions that mention a variable, directly or through others. */
  readonly stateful: ReadonlySet<string>;
  /** Definitions that mention a primed variable or UNCHANGED, directly or through others. */
  readonly actions: ReadonlySet<string>;
  /** Definitions that call themselves. */
  readonly recursive: ReadonlySet<string>;
  /** Of a node of the table. */
  place(node: Node): Place;
  /** What is written there. */
  text(node: Node): string;
}

/**
 * The levels that resolution gives are not asked for what speaks of the state: by SANY's rules a product of variables is
 * constant (`*` is declared so), and so is what `TLCGet` gives.
 */
export function tabulate(spec: ResolvedSpec): ModuleTable {
  const { root } = spec;
  const flat = flatten(spec);
  const { definitions, texts } = flat;
  const placed = (module: ParsedModule | undefined, node: Node): Place => {
    const { file, source } = module ?? root.parsed;
    return placeOf(file, source, node.span);
  };
  const calls = callsOf(definitions);
  const variables = new Map(root.variables.map((d) => [d.name, placed(d.module?.parsed, d.node)]));
  const stateful = reaching(definitions, calls, (n) => n.kind === "Apply" && variables.has(nameOf(n) ?? ""));
  const recursive = recursiveOnes(calls);
  const refused = new Map(flat.refused);
  for (const name of recursive)
    if (stateful.has(name)) refused.set(name, "a RECURSIVE operator that speaks of the state");
  return {
    ...flat,
    parsed: root.parsed,
    constants: new Map(
      root.constants.map((d) => [
        d.name,
        { arity: d.params.length, place: placed(d.module?.parsed, d.node) },
      ]),
    ),
    variables,
    stateful,
    actions: reaching(definitions, calls, isPriming),
    recursive,
    refused,
    place: (node) => placeIn(texts, node.span),
    text: (node) => textIn(texts, node.span),
  };
}

/** The definition that a node calls, unless it calls itself, and the call as one by name: `a (+) b` as `(+)(a, b)`. */
export function callOf(
  table: ModuleTable,
  node: Node,
): { readonly definition: Definition; readonly call: Apply } | undefined {
  const name = calledName(node);
  const definition = name === undefined ? undefined : table.definitions.get(name);
  if (definition === undefined || name === undefined || table.recursive.has(name)) return undefined;
  if (node.kind === "Apply") return { definition, call: node };
  const { id, span } = node;
  const args =
    node.kind === "Infix"
      ? [node.left, node.right]
      : node.kind === "Prefix" || node.kind === "Postfix"
        ? [node.arg]
        : [];
  return { definition, call: { kind: "Apply", id, span, path: [], name, args } };
}

function calledName(node: Node): string | undefined {
  switch (node.kind) {
    case "Apply":
      return node.path.length === 0 ? node.name : undefined;
    case "OperatorRef":
    case "Infix":
    case "Prefix":
    case "Postfix":
      return node.op;
    default:
      return undefined;
  }
}

function isPriming(node: Node): boolean {
  return (node.kind === "Postfix" && node.op === "'") || (node.kind === "Prefix" && node.op === "UNCHANGED");
}

/** What each definition calls, of the others. */
function callsOf(definitions: ReadonlyMap<string, Definition>): ReadonlyMap<string, ReadonlySet<string>> {
  const out = new Map<string, ReadonlySet<string>>();
  for (const [name, { body }] of definitions) {
    const called = new Set<string>();
    walk(body, (node) => {
      const to = calledName(node);
      if (to !== undefined && definitions.has(to)) called.add(to);
    });
    out.set(name, called);
  }
  return out;
}

/** The definitions of which some node, their own or one of a definition that they call, meets the test. */
function reaching(
  definitions: ReadonlyMap<string, Definition>,
  calls: ReadonlyMap<string, ReadonlySet<string>>,
  hit: (node: Node) => boolean,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const [name, { body }] of definitions) {
    let found = false;
    walk(body, (node) => {
      found ||= hit(node);
      return !found;
    });
    if (found) out.add(name);
  }
  for (let before = -1; before !== out.size; ) {
    before = out.size;
    for (const [name, called] of calls) if ([...called].some((c) => out.has(c))) out.add(name);
  }
  return out;
}

/** The definitions that call themselves, directly or through others. */
function recursiveOnes(calls: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const out = new Set<string>();
  for (const start of calls.keys()) {
    const seen = new Set<string>();
    const pending = [...(calls.get(start) ?? [])];
    for (let at = pending.pop(); at !== undefined && !seen.has(start); at = pending.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      pending.push(...(calls.get(at) ?? []));
    }
    if (seen.has(start)) out.add(start);
  }
  return out;
}

/** Does `e` contain a primed variable, UNCHANGED, or a call of a definition that does? */
export function isAction(table: ModuleTable, e: Node): boolean {
  if (isPriming(e)) return true;
  if (table.actions.has(calledName(e) ?? "")) return true;
  return children(e).some((c) => isAction(table, c));
}

/** Does `e` mention one of `names`, directly or through definitions? */
export function reads(table: ModuleTable, e: Node, names: ReadonlySet<string>): boolean {
  const name = calledName(e);
  if (name !== undefined) {
    if (names.has(name)) return true;
    if (table.stateful.has(name)) {
      const definition = callOf(table, e)?.definition;
      if (definition === undefined || reads(table, definition.body, names)) return true;
    }
  }
  return children(e).some((c) => reads(table, c, names));
}

/** Where a definition, constant or variable is declared. */
export function placeOfName(table: ModuleTable, name: string): Place | undefined {
  const definition = table.definitions.get(name);
  if (definition !== undefined) return table.place(definition.name);
  return table.constants.get(name)?.place ?? table.variables.get(name);
}

/** Faults for what these nodes use that cannot be brought along (see `flatten.ts`), each thing once. */
export function unsupportedIn(table: ModuleTable, nodes: readonly Node[]): readonly Diagnostic[] {
  const out = new Map<string, Diagnostic>();
  for (const node of nodes) {
    walk(node, (n) => {
      const name = calledName(n) ?? "";
      const what = table.refused.get(name);
      if (what !== undefined && !out.has(name)) out.set(name, unsupportedUnit(what, table.place(n)));
    });
  }
  return [...out.values()];
}
