/** Which variables hold the messages, of those that start empty. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { walk } from "../tla/visit.js";
import { inlineStateful } from "./actor.js";
import type { Branch } from "./branches.js";
import { effectOn } from "./effect.js";
import { networkInit, noNetwork } from "./faults.js";
import type { Candidate, InitialState } from "./init.js";
import { elementsOf, tagText } from "./kinds.js";
import type { Mapping } from "./mapping.js";
import { visibleRecords } from "./record-sets.js";
import { type ModuleTable, reads } from "./table.js";
import { equation, freshName, primedName, stripParens } from "./terms.js";
import type { Transport } from "./types.js";

type RecordExpr = Extract<Expr, { kind: "Record" }>;

/** A variable that could be a network, with what steps put into it. */
interface Looked extends Candidate {
  readonly records: readonly RecordExpr[];
  readonly removes: boolean;
  /** Some step reads it otherwise than to change it. */
  readonly read: boolean;
}

/** Undefined (and reported) if there is none, or nothing tells which. */
export function findNetwork(
  table: ModuleTable,
  initial: InitialState,
  branches: readonly Branch[],
  mapping: Mapping,
  diagnostics: Diagnostic[],
): Transport | undefined {
  const wanted = mapping.network === undefined ? undefined : [mapping.network].flat();
  const chosen = wanted === undefined ? initial.candidates : asked(table, initial, wanted, diagnostics);
  if (chosen === undefined) return undefined;
  const looked = chosen.map((c) => look(table, c, branches));
  const found = wanted === undefined ? likely(looked) : looked;
  if (found.length > 0) return transportOf(table, found);
  const [first] = [...table.variables.values()];
  const names = initial.candidates.map((c) => c.name);
  diagnostics.push(noNetwork(initial.candidates[0]?.place ?? first, names));
  return undefined;
}

function asked(
  table: ModuleTable,
  initial: InitialState,
  wanted: readonly string[],
  diagnostics: Diagnostic[],
): readonly Candidate[] | undefined {
  const out: Candidate[] = [];
  for (const name of wanted) {
    const found = initial.candidates.find((c) => c.name === name);
    if (found !== undefined) out.push(found);
    else {
      const value = initial.values.get(name);
      diagnostics.push(networkInit(name, value === undefined ? initial.place : table.place(value)));
    }
  }
  return out.length < wanted.length ? undefined : out;
}

/**
 * The only candidate; of several those that messages are put into: records that steps read, and record sets of the
 * same form that no step reads (the last message of a protocol is often for its properties only).
 */
function likely(looked: readonly Looked[]): readonly Looked[] {
  const [only, more] = looked;
  if (only !== undefined && more === undefined) return looked;
  const sending = looked.filter((l) => l.records.length > 0);
  const forms = new Set(sending.filter((l) => l.read).map((l) => l.form));
  return sending.filter((l) => forms.has(l.form) || (forms.size === 0 && sending.length === 1));
}

function look(table: ModuleTable, candidate: Candidate, branches: readonly Branch[]): Looked {
  const { name } = candidate;
  const records: RecordExpr[] = [];
  const only = new Set([name]);
  let removes = false;
  let read = false;
  const notOwn = (e: Expr): void => {
    read ||= reads(table, e, only);
  };
  for (const branch of branches) {
    for (const binder of branch.binders) notOwn(binder.domain);
    for (const l of branch.lets) notOwn(l.body);
    for (const part of branch.parts) {
      const bare = stripParens(part);
      if (bare.kind === "Prefix" && bare.op === "UNCHANGED") continue;
      const sides = equation(bare);
      if (sides === undefined || primedName(sides.left) !== name) {
        notOwn(bare);
        continue;
      }
      const effect = effectOn(table, name, inlineStateful(table, sides.right));
      removes ||= effect?.removes ?? false;
      for (const set of effect?.added ?? [])
        records.push(...(elementsOf(table, visibleRecords(set, table.names)) ?? []));
    }
  }
  return { ...candidate, records, removes, read };
}

function transportOf(table: ModuleTable, found: readonly Looked[]): Transport {
  const removes = found.some((f) => f.removes);
  const [only, more] = found;
  if (only?.form === "set" && more === undefined) {
    return { name: only.name, parts: [{ variable: only.name, form: only.form }], removes };
  }
  const name = ["msgs", "messages", "net"].find((n) => !table.names.has(n)) ?? freshName("net", table.names);
  if (only !== undefined && more === undefined) {
    return { name, parts: [{ variable: only.name, form: only.form }], removes };
  }
  const own = apart(table, found);
  if (own !== undefined)
    return { name, parts: own.parts, kindField: { name: own.field, added: false }, removes };
  const fields = fieldNames(found);
  const kind = ["kind", "type", "channel"].find((f) => !fields.has(f)) ?? freshName("kind", fields);
  const parts = found.map((f) => ({ variable: f.name, form: f.form, tag: f.name }));
  return { name, parts, kindField: { name: kind, added: true }, removes };
}

/** A field that holds one text in all messages of a variable, and another one in those of another. */
function apart(
  table: ModuleTable,
  found: readonly Looked[],
): { readonly field: string; readonly parts: Transport["parts"] } | undefined {
  for (const { name } of found[0]?.records[0]?.fields ?? []) {
    const parts = found.flatMap((f) => {
      const tags = new Set(
        f.records.map((r) => {
          const value = r.fields.find((x) => x.name.text === name.text)?.value;
          return value?.kind === "String" ? tagText(table, value) : undefined;
        }),
      );
      const [tag, more] = [...tags];
      return tag === undefined || more !== undefined || tags.size > 1
        ? []
        : [{ variable: f.name, form: f.form, tag }];
    });
    if (parts.length === found.length && new Set(parts.map((p) => p.tag)).size === parts.length)
      return { field: name.text, parts };
  }
  return undefined;
}

function fieldNames(found: readonly Looked[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const f of found)
    for (const r of f.records)
      walk(r, (node) => {
        if (node.kind === "Record") for (const x of node.fields) out.add(x.name.text);
      });
  return out;
}

/** The variables of a transport. */
export function networkVariables(transport: Transport): ReadonlySet<string> {
  return new Set(transport.parts.map((p) => p.variable));
}
