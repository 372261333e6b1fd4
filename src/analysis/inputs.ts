/** Which kinds an input may be of, by the step's own conditions on it. */
import type { MessageKind } from "../protocol/types.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import {
  fingerprint,
  infixOf,
  mentionsName,
  nameOf,
  parts,
  type Reader,
  type Step,
  type StepInput,
  stripParens,
} from "./steps.js";

/** Conditions on a message called `name`: those of its filter, and of the step if it is one message. */
export function conditionsOn(step: Step, input: StepInput): readonly Expr[] {
  return input.mode === "one" ? step.guards.filter((g) => mentionsName(g, input.name)) : input.filter;
}

/** What a message is called in its conditions. */
export const calledIn = (input: StepInput): string => (input.mode === "one" ? input.name : input.element);

export function kindsOfInput(reader: Reader, step: Step, input: StepInput): readonly MessageKind[] {
  const { kinds } = reader.protocol;
  const allowed = conditionsOn(step, input).reduce<readonly string[] | undefined>(
    (so, c) => both(so, tagsBy(reader, c, calledIn(input))),
    undefined,
  );
  return allowed === undefined ? kinds : kinds.filter((k) => allowed.includes(k.tag));
}

type Tags = readonly string[] | undefined;

const both = (a: Tags, b: Tags): Tags =>
  a === undefined ? b : b === undefined ? a : a.filter((t) => b.includes(t));

/** The tags that a condition lets through; undefined if it says nothing about them. */
function tagsBy(reader: Reader, condition: Expr, message: string): Tags {
  const conjuncts = parts(condition, "/\\");
  if (conjuncts.length > 1)
    return conjuncts.map((c) => tagsBy(reader, c, message)).reduce(both, undefined as Tags);
  const disjuncts = parts(condition, "\\/");
  if (disjuncts.length > 1) {
    const each = disjuncts.map((d) => tagsBy(reader, d, message));
    return each.some((t) => t === undefined) ? undefined : [...new Set(each.flatMap((t) => t ?? []))];
  }
  const e = infixOf(condition);
  const { kindField } = reader.protocol;
  if (e === undefined) {
    const unfolded = reader.unfold(condition);
    return unfolded === undefined ? undefined : tagsBy(reader, unfolded, message);
  }
  if (e.op === "=") {
    for (const [field, value] of [
      [e.left, e.right],
      [e.right, e.left],
    ] as const) {
      if (fieldOf(field, message) === kindField) return [reader.tagNamed(value)].flatMap((t) => t ?? []);
    }
    return undefined;
  }
  if (e.op !== "\\in" || fieldOf(e.left, message) !== kindField) return undefined;
  const set = reader.unfolded(e.right);
  return set.kind === "Set" ? set.items.flatMap((i) => reader.tagNamed(i) ?? []) : undefined;
}

/** `f` for `message.f`. */
export function fieldOf(e: Expr, message: string): string | undefined {
  const bare = stripParens(e);
  return bare.kind === "Field" && nameOf(bare.record) === message ? bare.name.text : undefined;
}

/** The inputs that an expression mentions. */
export function inputsIn(step: Step, e: Expr): readonly StepInput[] {
  return step.inputs.filter((i) => mentionsName(e, i.name));
}

/** Tags of the kinds of messages that an expression mentions. */
export function tagsIn(reader: Reader, step: Step, e: Expr): readonly string[] {
  return [...new Set(inputsIn(step, e).flatMap((i) => kindsOfInput(reader, step, i).map((k) => k.tag)))];
}

/** Is it the sender of one of the step's inputs: `m.source`? */
export function isSender(reader: Reader, step: Step, e: Expr): boolean {
  return step.inputs.some((i) =>
    kindsOfInput(reader, step, i).some(
      (k) => k.sender.by === "field" && fieldOf(e, i.name) === k.sender.field,
    ),
  );
}

/**
 * Can the step take a message in which `field` has `value`? Only conditions that compare this field with something
 * constant, or use it as a Boolean, are looked at.
 */
export function admits(
  reader: Reader,
  conditions: readonly Expr[],
  message: string,
  field: string,
  value: Expr,
): boolean {
  return conditions.every((c) => {
    const conjuncts = parts(c, "/\\");
    if (conjuncts.length > 1) return admits(reader, conjuncts, message, field, value);
    const disjuncts = parts(c, "\\/");
    if (disjuncts.length > 1) return disjuncts.some((d) => admits(reader, [d], message, field, value));
    return test(reader, c, message, field, value);
  });
}

function test(reader: Reader, condition: Expr, message: string, field: string, value: Expr): boolean {
  const e = stripParens(condition);
  const isTrue = nameOf(value) === "TRUE";
  if (fieldOf(e, message) === field) return isTrue;
  if (e.kind === "Prefix" && canonicalOp(e.op) === "~" && fieldOf(e.arg, message) === field) return !isTrue;
  const infix = infixOf(e);
  if (infix === undefined || (infix.op !== "=" && infix.op !== "#")) return true;
  const other =
    fieldOf(infix.left, message) === field
      ? infix.right
      : fieldOf(infix.right, message) === field
        ? infix.left
        : undefined;
  if (other === undefined || !isPlain(other)) return true;
  const equal = fingerprint(reader.unfolded(other)) === fingerprint(reader.unfolded(value));
  return infix.op === "=" ? equal : !equal;
}

const isPlain = (e: Expr): boolean => {
  const bare = stripParens(e);
  return (
    bare.kind === "String" || bare.kind === "Number" || nameOf(bare) === "TRUE" || nameOf(bare) === "FALSE"
  );
};
