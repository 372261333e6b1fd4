/** Bounds at which wrong guesses show: at least two values, instances, terms; three nodes. */
import type { Protocol } from "../../protocol/types.js";
import type { CfgItem } from "../../tla/cfg.js";
import { int, model, setOf, type Value } from "../../tla/value.js";

/** A model's constants, raised where a wrong candidate could hide. Constants of other kinds stay as they are. */
export function raised(protocol: Protocol, constants: readonly CfgItem[]): readonly CfgItem[] {
  const taken = new Set(protocol.constants.map((c) => c.name));
  return constants.map((c): CfgItem => {
    if (c.kind !== "constant") return c;
    const least = c.name === protocol.nodeSet ? 3 : 2;
    return { ...c, value: atLeast(c.name, c.value, least, taken) };
  });
}

function atLeast(name: string, value: Value, least: number, taken: Set<string>): Value {
  if (value.kind === "int") return value.value < least ? int(least) : value;
  if (value.kind !== "set" || value.items.length === 0 || value.items.length >= least) return value;
  if (value.items.some((i) => i.kind !== "model")) return value;
  const items = [...value.items];
  for (let k = 1; items.length < least; k++) {
    const more = `${name.toLowerCase()}_${k}`;
    if (taken.has(more) || items.some((i) => i.kind === "model" && i.name === more)) continue;
    taken.add(more);
    items.push(model(more));
  }
  return setOf(items);
}
