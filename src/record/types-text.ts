/**
 * The types of what a program can record of a specification, as TypeScript: its actions with their parameters, the
 * messages, and its variables as one node knows them. `recorder<Trace>(…)` then refuses a misspelt action or field.
 */
import { unreachable } from "../report/diagnostic.js";
import type { Shape } from "../structure/shapes.js";
import type { ActionFact, Structure } from "../structure/types.js";

/** A TypeScript module; `trace` is the name of its main type. */
export function traceTypesText(structure: Structure, header: string, trace = "Trace"): string {
  const sets = namedSets(structure);
  const names = new Names(sets, [trace]);
  const kinds = structure.kinds.map((kind) => ({ ...kind, type: names.fresh(`${kind.name}Message`) }));
  const message = kinds.length === 0 ? undefined : names.fresh("Message");
  const networks = new Set(structure.networks.map((n) => n.variable));
  const domains: Domains = { names, networks, message };
  const lines = [
    header,
    ...[...sets].flatMap((set) => [
      "",
      `/** An element of ${set}. */`,
      `export type ${names.of(set)} = string | number;`,
    ]),
    ...kinds.flatMap((kind) => [
      "",
      `export interface ${kind.type} {`,
      ...kind.fields.map((f) => `  readonly ${key(f.name)}: ${typeOf(f.shape, names)};`),
      "}",
    ]),
    ...(message === undefined
      ? []
      : ["", `export type ${message} = ${kinds.map((k) => k.type).join(" | ")};`]),
    "",
    `export interface ${trace} {`,
    "  readonly actions: {",
    ...actionLines(structure.actions, domains),
    "  };",
    "  /** A variable that is a function over the nodes: its value at the node that records. */",
    "  readonly state: {",
    ...structure.variables
      .filter((v) => !networks.has(v.name))
      .map((v) => `    readonly ${key(v.name)}: ${typeOf(atNode(structure, v.name, v.shape), names)};`),
    "  };",
    "}",
    "",
  ];
  return lines.join("\n");
}

interface Domains {
  readonly names: Names;
  readonly networks: ReadonlySet<string>;
  readonly message: string | undefined;
}

/** Disjuncts of one operator are one action to a program, with the parameters of all. */
function actionLines(actions: readonly ActionFact[], domains: Domains): readonly string[] {
  const merged = new Map<string, Map<string, Set<string>>>();
  const count = new Map<string, number>();
  for (const { operator, parameters } of actions) {
    const known = merged.get(operator) ?? new Map<string, Set<string>>();
    merged.set(operator, known);
    count.set(operator, (count.get(operator) ?? 0) + 1);
    for (const p of parameters)
      known.set(p.name, new Set([...(known.get(p.name) ?? []), parameterType(p.domain, domains)]));
  }
  return [...merged].map(([operator, parameters]) => {
    const all = actions.filter((a) => a.operator === operator);
    const fields = [...parameters].map(([name, types]) => {
      const everywhere = all.every((a) => a.parameters.some((p) => p.name === name));
      return `readonly ${key(name)}${everywhere ? "" : "?"}: ${[...types].join(" | ")}`;
    });
    return `    readonly ${key(operator)}: { ${fields.join("; ")} };`.replace(
      "{  }",
      "Readonly<Record<string, never>>",
    );
  });
}

function parameterType(domain: string, { names, networks, message }: Domains): string {
  const word = domain.trim();
  if (names.has(word)) return names.of(word);
  if (word === "BOOLEAN") return "boolean";
  if (word === "Nat" || word === "Int" || word.includes("..")) return "number";
  if (word === "STRING") return "string";
  const base = /^(?:DOMAIN )?(\w+)/.exec(word)?.[1] ?? "";
  return message !== undefined && networks.has(base) ? message : "unknown";
}

/** What a node knows of a variable that is a function over the nodes. */
function atNode(structure: Structure, variable: string, shape: Shape): Shape {
  const ofNodes = structure.roles.some((r) =>
    r.variables.some((v) => v.name === variable && v.position === 1),
  );
  return ofNodes && shape.kind === "function" ? shape.to : shape;
}

function namedSets(structure: Structure): ReadonlySet<string> {
  const found = new Set<string>(structure.roles.map((r) => r.set));
  const constants = new Set(structure.constants.map((c) => c.name));
  for (const a of structure.actions)
    for (const p of a.parameters) if (constants.has(p.domain)) found.add(p.domain);
  const add = (shape: Shape): void => {
    if (shape.kind === "element") found.add(shape.of);
    for (const part of partsOf(shape)) add(part);
  };
  for (const v of structure.variables) add(v.shape);
  for (const k of structure.kinds) for (const f of k.fields) add(f.shape);
  return new Set([...found].filter((name) => /^[A-Za-z_]\w*$/.test(name)));
}

function partsOf(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case "record":
      return shape.fields.map((f) => f.shape);
    case "function":
      return [shape.from, shape.to];
    case "sequence":
    case "set":
    case "bag":
      return [shape.of];
    case "tuple":
      return shape.items;
    case "union":
      return shape.of;
    default:
      return [];
  }
}

function typeOf(shape: Shape, names: Names): string {
  const inner = (s: Shape): string => typeOf(s, names);
  const listed = (s: Shape): string => {
    const type = inner(s);
    return /[|&]/.test(type) ? `(${type})` : type;
  };
  switch (shape.kind) {
    case "unknown":
    case "any":
      return "unknown";
    case "boolean":
      return "boolean";
    case "integer":
      return "number";
    case "string":
      return shape.values.length === 0 ? "string" : shape.values.map((v) => JSON.stringify(v)).join(" | ");
    case "element":
      return names.has(shape.of) ? names.of(shape.of) : "string | number";
    case "constant":
      return "string | number";
    case "record":
      return `{ ${shape.fields.map((f) => `readonly ${key(f.name)}: ${inner(f.shape)}`).join("; ")} }`;
    case "function":
      return `ReadonlyMap<${inner(shape.from)}, ${inner(shape.to)}> | Readonly<Record<string, ${inner(shape.to)}>>`;
    case "sequence":
      return `readonly ${listed(shape.of)}[]`;
    case "set":
      return `ReadonlySet<${inner(shape.of)}>`;
    case "bag":
      return `ReadonlyMap<${inner(shape.of)}, number>`;
    case "tuple":
      return `readonly [${shape.items.map(inner).join(", ")}]`;
    case "union": {
      const parts = [...new Set(shape.of.map(inner))];
      return parts.includes("unknown") ? "unknown" : parts.join(" | ");
    }
    default:
      return unreachable(shape);
  }
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** Names of types, each once. */
class Names {
  private readonly taken: Set<string>;
  private readonly types = new Map<string, string>();

  constructor(sets: ReadonlySet<string>, taken: readonly string[]) {
    this.taken = new Set([...taken, "Readonly", "Record", "ReadonlyMap", "ReadonlySet"]);
    for (const set of sets) this.types.set(set, this.fresh(set));
  }

  has(set: string): boolean {
    return this.types.has(set);
  }

  of(set: string): string {
    return this.types.get(set) ?? "unknown";
  }

  fresh(wanted: string): string {
    const base = /^[A-Za-z_]\w*$/.test(wanted) ? wanted : `T${wanted.replace(/\W/g, "_")}`;
    let name = base;
    for (let k = 2; this.taken.has(name); k++) name = `${base}${k}`;
    this.taken.add(name);
    return name;
  }
}
