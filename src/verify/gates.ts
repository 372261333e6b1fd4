/**
 * What must be known before a specification is transformed: its local steps are its next-state relation, and as written
 * it is safe, says something, and does something. Asked of our own engine, in the smallest model that there is.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Cfg } from "../tla/cfg.js";
import { deadInput, vacuousInput, withoutEnd } from "./faults.js";
import type { NormalFormInput } from "./gate-module.js";
import { checkNormalForm, type GateBounds, type NormalFormGate, usualBounds } from "./normal-form.js";
import { smallModel } from "./plan.js";

export interface Gates {
  readonly gate: NormalFormGate;
  readonly model: string;
  /** Errors: nothing is to be transformed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Undefined if there is no such model. */
export async function runGates(
  input: Omit<NormalFormInput, "cfg">,
  models: ReadonlyMap<string, Cfg>,
  defaultModel: string,
  bounds: GateBounds = usualBounds,
): Promise<Gates | undefined> {
  const model = models.has(smallModel) ? smallModel : defaultModel;
  const cfg = models.get(model);
  if (cfg === undefined) return undefined;
  const gate = await checkNormalForm({ ...input, cfg }, bounds);
  return { gate, model, diagnostics: [...gate.diagnostics, ...emptyInput(gate, input)].map(withoutEnd) };
}

/** Only where all states are known can it be said that something never happens. */
function emptyInput(
  gate: NormalFormGate,
  { protocol, invariants = [] }: Omit<NormalFormInput, "cfg">,
): readonly Diagnostic[] {
  if (!gate.complete) return [];
  const dead = gate.never.length === protocol.actions.length;
  const vacuous = invariants.length > 0 && gate.untested.length === invariants.length;
  return [
    ...(dead ? [deadInput(gate.states)] : []),
    ...(vacuous && !dead ? [vacuousInput(gate.untested, gate.states)] : []),
  ];
}
