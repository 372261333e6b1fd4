/**
 * Pass 2, the adversary: some nodes lie, and nobody checks anything yet.
 *
 *     Next == \E q \in Server : …   ⇒   Next == (\E q \in Correct : …) \/ (\E z \in Byz : Babble(z))
 *
 * A liar sends any message of the alphabet that bears its own identity (channels are authentic), to anyone, in any
 * order; whoever it shows nothing to has not received it. Invariants speak of correct nodes. (transformation.md §4)
 */
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { overCorrect } from "../lift.js";
import {
  commented,
  type Draft,
  insertBefore,
  type Pass,
  type PassContext,
  replaceUnit,
  unitName,
} from "../pass.js";
import { nextOver, viewsOf } from "./normalise.js";

export const adversary: Pass = {
  name: "adversary",
  summary: "Byzantine nodes that send anything; invariants over correct nodes",
  needs: ["step"],
  gives: ["adversary"],
  run,
};

function run(draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  const constants = b.constants(w.byz, w.alphabet);
  const correct = b.definition(w.correct, [], expr`${protocol.nodeSet} \ ${w.byz}`);
  const sender = b.definition(w.sender, [w.message], senderOf(context));
  const mine = mineUnit(context);
  const babble = babbleUnit(context);
  const at = draft.units.findIndex((u) => u.kind === "Variables");
  let out: Draft = { ...draft, units: [...draft.units.slice(0, at), constants, ...draft.units.slice(at)] };
  out = insertBefore(out, w.slice0, [correct, sender]);
  out = insertBefore(out, w.next, [...mine, ...babble]);
  out = replaceUnit(out, w.next, [b.definition(w.next, [], nextWith(context, w.babble))]);
  out = withCorrectViews(out, context);
  return commented(out, [
    [
      constants,
      `${w.byz}: the nodes that lie. ${w.alphabet}: the messages that they may claim (a bound of the model).`,
    ],
    [sender, "Who a message says that it is from."],
    [babble[0], "A liar sends whatever bears its own name, and nobody checks anything."],
  ]);
}

/** `m.source`, or where kinds differ `CASE m.kind \in {"Vote"} -> m.source [] m.kind \in {"Prepare"} -> owner[m.bal]`. */
export function senderOf({ protocol, words }: PassContext): Expr {
  const m = b.apply(words.of.message);
  const groups = new Map<string, { node: Expr; tags: Expr[] }>();
  for (const k of protocol.kinds) {
    const value = b.field(m, k.sender.field);
    const node = k.sender.by === "field" ? value : b.index(b.apply(words.of.owner), value);
    const key = `${k.sender.by}.${k.sender.field}`;
    const group = groups.get(key) ?? { node, tags: [] };
    groups.set(key, group);
    group.tags.push(k.tagExpr);
  }
  const [first, ...more] = [...groups.values()];
  if (first !== undefined && more.length === 0) return first.node;
  const kind = b.field(m, protocol.kindField);
  return b.caseOf([...groups.values()].map((g) => [b.inSet(kind, b.set(...g.tags)), g.node] as const));
}

function mineUnit({ words }: PassContext): readonly Unit[] {
  const w = words.of;
  return units`
${w.mine}(${w.liar}) == {{}} \cup {{${w.message}} : ${w.message} \in {${w.pick} \in ${w.alphabet} : ${w.sender}(${w.pick}) = ${w.liar}}}`;
}

function babbleUnit({ protocol, words }: PassContext): readonly Unit[] {
  const w = words.of;
  const owned = protocol.owners.length > 0 ? [w.owner] : [];
  return units`
${w.babble}(${w.liar}) == \E ${w.out} \in ${w.mine}(${w.liar}) :
  /\ ${protocol.network}' = ${protocol.network} \cup ${w.out}
  /\ ${b.unchanged(w.slices, ...owned)}`;
}

export function nextWith(context: PassContext, liarStep: string): Expr {
  const w = context.words.of;
  const honest = nextOver(context, w.correct);
  const lying = b.exists(b.bound(w.liar, b.apply(w.byz)), b.apply(liarStep, b.apply(w.liar)));
  return b.or([honest, lying]);
}

/** The variables' views and the invariants are of correct nodes from here on. */
function withCorrectViews(draft: Draft, context: PassContext): Draft {
  const views = new Set(viewsOf(context, context.words.of.correct).map(unitName));
  const limits = context.limits.map((l) => l.definition);
  const again: readonly Unit[] = [...context.lifted, ...limits];
  const kept = draft.units.filter((u) => !views.has(unitName(u)) && !again.includes(u));
  const lifted = overCorrect(context.lifted, context.protocol.nodeSet, context.words.of.correct);
  return { ...draft, units: [...kept, ...viewsOf(context, context.words.of.correct), ...limits, ...lifted] };
}
