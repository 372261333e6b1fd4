/**
 * The run that the reduction speaks of, as a specification: the normal form of the original, in which some nodes may omit.
 *
 *     Perform(q, e) == … msgs' = msgs \cup r.out
 *     ⇒  Perform(q, e) == … \E o \in IF Omits /\ q \in Byz THEN SUBSET r.out ELSE {r.out} : msgs' = msgs \cup o
 *
 * A liar is a correct node here: its slice goes by the step function, whatever it shows of what it sends.
 * (derivation.md §4, transformation.md §1)
 */
import { allNames, freshName } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import type { Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { expr, units } from "../tla/quote.js";
import type { Transformed } from "../transform/history/index.js";
import { commented, type Draft, draftText, replaceUnit } from "../transform/pass.js";
import type { ModuleText } from "./defended.js";

export interface Omitting extends ModuleText {
  /** Constants: the set of liars, and whether they omit. */
  readonly byz: string;
  readonly omits: string;
}

/** `hybrid.stages[0]` is the normal form; names that later passes bring in are kept free of clashes by its vocabulary. */
export function omittingModule(protocol: Protocol, hybrid: Transformed, name: string): Omitting {
  const start = hybrid.stages[0]?.draft;
  if (start === undefined) throw new Error("a transformation has a first stage");
  const w = hybrid.words.of;
  const taken = new Set<string>(Object.values(w));
  for (const u of start.units) allNames(u, taken);
  const omits = freshName("Omits", taken);
  const constants = b.constants(w.byz, omits);
  const at = start.units.findIndex((u) => u.kind === "Variables");
  const correct = b.definition(w.correct, [], expr`${protocol.nodeSet} \ ${w.byz}`);
  let out: Draft = { ...start, name };
  const before = out.units.slice(0, at);
  out = { ...out, units: [...before, constants, ...out.units.slice(at), correct] };
  out = replaceUnit(out, w.perform, performing(protocol, hybrid, omits));
  out = commented(out, [
    [
      constants,
      `${w.byz}: the nodes that are liars in the hybrid. ${omits}: they may leave out what they send.`,
    ],
  ]);
  return { name, text: draftText(out), byz: w.byz, omits };
}

function performing(protocol: Protocol, { words }: Transformed, omits: string): readonly Unit[] {
  const w = words.of;
  const still = protocol.owners.length > 0 ? `/\\ UNCHANGED ${w.owner}` : "";
  return units`
${w.perform}(${w.node}, ${w.event}) == \E ${w.result} \in {${w.step}(${w.node}, ${w.slices}[${w.node}], ${w.event})} :
  /\ ${w.result}.ok
  /\ \E ${w.out} \in IF ${omits} /\ ${w.node} \in ${w.byz} THEN SUBSET ${w.result}.out ELSE {${w.result}.out} :
      /\ ${w.slices}' = [${w.slices} EXCEPT ![${w.node}] = ${w.result}.slice]
      /\ ${protocol.network}' = ${protocol.network} \cup ${w.out}
      ${still}`;
}
