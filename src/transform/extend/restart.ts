/**
 * Restart: a node may crash at any time, and comes back with its disk. (transformation.md §4)
 *
 *     durable: ["term", "vote"]   ⇒   Restart:  Restarts    s.role' = "Follower", s.acks' = {}
 *
 * Of variables that are not durable the step makes what they are at the beginning. It is only added where the
 * specification has no such step of its own; liars have it as everybody, and the original that a hybrid is compared with.
 * A variable that is wrongly said to be volatile is then an error of the original, too.
 */
import { initialAt } from "../../protocol/init.js";
import { expressionsOf } from "../../protocol/read.js";
import { freshName, mentions } from "../../protocol/terms.js";
import type { LocalAction, Protocol, SliceVariable } from "../../protocol/types.js";
import * as b from "../../tla/build.js";
import { type Change, type Extended, type Extension, namesIn, withSwitch } from "./extension.js";

export const restartName = "restart";

/** `durable`: the variables of a node that survive a crash. */
export const restart = (
  durable: readonly string[],
): Pick<Extension, "name" | "summary"> & { readonly run: (protocol: Protocol) => Extended } => ({
  name: restartName,
  summary: "a node may crash and come back at any time, with its durable variables alone",
  run: (protocol) => run(protocol, durable),
});

function run(protocol: Protocol, durable: readonly string[]): Extended {
  const lost = protocol.slice.filter((v) => v.origin === "declared" && !durable.includes(v.name));
  const [first] = lost;
  if (first === undefined || protocol.actions.some((a) => isRestart(protocol, a, lost)))
    return { protocol, changes: [], left: [] };
  const taken = namesIn(protocol);
  const name = freshName("Restart", taken);
  const allowed = freshName("Restarts", new Set([...taken, name]));
  const actor = protocol.actions[0]?.actor ?? freshName("i", taken);
  const action: LocalAction = {
    name,
    place: first.place,
    actor,
    ownedKey: undefined,
    params: [],
    inputs: [],
    order: [],
    lets: [],
    guards: [b.apply(allowed)],
    updates: lost.map((v) => ({ variable: v.name, value: initialAt(v, b.apply(actor)), place: v.place })),
    sends: [],
  };
  const list = (variables: readonly SliceVariable[]): string => variables.map((v) => v.name).join(", ");
  const kept = protocol.slice.filter((v) => !lost.includes(v));
  const change: Change = {
    text:
      `${name}: a node may crash and come back at any time; ${list(lost)} as at the beginning, ` +
      `${list(kept) || "nothing"} kept; no step of ${protocol.module} does this`,
    place: first.place,
  };
  const assumptions = [
    ...protocol.assumptions,
    { ...change, text: `${change.text} (it can with \`${allowed}\` alone)` },
  ];
  const actions = [...protocol.actions, action];
  return {
    protocol: withSwitch({ ...protocol, actions, assumptions }, allowed, first.place),
    changes: [change],
    left: [],
  };
}

/** A step that a node can always take, and that gives exactly these variables values of their own. */
function isRestart(protocol: Protocol, action: LocalAction, lost: readonly SliceVariable[]): boolean {
  const written = new Set(action.updates.map((u) => u.variable));
  if (action.inputs.length > 0 || action.sends.length > 0 || action.ownedKey !== undefined) return false;
  if (written.size !== lost.length || !lost.every((v) => written.has(v.name))) return false;
  const slice = new Set([protocol.names.slice]);
  return !expressionsOf(action).some((e) => mentions(e, slice));
}
