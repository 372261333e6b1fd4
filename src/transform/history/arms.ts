/**
 * One action as the arms of the step function:
 *
 *     Vote_Guard(i, s, e)   == may i, in state s, take the step that event e describes?
 *     Vote_Effect(i, s, e)  == [ok |-> TRUE, slice |-> its state after it, out |-> the messages sent]
 *     Vote_Events(i, s, M)  == the events that i can try in state s when the messages M have been sent
 *
 * An event holds everything that the action chooses: its parameters and the messages consumed. So a step is a function.
 */

import { allNames, conjunctsOf, freshName, mentions } from "../../protocol/terms.js";
import type { LocalAction, Parameter, Protocol } from "../../protocol/types.js";
import { isIncreasing } from "../../protocol/witness.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { freeNames, substitute } from "../../tla/visit.js";
import type { Vocabulary } from "../vocabulary.js";

export interface Names {
  readonly protocol: Protocol;
  readonly words: Vocabulary;
}

/** The operators of one action, in the order in which they are defined. */
export function armsOf(names: Names, action: LocalAction): readonly Unit[] {
  return [guardOf(names, action), effectOf(names, action), eventsOf(names, action)];
}

/** The event's field for every parameter and input: `e.k` for `k`. */
export function eventFields(names: Names, action: LocalAction): ReadonlyMap<string, Expr> {
  const event = b.apply(names.words.of.event);
  return new Map(action.order.map((name) => [name, b.field(event, name)] as const));
}

/** `LET` definitions that `body` needs, around it. */
export function withLets(action: LocalAction, fields: ReadonlyMap<string, Expr>, body: Expr): Expr {
  const needed = new Set<string>();
  const need = (e: Expr): void => {
    for (const name of freeNames(e)) {
      const definition = action.lets.find((l) => l.name.text === name);
      if (definition === undefined || needed.has(name)) continue;
      needed.add(name);
      need(definition.body);
    }
  };
  need(body);
  const lets = action.lets
    .filter((l) => needed.has(l.name.text))
    .map((l): Definition => ({ ...l, body: substitute(l.body, fields) }));
  const inner = substitute(body, fields);
  return lets.length === 0 ? inner : b.letIn(lets, inner);
}

const params = (action: LocalAction, names: Names, last: string): string[] => [
  action.actor,
  names.protocol.names.slice,
  last,
];

/** Conjuncts: the parameters are in their domains, the inputs pass their filters, the key is owned, the guards hold. */
export function guardOf(names: Names, action: LocalAction): Definition {
  const { words } = names;
  const fields = eventFields(names, action);
  const items: Expr[] = [];
  for (const name of action.order) {
    const param = action.params.find((p) => p.name === name);
    if (param !== undefined) items.push(b.inSet(b.apply(name), param.domain));
    if (action.ownedKey?.param === name) items.push(ownerTest(names, action, b.apply(name)));
  }
  for (const input of action.inputs) {
    if (input.mode !== "set" || input.filter.length === 0) continue;
    items.push(b.forall(b.bound(input.element, b.apply(input.name)), b.and(input.filter)));
  }
  items.push(...action.guards.flatMap(conjunctsOf));
  const body = withLets(action, fields, items.length === 0 ? b.bool(true) : b.and(items));
  return b.definition(words.part(action.name, "guard"), params(action, names, words.of.event), body);
}

export function ownerTest(names: Names, action: LocalAction, key: Expr): Expr {
  return b.eq(b.index(b.apply(names.words.of.owner), key), b.apply(action.actor));
}

/** The new slice and the messages sent, as the record that a step returns. */
export function effectExpr(names: Names, action: LocalAction): Expr {
  const slice = b.apply(names.protocol.names.slice);
  const after =
    action.updates.length === 0
      ? slice
      : b.except(
          slice,
          action.updates.map((u) => [[u.variable], u.value] as const),
        );
  const [first, ...more] = action.sends.map((s) => s.messages);
  const out = first === undefined ? b.set() : more.reduce((all, m) => b.union(all, m), first);
  return b.record([
    ["ok", b.bool(true)],
    ["slice", after],
    ["out", out],
  ]);
}

function effectOf(names: Names, action: LocalAction): Definition {
  const { words } = names;
  const body = withLets(action, eventFields(names, action), effectExpr(names, action));
  return b.definition(words.part(action.name, "effect"), params(action, names, words.of.event), body);
}

/** `{[action |-> "A", k |-> k, m |-> m] : k \in …, m \in …}`; domains that depend on earlier choices nest by UNION. */
export function eventsOf(names: Names, action: LocalAction): Definition {
  const { words } = names;
  const messages = freshName("M", new Set([...allNamesOf(action), ...topLevelNames(names)]));
  const event = b.record([
    [words.of.tag, b.str(action.name)],
    ...action.order.map((name) => [name, b.apply(name)] as [string, Expr]),
  ]);
  // A LET that speaks of what is chosen stands in the domains that need it, others around them all.
  const chosen = new Set(action.order);
  const inside = letsOver(action, chosen);
  const around = { ...action, lets: action.lets.filter((l) => !inside.includes(l)) };
  const binders = action.order.map((name) => ({
    name,
    domain: withLets({ ...action, lets: inside }, new Map(), domainOf(names, action, name, messages)),
  }));
  const body = withLets(around, new Map(), nest(event, binders));
  return b.definition(words.part(action.name, "events"), params(action, names, messages), body);
}

/** The LET definitions that speak of some names, directly or through others. */
function letsOver(action: LocalAction, names: ReadonlySet<string>): LocalAction["lets"] {
  const over = new Set(names);
  return action.lets.filter((l) => {
    if (!mentions(l.body, over)) return false;
    over.add(l.name.text);
    return true;
  });
}

/** What the generated module declares and defines, as far as the specification chooses it. */
function topLevelNames({ protocol, words }: Names): readonly string[] {
  return [
    protocol.network,
    ...protocol.constants.map((c) => c.name),
    ...protocol.operators.map((o) => o.name.text),
    ...protocol.slice.map((v) => v.name),
    ...protocol.actions.map((a) => a.name),
    ...Object.values(words.of),
  ];
}

function allNamesOf(action: LocalAction): Set<string> {
  const out = new Set<string>([action.actor, ...action.order]);
  for (const e of [
    ...action.guards,
    ...action.params.map((p) => p.domain),
    ...action.inputs.flatMap((i) => i.filter),
  ]) {
    allNames(e, out);
  }
  return out;
}

function domainOf(names: Names, action: LocalAction, name: string, messages: string): Expr {
  const param = action.params.find((p) => p.name === name);
  if (param !== undefined) return parameterDomain(names, action, param);
  const input = action.inputs.find((i) => i.name === name);
  if (input === undefined) throw new Error(`no parameter or input ${name}`);
  const all = b.apply(messages);
  const matching =
    input.filter.length === 0 ? all : b.setFilter(b.bound(input.element, all), b.and(input.filter));
  if (input.mode === "one") return matching;
  return b.apply(isIncreasing(action, input) ? names.words.of.whole : names.words.of.sets, matching);
}

/** A key that the actor must own is tried only if it does. */
function parameterDomain(names: Names, action: LocalAction, param: Parameter): Expr {
  if (action.ownedKey?.param !== param.name) return param.domain;
  return b.setFilter(b.bound(param.name, param.domain), ownerTest(names, action, b.apply(param.name)));
}

/** `{element : x \in D1, y \in D2}`, with a UNION wherever a domain mentions an earlier name. */
function nest(element: Expr, binders: readonly { readonly name: string; readonly domain: Expr }[]): Expr {
  if (binders.length === 0) return b.set(element);
  const group: { name: string; domain: Expr }[] = [];
  const bound = new Set<string>();
  for (const binder of binders) {
    if (mentions(binder.domain, bound)) break;
    group.push(binder);
    bound.add(binder.name);
  }
  const rest = binders.slice(group.length);
  const bounds = group.map((g) => b.bound(g.name, g.domain));
  if (rest.length === 0) return b.setMap(element, bounds);
  return b.prefix("UNION", b.setMap(nest(element, rest), bounds));
}

/** `CASE e.action = "A" -> arm(A) [] …` over all actions. */
export function caseOverActions(names: Names, arm: (action: LocalAction) => Expr): Expr {
  const tag = b.field(b.apply(names.words.of.event), names.words.of.tag);
  return b.caseOf(names.protocol.actions.map((a) => [b.eq(tag, b.str(a.name)), arm(a)] as const));
}
