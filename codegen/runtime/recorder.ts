import { messageId } from "./events.js";
import { type Json, toJson } from "./json.js";
import type { AcceptedEvent } from "./replay.js";
import { equal } from "./values.js";

/**
 * What a replica did and accepted, for checking it against the specification: one line of JSON for each action.
 *
 *   {"v": 1, "node": "n1", "index": 3, "action": "Accept", "args": {…}, "inputs": {"m": ["n2:4:0"]},
 *    "changed": {"log": […]}, "out": ["n1:3:0"], "messages": [{…}]}
 *
 * `index` counts the node's actions from 1. Messages are named `sender:index:position`, by the action that
 * sent them and the
 * place in its output, from 0; `inputs` has them by the input's name. `changed` has the node's new value of
 * each variable
 * that changed, `messages` the content of `out`. Values are written as in `json.ts`. Actions of other nodes that
 * the replica accepted are recorded in the same form, with `"accepted": true`, the replica's name as `by` and without
 * `changed`, in the order of acceptance. An orderly shutdown ends the record with `{"v": 1, "node": "n1", "end": 3}`,
 * the number of the node's actions.
 */
export interface RecordedAction {
  readonly v: 1;
  readonly node: string;
  readonly index: number;
  readonly action: string;
  readonly args: Json;
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Of own actions only. */
  readonly changed?: Json;
  readonly out: readonly string[];
  readonly messages: Json;
  /** Another node's action, accepted by the replica `by`. */
  readonly accepted?: true;
  readonly by?: string;
}

/** The last line of an orderly shutdown: so many actions of the node, no more. */
export interface RecordedEnd {
  readonly v: 1;
  readonly node: string;
  readonly end: number;
}

/** The line of an accepted event in the record of node `by`. */
export function recordedAction<Slice extends object, Message>(
  accepted: AcceptedEvent<Slice, Message>,
  by: string = accepted.certified.node,
): RecordedAction {
  const { node, index, event } = accepted.certified;
  return {
    v: 1,
    node,
    index,
    action: event.action,
    args: toJson(event.args),
    inputs: event.inputs,
    ...(by === node ? { changed: changedBy(accepted) } : {}),
    out: accepted.out.map((_, position) => messageId(node, index, position)),
    messages: toJson(accepted.out),
    ...(by === node ? {} : { accepted: true, by }),
  };
}

function changedBy<Slice extends object, Message>({ before, slice }: AcceptedEvent<Slice, Message>): Json {
  const old = Object.fromEntries(Object.entries(before));
  const changed = Object.entries(slice).filter(([variable, value]) => {
    return !Object.hasOwn(old, variable) || !equal(old[variable], value);
  });
  return toJson(Object.fromEntries(changed));
}
