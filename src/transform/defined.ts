/**
 * When does an expression have a value at all? (Abrial's well-definedness, *The B-Book*, §2; here for TLA+ as TLC
 * evaluates it.) The receivers' guard check is taken away by keeping only this: a liar may then do whatever the step
 * can compute, but not what no receiver could even evaluate.
 */

import { inlineCall, nameOf, replaceAt, sameExpr, stripParens } from "../protocol/terms.js";
import type { Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";

export interface DefinednessFrame {
  readonly operators: ReadonlyMap<string, Definition>;
  /** Records whose fields are always there (the slice, the event): chains of fields from these names need no test. */
  readonly total: ReadonlySet<string>;
  /** The event's name, and those of its fields that hold messages: what fields these have is not known. */
  readonly event: string;
  readonly inputs: ReadonlySet<string>;
  /** Messages are only taken where their kind was tested: the fields that are read are there. */
  readonly fieldsKnown?: boolean;
}

/** A predicate that holds exactly where TLC can evaluate `e` (sufficient where a body is taken to be strict). */
export function definedness(frame: DefinednessFrame, e: Expr): Expr {
  return conjunction(conditions(frame, e));
}

function conjunction(list: readonly Expr[]): Expr {
  const out: Expr[] = [];
  for (const c of list) if (!isTrue(c) && !out.some((o) => sameExpr(o, c))) out.push(c);
  return b.and(out);
}

function isTrue(e: Expr): boolean {
  return nameOf(e) === "TRUE";
}

/** `guard => condition`, unless there is nothing to say. */
function under(guard: Expr, list: readonly Expr[]): readonly Expr[] {
  const body = conjunction(list);
  return isTrue(body) ? [] : [b.implies(guard, body)];
}

function conditions(frame: DefinednessFrame, e: Expr): readonly Expr[] {
  const of = (x: Expr): readonly Expr[] => conditions(frame, x);
  switch (e.kind) {
    case "Paren":
    case "Label":
      return of(e.body);
    case "Index":
      return [...of(e.fn), ...e.args.flatMap(of), b.inSet(indexOf(e.args), b.domain(e.fn))];
    case "Field":
      if (frame.fieldsKnown === true || rootedIn(frame, e.record)) return of(e.record);
      return [...of(e.record), b.inSet(b.str(e.name.text), b.domain(e.record))];
    case "Prefix":
      return of(e.arg);
    case "Postfix":
      return of(e.arg);
    case "Infix":
      return infix(frame, e);
    case "Junction":
      return junction(frame, e.op, e.items);
    case "If":
      return [...of(e.test), ...branches(frame, e.test, e.then, e.else)];
    case "Case": {
      const tests = e.arms.flatMap((a) => (a.test ? [a.test] : []));
      const some = e.arms.some((a) => a.test === undefined) ? [] : [b.or(tests)];
      return [
        ...tests.flatMap(of),
        ...some,
        ...e.arms.flatMap((a) => (a.test ? under(a.test, of(a.value)) : of(a.value))),
      ];
    }
    case "Quantifier":
    case "SetMap":
    case "Function": {
      const inner = conjunction(of(e.body));
      const domains = e.bounds.flatMap((x) => (x.domain ? of(x.domain) : []));
      return isTrue(inner) ? domains : [...domains, b.forall(e.bounds, inner)];
    }
    case "SetFilter": {
      const inner = conjunction(of(e.body));
      const domains = e.bound.domain ? of(e.bound.domain) : [];
      return isTrue(inner) ? domains : [...domains, b.forall([e.bound], inner)];
    }
    case "Choose":
      return [...(e.bound.domain ? of(e.bound.domain) : []), b.exists([e.bound], e.body)];
    case "Let":
      return letIn(frame, e);
    case "Apply":
      return call(frame, e);
    case "Tuple":
    case "Set":
      return e.items.flatMap(of);
    case "Record":
    case "RecordSet":
      return e.fields.flatMap((f) => of(f.value));
    case "FunctionSet":
      return [...of(e.domain), ...of(e.range)];
    case "Except":
      return except(frame, e);
    default:
      return [];
  }
}

function indexOf(args: readonly Expr[]): Expr {
  const [only] = args;
  return args.length === 1 && only !== undefined ? only : b.tuple(...args);
}

/** `s.log[1].term`: what the slice and the event hold has the fields that it is written with; a message may not. */
function rootedIn(frame: DefinednessFrame, e: Expr): boolean {
  const bare = stripParens(e);
  if (bare.kind === "Field") return !isInput(frame, bare) && rootedIn(frame, bare.record);
  if (bare.kind === "Index") return rootedIn(frame, bare.fn);
  return frame.total.has(nameOf(bare) ?? "");
}

function isInput(frame: DefinednessFrame, e: Extract<Expr, { kind: "Field" }>): boolean {
  return nameOf(e.record) === frame.event && frame.inputs.has(e.name.text);
}

function infix(frame: DefinednessFrame, e: Extract<Expr, { kind: "Infix" }>): readonly Expr[] {
  const [left, right] = [conditions(frame, e.left), conditions(frame, e.right)];
  switch (canonicalOp(e.op)) {
    case "/\\":
    case "=>":
      return [...left, ...under(e.left, right)];
    case "\\/":
      return [...left, ...under(b.not(e.left), right)];
    case "\\div":
    case "%":
      return [...left, ...right, b.infix(">", e.right, b.num(0))];
    default:
      return [...left, ...right];
  }
}

function junction(frame: DefinednessFrame, op: "/\\" | "\\/", items: readonly Expr[]): readonly Expr[] {
  const out: Expr[] = [];
  const before: Expr[] = [];
  for (const item of items) {
    const list = conditions(frame, item);
    out.push(...(before.length === 0 ? list : under(b.and(before), list)));
    before.push(op === "/\\" ? item : b.not(item));
  }
  return out;
}

function branches(frame: DefinednessFrame, test: Expr, yes: Expr, no: Expr): readonly Expr[] {
  return [...under(test, conditions(frame, yes)), ...under(b.not(test), conditions(frame, no))];
}

function letIn(frame: DefinednessFrame, e: Extract<Expr, { kind: "Let" }>): readonly Expr[] {
  const operators = new Map(frame.operators);
  const out: Expr[] = [];
  for (const unit of e.units) {
    if (unit.kind !== "Definition") continue;
    operators.set(unit.name.text, unit);
    if (unit.params.length === 0) out.push(...conditions({ ...frame, operators }, unit.body));
  }
  const inner = conjunction([...out, ...conditions({ ...frame, operators }, e.body)]);
  return isTrue(inner) ? [] : [b.letIn(e.units, inner)];
}

/** What a call needs is what its body needs; of the standard operators those that are partial are known. */
function call(frame: DefinednessFrame, e: Extract<Expr, { kind: "Apply" }>): readonly Expr[] {
  const args = e.args.flatMap((a) => conditions(frame, a));
  const definition = e.path.length === 0 ? frame.operators.get(e.name) : undefined;
  if (definition !== undefined) {
    const operators = new Map(frame.operators);
    operators.delete(e.name);
    return [...args, ...conditions({ ...frame, operators }, inlineCall(definition, e))];
  }
  const [first, second, third] = e.args;
  if ((e.name === "Head" || e.name === "Tail") && first !== undefined)
    return [...args, b.neq(first, b.tuple())];
  if (e.name === "SubSeq" && first !== undefined && second !== undefined && third !== undefined) {
    const inside = b.and([b.infix(">=", second, b.num(1)), b.infix("<=", third, b.apply("Len", first))]);
    return [...args, b.or([b.infix(">", second, third), inside])];
  }
  return args;
}

function except(frame: DefinednessFrame, e: Extract<Expr, { kind: "Except" }>): readonly Expr[] {
  const out: Expr[] = [...conditions(frame, e.base)];
  for (const u of e.updates) {
    let current: Expr = e.base;
    for (const step of u.path) {
      if (step.kind === "PathField") {
        current = b.field(current, step.name.text);
        continue;
      }
      out.push(
        ...step.args.flatMap((a) => conditions(frame, a)),
        b.inSet(indexOf(step.args), b.domain(current)),
      );
      current = b.index(current, ...step.args);
    }
    out.push(...conditions(frame, replaceAt(u.value, current)));
  }
  return out;
}
