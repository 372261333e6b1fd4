/**
 * Which counter values would do, by what was recorded.
 *
 * *Functional*: no two certificates of one sender have one value and different content, where the counter still stands
 * at that value; below it, a correct node sends nothing anyway. *Monotone* is a cost: how many distinct certificates
 * would have to be left out in some state, as the counter is at or above their value. Both are asked only of histories
 * in which nothing had to be left out before: after that, a correct node is elsewhere.
 */

import { guessOf } from "../rows.js";
import type { Analysis, CertifiedEvent } from "../types.js";
import type { Addition, Certificate, Recording } from "./record.js";
import { pairsOf, sumName } from "./sums.js";
import type {
  Candidate,
  CounterResult,
  EventResult,
  OrderResult,
  RecordedEvent,
  Refutation,
} from "./types.js";

/** The value of a certificate; undefined where it is not judged. */
type Kappa = (c: Certificate) => readonly number[] | undefined;

interface Component {
  readonly name: string;
  readonly isEpoch: boolean;
  readonly of: (c: Certificate) => number;
}

export function judge(
  analysis: Analysis,
  events: readonly RecordedEvent[],
  recording: Recording,
): readonly CounterResult[] {
  return analysis.counters.map((counter) => {
    const members = events.flatMap((e, k) => (e.counter === counter.name ? [k] : []));
    const additions = recording.additions.filter((a) => members.includes(a.added.event));
    const has = (k: number): boolean => hasEpoch(analysis, events, k);
    const needsEpoch = members.every(has);
    const results = members.map((k) =>
      eventResult(analysis, events, k, { additions, needsEpoch, recording }),
    );
    const orders = ordersOf(analysis, events, members, { results, additions, recording });
    return {
      counter: counter.name,
      events: results,
      orders,
      kappa: kappaTexts(results, orders[0]),
      seen: recording.certificates.filter((c) => members.includes(c.event)).length,
    };
  });
}

const eventOf = (analysis: Analysis, name: string): CertifiedEvent | undefined =>
  analysis.events.find((e) => e.name === name);

function hasEpoch(analysis: Analysis, events: readonly RecordedEvent[], k: number): boolean {
  return eventOf(analysis, events[k]?.name ?? "")?.components.some((c) => c.epoch !== undefined) ?? false;
}

function guessed(analysis: Analysis, name: string): readonly string[] {
  const event = eventOf(analysis, name);
  return event === undefined ? [] : guessOf(event).map((c) => c.name);
}

/** What a value can be made of: the components, then sums of two of them that are no epochs. */
function materials(analysis: Analysis, event: RecordedEvent): readonly Component[] {
  const declared = eventOf(analysis, event.name)?.components ?? [];
  const plain = declared.map(
    (c, i): Component => ({ name: c.name, isEpoch: c.epoch !== undefined, of: (x) => x.components[i] ?? 0 }),
  );
  const sums = pairsOf(plain.filter((c) => !c.isEpoch)).map(
    ([a, b]): Component => ({ name: sumName(a, b), isEpoch: false, of: (x) => a.of(x) + b.of(x) }),
  );
  return [...plain, ...sums];
}

/** At most three components, shortest first; where there is an epoch, it is the first one. */
function* candidates(all: readonly Component[], needsEpoch: boolean): Generator<readonly Component[]> {
  if (!needsEpoch) yield [];
  const firsts = needsEpoch ? all.filter((c) => c.isEpoch).slice(0, 1) : all;
  const rest = needsEpoch ? all.filter((c) => !c.isEpoch) : all;
  for (const f of firsts) yield [f];
  for (const f of firsts) for (const s of rest) if (s !== f) yield [f, s];
  for (const f of firsts)
    for (const s of rest) for (const t of rest) if (s !== f && t !== f && s !== t) yield [f, s, t];
}

interface Given {
  readonly additions: readonly Addition[];
  readonly needsEpoch: boolean;
  readonly recording: Recording;
}

/** Candidates beyond this number are not tried: there are as many only where none will do. */
const MOST_TRIED = 120;

function eventResult(
  analysis: Analysis,
  events: readonly RecordedEvent[],
  k: number,
  { additions, needsEpoch, recording }: Given,
): EventResult {
  const event = events[k];
  if (event === undefined) throw new Error("no such event");
  const own = additions.filter((a) => a.added.event === k);
  const seen = recording.certificates.filter((c) => c.event === k).length;
  const guess = guessed(analysis, event.name);
  const tried: Candidate[] = [];
  let winner: readonly Component[] | undefined;
  for (const components of candidates(materials(analysis, event), needsEpoch)) {
    if (tried.length >= MOST_TRIED) break;
    const kappa: Kappa = (c) => (c.event === k ? components.map((x) => x.of(c)) : undefined);
    const refuted = refutation(own, kappa, events, recording);
    tried.push({ components: components.map((c) => c.name), refuted });
    // Short of all states, less than what the text suggests is not trusted merely because nothing refuted it.
    if (refuted !== undefined || (!recording.exhausted && components.length < guess.length)) continue;
    winner = components;
    break;
  }
  // What was not seen twice is not judged: then the text's own guess counts.
  if (seen < 2) {
    winner = materials(analysis, event).filter((c) => guess.includes(c.name));
  }
  const varying = winner === undefined ? new Set<string>() : varyingParts(own, event, k, winner);
  const open = event.content.filter((p) => !p.bound).map((p) => p.name);
  return {
    event: event.name,
    tried: seen < 2 ? [] : tried,
    winner: winner?.map((c) => c.name),
    seen,
    functional: open.filter((p) => !varying.has(p)),
    free: open.filter((p) => varying.has(p)),
  };
}

/** Parts of the content that need not be bound and do differ at one value. */
function varyingParts(
  own: readonly Addition[],
  event: RecordedEvent,
  k: number,
  components: readonly Component[],
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { before, added } of own)
    for (const c of before) {
      if (c.event !== k || components.some((x) => x.of(c) !== x.of(added))) continue;
      event.content.forEach((p, i) => {
        if (!p.bound && c.content[i] !== added.content[i]) out.add(p.name);
      });
    }
  return out;
}

function compareValues(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const d = (a[i] ?? 0) - (b[i] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}

interface Judged {
  readonly addition: Addition;
  /** What it meets: certificates with their values against that of the added one. */
  readonly there: readonly { readonly c: Certificate; readonly order: number }[];
}

const keyOf = (ids: readonly number[]): string => [...ids].sort((a, b) => a - b).join(",");

/** Additions to histories in which every certificate was above those before it (or the same once more). */
function* fromClean(
  additions: readonly Addition[],
  kappa: Kappa,
  events: readonly RecordedEvent[],
): Generator<Judged> {
  const clean = new Set<string>([""]);
  const judged = additions
    .filter((a) => kappa(a.added) !== undefined)
    .map((addition) => ({ addition, before: addition.before.filter((c) => kappa(c) !== undefined) }))
    .sort((x, y) => x.before.length - y.before.length);
  for (const { addition, before } of judged) {
    const ids = before.map((c) => c.id);
    if (!clean.has(keyOf(ids))) continue;
    const value = kappa(addition.added) ?? [];
    const there = before.map((c) => ({ c, order: compareValues(kappa(c) ?? [], value) }));
    const isNew = there.every(
      ({ c, order }) => order < 0 || (order === 0 && differences(c, addition.added, events).length === 0),
    );
    if (isNew) clean.add(keyOf([...ids, addition.added.id]));
    yield { addition, there };
  }
}

/** The first addition at the counter's present value whose content is another one. */
function refutation(
  additions: readonly Addition[],
  kappa: Kappa,
  events: readonly RecordedEvent[],
  recording: Recording,
): Refutation | undefined {
  let found:
    | { readonly a: Addition; readonly c: Certificate; readonly differs: readonly string[] }
    | undefined;
  for (const { addition: a, there } of fromClean(additions, kappa, events)) {
    if (there.some((x) => x.order > 0) || (found !== undefined && found.a.depth <= a.depth)) continue;
    for (const { c, order } of there) {
      const differs = order === 0 ? differences(c, a.added, events) : [];
      if (differs.length > 0) found = { a, c, differs };
    }
  }
  if (found === undefined) return undefined;
  const { a, c, differs } = found;
  return { first: recording.text(c), second: recording.text(a.added), differs, steps: recording.way(a) };
}

function differences(a: Certificate, b: Certificate, events: readonly RecordedEvent[]): readonly string[] {
  if (a.event !== b.event) return ["the kind"];
  const parts = events[a.event]?.content ?? [];
  return parts.filter((p, i) => p.bound && a.content[i] !== b.content[i]).map((p) => p.name);
}

// ----------------------------------------------------------------------------------------------------------- orders

interface All {
  readonly results: readonly EventResult[];
  readonly additions: readonly Addition[];
  readonly recording: Recording;
}

function ordersOf(
  analysis: Analysis,
  events: readonly RecordedEvent[],
  members: readonly number[],
  { results, additions, recording }: All,
): readonly OrderResult[] {
  if (results.some((r) => r.winner === undefined)) return [];
  const chosen = new Map(
    members.map((k, i) => {
      const event = events[k];
      const all = event === undefined ? [] : materials(analysis, event);
      const winner = (results[i]?.winner ?? []).map((n) => all.find((c) => c.name === n));
      return [k, winner.filter((c): c is Component => c !== undefined)] as const;
    }),
  );
  const plain: Kappa = (c) => chosen.get(c.event)?.map((x) => x.of(c));
  const judged = (kappa: Kappa, ranks: OrderResult["ranks"], ranked: boolean): OrderResult => ({
    ranks,
    ranked,
    suppressed: cost(additions, kappa, events),
    refuted: refutation(additions, kappa, events, recording),
  });
  const name = (k: number): string => events[k]?.name ?? "";
  const without = judged(plain, [members.map(name)], false);
  const groups = slotsOf(members, chosen, { additions, recording, events });
  const ranked =
    groups.length < 2
      ? []
      : permutations(groups).map((order) => {
          const rank = new Map(order.flatMap((g, r) => g.map((k) => [k, r] as const)));
          const kappa: Kappa = (c) => {
            const [first, ...rest] = plain(c) ?? [];
            return [first ?? 0, rank.get(c.event) ?? 0, ...rest];
          };
          return judged(
            kappa,
            order.map((g) => g.map(name)),
            true,
          );
        });
  const good = (o: OrderResult): number => (o.refuted === undefined ? 0 : 1);
  const all = [without, ...ranked].sort((a, b) => good(a) - good(b) || a.suppressed - b.suppressed);
  if (all[0]?.ranked !== true) return all;
  const early = (o: OrderResult): number =>
    o.ranked ? answeredTooEarly(analysis, o.ranks) + electedTooLate(analysis, o.ranks) : 0;
  const last = (o: OrderResult): number => 2 * good(o) + (o.ranked ? 0 : 1);
  return all.sort((a, b) => last(a) - last(b) || early(a) - early(b) || a.suppressed - b.suppressed);
}

/**
 * How many events are below one that they answer. A node that has asked may have to answer itself, as everybody else: who
 * may not answer after having asked lacks its own vote.
 */
function answeredTooEarly(analysis: Analysis, ranks: OrderResult["ranks"]): number {
  const rankOf = new Map(ranks.flatMap((group, rank) => group.map((name) => [name, rank] as const)));
  let count = 0;
  for (const answer of analysis.events) {
    for (const asked of analysis.events) {
      const kind = analysis.subKinds.find((k) => k.name === asked.subKind);
      if (kind?.receivers.some((r) => r.action === answer.action) !== true) continue;
      const [own, other] = [rankOf.get(answer.name), rankOf.get(asked.name)];
      if (own !== undefined && other !== undefined && own < other) count += 1;
    }
  }
  return count;
}

/**
 * How many events of an election are above others of its epoch. Who has taken part in the election goes on with what the
 * leader says; who voted only after that would be of no use, and what comes first leaves out all that is below it.
 */
function electedTooLate(analysis: Analysis, ranks: OrderResult["ranks"]): number {
  const isElection = (name: string): boolean => {
    const action = eventOf(analysis, name)?.action;
    return analysis.actions.some((a) => a.name === action && a.phase === "election");
  };
  const ranked = ranks.flatMap((group, rank) => group.map((name) => ({ rank, late: isElection(name) })));
  const late = ranked.filter((e) => e.late);
  return late.reduce((sum, e) => sum + ranked.filter((o) => !o.late && o.rank < e.rank).length, 0);
}

/** Events with as many components that can share their values share a slot. */
function slotsOf(
  members: readonly number[],
  chosen: ReadonlyMap<number, readonly Component[]>,
  {
    additions,
    recording,
    events,
  }: {
    readonly additions: readonly Addition[];
    readonly recording: Recording;
    readonly events: readonly RecordedEvent[];
  },
): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const k of members) {
    const length = chosen.get(k)?.length;
    const fits = groups.find((g) => {
      if (chosen.get(g[0] ?? -1)?.length !== length) return false;
      const all = new Set([...g, k]);
      const kappa: Kappa = (c) => (all.has(c.event) ? chosen.get(c.event)?.map((x) => x.of(c)) : undefined);
      return refutation(additions, kappa, events, recording) === undefined;
    });
    if (fits === undefined) groups.push([k]);
    else fits.push(k);
  }
  return groups;
}

/** All orders of at most four things; of more, only the given one. */
function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length > 4) return [items];
  if (items.length < 2) return [items];
  return items.flatMap((first, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}

/** Distinct certificates that come, in some state, at or below what their sender had certified. */
function cost(additions: readonly Addition[], kappa: Kappa, events: readonly RecordedEvent[]): number {
  const out = new Set<number>();
  for (const { addition, there } of fromClean(additions, kappa, events)) {
    const { added } = addition;
    const isLow = there.some(
      ({ c, order }) => order > 0 || (order === 0 && differences(c, added, events).length > 0),
    );
    if (isLow) out.add(added.id);
  }
  return out.size;
}

function kappaTexts(
  results: readonly EventResult[],
  order: OrderResult | undefined,
): ReadonlyMap<string, string> {
  const longest = Math.max(0, ...results.map((r) => r.winner?.length ?? 0));
  return new Map(
    results.flatMap(({ event, winner }) => {
      if (winner === undefined) return [];
      const [first, ...rest] = winner;
      const rank = order?.ranked === true ? [String(order.ranks.findIndex((g) => g.includes(event)))] : [];
      const parts = first === undefined ? [] : [first, ...rank, ...rest];
      const full = longest + rank.length;
      const padding = Array.from({ length: full - parts.length }, () => "0");
      return [[event, first === undefined ? "[once]" : `[${[...parts, ...padding].join(".")}]`] as const];
    }),
  );
}
