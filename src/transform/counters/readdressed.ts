/**
 * One certificate, several addressees. Where a node asks each other one by one, its requests differ in whom they are for,
 * and have one counter value:
 *
 *     RequestVote(i, j): [kind |-> "RequestVote", term |-> s.term, source |-> i, dest |-> j]
 *
 * The certificate is then for the message without that field (the channel says whom a message is for), and a node that
 * stands at its value shows the message to somebody else with the certificate that it has. (derivation.md §3, envelope)
 */
import type { Analysis, CertifiedEvent } from "../../analysis/types.js";
import { fingerprint, mentions, nameOf } from "../../protocol/terms.js";
import type { Protocol } from "../../protocol/types.js";
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import type { Names } from "../history/arms.js";
import type { CountersPlan, Readdressed } from "./plan.js";

/** `values`: the counter value of each event, part by part. */
export function readdressedIn(
  protocol: Protocol,
  analysis: Analysis,
  values: ReadonlyMap<CertifiedEvent, readonly Expr[]>,
): ReadonlyMap<string, Readdressed> {
  const out = new Map<string, Readdressed>();
  for (const [event, value] of values) {
    const found = readdressed(protocol, analysis, event, value);
    if (found !== undefined) out.set(event.action, found);
  }
  return out;
}

/**
 * The step only sends, one message, and its one choice is whom to. The message shows its counter value, so that whoever
 * has said the same before has certified it at this value, and nothing else.
 */
function readdressed(
  protocol: Protocol,
  analysis: Analysis,
  { action: name, subKind }: CertifiedEvent,
  value: readonly Expr[],
): Readdressed | undefined {
  const action = protocol.actions.find((a) => a.name === name);
  const kind = analysis.subKinds.find((k) => k.name === subKind);
  const sites = kind?.sites.filter((s) => s.action === name) ?? [];
  const [site, ...others] = sites;
  if (action === undefined || kind === undefined || site === undefined || others.length > 0) return undefined;
  const [to, ...more] = action.params;
  const plain = action.updates.length === 0 && action.inputs.length === 0 && action.ownedKey === undefined;
  if (!plain || to === undefined || more.length > 0 || to.client) return undefined;
  if (analysis.events.filter((e) => e.action === name).length > 1) return undefined;
  if (site.bounds.length > 0 || site.condition.length > 0) return undefined;
  if (nameOf(to.domain) !== protocol.nodeSet) return undefined;
  const chosen = new Set([to.name]);
  const showing = [...site.record].filter(([, value]) => mentions(value, chosen));
  const [only] = showing;
  if (only === undefined || showing.length > 1 || nameOf(only[1]) !== to.name) return undefined;
  const shown = new Set([...site.record.values()].map(fingerprint));
  if (!value.every((part) => part.kind === "Number" || shown.has(fingerprint(part)))) return undefined;
  return { tag: kind.tag, field: only[0] };
}

/** `Readdressed(A)`: the messages of action A that exist, each to anybody; nothing where no certificate can do this. */
export function readdressedUnits({ readdressed }: CountersPlan, { protocol, words }: Names): readonly Unit[] {
  if (readdressed.size === 0) return [];
  const w = words.of;
  const message = b.apply(w.message);
  const arms = [...readdressed].flatMap(([action, { tag, field }]) => {
    const kind = protocol.kinds.find((k) => k.tag === tag);
    if (kind === undefined) return [];
    const sent = b.setFilter(
      b.bound(w.message, b.apply(protocol.network)),
      b.eq(b.field(message, protocol.kindField), kind.tagExpr),
    );
    const anybody = b.setMap(b.except(message, [[[field], b.apply(w.pick)]]), [
      b.bound(w.message, sent),
      b.bound(w.pick, b.apply(protocol.nodeSet)),
    ]);
    return [[b.eq(b.apply(w.which), b.str(action)), anybody] as const];
  });
  const body: Expr = b.caseOf([...arms, [undefined, b.set()]]);
  return [b.definition(w.readdressed, [w.which], body)];
}
