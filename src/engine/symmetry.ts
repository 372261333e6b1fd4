/**
 * States told apart up to SYMMETRY, as TLC does it: of a state and its images under all permutations the least counts, in
 * TLC's order of values, variable by variable in TLC's order (`tlc-order.ts`). The permutations are those that the model's set generates, so that they
 * form a group and the classes do not depend on the order.
 *
 * Representation. A permutation has a number; 0 is the identity. For each value that a variable had, its images under
 * all of them are kept, with the rank of each among them: the least image of a state is then found without comparing
 * values. What is kept is thrown away when it grows too large.
 */
import { type Bank, Kind, type Ref } from "./bank.js";
import { permuted } from "./bank-permute.js";
import { compare } from "./compare.js";

/** What is wrong with a set of permutations. */
export type SymmetryFault =
  | { readonly kind: "not-a-set"; readonly value: Ref }
  | { readonly kind: "not-functions" | "not-model-values" | "not-one-to-one"; readonly value: Ref };

/** One permutation: where each model value goes that does not stay. */
type Renaming = ReadonlyMap<Ref, Ref>;

/** Cells of the store of images at which it begins anew: 128 MB. */
const MOST_CELLS = 2 ** 25;
/** Inner values whose image under one permutation is remembered. */
const MOST_KNOWN = 200_000;

/** The group that a set of functions on model values generates, without the identity; or why there is none. */
export function groupOf(bank: Bank, set: Ref): readonly Renaming[] | SymmetryFault {
  if (bank.kind(set) !== Kind.set) return { kind: "not-a-set", value: set };
  const generators: Renaming[] = [];
  for (const f of bank.list(set)) {
    const renaming = renamingOf(bank, f);
    if ("kind" in renaming) return renaming;
    if (renaming.size > 0) generators.push(renaming);
  }
  const known = new Set<string>();
  const group: Renaming[] = [];
  const add = (renaming: Renaming): void => {
    const key = [...renaming].sort(([a], [b]) => a - b).join();
    if (renaming.size === 0 || known.has(key)) return;
    known.add(key);
    group.push(renaming);
  };
  for (const g of generators) add(g);
  for (const first of group) for (const g of generators) add(composed(first, g));
  return group;
}

function renamingOf(bank: Bank, f: Ref): Renaming | SymmetryFault {
  const kind = bank.kind(f);
  // The empty function says nothing; other sequences and records are about numbers and strings.
  if (kind === Kind.tuple && bank.size(f) === 0) return new Map();
  if (kind === Kind.tuple || kind === Kind.record) return { kind: "not-model-values", value: f };
  if (kind !== Kind.function) return { kind: "not-functions", value: f };
  const keys = bank.list(bank.domainOf(f));
  const values = bank.list(f);
  const areModel = (refs: readonly Ref[]): boolean => refs.every((ref) => bank.kind(ref) === Kind.model);
  if (!areModel(keys) || !areModel(values)) return { kind: "not-model-values", value: f };
  const range = new Set(values);
  if (range.size < keys.length || keys.some((key) => !range.has(key))) {
    return { kind: "not-one-to-one", value: f };
  }
  const out = new Map<Ref, Ref>();
  for (const [i, key] of keys.entries()) if (values[i] !== key) out.set(key, values[i]!);
  return out;
}

/** First `a`, then `b`. */
function composed(a: Renaming, b: Renaming): Renaming {
  const out = new Map<Ref, Ref>();
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const middle = a.get(key) ?? key;
    const end = b.get(middle) ?? middle;
    if (end !== key) out.set(key, end);
  }
  return out;
}

/** Finds the least image of lists of values. */
export class Orbits {
  private readonly known: readonly Map<Ref, Ref>[];
  /** How many permutations there are, the identity too. */
  private readonly count: number;
  /** Where the images of a value begin in `store`, followed by their ranks; `FIXED` if it is its only image. */
  private readonly places = new Map<Ref, number>();
  private store: Int32Array;
  private used = 0;
  /** The permutations that may give the least image, while it is being found. */
  private readonly candidates: Int32Array;

  constructor(
    private readonly bank: Bank,
    private readonly group: readonly Renaming[],
    /** The places of the values in the order in which they are compared; as they stand, if not given. */
    private readonly order?: readonly number[],
  ) {
    this.count = group.length + 1;
    this.known = group.map(() => new Map());
    this.candidates = new Int32Array(this.count);
    this.store = new Int32Array(Math.max(1 << 12, this.count * 2));
  }

  /** Replaces the values by those of the least image. */
  least(values: Int32Array): void {
    const { candidates, count } = this;
    let left = count;
    for (let p = 0; p < count; p++) candidates[p] = p;
    for (let i = 0; i < values.length && left > 1; i++) {
      const place = this.placeOf(values[this.order?.[i] ?? i]!);
      if (place === FIXED) continue;
      left = this.narrow(place + count, left);
    }
    const chosen = candidates[0]!;
    if (chosen === 0) return;
    for (let i = 0; i < values.length; i++) {
      const place = this.placeOf(values[i]!);
      if (place !== FIXED) values[i] = this.store[place + chosen]!;
    }
  }

  /** Keeps the candidates of least rank, in their order; gives how many those are. */
  private narrow(ranks: number, left: number): number {
    const { candidates, store } = this;
    let least = store[ranks + candidates[0]!]!;
    let kept = 0;
    for (let c = 0; c < left; c++) {
      const rank = store[ranks + candidates[c]!]!;
      if (rank > least) continue;
      if (rank < least) {
        least = rank;
        kept = 0;
      }
      candidates[kept++] = candidates[c]!;
    }
    return kept;
  }

  private placeOf(value: Ref): number {
    return this.places.get(value) ?? this.add(value);
  }

  private add(value: Ref): number {
    const { bank, group, count } = this;
    const images = [value];
    for (let p = 0; p < group.length; p++) {
      const known = this.known[p]!;
      if (known.size > MOST_KNOWN) known.clear();
      images.push(permuted(bank, value, group[p]!, known));
    }
    if (images.every((image) => image === value)) {
      this.places.set(value, FIXED);
      return FIXED;
    }
    const place = this.room();
    const sorted = [...new Set(images)].sort((a, b) => compare(bank, a, b));
    const ranks = new Map(sorted.map((image, rank) => [image, rank]));
    for (const [p, image] of images.entries()) {
      this.store[place + p] = image;
      this.store[place + count + p] = ranks.get(image)!;
    }
    this.places.set(value, place);
    return place;
  }

  /** May begin anew: a place is not used any more once the next value has been looked up. */
  private room(): number {
    const wanted = this.used + 2 * this.count;
    if (wanted > MOST_CELLS) {
      this.places.clear();
      this.used = 0;
    } else if (wanted > this.store.length) {
      const larger = new Int32Array(Math.max(wanted, this.store.length * 2));
      larger.set(this.store);
      this.store = larger;
    }
    const place = this.used;
    this.used += 2 * this.count;
    return place;
  }
}

const FIXED = -1;
