/**
 * Further steps of the methodology, each optional: what a protocol becomes with it. An extension takes the protocol
 * description and gives another one, so that both strategies, the original that they are compared with, and the analysis
 * have it alike. What it adds is under a constant of its own, which models set: off, the protocol is as it was; but for
 * `merge`, which only takes away.
 */
import type { Analysis } from "../../analysis/types.js";
import { expressionsOf } from "../../protocol/read.js";
import { allNames } from "../../protocol/terms.js";
import type { ConstantInfo, Protocol } from "../../protocol/types.js";
import type { Place } from "../../report/diagnostic.js";

export interface Change {
  readonly text: string;
  readonly place: Place;
}

export interface Extended {
  readonly protocol: Protocol;
  /** What is different now; empty: the protocol does so anyway. */
  readonly changes: readonly Change[];
  /** What it could not do, and why. */
  readonly left: readonly Change[];
}

export interface Extension {
  readonly name: string;
  /** In one line. */
  readonly summary: string;
  readonly run: (protocol: Protocol, analysis: Analysis) => Extended;
}

/** The protocol with one more constant, a Boolean that is TRUE in the models. */
export function withSwitch(protocol: Protocol, name: string, place: Place): Protocol {
  const added: ConstantInfo = { name, arity: 0, place, isSwitch: true };
  return { ...protocol, constants: [...protocol.constants, added] };
}

/** Names that a protocol has somewhere. */
export function namesIn(protocol: Protocol): Set<string> {
  const taken = new Set<string>([
    protocol.network,
    protocol.nodeSet,
    ...protocol.constants.map((c) => c.name),
    ...protocol.slice.map((v) => v.name),
    ...protocol.actions.flatMap((a) => [a.name, a.actor, ...a.order]),
  ]);
  for (const o of protocol.operators) allNames(o, taken);
  for (const a of protocol.actions) for (const e of expressionsOf(a)) allNames(e, taken);
  return taken;
}
