/** What reduction and ablation need of a hybrid of the strategy `counters`. */
import type { Protocol } from "../protocol/types.js";
import type { CfgItem } from "../tla/cfg.js";
import { prettyExpr } from "../tla/pretty.js";
import { expr } from "../tla/quote.js";
import { boolean, type Value } from "../tla/value.js";
import { meaningOf } from "../transform/counters/checks.js";
import { disciplinedModule } from "../transform/counters/disciplined.js";
import type { CountersPlan } from "../transform/counters/plan.js";
import type { Transformed } from "../transform/history/index.js";
import { variantCfg } from "../transform/models.js";
import type { Defended, ModuleText, SwitchableCheck } from "./defended.js";
import type { HistorySetting } from "./history.js";

/** `constants`: those that the original's model gives to the normal form; `byz`: the liars. */
export function countersDefended(
  protocol: Protocol,
  hybrid: Transformed,
  plan: CountersPlan,
  setting: HistorySetting,
  constants: readonly CfgItem[],
  byz: Value,
): Defended {
  const w = hybrid.words.of;
  const omitting = disciplinedModule(protocol, hybrid, plan, `Omitting${setting.model.module}`);
  const projection = projectionOf(protocol, hybrid);
  const text: ModuleText = { name: hybrid.name, text: hybrid.stages.at(-1)?.text ?? "" };
  return {
    strategy: "counters",
    modules: [text, { name: setting.model.module, text: setting.model.text }, omitting],
    hybrid: {
      root: setting.model.module,
      config: ({ off, adversary, isUndefended, invariants }) =>
        variantCfg(hybrid, setting.model, {
          off: hybrid.checks.filter((c) => off.includes(c)),
          forge: adversary === "eager",
          spec: isUndefended === true ? w.undefended : w.spec,
          invariants,
        }),
    },
    original: {
      root: omitting.name,
      config: (omits) => [
        ...constants,
        { kind: "constant", name: omitting.byz, value: byz },
        { kind: "constant", name: omitting.omits, value: boolean(omits) },
        { kind: "definition", keyword: "SPECIFICATION", name: w.spec },
        { kind: "deadlock", check: false },
      ],
    },
    checks: hybrid.checks.map((name): SwitchableCheck => ({ name, what: meaningOf(name) })),
    invariants: setting.invariants,
    projection: { hybrid: projection, original: projection },
    bound: setting.bound,
  };
}

/** Correct nodes' slices and counters, the messages, and owners of keys: both modules have these names. */
function projectionOf(protocol: Protocol, hybrid: Transformed): string {
  const w = hybrid.words.of;
  const slices = expr`[${w.node} \in ${w.correct} |-> <<${w.slices}[${w.node}], ${w.counter}[${w.node}]>>]`;
  const all =
    protocol.owners.length > 0
      ? expr`<<${slices}, ${protocol.network}, ${w.owner}>>`
      : expr`<<${slices}, ${protocol.network}>>`;
  return prettyExpr(all);
}
