/**
 * What the adversary can do besides, and what stops it (see `../capabilities.ts`); the last pass of strategy `counters`.
 *
 *     Certify(z, …) == … msgs' \in {msgs, msgs \cup out}
 *     ⇒  Certify(z, …) == … msgs' \in (IF "withhold" \in Can THEN {msgs} ELSE {}) \cup {msgs \cup out}
 *
 * `past[q]` holds what q certified before if q is a liar, else the older slices that its disk may bring back.
 */
import { conjunctsOf, nameOf, sameExpr } from "../../protocol/terms.js";
import type { Definition, Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { mapExpr } from "../../tla/visit.js";
import { type Stops, withCapabilities } from "../capabilities.js";
import type { Names } from "../history/arms.js";
import {
  commented,
  type Draft,
  insertBefore,
  type Pass,
  type PassContext,
  replaceUnit,
  unitName,
} from "../pass.js";
import { replaceConjunct } from "./attest.js";
import { checkOf, counterRules, ruleOf } from "./checks.js";
import { attesting, type CountersPlan } from "./plan.js";

export const capabilities = (plan: CountersPlan, checks: readonly string[]): Pass => ({
  name: "capabilities",
  summary: "what the adversary can do besides, each with a switch: client, disk, counter, key",
  needs: ["evidence"],
  gives: ["capabilities"],
  run: (draft, context) => run(plan, checks, draft, context),
});

/** `checks`: those of the receivers. To equivocate is to go on from another certificate than the last one. */
export function stopsOf({ protocol }: Names, plan: CountersPlan, checks: readonly string[]): Stops {
  const chains = attesting(plan, protocol).map((a) => ruleOf(a.name, "chain"));
  const asks = protocol.actions.some((a) => a.params.some((p) => p.client));
  return {
    lie: checks.filter((c) => !chains.includes(c)),
    equivocate: chains,
    withhold: [],
    ...(asks ? { client: ["signed"] } : {}),
    rollback: ["fresh"],
    unattested: ["authentic"],
    counter: counterRules,
  };
}

function run(plan: CountersPlan, checks: readonly string[], draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  const names: Names = { protocol, words };
  const bounded = units`${w.bounded}(${protocol.names.slice}) ==
  \A ${w.pick} \in DOMAIN ${w.seen} : ${protocol.names.slice}[${w.pick}] \in ${w.seen}[${w.pick}]`;
  const out = withholding(insertBefore(draft, w.nextUndefended, bounded), context);
  return withCapabilities(out, context, {
    stops: stopsOf(names, plan, checks),
    arms: (action) => [checkOf(names, action)],
    still: [w.counter, w.head, w.past],
    remembering: (d) => remembering(d, context),
  });
}

/** A liar that must show what it certifies: what is certified and shown to nobody is a capability. */
function withholding(draft: Draft, { protocol, words }: PassContext): Draft {
  const w = words.of;
  const sent = (e: Expr): boolean =>
    e.kind === "Infix" &&
    e.op === "\\in" &&
    e.left.kind === "Postfix" &&
    nameOf(e.left.arg) === protocol.network;
  const old = definition(draft, w.certify);
  let count = 0;
  const body = mapExpr(old.body, (e) => {
    if (!sent(e)) return e;
    count += 1;
    return expr`${protocol.network}' \in (IF "withhold" \in ${w.can} THEN {${protocol.network}} ELSE {}) \cup {${protocol.network} \cup ${w.content}.out}`;
  });
  if (count !== 1) throw new Error(`${w.certify} says ${count} times what is sent`);
  return kept(draft, old, replaceUnit(draft, w.certify, [{ ...old, body }]), { ...old, body });
}

function definition(draft: Draft, name: string): Definition {
  const found = draft.units.find((u) => unitName(u) === name);
  if (found?.kind !== "Definition") throw new Error(`no definition ${name}`);
  return found;
}

/** The comment that stood before the old definition stands before the new one. */
function kept(before: Draft, old: Definition, after: Draft, by: Definition): Draft {
  const note = before.comments.get(old.id);
  return note === undefined ? after : commented(after, [[by, note]]);
}

/** Correct nodes remember their slices where an older one may come back. */
function remembering(draft: Draft, { protocol, words }: PassContext): Draft {
  const w = words.of;
  const later = units`
${w.later}(${w.node}) ==
  IF ${w.on}("fresh") THEN ${w.past} ELSE [${w.past} EXCEPT ![${w.node}] = @ \cup {${w.slices}[${w.node}]}]`;
  let out = insertBefore(draft, w.perform, later);
  out = replaceConjunct(out, w.init, w.past, expr`${w.past} = [${w.node} \in ${protocol.nodeSet} |-> {}]`);
  const still = b.unchanged(w.head, w.past);
  for (const name of [w.perform, w.attest]) {
    if (!out.units.some((u) => unitName(u) === name)) continue;
    const old = definition(out, name);
    if (old.body.kind !== "Quantifier") throw new Error(`${name} is not a quantified conjunction`);
    const items = conjunctsOf(old.body.body).flatMap((e) =>
      sameExpr(e, still) ? [b.unchanged(w.head), expr`${w.past}' = ${w.later}(${w.node})`] : [e],
    );
    const by = { ...old, body: { ...old.body, body: b.and(items) } };
    out = kept(out, old, replaceUnit(out, name, [by]), by);
  }
  return commented(out, [[later[0], "What a correct node's disk may bring back."]]);
}
