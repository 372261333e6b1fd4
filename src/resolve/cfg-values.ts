/** Whether TLC can work with the values of a configuration file. */
import type { Value } from "../tla/value.js";

/**
 * Two elements of one set, somewhere inside a value, that TLC cannot compare; undefined if there are none.
 */
export function incomparable(value: Value): readonly [Value, Value] | undefined {
  if (value.kind !== "set") return undefined;
  for (const item of value.items) {
    const inside = incomparable(item);
    if (inside !== undefined) return inside;
  }
  for (const [i, one] of value.items.entries()) {
    const other = value.items.slice(i + 1).find((v) => !comparable(one, v));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

/** A model value is comparable with everything. Sets are compared by size first, then by their elements. */
function comparable(a: Value, b: Value): boolean {
  if (a.kind === "model" || b.kind === "model") return true;
  if (a.kind !== b.kind) return false;
  if (a.kind !== "set" || b.kind !== "set" || a.items.length !== b.items.length) return true;
  return a.items.length === 0 || a.items.some((x) => b.items.some((y) => comparable(x, y)));
}
