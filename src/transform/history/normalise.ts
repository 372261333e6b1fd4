/**
 * Pass 1, normal form: the same protocol, written as one step function.
 *
 *     Vote(i, m) == /\ m.term > term[i] /\ term' = [term EXCEPT ![i] = m.term] /\ Send(…)
 *     ⇒  Vote_Guard(i, s, e), Vote_Effect(i, s, e), Step(q, s, e)
 *        Vote(q) == \E e \in Vote_Events(q, slice[q], msgs) : Perform(q, e)
 *
 * It has exactly the states of the original (counted by `verify`).
 */

import { initialAt } from "../../protocol/init.js";
import { networkViews } from "../../protocol/present.js";
import { isIncreasing } from "../../protocol/witness.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { walk } from "../../tla/visit.js";
import { actionNote } from "../notes.js";
import { commented, type Draft, type Pass, type PassContext } from "../pass.js";
import { armsOf, caseOverActions, type Names } from "./arms.js";

export const normalise: Pass = {
  name: "normalise",
  summary: "every action as an arm of one step function over a node's slice; one operator an action in Next",
  needs: [],
  gives: ["step"],
  run,
};

function run(draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const names: Names = { protocol, words };
  const w = words.of;
  const comments = new Map(draft.comments);
  const arms: Unit[] = [];
  for (const action of protocol.actions) {
    const made = armsOf(names, action);
    const [first] = made;
    if (first !== undefined) comments.set(first.id, actionNote(action, protocol.file));
    arms.push(...made);
  }
  const owned = protocol.owners.length > 0;
  const variables = [w.slices, protocol.network, ...(owned ? [w.owner] : [])];
  const slice0 = b.definition(w.slice0, [w.node], slice0Of(context));
  const step = stepUnits(names);
  const behaviour = behaviourUnits(context, variables);
  const all: Unit[] = [
    ...(protocol.extends.length > 0 ? [b.extendsUnit(...withSequences(protocol.extends))] : []),
    b.constants(...protocol.constants.map((c) => b.param(c.name, c.arity))),
    b.variables(...variables),
    b.definition(w.vars, [], b.tuple(...variables.map((v) => b.apply(v)))),
    ...declaringRecursive([...protocol.operators, ...context.put]),
    b.separator(),
    slice0,
    ...setsUnits(context),
    ...arms,
    ...step,
    ...inputUnits(names),
    b.separator(),
    ...behaviour,
    b.separator(),
    ...viewsOf(context, protocol.nodeSet),
    ...context.limits.map((l) => l.definition),
    ...context.lifted,
  ];
  return commented({ ...draft, units: all, comments }, [
    [slice0, "What a node starts with."],
    [step[1], "The step function: what node q does, in state s, on event e. Everything else is built on it."],
  ]);
}

/** Operators that call themselves, or ones that come later, must be declared first. */
function declaringRecursive(operators: readonly Definition[]): readonly Unit[] {
  const early = new Set<string>();
  operators.forEach((o, at) => {
    const later = new Set(operators.slice(at).map((x) => x.name.text));
    walk(o.body, (node) => {
      if (node.kind === "Apply" && later.has(node.name)) early.add(node.name);
    });
  });
  const declared = operators.filter((o) => early.has(o.name.text));
  if (declared.length === 0) return operators;
  return [b.recursive(...declared.map((o) => b.param(o.name.text, o.params.length))), ...operators];
}

function withSequences(modules: readonly string[]): readonly string[] {
  const wanted = ["Naturals", "FiniteSets"];
  const hasNaturals =
    modules.includes("Naturals") || modules.includes("Integers") || modules.includes("Reals");
  const more = wanted.filter((m) => !modules.includes(m) && !(m === "Naturals" && hasNaturals));
  return [...modules, ...more];
}

function slice0Of({ protocol, words }: PassContext): Expr {
  const node = b.apply(words.of.node);
  return b.record(protocol.slice.map((v) => [v.name, initialAt(v, node)] as const));
}

/** Set inputs: any subset of what matches, or the whole of it where more messages never hurt. */
function setsUnits({ words, protocol }: PassContext): readonly Unit[] {
  const inputs = protocol.actions
    .flatMap((a) => a.inputs.map((i) => ({ a, i })))
    .filter((x) => x.i.mode === "set");
  const whole = inputs.some(({ a, i }) => isIncreasing(a, i));
  const some = inputs.some(({ a, i }) => !isIncreasing(a, i));
  return [
    ...(some ? units`${words.of.sets}(${words.of.set}) == SUBSET ${words.of.set}` : []),
    ...(whole ? units`${words.of.whole}(${words.of.set}) == {${words.of.set}}` : []),
  ];
}

function stepUnits(names: Names): readonly Unit[] {
  const { words, protocol } = names;
  const w = words.of;
  const s = protocol.names.slice;
  const args = [b.apply(w.node), b.apply(s), b.apply(w.event)];
  const arm = (action: string): Expr =>
    b.ifThenElse(
      b.apply(words.part(action, "guard"), ...args),
      b.apply(words.part(action, "effect"), ...args),
      b.apply(w.refused),
    );
  return [
    b.definition(w.refused, [], expr`[ok |-> FALSE]`),
    b.definition(
      w.step,
      [w.node, s, w.event],
      caseOverActions(names, (a) => arm(a.name)),
    ),
  ];
}

/** The messages that an event consumes. */
function inputUnits(names: Names): readonly Unit[] {
  const event = b.apply(names.words.of.event);
  const body = caseOverActions(names, (action) => {
    const sets = action.inputs.map((i): Expr => {
      const field = b.field(event, i.name);
      return i.mode === "set" ? field : b.set(field);
    });
    const [first, ...more] = sets;
    return first === undefined ? b.set() : more.reduce<Expr>((all, x) => b.union(all, x), first);
  });
  return [b.definition(names.words.of.inputs, [names.words.of.event], body)];
}

function behaviourUnits(context: PassContext, variables: readonly string[]): readonly Unit[] {
  const { protocol, words } = context;
  const w = words.of;
  const s = b.apply(w.slices);
  const node = b.apply(w.node);
  const owner = protocol.owners[0];
  const init: Expr[] = [
    expr`${s} = [${w.node} \in ${protocol.nodeSet} |-> ${w.slice0}(${w.node})]`,
    expr`${protocol.network} = {}`,
  ];
  if (owner !== undefined) init.push(expr`${w.owner} \in [${owner.keys} -> ${protocol.nodeSet}]`);
  const still = variables.filter((v) => v !== w.slices && v !== protocol.network);
  const doing = units`
${w.perform}(${w.node}, ${w.event}) == \E ${w.result} \in {${w.step}(${w.node}, ${w.slices}[${w.node}], ${w.event})} :
  /\ ${w.result}.ok
  /\ ${w.slices}' = [${w.slices} EXCEPT ![${w.node}] = ${w.result}.slice]
  /\ ${protocol.network}' = ${protocol.network} \cup ${w.result}.out
  ${still.length > 0 ? `/\\ UNCHANGED <<${still.join(", ")}>>` : ""}`;
  const actions = protocol.actions.map((a) =>
    b.definition(
      a.name,
      [w.node],
      b.exists(
        b.bound(
          w.event,
          b.apply(words.part(a.name, "events"), node, b.index(s, node), b.apply(protocol.network)),
        ),
        b.apply(w.perform, node, b.apply(w.event)),
      ),
    ),
  );
  return [
    b.definition(w.init, [], b.and(init)),
    ...doing,
    ...actions,
    b.definition(w.next, [], nextOver(context, protocol.nodeSet)),
    ...units`${w.spec} == ${w.init} /\ [][${w.next}]_${w.vars}`,
  ];
}

/** `\E q \in nodes : A(q) \/ B(q) \/ …` */
export function nextOver({ protocol, words }: PassContext, nodes: string): Expr {
  const calls = protocol.actions.map((a) => b.apply(a.name, b.apply(words.of.node)));
  return b.exists(b.bound(words.of.node, b.apply(nodes)), b.or(calls));
}

/** The specification's own variables, as what they are now: functions over nodes, read from the slices. */
export function viewsOf({ protocol, words }: PassContext, nodes: string): readonly Unit[] {
  const w = words.of;
  const slices = protocol.slice
    .filter((v) => v.origin === "declared")
    .map((v) =>
      b.definition(v.name, [], expr`[${w.node} \in ${nodes} |-> ${w.slices}[${w.node}].${v.name}]`),
    );
  return [...slices, ...networkViews(protocol, new Set(Object.values(w)))];
}
