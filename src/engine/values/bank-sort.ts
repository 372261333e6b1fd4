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
  if (allSmall(refs, from, to)) return sortSmall(refs, from, to);
  if (ascends(bank, refs, from, to)) return to;
  if (to - from <= INSERTION_LIMIT) return inserted(bank, refs, from, to);
  refs.subarray(from, to).sort((a, b) => compare(bank, a, b));
  return withoutRepetition(refs, from, to);
}

/** Whether all are integers held in their refs, whose order is that of the refs. */
function allSmall(refs: Int32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((refs[i]! & 1) === 0) return false;
  return true;
}

function sortSmall(refs: Int32Array, from: number, to: number): number {
  if (to - from > INSERTION_LIMIT) {
    refs.subarray(from, to).sort();
    return withoutRepetition(refs, from, to);
  }
  let end = from + 1;
  for (let i = from + 1; i < to; i++) {
    const ref = refs[i]!;
    let place = end;
    while (place > from && refs[place - 1]! > ref) place--;
    if (place > from && refs[place - 1] === ref) continue;
    for (let k = end; k > place; k--) refs[k] = refs[k - 1]!;
    refs[place] = ref;
    end++;
  }
  return end;
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
