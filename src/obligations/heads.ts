/**
 * What receivers know of each node, in the words of a probe: of a liar its head, of a correct node what was noted of its
 * last certificate.
 *
 *     VARIABLE last      \* the state that it bound; where counters have heads of their own, by counter and lane
 *     Latest(z)          \* what is known of z
 *     From(z, id)        \* where an event that is certified on counter id may start
 */
import type { Expr, Unit } from "../tla/ast.js";
import { expr, units } from "../tla/quote.js";
import type { CountersPlan } from "../transform/counters/plan.js";
import type { Transformed } from "../transform/history/index.js";
import type { Noting } from "./noted.js";

/** Expressions are text over the hybrid's names. */
export interface Heads {
  readonly noting: Noting;
  readonly units: readonly Unit[];
  /** All that is known of a node, as one value. */
  readonly known: string;
  /** The records from which a node's next event may start; `z` is the word for the node. */
  readonly starts: string;
  /** Where the certificate of counter `id` of node `q` goes on from. */
  readonly from: (id: string) => string;
}

/** A state as receivers think of it. */
export const coreAs = (plan: CountersPlan, core: string, node: string, state: string): string =>
  plan.observed.length === 0 ? state : `${core}(${node}, ${state})`;

export const headsOf = (hybrid: Transformed, plan: CountersPlan, fresh: (wanted: string) => string): Heads =>
  (plan.apart === undefined ? oneHead : manyHeads)(hybrid, plan, fresh);

function oneHead(hybrid: Transformed, plan: CountersPlan, fresh: (wanted: string) => string): Heads {
  const w = hybrid.words.of;
  const [last, latest] = [fresh("last"), fresh("Latest")];
  const state = (of: string): string => coreAs(plan, w.core, w.node, of);
  const all = units`
${latest}(${w.liar}) ==
  IF ${w.liar} \in ${w.byz} THEN ${w.head}[${w.liar}] ELSE [value |-> ${w.counter}[${w.liar}], state |-> ${last}[${w.liar}]]`;
  return {
    noting: {
      variable: last,
      initial: expr`[${w.node} \in ${w.correct} |-> ${state(`${w.slice0}(${w.node})`)}]`,
      next: expr`[${w.node} \in ${w.correct} |->
      IF ${w.counter}'[${w.node}] # ${w.counter}[${w.node}] THEN ${state(`${w.slices}'[${w.node}]`)} ELSE ${last}[${w.node}]]`,
    },
    units: all,
    known: `${latest}(${w.liar}).state`,
    starts: `{${latest}(${w.liar})}`,
    from: () => `${latest}(${w.node})`,
  };
}

function manyHeads(hybrid: Transformed, plan: CountersPlan, fresh: (wanted: string) => string): Heads {
  const w = hybrid.words.of;
  const [last, latest, from] = [fresh("last"), fresh("Latest"), fresh("From")];
  const now = `${w.counter}'[${w.node}]`;
  const before = `${w.counter}[${w.node}]`;
  const state = coreAs(plan, w.core, w.node, `${w.slices}'[${w.node}]`);
  const next: Expr = expr`[${w.node} \in ${w.correct} |-> [${w.id} \in DOMAIN ${now} |->
    IF ${w.id} \in DOMAIN ${before} /\ ${before}[${w.id}] = ${now}[${w.id}] THEN ${last}[${w.node}][${w.id}]
    ELSE [value |-> ${now}[${w.id}], state |-> ${w.own}(${w.node}, ${w.id}, ${state})]]]`;
  const all = units`
${latest}(${w.liar}) == IF ${w.liar} \in ${w.byz} THEN ${w.head}[${w.liar}] ELSE ${last}[${w.liar}]

${from}(${w.liar}, ${w.id}) ==
  IF ${w.id} \in DOMAIN ${latest}(${w.liar})
  THEN [counter |-> ${w.id}, value |-> ${latest}(${w.liar})[${w.id}].value, state |-> ${latest}(${w.liar})[${w.id}].state]
  ELSE [counter |-> <<>>, value |-> <<>>, state |-> ${w.slice0}(${w.liar})]`;
  return {
    noting: { variable: last, initial: expr`[${w.node} \in ${w.correct} |-> <<>>]`, next },
    units: all,
    known: `${latest}(${w.liar})`,
    starts: `{${from}(${w.liar}, ${w.id}) : ${w.id} \\in {<<>>} \\cup DOMAIN ${latest}(${w.liar})}`,
    from: (id) => `${from}(${w.node}, ${id})`,
  };
}
