/** Behaviours to be exported as TLA+: modules of which each asks something else of the export. */
import { compileLowered } from "../../../src/engine/compile.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { lowerModel } from "../../../src/engine/lower/lowered.js";
import { recorded } from "../../../src/engine/trace/export-behaviour.js";
import { behaviourToTla, type TlaExport } from "../../../src/engine/trace/export-tla.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { parsedModule, resolved } from "../../resolved.js";
import { kinds, kindsCfg } from "./behaviours.js";
import { still } from "./models.js";

export interface TraceCase {
  readonly name: string;
  readonly text: string;
  readonly cfg: string;
  readonly isChecked: boolean;
}

const module = (extend: string, body: string): string => `---- MODULE M ----\n${extend}\n${body}\n====\n`;

export const traceCases: readonly TraceCase[] = [
  {
    name: "values of all kinds, functions without the module TLC, negative numbers",
    text: module("EXTENDS Naturals, Sequences, FiniteSets", kinds),
    cfg: `${kindsCfg}INVARIANT Inv\n`,
    isChecked: true,
  },
  {
    name: "functions with the module TLC",
    text: module("EXTENDS Integers, Sequences, FiniteSets, TLC", kinds),
    cfg: `${kindsCfg}INVARIANT Inv\n`,
    isChecked: true,
  },
  {
    name: "a formula with fairness, a loop, names that are taken, and substituted definitions",
    text: module(
      "EXTENDS Naturals",
      `CONSTANTS S, N
VARIABLES x, Trace_at
a == 1
Limit == 1
MyLimit == 3
f == [s \\in S |-> [t \\in S |-> s]]
Init == x \\in 0 .. N /\\ x = 0 /\\ Trace_at = f
Next == \\/ /\\ x < Limit
           /\\ x' = x + 1
           /\\ UNCHANGED Trace_at
        \\/ x = Limit /\\ x' = 1 /\\ UNCHANGED Trace_at
Spec == /\\ Init
        /\\ [][Next]_<<x, Trace_at>>
        /\\ WF_x(Next)
Live == <>[](x = 3)`,
    ),
    cfg: "SPECIFICATION Spec\nPROPERTY Live\nCONSTANT S = {a, b}\nCONSTANT N = 2\nCONSTANT Limit <- MyLimit\n",
    isChecked: true,
  },
  {
    name: "a next-state relation that is LOCAL",
    text: module(
      "EXTENDS Naturals",
      "VARIABLE x\nInit == x = 0\nLOCAL Step == x' = x + 1\nLOCAL Next == Step\nSpec == Init /\\ [][Next]_x\nInv == x < 3",
    ),
    cfg: "SPECIFICATION Spec\nINVARIANT Inv\n",
    isChecked: false,
  },
];

/** The behaviour that breaks the model, and what it is exported as. */
export async function exported({ text, cfg: cfgText }: TraceCase): Promise<{
  readonly trace: TlaExport;
  /** How many states the replay has. */
  readonly length: number;
}> {
  const { spec, diagnostics } = resolved(parsedModule("M.tla", text));
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const { cfg } = parseCfg("M.cfg", cfgText);
  const lowered = lowerModel(spec, linkCfg(spec, cfg).linked);
  const { model } = compileLowered(lowered);
  if (lowered.model === undefined || model === undefined) throw new Error("not compiled");
  const { verdict } = await explore(model, still);
  if (verdict.kind !== "violated" || !("trace" in verdict)) throw new Error(verdict.kind);
  const behaviour = recorded(verdict.trace, "M");
  const length = behaviour.states.length + (behaviour.loop.kind === "back" ? 1 : 0);
  return { trace: behaviourToTla(lowered.model, cfg, behaviour), length };
}
