/** A protocol description as text for people: what was understood, and where in the module it stands. */
import type { Place } from "../report/diagnostic.js";
import type { Definition, Expr } from "../tla/ast.js";
import { prettyExpr, prettyUnit } from "../tla/pretty.js";
import { walk } from "../tla/visit.js";
import { initialAt } from "./init.js";
import { stripParens } from "./terms.js";
import type { Input, LocalAction, MessageKind, Parameter, Protocol, SliceVariable } from "./types.js";

export interface ShowOptions {
  /** Shortens a path for display. */
  readonly display?: (file: string) => string;
  /** What a mapping file could still say (see `suggest.ts`). */
  readonly suggestions?: readonly string[];
}

const WIDTH = 96;

/** The whole description, with a line end after each line. Expressions are those of the normal form (see `types.ts`). */
export function showProtocol(protocol: Protocol, options: ShowOptions = {}): string {
  const display = options.display ?? ((file: string): string => file);
  const at = (place: Place): string => `${display(place.file)}:${place.line}`;
  const where: Where = { at, lines: (places) => lineList(protocol, places, at) };
  const { names, owners, operators, assumptions } = protocol;
  const lines = [
    `${protocol.module}, ${display(protocol.file)}`,
    ...head(protocol),
    ...section(
      `state of a node, ${names.slice}`,
      protocol.slice.flatMap((v) => variable(protocol, v, where)),
    ),
    ...section(
      "messages",
      protocol.kinds.flatMap((k) => kind(k, at)),
    ),
    ...section("actions", protocol.actions.flatMap((a) => ["", ...action(protocol, a, where)]).slice(1)),
    ...section(
      "owners",
      owners.map((o) => `${o.keys}: one node each acts for a member, which ${o.field} shows`),
    ),
    ...section(
      "operators without state",
      operators.map((o) => signature(o)),
    ),
    ...section(
      "left out",
      protocol.ghosts.map((g) => `${g.name}, ${at(g.place)}`),
    ),
    ...section(
      "taken for granted",
      assumptions.map((a) => (a.place ? `${a.text}, ${at(a.place)}` : a.text)),
    ),
    ...section("what the mapping file could still say", options.suggestions ?? []),
  ];
  return `${lines.join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", title, ...lines.map((l) => (l === "" ? "" : `  ${l}`))];
}

function head(protocol: Protocol): readonly string[] {
  const constants = protocol.constants.map((c) =>
    c.arity === 0 ? c.name : `${c.name}(${Array.from({ length: c.arity }, () => "_").join(", ")})`,
  );
  return [
    `nodes      ${protocol.nodeSet}`,
    `network    ${protocol.network}, ${networkText(protocol)}; kinds of message by field ${protocol.kindField}`,
    `constants  ${constants.length === 0 ? "none" : constants.join(", ")}`,
  ];
}

function networkText({ transport, network }: Protocol): string {
  if (transport === undefined) return "a set that only grows";
  const how = transport.parts.map((p) => (p.form === "bag" ? `the counts ${p.variable}` : p.variable));
  const own = transport.parts.length === 1 && transport.parts[0]?.variable === network;
  return own ? "a set, read as one that only grows" : `a set that only grows, in place of ${how.join(", ")}`;
}

/** `text`, an expression over several lines aligned below its first one. */
function labelled(label: string, e: Expr, tail = ""): readonly string[] {
  const [first, ...rest] = prettyExpr(stripParens(e), Math.max(40, WIDTH - label.length)).split("\n");
  const lines = [`${label}${first}`, ...rest.map((l) => `${" ".repeat(label.length)}${l}`)];
  return [...lines.slice(0, -1), `${lines.at(-1)}${tail}`];
}

/** How places are shown: with their file, and within the text of an action. */
interface Where {
  readonly at: (place: Place) => string;
  readonly lines: (places: readonly Place[]) => string;
}

/** `(line 4, 7)`; a place in another file than the module's comes with its file. */
function lineList(protocol: Protocol, places: readonly Place[], at: Where["at"]): string {
  const here = [...new Set(places.filter((p) => p.file === protocol.file).map((p) => p.line))];
  const there = new Set(places.filter((p) => p.file !== protocol.file).map(at));
  const parts = [...(here.length === 0 ? [] : [`line ${here.join(", ")}`]), ...there];
  return `  (${parts.join(", ")})`;
}

function variable(protocol: Protocol, v: SliceVariable, { lines }: Where): readonly string[] {
  const { id, span } = v.initial;
  const self: Expr = { kind: "Apply", id, span, path: [], name: v.initialSelf, args: [] };
  const own =
    v.origin === "sent" ? `  (added: the node's own messages in ${protocol.network})` : lines([v.place]);
  return labelled(`${v.name} = `, initialAt(v, self), own);
}

function kind(k: MessageKind, at: (place: Place) => string): readonly string[] {
  const sender =
    k.sender.by === "field" ? `the sender is in ${k.sender.field}` : `the sender owns ${k.sender.field}`;
  const sites = [...new Set(k.sites.map((s) => `${s.action}, ${at(s.place)}`))];
  return [`${k.tag}: ${k.fields.join(", ")}`, `  ${sender}`, ...sites.map((s) => `  sent by ${s}`)];
}

/** `A(i), file:line` and one indented part for whatever the action has. */
function action(protocol: Protocol, a: LocalAction, { at, lines }: Where): readonly string[] {
  const slice = protocol.names.slice;
  const parameters = a.order.flatMap((name) => {
    const param = a.params.find((p) => p.name === name);
    return param === undefined ? [] : parameter(a, param);
  });
  const owner = a.ownedKey === undefined ? "" : `, the owner of ${a.ownedKey.param}`;
  return [
    `${a.name} by ${a.actor}${owner}, ${at(a.place)}`,
    ...part("for", parameters),
    ...part("receives", a.inputs.flatMap(input)),
    ...part("where", a.lets.flatMap(definition)),
    ...part(
      "if",
      a.guards.flatMap((g) => labelled("", g)),
    ),
    ...part(
      "sets",
      a.updates.flatMap((u) => labelled(`${slice}.${u.variable} := `, u.value, lines([u.place]))),
    ),
    ...part(
      "sends",
      a.sends.flatMap((s) => labelled("", s.messages, lines(sentAt(protocol, s)))),
    ),
  ];
}

/** The places of the records themselves: the send may stand in a helper operator that all actions share. */
function sentAt(protocol: Protocol, send: LocalAction["sends"][number]): readonly Place[] {
  const starts = new Set<number>();
  walk(send.messages, (node) => {
    if (node.kind === "Record") starts.add(node.span.start);
  });
  const sites = protocol.kinds.flatMap((k) => k.sites).filter((s) => starts.has(s.record.span.start));
  return sites.length === 0 ? [send.place] : sites.map((s) => s.place);
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((l, k) => `  ${(k === 0 ? title : "").padEnd(8)}  ${l}`);
}

function parameter(a: LocalAction, p: Parameter): readonly string[] {
  const owned = a.ownedKey?.param === p.name ? `  (owned by ${a.actor})` : "";
  return labelled(`${p.name} \\in `, p.domain, p.client ? "  (a client chooses)" : owned);
}

function input(i: Input): readonly string[] {
  const what = i.mode === "one" ? `${i.name}, a message` : `${i.name}, any of the messages ${i.element}`;
  if (i.filter.length === 0) return [what];
  return [`${what} with`, ...i.filter.flatMap((f) => labelled("  ", f))];
}

function definition(d: Definition): readonly string[] {
  return prettyUnit(d, { width: WIDTH }).split("\n");
}

function signature(d: Definition): string {
  const params = d.params.map((p) => p.name.text).join(", ");
  return params === "" || d.fixity !== "name" ? d.name.text : `${d.name.text}(${params})`;
}
