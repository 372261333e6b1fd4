/**
 * The bounds of a liar's alphabet, found by running the crash-tolerant model once: for each kind of message and each
 * field the values that occur, and for each variable of a node the values that it takes. What a liar may claim is every
 * *combination* of field values, so far more than what was seen; the bound is printed with every verdict.
 */

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
}

const mark = "bumblebee-seen";

/** A module that extends the specification and notes all messages and values; its model also checks the invariants. */
export function collector(
  protocol: Protocol,
  names: ReadonlySet<string>,
  cfg: readonly CfgItem[],
): GeneratedModule {
  const module = `Collect${protocol.module}`;
  const collect = freshName("Collect", names);
  const report = freshName("Report", names);
  const network = protocol.network;
  const variables = protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name);
  const node = freshName("n", names);
  const old = expr`TLCGet(2)`;
  const values = b.record(
    variables.map((v) => [
      v,
      expr`${b.field(old, v)} \cup {${v}[${node}] : ${node} \in ${protocol.nodeSet}}`,
    ]),
  );
  const none = b.record(variables.map((v) => [v, b.set()] as const));
  const body: readonly Unit[] = [
    b.extendsUnit(protocol.module, ...(protocol.extends.includes("TLC") ? [] : ["TLC"])),
    ...units`
ASSUME TLCSet(1, {}) /\ TLCSet(2, ${none})
${collect} == TLCSet(1, TLCGet(1) \cup ${network}) /\ TLCSet(2, ${values})
${report} == PrintT(<<"${mark}", TLCGet(1), TLCGet(2)>>)`,
  ];
  return {
    module,
    text: draftText({ name: module, units: body, comments: new Map() }),
    cfg: [
      ...cfg,
      { kind: "definition", keyword: "INVARIANT", name: collect },
      { kind: "definition", keyword: "POSTCONDITION", name: report },
    ],
  };
}

/** Reads what the collector printed. */
export function readSeen(protocol: Protocol, printed: readonly string[]): Seen {
  const text = printed.join("\n");
  const start = text.indexOf(`<<"${mark}"`);
  const wide = start < 0 ? text.search(new RegExp(`<<\\s*"${mark}"`)) : start;
  if (wide < 0) throw new DiagnosticError([nothingSeen]);
  const value = parseValue(text.slice(wide));
  const [, messages, variables] = value.kind === "tuple" ? value.items : [];
  if (messages?.kind !== "set" || variables?.kind !== "record") throw new DiagnosticError([nothingSeen]);
  const fields = new Map<string, Map<string, readonly Value[]>>();
  for (const message of messages.items) {
    if (message.kind !== "record") continue;
    const tag = message.fields.find(([name]) => name === protocol.kindField)?.[1];
    const kind = tag?.kind === "string" ? tag.value : tag?.kind === "model" ? tag.name : undefined;
    if (kind === undefined) continue;
    const known = fields.get(kind) ?? new Map<string, readonly Value[]>();
    fields.set(kind, known);
    for (const [name, v] of message.fields) known.set(name, [...(known.get(name) ?? []), v]);
  }
  for (const known of fields.values()) for (const [name, list] of known) known.set(name, distinct(list));
  const byVariable = new Map<string, readonly Value[]>();
  for (const [name, v] of variables.fields) byVariable.set(name, v.kind === "set" ? v.items : []);
  return { fields, variables: byVariable };
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
