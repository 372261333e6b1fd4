/**
 * Head and chain: a certificate continues the one before, and its justification starts from what that one bound.
 *
 *     States(z, A, h) == Imagined(z)   ⇒   States(z, A, h) == states that agree with the head h in what is bound
 *
 * A continuing certificate shows the counter's value before it, read inside the trusted part: so no write between is
 * hidden (chain), and the bound variables have the values that the head's certificate bound (head). What is not bound,
 * roles and what was collected, is still only claimed: the pass `evidence` asks for it. (transformation.md §3)
 */
import type { LocalAction } from "../../protocol/types.js";
import type { Expr, Node } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { units } from "../../tla/quote.js";
import { freeNames, walk } from "../../tla/visit.js";
import { commented, type Draft, type Pass, type PassContext, replaceUnit, unitName } from "../pass.js";
import { startsUnit } from "./ids.js";
import { anyOf } from "./liar.js";
import { attesting, type CountersPlan, shows } from "./plan.js";

export const chain = (plan: CountersPlan): Pass => ({
  name: "chain",
  summary: "a certificate continues its author's last one, and starts from what that one bound",
  needs: ["checks"],
  gives: ["head"],
  run: (draft, context) => run(plan, draft, context),
});

function run(plan: CountersPlan, draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  const s = protocol.names.slice;
  const free = protocol.slice
    .filter((v) => v.origin === "declared" && !plan.bound.includes(v.name))
    .map((v) => v.name);
  const state = b.apply(s);
  const others = b.definition(
    w.claimed,
    [w.which, s],
    b.ifThenElse(
      b.apply(w.on, b.infix("\\o", b.apply(w.which), b.str(".head"))),
      b.set(state),
      b.caseOf([
        ...attesting(plan, protocol).map(
          (a) =>
            [
              b.eq(b.apply(w.which), b.str(a.name)),
              anyOf(context, state, boundReads(plan, context, a)),
            ] as const,
        ),
        [undefined, b.set(state)],
      ]),
    ),
  );
  let out = replaceUnit(
    draft,
    w.remembers,
    units`
${w.remembers} == ~ ${w.on}("counter.once") \/ \E ${w.which} \in ${w.attesting} : ~ ${w.on}(${w.which} \o ".chain")`,
  );
  const all = b.set(...protocol.actions.filter((a) => shows(plan, a)).map((a) => b.str(a.name)));
  out = replaceUnit(
    out,
    w.starts,
    plan.apart !== undefined
      ? startsUnit(context, all, true)
      : units`
${w.starts}(${w.liar}) ==
  {[value |-> ${w.head}[${w.liar}].value, state |-> ${w.head}[${w.liar}].state, for |-> ${w.attesting} \cup ${all}]}
    \cup {[value |-> ${w.head}[${w.liar}].value, state |-> ${w.other}.state, for |-> {${w.which} \in ${w.attesting} : ~ ${w.on}(${w.which} \o ".chain")}] :
          ${w.other} \in ${w.past}[${w.liar}]}
    \cup (IF ${w.on}("counter.once") THEN {}
          ELSE {[value |-> ${w.other}.value, state |-> ${w.other}.state, for |-> ${w.attesting} \cup ${all}] : ${w.other} \in ${w.past}[${w.liar}]})`,
  );
  out = replaceUnit(out, w.claimed, [others]);
  out = replaceUnit(
    out,
    w.since,
    units`${w.since}(${w.liar}, ${w.from}, ${w.set}) == UNION {${anyOf(context, state, free)} : ${s} \in ${w.set}}`,
  );
  out = replaceUnit(out, w.imagined, []);
  const named = (name: string) => out.units.find((u) => unitName(u) === name);
  return commented(out, [
    [
      named(w.starts),
      "chain: the certificate before is the last one, and there is one for each value (once).",
    ],
    [named(w.claimed), "head: what is bound is as the certificate before says; else as the liar says."],
    [named(w.since), "What is not bound may be anything."],
  ]);
}

/** Variables that certificates bind and that the action's guard, or what it binds or sends, depends on. */
function boundReads(plan: CountersPlan, { protocol }: PassContext, action: LocalAction): readonly string[] {
  const seen = new Set<string>();
  const expanded = new Set<string>();
  const visit = (e: Node): void => {
    walk(e, (node) => {
      if (node.kind === "Field" && node.record.kind === "Apply" && node.record.name === protocol.names.slice)
        seen.add(node.name.text);
    });
    for (const name of freeNames(e as Expr)) {
      const definition = action.lets.find((l) => l.name.text === name);
      if (definition === undefined || expanded.has(name)) continue;
      expanded.add(name);
      visit(definition.body);
    }
  };
  for (const g of action.guards) visit(g);
  for (const p of action.params) visit(p.domain);
  for (const i of action.inputs) for (const f of i.filter) visit(f);
  for (const u of action.updates) visit(u.value);
  for (const m of action.sends) visit(m.messages);
  return plan.bound.filter(
    (v) => seen.has(v) && protocol.slice.some((x) => x.name === v && x.origin === "declared"),
  );
}
