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
import type { Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { nextWith } from "../history/adversary.js";
import type { Names } from "../history/arms.js";
import { extend, extendBody, withVariable } from "../history/certify.js";
import { withLiarSets } from "../history/replay.js";
import { commented, type Draft, insertBefore, type Pass, type PassContext, replaceUnit } from "../pass.js";
import { variableTuples, zero } from "./attest.js";
import { checkOf, effectDefined, fewerUnits } from "./checks.js";
import { liarUnits } from "./liar.js";
import type { CountersPlan } from "./plan.js";

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
  const first =
    plan.apart === undefined ? expr`[value |-> ${zero(plan)}, state |-> ${w.slice0}(${w.liar})]` : b.tuple();
  out = replaceUnit(out, w.view, []);
  out = replaceUnit(out, w.vars, variableTuples(context, [w.counter, w.head, w.past]));
  out = extend(out, w.init, expr`${w.head} = [${w.liar} \in ${w.byz} |-> ${first}]`);
  out = extend(out, w.init, expr`${w.past} = [${w.liar} \in ${w.byz} |-> {}]`);
  for (const name of [w.perform, w.babble, w.attest])
    out = extendBody(out, name, b.unchanged(w.head, w.past));
  out = insertBefore(out, w.correct, units`${w.on}(check) == check \notin ${w.off}`);
  out = insertBefore(out, w.refused, [
    ...fewerUnits(names),
    ...protocol.actions.flatMap((a) => [effectDefined(names, a), checkOf(names, a)]),
  ]);
  out = withLiarSets(out, context, "");
  out = insertBefore(out, w.next, liarUnits(plan, context));
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
    [byName(w.fewer), "Quorums with one member fewer, for the checks of their size."],
    [byName(w.checked), "The step as receivers check it: with the conjuncts that are switched on."],
    [
      byName(w.starts),
      "Where a liar's next event may start: a counter value, states, and the actions for which it counts.",
    ],
    [byName(w.since), "The states that receivers think of."],
    [
      byName(w.own),
      "What a certificate of a counter binds: its own variables; the others are as at the start.",
    ],
    [byName(w.last), "What z has certified last on a counter, or what every node starts with."],
    [byName(w.core), "What no message depends on is left out of what receivers think of z."],
    [byName(w.eventsOf), "exist: the messages that an event of action A consumes exist."],
    [
      byName(w.outputs),
      "out: the messages are what the step sends, and bear the name of who certifies (sender).",
    ],
    [byName(w.afters), "bind: the bound values are what the step computes."],
    [byName(w.contents), "What z may certify as event e of a state s."],
    [byName(w.certify), "A liar certifies; it may withhold the messages. Nothing else stops it."],
    [
      byName(w.showAgain),
      "A liar shows a message that it has certified to somebody else: the certificate is the same.",
    ],
    [
      byName(w.show),
      "A liar shows messages that need no certificate: what they say follows from certificates.",
    ],
    [byName(w.undefended), "For comparison: the original with liars, and no defence."],
  ]);
}
