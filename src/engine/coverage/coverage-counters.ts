/** Counters of an instrumented model, by number (see `coverage-instrument.ts`): programs over one bank share them. */
import type { Bank } from "../values/bank.js";

const counters = new WeakMap<Bank, number[]>();

/** Counters that have not counted yet are missing, or 0. */
export function countersOf(bank: Bank): number[] {
  let found = counters.get(bank);
  if (found === undefined) {
    found = [];
    counters.set(bank, found);
  }
  return found;
}
