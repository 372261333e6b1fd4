/**
 * Pass 3, the trusted counter: it counts up by one for every event and certifies it. (transformation.md §2)
 *
 *     Perform(q, e) == … slice' = …   ⇒   the same /\ counter' = [counter EXCEPT ![q] = @ + 1]
 *
 * The certificate binds the event (action, parameters, consumed messages), its output and the counter's value. There
 * is at most one certificate for each value: that is the counter's contract, and all that is trusted. A certificate
 * says that there is *one* history, not that it is right: nobody checks it yet, so a liar still sends what it likes.
 */

import { conjunctsOf } from "../../protocol/terms.js";
import type { Definition, Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr } from "../../tla/quote.js";
import { commented, type Draft, type Pass, type PassContext, replaceUnit, unitName } from "../pass.js";

export const certify: Pass = {
  name: "certify",
  summary: "every step counts the trusted counter up by one and certifies the event",
  needs: ["step", "adversary"],
  gives: ["certificates"],
  run,
};

function run(draft: Draft, context: PassContext): Draft {
  const { words, protocol } = context;
  const w = words.of;
  const variables = [w.slices, protocol.network, ...(protocol.owners.length > 0 ? [w.owner] : [])];
  const certifying = (node: string): Expr => expr`${w.counter}' = [${w.counter} EXCEPT ![${node}] = @ + 1]`;
  const vars = b.definition(w.vars, [], b.tuple(...[...variables, w.counter].map((v) => b.apply(v))));
  const view = b.definition(w.view, [], b.tuple(...variables.map((v) => b.apply(v))));
  let out = withVariable(draft, w.counter);
  out = replaceUnit(out, w.vars, [vars, view]);
  out = extend(out, w.init, expr`${w.counter} = [${w.node} \in ${protocol.nodeSet} |-> 0]`);
  out = extendBody(out, w.perform, certifying(w.node));
  out = extendBody(out, w.babble, certifying(w.liar));
  return commented(out, [
    [view, "States that differ in counter values only are one state."],
    [out.units.find((u) => unitName(u) === w.perform), "Certified: the counter counts the event, once."],
  ]);
}

export function withVariable(draft: Draft, name: string): Draft {
  return {
    ...draft,
    units: draft.units.map((u) => (u.kind === "Variables" ? { ...u, names: [...u.names, b.name(name)] } : u)),
  };
}

/** Adds a conjunct to a definition whose body is a conjunction. */
export function extend(draft: Draft, name: string, more: Expr): Draft {
  return edit(draft, name, (body) => b.and([...conjunctsOf(body), more]));
}

/** Adds a conjunct under the quantifier that a definition's body is. */
export function extendBody(draft: Draft, name: string, more: Expr): Draft {
  return edit(draft, name, (body) => {
    if (body.kind !== "Quantifier") throw new Error(`${name} is not a quantified conjunction`);
    return { ...body, body: b.and([...conjunctsOf(body.body), more]) };
  });
}

function edit(draft: Draft, name: string, change: (body: Expr) => Expr): Draft {
  const old = draft.units.find((u): u is Definition => u.kind === "Definition" && u.name.text === name);
  if (old === undefined) throw new Error(`no definition ${name}`);
  return replaceUnit(draft, name, [{ ...old, body: change(old.body) }]);
}
