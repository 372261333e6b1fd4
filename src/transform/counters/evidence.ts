/**
 * Evidence for what is not bound: roles, what was collected, how far is committed. (leader of record)
 *
 *     Since(z, S) == anything   ⇒   Since(z, S) == what uncertified steps lead to from S, on messages that exist
 *
 * A node that says that it leads must have had the votes: some sequence of steps that certify nothing, each with its
 * guard met by messages that exist, leads from its last certificate to the state that it claims. In code the messages
 * that these steps consumed are attached. (transformation.md §3: collected, maximum, role)
 *
 * A step that a correct node certifies (its value is above the counter), or leaves out, is none of them, whether it changes anything
 * bound or not: of two such steps that exclude each other, one could else be thought of for this message and the other
 * for that one. Seen in a Raft whose votes change nothing bound: a node refuses each candidate for the other's sake.
 */
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
import { coreOf } from "./liar.js";
import { type CountersPlan, changes } from "./plan.js";

export const evidence = (plan: CountersPlan): Pass => ({
  name: "evidence",
  summary:
    "what is not bound (roles, what was collected) follows from messages that exist: the leader of record",
  needs: ["head"],
  gives: ["evidence"],
  run: (draft, context) => run(plan, draft, context),
});

function run(plan: CountersPlan, draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  const s = protocol.names.slice;
  const quiet = b.set(...protocol.actions.filter((a) => changes(plan, a)).map((a) => b.str(a.name)));
  const filled = plan.slots.map((v) => ` \\/ ${w.after}.${v} # ${s}.${v}`).join("");
  const made = units`
${w.owed}(${w.liar}, ${w.from}, ${s}, ${w.event}, ${w.after}) ==
  \E ${w.content} \in {${w.value}(${w.liar}, ${s}, ${w.event})} :
    ${w.content} # <<>> /\ (${w.below}(${reachedFrom(plan, context)}, ${w.content})${filled})

${w.further}(${w.liar}, ${w.from}, ${s}) ==
  {${coreOf(plan, w, `${w.result}.slice`)} : ${w.result} \in
    UNION {UNION {{${w.after} \in {${w.checked}(${w.liar}, ${s}, ${w.event})} :
        ${w.after}.ok /\ ${w.spokenFor}(${w.after}.slice) = ${w.spokenFor}(${s}) /\ ~ ${w.owed}(${w.liar}, ${w.from}, ${s}, ${w.event}, ${w.after}.slice)} :
      ${w.event} \in ${w.eventsOf}(${w.liar}, ${s}, ${w.which})} : ${w.which} \in ${quiet}}}

RECURSIVE ${w.since}(_, _, _)
${w.since}(${w.liar}, ${w.from}, ${w.set}) ==
  LET ${w.part} == ${w.set} \cup UNION {${w.further}(${w.liar}, ${w.from}, ${s}) : ${s} \in ${w.set}}
  IN  IF ${w.part} = ${w.set} THEN ${w.set} ELSE ${w.since}(${w.liar}, ${w.from}, ${w.part})`;
  let out = insertBefore(draft, w.since, made.slice(0, 2));
  out = replaceUnit(out, w.since, made.slice(2));
  const named = (name: string) => out.units.find((u) => unitName(u) === name);
  return commented(out, [
    [named(w.owed), "Steps of z that a correct node certifies, or leaves out."],
    [
      named(w.further),
      "Steps of z that change nothing bound: z takes them without certificate, on messages that exist.",
    ],
    [made[2], "evidence (leader of record): what z may have become since its last certificate."],
  ]);
}

/** What the counter of the event `e` stood at, by the certificate `h` that z goes on from. */
function reachedFrom(plan: CountersPlan, { protocol, words }: PassContext): string {
  const w = words.of;
  if (plan.apart !== undefined) {
    const id = `${w.certifiesFor}(${w.liar}, ${protocol.names.slice}, ${w.event})`;
    return `IF ${w.from}.counter = ${id} THEN ${w.from}.value ELSE ${w.zero}(${id})`;
  }
  return plan.counters.length > 1 ? `${w.from}.value[${w.certifiesFor}(${w.event})]` : `${w.from}.value`;
}
