/** A protocol description as plain data for other programs: expressions as TLA+ text, places as line and column. */
import type { Place } from "../report/diagnostic.js";
import type { Definition, Expr } from "../tla/ast.js";
import { prettyExpr, prettyUnit } from "../tla/pretty.js";
import { initialAt } from "./init.js";
import type { LocalAction, MessageKind, Protocol, SliceVariable } from "./types.js";

/** Wide enough that an expression is one line unless its text holds a bulleted list that must not be. */
const WIDTH = 1_000_000;

export type Facts = null | boolean | number | string | readonly Facts[] | { readonly [key: string]: Facts };

/** Keys are stable: new ones may be added. */
export function protocolFacts(protocol: Protocol): Facts {
  return {
    module: protocol.module,
    file: protocol.file,
    extends: protocol.extends,
    nodeSet: protocol.nodeSet,
    network: protocol.network,
    kindField: protocol.kindField,
    sliceName: protocol.names.slice,
    constants: protocol.constants.map((c) => ({ name: c.name, arity: c.arity, ...placed(c.place) })),
    slice: protocol.slice.map(variable),
    kinds: protocol.kinds.map(kind),
    actions: protocol.actions.map(action),
    operators: protocol.operators.map(definition),
    owners: protocol.owners.map((o) => ({ keys: o.keys, field: o.field })),
    ghosts: protocol.ghosts.map((g) => ({ name: g.name, ...placed(g.place) })),
    assumptions: protocol.assumptions.map((a) => ({ text: a.text, ...(a.place ? placed(a.place) : {}) })),
  };
}

const placed = (place: Place): { readonly line: number; readonly column: number } => ({
  line: place.line,
  column: place.column,
});

const text = (e: Expr): string => prettyExpr(e, WIDTH);

const definition = (d: Definition): string => prettyUnit(d, { width: WIDTH });

function variable(v: SliceVariable): Facts {
  const { id, span } = v.initial;
  const self: Expr = { kind: "Apply", id, span, path: [], name: v.initialSelf, args: [] };
  return { name: v.name, origin: v.origin, initial: text(initialAt(v, self)), ...placed(v.place) };
}

function kind(k: MessageKind): Facts {
  return {
    tag: k.tag,
    fields: k.fields,
    sender: { by: k.sender.by, field: k.sender.field },
    sites: k.sites.map((s) => ({ action: s.action, record: text(s.record), ...placed(s.place) })),
  };
}

function action(a: LocalAction): Facts {
  return {
    name: a.name,
    ...placed(a.place),
    actor: a.actor,
    ownedKey: a.ownedKey === undefined ? null : { param: a.ownedKey.param, keys: a.ownedKey.owner.keys },
    params: a.params.map((p) => ({ name: p.name, domain: text(p.domain), client: p.client })),
    inputs: a.inputs.map((i) => ({
      name: i.name,
      mode: i.mode,
      element: i.element,
      filter: i.filter.map(text),
      ...placed(i.place),
    })),
    order: a.order,
    lets: a.lets.map(definition),
    guards: a.guards.map(text),
    updates: a.updates.map((u) => ({ variable: u.variable, value: text(u.value), ...placed(u.place) })),
    sends: a.sends.map((s) => ({ messages: text(s.messages), ...placed(s.place) })),
  };
}
