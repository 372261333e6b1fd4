/** The kinds of message: what is sent, with which fields, and how the sender is known. */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import type { ActedBranch } from "./actor.js";
import { messageShape, noKindField, noSender } from "./faults.js";
import { callOf, type ModuleTable } from "./table.js";
import { equation, inlineCall, nameOf, sameExpr, stripParens } from "./terms.js";
import type { MessageKind, Owner, Protocol } from "./types.js";

type RecordExpr = Extract<Expr, { kind: "Record" }>;

interface Sent {
  readonly branch: ActedBranch;
  readonly record: RecordExpr;
  readonly place: Place;
}

export function kindsOf(
  table: ModuleTable,
  branches: readonly ActedBranch[],
  wantedField: string | undefined,
  owners: readonly Owner[],
): {
  readonly kinds: readonly MessageKind[];
  readonly kindField: string;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const sent: Sent[] = [];
  for (const branch of branches) {
    for (const send of branch.sends) {
      const records = elementsOf(table, send.messages);
      if (records === undefined) diagnostics.push(messageShape(send.place));
      else for (const record of records) sent.push({ branch, record, place: table.place(record) });
    }
  }
  const kindField = wantedField ?? findKindField(table, sent);
  if (kindField === undefined) {
    diagnostics.push(noKindField(sent[0]?.place));
    return { kinds: [], kindField: "", diagnostics };
  }
  const groups = new Map<string, Sent[]>();
  for (const s of sent) {
    const tag = tagOf(table, s.record, kindField);
    if (tag === undefined) diagnostics.push(noKindField(s.place));
    else groups.set(tag, [...(groups.get(tag) ?? []), s]);
  }
  const kinds: MessageKind[] = [];
  for (const [tag, sites] of groups) {
    const sender = senderOf(sites, owners);
    const [first] = sites;
    if (first === undefined) continue;
    if (sender === undefined) diagnostics.push(noSender(tag, first.place));
    kinds.push({
      tag,
      tagExpr: fieldValue(first.record, kindField) ?? first.record,
      fields: [...new Set(sites.flatMap((s) => s.record.fields.map((f) => f.name.text)))],
      sender: sender ?? { by: "field", field: kindField },
      sites: sites.map((s) => ({ action: s.branch.name, record: s.record, place: s.place })),
    });
  }
  return { kinds, kindField, diagnostics };
}

/** The record constructors that a set of messages is made of; undefined where one cannot be seen. */
export function elementsOf(table: ModuleTable, messages: Expr): readonly RecordExpr[] | undefined {
  const e = stripParens(messages);
  switch (e.kind) {
    case "Set":
      return all(e.items.map((item) => recordsOf(table, item)));
    case "SetMap":
      return recordsOf(table, e.body);
    case "Let":
      return elementsOf(table, e.body);
    case "If":
      return all([elementsOf(table, e.then), elementsOf(table, e.else)]);
    case "Infix":
      return canonicalOp(e.op) === "\\cup"
        ? all([elementsOf(table, e.left), elementsOf(table, e.right)])
        : undefined;
    default:
      return undefined;
  }
}

function recordsOf(table: ModuleTable, item: Expr): readonly RecordExpr[] | undefined {
  const e = stripParens(item);
  if (e.kind === "Record") return [e];
  if (e.kind === "If") return all([recordsOf(table, e.then), recordsOf(table, e.else)]);
  if (e.kind === "Let") return recordsOf(table, e.body);
  const called = callOf(table, e);
  return called === undefined ? undefined : recordsOf(table, inlineCall(called.definition, called.call));
}

function all<T>(parts: readonly (readonly T[] | undefined)[]): readonly T[] | undefined {
  const out: T[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    out.push(...part);
  }
  return out;
}

function fieldValue(record: RecordExpr, field: string): Expr | undefined {
  return record.fields.find((f) => f.name.text === field)?.value;
}

/** The kind that an expression names: a string, or a constant (or an operator without parameters) that stands for one. */
export function tagText(table: ModuleTable, e: Expr): string | undefined {
  const bare = stripParens(e);
  if (bare.kind === "String") return bare.value;
  const name = nameOf(bare);
  if (name === undefined) return undefined;
  if (table.constants.has(name)) return name;
  const definition = callOf(table, bare)?.definition;
  return definition !== undefined && definition.params.length === 0
    ? tagText(table, definition.body)
    : undefined;
}

function tagOf(table: ModuleTable, record: RecordExpr, field: string): string | undefined {
  const value = fieldValue(record, field);
  return value === undefined ? undefined : tagText(table, value);
}

/** A field that every message has with a tag for value; of several, the one that tells the most apart, by text. */
function findKindField(table: ModuleTable, sent: readonly Sent[]): string | undefined {
  let best: { field: string; score: number } | undefined;
  for (const field of sent[0]?.record.fields ?? []) {
    const tags = sent.map((s) => tagOf(table, s.record, field.name.text));
    if (tags.includes(undefined)) continue;
    const asText = sent.every((s) => fieldValue(s.record, field.name.text)?.kind === "String");
    const score = 2 * new Set(tags).size + (asText ? 1 : 0);
    if (best === undefined || score > best.score) best = { field: field.name.text, score };
  }
  return best?.field;
}

/** A field that holds the acting node wherever the kind is sent, or one that holds the key that it owns. */
function senderOf(sites: readonly Sent[], owners: readonly Owner[]): MessageKind["sender"] | undefined {
  const fields = sites[0]?.record.fields.map((f) => f.name.text) ?? [];
  const holds = (field: string, name: (s: Sent) => string | undefined): boolean =>
    sites.every((s) => {
      const value = fieldValue(s.record, field);
      const wanted = name(s);
      return value !== undefined && wanted !== undefined && nameOf(value) === wanted;
    });
  const named = fields.find((field) => holds(field, (s) => s.branch.actor));
  if (named !== undefined) return { by: "field", field: named };
  const owned = owners.find(
    (o) => fields.includes(o.field) && holds(o.field, (s) => s.branch.ownedKey?.param),
  );
  return owned === undefined ? undefined : { by: "owner", field: owned.field };
}

/** The kind that a conjunct `m.kind = "Vote"` asks of message `m`. */
export function kindTest(
  table: ModuleTable,
  conjunct: Expr,
  message: string,
  kindField: string,
): string | undefined {
  const sides = equation(conjunct);
  if (sides === undefined) return undefined;
  for (const [one, other] of [
    [sides.left, sides.right],
    [sides.right, sides.left],
  ] as const) {
    const bare = stripParens(one);
    if (bare.kind === "Field" && nameOf(bare.record) === message && bare.name.text === kindField) {
      return tagText(table, other);
    }
  }
  return undefined;
}

/** The same, of a protocol that was read: the tag must be that of a kind. */
export function kindAsked(protocol: Protocol, conjunct: Expr, message: string): string | undefined {
  const sides = equation(conjunct);
  if (sides === undefined) return undefined;
  for (const [one, other] of [
    [sides.left, sides.right],
    [sides.right, sides.left],
  ] as const) {
    const f = stripParens(one);
    if (f.kind !== "Field" || nameOf(f.record) !== message || f.name.text !== protocol.kindField) continue;
    const kind = protocol.kinds.find((k) => sameExpr(k.tagExpr, other));
    if (kind !== undefined) return kind.tag;
  }
  return undefined;
}
