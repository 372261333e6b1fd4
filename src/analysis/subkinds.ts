/** Kinds split by what tells them apart beside the tag, who receives them, and which of them matter to nobody. */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { admits, calledIn, conditionsOn, kindsOfInput } from "./inputs.js";
import { isComparison } from "./rises.js";
import {
  fingerprint,
  nameOf,
  negated,
  type Reader,
  type Step,
  type StepInput,
  stripParens,
} from "./steps.js";
import type { FixedField, Receiver, Site, SubKind, Threshold, Write } from "./types.js";

export type SplitKind = Pick<SubKind, "name" | "tag" | "fixed" | "sites" | "receivers">;

interface Sent extends Site {
  readonly tag: string;
  readonly fixed: readonly FixedField[];
}

export function splitKinds(reader: Reader, thresholds: readonly Threshold[]): readonly SplitKind[] {
  const { kindField, kinds } = reader.protocol;
  return kinds.flatMap(({ tag }) => {
    const sites = reader.steps.flatMap((step) =>
      step.sends
        .filter((s) => s.tag === tag)
        .map(
          (s): Site => ({
            action: step.action.name,
            place: s.place,
            record: s.fields,
            bounds: s.bounds,
            condition: s.condition,
          }),
        ),
    );
    const telling = tellingFields(reader, sites, kindField);
    const sent = sites.flatMap((s) => waysOf(reader, { ...s, tag, fixed: [] }, telling));
    const groups = new Map<string, Sent[]>();
    for (const s of sent) {
      const key = s.fixed.map((f) => fingerprint(reader.unfolded(f.value))).join(" ");
      groups.set(key, [...(groups.get(key) ?? []), s]);
    }
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { fixed } = first;
      const values = fixed.map((f) => `${f.field} = ${reader.text(f.value)}`).join(", ");
      const name = groups.size === 1 ? tag : `${tag}(${values})`;
      const receivers = reader.steps.flatMap((s) => receiversIn(reader, s, tag, fixed, thresholds));
      return [{ name, tag, fixed, sites: group, receivers }];
    });
  });
}

/** Fields that are a Boolean wherever they are sent, or a constant that differs from site to site. */
function tellingFields(reader: Reader, sites: readonly Site[], kindField: string): readonly string[] {
  const names = [...(sites[0]?.record.keys() ?? [])].filter((f) => f !== kindField);
  return names.filter((field) => {
    const values = sites.map((s) => s.record.get(field));
    if (values.some((v) => v === undefined)) return false;
    const all = values as readonly Expr[];
    if (all.every((v) => isTruth(v) || isBoolean(reader, v))) return true;
    const texts = all.map((v) => reader.unfolded(v));
    return texts.every((v) => v.kind === "String") && new Set(texts.map(fingerprint)).size > 1;
  });
}

const isTruth = (e: Expr): boolean => ["TRUE", "FALSE"].includes(nameOf(e) ?? "");

function isBoolean(reader: Reader, e: Expr): boolean {
  const bare = reader.unfolded(e);
  if (bare.kind === "Quantifier" || bare.kind === "Junction" || isTruth(bare)) return true;
  if (bare.kind === "Prefix") return canonicalOp(bare.op) === "~";
  if (bare.kind !== "Infix") return false;
  const op = canonicalOp(bare.op);
  return isComparison(op) || ["=", "#", "\\in", "\\notin", "/\\", "\\/", "=>", "\\subseteq"].includes(op);
}

/** A site as often as its Booleans can differ. */
function waysOf(reader: Reader, site: Sent, telling: readonly string[]): readonly Sent[] {
  const [field, ...rest] = telling;
  if (field === undefined) return [site];
  const value = site.record.get(field);
  if (value === undefined) return waysOf(reader, site, rest);
  if (isTruth(value) || !isBoolean(reader, value))
    return waysOf(reader, { ...site, fixed: [...site.fixed, { field, value }] }, rest);
  return ["TRUE", "FALSE"].flatMap((name) => {
    const constant: Expr = { ...value, kind: "Apply", path: [], name, args: [] };
    const holds = name === "TRUE" ? value : negated(value);
    if (isRuledOut(reader, site.action, holds)) return [];
    const fixed = [...site.fixed, { field, value: constant }];
    return waysOf(reader, { ...site, fixed, condition: [...site.condition, holds] }, rest);
  });
}

/** Does a guard say the opposite, as it is written? */
function isRuledOut(reader: Reader, action: string, formula: Expr): boolean {
  const opposite = (a: Expr, b: Expr): boolean =>
    a.kind === "Prefix" && canonicalOp(a.op) === "~" && fingerprint(a.arg) === fingerprint(b);
  const e = stripParens(formula);
  return reader.step(action).guards.some((g) => opposite(stripParens(g), e) || opposite(e, stripParens(g)));
}

function receiversIn(
  reader: Reader,
  step: Step,
  tag: string,
  fixed: readonly FixedField[],
  thresholds: readonly Threshold[],
): readonly Receiver[] {
  return step.inputs.flatMap((input): readonly Receiver[] => {
    if (!kindsOfInput(reader, step, input).some((k) => k.tag === tag)) return [];
    if (!takes(reader, step, input, fixed)) return [];
    const counted = thresholds.some((t) => t.action === step.action.name && t.of.includes(tag));
    const use = input.mode === "one" ? "consumed" : counted ? "counted" : "read";
    return [{ action: step.action.name, input: input.name, use, place: placeOfInput(reader, step, input) }];
  });
}

/** Where the step says what it wants of the message; the input itself may be hidden in Next. */
function placeOfInput(reader: Reader, step: Step, input: StepInput): Place {
  const [first] = conditionsOn(step, input);
  return first === undefined ? step.action.place : reader.place(first, input.place);
}

function takes(reader: Reader, step: Step, input: StepInput, fixed: readonly FixedField[]): boolean {
  const conditions = conditionsOn(step, input);
  return fixed.every((f) => admits(reader, conditions, calledIn(input), f.field, f.value));
}

/** Does a write happen when this sub-kind is received (as far as its fixed fields tell)? */
export function writesOnReceipt(
  reader: Reader,
  kind: SplitKind,
  receiver: Receiver,
  writes: readonly Write[],
): readonly Write[] {
  return writes.filter(
    (w) =>
      w.action === receiver.action &&
      kind.fixed.every((f) => admits(reader, w.condition, receiver.input, f.field, f.value)),
  );
}
