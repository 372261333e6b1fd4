/**
 * Every write of a slice variable with where its value comes from: the first form that matches (`derivation.md` §8).
 *
 *     votes := votes \cup {m.source}            collected
 *     term  := IF m.term > term THEN m.term …   maximum, or counter if no write lowers it
 *     log   := Append(log, e)                   appended
 */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { mapExpr, walk } from "../tla/visit.js";
import { inputsIn, isSender, tagsIn } from "./inputs.js";
import { isMaximumWith, orderBy } from "./rises.js";
import { fingerprint, mentionsName, nameOf, negated, type Reader, type Step, stripParens } from "./steps.js";
import type { Provenance, Write } from "./types.js";

interface Target {
  readonly step: Step;
  readonly variable: string;
  readonly place: Place;
  /** What is written: the variable, or an element of it. */
  readonly old: Expr;
  readonly form: Write["form"];
  readonly condition: readonly Expr[];
  /** Whether an index on the way is the sender of a message. */
  readonly underSender: boolean;
}

export function writesOf(reader: Reader): readonly Write[] {
  return reader.steps.flatMap((step) =>
    step.updates.flatMap(({ variable, value, place }) => {
      const old = reader.sliceField(variable);
      return leaves(reader, value, {
        step,
        variable,
        place,
        old,
        form: "whole",
        condition: [],
        underSender: false,
      });
    }),
  );
}

const same = (a: Expr, b: Expr): boolean => fingerprint(a) === fingerprint(b);

/** The ways in which a value is written; what stays as it is is none. */
function leaves(reader: Reader, value: Expr, target: Target): readonly Write[] {
  const { old, condition } = target;
  if (same(value, old)) return [];
  if (isMaximumWith(reader, value, old)) return [leaf(reader, value, target)];
  const e = reader.unfolded(value);
  if (e.kind === "If") {
    const then = leaves(reader, e.then, { ...target, condition: [...condition, e.test] });
    const otherwise = leaves(reader, e.else, { ...target, condition: [...condition, negated(e.test)] });
    return [...then, ...otherwise];
  }
  if (e.kind === "Case")
    return e.arms.flatMap((arm) =>
      leaves(reader, arm.value, {
        ...target,
        condition: arm.test === undefined ? condition : [...condition, arm.test],
      }),
    );
  if (e.kind === "Except" && same(e.base, old)) return e.updates.flatMap((u) => element(reader, u, target));
  return [leaf(reader, value, target)];
}

/** What EXCEPT puts at one place of the old value. */
function element(
  reader: Reader,
  update: Extract<Expr, { kind: "Except" }>["updates"][number],
  target: Target,
): readonly Write[] {
  const { id, span } = update;
  let old = target.old;
  let underSender = target.underSender;
  for (const step of update.path) {
    if (step.kind === "PathField") old = { kind: "Field", id, span, record: old, name: step.name };
    else {
      underSender ||= step.args.some((a) => isSender(reader, target.step, a));
      old = { kind: "Index", id, span, fn: old, args: step.args };
    }
  }
  const value = mapExpr(update.value, (e) => (e.kind === "At" ? old : e));
  return leaves(reader, value, { ...target, old, form: "partial", underSender });
}

function leaf(reader: Reader, value: Expr, target: Target): Write {
  const { step, variable, place, condition } = target;
  const provenance = classify(reader, value, target);
  const grows = mentionsOld(value, target.old);
  const form = target.form === "partial" || grows ? "partial" : "whole";
  const rises = orderBy(reader, step, condition, value, target.old) === "above";
  return { action: step.action.name, variable, place, form, value, provenance, rises, condition };
}

function classify(reader: Reader, value: Expr, target: Target): Provenance {
  const { step, old, condition } = target;
  const e = reader.unfolded(value);
  const of = tagsIn(reader, step, e);
  const grows = mentionsOld(e, old);
  const added = e.kind === "Infix" && canonicalOp(e.op) === "\\cup" ? addedTo(e, old) : undefined;
  if (added !== undefined && of.length > 0 && showsSender(reader, step, added))
    return { kind: "collected", of };
  if (target.underSender) return { kind: "collected", of };
  if (isMaximumWith(reader, value, old) || orderBy(reader, step, condition, value, old) !== undefined)
    return { kind: "maximum", of };
  if (isConstant(reader, step, e)) return constant(reader, step, e, target);
  if (added !== undefined) return { kind: "appended", of };
  if (grows) return { kind: isAppend(e, old) ? "appended" : "merged", of };
  if (of.length > 0) return { kind: "adopted", of };
  const params = step.action.params.filter((p) => mentionsName(e, p.name));
  if (params.some((p) => p.client)) return { kind: "chosen", by: "client" };
  const from = [...reader.reads(e, target.place).keys()];
  if (from.length > 0 && params.length === 0) return { kind: "computed", from };
  return { kind: "chosen", by: "node" };
}

/** A constant is a reset where it is what there was at the beginning, or where an epoch begins. */
function constant(reader: Reader, step: Step, e: Expr, { variable, condition }: Target): Provenance {
  if (raisesSomething(reader, step, variable, condition)) return { kind: "reset", with: "epoch" };
  const initial = reader.protocol.slice.find((v) => v.name === variable)?.initial;
  if (initial !== undefined && same(reader.unfolded(initial), e)) return { kind: "reset", with: "initial" };
  return { kind: "chosen", by: "node" };
}

/** Does the step (under the condition) set another variable to more than it was? */
function raisesSomething(reader: Reader, step: Step, but: string, condition: readonly Expr[]): boolean {
  return step.updates.some(
    (u) =>
      u.variable !== but &&
      orderBy(reader, step, condition, u.value, reader.sliceField(u.variable)) === "above",
  );
}

/** The other side of a union with the old value. */
function addedTo(e: Extract<Expr, { kind: "Infix" }>, old: Expr): Expr | undefined {
  if (same(e.left, old)) return e.right;
  if (same(e.right, old)) return e.left;
  const inner = stripParens(e.left);
  if (inner.kind !== "Infix" || canonicalOp(inner.op) !== "\\cup") return undefined;
  return addedTo(inner, old) === undefined ? undefined : e;
}

/** Is the sender of a message, or the whole message, in what is added? */
function showsSender(reader: Reader, step: Step, added: Expr): boolean {
  let found = false;
  walk(added, (node) => {
    if (node.kind === "Field" && isSender(reader, step, node)) found = true;
    if (node.kind === "Field" && step.inputs.some((i) => nameOf(node.record) === i.name)) return false;
    if (node.kind === "Apply" && step.inputs.some((i) => i.name === node.name)) found = true;
    return !found;
  });
  return found;
}

function mentionsOld(e: Expr, old: Expr): boolean {
  const print = fingerprint(old);
  let found = false;
  walk(e, (node) => {
    if (!found && (node.kind === "Field" || node.kind === "Index") && fingerprint(node) === print)
      found = true;
    return !found;
  });
  return found;
}

/** `Append(old, x)` or `old \o x`: what was there stays. */
function isAppend(e: Expr, old: Expr): boolean {
  const first =
    e.kind === "Apply" && e.name === "Append" ? e.args[0] : e.kind === "Infix" ? e.left : undefined;
  return (
    first !== undefined &&
    same(first, old) &&
    (e.kind === "Apply" || (e.kind === "Infix" && canonicalOp(e.op) === "\\circ"))
  );
}

/** Neither the slice nor parameters or inputs are mentioned, and the actor not alone: `{self}` is a beginning, too. */
function isConstant(reader: Reader, step: Step, e: Expr): boolean {
  const { action } = step;
  if (nameOf(e) === action.actor) return false;
  const names = [
    reader.protocol.names.slice,
    ...action.params.map((p) => p.name),
    ...step.inputs.map((i) => i.name),
  ];
  return names.every((n) => !mentionsName(e, n)) && inputsIn(step, e).length === 0;
}
