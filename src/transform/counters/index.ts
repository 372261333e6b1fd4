/** The strategy `counters`: from a protocol description and a plan to the hybrid specification, pass by pass. */
import type { ModuleTable } from "../../protocol/table.js";
import type { Protocol } from "../../protocol/types.js";
import { adversary } from "../history/adversary.js";
import type { Names } from "../history/arms.js";
import { prepared, type Transformed } from "../history/index.js";
import { normalise } from "../history/normalise.js";
import { type Pass, runPasses } from "../pass.js";
import { attest } from "./attest.js";
import { chain } from "./chain.js";
import { checksOf, counterRules, eventRules, ruleOf } from "./checks.js";
import { evidence } from "./evidence.js";
import { justify } from "./justify.js";
import { attesting, type CountersPlan, shows } from "./plan.js";

export const countersPasses = (plan: CountersPlan): readonly Pass[] => [
  normalise,
  adversary,
  attest(plan),
  justify(plan),
  chain(plan),
  evidence(plan),
];

/** As `transformHistory`, with what is to be certified decided by the plan. */
export function transformCounters(
  protocol: Protocol,
  table: ModuleTable,
  plan: CountersPlan,
  wanted: readonly string[],
  constants: readonly string[] = [],
  constraints: readonly string[] = [],
): Transformed {
  const { context, start } = prepared(protocol, table, wanted, constants, undefined, constraints);
  const stages = runPasses(countersPasses(plan), start, context);
  const { words } = context;
  const checks = checksWith(protocol, plan, { protocol, words });
  return {
    name: start.name,
    words,
    stages,
    carried: wanted,
    strategy: { kind: "counters", plan },
    checks,
    switches: checks,
    limits: context.limits,
  };
}

/** The switches of the hybrid, in the order in which a reader wants them. */
function checksWith(protocol: Protocol, plan: CountersPlan, names: Names): readonly string[] {
  const certified = attesting(plan, protocol);
  return [
    ...counterRules,
    ...protocol.actions.flatMap((action) => {
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
