/**
 * A module that extends a hybrid's model by questions about its states and steps, as definitions.
 *
 *     EXTENDS MCHybridX
 *     VARIABLE last      \* of each correct node: the state that its last certificate bound (strategy counters)
 *     Changed1, Loose1   \* coverage: a step changes a variable; … and certifies nothing
 *     Taken1, Rejected1  \* complete: a correct node may take the action; … and receivers would refuse what it certifies
 *     Astray             \* complete: receivers cannot think that a correct node is where it is
 *     Justified          \* stable: what each node could certify, by what is known of it
 */
import type { LocalAction, Protocol } from "../protocol/types.js";
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { expr, units } from "../tla/quote.js";
import { type CountersPlan, shows } from "../transform/counters/plan.js";
import type { Transformed } from "../transform/history/index.js";
import type { HybridModel } from "../transform/models.js";
import { commented, draftText } from "../transform/pass.js";
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
  const w = hybrid.words.of;
  const last = fresh("last");
  const state = (of: string): string => known(plan, w.core, w.node, of);
  const noted = notedSteps(
    hybrid,
    {
      variable: last,
      initial: expr`[${w.node} \in ${w.correct} |-> ${state(`${w.slice0}(${w.node})`)}]`,
      next: expr`[${w.node} \in ${w.correct} |->
      IF ${w.counter}'[${w.node}] # ${w.counter}[${w.node}] THEN ${state(`${w.slices}'[${w.node}]`)} ELSE ${last}[${w.node}]]`,
    },
    fresh,
  );
  const coverage = covered.map((variable) => {
    const [occurs, bad] = [fresh("Changed"), fresh("Loose")];
    const changes = `${w.slices}'[${w.node}].${variable} # ${w.slices}[${w.node}].${variable}`;
    const defined = units`
${occurs} == \E ${w.node} \in ${w.correct} : ${changes}
${bad} == \E ${w.node} \in ${w.correct} : ${changes} /\ ${w.counter}'[${w.node}] = ${w.counter}[${w.node}]`;
    return { variable, occurs, bad, defined };
  });
  const speaking = protocol.actions.filter((a) => plan.attests.has(a.name) || shows(plan, a));
  const complete = speaking.map((action) => ({ action, ...refusals(context, plan, action) }));
  const bad = fresh("Astray");
  const astray = units`
${bad} == \E ${w.node} \in ${w.correct} :
  ${known(plan, w.core, w.node, `${w.slices}[${w.node}]`)} \notin ${w.since}(${w.node}, {${last}[${w.node}]})`;
  const stable = fresh("Justified");
  const justified = justifiedByCertificates(context, stable, last, speaking);
  return {
    init: noted.init,
    next: noted.next,
    view: noted.view,
    actions: noted.actions,
    coverage: coverage.map(({ defined: _, ...q }) => q),
    complete: [...complete.map(({ defined: _, ...q }) => q), { action: undefined, occurs: undefined, bad }],
    stable: { name: stable, actions: speaking },
    units: [
      ...noted.units,
      ...coverage.flatMap((q) => q.defined),
      ...complete.flatMap((q) => q.defined),
      ...astray,
      ...justified,
    ],
    notes: [
      [noted.units[0], `${last}: what the last certificate of each correct node bound.`],
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

/** A state as receivers think of it. */
const known = (plan: CountersPlan, core: string, node: string, state: string): string =>
  plan.observed.length === 0 ? state : `${core}(${node}, ${state})`;

/** A correct node may take the action; and its receivers would refuse what it certifies or shows. */
function refusals({ protocol, hybrid, fresh }: Context, plan: CountersPlan, action: LocalAction) {
  const { words } = hybrid;
  const w = words.of;
  const [occurs, bad] = [fresh("Taken"), fresh("Rejected")];
  const events = words.part(action.name, "events");
  const guard = words.part(action.name, "guard");
  const effect = words.part(action.name, "effect");
  const state = `${w.slices}[${w.node}]`;
  const seen = known(plan, w.core, w.node, state);
  const defined = units`
${occurs} == \E ${w.node} \in ${w.correct} : \E ${w.event} \in ${events}(${w.node}, ${state}, ${protocol.network}) :
  ${guard}(${w.node}, ${state}, ${w.event})
${bad} == \E ${w.node} \in ${w.correct} : \E ${w.event} \in ${events}(${w.node}, ${state}, ${protocol.network}) :
  /\ ${guard}(${w.node}, ${state}, ${w.event})
  /\ ~ \E ${w.result} \in {${w.checked}(${w.node}, ${seen}, ${w.event})}, ${w.after} \in {${effect}(${w.node}, ${state}, ${w.event})} :
       /\ ${w.result}.ok
       /\ ${w.result}.out = ${w.after}.out
       /\ ${w.spokenFor}(${w.result}.slice) = ${w.spokenFor}(${w.after}.slice)
       /\ ${w.value}(${w.node}, ${seen}, ${w.event}) = ${w.value}(${w.node}, ${state}, ${w.event})
       /\ ${w.inputs}(${w.event}) \subseteq ${protocol.network}
       /\ \A ${w.message} \in ${w.after}.out : ${w.sender}(${w.message}) = ${w.node}`;
  return { occurs, bad, defined };
}

function justifiedByCertificates(
  { protocol, hybrid }: Context,
  name: string,
  last: string,
  actions: readonly LocalAction[],
): readonly Unit[] {
  const w = hybrid.words.of;
  const apart = hybrid.strategy.kind === "counters" && hybrid.strategy.plan.apart !== undefined;
  const of = (liar: string, honest: string): string =>
    `IF ${w.liar} \\in ${w.byz} THEN ${liar} ELSE ${honest}`;
  const head = of(`${w.head}[${w.liar}]${apart ? "" : ".state"}`, `${last}[${w.liar}]`);
  // Where each counter has a head of its own, what comes next may start from any of them.
  const starts = `{${w.from}.state : ${w.from} \\in ${w.starts}(${w.liar})}`;
  const start = apart ? expr`${of(starts, `{${last}[${w.liar}]}`)}` : expr`{${head}}`;
  const claims = actions.map((a) => expr`${w.claims}(${w.liar}, ${b.str(a.name)}, ${w.states})`);
  const tuple = b.tuple(b.apply(w.liar), expr`${head}`, ...claims);
  const at: Expr = expr`LET ${w.states} == ${w.since}(${w.liar}, ${start}) IN ${tuple}`;
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
