/**
 * Counters that stand apart, in the hybrid: a counter's id is its name and the key of the lane, and what a node has
 * certified is a function from ids, which grows.
 *
 *     counter[q] = [c1 |-> <<2, 1>>]   ⇒   counter[q] = << "c1", 2 >> :> << 1 >>
 *
 * A lane that was never used is at zero, and starts from what every node starts with: nothing in another lane matters.
 */
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { units } from "../../tla/quote.js";
import { substitute } from "../../tla/substitute.js";
import { eventFields, type Names, withLets } from "../history/arms.js";
import type { PassContext } from "../pass.js";
import { attesting, type CountersPlan, positions } from "./plan.js";

/** In the order in which they are defined. */
export function idUnits(plan: CountersPlan, names: Names): readonly Unit[] {
  const w = names.words.of;
  const zeros = (counter: string): Expr =>
    b.tuple(...Array.from({ length: positions(plan, counter) }, () => b.num(0)));
  return [
    certifiesFor(plan, names),
    b.definition(w.zero, [w.id], byCounter(plan, names, zeros)),
    ...units`
${w.reached}(${w.table}, ${w.id}) == IF ${w.id} \in DOMAIN ${w.table} THEN ${w.table}[${w.id}] ELSE ${w.zero}(${w.id})

${w.put}(${w.table}, ${w.id}, ${w.content}) ==
  [${w.other} \in DOMAIN ${w.table} \cup {${w.id}} |-> IF ${w.other} = ${w.id} THEN ${w.content} ELSE ${w.table}[${w.other}]]`,
  ];
}

/** `CASE i[1] = "c1" -> … [] i[1] = "c2" -> …` */
function byCounter(plan: CountersPlan, { words }: Names, make: (counter: string) => Expr): Expr {
  const name = b.index(b.apply(words.of.id), b.num(1));
  return b.caseOf(plan.counters.map((c) => [b.eq(name, b.str(c)), make(c)] as const));
}

/** Which counter certifies an event: its name, and the key of the lane. */
function certifiesFor(plan: CountersPlan, names: Names): Definition {
  const { protocol, words } = names;
  const w = words.of;
  const tag = b.field(b.apply(w.event), w.tag);
  const arms = attesting(plan, protocol).map((action) => {
    let id: Expr = b.tuple();
    for (const a of [...(plan.attests.get(action.name) ?? [])].reverse()) {
      const tuple = b.tuple(b.str(a.counter), ...a.lane);
      id = a.condition === undefined ? tuple : b.ifThenElse(a.condition, tuple, id);
    }
    const actor = new Map([[action.actor, b.apply(w.node)]]);
    const body = substitute(withLets(action, eventFields(names, action), id), actor);
    return [b.eq(tag, b.str(action.name)), body] as const;
  });
  const params = [w.node, protocol.names.slice, w.event];
  return b.definition(w.certifiesFor, params, b.caseOf([...arms, [undefined, b.tuple()]]));
}

/** What a certificate of counter i binds: its own variables; the others are as at the start. */
export function ownUnit(plan: CountersPlan, context: PassContext): Definition {
  const { protocol, words } = context;
  const w = words.of;
  const s = protocol.names.slice;
  const start = b.apply(w.slice0, b.apply(w.liar));
  const of = (counter: string): Expr =>
    b.except(
      start,
      (plan.apart?.get(counter) ?? []).map((v) => [[v], b.field(b.apply(s), v)] as const),
    );
  const none = b.eq(b.apply(w.id), b.tuple());
  const body = b.ifThenElse(none, b.apply(s), byCounter(plan, context, of));
  return b.definition(w.own, [w.liar, w.id, s], body);
}

/** What a liar has certified last on counter i. */
export const headUnits = ({ words: { of: w } }: PassContext): readonly Unit[] => units`
${w.last}(${w.liar}, ${w.id}) ==
  IF ${w.id} \in DOMAIN ${w.head}[${w.liar}] THEN ${w.head}[${w.liar}][${w.id}]
  ELSE [value |-> ${w.zero}(${w.id}), state |-> ${w.slice0}(${w.liar})]`;

/** Where an event may start: from the last certificate of its counter; <<>>: of any that was never used. */
export function startsUnit(
  { words: { of: w } }: PassContext,
  shown: Expr,
  chained: boolean,
): readonly Unit[] {
  const past = chained
    ? `
    \\cup {[counter |-> ${w.other}.counter, value |-> ${w.last}(${w.liar}, ${w.other}.counter).value, state |-> ${w.other}.state,
            for |-> {${w.which} \\in ${w.attesting} : ~ ${w.on}(${w.which} \\o ".chain")}] : ${w.other} \\in ${w.past}[${w.liar}]}
    \\cup (IF ${w.on}("counter.once") THEN {}
          ELSE {[counter |-> ${w.other}.counter, value |-> ${w.other}.value, state |-> ${w.other}.state, for |-> ${w.attesting}] :
                ${w.other} \\in ${w.past}[${w.liar}]})`
    : "";
  return units`
${w.starts}(${w.liar}) ==
  {[counter |-> ${w.id}, value |-> ${w.head}[${w.liar}][${w.id}].value, state |-> ${w.head}[${w.liar}][${w.id}].state, for |-> ${w.attesting}] :
     ${w.id} \in DOMAIN ${w.head}[${w.liar}]}
    \cup {[counter |-> <<>>, value |-> <<>>, state |-> ${w.slice0}(${w.liar}), for |-> ${w.attesting} \cup ${shown}]}${past}`;
}

/** A liar certifies on one counter; the others stay as they are. */
export function certifyUnits({ protocol, words: { of: w } }: PassContext): readonly Unit[] {
  const { network } = protocol;
  const still = protocol.owners.length > 0 ? `, ${w.owner}` : "";
  return units`
${w.certify}(${w.liar}, ${w.which}, ${w.from}, ${w.states}) ==
  \E ${w.content} \in {${w.content} \in ${w.claims}(${w.liar}, ${w.which}, ${w.states}) : ${w.content}.value # <<>>} :
    /\ IF ${w.from}.counter = <<>> THEN ${w.content}.counter \notin DOMAIN ${w.head}[${w.liar}] ELSE ${w.content}.counter = ${w.from}.counter
    /\ ${w.on}("counter.mono") => ${w.below}(IF ${w.from}.counter = <<>> THEN ${w.zero}(${w.content}.counter) ELSE ${w.from}.value, ${w.content}.value)
    /\ ${w.head}' = [${w.head} EXCEPT ![${w.liar}] = ${w.put}(${w.head}[${w.liar}], ${w.content}.counter, [value |-> ${w.content}.value, state |-> ${w.content}.state])]
    /\ ${network}' \in {${network}, ${network} \cup ${w.content}.out}
    /\ ${w.past}' = IF ${w.remembers}
                THEN [${w.past} EXCEPT ![${w.liar}] = @ \cup
                       {[counter |-> ${w.content}.counter, value |-> ${w.last}(${w.liar}, ${w.content}.counter).value, state |-> ${w.last}(${w.liar}, ${w.content}.counter).state]}]
                ELSE ${w.past}
    /\ UNCHANGED <<${w.slices}, ${w.counter}${still}>>`;
}
