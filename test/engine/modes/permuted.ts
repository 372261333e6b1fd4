/** Renaming inside values, one after the other: what the images of symmetry are compared with. */
import { type Bank, Kind, type Ref } from "../../../src/engine/values/bank.js";

/**
 * The value with every atom (model value, string, integer) renamed as `renaming` says; what it does not name stays.
 * `known` remembers results between calls with the same renaming; the renaming is one to one.
 */
export function permuted(
  bank: Bank,
  ref: Ref,
  renaming: ReadonlyMap<Ref, Ref>,
  known: Map<Ref, Ref> = new Map(),
): Ref {
  const kind = bank.kind(ref);
  if (kind < Kind.set || kind === Kind.integer) return renaming.get(ref) ?? ref;
  const old = known.get(ref);
  if (old !== undefined) return old;
  const renamed = rebuilt(bank, ref, (part) => permuted(bank, part, renaming, known));
  known.set(ref, renamed);
  return renamed;
}

/** A set, tuple, record or function with its parts renamed; its arguments too. */
function rebuilt(bank: Bank, ref: Ref, rename: (part: Ref) => Ref): Ref {
  const kind = bank.kind(ref);
  const parts = bank.list(ref).map(rename);
  if (kind === Kind.set) return bank.setOf(parts);
  if (kind === Kind.tuple) return bank.tupleOf(parts);
  const domain = bank.domainOf(ref);
  const mark = bank.mark();
  if (rename(domain) === domain && bank.list(domain).every((key) => rename(key) === key)) {
    for (const part of parts) bank.push(part);
    return bank.functionOver(domain, mark);
  }
  const keys = bank.list(domain).map(rename);
  for (const [i, key] of keys.entries()) {
    bank.push(key);
    bank.push(parts[i]!);
  }
  return bank.functionOf(mark);
}
