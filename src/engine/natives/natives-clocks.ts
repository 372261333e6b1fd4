/** VectorClocks: an order of a log that its clocks allow, found without trying all orders. */
import type { Bank, Ref } from "../values/bank.js";
import { force, type Value } from "../values/lazy.js";
import { apply, domain } from "../values/operators-functions.js";
import { asInt } from "../values/operators-numbers.js";
import { type Native, native, operator, value } from "./natives-kind.js";
import { items } from "./natives-sequences.js";

/** Of each node that a clock knows, how often it was heard of. */
type Clock = ReadonlyMap<Ref, number>;

function clockOf(bank: Bank, given: Value): Clock {
  const nodes = bank.list(force(domain(bank, given)));
  return new Map(nodes.map((node) => [node, asInt(bank, apply(bank, given, node), "first", "<")]));
}

/** Whether what has clock `a` comes before what has clock `b`: behind somewhere, and ahead nowhere. */
function isBefore(a: Clock, b: Clock): boolean {
  for (const [node, count] of a) if (count > (b.get(node) ?? 0)) return false;
  for (const [node, count] of b) if ((a.get(node) ?? 0) < count) return true;
  return false;
}

/** Again and again the first in the log that nothing left comes before. */
function inCausalOrder(list: readonly Ref[], clocks: readonly Clock[]): readonly Ref[] {
  const after: number[][] = list.map(() => []);
  const waitsFor = new Int32Array(list.length);
  for (const [i, a] of clocks.entries())
    for (const [j, b] of clocks.entries())
      if (i !== j && isBefore(a, b)) {
        after[i]?.push(j);
        waitsFor[j]! += 1;
      }
  const order: Ref[] = [];
  const isTaken = new Uint8Array(list.length);
  let first = 0;
  while (order.length < list.length) {
    let next = first;
    while (isTaken[next] === 1 || waitsFor[next]! > 0) next++;
    isTaken[next] = 1;
    order.push(list[next]!);
    for (const j of after[next] ?? []) waitsFor[j]! -= 1;
    while (isTaken[first] === 1) first++;
  }
  return order;
}

export const clocks: Readonly<Record<string, Native>> = {
  /** `node` and `domain` are for TLC's Java, which also takes one of several orders. */
  "VectorClocks.CausalOrder": native(4, ({ bank }) => (log, clock) => {
    const list = items(bank, value(log), "CausalOrder");
    const of = operator(clock);
    return bank.tupleOf(
      inCausalOrder(
        list,
        list.map((entry) => clockOf(bank, of(entry))),
      ),
    );
  }),
};
