/** What each slice variable is for: counters, slots, roles, what is collected, and the state that messages speak for. */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { isComparison } from "./rises.js";
import { fingerprint, infixOf, nameOf, type Reader, type Step, stripParens, subExprs } from "./steps.js";
import type { Evidence, Threshold, VariableRole, Write } from "./types.js";

export interface Role {
  readonly role: VariableRole;
  readonly reason: Evidence;
}

/** Constants that are written after a quorum was seen make a role. */
export function withRoles(
  reader: Reader,
  writes: readonly Write[],
  thresholds: readonly Threshold[],
): readonly Write[] {
  return writes.map((w) => {
    const seen = thresholds.find((t) => t.action === w.action);
    const isPlain = w.form === "whole" && w.provenance.kind === "chosen" && isLiteral(reader, w);
    return seen === undefined || !isPlain ? w : { ...w, provenance: { kind: "role", of: seen.of } };
  });
}

/** Is a constant written, by its name or as it is? */
function isLiteral(reader: Reader, { action, value }: Write): boolean {
  const bare = stripParens(value);
  const name = nameOf(bare);
  if (name === undefined) return bare.kind === "String" || bare.kind === "Number";
  const of = reader.step(action).action;
  return name !== of.actor && ![...of.params, ...of.inputs].some((p) => p.name === name);
}

/** Where every write is a maximum and nothing lowers it, the variable is a counter. */
export function withCounters(writes: readonly Write[]): readonly Write[] {
  const counters = new Set(
    writes
      .map((w) => w.variable)
      .filter((v) => writes.every((w) => w.variable !== v || w.provenance.kind === "maximum")),
  );
  return writes.map((w) => (counters.has(w.variable) ? { ...w, provenance: { kind: "counter" } } : w));
}

export function roleOf(reader: Reader, variable: string, place: Place, writes: readonly Write[]): Role {
  const all = writes.filter((w) => w.variable === variable);
  const kinds = new Set(all.map((w) => w.provenance.kind));
  const only = (...of: readonly string[]): boolean => [...kinds].every((k) => of.includes(k));
  const at = (kind: string): Evidence["place"] => all.find((w) => w.provenance.kind === kind)?.place ?? place;
  const isOwn = reader.protocol.slice.find((v) => v.name === variable)?.origin === "sent";
  const role = (of: VariableRole, text: string, where: Place): Role => ({
    role: of,
    reason: { place: where, text },
  });
  if (isOwn) return role("own", "the node's own messages", place);
  if (all.length === 0) return role("state", "never written", place);
  if (only("counter")) return role("counter", "every write raises it", at("counter"));
  if (kinds.has("role") && all.every((w) => isLiteral(reader, w)))
    return role("role", "constants only, one of them after a quorum", at("role"));
  if (kinds.has("collected") && only("collected", "reset", "computed"))
    return role("collected", "filled under the senders' names", at("collected"));
  if (kinds.has("maximum") && only("maximum", "reset"))
    return role("maximum", "the larger of what it was and what is shown, or reset", at("maximum"));
  const slot = slotOf(reader, variable, all);
  if (slot !== undefined) return { role: "slot", reason: slot };
  const first = all.find((w) => w.provenance.kind !== "reset") ?? all[0];
  const named = first === undefined ? "" : first.provenance.kind;
  return role("state", `written with what is ${named}`, first?.place ?? place);
}

/**
 * A slot remembers what was sent at a counter value: it is only compared (with constants or what it will be), written
 * where a message is sent that shows it, and emptied with the epoch.
 */
function slotOf(reader: Reader, variable: string, writes: readonly Write[]): Evidence | undefined {
  const real = writes.filter((w) => w.provenance.kind !== "reset");
  const [first] = real;
  if (first === undefined) return undefined;
  const shown = real.every((w) => {
    const { sends, action } = reader.step(w.action);
    if (sends.length === 0 || w.form === "partial") return false;
    const print = fingerprint(w.value);
    return (
      nameOf(w.value) === action.actor ||
      isLiteral(reader, w) ||
      sends.every((s) => [...s.fields.values()].some((f) => fingerprint(f) === print))
    );
  });
  if (!shown) return undefined;
  const compared = reader.steps.every((s) => onlyCompared(reader, s, variable));
  if (!compared) return undefined;
  return {
    place: first.place,
    text: "written with a message that shows it, read only to see whether it was sent",
  };
}

function onlyCompared(reader: Reader, step: Step, variable: string): boolean {
  const others = [
    ...step.updates.filter((u) => u.variable !== variable).map((u) => u.value),
    ...step.action.params.map((p) => p.domain),
    ...step.inputs.filter((i) => i.mode === "set").flatMap((i) => i.filter),
  ];
  if (others.some((e) => reader.reads(e, step.action.place).has(variable))) return false;
  const shown = step.sends.flatMap((s) => [...s.fields.values(), ...s.condition]);
  return [...step.guards, ...shown].every((g) => comparedIn(reader, g, variable));
}

function comparedIn(reader: Reader, e: Expr, variable: string): boolean {
  const bare = stripParens(e);
  const infix = infixOf(bare);
  if (infix !== undefined && (["=", "#", "\\in", "\\notin"].includes(infix.op) || isComparison(infix.op))) {
    const other = reader.variable(infix.left) === variable ? infix.right : undefined;
    const turned = reader.variable(infix.right) === variable ? infix.left : undefined;
    const against = other ?? turned;
    if (against !== undefined) return !reader.reads(against, { ...nowhere }).has(variable);
  }
  if (reader.variable(bare) === variable) return false;
  return subExprs(bare).every((c) => comparedIn(reader, c, variable));
}

const nowhere: Place = { file: "", line: 0, column: 0, endLine: 0, endColumn: 0 };

/** Variables that a step reads on the way to what it sends or decides: guards and conditions, with places. */
export function guardReads(reader: Reader, step: Step): ReadonlyMap<string, Place> {
  const out = new Map<string, Place>();
  const add = (e: Expr, at: Place): void => {
    for (const [name, place] of reader.reads(e, at)) if (!out.has(name)) out.set(name, place);
  };
  for (const g of step.guards) add(g, step.action.place);
  for (const p of step.action.params) add(p.domain, step.action.place);
  for (const i of step.inputs) for (const f of i.filter) add(f, i.place);
  return out;
}

/** Variables that the fields of a step's messages read. */
export function fieldReads(
  reader: Reader,
  step: Step,
  tags?: ReadonlySet<string>,
): ReadonlyMap<string, Place> {
  const out = new Map<string, Place>();
  for (const s of step.sends) {
    if (tags !== undefined && !tags.has(s.tag)) continue;
    for (const value of s.fields.values())
      for (const [name, place] of reader.reads(value, s.place)) if (!out.has(name)) out.set(name, place);
  }
  return out;
}

/** Variables that nothing sent depends on, directly or through others: what properties look at. */
export function observedVariables(reader: Reader): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const step of reader.steps) {
    if (step.sends.length === 0) continue;
    for (const name of guardReads(reader, step).keys()) needed.add(name);
    for (const name of fieldReads(reader, step).keys()) needed.add(name);
  }
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    for (const step of reader.steps) {
      for (const u of step.updates) {
        if (!needed.has(u.variable)) continue;
        for (const name of reader.reads(u.value, u.place).keys()) needed.add(name);
        for (const name of guardReads(reader, step).keys()) needed.add(name);
      }
    }
  }
  return new Set(reader.protocol.slice.map((v) => v.name).filter((v) => !needed.has(v)));
}
