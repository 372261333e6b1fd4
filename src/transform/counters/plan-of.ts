/**
 * The plan that an analysis comes to. Bound is every variable that messages depend on and that only certified steps
 * write; what uncertified steps write too (roles, what was collected) is justified by evidence, and bound as it was when
 * the certificate was made: or else two messages without certificates could speak of different runs.
 *
 * A counter value is the components that were found to determine the content, with the rank of the phase after the first
 * one where events of several kinds share a counter, filled up with zeros. A lane's key is part of the counter's id where
 * lanes have nothing in common (`apart.ts`); else it comes first in the value, which is the same in safety.
 */
import { componentExpr } from "../../analysis/kappa/sums.js";
import type { KappaReport } from "../../analysis/kappa/types.js";
import { fingerprint } from "../../analysis/steps.js";
import type { Analysis, CertifiedEvent, Site, Write } from "../../analysis/types.js";
import type { Protocol } from "../../protocol/types.js";
import type { Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { apartOf, laneOf } from "./apart.js";
import type { Attestation, CountersPlan } from "./plan.js";
import { readdressedIn } from "./readdressed.js";

/** Why there is no plan. */
export type NoPlan =
  /** Nothing tells the certificates of an event apart, so that nobody can hold its author to what it wrote. */
  | { readonly kind: "no-value"; readonly event: CertifiedEvent }
  /** A variable that messages speak for is written by a step that certifies nothing. */
  | { readonly kind: "not-derived"; readonly variable: string; readonly write: Write };

export function planOf(
  protocol: Protocol,
  analysis: Analysis,
  kappa: Pick<KappaReport, "counters">,
): CountersPlan | NoPlan {
  const certifying = new Set(analysis.events.map((e) => e.action));
  const open = uncertified(analysis);
  if (open !== undefined) return open;
  const observed = analysis.variables.filter((v) => v.observed).map((v) => v.name);
  const bound = protocol.slice
    .map((v) => v.name)
    .filter((name) => !observed.includes(name) && !isWrittenQuietly(protocol, certifying, name));
  const slots = analysis.variables
    .filter((v) => v.role === "slot" && !observed.includes(v.name) && !bound.includes(v.name))
    .map((v) => v.name);
  const attests = new Map<string, Attestation[]>();
  const values = new Map<CertifiedEvent, readonly Expr[]>();
  const found = apartOf(protocol, analysis, observed);
  const lanes = new Map(
    [...(found ?? [])].map(([counter, own]) => [counter, laneOf(protocol, analysis, counter, own)]),
  );
  const apart = (found?.size ?? 0) > 1 || [...lanes.values()].some((l) => l.length > 0) ? found : undefined;
  for (const event of analysis.events) {
    const value = valueOfEvent(analysis, kappa, event, lanes.get(event.counter) ?? []);
    if (value === undefined) return { kind: "no-value", event };
    values.set(event, value);
  }
  for (const [event, value] of values) {
    const width = Math.max(
      ...[...values].filter(([e]) => e.counter === event.counter).map(([, v]) => v.length),
    );
    const filled = [...value, ...Array.from({ length: width - value.length }, () => b.num(0))];
    const list = attests.get(event.action) ?? [];
    const lane = keyOf(analysis, event, lanes.get(event.counter) ?? []);
    list.push({ condition: conditionOf(analysis, event), counter: event.counter, lane, value: filled });
    attests.set(event.action, list);
  }
  const counters = analysis.counters.filter((c) => c.events.length > 0).map((c) => c.name);
  const readdressed = apart === undefined ? readdressedIn(protocol, analysis, values) : new Map();
  return { bound, slots, observed, counters, apart, attests, readdressed };
}

/**
 * A write of what messages speak for that no certificate covers: its author could later say that it was never made, and
 * no evidence of others tells. A write under conditions is covered if these include those of a message certified there.
 */
function uncertified(analysis: Analysis): NoPlan | undefined {
  for (const { name, spokenFor, writes } of analysis.variables) {
    if (spokenFor === undefined) continue;
    const write = writes.find((w) => {
      const given = new Set(w.condition.map(fingerprint));
      const ways = analysis.events
        .filter((e) => e.action === w.action)
        .map((e) => siteOf(analysis, e)?.condition ?? []);
      return !ways.some((conditions) => conditions.every((c) => given.has(fingerprint(c))));
    });
    if (write !== undefined) return { kind: "not-derived", variable: name, write };
  }
  return undefined;
}

/** An action that certifies nothing writes it. */
function isWrittenQuietly(protocol: Protocol, certifying: ReadonlySet<string>, variable: string): boolean {
  return protocol.actions.some(
    (a) => !certifying.has(a.name) && a.updates.some((u) => u.variable === variable),
  );
}

function valueOfEvent(
  analysis: Analysis,
  kappa: Pick<KappaReport, "counters">,
  event: CertifiedEvent,
  lane: readonly string[],
): readonly Expr[] | undefined {
  const result = kappa.counters.find((c) => c.counter === event.counter);
  const winner = result?.events.find((e) => e.event === event.name)?.winner;
  if (winner === undefined) return undefined;
  const fields = analysis.counters.find((c) => c.name === event.counter)?.lane ?? [];
  const key = keyOf(analysis, event, fields);
  if (key.length < fields.length) return undefined;
  const parts = winner.filter((name) => name !== "rank").map((name) => componentExpr(event, name));
  // What names the lane is in the counter's id; what does not, though it could in the analysis, begins the value.
  const within = key.filter((_, k) => !lane.includes(fields[k] ?? ""));
  const [first, ...rest] = [...within, ...parts];
  const order = result?.orders[0];
  const rank = order?.ranked === true ? order.ranks.findIndex((g) => g.includes(event.name)) : -1;
  const ranked = rank >= 0 ? [b.num(rank)] : [];
  if (first === undefined) return ranked.length > 0 ? ranked : [b.num(1)];
  return [first, ...ranked, ...rest];
}

/** The values of some fields of the message that carries an event's certificate. */
const keyOf = (analysis: Analysis, event: CertifiedEvent, fields: readonly string[]): readonly Expr[] =>
  fields.flatMap((field) => siteOf(analysis, event)?.record.get(field) ?? []);

/** Where the message that carries an event's certificate is made. */
function siteOf(analysis: Analysis, event: CertifiedEvent): Site | undefined {
  const kind = analysis.subKinds.find((k) => k.name === event.subKind);
  return kind?.sites.find((s) => s.action === event.action);
}

/** Where one action certifies events of several kinds: when it is this one. */
function conditionOf(analysis: Analysis, event: CertifiedEvent): Expr | undefined {
  const site = siteOf(analysis, event);
  if (site === undefined || site.condition.length === 0) return undefined;
  return b.and(site.condition);
}
