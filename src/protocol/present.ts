/** The specification's own networks and the normal form's one, each said by the other. */
import type { Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { recordOf, setOf, string, type Value } from "../tla/value.js";
import { freshName } from "./terms.js";
import type { Protocol, Transport } from "./types.js";

type Part = Transport["parts"][number];

/** The messages that are there now, as the normal form has them, over the specification's own variables. */
export function presentMessages(protocol: Protocol, taken: ReadonlySet<string>): Expr {
  const { transport, network } = protocol;
  if (transport === undefined) return b.apply(network);
  const sets = transport.parts.map((part) => presentIn(part, transport, taken));
  const [first, ...more] = sets;
  return first === undefined ? b.set() : more.reduce<Expr>((all, s) => b.union(all, s), first);
}

function presentIn(part: Part, { kindField }: Transport, taken: ReadonlySet<string>): Expr {
  const variable = b.apply(part.variable);
  const [m, f] = [freshName("message", taken), freshName("label", taken)];
  const there =
    part.form === "set"
      ? variable
      : b.setFilter(b.bound(m, b.domain(variable)), b.infix(">", b.index(variable, b.apply(m)), b.num(0)));
  if (part.tag === undefined || kindField?.added !== true) return there;
  const own = b.domain(b.apply(m));
  const value = b.ifThenElse(
    b.eq(b.apply(f), b.str(kindField.name)),
    b.str(part.tag),
    b.index(b.apply(m), b.apply(f)),
  );
  const tagged = b.fn(b.bound(f, b.union(b.paren(own), b.set(b.str(kindField.name)))), value);
  return b.setMap(tagged, b.bound(m, there));
}

/**
 * The messages that are there in a state, as the normal form has them, from the values of the specification's variables.
 * Variables that the state does not have hold none.
 */
export function presentValues(protocol: Protocol, state: ReadonlyMap<string, Value>): readonly Value[] {
  const { transport, network } = protocol;
  if (transport === undefined) return itemsOf(state.get(network));
  const { kindField } = transport;
  return transport.parts.flatMap((part) => {
    const value = state.get(part.variable);
    const there = part.form === "set" ? itemsOf(value) : countedIn(value);
    const { tag } = part;
    if (tag === undefined || kindField?.added !== true) return there;
    return there.map((m) =>
      m.kind === "record" ? recordOf([...m.fields, [kindField.name, string(tag)]]) : m,
    );
  });
}

const itemsOf = (value: Value | undefined): readonly Value[] => (value?.kind === "set" ? value.items : []);

/** Of a bag, what is in it at least once; an empty one is written as the empty tuple. */
const countedIn = (value: Value | undefined): readonly Value[] =>
  value?.kind === "function"
    ? value.pairs.filter(([, n]) => n.kind === "int" && n.value > 0).map(([m]) => m)
    : [];

/** What was there in this state or in one before it, for each state of a behaviour: what the normal form calls sent. */
export function everPresent(
  protocol: Protocol,
  states: readonly ReadonlyMap<string, Value>[],
): readonly Value[] {
  let ever: readonly Value[] = [];
  return states.map((state) => {
    const all = setOf([...ever, ...presentValues(protocol, state)]);
    ever = itemsOf(all);
    return all;
  });
}

/** The specification's networks as what they are in the normal form, by their own names; each message counts once. */
export function networkViews(protocol: Protocol, taken: ReadonlySet<string>): readonly Definition[] {
  const { transport, network } = protocol;
  return (transport?.parts ?? [])
    .filter((part) => part.variable !== network)
    .map((part) => b.definition(part.variable, [], viewOf(part, protocol, taken)));
}

function viewOf(part: Part, { transport, network }: Protocol, taken: ReadonlySet<string>): Expr {
  const [m, f] = [freshName("message", taken), freshName("label", taken)];
  const kind = transport?.kindField;
  const net = b.apply(network);
  const mine =
    part.tag === undefined || kind === undefined
      ? net
      : b.setFilter(b.bound(m, net), b.eq(b.field(b.apply(m), kind.name), b.str(part.tag)));
  const less = b.infix("\\", b.domain(b.apply(m)), b.set(b.str(kind?.name ?? "")));
  const plain = b.fn(b.bound(f, less), b.index(b.apply(m), b.apply(f)));
  const all = part.tag !== undefined && kind?.added === true ? b.setMap(plain, b.bound(m, mine)) : mine;
  return part.form === "set" ? all : b.fn(b.bound(m, all), b.num(1));
}
