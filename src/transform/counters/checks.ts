/**
 * What receivers check of a certified event: the sender's own guard, conjunct by conjunct, each with a switch.
 *
 *     Vote_Check(i, s, e) == /\ On("Vote.source") => e.m.source # i
 *                            /\ On("Vote.UpToDate") => UpToDate(e.m.lastTerm, e.m.lastIndex, s.log)
 *
 * A switch is called after its action and what the conjunct is about: an operator that it calls, else a variable, else a
 * field. Two sorts of conjuncts have none: what makes an event one of this action (domains, the kind of its messages), and
 * bounds of the model (comparisons with a constant), which a receiver cannot know.
 */
import { conjunctsOf, mentions, nameOf, renameBound, stripParens } from "../../protocol/terms.js";
import type { LocalAction, Protocol } from "../../protocol/types.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { canonicalOp } from "../../tla/operators.js";
import { units } from "../../tla/quote.js";
import { substitute } from "../../tla/substitute.js";
import { mapExpr, walk } from "../../tla/visit.js";
import { reliedOn } from "../capabilities.js";
import { type DefinednessFrame, definedness } from "../defined.js";
import { effectExpr, eventFields, type Names, ownerTest, withLets } from "../history/arms.js";

/** A conjunct of a guard; `check`: the switch that takes it away. */
export interface GuardConjunct {
  readonly expr: Expr;
  readonly check: string | undefined;
}

/** Switches that each certified event has beside those of its guard. */
export const eventRules = ["exist", "bind", "out", "head", "chain"] as const;
export type EventRule = (typeof eventRules)[number];

/** What is certified bears the name of who certifies it. */
export const senderRule = "sender";

/** Switches of the counter itself, its contract. */
export const counterRules = ["counter.once", "counter.mono"] as const;

export const ruleOf = (action: string, rule: EventRule): string => `${action}.${rule}`;

/** The guard of an action, in the order in which it is checked. Names: the action's own. */
export function guardConjuncts(names: Names, action: LocalAction): readonly GuardConjunct[] {
  const out: GuardConjunct[] = [];
  const taken = new Set<string>(eventRules.map((r) => ruleOf(action.name, r)));
  const named = (expr: Expr): string => {
    const base = `${action.name}.${subjectOf(names.protocol, action, expr)}`;
    let name = base;
    for (let k = 2; taken.has(name); k++) name = `${base}${k}`;
    taken.add(name);
    return name;
  };
  for (const name of action.order) {
    const param = action.params.find((p) => p.name === name);
    if (param !== undefined) out.push({ expr: b.inSet(b.apply(name), param.domain), check: undefined });
    if (action.ownedKey?.param === name) {
      const expr = ownerTest(names, action, b.apply(name));
      out.push({ expr, check: `${action.name}.owner` });
    }
  }
  for (const expr of action.guards.flatMap(conjunctsOf)) {
    const fixed = isKindTest(names.protocol, action, expr) || isBound(names.protocol, expr);
    out.push({ expr, check: fixed ? undefined : named(expr) });
  }
  return out;
}

/** `m.kind = "Vote"`: which messages the action takes at all. */
function isKindTest({ kindField }: Protocol, action: LocalAction, e: Expr): boolean {
  const bare = stripParens(e);
  if (bare.kind !== "Infix" || canonicalOp(bare.op) !== "=") return false;
  return [bare.left, bare.right].some(
    (side) =>
      side.kind === "Field" &&
      side.name.text === kindField &&
      action.inputs.some((i) => i.name === nameOf(side.record)),
  );
}

/** A comparison with a constant of the model: `s.term < MaxTerm`. */
function isBound({ constants }: Protocol, e: Expr): boolean {
  const bare = stripParens(e);
  if (bare.kind !== "Infix" || !["<", "=<", ">", ">="].includes(canonicalOp(bare.op))) return false;
  return [bare.left, bare.right].some((side) => constants.some((c) => c.name === nameOf(side)));
}

/** What a conjunct is about, in one word. */
function subjectOf(protocol: Protocol, action: LocalAction, e: Expr): string {
  let operator: string | undefined;
  let variable: string | undefined;
  let field: string | undefined;
  walk(e, (node) => {
    if (node.kind === "Apply" && protocol.operators.some((o) => o.name.text === node.name)) {
      if (node.args.length > 0 || operator === undefined) operator ??= node.name;
    }
    if (node.kind !== "Field") return;
    const of = nameOf(node.record);
    if (of === protocol.names.slice) variable ??= node.name.text;
    else if (action.inputs.some((i) => i.name === of)) field ??= node.name.text;
  });
  return operator ?? field ?? variable ?? "guard";
}

/** All switches that the checks of an action have, those of its guard first. */
export function checksOf(names: Names, action: LocalAction): readonly string[] {
  return guardConjuncts(names, action).flatMap(({ expr, check }) => {
    if (check === undefined) return [];
    return shrunk(names, action, expr, check).count === 0 ? [check] : [check, `${check}${SIZE}`];
  });
}

const SIZE = ".size";

/**
 * `\E Q \in Quorum : \A j \in Q : …` with a switch for how many members quorums have, beside that of the whole conjunct:
 * `\E Q \in IF On("Lead.Quorum.size") THEN Quorum ELSE Fewer(Quorum) : …`. Where the quorum is a parameter, it is the guard
 * that overlooks a member: `\A j \in Q : …` ⇒ `\E S \in IF On(…) THEN {Q} ELSE Fewer({Q}) : \A j \in S : …`. `count`: how
 * many there are.
 */
function shrunk(
  { protocol, words }: Names,
  action: LocalAction,
  e: Expr,
  check: string,
): { readonly expr: Expr; readonly count: number } {
  const named = new Set([
    ...protocol.constants.map((c) => c.name),
    ...protocol.operators.map((o) => o.name.text),
  ]);
  const w = words.of;
  let count = 0;
  const given = new Set(action.params.filter((p) => named.has(nameOf(p.domain) ?? "")).map((p) => p.name));
  const fewer = (domain: Expr): Expr =>
    b.ifThenElse(b.apply(w.on, b.str(`${check}${SIZE}`)), domain, b.apply(w.fewer, domain));
  const expr = mapExpr(e, (x) => {
    if (x.kind !== "Quantifier") return x;
    const [bound, ...more] = x.bounds;
    if (bound?.domain === undefined || more.length > 0 || bound.names.length !== 1) return x;
    if (x.op === "\\A" && given.has(nameOf(bound.domain) ?? "") && !mentions(x.body, new Set([w.set]))) {
      count += 1;
      const over = b.bound(w.set, fewer(b.set(bound.domain)));
      return b.exists(over, { ...x, bounds: [{ ...bound, domain: b.apply(w.set) }] });
    }
    if (x.op !== "\\E") return x;
    if (!named.has(nameOf(bound.domain) ?? "") || !isRangedOver(x.body, bound.names[0]?.text ?? "")) return x;
    count += 1;
    return { ...x, bounds: [{ ...bound, domain: fewer(bound.domain) }] };
  });
  return { expr, count };
}

/** Something is asked of each member of it. */
function isRangedOver(body: Expr, name: string): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind !== "Quantifier" || node.op !== "\\A") return;
    found ||= node.bounds.some((d) => d.domain !== undefined && mentions(d.domain, new Set([name])));
  });
  return found;
}

/** `Fewer(S)`, if a check speaks of it. */
export function fewerUnits(names: Names): readonly Unit[] {
  const w = names.words.of;
  const all = names.protocol.actions.flatMap((a) => checksOf(names, a));
  if (!all.some((check) => check.endsWith(SIZE))) return [];
  return units`
${w.fewer}(${w.set}) == {${w.part} \ {${w.pick}} : ${w.part} \in ${w.set}, ${w.pick} \in UNION ${w.set}}`;
}

/** Where a check or an effect has a value: events are made of messages whose kind was tested. */
function checkFrame({ protocol, words }: Names, action: LocalAction): DefinednessFrame {
  return {
    operators: new Map([...protocol.operators, ...action.lets].map((d) => [d.name.text, d] as const)),
    total: new Set([protocol.names.slice, words.of.event]),
    event: words.of.event,
    inputs: new Set(),
    fieldsKnown: true,
  };
}

/** `A_Check(i, s, e)`. */
export function checkOf(names: Names, action: LocalAction): Definition {
  const { protocol, words } = names;
  const fields = eventFields(names, action);
  const frame = checkFrame(names, action);
  const items = guardConjuncts(names, action).map(({ expr, check }) => {
    const conjunct = substitute(check === undefined ? expr : shrunk(names, action, expr, check).expr, fields);
    const defined = definedness(frame, conjunct);
    const whole = nameOf(defined) === "TRUE" ? [conjunct] : [...conjunctsOf(defined), conjunct];
    return check === undefined ? whole : [b.implies(b.apply(words.of.on, b.str(check)), b.and(whole))];
  });
  const body = withLets(action, fields, b.and(items.flat()));
  return b.definition(
    words.part(action.name, "check"),
    [action.actor, protocol.names.slice, words.of.event],
    body,
  );
}

/** `A_Defined(i, s, e)`: the effect has a value: what it indexes is in the domain. */
export function effectDefined(names: Names, action: LocalAction): Definition {
  const { protocol, words } = names;
  const fields = eventFields(names, action);
  const effect = withLets(action, fields, effectExpr(names, action));
  const params = [action.actor, protocol.names.slice, words.of.event];
  const body = renameBound(definedness(checkFrame(names, action), effect), new Set(params));
  return b.definition(words.part(action.name, "defined"), params, body);
}

const meanings: Readonly<Record<EventRule, string>> = {
  exist: "the messages that the event consumes exist",
  bind: "the bound values are what the step computes",
  out: "the messages are what the step sends",
  head: "the step starts from what the certificate before bound",
  chain: "the certificate before is the last one",
};

/** What a check asks, in a few words. */
export function meaningOf(check: string): string {
  if (check === senderRule) return "messages bear the name of the node that certifies them";
  if (check === "counter.once") return "there is one certificate for each counter value";
  if (check === "counter.mono") return "counter values only go up";
  const relied = (reliedOn as Readonly<Record<string, string | undefined>>)[check];
  if (relied !== undefined) return relied;
  const dot = check.indexOf(".");
  const [action, rule] = [check.slice(0, dot), check.slice(dot + 1)];
  if (rule.endsWith(SIZE)) return `${action}: ${rule.slice(0, -SIZE.length)} has as many members as it must`;
  const known = (meanings as Readonly<Record<string, string | undefined>>)[rule];
  return known === undefined ? `${action}'s guard about ${rule}` : `${action}: ${known}`;
}
