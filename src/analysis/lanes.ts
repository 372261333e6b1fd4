/** Lanes: counters of which a node has one for each value of some fields, where nothing is shared between these. */
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import type { Draft, Ground } from "./events.js";
import {
  fingerprint,
  infixOf,
  nameOf,
  parts,
  type Reader,
  type Step,
  stripParens,
  subExprs,
} from "./steps.js";
import type { Evidence, Site } from "./types.js";

export interface Lane {
  readonly fields: readonly string[];
  readonly evidence: Evidence;
}

/** The fields that name the lane of these events on their counter; undefined if it has no lanes. */
export function laneOf(
  ground: Ground,
  members: readonly Draft[],
  variables: readonly string[],
): Lane | undefined {
  const [first, ...more] = members;
  if (first === undefined) return undefined;
  if (variables.length === 0) return more.length === 0 ? onceFor(ground, first) : undefined;
  return byIndex(ground, members, variables);
}

/** `~ \E m \in own : m is of this kind /\ m.f = e /\ …`: one message for each value of the fields f. */
function onceFor(ground: Ground, { step, site, kind }: Draft): Lane | undefined {
  const { reader } = ground;
  if (site === undefined || kind === undefined) return undefined;
  for (const guard of step.guards) {
    const bare = stripParens(guard);
    if (bare.kind !== "Prefix" || canonicalOp(bare.op) !== "~") continue;
    const some = stripParens(bare.arg);
    if (some.kind !== "Quantifier" || some.op !== "\\E") continue;
    const [bound] = some.bounds;
    const message = bound?.names[0]?.text;
    if (bound?.domain === undefined || message === undefined) continue;
    if (ground.roles.get(reader.variable(bound.domain) ?? "") !== "own") continue;
    const fields = parts(some.body, "/\\").flatMap((p) => equatedField(reader, p, message, site));
    if (fields.length === 0) continue;
    const place = reader.place(guard, step.action.place);
    return { fields, evidence: { place, text: `sent once for each ${fields.join(", ")}` } };
  }
  return undefined;
}

function equatedField(reader: Reader, part: Expr, message: string, site: Site): readonly string[] {
  const infix = infixOf(part);
  if (infix?.op !== "=") return [];
  for (const [a, b] of [
    [infix.left, infix.right],
    [infix.right, infix.left],
  ] as const) {
    const field = stripParens(a);
    if (field.kind !== "Field" || nameOf(field.record) !== message) continue;
    const value = site.record.get(field.name.text);
    if (field.name.text === reader.protocol.kindField || value === undefined) continue;
    if (fingerprint(value) === fingerprint(b)) return [field.name.text];
  }
  return [];
}

/** All that is read and written lies at one index, which a field of every message shows: lanes have nothing in common. */
function byIndex(ground: Ground, members: readonly Draft[], variables: readonly string[]): Lane | undefined {
  const { reader } = ground;
  const fieldsOf = (m: Draft): readonly string[] | undefined => {
    const index = onlyIndex(reader, m.step, variables);
    if (index === undefined || m.site === undefined) return undefined;
    const print = fingerprint(index);
    return [...m.site.record].filter(([, v]) => fingerprint(v) === print).map(([f]) => f);
  };
  const each = members.map(fieldsOf);
  if (each.some((f) => f === undefined)) return undefined;
  const common = (each[0] ?? []).filter((f) => each.every((fs) => fs?.includes(f)));
  const place = members[0]?.step.action.place;
  if (common.length === 0 || place === undefined) return undefined;
  const field = common.slice(0, 1);
  return {
    fields: field,
    evidence: { place, text: `everything is read and written at ${field.join("")} alone` },
  };
}

/** The one index at which a step touches all of these variables. */
function onlyIndex(reader: Reader, step: Step, variables: readonly string[]): Expr | undefined {
  const found = new Map<string, Expr>();
  let plain = false;
  const visit = (e: Expr): void => {
    const bare = stripParens(e);
    const [at, args] =
      bare.kind === "Index"
        ? [bare.fn, bare.args]
        : bare.kind === "Except"
          ? [bare.base, bare.updates.flatMap((u) => (u.path[0]?.kind === "PathIndex" ? u.path[0].args : []))]
          : [undefined, []];
    const variable = at === undefined ? undefined : reader.variable(at);
    if (variable !== undefined && variables.includes(variable)) {
      for (const a of args) found.set(fingerprint(a), a);
      if (args.length === 0) plain = true;
      for (const sub of subExprs(bare)) if (sub !== at) visit(sub);
      return;
    }
    if (variables.includes(reader.variable(bare) ?? "")) plain = true;
    for (const sub of subExprs(bare)) visit(sub);
  };
  for (const e of [
    ...step.guards,
    ...step.updates.map((u) => u.value),
    ...step.sends.flatMap((s) => [...s.fields.values()]),
    ...step.inputs.flatMap((i) => i.filter),
  ])
    visit(e);
  const [only, ...more] = found.values();
  return plain || more.length > 0 ? undefined : only;
}
