/**
 * Which counters stand apart, and which lanes they have: what they certify must have nothing in common, or else a node
 * could show each half of a step without the other.
 *
 * Variables that one action touches belong together, whether it certifies or not. A counter stands apart if the variables
 * of its events are no other's. It has a lane for each value of some fields if its events read the node's own messages
 * only where these fields are the same, and nobody else touches its variables. (derivation.md §3)
 */
import { fingerprint } from "../../analysis/steps.js";
import type { Analysis, CertifiedEvent } from "../../analysis/types.js";
import { expressionsOf } from "../../protocol/read.js";
import { conjunctsOf, equation, nameOf, stripParens } from "../../protocol/terms.js";
import type { LocalAction, Protocol } from "../../protocol/types.js";
import type { Expr, Node } from "../../tla/ast.js";
import { substitute } from "../../tla/substitute.js";
import { children } from "../../tla/visit.js";

/** Variables of the slice that an action reads or writes; undefined if it hands on the whole slice. */
function touched({ names }: Protocol, action: LocalAction): ReadonlySet<string> | undefined {
  const out = new Set(action.updates.map((u) => u.variable));
  let isWhole = false;
  const visit = (node: Node): void => {
    if (node.kind === "Field" && nameOf(node.record) === names.slice) out.add(node.name.text);
    else if (node.kind === "Apply" && node.name === names.slice) isWhole = true;
    else for (const child of children(node)) visit(child);
  };
  for (const e of expressionsOf(action)) visit(e);
  return isWhole ? undefined : out;
}

/** Variables by counter; undefined unless each counter has some that no other's actions touch. */
export function apartOf(
  protocol: Protocol,
  { events, counters }: Analysis,
  observed: readonly string[],
): ReadonlyMap<string, readonly string[]> | undefined {
  const group = new Map(protocol.slice.map((v) => [v.name, v.name]));
  const root = (v: string): string => {
    const up = group.get(v) ?? v;
    return up === v ? v : root(up);
  };
  const certifying = new Map(events.map((e) => [e.action, e.counter]));
  const first = new Map<string, string>();
  for (const action of protocol.actions) {
    const all = touched(protocol, action);
    if (all === undefined) return undefined;
    const mine = [...all].filter((v) => !observed.includes(v));
    const [one, ...more] = mine;
    const certifies = certifying.has(action.name);
    // What a message without certificate shows would have to be looked for among the heads.
    if (action.sends.length > 0 && !certifies && one !== undefined) return undefined;
    for (const v of more) group.set(root(v), root(one ?? v));
    if (certifies && one === undefined) return undefined;
    if (one !== undefined) first.set(action.name, one);
  }
  const out = new Map<string, readonly string[]>();
  const taken = new Set<string>();
  for (const { name } of counters.filter((c) => c.events.length > 0)) {
    const roots = new Set(
      events.filter((e) => e.counter === name).map((e) => root(first.get(e.action) ?? "")),
    );
    const [only, ...more] = roots;
    if (only === undefined || more.length > 0 || taken.has(only)) return undefined;
    taken.add(only);
    out.set(
      name,
      protocol.slice.map((v) => v.name).filter((v) => root(v) === only),
    );
  }
  return out;
}

/** The fields that name a counter's lanes, of those in which the analysis finds nothing shared: perhaps fewer. */
export function laneOf(
  protocol: Protocol,
  analysis: Analysis,
  counter: string,
  variables: readonly string[],
): readonly string[] {
  const lane = analysis.counters.find((c) => c.name === counter)?.lane ?? [];
  const events = analysis.events.filter((e) => e.counter === counter);
  const certifying = new Set(events.map((e) => e.action));
  const others = protocol.actions.filter((a) => !certifying.has(a.name));
  if (others.some((a) => [...(touched(protocol, a) ?? variables)].some((v) => variables.includes(v))))
    return [];
  return lane.filter((field) => events.every((e) => keeps(protocol, analysis, e, field)));
}

/** Does the event read the node's own messages only where they agree with its own in this field? */
function keeps(protocol: Protocol, analysis: Analysis, event: CertifiedEvent, field: string): boolean {
  const action = protocol.actions.find((a) => a.name === event.action);
  const kind = analysis.subKinds.find((k) => k.name === event.subKind);
  const value = kind?.sites.find((s) => s.action === event.action)?.record.get(field);
  if (action === undefined || value === undefined) return false;
  const lets = new Map(action.lets.filter((l) => l.params.length === 0).map((l) => [l.name.text, l.body]));
  const print = (e: Expr): string => fingerprint(substitute(e, lets));
  const own = new Set(protocol.slice.filter((v) => v.origin === "sent").map((v) => v.name));
  const isOwn = (e: Node): boolean =>
    e.kind === "Field" && nameOf(e.record) === protocol.names.slice && own.has(e.name.text);
  const agrees = (e: Node): boolean => {
    if (e.kind === "Quantifier" && e.op === "\\E") {
      const [bound] = e.bounds;
      const domain = bound?.domain && stripParens(bound.domain);
      const m = bound?.names[0]?.text;
      if (domain !== undefined && m !== undefined && isOwn(domain))
        return (
          e.bounds.length === 1 &&
          bound?.names.length === 1 &&
          conjunctsOf(e.body).some((c) => equates(c, m, field, print, print(value))) &&
          agrees(e.body)
        );
    }
    return !isOwn(e) && children(e).every(agrees);
  };
  return readBy(action, own).every(agrees);
}

/** All that an action reads, but for its own messages where it only adds to them. */
const readBy = (action: LocalAction, own: ReadonlySet<string>): readonly Expr[] => [
  ...action.params.map((p) => p.domain),
  ...action.inputs.flatMap((i) => i.filter),
  ...action.lets.map((l) => l.body),
  ...action.guards,
  ...action.sends.map((s) => s.messages),
  ...action.updates.filter((u) => !own.has(u.variable)).map((u) => u.value),
];

/** `m.field = e`, with e as it is printed. */
function equates(e: Expr, m: string, field: string, print: (e: Expr) => string, value: string): boolean {
  const sides = equation(e);
  if (sides === undefined) return false;
  const isField = (x: Expr): boolean => {
    const bare = stripParens(x);
    return bare.kind === "Field" && bare.name.text === field && nameOf(bare.record) === m;
  };
  return (
    (isField(sides.left) && print(sides.right) === value) ||
    (isField(sides.right) && print(sides.left) === value)
  );
}
