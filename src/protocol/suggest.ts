/** What a mapping file could still say about a protocol, and the first version of one. */
import { type InitialState, readInit } from "./init.js";
import type { Mapping } from "./mapping.js";
import type { ModuleTable } from "./table.js";
import { nameOf } from "./terms.js";
import type { Protocol } from "./types.js";

/** One line each: the key, what the module offers for it, and what follows from leaving it out. */
export function suggestions(protocol: Protocol, table: ModuleTable, mapping: Mapping): readonly string[] {
  const out: string[] = [];
  const stated: Mapping = {
    ...(mapping.nodes === undefined ? { nodes: protocol.nodeSet } : {}),
    ...(mapping.network === undefined ? { network: networkOf(protocol) } : {}),
    ...(mapping.kindField === undefined ? { kindField: protocol.kindField } : {}),
  };
  const found = Object.entries(stated).map(([key, value]) => `${key} ${value}`);
  if (found.length > 0) out.push(`found by reading, need not be said: ${found.join(", ")}`);
  const chosen = chosenFreely(protocol);
  if (chosen.length > 0)
    out.push(`clientValues: sets from which clients choose, not nodes; candidates: ${chosen.join(", ")}`);
  if (mapping.invariants === undefined) {
    const candidates = predicates(table, mapping);
    const which = candidates.length === 0 ? "" : `; the module has ${candidates.join(", ")}`;
    out.push(`invariants: those that must hold of correct nodes (default: the model's)${which}`);
  }
  if (mapping.goals === undefined)
    out.push("goals: states that must stay reachable (default: none, so nothing shows that work gets done)");
  if (mapping.run === undefined) out.push("run: how replicas are run (needed to generate them)");
  return out;
}

/** As a mapping file names it: the variable, or the variables. */
function networkOf(protocol: Protocol): string | string[] {
  const parts = protocol.transport?.parts.map((p) => p.variable) ?? [];
  return parts.length > 1 ? parts : (parts[0] ?? protocol.network);
}

/** Constants that parameters range over and that are neither nodes, keys nor known to be the clients'. */
function chosenFreely(protocol: Protocol): readonly string[] {
  const known = new Set([protocol.nodeSet, ...protocol.owners.map((o) => o.keys)]);
  const constants = new Set(protocol.constants.map((c) => c.name));
  const out = new Set<string>();
  for (const a of protocol.actions) {
    for (const p of a.params) {
      const name = nameOf(p.domain);
      if (name !== undefined && !p.client && constants.has(name) && !known.has(name)) out.add(name);
    }
  }
  return [...out];
}

/** Operators without parameters that speak of the state, and of no step: those that could be invariants. */
function predicates(table: ModuleTable, mapping: Mapping): readonly string[] {
  const out: string[] = [];
  for (const [name, definition] of table.definitions) {
    const { kind } = definition.body;
    const isValue = kind === "Tuple" || kind === "Set" || kind === "SetFilter" || kind === "SetMap";
    if (isValue || definition.params.length > 0 || !table.stateful.has(name)) continue;
    if (table.actions.has(name) || table.temporal.has(name) || name === (mapping.init ?? "Init")) continue;
    out.push(name);
  }
  return out;
}

/**
 * The text of a first mapping file: what was found, and empty lists to fill in. (No `invariants`: an empty list would
 * mean that there are none.) Of a module that is not understood yet it says what can be told from the initial predicate.
 */
export function firstMapping(protocol: Protocol | undefined, table: ModuleTable): string {
  const initial = protocol === undefined ? initialState(table) : undefined;
  const mapping: Mapping = {
    ...(initial === undefined ? {} : startOf(initial)),
    ...(protocol === undefined
      ? {}
      : { nodes: protocol.nodeSet, network: networkOf(protocol), kindField: protocol.kindField }),
    owners: [],
    clientValues: [],
    goals: [],
  };
  return `${JSON.stringify(mapping, null, 2)}\n`;
}

/** Of a module that is not read: its nodes, and the network if only one variable can be it. */
function startOf({ nodeSet, candidates }: InitialState): Mapping {
  const [only, more] = candidates;
  return only === undefined || more !== undefined
    ? { nodes: nodeSet }
    : { nodes: nodeSet, network: only.name };
}

function initialState(table: ModuleTable): InitialState | undefined {
  const init = table.definitions.get("Init");
  return init === undefined ? undefined : readInit(table, init.body, {}).initial;
}
