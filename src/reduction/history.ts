/** What reduction and ablation need of a hybrid of the strategy `history`. */

import type { Protocol } from "../protocol/types.js";
import type { CfgItem } from "../tla/cfg.js";
import { prettyExpr } from "../tla/pretty.js";
import { expr } from "../tla/quote.js";
import { equalValues, printValue, type Value } from "../tla/value.js";
import { assumedOf } from "../transform/capabilities.js";
import { defences, meaningsOfDefences, stops } from "../transform/history/capabilities.js";
import type { Transformed } from "../transform/history/index.js";
import type { Defended, SwitchableCheck, Variables } from "./defended.js";
import { omittingModule } from "./omitting.js";
import { type Setting, sidesOf } from "./sides.js";

/** `constants`: those that the original's model gives to the normal form; `byz`: the liars. */
export function historyDefended(
  protocol: Protocol,
  hybrid: Transformed,
  setting: Setting,
  constants: readonly CfgItem[],
  byz: Value,
): Defended {
  const omitting = omittingModule(protocol, hybrid, `Omitting${setting.model.module}`);
  const projection = projectionOf(protocol, hybrid);
  return {
    ...sidesOf(hybrid, setting, omitting, constants, byz),
    strategy: "history",
    checks: checksOf(protocol),
    projection: { hybrid: projection, original: projection },
    eventOf: (before, after) => eventOf(hybrid, before, after, byz),
  };
}

/** Where clients choose nothing there is nothing to be signed. */
function checksOf(protocol: Protocol): readonly SwitchableCheck[] {
  const asks = protocol.actions.some((a) => a.params.some((p) => p.client));
  const assumed = assumedOf(stops);
  return defences
    .filter((name) => name !== "signed" || asks)
    .map((name) => ({ name, what: meaningsOfDefences[name], isAssumed: assumed.includes(name) }));
}

/** A new certificate tells; those of liars are claims. */
function eventOf(
  { words }: Transformed,
  before: Variables,
  after: Variables,
  byz: Value,
): string | undefined {
  const certificate = after.get(words.of.certified);
  const last = before.get(words.of.certified);
  if (certificate === undefined || last === undefined || equalValues(certificate, last)) return undefined;
  const node = fieldOf(certificate, "node");
  const action = fieldOf(fieldOf(certificate, "event"), words.of.tag);
  if (node === undefined || action?.kind !== "string") return undefined;
  const isLiar = byz.kind === "set" && byz.items.some((item) => equalValues(item, node));
  return `${action.value}(${printValue(node)})${isLiar ? " claimed" : ""}`;
}

const fieldOf = (value: Value | undefined, name: string): Value | undefined =>
  value?.kind === "record" ? value.fields.find(([field]) => field === name)?.[1] : undefined;

/** `<<[q \in Correct |-> slice[q]], msgs, owner>>`: both modules have these names. */
function projectionOf(protocol: Protocol, hybrid: Transformed): string {
  const w = hybrid.words.of;
  const slices = expr`[${w.node} \in ${w.correct} |-> ${w.slices}[${w.node}]]`;
  const all =
    protocol.owners.length > 0
      ? expr`<<${slices}, ${protocol.network}, ${w.owner}>>`
      : expr`<<${slices}, ${protocol.network}>>`;
  return prettyExpr(all);
}
