/** The strategy `counters`: from a protocol description and a plan to the hybrid specification, pass by pass. */
import type { ModuleTable } from "../../protocol/table.js";
import type { Protocol } from "../../protocol/types.js";
import { assumedOf } from "../capabilities.js";
import { adversary } from "../history/adversary.js";
import type { Names } from "../history/arms.js";
import { prepared, type Transformed } from "../history/index.js";
import { normalise } from "../history/normalise.js";
import { type Pass, runPasses } from "../pass.js";
import { attest } from "./attest.js";
import { capabilities, stopsOf } from "./capabilities.js";
import { chain } from "./chain.js";
import { checksOf, eventRules, ruleOf, senderRule } from "./checks.js";
import { evidence } from "./evidence.js";
import { justify } from "./justify.js";
import { attesting, type CountersPlan, changes, shows } from "./plan.js";

/** `checks`: the switches of the receivers' checks. */
export const countersPasses = (plan: CountersPlan, checks: readonly string[]): readonly Pass[] => [
  normalise,
  adversary,
  attest(plan),
  justify(plan),
  chain(plan),
  evidence(plan),
  capabilities(plan, checks),
];

/** As `transformHistory`, with what is to be certified decided by the plan. */
export function transformCounters(
  protocol: Protocol,
  table: ModuleTable,
  plan: CountersPlan,
  wanted: readonly string[],
  constants: readonly string[] = [],
  durable?: readonly string[],
  constraints: readonly string[] = [],
): Transformed {
  const { context, start } = prepared(protocol, table, wanted, constants, durable, constraints);
  const { words } = context;
  const names: Names = { protocol, words };
  const checks = checksWith(protocol, plan, names);
  const stages = runPasses(countersPasses(plan, checks), start, context);
  const stops = stopsOf(names, plan, checks);
  return {
    name: start.name,
    words,
    stages,
    carried: wanted,
    strategy: { kind: "counters", plan },
    checks,
    switches: [...checks, ...(stops.client ?? []), ...assumedOf(stops)],
    stops,
    limits: context.limits,
  };
}

/** The switches of the hybrid, in the order in which a reader wants them. */
function checksWith(protocol: Protocol, plan: CountersPlan, names: Names): readonly string[] {
  const certified = attesting(plan, protocol);
  // What others do is neither certified, nor shown, nor does anything that is depend on it: nobody checks it.
  const checked = protocol.actions.filter((a) => certified.includes(a) || shows(plan, a) || changes(plan, a));
  return [
    senderRule,
    ...checked.flatMap((action) => {
      const own = checksOf(names, action);
      const exist = action.inputs.length > 0 ? [ruleOf(action.name, "exist")] : [];
      if (certified.includes(action)) {
        const rules = eventRules.filter((r) => r !== "exist" && (r !== "out" || action.sends.length > 0));
        return [...exist, ...own, ...rules.map((r) => ruleOf(action.name, r))];
      }
      return [...exist, ...own, ...(shows(plan, action) ? [ruleOf(action.name, "out")] : [])];
    }),
  ];
}
