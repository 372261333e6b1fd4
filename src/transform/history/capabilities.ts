/**
 * Pass 5, what the adversary can do besides, and what stops it. (transformation.md §4)
 *
 *     Starts(z), Claim(z, …)   ⇒   the same, also with a counter that certifies twice and commands nobody asked for
 *     Next == …                ⇒   … \/ Restore(q) \/ Counterfeit(z)
 *
 *   capability    what it is                                                     stopped by
 *   lie           events, inputs, outputs, states other than the step function's exist, guard, out, prefix
 *   equivocate    two events after one                                           fork: one successor only
 *   client        a client's value that no client asked for                      signed: requests are
 *   rollback      a *correct* node comes back with an older disk                 fresh: its counter shows that it is older
 *   unattested    a message in anybody's name                                    authentic: certificates cannot be made
 *   counter       a counter that is set back, or of which there are two          unique: one certificate for each value
 *
 * The last two are what the fault model excludes: nothing defends against them, which is what taking them away shows.
 * To withhold and to replay needs no switch: nobody must send or receive, and messages stay. To collude is to be in Byz.
 * A check is in force where it is not in Off, and as good as in force where nobody can do what it stops.
 */
import type { LocalAction } from "../../protocol/types.js";
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { units } from "../../tla/quote.js";
import {
  commented,
  type Draft,
  insertBefore,
  type Pass,
  type PassContext,
  replaceUnit,
  unitName,
} from "../pass.js";
import { nextWith } from "./adversary.js";
import { eventsOf, guardOf } from "./arms.js";
import { checks } from "./replay.js";

/** What a liar, or misfortune, can do: the members of the constant `Can`. With each, what stops it. */
export const stops = {
  lie: ["exist", "guard", "out", "prefix"],
  equivocate: ["fork"],
  client: ["signed"],
  rollback: ["fresh"],
  unattested: ["authentic"],
  counter: ["unique"],
} as const;
export type Capability = keyof typeof stops;
export const allCapabilities = Object.keys(stops) as readonly Capability[];

/** Everything that can be in `Off`: the receivers' checks, and what else is relied on. */
export const defences = [...checks, "signed", "fresh", "authentic", "unique"] as const;
export type Defence = (typeof defences)[number];

/** What each check of the receivers asks, and what else is relied on. */
export const meaningsOfDefences: Readonly<Record<Defence, string>> = {
  exist: "the messages that the event consumes exist",
  guard: "the step may be taken",
  out: "the claimed output is what the step computes",
  prefix: "the event starts from the last accepted state",
  fork: "a state has one successor",
  signed: "a client asked for the value",
  fresh: "a node that comes back has its latest disk",
  authentic: "the sender's counter has certified the message",
  unique: "the counter certifies each value once",
};
/** Who lies and what they can do, as it stands beside a verdict. */
export function adversaryText(liars: number, can: readonly Capability[] = allCapabilities): string {
  const who = liars === 1 ? "1 liar" : `${liars} liars`;
  const left = allCapabilities.filter((c) => !can.includes(c));
  return left.length === 0 ? `${who}, all capabilities` : `${who}, not capable of ${left.join(", ")}`;
}

export const capabilities: Pass = {
  name: "capabilities",
  summary: "what the adversary can do besides, each with a switch: client, disk, counter, key",
  needs: ["step", "adversary", "certificates", "checks"],
  gives: ["capabilities"],
  run,
};

function run(draft: Draft, context: PassContext): Draft {
  const { protocol } = context;
  const w = context.words.of;
  const asking = protocol.actions.filter((a) => a.params.some((p) => p.client));
  const constants = b.constants(w.can, ...(asking.length > 0 ? [w.unasked] : []));
  const at = draft.units.findIndex((u) => u.kind === "Variables");
  let out: Draft = { ...draft, units: [...draft.units.slice(0, at), constants, ...draft.units.slice(at)] };
  out = replaceUnit(out, w.on, switches(context));
  if (asking.length > 0) out = insertBefore(out, w.slice0, requests(context));
  for (const action of asking) out = unaskedIn(out, context, action);
  out = remembering(out, context);
  out = insertBefore(out, w.next, misfortunes(context));
  out = replaceUnit(out, w.next, [b.definition(w.next, [], nextWithAll(context))]);
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
function switches({ words }: PassContext): readonly Unit[] {
  const w = words.of;
  const table = b.record(
    allCapabilities.map((c) => [c, b.set(...stops[c].map((check) => b.str(check)))] as const),
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

/** The action, with what clients choose widened: in the guard to what passes, in the events to what is tried. */
function unaskedIn(draft: Draft, { protocol, words }: PassContext, action: LocalAction): Draft {
  const w = words.of;
  const names = { protocol, words };
  const widened = (to: (domain: Expr) => Expr): LocalAction => ({
    ...action,
    params: action.params.map((p) => (p.client ? { ...p, domain: to(p.domain) } : p)),
  });
  const guard = guardOf(
    names,
    widened((d) => b.apply(w.granted, d)),
  );
  const events = eventsOf(
    names,
    widened((d) => b.apply(w.asked, b.apply(action.actor), d)),
  );
  return renew(renew(draft, guard), events);
}

/** The definition of that name replaced, with the comment before it. */
function renew(draft: Draft, by: Unit | undefined): Draft {
  const name = by === undefined ? undefined : unitName(by);
  if (by === undefined || name === undefined) throw new Error("not a definition");
  const old = draft.units.find((u) => unitName(u) === name);
  const note = old === undefined ? undefined : draft.comments.get(old.id);
  const out = replaceUnit(draft, name, [by]);
  return note === undefined ? out : commented(out, [[by, note]]);
}

/** Older slices: of liars for their forks, of correct nodes for what their disks may bring back. */
function remembering(draft: Draft, { words }: PassContext): Draft {
  const w = words.of;
  const forks = `~ ${w.on}("fork") \\/ ~ ${w.on}("unique")`;
  const made = units`
${w.later}(${w.node}) ==
  IF IF ${w.node} \in ${w.byz} THEN ${forks} ELSE ~ ${w.on}("fresh")
  THEN [${w.past} EXCEPT ![${w.node}] = @ \cup {${w.slices}[${w.node}]}] ELSE ${w.past}

${w.starts}(${w.liar}) ==
  {${w.slices}[${w.liar}]}
    \cup (IF ${w.on}("prefix") THEN {} ELSE {${w.slice0}(${w.liar})})
    \cup (IF ${forks} THEN ${w.past}[${w.liar}] ELSE {})

${w.exact} == ${w.off} \cap {${checks.map((c) => `"${c}"`).join(", ")}} = {}`;
  return made.reduce(renew, draft);
}

/** What happens to correct nodes, and what the fault model excludes. */
function misfortunes({ protocol, words, durable }: PassContext): readonly Unit[] {
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
  /\ ${b.unchanged(protocol.network, ...owned, w.past, w.counter, w.certified)}

${w.counterfeit} == ~ ${w.on}("authentic") /\ \E ${w.message} \in ${w.alphabet} :
  /\ ${protocol.network}' = ${protocol.network} \cup {${w.message}}
  /\ ${b.unchanged(w.slices, ...owned, w.past, w.counter, w.certified)}`;
}

function nextWithAll(context: PassContext): Expr {
  const w = context.words.of;
  const restoring = b.exists(b.bound(w.node, b.apply(w.correct)), b.apply(w.restore, b.apply(w.node)));
  const next = nextWith(context, w.lie);
  const steps = next.kind === "Junction" ? next.items : [next];
  return b.or([...steps, restoring, b.apply(w.counterfeit)]);
}
