/** Puts what is to become a set into its order. */
import type { Bank } from "./bank.js";
import { compare } from "./compare.js";

/** Up to here a range is sorted as TLC sorts (binary insertion), so that the same two elements meet first. */
const INSERTION_LIMIT = 32;

/**
 * Sorts `refs[from, to)` in place, drops repetitions and returns the new end. Throws an EvaluationError where two
 * elements cannot be compared.
 */
export function sortRange(bank: Bank, refs: Int32Array, from: number, to: number): number {
  if (ascends(bank, refs, from, to)) return to;
  let small = 1;
  for (let i = from; i < to; i++) small &= refs[i]!;
  if (small === 1) {
    refs.subarray(from, to).sort();
    return withoutRepetition(refs, from, to);
  }
  if (to - from <= INSERTION_LIMIT) return inserted(bank, refs, from, to);
  refs.subarray(from, to).sort((a, b) => compare(bank, a, b));
  return withoutRepetition(refs, from, to);
}

function ascends(bank: Bank, refs: Int32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (compare(bank, refs[i]!, refs[i - 1]!) <= 0) return false;
  return true;
}

function withoutRepetition(refs: Int32Array, from: number, to: number): number {
  let end = from + 1;
  for (let i = from + 1; i < to; i++) if (refs[i] !== refs[end - 1]) refs[end++] = refs[i]!;
  return end;
}

function inserted(bank: Bank, refs: Int32Array, from: number, to: number): number {
  let end = from + 1;
  for (let i = from + 1; i < to; i++) {
    const element = refs[i]!;
    let low = from;
    let high = end;
    let known = false;
    while (low < high && !known) {
      const middle = (low + high) >> 1;
      const order = compare(bank, element, refs[middle]!);
      if (order === 0) known = true;
      else if (order < 0) high = middle;
      else low = middle + 1;
    }
    if (known) continue;
    refs.copyWithin(low + 1, low, end++);
    refs[low] = element;
  }
  return end;
}
