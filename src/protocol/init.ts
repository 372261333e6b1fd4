/** The initial predicate: which variables belong to a node, with what first value, and which one is the network. */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { freeNames, substitute } from "../tla/visit.js";
import { inlineStateful } from "./actor.js";
import { initReads, initShape, noNodeSet } from "./faults.js";
import type { Mapping } from "./mapping.js";
import { callOf, type ModuleTable } from "./table.js";
import { conjunctsOf, equation, nameOf, stripParens } from "./terms.js";
import type { SliceVariable } from "./types.js";

export interface InitialState {
  readonly nodeSet: string;
  readonly slice: readonly SliceVariable[];
  /** Variables that belong to no node and start empty: one of them may hold the messages. */
  readonly candidates: readonly Candidate[];
  /** Variables that belong to no node. */
  readonly global: readonly { readonly name: string; readonly place: Place }[];
  /** What each variable starts with. */
  readonly values: ReadonlyMap<string, Expr>;
  readonly place: Place;
}

export interface Candidate {
  readonly name: string;
  /** `bag`: a function from messages to counts. */
  readonly form: "set" | "bag";
  readonly place: Place;
}

type FunctionExpr = Extract<Expr, { kind: "Function" }>;

export function readInit(
  table: ModuleTable,
  init: Expr,
  mapping: Mapping,
): { readonly initial: InitialState | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const values = new Map<string, Expr>();
  for (const part of partsOf(inlineStateful(table, init))) {
    const sides = equation(part);
    const name = sides === undefined ? undefined : nameOf(sides.left);
    if (sides !== undefined && name !== undefined && table.variables.has(name)) {
      values.set(name, overNamed(table, inlineOnce(table, sides.right)));
    }
  }
  for (const [name, place] of table.variables)
    if (!values.has(name)) diagnostics.push(initShape(name, place));
  const nodeSet = mapping.nodes ?? commonDomain(values);
  if (nodeSet === undefined) {
    return { initial: undefined, diagnostics: [...diagnostics, noNodeSet(table.place(init))] };
  }
  const slice: SliceVariable[] = [];
  const rest: { name: string; value: Expr; place: Place }[] = [];
  for (const [name, value] of values) {
    const place = table.variables.get(name) ?? table.place(value);
    const variable = perNode(name, value, nodeSet, place);
    if (variable === undefined) rest.push({ name, value, place });
    else slice.push(variable);
  }
  for (const v of slice) {
    const other = [...freeNames(v.initial)].find((n) => table.variables.has(n));
    if (other !== undefined) diagnostics.push(initReads(v.name, other, table.place(v.initial)));
  }
  const global = rest.map(({ name, place }) => ({ name, place }));
  const candidates = rest.flatMap(({ name, value, place }): Candidate[] => {
    const form = emptyForm(value);
    return form === undefined ? [] : [{ name, form, place }];
  });
  const place = table.place(init);
  return { initial: { nodeSet, slice, candidates, global, values, place }, diagnostics };
}

/** Conjuncts, also those of a LET, with what it defines put in. */
function partsOf(e: Expr): readonly Expr[] {
  return conjunctsOf(e).flatMap((part) => {
    if (part.kind !== "Let") return [part];
    const map = new Map<string, Expr>();
    for (const unit of part.units) {
      if (unit.kind !== "Definition" || unit.params.length > 0) return [part];
      map.set(unit.name.text, map.size === 0 ? unit.body : substitute(unit.body, map));
    }
    return partsOf(substitute(part.body, map));
  });
}

/** A value named by a parameterless operator is that operator's body, so that its form shows. */
function inlineOnce(table: ModuleTable, e: Expr): Expr {
  const definition = nameOf(e) === undefined ? undefined : callOf(table, stripParens(e))?.definition;
  return definition !== undefined && definition.params.length === 0 ? definition.body : e;
}

/** `[n \\in ProcSet |-> …]` where `ProcSet == (Node)`: the set under its own name. */
function overNamed(table: ModuleTable, value: Expr): Expr {
  const e = stripParens(value);
  const [only, more] = e.kind === "Function" ? e.bounds : [];
  if (e.kind !== "Function" || only?.domain === undefined || more !== undefined) return value;
  const domain = stripParens(inlineOnce(table, only.domain));
  return nameOf(domain) === undefined ? value : { ...e, bounds: [{ ...only, domain }] };
}

function perNode(name: string, value: Expr, nodeSet: string, place: Place): SliceVariable | undefined {
  const e = stripParens(value);
  if (e.kind !== "Function" || domainOf(e) !== nodeSet) return undefined;
  const self = e.bounds[0]?.names[0]?.text ?? "self";
  const more = e.bounds[0]?.names.slice(1) ?? [];
  if (more.length > 0 || e.bounds.length > 1) return undefined;
  return { name, place, initial: e.body, initialSelf: self, origin: "declared" };
}

function domainOf(e: FunctionExpr): string | undefined {
  const domain = e.bounds[0]?.domain;
  return domain === undefined ? undefined : nameOf(domain);
}

/** The set that most variables are functions over. */
function commonDomain(values: ReadonlyMap<string, Expr>): string | undefined {
  const count = new Map<string, number>();
  for (const value of values.values()) {
    const e = stripParens(value);
    const domain = e.kind === "Function" ? domainOf(e) : undefined;
    if (domain !== undefined) count.set(domain, (count.get(domain) ?? 0) + 1);
  }
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** `{}`, `[m \in {} |-> 0]`, `EmptyBag`. */
function emptyForm(value: Expr): Candidate["form"] | undefined {
  const e = stripParens(value);
  if (e.kind === "Set" && e.items.length === 0) return "set";
  if (nameOf(e) === "EmptyBag") return "bag";
  const domain = e.kind === "Function" && e.bounds.length === 1 ? e.bounds[0]?.domain : undefined;
  const over = domain === undefined ? undefined : stripParens(domain);
  return over?.kind === "Set" && over.items.length === 0 ? "bag" : undefined;
}

/** The initial value of a variable at node `node`. */
export function initialAt(variable: SliceVariable, node: Expr): Expr {
  return substitute(variable.initial, new Map([[variable.initialSelf, node]]));
}
