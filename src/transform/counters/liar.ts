/** What a liar can try, and what receivers know of it: the definitions of the pass `justify`. */
import type { LocalAction } from "../../protocol/types.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { caseOverActions } from "../history/arms.js";
import type { PassContext } from "../pass.js";
import type { Vocabulary } from "../vocabulary.js";
import { senderRule } from "./checks.js";
import { certifyUnits, headUnits, ownUnit, startsUnit } from "./ids.js";
import { attesting, type CountersPlan, shows } from "./plan.js";

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

/** In the order in which they are defined. */
export function liarUnits(plan: CountersPlan, context: PassContext): readonly Unit[] {
  return [
    ...coreUnits(plan, context),
    ...(plan.apart === undefined ? [] : [ownUnit(plan, context), ...headUnits(context)]),
    ...poolUnits(context),
    checkedUnit(context),
    eventsUnit(context),
    ...startUnits(plan, context),
    aftersUnit(plan, context),
    ...claimUnits(plan, context),
    ...lieUnits(plan, context),
  ];
}

const declaredIn = ({ protocol }: PassContext): readonly string[] =>
  protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name);

const namesOf = (list: readonly LocalAction[]): Expr => b.set(...list.map((a) => b.str(a.name)));

const shownIn = (plan: CountersPlan, { protocol }: PassContext): Expr =>
  namesOf(protocol.actions.filter((a) => shows(plan, a)));

/** Messages of which a liar can speak: those that exist, or all if nobody asks. */
function poolUnits({ protocol, words }: PassContext): readonly Unit[] {
  const w = words.of;
  const network = protocol.network;
  return units`
${w.pool}(${w.which}) == IF ${w.forge} \/ ~ ${w.on}(${w.which} \o ".exist") THEN ${network} \cup ${w.alphabet} ELSE ${network}`;
}

function checkedUnit({ protocol, words }: PassContext): Definition {
  const w = words.of;
  const s = protocol.names.slice;
  const args = [b.apply(w.liar), b.apply(s), b.apply(w.event)];
  const body = caseOverActions({ protocol, words }, (a) => {
    const may = b.and([
      b.apply(words.part(a.name, "check"), ...args),
      b.apply(words.part(a.name, "defined"), ...args),
    ]);
    return b.ifThenElse(may, b.apply(words.part(a.name, "effect"), ...args), b.apply(w.refused));
  });
  return b.definition(w.checked, [w.liar, s, w.event], body);
}

function eventsUnit({ protocol, words }: PassContext): Definition {
  const w = words.of;
  const s = protocol.names.slice;
  const which = b.apply(w.which);
  const pool = b.apply(w.pool, which);
  const events = b.caseOf(
    protocol.actions.map((a) => {
      const made = b.apply(words.part(a.name, "events"), b.apply(w.liar), b.apply(s), pool);
      return [b.eq(which, b.str(a.name)), made] as const;
    }),
  );
  const exist = expr`${w.on}(${w.which} \o ".exist") => ${w.inputs}(${w.event}) \subseteq ${protocol.network}`;
  return b.definition(w.eventsOf, [w.liar, s, w.which], b.setFilter(b.bound(w.event, events), exist));
}

function aftersUnit(plan: CountersPlan, context: PassContext): Definition {
  const { protocol, words } = context;
  const w = words.of;
  const declared = declaredIn(context);
  const claimed = attesting(plan, protocol).map((a) => {
    const written = a.updates.map((u) => u.variable);
    const known = written.filter((v) => plan.bound.includes(v) && declared.includes(v));
    return [b.eq(b.apply(w.which), b.str(a.name)), anyOf(context, b.apply(w.after), known)] as const;
  });
  const body = b.ifThenElse(
    expr`${w.on}(${w.which} \o ".bind")`,
    expr`{${w.after}}`,
    b.caseOf([...claimed, [undefined, expr`{${w.after}}`]]),
  );
  return b.definition(w.afters, [w.liar, w.which, w.after], body);
}

/** Where an event may start: what the later passes narrow. */
function startUnits(plan: CountersPlan, context: PassContext): readonly Unit[] {
  const { protocol, words } = context;
  const w = words.of;
  const certified = namesOf(attesting(plan, protocol));
  const starts =
    plan.apart === undefined
      ? units`
${w.starts}(${w.liar}) == {[value |-> ${w.head}[${w.liar}].value, state |-> ${w.head}[${w.liar}].state, for |-> ${w.attesting} \cup ${shownIn(plan, context)}]}`
      : startsUnit(context, shownIn(plan, context), false);
  return [
    ...units`
${w.imagined}(${w.liar}) == ${anyOf(context, b.apply(w.slice0, b.apply(w.liar)), declaredIn(context))}

${w.attesting} == ${certified}

${w.remembers} == FALSE`,
    ...starts,
    ...units`
${w.since}(${w.liar}, ${w.from}, ${w.set}) == ${w.imagined}(${w.liar})

${w.claimed}(${w.which}, ${protocol.names.slice}) == {${protocol.names.slice}}`,
  ];
}

/** A liar's own messages, or anybody's where nobody looks at the name or everything is tried. */
const anyOutput = (w: Vocabulary["of"]): string =>
  `(IF ${w.on}("${senderRule}") /\\ ~ ${w.forge} THEN ${w.mine}(${w.liar}) ELSE {{}} \\cup {{${w.message}} : ${w.message} \\in ${w.alphabet}})`;

/** What a liar may say of an event: what passes the checks, each with its switch. */
function claimUnits(plan: CountersPlan, { protocol, words }: PassContext): readonly Unit[] {
  const w = words.of;
  const s = protocol.names.slice;
  const id = `${w.certifiesFor}(${w.liar}, ${s}, ${w.event})`;
  const [counter, bound] =
    plan.apart === undefined
      ? ["", coreOf(plan, w, w.after)]
      : [`counter |-> ${id}, `, `${w.own}(${w.liar}, ${id}, ${w.after})`];
  return units`
${w.outputs}(${w.liar}, ${w.which}, ${w.result}) ==
  {${w.out} \in IF ${w.forge} \/ ~ ${w.on}(${w.which} \o ".out") THEN ${anyOutput(w)} \cup {${w.result}.out} ELSE {${w.result}.out} :
    /\ ${w.on}("${senderRule}") => \A ${w.message} \in ${w.out} : ${w.sender}(${w.message}) = ${w.liar}
    /\ ${w.on}(${w.which} \o ".out") => ${w.out} = ${w.result}.out}

${w.contents}(${w.liar}, ${s}, ${w.event}) ==
  LET ${w.result} == ${w.checked}(${w.liar}, ${s}, ${w.event})
  IN  IF ${w.result}.ok
      THEN {[${w.tag} |-> ${w.event}.${w.tag}, ${counter}value |-> ${w.value}(${w.liar}, ${s}, ${w.event}), out |-> ${w.out}, state |-> ${bound}] :
             ${w.out} \in ${w.outputs}(${w.liar}, ${w.event}.${w.tag}, ${w.result}), ${w.after} \in ${w.afters}(${w.liar}, ${w.event}.${w.tag}, ${w.result}.slice)}
      ELSE {}

${w.claims}(${w.liar}, ${w.which}, ${w.states}) ==
  UNION {UNION {${w.contents}(${w.liar}, ${s}, ${w.event}) : ${w.event} \in ${w.eventsOf}(${w.liar}, ${s}, ${w.which})} :
         ${s} \in UNION {${w.claimed}(${w.which}, ${s}) : ${s} \in ${w.states}}}`;
}

function lieUnits(plan: CountersPlan, context: PassContext): readonly Unit[] {
  const { protocol, words } = context;
  const w = words.of;
  const network = protocol.network;
  const still = protocol.owners.length > 0 ? `, ${w.owner}` : "";
  const several = plan.counters.length > 1;
  const counterOf = several ? `[${w.certifiesFor}(${w.content})]` : "";
  const raised = several
    ? expr`[${w.from}.value EXCEPT ![${w.certifiesFor}(${w.content})] = ${w.content}.value]`
    : expr`${w.content}.value`;
  const certify =
    plan.apart !== undefined
      ? certifyUnits(context)
      : units`
${w.certify}(${w.liar}, ${w.which}, ${w.from}, ${w.states}) ==
  \E ${w.content} \in {${w.content} \in ${w.claims}(${w.liar}, ${w.which}, ${w.states}) : ${w.content}.value # <<>>} :
    /\ ${w.on}("counter.mono") => ${w.below}(${w.from}.value${counterOf}, ${w.content}.value)
    /\ ${w.head}' = [${w.head} EXCEPT ![${w.liar}] = [value |-> ${raised}, state |-> ${w.content}.state]]
    /\ ${network}' \in {${network}, ${network} \cup ${w.content}.out}
    /\ ${w.past}' = IF ${w.remembers} THEN [${w.past} EXCEPT ![${w.liar}] = @ \cup {${w.head}[${w.liar}]}] ELSE ${w.past}
    /\ UNCHANGED <<${w.slices}, ${w.counter}${still}>>`;
  const again = plan.readdressed.size > 0;
  const more = again
    ? `
    \\/ \\E ${w.which} \\in ${w.from}.for \\cap ${w.attesting} : ${w.showAgain}(${w.liar}, ${w.which}, ${w.from}, ${w.states})`
    : "";
  return [
    ...certify,
    ...(again
      ? units`
${w.showAgain}(${w.liar}, ${w.which}, ${w.from}, ${w.states}) ==
  \E ${w.content} \in {${w.content} \in ${w.claims}(${w.liar}, ${w.which}, ${w.states}) : ${w.content}.value = ${w.from}.value${counterOf}} :
    /\ ${w.content}.out # {} /\ ${w.content}.out \subseteq ${w.readdressed}(${w.which})
    /\ ${network}' = ${network} \cup ${w.content}.out
    /\ UNCHANGED <<${w.slices}, ${w.counter}, ${w.head}, ${w.past}${still}>>`
      : []),
    ...units`
${w.show}(${w.liar}, ${w.which}, ${w.states}) ==
  \E ${w.content} \in {${w.content} \in ${w.claims}(${w.liar}, ${w.which}, ${w.states}) : ${w.content}.value = <<>>} :
    /\ ${network}' = ${network} \cup ${w.content}.out
    /\ UNCHANGED <<${w.slices}, ${w.counter}, ${w.head}, ${w.past}${still}>>

${w.lie}(${w.liar}) ==
  \E ${w.from} \in ${w.starts}(${w.liar}) : \E ${w.states} \in {${w.since}(${w.liar}, ${w.from}, {${w.from}.state})} :
    \/ \E ${w.which} \in ${w.from}.for \cap ${w.attesting} : ${w.certify}(${w.liar}, ${w.which}, ${w.from}, ${w.states})${more}
    \/ \E ${w.which} \in ${w.from}.for \cap ${shownIn(plan, context)} : ${w.show}(${w.liar}, ${w.which}, ${w.states})`,
  ];
}
