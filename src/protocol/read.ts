/** From a resolved specification (and its mapping) to the protocol description: the stage's front door. */

import type { Diagnostic } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Definition, Expr } from "../tla/ast.js";
import type { Cfg } from "../tla/cfg.js";
import { walk } from "../tla/visit.js";
import { type ActedBranch, actOf, type Frame, senderFieldOf, variablesIn } from "./actor.js";
import { behaviourFor } from "./behaviour.js";
import { type Branch, branchesOf } from "./branches.js";
import { type Carrying, carry } from "./carry.js";
import { type WithoutEnvironment, withoutEnvironment } from "./environment.js";
import { mappingName, noAction } from "./faults.js";
import { type InitialState, readInit } from "./init.js";
import { type NetworkFrame, withInputs } from "./inputs.js";
import { elementsOf, kindsOf, tagText } from "./kinds.js";
import { liarsAmong } from "./liars.js";
import type { Mapping, PlaceAt } from "./mapping.js";
import { findNetwork, networkVariables } from "./network.js";
import { refusedGlobal, refusedQueue, refusedSilence } from "./refusals.js";
import { isAction, type ModuleTable, placeOfName, tabulate, unsupportedIn } from "./table.js";
import { equation, freshName, nameOf, primedName, stripParens } from "./terms.js";
import type { Assumption, LocalAction, MessageKind, Protocol, SliceVariable, Transport } from "./types.js";

export interface MappingSource {
  readonly file: string;
  readonly mapping: Mapping;
  readonly placeAt: PlaceAt;
}

export const noMapping: MappingSource = { file: "mapping", mapping: {}, placeAt: () => undefined };

export interface ReadProtocol {
  readonly table: ModuleTable;
  /** There exactly if no diagnostic is an error. */
  readonly protocol: Protocol | undefined;
  /** What it was read from, in the table's name space. */
  readonly behaviour?: { readonly init: Expr; readonly next: Expr };
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the protocol in a specification; `model` says which behaviour is meant where the mapping does not. */
export function readProtocol(
  spec: ResolvedSpec,
  source: MappingSource = noMapping,
  model?: Cfg,
): ReadProtocol {
  const table = tabulate(spec);
  const { mapping } = source;
  const found = behaviourFor(spec, table, source, model);
  const diagnostics: Diagnostic[] = [...checkMapping(table, source), ...found.diagnostics];
  const { init, next } = found;
  if (init === undefined || next === undefined || diagnostics.some(isError))
    return { table, protocol: undefined, diagnostics };
  const start = readInit(table, init, mapping);
  diagnostics.push(...start.diagnostics);
  if (start.initial === undefined) return { table, protocol: undefined, diagnostics: inOrder(diagnostics) };
  const protocol = assemble(table, start.initial, next, mapping, diagnostics);
  if (protocol !== undefined) diagnostics.push(...unsupportedIn(table, everythingOf(protocol)));
  if (protocol !== undefined && !diagnostics.some(isError)) diagnostics.push(...checkNames(protocol, source));
  const failed = diagnostics.some(isError);
  const behaviour = { init, next };
  return { table, protocol: failed ? undefined : protocol, behaviour, diagnostics: inOrder(diagnostics) };
}

/** Every expression of a protocol. */
function everythingOf(protocol: Protocol): readonly Expr[] {
  return [
    ...protocol.actions.flatMap(expressionsOf),
    ...protocol.slice.map((v) => v.initial),
    ...protocol.operators.map((o) => o.body),
  ];
}

/** From the top of the module to its end, one fault at a place only once. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const key = `${d.code} ${d.message} ${d.place?.line}:${d.place?.column}`;
    if (!seen.has(key)) seen.set(key, d);
  }
  const at = (d: Diagnostic): number => (d.place === undefined ? 0 : d.place.line);
  return [...seen.values()].sort((a, b) => at(a) - at(b) || (a.place?.column ?? 0) - (b.place?.column ?? 0));
}

const isError = (d: Diagnostic): boolean => d.severity === "error";

function checkMapping(table: ModuleTable, { mapping, placeAt }: MappingSource): readonly Diagnostic[] {
  const out: Diagnostic[] = [];
  const known = (name: string | undefined, what: string, path: (string | number)[]): void => {
    if (name !== undefined && placeOfName(table, name) === undefined) {
      out.push(mappingName(name, what, placeAt(path)));
    }
  };
  known(mapping.nodes, "the node set", ["nodes"]);
  if (typeof mapping.network === "string") known(mapping.network, "the network variable", ["network"]);
  const each = (names: readonly string[] | undefined, what: string, key: string): void => {
    for (const [k, name] of (names ?? []).entries()) known(name, what, [key, k]);
  };
  for (const [k, o] of (mapping.owners ?? []).entries())
    known(o.keys, "the set of keys", ["owners", k, "keys"]);
  if (typeof mapping.network === "object") each(mapping.network, "the network variable", "network");
  each(mapping.environment, "the variable", "environment");
  each(mapping.clientValues, "the set of client values", "clientValues");
  each(mapping.invariants, "the invariant", "invariants");
  known(mapping.run?.decided, "the operator", ["run", "decided"]);
  return out;
}

/** The names of actions, parameters and fields that a mapping file gives. */
function checkNames(protocol: Protocol, { mapping, placeAt }: MappingSource): readonly Diagnostic[] {
  const out: Diagnostic[] = [];
  const actions = new Set(protocol.actions.map((a) => a.name));
  const fields = new Set(protocol.kinds.flatMap((k) => k.fields));
  const check = (known: ReadonlySet<string>, name: string, what: string, path: (string | number)[]): void => {
    if (!known.has(name)) out.push(mappingName(name, what, placeAt(path), [...known]));
  };
  for (const [k, o] of (mapping.owners ?? []).entries())
    check(fields, o.field, "the message field", ["owners", k, "field"]);
  for (const [k, goal] of (mapping.goals ?? []).entries()) {
    for (const [j, name] of (goal.skip ?? []).entries())
      check(actions, name, "the action", ["goals", k, "skip", j]);
  }
  const variables = new Set(protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name));
  for (const [k, name] of (mapping.durable ?? []).entries())
    check(variables, name, "the variable of a node", ["durable", k]);
  const { run } = mapping;
  if (run === undefined) return out;
  check(actions, run.clientAction, "the action", ["run", "clientAction"]);
  const client = protocol.actions.find((a) => a.name === run.clientAction);
  const params = new Set(client?.params.map((p) => p.name));
  if (client !== undefined)
    check(params, run.clientParameter, `the parameter of ${client.name}`, ["run", "clientParameter"]);
  for (const [k, name] of run.timeouts.entries()) check(actions, name, "the action", ["run", "timeouts", k]);
  if (run.restart !== undefined) check(actions, run.restart, "the action", ["run", "restart"]);
  return out;
}

function assemble(
  table: ModuleTable,
  initial: InitialState,
  next: Expr,
  mapping: Mapping,
  diagnostics: Diagnostic[],
): Protocol | undefined {
  if (!isAction(table, next)) {
    diagnostics.push(noAction(table.place(next)));
    return undefined;
  }
  const prepared = prepare(table, initial, next, mapping, diagnostics);
  if (prepared === undefined) return undefined;
  const { transport, carrying, free, ghosts, left, still } = prepared;
  // Of steps that only write variables that are refused, enough has been said.
  const refused = new Set([...left].filter((name) => !ghosts.some((g) => g.name === name)));
  const branches = diagnostics.some(isError)
    ? carrying.branches.filter((b) => !writesOnly(b, refused))
    : carrying.branches;
  const slice = initial.slice.filter((v) => !left.has(v.name));
  const owners = mapping.owners ?? [];
  const names = namesFor(table);
  const frame: Frame = {
    table,
    nodeSet: initial.nodeSet,
    perNode: new Set(slice.map((v) => v.name)),
    // Global variables that are none have been reported above: once is enough.
    ghosts: left,
    network: transport.name,
    owners,
    sliceName: names.slice,
    diagnostics,
  };
  const acted = actedOf(frame, branches);
  const { kinds, kindField, diagnostics: kindFaults } = kindsOf(table, acted, mapping.kindField, owners);
  // Where nothing is sent, earlier faults say why.
  const silent = acted.every((b) => b.sends.length === 0);
  if (!silent || !diagnostics.some(isError)) diagnostics.push(...kindFaults);
  const clientSets = new Set(mapping.clientValues ?? []);
  const ownKindsRead = new Set<string>();
  const network: NetworkFrame = {
    ...frame,
    kinds,
    kindField,
    sentName: names.sent,
    clientSets,
    ownKindsRead,
  };
  const read = acted.map((b) => withInputs(network, b));
  const sentAdded = ownKindsRead.size === 0 ? read : read.map((a) => recordSends(table, a, network));
  return {
    stage: "protocol",
    module: table.parsed.module.name.text,
    file: table.parsed.file,
    texts: table.texts,
    extends: table.extends,
    nodeSet: initial.nodeSet,
    network: transport.name,
    ...(carrying.plain ? {} : { transport }),
    constants: [...table.constants].map(([name, c]) => ({ name, ...c })),
    slice: ownKindsRead.size === 0 ? slice : [...slice, sentVariable(names.sent, next, table)],
    kinds,
    kindField,
    actions: sentAdded,
    operators: operatorsUsed(
      table,
      { ...initial, slice },
      sentAdded,
      owners.map((o) => o.keys),
    ),
    owners,
    names,
    ghosts,
    assumptions: [
      ...assumptionsOf(
        sentAdded,
        kinds,
        ghosts.filter((g) => !free.left.some((v) => v.name === g.name)),
      ),
      ...free.assumptions,
      ...carrying.assumptions,
      ...still,
    ],
  };
}

interface Prepared {
  readonly transport: Transport;
  readonly carrying: Carrying;
  readonly free: WithoutEnvironment;
  readonly ghosts: InitialState["global"];
  /** Variables that no step speaks of. */
  readonly left: ReadonlySet<string>;
  /** Of steps that change nothing. */
  readonly still: readonly Assumption[];
}

/** The next-state relation taken apart, over one network, without what is the environment's. */
function prepare(
  table: ModuleTable,
  initial: InitialState,
  next: Expr,
  mapping: Mapping,
  diagnostics: Diagnostic[],
): Prepared | undefined {
  const could = new Set(initial.candidates.map((c) => c.name));
  const { branches: written, diagnostics: faults } = branchesOf(table, next, could);
  diagnostics.push(...faults);
  if (written.length === 0) return undefined;
  const lying = liarsAmong(table, written, [...could]);
  if (lying !== undefined) {
    // What else cannot be read of it says nothing.
    diagnostics.splice(0, diagnostics.length, lying);
    return undefined;
  }
  const still = written.filter((b) => isStill(table, b));
  const moving = written.filter((b) => !still.includes(b));
  const before = diagnostics.length;
  const transport = findNetwork(table, initial, moving, mapping, diagnostics);
  if (transport === undefined) {
    const queue = refusedQueue(table, [...table.variables.keys()], moving);
    if (queue !== undefined) {
      diagnostics.splice(before, diagnostics.length - before, queue);
      return undefined;
    }
  }
  const named = (mapping.environment ?? []).flatMap((name) => {
    const place = table.variables.get(name);
    return place === undefined ? [] : [{ name, place }];
  });
  const free = withoutEnvironment(table, moving, initial.values, initial.global, named, diagnostics);
  const networks = transport === undefined ? new Set<string>() : networkVariables(transport);
  const global = initial.global.filter((g) => !networks.has(g.name));
  const ghosts = ghostsAmong(global, free.branches);
  for (const g of global)
    if (!ghosts.includes(g) && !named.some((n) => n.name === g.name))
      diagnostics.push(refusedGlobal(table, g, free.branches, initial.nodeSet));
  if (transport === undefined) {
    if (initial.candidates.length === 0) diagnostics.push(...refusedSilence(table, initial, moving));
    return undefined;
  }
  const left = new Set([...global, ...named].map((g) => g.name));
  const carrying = carry({ table, transport, ghosts: left, diagnostics }, free.branches);
  const assumptions = still.map((b) => ({
    text: `${b.name} changes nothing: left out`,
    place: table.place(b.at.kind === "Definition" ? b.at.name : b.at),
  }));
  return { transport, carrying, free, ghosts, left, still: assumptions };
}

/** A step that says of all variables that they stay, such as the last one of PlusCal's translations. */
function isStill(table: ModuleTable, { parts }: Branch): boolean {
  const kept = new Set<string>();
  for (const part of parts) {
    const bare = stripParens(part);
    if (bare.kind === "Prefix" && bare.op === "UNCHANGED")
      for (const v of variablesIn(table, bare.arg)) kept.add(nameOf(v) ?? "");
    else if (isAction(table, bare)) return false;
  }
  return [...table.variables.keys()].every((name) => kept.has(name));
}

/** Does it write nothing but variables that belong to no node? */
function writesOnly({ parts }: Branch, names: ReadonlySet<string>): boolean {
  const written = parts.flatMap((p) => {
    const sides = equation(p);
    const name = sides === undefined ? undefined : primedName(sides.left);
    return name === undefined ? [] : [name];
  });
  return written.length > 0 && written.every((name) => names.has(name));
}

/** Who takes a step that no variable tells is asked of the messages once the others' are known. */
function actedOf(frame: Frame, branches: readonly Branch[]): readonly ActedBranch[] {
  const first: Diagnostic[] = [];
  const acted = branches.flatMap((b) => actOf({ ...frame, diagnostics: first }, b) ?? []);
  const senderField = acted.length < branches.length ? senderFieldOf(frame.table, acted) : undefined;
  if (senderField === undefined) {
    frame.diagnostics.push(...first);
    return acted;
  }
  return branches.flatMap((b) => actOf({ ...frame, senderField }, b) ?? []);
}

function namesFor(table: ModuleTable): Protocol["names"] {
  return {
    slice: firstFree(["s", "st", "own", "slice"], table.names),
    sent: firstFree(["sent", "sentMessages", "ownMessages"], table.names),
  };
}

function firstFree(wanted: readonly string[], taken: ReadonlySet<string>): string {
  return wanted.find((w) => !taken.has(w)) ?? freshName(wanted[0] ?? "x", taken);
}

/** Global variables that no guard, message or other variable reads. */
function ghostsAmong(global: InitialState["global"], branches: readonly Branch[]): InitialState["global"] {
  const read = new Set<string>();
  for (const branch of branches) {
    for (const part of branch.parts) {
      if (part.kind === "Prefix" && part.op === "UNCHANGED") continue;
      const own = part.kind === "Infix" ? primedName(part.left) : undefined;
      walk(part, (node) => {
        if (node.kind === "Apply" && node.name !== own) read.add(node.name);
      });
    }
  }
  return global.filter((g) => !read.has(g.name));
}

function sentVariable(name: string, at: Expr, table: ModuleTable): SliceVariable {
  const { id, span } = at;
  const initial: Expr = { kind: "Set", id, span, items: [] };
  return {
    name,
    place: table.place(at),
    initial,
    initialSelf: freshName("self", table.names),
    origin: "sent",
  };
}

/** The action also remembers what it sends of the kinds that some action looks for among a node's own messages. */
function recordSends(table: ModuleTable, action: LocalAction, frame: NetworkFrame): LocalAction {
  const updates = [...action.updates];
  let value: Expr | undefined;
  for (const send of action.sends) {
    const records = elementsOf(table, send.messages) ?? [];
    const tags = records.map((r) => r.fields.find((f) => f.name.text === frame.kindField)?.value);
    const wanted = tags.map((t) => t !== undefined && frame.ownKindsRead.has(tagText(table, t) ?? ""));
    if (!wanted.includes(true)) continue;
    const { id, span } = send.messages;
    const record: Expr = { kind: "Apply", id, span, path: [], name: frame.sliceName, args: [] };
    const before: Expr = value ?? {
      kind: "Field",
      id,
      span,
      record,
      name: { kind: "Name", id, span, text: frame.sentName },
    };
    value = { kind: "Infix", id, span, op: "\\cup", left: before, right: send.messages };
  }
  if (value !== undefined) updates.push({ variable: frame.sentName, value, place: action.place });
  return { ...action, updates };
}

/** Pure operators that the protocol's expressions call, callees before callers. */
function operatorsUsed(
  table: ModuleTable,
  initial: InitialState,
  actions: readonly LocalAction[],
  roots: readonly string[],
): readonly Definition[] {
  const out: Definition[] = [];
  const seen = new Set<string>();
  const need = (name: string): void => {
    const found = table.definitions.get(name);
    if (found === undefined || seen.has(name) || table.stateful.has(name)) return;
    seen.add(name);
    visit(found.body);
    out.push(found);
  };
  const visit = (e: Expr): void =>
    walk(e, (node) => {
      if (node.kind === "Apply") need(node.name);
      if (node.kind === "OperatorRef") need(node.op);
      if (node.kind === "Infix" || node.kind === "Prefix" || node.kind === "Postfix") need(node.op);
    });
  need(initial.nodeSet);
  for (const root of roots) need(root);
  for (const v of initial.slice) visit(v.initial);
  for (const a of actions) for (const e of expressionsOf(a)) visit(e);
  return out;
}

/** Every expression of an action. */
export function expressionsOf(a: LocalAction): readonly Expr[] {
  return [
    ...a.params.map((p) => p.domain),
    ...a.inputs.flatMap((i) => i.filter),
    ...a.lets.map((l) => l.body),
    ...a.guards,
    ...a.updates.map((u) => u.value),
    ...a.sends.map((s) => s.messages),
  ];
}

function assumptionsOf(
  actions: readonly LocalAction[],
  kinds: readonly MessageKind[],
  ghosts: InitialState["global"],
): readonly Assumption[] {
  const out: Assumption[] = [
    {
      text: "a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known",
    },
  ];
  for (const a of actions) {
    for (const i of a.inputs) {
      if (i.mode !== "set") continue;
      const text = `${a.name} reads ${i.name}: any subset of the matching messages may have been received`;
      out.push({ text, place: i.place });
    }
  }
  for (const k of kinds) {
    if (k.sender.by !== "owner") continue;
    const text = `the sender of ${k.tag} messages is the owner of their ${k.sender.field}`;
    out.push({ text, ...(k.sites[0] ? { place: k.sites[0].place } : {}) });
  }
  for (const g of ghosts)
    out.push({ text: `${g.name} influences nothing that a node does: left out`, place: g.place });
  return out;
}
