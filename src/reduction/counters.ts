/** What reduction and ablation need of a hybrid of the strategy `counters`. */
import type { Protocol } from "../protocol/types.js";
import type { CfgItem } from "../tla/cfg.js";
import { prettyExpr } from "../tla/pretty.js";
import { expr } from "../tla/quote.js";
import type { Value } from "../tla/value.js";
import { assumedOf } from "../transform/capabilities.js";
import { meaningOf } from "../transform/counters/checks.js";
import { disciplinedModule } from "../transform/counters/disciplined.js";
import type { CountersPlan } from "../transform/counters/plan.js";
import type { Transformed } from "../transform/history/index.js";
import type { Defended, SwitchableCheck } from "./defended.js";
import { type Setting, sidesOf } from "./sides.js";

/** `constants`: those that the original's model gives to the normal form; `byz`: the liars. */
export function countersDefended(
  protocol: Protocol,
  hybrid: Transformed,
  plan: CountersPlan,
  setting: Setting,
  constants: readonly CfgItem[],
  byz: Value,
): Defended {
  const omitting = disciplinedModule(protocol, hybrid, plan, `Omitting${setting.model.module}`);
  const projection = projectionOf(protocol, hybrid);
  const assumed = assumedOf(hybrid.stops);
  return {
    ...sidesOf(hybrid, setting, omitting, constants, byz),
    strategy: "counters",
    checks: hybrid.switches.map(
      (name): SwitchableCheck => ({ name, what: meaningOf(name), isAssumed: assumed.includes(name) }),
    ),
    projection: { hybrid: projection, original: projection },
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
