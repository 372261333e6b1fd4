/**
 * Who takes an action, and what it does to that node's slice: `x' = [x EXCEPT ![a] = e]` becomes `s.x := e`, `x[a]`
 * becomes `s.x`; whatever else mentions a node's variable is not local and refused.
 */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr, Node } from "../tla/ast.js";
import { mapExpr, substitute, walk } from "../tla/visit.js";
import type { Binder, Branch } from "./branches.js";
import {
  allNodesWritten,
  assignedTwice,
  networkUpdate,
  noActor,
  primedElsewhere,
  twoActors,
  updateShape,
} from "./faults.js";
import { elementsOf } from "./kinds.js";
import { localReads, primesIn } from "./local-reads.js";
import { addedTo, indexesWritten, isSliceField, valueAt } from "./new-values.js";
import { visibleRecords } from "./record-sets.js";
import { callOf, type ModuleTable } from "./table.js";
import {
  allNames,
  equation,
  fingerprint,
  freshName,
  inlineCall,
  mentions,
  nameOf,
  primedName,
  renameBound,
  stripParens,
} from "./terms.js";
import type { LocalAction, Owner } from "./types.js";

export interface Frame {
  readonly table: ModuleTable;
  readonly nodeSet: string;
  readonly perNode: ReadonlySet<string>;
  readonly ghosts: ReadonlySet<string>;
  readonly network: string;
  readonly owners: readonly Owner[];
  readonly sliceName: string;
  /** The field that holds the acting node in messages of other actions. */
  readonly senderField?: string;
  readonly diagnostics: Diagnostic[];
}

/** A branch with its actor found and its own variables read from the slice; the network is still read by name. */
export interface ActedBranch {
  readonly name: string;
  readonly place: Place;
  readonly actor: string;
  readonly ownedKey: LocalAction["ownedKey"];
  readonly binders: readonly Binder[];
  readonly lets: Branch["lets"];
  readonly guards: readonly Expr[];
  readonly updates: LocalAction["updates"];
  readonly sends: LocalAction["sends"];
  readonly weakened: readonly Expr[];
}

interface Sorted {
  readonly guards: Expr[];
  /** What `x'` is, by variable: other parts may read it. */
  readonly primes: Map<string, Expr>;
  readonly updates: { readonly variable: string; readonly value: Expr; readonly at: Expr }[];
}

export function actOf(frame: Frame, branch: Branch): ActedBranch | undefined {
  const clean = shownMessages(openedValues(prepare(frame, branch), frame.perNode), frame.network);
  const place = frame.table.place(branch.at.kind === "Definition" ? branch.at.name : branch.at);
  const sorted = sortParts(frame, clean.parts, branch.name);
  if (sorted === undefined) return undefined;
  const found = findActor(frame, clean, sorted, place);
  if (found === undefined) return undefined;
  const { actor, guards: extra, index } = found;
  const local = (e: Expr): Expr => localReads(frame, e, { index, actor, primes: sorted.primes }, branch.name);
  const updates: { variable: string; value: Expr; place: Place }[] = [];
  const sends: { messages: Expr; place: Place }[] = [];
  for (const u of sorted.updates) {
    const at = frame.table.place(u.at);
    if (frame.ghosts.has(u.variable)) continue;
    if (u.variable === frame.network) {
      const messages = addedTo(frame.network, u.value);
      if (messages === undefined) frame.diagnostics.push(networkUpdate(frame.network, at));
      else if (messages !== "none") {
        sends.push({ messages: local(visibleRecords(messages, frame.table.names)), place: at });
      }
      continue;
    }
    const value = valueAt(frame, u.variable, u.value, index);
    if (value === undefined) frame.diagnostics.push(updateShape(u.variable, at));
    else if (!isSliceField(value, frame.sliceName, u.variable)) {
      updates.push({ variable: u.variable, value: local(value), place: at });
    }
  }
  return {
    name: branch.name,
    place,
    actor,
    ownedKey: found.ownedKey,
    binders: clean.binders
      .filter((b) => b.name !== found.removed)
      .map((b) => ({ ...b, domain: local(b.domain) })),
    lets: clean.lets.map((l) => ({ ...l, body: local(l.body) })),
    guards: withActor(frame, extra, sorted.guards.map(local), actor),
    updates,
    sends,
    weakened: branch.weakened ?? [],
  };
}

/** What says who acts comes before the first guard about that node, and after those that make its field exist. */
function withActor(frame: Frame, extra: readonly Expr[], guards: readonly Expr[], actor: string): Expr[] {
  const about = new Set([frame.sliceName, actor]);
  const at = guards.findIndex((g) => mentions(g, about));
  return at < 0 ? [...guards, ...extra] : [...guards.slice(0, at), ...extra, ...guards.slice(at)];
}

/** State-reading helper operators inlined, and no bound variable called like a binder of the action. */
function prepare(frame: Frame, branch: Branch): Branch {
  const names = new Set([...branch.binders.map((b) => b.name), ...branch.lets.map((l) => l.name.text)]);
  const clean = (e: Expr): Expr => renameBound(inlineStateful(frame.table, e), names);
  return {
    ...branch,
    binders: branch.binders.map((b) => ({ ...b, domain: clean(b.domain) })),
    lets: branch.lets.map((l) => ({ ...l, body: clean(l.body) })),
    parts: branch.parts.map(clean),
  };
}

/**
 * `LET new == [x EXCEPT …] IN x' = new` as `x' = [x EXCEPT …]`: the LET would speak of all nodes. Where else `new` is read,
 * that is `x'`.
 */
function openedValues(branch: Branch, perNode: ReadonlySet<string>): Branch {
  const bodies = new Map(
    branch.lets.flatMap((l) => (l.params.length === 0 ? [[l.name.text, l.body] as const] : [])),
  );
  const opened = new Set<string>();
  const primes = new Map<string, Expr>();
  const given = branch.parts.map((part) => {
    const sides = equation(part);
    const variable = sides === undefined ? undefined : primedName(sides.left);
    const name = sides === undefined || variable === undefined ? undefined : nameOf(sides.right);
    const body = name === undefined ? undefined : bodies.get(name);
    const bare = stripParens(part);
    if (sides === undefined || name === undefined || body === undefined || bare.kind !== "Infix") return part;
    opened.add(name);
    if (perNode.has(variable ?? "")) primes.set(name, sides.left);
    return { ...bare, right: body };
  });
  if (opened.size === 0) return branch;
  const primed = (e: Expr): Expr => substitute(e, primes);
  const out: Branch = {
    ...branch,
    parts: given.map(primed),
    lets: branch.lets.map((l) => ({ ...l, body: primed(l.body) })),
    binders: branch.binders.map((b) => ({ ...b, domain: primed(b.domain) })),
  };
  return withoutUnread(out, opened);
}

/** Without those of these LETs that nothing reads any more. */
function withoutUnread(branch: Branch, names: { has(name: string): boolean }): Branch {
  const all = [...branch.parts, ...branch.lets.map((l) => l.body), ...branch.binders.map((b) => b.domain)];
  const isRead = (name: string): boolean => all.some((e) => mentions(e, new Set([name])));
  return { ...branch, lets: branch.lets.filter((l) => !names.has(l.name.text) || isRead(l.name.text)) };
}

/** A message that has a name, `LET reply == [kind |-> …] IN Send(reply)`, is seen where it is sent. */
function shownMessages(branch: Branch, network: string): Branch {
  const records = new Map(
    branch.lets.flatMap((l) => {
      const isRecord = l.params.length === 0 && stripParens(l.body).kind === "Record";
      // A node of its own: code that is generated gives each a type.
      return isRecord ? [[l.name.text, structuredClone(l.body)] as const] : [];
    }),
  );
  if (records.size === 0) return branch;
  const parts = branch.parts.map((part) => {
    const sides = equation(part);
    return sides !== undefined && primedName(sides.left) === network ? substitute(part, records) : part;
  });
  return withoutUnread({ ...branch, parts }, records);
}

/** Calls of operators that mention variables become their bodies. */
export function inlineStateful(table: ModuleTable, e: Expr): Expr {
  return mapExpr(e, (node) => {
    const called = callOf(table, node);
    if (called === undefined || !table.stateful.has(called.call.name)) return node;
    const { id, span } = node;
    const body = inlineStateful(table, inlineCall(called.definition, called.call));
    return { kind: "Paren", id, span, body };
  });
}

/** Undefined (and reported) if a new value is read that no part says. */
function sortParts(frame: Frame, parts: readonly Expr[], action: string): Sorted | undefined {
  const out: Sorted = { guards: [], updates: [], primes: new Map() };
  const said = new Map<string, { readonly value: string; readonly at: Expr }>();
  const say = (variable: string, value: string, at: Expr): void => {
    const before = said.get(variable);
    if (before === undefined) said.set(variable, { value, at });
    else if (before.value !== value) {
      const { table, diagnostics } = frame;
      diagnostics.push(assignedTwice(variable, action, table.place(before.at), table.place(at)));
    }
  };
  for (const part of parts) {
    const bare = stripParens(part);
    if (bare.kind === "Prefix" && bare.op === "UNCHANGED") {
      for (const e of variablesIn(frame.table, bare.arg)) {
        say(nameOf(e) ?? "", fingerprint(e), bare);
        out.primes.set(nameOf(e) ?? "", e);
      }
      continue;
    }
    const sides = equation(bare);
    const variable = sides === undefined ? undefined : primedName(sides.left);
    if (sides !== undefined && variable !== undefined) {
      say(variable, fingerprint(sides.right), bare);
      out.updates.push({ variable, value: sides.right, at: bare });
      out.primes.set(variable, sides.right);
    } else out.guards.push(part);
  }
  const isSaid = (e: Node): boolean =>
    e.kind === "Postfix" && out.primes.has(nameOf(e.arg) ?? "") && nameOf(e.arg) !== frame.network;
  const unsaid = [...out.guards, ...out.updates.map((u) => u.value)].flatMap((e) =>
    primesIn(e).filter((prime) => !isSaid(prime)),
  );
  frame.diagnostics.push(...unsaid.map((prime) => primedElsewhere(frame.table.place(prime))));
  return unsaid.length === 0 ? out : undefined;
}

/** The variables of `<<x, serverVars>>`. */
export function variablesIn(table: ModuleTable, e: Expr): readonly Expr[] {
  const bare = stripParens(e);
  if (bare.kind === "Tuple") return bare.items.flatMap((item) => variablesIn(table, item));
  const name = nameOf(bare) ?? "";
  if (table.variables.has(name)) return [bare];
  const called = callOf(table, bare);
  return called === undefined ? [] : variablesIn(table, inlineCall(called.definition, called.call));
}

export interface Found {
  readonly actor: string;
  /** The expression that indexes the actor's variables (the actor itself, or for instance `m.dest`). */
  readonly index: Expr;
  readonly removed: string | undefined;
  readonly guards: readonly Expr[];
  readonly ownedKey: LocalAction["ownedKey"];
}

function findActor(frame: Frame, branch: Branch, sorted: Sorted, place: Place): Found | undefined {
  const written = new Map<string, { index: Expr; at: Expr }>();
  for (const u of sorted.updates) {
    if (!frame.perNode.has(u.variable)) continue;
    for (const index of indexesWritten(u.variable, u.value, frame.nodeSet)) {
      written.set(fingerprint(index), { index, at: u.at });
    }
  }
  const [first, second] = [...written.values()];
  if (first !== undefined && second !== undefined) {
    const names = [first.index, second.index].map((e) => frame.table.text(e));
    frame.diagnostics.push(
      twoActors(branch.name, frame.table.place(first.at), frame.table.place(second.at), names),
    );
    return undefined;
  }
  const nodeBinders = branch.binders.filter((b) => nameOf(b.domain) === frame.nodeSet).map((b) => b.name);
  const index =
    first?.index ??
    readIndex(frame, branch, nodeBinders) ??
    onlySender(branch, sorted, nodeBinders) ??
    namedSender(frame, sorted);
  if (index !== undefined) {
    const name = nameOf(index);
    if (name !== undefined && nodeBinders.includes(name)) {
      return { actor: name, index, removed: name, guards: [], ownedKey: undefined };
    }
    return byExpression(frame, index);
  }
  return byOwner(frame, branch, sorted, place);
}

/**
 * Where no variable is written: the node binder whose variables are read, or else what a message names; what the step
 * chooses from another set of nodes, where it chooses none from all of them.
 */
function readIndex(frame: Frame, branch: Branch, nodeBinders: readonly string[]): Expr | undefined {
  const found = new Map<string, Expr>();
  const other = new Map<string, Expr>();
  const binders = new Set(branch.binders.map((b) => b.name));
  const isGiven = (e: Expr): boolean =>
    isFieldOf(e, binders) || (nodeBinders.length === 0 && binders.has(nameOf(e) ?? ""));
  for (const e of [
    ...branch.parts,
    ...branch.lets.map((l) => l.body),
    ...branch.binders.map((b) => b.domain),
  ]) {
    walk(e, (node) => {
      if (node.kind !== "Index" || !frame.perNode.has(nameOf(node.fn) ?? "")) return;
      const index = node.args[0];
      const name = index === undefined ? undefined : nameOf(index);
      if (index !== undefined && name !== undefined && nodeBinders.includes(name)) found.set(name, index);
      else if (index !== undefined && isGiven(index)) other.set(fingerprint(index), index);
    });
  }
  const [only, more] = found.size === 0 ? [...other.values()] : [...found.values()];
  return more === undefined ? only : undefined;
}

/** `m.dest` for a name m that the step binds. */
function isFieldOf(e: Expr, binders: ReadonlySet<string>): boolean {
  const bare = stripParens(e);
  return bare.kind === "Field" && (binders.has(nameOf(bare.record) ?? "") || isFieldOf(bare.record, binders));
}

/** Where nothing is read either: the only node binder there is, if a message names it. */
function onlySender(branch: Branch, sorted: Sorted, nodeBinders: readonly string[]): Expr | undefined {
  const [only, more] = nodeBinders;
  if (only === undefined || more !== undefined) return undefined;
  const named = sorted.updates.some((u) => allNames(u.value).has(only));
  if (!named) return undefined;
  const { id, span } = branch.at;
  return { kind: "Apply", id, span, path: [], name: only, args: [] };
}

/** What the messages sent hold in the field that names the sender of others. */
function namedSender(frame: Frame, sorted: Sorted): Expr | undefined {
  const found = new Map<string, Expr>();
  for (const u of sorted.updates) {
    const messages = u.variable === frame.network ? addedTo(frame.network, u.value) : undefined;
    if (messages === undefined || messages === "none" || frame.senderField === undefined) continue;
    for (const record of elementsOf(frame.table, visibleRecords(messages, frame.table.names)) ?? []) {
      const value = record.fields.find((f) => f.name.text === frame.senderField)?.value;
      if (value === undefined) return undefined;
      found.set(fingerprint(value), value);
    }
  }
  const [only, more] = [...found.values()];
  return more === undefined ? only : undefined;
}

/** The field that holds the acting node in all messages that these steps send; undefined if none, or several do. */
export function senderFieldOf(table: ModuleTable, branches: readonly ActedBranch[]): string | undefined {
  const records = branches.flatMap((b) =>
    b.sends.flatMap((s) =>
      (elementsOf(table, s.messages) ?? []).map((record) => ({ record, actor: b.actor })),
    ),
  );
  const [first] = records;
  const fields = (first?.record.fields ?? []).map((f) => f.name.text);
  const [only, more] = fields.filter((name) =>
    records.every(({ record, actor }) => {
      const value = record.fields.find((f) => f.name.text === name)?.value;
      return value !== undefined && nameOf(value) === actor;
    }),
  );
  return more === undefined ? only : undefined;
}

/** The acting node is given by an expression such as `m.dest`: the actor is a node with the guard that it is that. */
function byExpression(frame: Frame, index: Expr): Found {
  const actor = freshName("self", frame.table.names);
  const { id, span } = index;
  const self: Expr = { kind: "Apply", id, span, path: [], name: actor, args: [] };
  const guard: Expr = { kind: "Infix", id, span, op: "=", left: index, right: self };
  return { actor, index, removed: undefined, guards: [guard], ownedKey: undefined };
}

function byOwner(frame: Frame, branch: Branch, sorted: Sorted, place: Place): Found | undefined {
  for (const owner of frame.owners) {
    const key = branch.binders.find((b) => nameOf(b.domain) === owner.keys);
    if (key === undefined) continue;
    const actor = freshName("self", frame.table.names);
    const { id, span } = branch.at;
    const index: Expr = { kind: "Apply", id, span, path: [], name: actor, args: [] };
    return { actor, index, removed: undefined, guards: [], ownedKey: { param: key.name, owner } };
  }
  for (const u of sorted.updates) {
    const value = stripParens(u.value);
    const over = value.kind === "Function" ? value.bounds[0]?.domain : undefined;
    if (!frame.perNode.has(u.variable) || over === undefined || nameOf(over) !== frame.nodeSet) continue;
    frame.diagnostics.push(allNodesWritten(branch.name, u.variable, frame.table.place(u.at)));
    return undefined;
  }
  frame.diagnostics.push(noActor(branch.name, place, possibleOwners(frame, branch)));
  return undefined;
}

/** Sets that the step chooses a key from, each with a field of its messages that holds the key. */
function possibleOwners(frame: Frame, branch: Branch): readonly Owner[] {
  const out = new Map<string, Owner>();
  for (const part of branch.parts) {
    const sides = equation(part);
    if (sides === undefined || primedName(sides.left) !== frame.network) continue;
    const messages = addedTo(frame.network, sides.right);
    if (messages === undefined || messages === "none") continue;
    for (const record of elementsOf(frame.table, messages) ?? [])
      for (const field of record.fields) {
        const binder = branch.binders.find((b) => b.name === nameOf(field.value));
        const keys = binder === undefined ? undefined : nameOf(binder.domain);
        if (keys !== undefined && keys !== frame.nodeSet) out.set(keys, { keys, field: field.name.text });
      }
  }
  return [...out.values()];
}
