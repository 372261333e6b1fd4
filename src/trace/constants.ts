/**
 * The constants under which a run is validated: those of a model of the specification, changed by what the mapping file
 * says about running it and by what the user says; what clients may ask for is extended by what they asked for.
 */
import type { Mapping } from "../protocol/mapping.js";
import type { Protocol } from "../protocol/types.js";
import type { CfgItem } from "../tla/cfg.js";
import { int, model, modelNames, setOf, string, type Value } from "../tla/value.js";
import type { Run } from "./collect.js";
import { valueOfJson } from "./json-value.js";

export interface TraceConstants {
  readonly constants: readonly CfgItem[];
  readonly models: ReadonlySet<string>;
  /** The nodes, as the logs call them. */
  readonly nodes: readonly string[];
}

export interface ConstantSources {
  /** The model's entries. */
  readonly cfg: readonly CfgItem[];
  readonly mapping: Mapping;
  /** Name and value, from the command line. */
  readonly given: ReadonlyMap<string, Value>;
  /** All nodes, if the user says them. */
  readonly nodes: readonly string[] | undefined;
}

export function traceConstants(protocol: Protocol, run: Run, sources: ConstantSources): TraceConstants {
  const values = new Map<string, Value>();
  const items: CfgItem[] = [];
  for (const item of sources.cfg) {
    if (item.kind === "constant") values.set(item.name, item.value);
    else if (item.kind === "substitution") items.push(item);
  }
  for (const [name, json] of Object.entries(sources.mapping.run?.constants ?? {}))
    values.set(name, fromMapping(json, values.get(name)));
  for (const [name, value] of sources.given) values.set(name, value);
  const nodes = sources.nodes ?? nodeNames(values.get(protocol.nodeSet), run);
  values.set(protocol.nodeSet, setOf(nodes.map(nodeValue)));
  const models = new Set([...values.values()].flatMap((v) => [...modelNames(v)]));
  for (const [name, asked] of askedFor(protocol, run, models)) {
    const value = values.get(name);
    if (value?.kind === "set") values.set(name, setOf([...value.items, ...asked]));
  }
  const constants = [...values].map(([name, value]): CfgItem => ({ kind: "constant", name, value }));
  return { constants: [...items, ...constants], models, nodes };
}

/** A node's name as a value: a model value where TLA+ can name it so. */
function nodeValue(name: string): Value {
  return /^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/.test(name) ? model(name) : string(name);
}

/** The model's nodes if the run has no others; else the run's. */
function nodeNames(value: Value | undefined, run: Run): readonly string[] {
  const items = value?.kind === "set" ? value.items : [];
  const names = items.map((v) => (v.kind === "model" ? v.name : v.kind === "string" ? v.value : ""));
  return run.nodes.every((n) => names.includes(n)) ? names : run.nodes;
}

function fromMapping(json: number | string | readonly string[], old: Value | undefined): Value {
  const models = old === undefined ? new Set<string>() : modelNames(old);
  if (typeof json === "number") return int(json);
  if (typeof json === "string") return models.size > 0 ? model(json) : string(json);
  return setOf(json.map((s) => (models.size > 0 ? model(s) : string(s))));
}

/** What clients asked for, by the constant from which they choose. */
function askedFor(
  protocol: Protocol,
  run: Run,
  models: ReadonlySet<string>,
): ReadonlyMap<string, readonly Value[]> {
  const asked = new Map<string, Value[]>();
  for (const event of run.events) {
    const action = protocol.actions.find((a) => a.name === event.action);
    for (const { name, client, domain } of action?.params ?? []) {
      if (!client || domain.kind !== "Apply" || domain.args.length > 0) continue;
      const value = valueOfJson(event.args[name], models);
      const before = asked.get(domain.name);
      if (value === undefined) continue;
      if (before === undefined) asked.set(domain.name, [value]);
      else before.push(value);
    }
  }
  return asked;
}
