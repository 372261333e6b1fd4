/**
 * The run that the reduction speaks of, for strategy `counters`: the original under the counter's discipline (what is not
 * above the counter is left out), in which all nodes follow the protocol and some may omit.
 *
 *     Attest(q, e) == … msgs' = msgs \cup r.out
 *     ⇒  Attest(q, e) == … \E o \in IF Omits /\ q \in Byz THEN SUBSET r.out ELSE {r.out} : msgs' = msgs \cup o
 *
 * (derivation.md §4, transformation.md §1)
 */
import { allNames, freshName } from "../../protocol/terms.js";
import type { Protocol } from "../../protocol/types.js";
import type { Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { expr, units } from "../../tla/quote.js";
import { extend, withVariable } from "../history/certify.js";
import type { Transformed } from "../history/index.js";
import { commented, type Draft, draftText, insertBefore, type PassContext, replaceUnit } from "../pass.js";
import { attestedActions, counterUnits, extending, zero } from "./attest.js";
import { attesting, type CountersPlan } from "./plan.js";

export interface Disciplined {
  readonly name: string;
  readonly text: string;
  /** Constants: the set of liars, and whether they omit. */
  readonly byz: string;
  readonly omits: string;
}

/** `hybrid.stages[0]` is the normal form; its vocabulary keeps names that come in free of clashes. */
export function disciplinedModule(
  protocol: Protocol,
  hybrid: Transformed,
  plan: CountersPlan,
  name: string,
): Disciplined {
  const start = hybrid.stages[0]?.draft;
  if (start === undefined) throw new Error("a transformation has a first stage");
  const { words } = hybrid;
  const w = words.of;
  const taken = new Set<string>(Object.values(w));
  for (const u of start.units) allNames(u, taken);
  const omits = freshName("Omits", taken);
  const context: PassContext = { protocol, words, lifted: [], put: [], limits: hybrid.limits };
  const constants = b.constants(w.byz, omits);
  const correct = b.definition(w.correct, [], expr`${protocol.nodeSet} \ ${w.byz}`);
  let out: Draft = withVariable(extending({ ...start, name }, "Sequences"), w.counter);
  const at = out.units.findIndex((u) => u.kind === "Variables");
  out = { ...out, units: [...out.units.slice(0, at), constants, ...out.units.slice(at), correct] };
  const all = [w.slices, protocol.network, ...(protocol.owners.length > 0 ? [w.owner] : []), w.counter];
  out = replaceUnit(out, w.vars, [b.definition(w.vars, [], b.tuple(...all.map((v) => b.apply(v))))]);
  out = extend(out, w.init, expr`${w.counter} = [${w.node} \in ${protocol.nodeSet} |-> ${zero(plan)}]`);
  const shown = `IF ${omits} /\\ ${w.node} \\in ${w.byz} THEN SUBSET ${w.result}.out ELSE {${w.result}.out}`;
  const made = counterUnits(plan, context, shown);
  out = insertBefore(out, w.init, made.definitions);
  out = replaceUnit(out, w.perform, performing(context, shown));
  const [first] = attesting(plan, protocol);
  if (first !== undefined) out = insertBefore(out, first.name, made.attest);
  out = attestedActions(plan, out, context);
  const what = `${w.byz}: the nodes that are liars in the hybrid. ${omits}: they may leave out what they send.`;
  out = commented(out, [[constants, what], ...made.notes]);
  return { name, text: draftText(out), byz: w.byz, omits };
}

function performing({ protocol, words }: PassContext, shown: string): readonly Unit[] {
  const w = words.of;
  const still = protocol.owners.length > 0 ? `/\\ UNCHANGED ${w.owner}` : "";
  return units`
${w.perform}(${w.node}, ${w.event}) == \E ${w.result} \in {${w.step}(${w.node}, ${w.slices}[${w.node}], ${w.event})} :
  /\ ${w.result}.ok
  /\ \E ${w.out} \in ${shown} : ${protocol.network}' = ${protocol.network} \cup ${w.out}
  /\ ${w.slices}' = [${w.slices} EXCEPT ![${w.node}] = ${w.result}.slice]
  /\ UNCHANGED ${w.counter}
  ${still}`;
}
