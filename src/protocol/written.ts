/**
 * The local steps over the specification's own variables, so that they can be compared with its next-state relation:
 *
 *     Vote by n, receives m, if g, sets s.x := e, sends S
 *     ⇒  \E n \in Node : \E m \in Present : g /\ x' = [x EXCEPT ![n] = e] /\ ever' = ever \cup S /\ …
 *
 * `s.x` is `x[n]` again. A set input is all that matches, as the specification reads it (that a node may have received
 * less is an assumption, and told); guards that were taken out are there again (so is that).
 */
import type { Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { freeNames, mapExpr } from "../tla/visit.js";
import { initialAt } from "./init.js";
import { nameOf, stripParens } from "./terms.js";
import type { LocalAction, Protocol } from "./types.js";

/** Names for what is defined, which clash with nothing. */
export interface WrittenNames {
  /** All messages that can be received now. */
  readonly present: string;
  /** The variable that holds all that was ever sent; the network itself where that is a growing set. */
  readonly ever: string;
  readonly step: (action: string) => string;
  readonly node: string;
  readonly message: string;
}

/** The steps, one definition each. `others`: variables that no local step speaks of; they stay as they are. */
export function writtenSteps(
  protocol: Protocol,
  names: WrittenNames,
  others: readonly string[],
): readonly Definition[] {
  return protocol.actions.map((a) =>
    b.definition(names.step(a.name), [], stepOf(protocol, names, a, others)),
  );
}

/** What a node's variables start with, over the specification's own variables. */
export function writtenStart(protocol: Protocol, names: WrittenNames): Expr {
  const node = b.apply(names.node);
  return b.and(
    protocol.slice
      .filter((v) => v.origin === "declared")
      .map((v) =>
        b.eq(b.apply(v.name), b.fn(b.bound(names.node, b.apply(protocol.nodeSet)), initialAt(v, node))),
      ),
  );
}

function stepOf(
  protocol: Protocol,
  names: WrittenNames,
  action: LocalAction,
  others: readonly string[],
): Expr {
  const own = (e: Expr): Expr => asWritten(protocol, names, action, e);
  const actor = b.apply(action.actor);
  const updates = protocol.slice
    .filter((v) => v.origin === "declared")
    .map((v) => {
      const update = action.updates.find((u) => u.variable === v.name);
      const variable = b.apply(v.name);
      const value = update === undefined ? variable : b.except(variable, [[[[actor]], own(update.value)]]);
      return b.eq(b.prime(variable), value);
    });
  const ever = b.apply(names.ever);
  const sends = action.sends.reduce<Expr>((all, s) => b.union(all, b.paren(own(s.messages))), ever);
  const parts = [
    ...action.guards.map(own),
    ...(action.weakened ?? []),
    ...updates,
    b.eq(b.prime(ever), sends),
    ...others.map((v) => b.eq(b.prime(b.apply(v)), b.apply(v))),
  ];
  const lets = action.lets.map((l) => ({ ...l, body: own(l.body) }));
  const body = lets.length === 0 ? b.and(parts) : b.letIn(lets, b.and(parts));
  const bound = action.order.reduceRight<Expr>((inner, name) => {
    const param = action.params.find((p) => p.name === name);
    if (param !== undefined) return b.exists(b.bound(name, within(action, own, param.domain)), inner);
    const input = action.inputs.find((i) => i.name === name);
    if (input === undefined) return inner;
    const filter = within(action, own, b.and(input.filter));
    if (input.mode === "one") return b.exists(b.bound(name, b.apply(names.present)), inner);
    const all = b.setFilter(b.bound(input.element, b.apply(names.present)), filter);
    return b.exists(b.bound(name, b.set(input.filter.length === 0 ? b.apply(names.present) : all)), inner);
  }, body);
  return b.exists(b.bound(action.actor, b.apply(protocol.nodeSet)), bound);
}

/** An expression with the LET definitions that it speaks of, directly or through others, around it. */
function within(action: LocalAction, own: (e: Expr) => Expr, e: Expr): Expr {
  const needed = new Set<string>();
  const need = (part: Expr): void => {
    for (const name of freeNames(part)) {
      const definition = action.lets.find((l) => l.name.text === name);
      if (definition === undefined || needed.has(name)) continue;
      needed.add(name);
      need(definition.body);
    }
  };
  need(e);
  const lets = action.lets.filter((l) => needed.has(l.name.text));
  if (lets.length === 0) return own(e);
  return b.letIn(
    lets.map((l) => ({ ...l, body: own(l.body) })),
    own(e),
  );
}

/** `s.x` as `x[n]`, and a node's own messages as those among all that bear its name. */
function asWritten(protocol: Protocol, names: WrittenNames, action: LocalAction, e: Expr): Expr {
  const { slice, sent } = protocol.names;
  return mapExpr(e, (node) => {
    if (node.kind !== "Field" || nameOf(stripParens(node.record)) !== slice) return node;
    const field = node.name.text;
    if (field !== sent) return b.index(b.apply(field), b.apply(action.actor));
    return ownMessages(protocol, names, action);
  });
}

function ownMessages(protocol: Protocol, names: WrittenNames, action: LocalAction): Expr {
  const m = b.apply(names.message);
  const tests = protocol.kinds.map((k): Expr => {
    const holder = k.sender.by === "field" ? action.actor : action.ownedKey?.param;
    const kind = b.eq(b.field(m, protocol.kindField), k.tagExpr);
    if (holder === undefined) return b.bool(false);
    return b.and([kind, b.eq(b.field(m, k.sender.field), b.apply(holder))]);
  });
  return b.setFilter(b.bound(names.message, b.apply(names.ever)), b.or(tests.map((t) => b.paren(t))));
}
