/** What is the same for every strategy: the modules, and the models of the hybrid and of the original. */
import type { CfgItem } from "../tla/cfg.js";
import { boolean, type Value } from "../tla/value.js";
import type { Transformed } from "../transform/history/index.js";
import { type HybridModel, variantCfg } from "../transform/models.js";
import type { Defended, ModuleText } from "./defended.js";

export interface Setting {
  readonly model: HybridModel;
  readonly invariants: readonly string[];
  readonly bound: string;
}

/** The original in which liars are correct nodes that may omit, and its constants that say who they are and whether. */
export interface OriginalModule extends ModuleText {
  readonly byz: string;
  readonly omits: string;
}

/** `constants`: those that the original's model gives to the normal form; `byz`: the liars. */
export function sidesOf(
  hybrid: Transformed,
  setting: Setting,
  original: OriginalModule,
  constants: readonly CfgItem[],
  byz: Value,
): Pick<Defended, "modules" | "hybrid" | "original" | "invariants" | "bound"> {
  const w = hybrid.words.of;
  const text: ModuleText = { name: hybrid.name, text: hybrid.stages.at(-1)?.text ?? "" };
  return {
    modules: [text, { name: setting.model.module, text: setting.model.text }, original],
    hybrid: {
      root: setting.model.module,
      config: ({ off, adversary, isUndefended, invariants }) =>
        variantCfg(hybrid, setting.model, {
          off: hybrid.switches.filter((c) => off.includes(c)),
          forge: adversary === "eager",
          spec: isUndefended === true ? w.undefended : w.spec,
          invariants,
        }),
    },
    original: {
      root: original.name,
      config: (omits) => [
        ...constants,
        { kind: "constant", name: original.byz, value: byz },
        { kind: "constant", name: original.omits, value: boolean(omits) },
        { kind: "definition", keyword: "SPECIFICATION", name: w.spec },
        ...setting.model.limits,
        { kind: "deadlock", check: false },
      ],
    },
    invariants: setting.invariants,
    bound: setting.bound,
  };
}
