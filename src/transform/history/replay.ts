/**
 * Pass 4, the receivers' checks: before anybody takes over what a node says, it replays that node's events through the
 * node's own step function. (derivation.md §2)
 *
 *     Babble(z)   ⇒   Lie(z) == an event that passes exist, guard, out, prefix and fork, each with a switch in Off
 *
 *   exist   the messages that the event consumes exist          guard   the step may be taken: Step(…).ok
 *   out     the claimed output is what the step computes        prefix  it starts from the last accepted state
 *   fork    one successor of a state only (the counter certifies each value once)
 *
 * `slice[z]` is what the receivers have replayed of z. What a liar may try is not restricted: with Forge it claims any
 * event over the alphabet, with any output; the checks are the only defence.
 */

import { renameBound } from "../../protocol/terms.js";
import type { LocalAction } from "../../protocol/types.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { definedness } from "../defined.js";
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
import { caseOverActions, effectExpr, eventFields, type Names, withLets } from "./arms.js";
import { evaluated, extend, withVariable } from "./certify.js";

/** The switches, in the order in which a receiver checks. */
export const checks = ["exist", "guard", "out", "prefix", "fork"] as const;
export type Check = (typeof checks)[number];

export const replay: Pass = {
  name: "replay",
  summary: "receivers replay the sender's events: five checks, each with a switch",
  needs: ["step", "adversary", "certificates"],
  gives: ["checks"],
  run,
};

function run(draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  const names: Names = { protocol, words };
  const constants = b.constants(w.off, w.forge, w.seen);
  const at = draft.units.findIndex((u) => u.kind === "Variables");
  let out: Draft = { ...draft, units: [...draft.units.slice(0, at), constants, ...draft.units.slice(at)] };
  out = withVariable(out, w.past);
  out = replaceTuples(out, context);
  out = extend(out, w.init, expr`${w.past} = [${w.node} \in ${protocol.nodeSet} |-> {}]`);
  out = stillIn(out, context);
  out = withLiarSets(out, context);
  out = insertBefore(
    out,
    w.refused,
    protocol.actions.map((a) => definedOf(names, a)),
  );
  out = insertBefore(out, w.inputs, [unguardedOf(names)]);
  const on = units`${w.on}(check) == check \notin ${w.off}`;
  out = insertBefore(out, w.correct, on);
  const lying = lieUnits(context);
  out = insertBefore(out, w.next, lying);
  out = replaceUnit(out, w.next, [b.definition(w.next, [], nextWith(context, w.lie))]);
  const spec = units`${w.spec} == ${w.init} /\ [][${w.next}]_${w.vars}`;
  const undefended = [
    b.definition(w.nextUndefended, [], nextWith(context, w.babble)),
    ...units`${w.undefended} == ${w.init} /\ [][${w.nextUndefended}]_${w.vars}`,
  ];
  out = replaceUnit(out, w.spec, [...spec, ...undefended]);
  return commented(out, notes(out, context, constants));
}

/** The rule behind each conjunct of the receivers' checks (derivation.md §2), by its place in the text below. */
function rules(claim: Unit | undefined): readonly (readonly [Expr | undefined, string])[] {
  const outer = claim?.kind === "Definition" ? items(claim.body) : [];
  const middle = items(outer[1]);
  const inner = items(middle[2]);
  return [
    [outer[0], "exist: what the event consumes exists"],
    [outer[1], "guard: the step may be taken (the step function, replayed)"],
    [middle[1], "a bound of the model, for runs without some check"],
    [inner[0], "authentic: the certificate names the node, and the message bears its name"],
    [inner[1], "out: the claimed output is what the step computes"],
    [inner[2], "a bound of the model, for runs without some check"],
  ];
}

/** The conjuncts of a list, through the quantifier that it may stand under. */
function items(e: Expr | undefined): readonly Expr[] {
  if (e?.kind === "Quantifier") return items(e.body);
  return e?.kind === "Junction" ? e.items : [];
}

function notes(
  out: Draft,
  { words }: PassContext,
  constants: Unit,
): readonly (readonly [Unit | Expr | undefined, string])[] {
  const w = words.of;
  const named = (name: string): Unit | undefined => out.units.find((u) => unitName(u) === name);
  return [
    [
      constants,
      `${w.off}: the checks switched off. ${w.forge}: liars claim any event over the alphabet with any output (else\n` +
        `those of their events that could pass). ${w.seen}: bounds of what unchecked events may lead to, by variable.`,
    ],
    [
      named(w.unguarded),
      "The step without its guards, where it has a value: what is left when nobody checks `guard`.",
    ],
    [named(w.starts), "prefix, fork: where the receivers let a liar's next event start."],
    [named(w.later), "What is remembered for later forks."],
    [named(w.exact), "Every check is on: what liars do is bounded by what the protocol does."],
    [named(w.claim), "A liar's certified event, as its receivers check it. Nothing else stops it."],
    ...rules(named(w.claim)),
    [named(w.undefended), "For comparison: the original with liars, and no defence."],
  ];
}

function replaceTuples(draft: Draft, { protocol, words }: PassContext): Draft {
  const w = words.of;
  const seen = [w.slices, protocol.network, ...(protocol.owners.length > 0 ? [w.owner] : []), w.past];
  const tuple = (list: readonly string[], more: readonly Expr[] = []): Expr =>
    b.tuple(...list.map((v) => b.apply(v)), ...more);
  const out = replaceUnit(draft, w.vars, [
    b.definition(w.vars, [], tuple([...seen, w.counter, w.certified])),
  ]);
  return replaceUnit(out, w.view, [b.definition(w.view, [], tuple(seen, [evaluated(w.certified)]))]);
}

/** Steps remember where they started; babble leaves `past` alone. */
function stillIn(draft: Draft, { words }: PassContext): Draft {
  const w = words.of;
  const later = units`
${w.later}(${w.node}) ==
  IF ${w.node} \in ${w.byz} /\ ~ ${w.on}("fork")
  THEN [${w.past} EXCEPT ![${w.node}] = @ \cup {${w.slices}[${w.node}]}] ELSE ${w.past}`;
  let out = insertBefore(draft, w.perform, later);
  const added = [
    [w.perform, expr`${w.past}' = ${w.later}(${w.node})`],
    [w.babble, b.unchanged(w.past)],
  ] as const;
  for (const [name, more] of added) {
    const old = out.units.find((u): u is Definition => u.kind === "Definition" && u.name.text === name);
    if (old === undefined || old.body.kind !== "Quantifier" || old.body.body.kind !== "Junction") {
      throw new Error(`${name} is not a quantified conjunction`);
    }
    const items = [...old.body.body.items, more];
    out = replaceUnit(out, name, [{ ...old, body: { ...old.body, body: { ...old.body.body, items } } }]);
  }
  return out;
}

/** Set inputs: what a liar invents are small sets, beside every set of what exists. */
export function withLiarSets(
  draft: Draft,
  { protocol, words }: PassContext,
  onlyIf = `${words.of.forge} /\\ `,
): Draft {
  const w = words.of;
  const has = (name: string): boolean => draft.units.some((u) => unitName(u) === name);
  if (!has(w.sets) && !has(w.whole)) return draft;
  const network = protocol.network;
  const small = `${w.few}(${w.set}, Cardinality(${protocol.nodeSet}) - 1)`;
  const few = units`
RECURSIVE ${w.few}(_, _)
${w.few}(${w.set}, ${w.size}) == IF ${w.size} = 0 THEN {{}}
  ELSE {${w.part} \cup {${w.pick}} : ${w.part} \in ${w.few}(${w.set}, ${w.size} - 1), ${w.pick} \in ${w.set}} \cup {{}}`;
  let out = insertBefore(draft, has(w.sets) ? w.sets : w.whole, few);
  if (has(w.sets)) {
    out = replaceUnit(
      out,
      w.sets,
      units`
${w.sets}(${w.set}) == IF ${w.set} \subseteq ${network} THEN SUBSET ${w.set}
  ELSE SUBSET (${w.set} \cap ${network}) \cup ${small}`,
    );
  }
  if (has(w.whole)) {
    out = replaceUnit(
      out,
      w.whole,
      units`
${w.whole}(${w.set}) == IF ${onlyIf} ~ ${w.set} \subseteq ${network}
  THEN {${w.set} \cap ${network}} \cup ${small} ELSE {${w.set}}`,
    );
  }
  return out;
}

/** The effect has a value: the fields that it reads are there, what it indexes is in the domain. */
function definedOf(names: Names, action: LocalAction): Definition {
  const { protocol, words } = names;
  const fields = eventFields(names, action);
  const frame = {
    operators: new Map([...protocol.operators, ...action.lets].map((d) => [d.name.text, d] as const)),
    total: new Set([protocol.names.slice, words.of.event]),
    event: words.of.event,
    inputs: new Set(action.inputs.map((i) => i.name)),
  };
  const effect = withLets(action, fields, effectExpr(names, action));
  const params = [action.actor, protocol.names.slice, words.of.event];
  // Bodies of operators come in with the names that they bind.
  const body = renameBound(definedness(frame, effect), new Set(params));
  return b.definition(words.part(action.name, "defined"), params, body);
}

function unguardedOf(names: Names): Definition {
  const { words, protocol } = names;
  const w = words.of;
  const args = [b.apply(w.node), b.apply(protocol.names.slice), b.apply(w.event)];
  const body = caseOverActions(names, (a) =>
    b.ifThenElse(
      b.apply(words.part(a.name, "defined"), ...args),
      b.apply(words.part(a.name, "effect"), ...args),
      b.apply(w.refused),
    ),
  );
  return b.definition(w.unguarded, [w.node, protocol.names.slice, w.event], body);
}

function lieUnits({ protocol, words }: PassContext): readonly Unit[] {
  const w = words.of;
  const s = protocol.names.slice;
  const network = protocol.network;
  const still = protocol.owners.length > 0 ? `/\\ UNCHANGED ${w.owner}` : "";
  const made = units`
${w.starts}(${w.liar}) ==
  {${w.slices}[${w.liar}]}
    \cup (IF ${w.on}("prefix") THEN {} ELSE {${w.slice0}(${w.liar})})
    \cup (IF ${w.on}("fork") THEN {} ELSE ${w.past}[${w.liar}])

${w.pool} == IF ${w.forge} \/ ~ ${w.on}("exist") THEN ${network} \cup ${w.alphabet} ELSE ${network}

${w.replay}(${w.liar}, ${s}, ${w.event}) ==
  IF ${w.on}("guard") THEN ${w.step}(${w.liar}, ${s}, ${w.event}) ELSE ${w.unguarded}(${w.liar}, ${s}, ${w.event})

${w.exact} == ${w.off} = {}

${w.bounded}(${s}) == \A ${w.pick} \in DOMAIN ${w.seen} : ${s}[${w.pick}] \in ${w.seen}[${w.pick}]

${w.claim}(${w.liar}, ${s}, ${w.event}) ==
  /\ ${w.on}("exist") => ${w.inputs}(${w.event}) \subseteq ${network}
  /\ \E ${w.result} \in {${w.replay}(${w.liar}, ${s}, ${w.event})} :
      /\ ${w.result}.ok
      /\ ${w.exact} \/ ${w.bounded}(${w.result}.slice)
      /\ \E ${w.out} \in IF ${w.forge} \/ ~ ${w.on}("out") THEN ${w.mine}(${w.liar}) \cup {${w.result}.out} ELSE {${w.result}.out} :
          /\ \A ${w.message} \in ${w.out} : ${w.sender}(${w.message}) = ${w.liar}
          /\ ${w.on}("out") => ${w.out} = ${w.result}.out
          /\ ${w.exact} \/ ${w.out} \subseteq ${w.alphabet} \cup ${network}
          /\ ${w.slices}' = [${w.slices} EXCEPT ![${w.liar}] = ${w.result}.slice]
          /\ ${network}' = ${network} \cup ${w.out}
          /\ ${w.counter}' = [${w.counter} EXCEPT ![${w.liar}] = @ + 1]
          /\ ${w.certified}' = [node |-> ${w.liar}, value |-> ${w.counter}[${w.liar}] + 1, event |-> ${w.event}, out |-> ${w.out}]
          /\ ${w.past}' = ${w.later}(${w.liar})
          ${still}`;
  const tries = protocol.actions.map((a) =>
    b.exists(
      b.bound(w.event, b.apply(words.part(a.name, "events"), b.apply(w.liar), b.apply(s), b.apply(w.pool))),
      b.apply(w.claim, b.apply(w.liar), b.apply(s), b.apply(w.event)),
    ),
  );
  const lie = b.definition(
    w.lie,
    [w.liar],
    b.exists(b.bound(s, b.apply(w.starts, b.apply(w.liar))), b.or(tries)),
  );
  return [...made, lie];
}
