/**
 * Is the behaviour one with liars already? Two signs, neither of them a name: nodes of a set may do what the others may
 * not, and what they send follows from nothing that they have; or a step sends whatever is in a set.
 *
 *     \/ \E n \in Node \ B : Vote(n)                      \/ Vote(n)
 *     \/ \E z \in B : Inject(z)                           \/ \E m \in Message : msgs' = msgs \cup {m}
 *
 * A hybrid is the first, and keeps account of what its liars have said: their steps write what is known of them.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { inlineStateful } from "./actor.js";
import type { Branch } from "./branches.js";
import { effectOn } from "./effect.js";
import { alreadyByzantine, alreadyHybrid, sendsAnything } from "./faults.js";
import { elementsOf } from "./kinds.js";
import { visibleRecords } from "./record-sets.js";
import { callOf, type ModuleTable, reads } from "./table.js";
import { equation, fingerprint, nameOf, primedName, stripParens } from "./terms.js";

/** What a step puts into one of the variables that may hold messages. */
interface Sending {
  readonly branch: Branch;
  readonly variable: string;
  /** Texts that its records hold, by field; undefined: what it sends cannot be seen. */
  readonly texts: ReadonlySet<string> | undefined;
  /** The name of what it sends, where that is one. */
  readonly name: string | undefined;
}

/** Undefined: no sign of liars. `network`: names of the variables that may hold messages. */
export function liarsAmong(
  table: ModuleTable,
  branches: readonly Branch[],
  network: readonly string[],
): Diagnostic | undefined {
  const sendings = branches.flatMap((b) => sendingsOf(table, b, network));
  return apart(table, branches, sendings) ?? anything(table, sendings);
}

/** Nodes of two sorts, of which one sends what it wants. */
function apart(
  table: ModuleTable,
  branches: readonly Branch[],
  sendings: readonly Sending[],
): Diagnostic | undefined {
  const sets = new Map<string, Expr>();
  for (const b of branches)
    for (const { domain } of b.binders) {
      const without = complementIn(table, domain);
      if (without !== undefined) sets.set(fingerprint(without), without);
    }
  for (const [print, set] of sets) {
    const isInside = (domain: Expr): boolean => fingerprint(stripParens(domain)) === print;
    const isOutside = (domain: Expr): boolean => {
      const without = complementIn(table, domain);
      return without !== undefined && fingerprint(without) === print;
    };
    for (const [own, other] of [
      [isInside, isOutside],
      [isOutside, isInside],
    ] as const) {
      const has = ({ binders }: Branch, test: (domain: Expr) => boolean): boolean =>
        binders.some((b) => test(b.domain));
      const theirs = sendings.filter((s) => has(s.branch, other) && !has(s.branch, own));
      const lie = sendings.find((s) => has(s.branch, own) && lies(table, s, theirs));
      if (lie === undefined) continue;
      const account = branches.find((b) => has(b, own) && writesOwn(b, own));
      const name = table.text(set);
      const { branch } = lie;
      const nodes = own === isInside ? name : `all but ${name}`;
      const place = table.place(branch.at.kind === "Definition" ? branch.at.name : branch.at);
      return account === undefined
        ? alreadyByzantine(branch.name, nodes, place)
        : alreadyHybrid(table.parsed.module.name.text, branch.name, nodes, place);
    }
  }
  return undefined;
}

/** It sends what others send too, but what it sends cannot be seen, or depends on nothing that it has. */
function lies(table: ModuleTable, sending: Sending, theirs: readonly Sending[]): boolean {
  const same = theirs.filter((t) => t.variable === sending.variable);
  const { texts } = sending;
  if (texts === undefined) return same.length > 0;
  const variables = new Set([...table.variables.keys()].filter((v) => v !== sending.variable));
  const looks = (b: Branch): boolean =>
    [...b.parts.filter((p) => !keeps(p)), ...b.binders.map((x) => x.domain)].some((e) =>
      reads(table, e, variables),
    );
  if (looks(sending.branch)) return false;
  return same.some((t) => looks(t.branch) && [...texts].some((x) => t.texts?.has(x)));
}

const keeps = (part: Expr): boolean => {
  const bare = stripParens(part);
  return bare.kind === "Prefix" && bare.op === "UNCHANGED";
};

/** A whole message is an element of a set that does not depend on who sends it. */
function anything(table: ModuleTable, sendings: readonly Sending[]): Diagnostic | undefined {
  const variables = new Set(table.variables.keys());
  for (const { branch, name, variable } of sendings) {
    const binder = branch.binders.find((b) => b.name === name);
    if (binder === undefined || reads(table, binder.domain, variables)) continue;
    const bound = new Set(branch.binders.map((b) => b.name));
    if (reads(table, binder.domain, bound)) continue;
    const isSeen = sendings.some((s) => s.variable === variable && s.texts !== undefined);
    if (!isSeen) continue;
    const place = table.place(branch.at.kind === "Definition" ? branch.at.name : branch.at);
    return sendsAnything(branch.name, table.text(binder.domain), place);
  }
  return undefined;
}

/** `X \ B` → B, seen through names. */
function complementIn(table: ModuleTable, domain: Expr): Expr | undefined {
  const bare = stripParens(domain);
  if (bare.kind === "Infix" && canonicalOp(bare.op) === "\\") return stripParens(bare.right);
  const called = callOf(table, bare);
  return called === undefined || called.definition.params.length > 0
    ? undefined
    : complementIn(table, called.definition.body);
}

/** `v' = [v EXCEPT ![z] = …]` with z of the set. */
function writesOwn({ parts, binders }: Branch, isOf: (domain: Expr) => boolean): boolean {
  const nodes = binders.filter((b) => isOf(b.domain)).map((b) => b.name);
  return parts.some((part) => {
    const sides = equation(part);
    const value =
      sides === undefined || primedName(sides.left) === undefined ? undefined : stripParens(sides.right);
    if (value?.kind !== "Except") return false;
    const [first] = value.updates[0]?.path ?? [];
    const index = first?.kind === "PathIndex" ? first.args[0] : undefined;
    return index !== undefined && nodes.includes(nameOf(index) ?? "");
  });
}

function sendingsOf(table: ModuleTable, branch: Branch, network: readonly string[]): readonly Sending[] {
  return branch.parts.flatMap((part) => {
    const bare = stripParens(part);
    if (bare.kind !== "Infix") return [];
    const variable = primedName(bare.left);
    if (variable === undefined || !network.includes(variable)) return [];
    return valuesOf(bare).flatMap((value) => {
      const effect = effectOn(table, variable, inlineStateful(table, value));
      return (effect?.added ?? []).map((added): Sending => {
        const set = visibleRecords(added, table.names);
        const records = elementsOf(table, set);
        const item = stripParens(added);
        const [only] = item.kind === "Set" && item.items.length === 1 ? item.items : [];
        return { branch, variable, texts: records && textsIn(records), name: only && nameOf(only) };
      });
    });
  });
}

/** `x' = e`, `x' \in {e, f}`. */
function valuesOf(part: Extract<Expr, { kind: "Infix" }>): readonly Expr[] {
  const op = canonicalOp(part.op);
  if (op === "=") return [part.right];
  const set = stripParens(part.right);
  return op === "\\in" && set.kind === "Set" ? set.items : [];
}

function textsIn(records: NonNullable<ReturnType<typeof elementsOf>>): ReadonlySet<string> {
  return new Set(
    records.flatMap((r) =>
      r.fields.flatMap(({ name, value }) => {
        const bare = stripParens(value);
        return bare.kind === "String" ? [`${name.text} ${bare.value}`] : [];
      }),
    ),
  );
}
