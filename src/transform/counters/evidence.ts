/**
 * Evidence for what is not bound: roles, what was collected, how far is committed. (leader of record)
 *
 *     Since(z, S) == anything   ⇒   Since(z, S) == what uncertified steps lead to from S, on messages that exist
 *
 * A node that says that it leads must have had the votes: some sequence of steps that certify nothing, each with its
 * guard met by messages that exist, leads from its last certificate to the state that it claims. In code the messages
 * that these steps consumed are attached. (transformation.md §3: collected, maximum, role)
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
  const made = units`
${w.further}(${w.liar}, ${s}) ==
  {${coreOf(plan, w, `${w.result}.slice`)} : ${w.result} \in
    {${w.after} \in UNION {{${w.checked}(${w.liar}, ${s}, ${w.event}) : ${w.event} \in ${w.eventsOf}(${w.liar}, ${s}, ${w.which})} : ${w.which} \in ${quiet}} :
      ${w.after}.ok /\ ${w.spokenFor}(${w.after}.slice) = ${w.spokenFor}(${s})}}

RECURSIVE ${w.since}(_, _)
${w.since}(${w.liar}, ${w.set}) ==
  LET ${w.part} == ${w.set} \cup UNION {${w.further}(${w.liar}, ${s}) : ${s} \in ${w.set}}
  IN  IF ${w.part} = ${w.set} THEN ${w.set} ELSE ${w.since}(${w.liar}, ${w.part})`;
  let out = insertBefore(draft, w.since, made.slice(0, 1));
  out = replaceUnit(out, w.since, made.slice(1));
  const named = (name: string) => out.units.find((u) => unitName(u) === name);
  return commented(out, [
    [
      named(w.further),
      "Steps of z that change nothing bound: z takes them without certificate, on messages that exist.",
    ],
    [made[1], "evidence (leader of record): what z may have become since its last certificate."],
  ]);
}
