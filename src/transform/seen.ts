/**
 * The bounds of a liar's alphabet, found by running the crash-tolerant model once: for each kind of message and each
 * field the values that occur, and for each variable of a node the values that it takes. What a liar may claim is every
 * *combination* of field values, so far more than what was seen; the bound is printed with every verdict.
 */

import { presentMessages } from "../protocol/present.js";
import { freshName } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { CfgItem } from "../tla/cfg.js";
import { expr, units } from "../tla/quote.js";
import { compareValues, parseValue, setOf, toExpr, type Value } from "../tla/value.js";
import { draftText } from "./pass.js";

export interface GeneratedModule {
  readonly module: string;
  readonly text: string;
  readonly cfg: readonly CfgItem[];
}

export interface Seen {
  /** Kind, then field, then the values seen. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, readonly Value[]>>;
  readonly variables: ReadonlyMap<string, readonly Value[]>;
  /** How many keys have owners (0 where none have). */
  readonly keys: number;
}

const mark = "bumblebee-seen";
const keyMark = "keys with owners";

/**
 * A module that extends the specification and prints every message and value when it first occurs. `normalForm`: the
 * module that it extends instead, in which messages are in the normal form's network.
 */
export function collector(
  protocol: Protocol,
  names: ReadonlySet<string>,
  cfg: readonly CfgItem[],
  normalForm?: string,
): GeneratedModule {
  const module = `Collect${protocol.module}`;
  const collect = freshName("Collect", names);
  const note = freshName("Note", names);
  const node = freshName("n", names);
  const [register, title, values] = [
    freshName("k", names),
    freshName("name", names),
    freshName("values", names),
  ];
  const variables = protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name);
  const owner = protocol.owners[0];
  const keys = owner === undefined ? b.num(0) : b.apply("Cardinality", b.apply(owner.keys));
  const registers = [protocol.network, ...variables];
  const messages = normalForm === undefined ? presentMessages(protocol, names) : b.apply(protocol.network);
  const notes = registers.map((name, k) => {
    const values = k === 0 ? messages : expr`{${name}[${node}] : ${node} \in ${protocol.nodeSet}}`;
    return b.apply(note, b.num(k + 1), b.str(name), values);
  });
  const body: readonly Unit[] = [
    b.extendsUnit(
      normalForm ?? protocol.module,
      ...["TLC", "FiniteSets"].filter((m) => !protocol.extends.includes(m)),
    ),
    ...units`
ASSUME \A ${register} \in 1 .. ${b.num(registers.length)} : TLCSet(${register}, {})
ASSUME PrintT(<<"${mark}", "${keyMark}", ${keys}>>)
${note}(${register}, ${title}, ${values}) ==
  IF ${values} \subseteq TLCGet(${register}) THEN TRUE
  ELSE /\ PrintT(<<"${mark}", ${title}, ${values} \ TLCGet(${register})>>)
       /\ TLCSet(${register}, TLCGet(${register}) \cup ${values})`,
    b.definition(collect, [], b.and(notes)),
  ];
  return {
    module,
    text: draftText({ name: module, units: body, comments: new Map() }),
    cfg: [...cfg, { kind: "definition", keyword: "INVARIANT", name: collect }],
  };
}

/** Reads what the collector printed. */
export function readSeen(protocol: Protocol, printed: readonly string[]): Seen {
  const found = new Map<string, Value[]>();
  let keys = 0;
  for (const text of printed.join("\n").split(new RegExp(`(?=<<\\s*"${mark}")`))) {
    if (!text.includes(mark)) continue;
    const value = parseValue(text.trim());
    const [, name, values] = value.kind === "tuple" ? value.items : [];
    if (name?.kind !== "string") continue;
    if (name.value === keyMark && values?.kind === "int") keys = values.value;
    else if (values?.kind === "set")
      found.set(name.value, [...(found.get(name.value) ?? []), ...values.items]);
  }
  if (found.size === 0) throw new DiagnosticError([nothingSeen]);
  const messages = found.get(protocol.network) ?? [];
  found.delete(protocol.network);
  const variables = new Map([...found].map(([name, values]) => [name, distinct(values)] as const));
  return { fields: fieldsOf(protocol, messages), variables, keys };
}

function fieldsOf(protocol: Protocol, messages: readonly Value[]): Seen["fields"] {
  const fields = new Map<string, Map<string, readonly Value[]>>();
  for (const message of messages) {
    if (message.kind !== "record") continue;
    const tag = message.fields.find(([name]) => name === protocol.kindField)?.[1];
    const kind = tag?.kind === "string" ? tag.value : tag?.kind === "model" ? tag.name : undefined;
    if (kind === undefined) continue;
    const known = fields.get(kind) ?? new Map<string, readonly Value[]>();
    fields.set(kind, known);
    for (const [name, v] of message.fields) known.set(name, [...(known.get(name) ?? []), v]);
  }
  for (const known of fields.values()) for (const [name, list] of known) known.set(name, distinct(list));
  return fields;
}

const nothingSeen = {
  code: "transform/nothing-seen",
  severity: "error",
  message: "TLC ended without reporting the messages of the crash-tolerant model",
  hint: "run `bumblebee check` on the specification first and mend what it finds",
} as const;

function distinct(list: readonly Value[]): readonly Value[] {
  const all = setOf([...list].sort(compareValues));
  return all.kind === "set" ? all.items : list;
}

/** `[kind : {"Vote"}, term : {1, 2}, …] \cup …`: every message that a liar may claim. */
export function alphabetExpr(seen: Seen): Expr {
  const sets = [...seen.fields.values()].map((fields) =>
    b.recordSet([...fields].map(([name, values]) => [name, b.set(...values.map(toExpr))] as const)),
  );
  const [first, ...more] = sets;
  return first === undefined ? b.set() : more.reduce<Expr>((all, s) => b.union(all, s), first);
}

/** Nothing seen: for runs in which nobody claims what does not exist. */
export const nothing: Seen = { fields: new Map(), variables: new Map(), keys: 0 };

/** How many messages that is. */
export function alphabetSize(seen: Seen): number {
  let sum = 0;
  for (const fields of seen.fields.values()) {
    let product = 1;
    for (const values of fields.values()) product *= values.length;
    sum += product;
  }
  return sum;
}

/** `[term |-> {0, 1}, …]`: the values that a node's variables take. */
export function seenExpr(seen: Seen): Expr {
  if (seen.variables.size === 0) return expr`[x \in {} |-> {}]`;
  return b.record([...seen.variables].map(([name, values]) => [name, b.set(...values.map(toExpr))] as const));
}
