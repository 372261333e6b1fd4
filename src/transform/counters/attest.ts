/**
 * Attest at the write: a step that writes what messages speak for is certified at that moment, even if it sends nothing.
 *
 *     Vote(q) == \E e \in Vote_Events(q, slice[q], msgs) : Perform(q, e)
 *     ⇒  Vote(q) == \E e \in Vote_Events(q, slice[q], msgs) : Attest(q, e)
 *        Attest(q, e) == … counter' = [counter EXCEPT ![q] = CounterValue(q, slice[q], e)], if that is above counter[q]
 *
 * The counter's value is made of the protocol's own progress: terms, ballots, positions in the log. It only goes up. A
 * step whose value is not above it is left out, but for one that changes nothing that is bound, and no memory of what was
 * certified (a vote nobody could hold the node to): only its messages are then left out (omission, which the crash-tolerant protocol stands anyway). (derivation.md §3, rules W and B)
 */
import { conjunctsOf, nameOf } from "../../protocol/terms.js";
import type { Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { substitute } from "../../tla/substitute.js";
import { walk } from "../../tla/visit.js";
import { caseOverActions, eventFields, type Names, withLets } from "../history/arms.js";
import { extend, extendBody, withVariable } from "../history/certify.js";
import { commented, type Draft, insertBefore, type Pass, type PassContext, replaceUnit } from "../pass.js";
import { idUnits } from "./ids.js";
import { type Attestation, attesting, type CountersPlan, positions } from "./plan.js";
import { readdressedUnits } from "./readdressed.js";

export const attest = (plan: CountersPlan): Pass => ({
  name: "attest",
  summary:
    "what writes variables that messages speak for is certified, at a counter value made of the progress",
  needs: ["step", "adversary"],
  gives: ["certificates"],
  run: (draft, context) => run(plan, draft, context),
});

function run(plan: CountersPlan, draft: Draft, context: PassContext): Draft {
  const { protocol, words } = context;
  const w = words.of;
  let out = withVariable(extending(draft, "Sequences"), w.counter);
  out = replaceUnit(out, w.vars, variableTuples(context, [w.counter]));
  out = replaceConjunct(
    out,
    w.init,
    w.slices,
    expr`${w.slices} = [${w.node} \in ${w.correct} |-> ${w.slice0}(${w.node})]`,
  );
  out = extend(out, w.init, expr`${w.counter} = [${w.node} \in ${w.correct} |-> ${zero(plan)}]`);
  out = extendBody(out, w.perform, b.unchanged(w.counter));
  out = extendBody(out, w.babble, b.unchanged(w.counter));
  const made = counterUnits(plan, context);
  out = insertBefore(out, w.init, made.definitions);
  const [first] = attesting(plan, protocol);
  if (first !== undefined) out = insertBefore(out, first.name, made.attest);
  return commented(attestedActions(plan, out, context), made.notes);
}

/** The actions that certify do so: `Vote(q) == \E e \in … : Attest(q, e)`. */
export function attestedActions(plan: CountersPlan, draft: Draft, { protocol, words }: PassContext): Draft {
  const w = words.of;
  let out = draft;
  for (const action of attesting(plan, protocol)) {
    const node = b.apply(w.node);
    const state = b.index(b.apply(w.slices), node);
    const events = b.apply(words.part(action.name, "events"), node, state, b.apply(protocol.network));
    const body = b.exists(b.bound(w.event, events), b.apply(w.attest, node, b.apply(w.event)));
    out = replaceUnit(out, action.name, [b.definition(action.name, [w.node], body)]);
  }
  return out;
}

/** The module extends a standard one, too. */
export function extending(draft: Draft, module: string): Draft {
  const has = draft.units.some((u) => u.kind === "Extends");
  const units = draft.units.map((u) => {
    if (u.kind !== "Extends" || u.modules.some((m) => m.text === module)) return u;
    return b.extendsUnit(...u.modules.map((m) => m.text), module);
  });
  return { ...draft, units: has ? units : [b.extendsUnit(module), ...units] };
}

/** Puts `by` for the conjunct `variable = …`. */
export function replaceConjunct(draft: Draft, name: string, variable: string, by: Expr): Draft {
  const old = draft.units.find((u): u is Definition => u.kind === "Definition" && u.name.text === name);
  if (old === undefined) throw new Error(`no definition ${name}`);
  const items = conjunctsOf(old.body).map((e) =>
    e.kind === "Infix" && e.op === "=" && nameOf(e.left) === variable ? by : e,
  );
  return replaceUnit(draft, name, [{ ...old, body: b.and(items) }]);
}

/** `vars` and the view of a module whose variables are the slices, the network and `more`. */
export function variableTuples({ protocol, words }: PassContext, more: readonly string[]): readonly Unit[] {
  const w = words.of;
  const all = [w.slices, protocol.network, ...(protocol.owners.length > 0 ? [w.owner] : []), ...more];
  const tuple = (): Expr => b.tuple(...all.map((v) => b.apply(v)));
  return [b.definition(w.vars, [], tuple()), b.definition(w.view, [], tuple())];
}

/** What the counters start from: no certificate. */
export function zero(plan: CountersPlan): Expr {
  if (plan.apart !== undefined) return b.tuple();
  const of = (counter: string): Expr =>
    b.tuple(...Array.from({ length: positions(plan, counter) }, () => b.num(0)));
  const [only] = plan.counters;
  if (plan.counters.length === 1 && only !== undefined) return of(only);
  return b.record(plan.counters.map((c) => [c, of(c)] as const));
}

interface Made {
  readonly definitions: readonly Unit[];
  readonly attest: readonly Unit[];
  readonly notes: readonly (readonly [Unit | undefined, string])[];
}

/** `shown`: what of a step's output is sent, where not all of it is: a set of choices, as text. */
export function counterUnits(plan: CountersPlan, context: PassContext, shown?: string): Made {
  const { protocol, words } = context;
  const w = words.of;
  const s = protocol.names.slice;
  const owned = protocol.owners.length > 0 ? `/\\ UNCHANGED ${w.owner}` : "";
  const spokenFor = b.definition(
    w.spokenFor,
    [s],
    // There is no record without fields.
    plan.bound.length === 0
      ? b.tuple()
      : b.record(plan.bound.map((v) => [v, b.field(b.apply(s), v)] as const)),
  );
  const below = units`
${w.below}(${w.from}, ${w.content}) == \E ${w.position} \in DOMAIN ${w.content} :
  /\ ${w.from}[${w.position}] < ${w.content}[${w.position}]
  /\ \A ${w.earlier} \in 1 .. ${w.position} - 1 : ${w.from}[${w.earlier}] = ${w.content}[${w.earlier}]`;
  const value = counterValue(plan, { protocol, words });
  const taken = `${w.step}(${w.node}, ${w.slices}[${w.node}], ${w.event})`;
  const asked = `${w.value}(${w.node}, ${w.slices}[${w.node}], ${w.event})`;
  const certified = isPartial(plan) ? `IF ${taken}.ok THEN ${asked} ELSE <<>>` : asked;
  const again = readdressedUnits(plan, { protocol, words });
  const { on, also, raised, risen } = counterOf(plan, { protocol, words });
  const network = protocol.network;
  const sent =
    shown === undefined
      ? `${network}' = ${network} \\cup ${w.result}.out`
      : `\\E ${w.out} \\in ${shown} : ${network}' = ${network} \\cup ${w.out}`;
  const kept = plan.slots
    .map((v) => `\n            /\\ ${w.result}.slice.${v} = ${w.slices}[${w.node}].${v}`)
    .join("");
  const made = units`
${w.attest}(${w.node}, ${w.event}) ==
  \E ${w.result} \in {${taken}}, ${w.content} \in {${certified}}${also} :
    /\ ${w.result}.ok
    /\ ${w.slices}' = [${w.slices} EXCEPT ![${w.node}] = ${w.result}.slice]
    /\ IF ${w.content} = <<>>
       THEN /\ ${sent}
            /\ UNCHANGED ${w.counter}
       ELSE IF ${w.below}(${raised}, ${w.content})
       THEN /\ ${sent}
            /\ ${w.counter}' = ${risen}${
              again.length === 0
                ? ""
                : `
       ELSE IF ${w.content} = ${raised} /\\ ${w.result}.out # {} /\\ ${w.result}.out \\subseteq ${w.readdressed}(${w.event}.${w.tag})
       THEN /\\ ${sent}
            /\\ UNCHANGED ${w.counter}`
            }
       ELSE /\ ${w.spokenFor}(${w.result}.slice) = ${w.spokenFor}(${w.slices}[${w.node}])${kept}
            /\ UNCHANGED <<${protocol.network}, ${w.counter}>>
    ${owned}`;
  const remembered =
    plan.slots.length === 0 ? "" : `, or what remembers a certificate (${plan.slots.join(", ")})`;
  return {
    definitions: [spokenFor, ...below, ...on, value, ...again],
    attest: made,
    notes: [
      [
        spokenFor,
        "What messages speak for: only certified steps change it. Certificates bind the whole new state.",
      ],
      [below[0], "Counter values are compared position by position."],
      [on[0], "Which counter certifies an event; with lanes: its name and the lane's key."],
      [value, "The value at which an event is certified; <<>>: it needs no certificate."],
      [again[0], "Messages that exist, to anybody: whom they are for is not certified, the channel says it."],
      [
        made[0],
        "attest: certified at the write, at a value that must be above the counter. Below it the messages are left\n" +
          `out, and the whole step if it writes what messages speak for${remembered}.`,
      ],
    ],
  };
}

/** How the counter that certifies an event is read and raised, as text. */
interface CounterTexts {
  readonly on: readonly Unit[];
  /** One more bound variable. */
  readonly also: string;
  readonly raised: string;
  readonly risen: string;
}

function counterOf(plan: CountersPlan, names: Names): CounterTexts {
  const w = names.words.of;
  const all = `${w.counter}[${w.node}]`;
  if (plan.apart !== undefined)
    return {
      on: idUnits(plan, names),
      also: `, ${w.id} \\in {${w.certifiesFor}(${w.node}, ${w.slices}[${w.node}], ${w.event})}`,
      raised: `${w.reached}(${all}, ${w.id})`,
      risen: `[${w.counter} EXCEPT ![${w.node}] = ${w.put}(${all}, ${w.id}, ${w.content})]`,
    };
  const one = plan.counters.length > 1 ? `[${w.certifiesFor}(${w.event})]` : "";
  return {
    on: plan.counters.length > 1 ? [certifiesFor(plan, names)] : [],
    also: "",
    raised: `${all}${one}`,
    risen: `[${w.counter} EXCEPT ![${w.node}]${one} = ${w.content}]`,
  };
}

/** Some counter value applies a function, such as to take the first of a sequence: it has a value where the step can be. */
function isPartial({ attests }: CountersPlan): boolean {
  let found = false;
  for (const { value, condition } of [...attests.values()].flat())
    for (const part of condition === undefined ? value : [...value, condition])
      walk(part, (node) => {
        if (node.kind === "Index") found = true;
        return !found;
      });
  return found;
}

function counterValue(plan: CountersPlan, names: Names): Definition {
  const { protocol, words } = names;
  const w = words.of;
  const tag = b.field(b.apply(w.event), w.tag);
  const arms = attesting(plan, protocol).map((action) => {
    const fields = eventFields(names, action);
    let value: Expr = b.tuple();
    for (const a of [...(plan.attests.get(action.name) ?? [])].reverse()) {
      const tuple = b.tuple(...a.value);
      value = a.condition === undefined ? tuple : b.ifThenElse(a.condition, tuple, value);
    }
    const actor = new Map([[action.actor, b.apply(w.node)]]);
    return [b.eq(tag, b.str(action.name)), substitute(withLets(action, fields, value), actor)] as const;
  });
  const params = [w.node, protocol.names.slice, w.event];
  return b.definition(w.value, params, b.caseOf([...arms, [undefined, b.tuple()]]));
}

/** Which counter certifies an event. */
function certifiesFor(plan: CountersPlan, names: Names): Definition {
  const w = names.words.of;
  const of = (list: readonly Attestation[]): Expr => b.str(list[0]?.counter ?? "");
  const body = caseOverActions(names, (a) => of(plan.attests.get(a.name) ?? []));
  return b.definition(w.certifiesFor, [w.event], body);
}
