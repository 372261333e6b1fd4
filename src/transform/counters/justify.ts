/**
 * Justify: before anybody takes over what a node certifies, it checks that the node could have done so.
 *
 *     Babble(z)   ⇒   Certify(z) == content above z's counter that passes, for an event e of some state of z,
 *                                     exist   what e consumes exists
 *                                     guard   the conjuncts of e's own guard (one switch each)
 *                                     bind    the bound values are those that the step computes
 *                                     out     the message is what the step sends
 *                     Show(z)    == messages without certificate, checked likewise
 *
 * After this pass alone the state may be imagined: the passes `chain` and `evidence` tie it to what z certified before.
 * `head[z]` is what receivers know of a liar: its last counter value, and the state that was certified with it.
 * What z may try is not restricted, and whom it shows what neither: a certificate may be made and its messages withheld.
 */
import { renameBound } from "../../protocol/terms.js";
import type { LocalAction } from "../../protocol/types.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { definedness } from "../defined.js";
import { nextWith } from "../history/adversary.js";
import { caseOverActions, effectExpr, eventFields, type Names, withLets } from "../history/arms.js";
import { extend, extendBody, withVariable } from "../history/certify.js";
import { commented, type Draft, insertBefore, type Pass, type PassContext, replaceUnit } from "../pass.js";
import type { Vocabulary } from "../vocabulary.js";
import { variableTuples, zero } from "./attest.js";
import { checkFrame, checkOf } from "./checks.js";
import { attesting, type CountersPlan, shows } from "./plan.js";

export const justify = (plan: CountersPlan): Pass => ({
  name: "justify",
  summary: "receivers check the sender's own guard and output over messages that exist, conjunct by conjunct",
  needs: ["step", "adversary", "certificates"],
  gives: ["checks"],
  run: (draft, context) => run(plan, draft, context),
});

function run(plan: CountersPlan, draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  const names: Names = { protocol, words };
  const constants = b.constants(w.off, w.forge, w.seen);
  const at = draft.units.findIndex((u) => u.kind === "Variables");
  let out: Draft = { ...draft, units: [...draft.units.slice(0, at), constants, ...draft.units.slice(at)] };
  out = withVariable(withVariable(out, w.head), w.past);
  out = replaceUnit(out, w.view, []);
  out = replaceUnit(out, w.vars, variableTuples(context, [w.counter, w.head, w.past]));
  out = extend(
    out,
    w.init,
    expr`${w.head} = [${w.liar} \in ${w.byz} |-> ${expr`[value |-> ${zero(plan)}, state |-> ${w.slice0}(${w.liar})]`}]`,
  );
  out = extend(out, w.init, expr`${w.past} = [${w.liar} \in ${w.byz} |-> {}]`);
  for (const name of [w.perform, w.babble, w.attest])
    out = extendBody(out, name, b.unchanged(w.head, w.past));
  out = insertBefore(out, w.correct, units`${w.on}(check) == check \notin ${w.off}`);
  out = insertBefore(
    out,
    w.refused,
    protocol.actions.flatMap((a) => [definedOf(names, a), checkOf(names, a)]),
  );
  out = withLiarSets(out, context);
  const made = liarUnits(plan, context);
  out = insertBefore(out, w.next, made);
  const byName = (name: string): Unit | undefined =>
    out.units.find((u) => u.kind === "Definition" && u.name.text === name);
  out = replaceUnit(out, w.next, [b.definition(w.next, [], nextWith(context, w.lie))]);
  const undefended = [
    b.definition(w.nextUndefended, [], nextWith(context, w.babble)),
    ...units`${w.undefended} == ${w.init} /\ [][${w.nextUndefended}]_${w.vars}`,
  ];
  const spec = units`${w.spec} == ${w.init} /\ [][${w.next}]_${w.vars}`;
  out = replaceUnit(out, w.spec, [...spec, ...undefended]);
  return commented(out, [
    [
      constants,
      `${w.off}: the checks switched off. ${w.forge}: liars try any output over the alphabet, too.\n` +
        `${w.seen}: values of the variables that unchecked claims may name (a bound of the model).`,
    ],
    [byName(w.checked), "The step as receivers check it: with the conjuncts that are switched on."],
    [
      byName(w.starts),
      "Where a liar's next event may start: a counter value, states, and the actions for which it counts.",
    ],
    [byName(w.since), "The states that receivers think of."],
    [byName(w.core), "What no message depends on is left out of what receivers think of z."],
    [byName(w.eventsOf), "exist: the messages that an event of action A consumes exist."],
    [byName(w.outputs), "out: the messages are what the step sends."],
    [byName(w.afters), "bind: the bound values are what the step computes."],
    [byName(w.contents), "What z may certify as event e of a state s."],
    [byName(w.certify), "A liar certifies; it may withhold the messages. Nothing else stops it."],
    [
      byName(w.show),
      "A liar shows messages that need no certificate: what they say follows from certificates.",
    ],
    [byName(w.undefended), "For comparison: the original with liars, and no defence."],
  ]);
}

/** Set inputs: what a liar invents are small sets, beside every set of what exists. */
function withLiarSets(draft: Draft, { protocol, words }: PassContext): Draft {
  const w = words.of;
  const has = (name: string): boolean =>
    draft.units.some((u) => u.kind === "Definition" && u.name.text === name);
  if (!has(w.sets) && !has(w.whole)) return draft;
  const network = protocol.network;
  const small = `${w.few}(${w.set}, Cardinality(${protocol.nodeSet}) - 1)`;
  const few = units`
RECURSIVE ${w.few}(_, _)
${w.few}(${w.set}, ${w.size}) == IF ${w.size} = 0 THEN {{}}
  ELSE {${w.part} \cup {${w.pick}} : ${w.part} \in ${w.few}(${w.set}, ${w.size} - 1), ${w.pick} \in ${w.set}} \cup {{}}`;
  let out = insertBefore(draft, has(w.sets) ? w.sets : w.whole, few);
  const invented = (some: string): string =>
    `IF ${w.set} \\subseteq ${network} THEN ${some} ELSE SUBSET (${w.set} \\cap ${network}) \\cup ${small}`;
  if (has(w.sets)) {
    out = replaceUnit(out, w.sets, units`${w.sets}(${w.set}) == ${invented(`SUBSET ${w.set}`)}`);
  }
  if (has(w.whole)) {
    out = replaceUnit(
      out,
      w.whole,
      units`
${w.whole}(${w.set}) == IF ${w.set} \subseteq ${network} THEN {${w.set}}
  ELSE {${w.set} \cap ${network}} \cup ${small}`,
    );
  }
  return out;
}

/** The effect has a value: the fields that it reads are there, what it indexes is in the domain. */
function definedOf(names: Names, action: LocalAction): Definition {
  const { protocol, words } = names;
  const fields = eventFields(names, action);
  const frame = checkFrame(names, action);
  const effect = withLets(action, fields, effectExpr(names, action));
  const params = [action.actor, protocol.names.slice, words.of.event];
  const body = renameBound(definedness(frame, effect), new Set(params));
  return b.definition(words.part(action.name, "defined"), params, body);
}

/** A state as receivers think of it: without what no message depends on. */
export function coreOf(plan: CountersPlan, w: Vocabulary["of"], state: string): string {
  return plan.observed.length === 0 ? state : `${w.core}(${w.liar}, ${state})`;
}

function coreUnits(plan: CountersPlan, { protocol, words }: PassContext): readonly Unit[] {
  const w = words.of;
  if (plan.observed.length === 0) return [];
  const start = b.apply(w.slice0, b.apply(w.liar));
  const body = b.except(
    b.apply(protocol.names.slice),
    plan.observed.map((v) => [[v], b.field(start, v)] as const),
  );
  return [b.definition(w.core, [w.liar, protocol.names.slice], body)];
}

/** The states that differ from `state` in these variables, which may have any value of the model. */
export function anyOf(context: PassContext, state: Expr, variables: readonly string[]): Expr {
  const w = context.words.of;
  if (variables.length === 0) return b.set(state);
  const binders = variables.map((v, k) => b.bound(`${w.pick}${k + 1}`, b.field(b.apply(w.seen), v)));
  const changed = b.except(
    state,
    variables.map((v, k) => [[v], b.apply(`${w.pick}${k + 1}`)] as const),
  );
  return b.setMap(changed, binders);
}

function liarUnits(plan: CountersPlan, context: PassContext): readonly Unit[] {
  const { protocol, words } = context;
  const w = words.of;
  const s = protocol.names.slice;
  const network = protocol.network;
  const names: Names = { protocol, words };
  const still = protocol.owners.length > 0 ? `, ${w.owner}` : "";
  const z = b.apply(w.liar);
  const declared = protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name);
  const checked = b.definition(
    w.checked,
    [w.liar, s, w.event],
    caseOverActions(names, (a) => {
      const args = [z, b.apply(s), b.apply(w.event)];
      const may = b.and([
        b.apply(words.part(a.name, "check"), ...args),
        b.apply(words.part(a.name, "defined"), ...args),
      ]);
      return b.ifThenElse(may, b.apply(words.part(a.name, "effect"), ...args), b.apply(w.refused));
    }),
  );
  const existing = (events: Expr): Expr =>
    b.setFilter(
      b.bound(w.event, events),
      expr`${w.on}(${w.which} \o ".exist") => ${w.inputs}(${w.event}) \subseteq ${network}`,
    );
  const eventsOf = b.definition(
    w.eventsOf,
    [w.liar, s, w.which],
    existing(
      b.caseOf(
        protocol.actions.map((a) => {
          const pool = b.apply(w.pool, b.apply(w.which));
          return [
            b.eq(b.apply(w.which), b.str(a.name)),
            b.apply(words.part(a.name, "events"), z, b.apply(s), pool),
          ] as const;
        }),
      ),
    ),
  );
  const afters = b.definition(
    w.afters,
    [w.liar, w.which, w.after],
    b.ifThenElse(
      expr`${w.on}(${w.which} \o ".bind")`,
      expr`{${w.after}}`,
      b.caseOf([
        ...attesting(plan, protocol).map((a) => {
          const written = a.updates.map((u) => u.variable).filter((v) => plan.bound.includes(v));
          const known = written.filter((v) => declared.includes(v));
          return [b.eq(b.apply(w.which), b.str(a.name)), anyOf(context, b.apply(w.after), known)] as const;
        }),
        [undefined, expr`{${w.after}}`],
      ]),
    ),
  );
  const namesOf = (list: readonly LocalAction[]): Expr => b.set(...list.map((a) => b.str(a.name)));
  const certified = namesOf(attesting(plan, protocol));
  const shown = namesOf(protocol.actions.filter((a) => shows(plan, a)));
  const several = plan.counters.length > 1;
  const counterOf = several ? `[${w.certifiesFor}(${w.content})]` : "";
  const raised = several
    ? expr`[${w.from}.value EXCEPT ![${w.certifiesFor}(${w.content})] = ${w.content}.value]`
    : expr`${w.content}.value`;
  return [
    ...coreUnits(plan, context),
    ...units`
${w.pool}(${w.which}) == IF ${w.forge} \/ ~ ${w.on}(${w.which} \o ".exist") THEN ${network} \cup ${w.alphabet} ELSE ${network}`,
    checked,
    eventsOf,
    ...units`
${w.imagined}(${w.liar}) == ${anyOf(context, b.apply(w.slice0, z), declared)}

${w.attesting} == ${certified}

${w.remembers} == FALSE

${w.starts}(${w.liar}) == {[value |-> ${w.head}[${w.liar}].value, state |-> ${w.head}[${w.liar}].state, for |-> ${w.attesting} \cup ${shown}]}

${w.since}(${w.liar}, ${w.set}) == ${w.imagined}(${w.liar})

${w.claimed}(${w.which}, ${s}) == {${s}}

${w.outputs}(${w.liar}, ${w.which}, ${w.result}) ==
  {${w.out} \in IF ${w.forge} \/ ~ ${w.on}(${w.which} \o ".out") THEN ${w.mine}(${w.liar}) \cup {${w.result}.out} ELSE {${w.result}.out} :
    /\ \A ${w.message} \in ${w.out} : ${w.sender}(${w.message}) = ${w.liar}
    /\ ${w.on}(${w.which} \o ".out") => ${w.out} = ${w.result}.out}`,
    afters,
    ...units`
${w.contents}(${w.liar}, ${s}, ${w.event}) ==
  LET ${w.result} == ${w.checked}(${w.liar}, ${s}, ${w.event})
  IN  IF ${w.result}.ok
      THEN {[${w.tag} |-> ${w.event}.${w.tag}, value |-> ${w.value}(${w.liar}, ${s}, ${w.event}), out |-> ${w.out}, state |-> ${coreOf(plan, w, w.after)}] :
             ${w.out} \in ${w.outputs}(${w.liar}, ${w.event}.${w.tag}, ${w.result}), ${w.after} \in ${w.afters}(${w.liar}, ${w.event}.${w.tag}, ${w.result}.slice)}
      ELSE {}

${w.claims}(${w.liar}, ${w.which}, ${w.states}) ==
  UNION {UNION {${w.contents}(${w.liar}, ${s}, ${w.event}) : ${w.event} \in ${w.eventsOf}(${w.liar}, ${s}, ${w.which})} :
         ${s} \in UNION {${w.claimed}(${w.which}, ${s}) : ${s} \in ${w.states}}}

${w.certify}(${w.liar}, ${w.which}, ${w.from}, ${w.states}) ==
  \E ${w.content} \in {${w.content} \in ${w.claims}(${w.liar}, ${w.which}, ${w.states}) : ${w.content}.value # <<>>} :
    /\ ${w.on}("counter.mono") => ${w.below}(${w.from}.value${counterOf}, ${w.content}.value)
    /\ ${w.head}' = [${w.head} EXCEPT ![${w.liar}] = [value |-> ${raised}, state |-> ${w.content}.state]]
    /\ ${network}' \in {${network}, ${network} \cup ${w.content}.out}
    /\ ${w.past}' = IF ${w.remembers} THEN [${w.past} EXCEPT ![${w.liar}] = @ \cup {${w.head}[${w.liar}]}] ELSE ${w.past}
    /\ UNCHANGED <<${w.slices}, ${w.counter}${still}>>

${w.show}(${w.liar}, ${w.which}, ${w.states}) ==
  \E ${w.content} \in {${w.content} \in ${w.claims}(${w.liar}, ${w.which}, ${w.states}) : ${w.content}.value = <<>>} :
    /\ ${network}' = ${network} \cup ${w.content}.out
    /\ UNCHANGED <<${w.slices}, ${w.counter}, ${w.head}, ${w.past}${still}>>

${w.lie}(${w.liar}) ==
  \E ${w.from} \in ${w.starts}(${w.liar}) : \E ${w.states} \in {${w.since}(${w.liar}, {${w.from}.state})} :
    \/ \E ${w.which} \in ${w.from}.for \cap ${w.attesting} : ${w.certify}(${w.liar}, ${w.which}, ${w.from}, ${w.states})
    \/ \E ${w.which} \in ${w.from}.for \cap ${shown} : ${w.show}(${w.liar}, ${w.which}, ${w.states})`,
  ];
}
