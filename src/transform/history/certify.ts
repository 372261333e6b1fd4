/**
 * Pass 3, the trusted counter: it counts up by one for every event and certifies it. (transformation.md §2)
 *
 *     Perform(q, e) == … slice' = …   ⇒   the same /\ counter' = [counter EXCEPT ![q] = @ + 1]
 *                                             /\ certified' = [node |-> q, value |-> …, event |-> e, out |-> …]
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
  const certificate = (node: string, event: string, out: string): Expr =>
    expr`${w.certified}' = [node |-> ${node}, value |-> ${w.counter}[${node}] + 1, event |-> ${event}, out |-> ${out}]`;
  const vars = b.definition(
    w.vars,
    [],
    b.tuple(...[...variables, w.counter, w.certified].map((v) => b.apply(v))),
  );
  const view = b.definition(w.view, [], b.tuple(...variables.map((v) => b.apply(v)), evaluated(w.certified)));
  let out = withVariable(withVariable(draft, w.counter), w.certified);
  out = replaceUnit(out, w.vars, [vars, view]);
  out = extend(out, w.init, expr`${w.counter} = [${w.node} \in ${protocol.nodeSet} |-> 0]`);
  out = extend(out, w.init, expr`${w.certified} = <<>>`);
  out = extendBody(out, w.perform, certifying(w.node));
  out = extendBody(out, w.perform, certificate(w.node, w.event, `${w.result}.out`));
  out = extendBody(out, w.babble, certifying(w.liar));
  out = extendBody(out, w.babble, certificate(w.liar, '"claim"', w.out));
  return commented(out, [
    [view, "States that differ in the counters and the last certificate only are one state."],
    [
      out.units.find((u) => unitName(u) === w.perform),
      "The counter counts the event, once, and certifies it with its output.",
    ],
  ]);
}

/**
 * Always TRUE. TLC evaluates lazily and writes states to disk in another thread; a variable outside the view would
 * still be half evaluated then ("ValueVec.size() … is null"). Comparing it with itself evaluates it.
 */
export function evaluated(variable: string): Expr {
  return b.eq(b.apply(variable), b.apply(variable));
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
