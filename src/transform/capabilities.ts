/**
 * What the adversary can do besides speaking for itself, and what stops it: the same for all strategies.
 * (transformation.md §4)
 *
 *     Next == …   ⇒   … \/ Restore(q) \/ Counterfeit
 *
 *   capability    what it is                                                     stopped by
 *   lie           events, inputs, outputs, states other than the step function's the receivers' checks
 *   equivocate    two histories                                                  a step goes on from the last one
 *   withhold      a certificate whose messages nobody gets                       nothing: it is omission
 *   client        a client's value that no client asked for                      signed: requests are
 *   rollback      a *correct* node comes back with an older disk                 fresh: its counter shows that it is older
 *   unattested    a message in anybody's name                                    authentic: certificates cannot be made
 *   counter       a counter that is set back, or of which there are two          the counter's contract
 *
 * The last three are what the fault model excludes: nothing defends against them, which is what taking them away shows.
 * To replay needs no switch: messages stay. To collude is to be in Byz, as many as there are.
 * A check is in force where it is not in Off, and as good as in force where nobody can do what it stops.
 */
import type { LocalAction } from "../protocol/types.js";
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { units } from "../tla/quote.js";
import { eventsOf, guardOf } from "./history/arms.js";
import { commented, type Draft, insertBefore, type PassContext, replaceUnit, unitName } from "./pass.js";

export const allCapabilities = [
  "lie",
  "equivocate",
  "withhold",
  "client",
  "rollback",
  "unattested",
  "counter",
] as const;

/** What a liar, or misfortune, can do: the members of the constant `Can`. */
export type Capability = (typeof allCapabilities)[number];

/** The capabilities that a hybrid knows, and the checks that stop each. */
export type Stops = Readonly<Partial<Record<Capability, readonly string[]>>>;

export const capabilitiesOf = (stops: Stops): readonly Capability[] =>
  allCapabilities.filter((c) => stops[c] !== undefined);

/** What no receiver checks one by one, and what each asks. The counter's contract has a name in each strategy. */
export const reliedOn = {
  signed: "a client asked for the value",
  fresh: "a node that comes back has its latest disk",
  authentic: "the sender's counter has certified the message",
} as const;

/** Nobody checks these: they are what the fault model says. */
export const assumedOf = (stops: Stops): readonly string[] =>
  (["rollback", "unattested", "counter"] as const).flatMap((c) => stops[c] ?? []);

/** Who lies and what they can do, as it stands beside a verdict. */
export function adversaryText(
  liars: number,
  can: readonly Capability[] = allCapabilities,
  all: readonly Capability[] = allCapabilities,
): string {
  const who = liars === 1 ? "1 liar" : `${liars} liars`;
  const left = all.filter((c) => !can.includes(c));
  return left.length === 0 ? `${who}, all capabilities` : `${who}, not capable of ${left.join(", ")}`;
}

/** What a strategy gives. */
export interface CapableOf {
  readonly stops: Stops;
  /** The arms that speak of what clients choose, besides guard and events. */
  readonly arms: (action: LocalAction) => readonly Unit[];
  /** Variables that misfortunes leave alone, besides the network, the slices and the owners. */
  readonly still: readonly string[];
  /** `past` remembers the older slices of correct nodes, too, where their disks may bring them back. */
  readonly remembering: (draft: Draft) => Draft;
}

/** The module with switches for everything that its adversary can do. */
export function withCapabilities(draft: Draft, context: PassContext, of: CapableOf): Draft {
  const { protocol } = context;
  const w = context.words.of;
  const asking = protocol.actions.filter((a) => a.params.some((p) => p.client));
  const constants = b.constants(w.can, ...(asking.length > 0 ? [w.unasked] : []));
  const at = draft.units.findIndex((u) => u.kind === "Variables");
  let out: Draft = { ...draft, units: [...draft.units.slice(0, at), constants, ...draft.units.slice(at)] };
  out = replaceUnit(out, w.on, switches(context, of.stops));
  if (asking.length > 0) out = insertBefore(out, w.slice0, requests(context));
  for (const action of asking) out = unaskedIn(out, context, action, of);
  out = of.remembering(out);
  out = insertBefore(out, w.next, misfortunes(context, of));
  out = withMisfortunes(out, context);
  const usual = units`${w.usual} == \A ${w.node} \in ${w.correct} : ${w.bounded}(${w.slices}[${w.node}])`;
  const last = out.units.findIndex((u) => unitName(u) === w.undefended);
  out = { ...out, units: [...out.units.slice(0, last + 1), ...usual, ...out.units.slice(last + 1)] };
  return commented(out, notes(out, context, constants));
}

function notes(
  out: Draft,
  { words, durable }: PassContext,
  constants: Unit,
): readonly (readonly [Unit | undefined, string])[] {
  const w = words.of;
  const named = (name: string): Unit | undefined => out.units.find((u) => unitName(u) === name);
  const asked = out.units.some((u) => unitName(u) === w.asked);
  const kept = durable === undefined ? "everything" : durable.join(", ");
  return [
    [
      constants,
      `${w.can}: what the adversary can do.${asked ? ` ${w.unasked}: clients' values that no client asked for.` : ""}`,
    ],
    [named(w.stops), "What stops it. A check that nobody is stopped by is as good as on."],
    [named(w.granted), "signed: a step takes what clients asked for, and a liar may try something else."],
    [
      named(w.restore),
      `fresh: a correct node comes back with an older disk (${kept}), which its counter would show.`,
    ],
    [named(w.counterfeit), "authentic: a message in anybody's name, for which nobody has a certificate."],
    [named(w.usual), "Correct nodes are in states that they are in without liars, too."],
  ];
}

/** `On`, and which capability a check stops. */
function switches({ words }: PassContext, stops: Stops): readonly Unit[] {
  const w = words.of;
  const table = b.record(
    capabilitiesOf(stops).map((c) => [c, b.set(...(stops[c] ?? []).map((check) => b.str(check)))] as const),
  );
  return [
    b.definition(w.stops, [], table),
    ...units`${w.on}(check) == check \notin ${w.off} \/ \A ${w.pick} \in ${w.can} : check \notin ${w.stops}[${w.pick}]`,
  ];
}

function requests({ words }: PassContext): readonly Unit[] {
  const w = words.of;
  return units`
${w.granted}(${w.set}) == IF ${w.on}("signed") THEN ${w.set} ELSE ${w.set} \cup ${w.unasked}

${w.asked}(${w.node}, ${w.set}) ==
  IF ${w.node} \in ${w.byz} /\ (${w.forge} \/ ~ ${w.on}("signed")) THEN ${w.set} \cup ${w.unasked} ELSE ${w.set}`;
}

/** The action, with what clients choose widened: in what is checked to what passes, in the events to what is tried. */
function unaskedIn(
  draft: Draft,
  { protocol, words }: PassContext,
  action: LocalAction,
  of: CapableOf,
): Draft {
  const w = words.of;
  const names = { protocol, words };
  const widened = (to: (domain: Expr) => Expr): LocalAction => ({
    ...action,
    params: action.params.map((p) => (p.client ? { ...p, domain: to(p.domain) } : p)),
  });
  const passing = widened((d) => b.apply(w.granted, d));
  const events = eventsOf(
    names,
    widened((d) => b.apply(w.asked, b.apply(action.actor), d)),
  );
  return [guardOf(names, passing), ...of.arms(passing), events].reduce(renew, draft);
}

/** The definition of that name replaced, with the comment before it. */
export function renew(draft: Draft, by: Unit): Draft {
  const name = unitName(by);
  if (name === undefined) throw new Error("not a definition");
  const old = draft.units.find((u) => unitName(u) === name);
  const note = old === undefined ? undefined : draft.comments.get(old.id);
  const out = replaceUnit(draft, name, [by]);
  return note === undefined ? out : commented(out, [[by, note]]);
}

/** What happens to correct nodes, and what the fault model excludes. */
function misfortunes({ protocol, words, durable }: PassContext, { still }: CapableOf): readonly Unit[] {
  const w = words.of;
  const back = b.apply(protocol.names.slice);
  const kept = protocol.slice.filter((v) => v.origin === "sent" || durable?.includes(v.name) !== false);
  const restored =
    kept.length === protocol.slice.length
      ? back
      : b.except(
          b.apply(w.slice0, b.apply(w.node)),
          kept.map((v) => [[v.name], b.field(back, v.name)] as const),
        );
  const owned = protocol.owners.length > 0 ? [w.owner] : [];
  return units`
${w.restore}(${w.node}) == ~ ${w.on}("fresh") /\ \E ${protocol.names.slice} \in ${w.past}[${w.node}] :
  /\ ${w.slices}' = [${w.slices} EXCEPT ![${w.node}] = ${restored}]
  /\ ${b.unchanged(protocol.network, ...owned, ...still)}

${w.counterfeit} == ~ ${w.on}("authentic") /\ \E ${w.message} \in ${w.alphabet} :
  /\ ${protocol.network}' = ${protocol.network} \cup {${w.message}}
  /\ ${b.unchanged(w.slices, ...owned, ...still)}`;
}

function withMisfortunes(draft: Draft, { words }: PassContext): Draft {
  const w = words.of;
  const restoring = b.exists(b.bound(w.node, b.apply(w.correct)), b.apply(w.restore, b.apply(w.node)));
  const old = draft.units.find((u) => unitName(u) === w.next);
  if (old?.kind !== "Definition") throw new Error(`no definition ${w.next}`);
  const steps = old.body.kind === "Junction" && old.body.op === "\\/" ? old.body.items : [old.body];
  const next = b.or([...steps, restoring, b.apply(w.counterfeit)]);
  return replaceUnit(draft, w.next, [b.definition(w.next, [], next)]);
}
