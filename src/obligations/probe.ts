/**
 * A module that extends a hybrid's model by questions about its states and steps, as definitions.
 *
 *     EXTENDS MCHybridX
 *     VARIABLE last      \* of each correct node: the state that its last certificate bound (strategy counters; `heads.ts`)
 *     Changed1, Loose1   \* coverage: a step changes a variable; … and certifies nothing
 *     Taken1, Rejected1  \* complete: a correct node may take the action; … and receivers would refuse what it certifies
 *     Astray             \* complete: receivers cannot think that a correct node is where it is
 *     Justified          \* stable: what each node could certify, by what is known of it
 */
import type { LocalAction, Protocol } from "../protocol/types.js";
import type { Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { expr, units } from "../tla/quote.js";
import { type CountersPlan, shows } from "../transform/counters/plan.js";
import type { Transformed } from "../transform/history/index.js";
import type { HybridModel } from "../transform/models.js";
import { commented, draftText } from "../transform/pass.js";
import { coreAs, type Heads, headsOf } from "./heads.js";
import { freshIn, notedSteps } from "./noted.js";

/** `occurs`: that of which the question is asked is there; `bad`: the answer is no. Both are names of definitions. */
export interface Question {
  readonly occurs: string | undefined;
  readonly bad: string;
}

export interface Probe {
  readonly module: string;
  readonly text: string;
  readonly init: string;
  readonly next: string;
  readonly view: string;
  /** The hybrid's action for that of the module, where it has a name of its own. */
  readonly actions: ReadonlyMap<string, string>;
  /** Asked of steps. */
  readonly coverage: readonly (Question & { readonly variable: string })[];
  /** Asked of states; without an action, of what receivers know. */
  readonly complete: readonly (Question & { readonly action: LocalAction | undefined })[];
  /**
   * A value of states: a set of tuples, one for each node: the node, what is known of it, then for each of these actions
   * the set of what it could certify or show.
   */
  readonly stable: { readonly name: string; readonly actions: readonly LocalAction[] };
}

/** `covered`: the variables each write of which is to be certified; with strategy `history`, the whole slice is. */
export function probeOf(
  protocol: Protocol,
  hybrid: Transformed,
  model: HybridModel,
  covered: readonly string[],
): Probe {
  const fresh = freshIn(hybrid, model);
  const context: Context = { protocol, hybrid, fresh };
  const { strategy } = hybrid;
  const made =
    strategy.kind === "counters" ? ofCounters(context, strategy.plan, covered) : ofHistory(context);
  const module = fresh(`Obligations${model.module}`);
  const draft = { name: module, units: [b.extendsUnit(model.module), ...made.units], comments: new Map() };
  const { units: _, notes, ...rest } = made;
  return { ...rest, module, text: draftText(commented(draft, notes)) };
}

interface Context {
  readonly protocol: Protocol;
  readonly hybrid: Transformed;
  readonly fresh: (wanted: string) => string;
}

type Made = Omit<Probe, "module" | "text"> & {
  readonly units: readonly Unit[];
  readonly notes: readonly (readonly [Unit | undefined, string])[];
};

// --------------------------------------------------------------------------------------------------------- counters

function ofCounters(context: Context, plan: CountersPlan, covered: readonly string[]): Made {
  const { protocol, hybrid, fresh } = context;
  const heads = headsOf(hybrid, plan, fresh);
  const noted = notedSteps(hybrid, heads.noting, fresh);
  const coverage = covered.map((variable) => ({ variable, ...loose(context, plan, variable) }));
  const speaking = protocol.actions.filter((a) => plan.attests.has(a.name) || shows(plan, a));
  const complete = speaking.map((action) => ({ action, ...refusals(context, plan, heads, action) }));
  const bad = fresh("Astray");
  const astray = astrayUnits(context, plan, heads, bad);
  const somewhere = astray.length === 0 ? [] : [{ action: undefined, occurs: undefined, bad }];
  const stable = fresh("Justified");
  const justified = justifiedByCertificates(context, plan, heads, stable, speaking);
  return {
    init: noted.init,
    next: noted.next,
    view: noted.view,
    actions: noted.actions,
    coverage: coverage.map(({ defined: _, ...q }) => q),
    complete: [...complete.map(({ defined: _, ...q }) => q), ...somewhere],
    stable: { name: stable, actions: speaking },
    units: [
      ...noted.units,
      ...heads.units,
      ...coverage.flatMap((q) => q.defined),
      ...complete.flatMap((q) => q.defined),
      ...astray,
      ...justified,
    ],
    notes: [
      [noted.units[0], `${heads.noting.variable}: what the last certificate of each correct node bound.`],
      [heads.units[0], "What receivers know of a node."],
      [coverage[0]?.defined[0], "coverage: a step changes a variable; and certifies nothing."],
      [
        complete[0]?.defined[0],
        "complete: an action may be taken; and receivers would refuse what it certifies.",
      ],
      [astray[0], "complete: what is known of a correct node does not lead to where it is."],
      [justified[0], "stable: what is known of each node, and what it could certify or show."],
    ],
  };
}

/** A step changes the variable; and the counter that is to bind it stays where it is. */
function loose({ hybrid, fresh }: Context, plan: CountersPlan, variable: string) {
  const w = hybrid.words.of;
  const [occurs, bad] = [fresh("Changed"), fresh("Loose")];
  const changes = `${w.slices}'[${w.node}].${variable} # ${w.slices}[${w.node}].${variable}`;
  const [before, after] = [`${w.counter}[${w.node}]`, `${w.counter}'[${w.node}]`];
  const own = [...(plan.apart ?? [])].filter(([, all]) => all.includes(variable)).map(([name]) => name);
  const risen = `\\E ${w.id} \\in DOMAIN ${after} : ${w.id}[1] \\in {${own.map((c) => `"${c}"`).join(", ")}} /\\ ~ (${w.id} \\in DOMAIN ${before} /\\ ${before}[${w.id}] = ${after}[${w.id}])`;
  const still = plan.apart === undefined ? `${after} = ${before}` : `~ (${risen})`;
  const defined = units`
${occurs} == \E ${w.node} \in ${w.correct} : ${changes}
${bad} == \E ${w.node} \in ${w.correct} : ${changes} /\ ${still}`;
  return { occurs, bad, defined };
}

/**
 * A correct node may take the action, and its receivers would refuse what it certifies or shows. Where all certificates
 * continue one head, receivers are asked of the state in which the node is, as `astrayUnits` sees to it that they can come
 * there; where counters have heads of their own, of the states that they come to from the head of the counter that
 * certifies. What is bound is not compared then where a counter has lanes: the node's slice has all of them.
 */
function refusals(
  { protocol, hybrid, fresh }: Context,
  plan: CountersPlan,
  heads: Heads,
  action: LocalAction,
) {
  const { words } = hybrid;
  const w = words.of;
  const [occurs, bad] = [fresh("Taken"), fresh("Rejected")];
  const events = words.part(action.name, "events");
  const guard = words.part(action.name, "guard");
  const effect = words.part(action.name, "effect");
  const state = `${w.slices}[${w.node}]`;
  const whole = coreAs(plan, w.core, w.node, state);
  const id = `${w.certifiesFor}(${w.node}, ${state}, ${w.event})`;
  const thought =
    plan.apart === undefined
      ? `{${whole}}`
      : `UNION {${w.since}(${w.node}, ${w.from}, {${w.from}.state}) : ${w.from} \\in {${heads.from(id)}}}`;
  const [seen, which] = plan.apart === undefined ? [whole, ""] : [w.other, `${w.other} \\in ${thought}, `];
  const own = (of: string): string => `${w.own}(${w.node}, ${id}, ${of})`;
  const after = coreAs(plan, w.core, w.node, `${w.after}.slice`);
  const bound =
    plan.apart === undefined
      ? `${w.spokenFor}(${w.result}.slice) = ${w.spokenFor}(${w.after}.slice)`
      : hasLanes(plan, action)
        ? "TRUE"
        : `${id} = <<>> \\/ ${own(`${w.result}.slice`)} = ${own(after)}`;
  const value = `${w.value}(${w.node}, ${state}, ${w.event})`;
  // What the counter does not allow any more is not certified.
  const may =
    plan.apart === undefined
      ? "TRUE"
      : `\\E ${w.content} \\in {${value}} : ${w.content} = <<>> \\/ ${w.below}(${w.reached}(${w.counter}[${w.node}], ${id}), ${w.content})`;
  const defined = units`
${occurs} == \E ${w.node} \in ${w.correct} : \E ${w.event} \in ${events}(${w.node}, ${state}, ${protocol.network}) :
  ${guard}(${w.node}, ${state}, ${w.event}) /\ (${may})
${bad} == \E ${w.node} \in ${w.correct} : \E ${w.event} \in ${events}(${w.node}, ${state}, ${protocol.network}) :
  /\ ${guard}(${w.node}, ${state}, ${w.event})
  /\ ${may}
  /\ ~ \E ${which}${w.after} \in {${effect}(${w.node}, ${state}, ${w.event})} : \E ${w.result} \in {${w.checked}(${w.node}, ${seen}, ${w.event})} :
       /\ ${w.result}.ok
       /\ ${w.result}.out = ${w.after}.out
       /\ (${bound})
       /\ ${w.value}(${w.node}, ${seen}, ${w.event}) = ${value}
       /\ ${w.inputs}(${w.event}) \subseteq ${protocol.network}
       /\ \A ${w.message} \in ${w.after}.out : ${w.sender}(${w.message}) = ${w.node}`;
  return { occurs, bad, defined };
}

const hasLanes = (plan: CountersPlan, { name }: LocalAction): boolean =>
  plan.attests.get(name)?.some((a) => a.lane.length > 0) ?? false;

/** Of counters with heads of their own, those without lanes: of these a slice has all lanes at once, and nobody asks. */
function astrayUnits(
  { protocol, hybrid }: Context,
  plan: CountersPlan,
  heads: Heads,
  name: string,
): readonly Unit[] {
  const w = hybrid.words.of;
  const state = coreAs(plan, w.core, w.node, `${w.slices}[${w.node}]`);
  const since = `${w.since}(${w.node}, ${w.from}, {${w.from}.state})`;
  if (plan.apart === undefined)
    return units`
${name} == \E ${w.node} \in ${w.correct} : \E ${w.from} \in {${heads.from("")}} :
  ${state} \notin ${since}`;
  const laned = new Set(
    protocol.actions
      .filter((a) => hasLanes(plan, a))
      .flatMap((a) => plan.attests.get(a.name) ?? [])
      .map((a) => a.counter),
  );
  const ids = plan.counters.filter((c) => !laned.has(c)).map((c) => `<<"${c}">>`);
  if (ids.length === 0) return [];
  return units`
${name} == \E ${w.node} \in ${w.correct} : \E ${w.id} \in {${ids.join(", ")}} : \E ${w.from} \in {${heads.from(w.id)}} :
  ${w.own}(${w.node}, ${w.id}, ${state}) \notin {${w.own}(${w.node}, ${w.id}, ${w.other}) : ${w.other} \in ${since}}`;
}

/** What each node could certify or show, from what is known of it; each counter goes on from its own head. */
function justifiedByCertificates(
  { protocol, hybrid }: Context,
  plan: CountersPlan,
  heads: Heads,
  name: string,
  actions: readonly LocalAction[],
): readonly Unit[] {
  const w = hybrid.words.of;
  const since = `${w.since}(${w.liar}, ${w.from}, {${w.from}.state})`;
  const goesOn = `IF ${w.from}.counter = <<>> THEN ${w.content}.counter \\notin DOMAIN ${heads.known} ELSE ${w.content}.counter = ${w.from}.counter`;
  const claims = actions.map((a) => {
    if (plan.apart === undefined) return expr`${w.claims}(${w.liar}, "${a.name}", ${w.states})`;
    const all = `${w.claims}(${w.liar}, "${a.name}", ${since})`;
    return expr`UNION {{${w.content} \in ${all} : ${w.content}.value = <<>> \/ (${goesOn})} : ${w.from} \in ${heads.starts}}`;
  });
  const tuple = b.tuple(b.apply(w.liar), expr`${heads.known}`, ...claims);
  const at =
    plan.apart === undefined
      ? expr`LET ${w.states} == UNION {${since} : ${w.from} \in ${heads.starts}} IN ${tuple}`
      : tuple;
  return [b.definition(name, [], b.setMap(at, b.bound(w.liar, b.apply(protocol.nodeSet))))];
}

// ---------------------------------------------------------------------------------------------------------- history

function ofHistory(context: Context): Made {
  const { protocol, hybrid, fresh } = context;
  const { words } = hybrid;
  const w = words.of;
  const [occurs, bad, stable] = [fresh("Changed"), fresh("Loose"), fresh("Justified")];
  const state = `${w.slices}[${w.node}]`;
  const changes = `${w.slices}'[${w.node}] # ${w.slices}[${w.node}]`;
  const coverage = units`
${occurs} == \E ${w.node} \in ${w.correct} : ${changes}
${bad} == \E ${w.node} \in ${w.correct} :
  ${changes} /\ (${w.counter}'[${w.node}] # ${w.counter}[${w.node}] + 1 \/ ${w.certified}'.node # ${w.node})`;
  const complete = protocol.actions.map((action) => {
    const [taken, rejected] = [fresh("Taken"), fresh("Rejected")];
    const events = expr`${words.part(action.name, "events")}(${w.node}, ${state}, ${protocol.network})`;
    const defined = units`
${taken} == \E ${w.node} \in ${w.correct} : \E ${w.event} \in ${events} : ${w.step}(${w.node}, ${state}, ${w.event}).ok
${rejected} == \E ${w.node} \in ${w.correct} : \E ${w.event} \in ${events} :
  /\ ${w.step}(${w.node}, ${state}, ${w.event}).ok
  /\ ~ \E ${w.result} \in {${w.replay}(${w.node}, ${state}, ${w.event})} :
       /\ ${w.result} = ${w.step}(${w.node}, ${state}, ${w.event})
       /\ ${w.inputs}(${w.event}) \subseteq ${protocol.network}
       /\ \A ${w.message} \in ${w.result}.out : ${w.sender}(${w.message}) = ${w.node}`;
    return { action, occurs: taken, bad: rejected, defined };
  });
  const claims = protocol.actions.map((action) => {
    const events = `${words.part(action.name, "events")}(${w.liar}, ${w.slices}[${w.liar}], ${protocol.network})`;
    return expr`{[slice |-> ${w.result}.slice, out |-> ${w.result}.out] :
      ${w.result} \in {${w.result} \in {${w.replay}(${w.liar}, ${w.slices}[${w.liar}], ${w.event}) :
        ${w.event} \in {${w.event} \in ${events} : ${w.inputs}(${w.event}) \subseteq ${protocol.network}}} : ${w.result}.ok}}`;
  });
  const tuple = b.tuple(b.apply(w.liar), expr`${w.slices}[${w.liar}]`, ...claims);
  const justified = b.definition(stable, [], b.setMap(tuple, b.bound(w.liar, b.apply(protocol.nodeSet))));
  return {
    init: w.init,
    next: w.next,
    view: w.view,
    actions: new Map(),
    coverage: [{ variable: "", occurs, bad }],
    complete: complete.map(({ defined: _, ...q }) => q),
    stable: { name: stable, actions: protocol.actions },
    units: [...coverage, ...complete.flatMap((q) => q.defined), justified],
    notes: [
      [coverage[0], "coverage: a step changes a correct node's state; and its counter counts nothing."],
      [
        complete[0]?.defined[0],
        "complete: an action may be taken; and receivers would refuse what it certifies.",
      ],
      [justified, "stable: the state of each node, and what it could certify."],
    ],
  };
}
