/**
 * States told apart up to SYMMETRY, as TLC does it: of a state and its images under all permutations the least counts, in
 * TLC's order of values, variable by variable in TLC's order (`tlc-order.ts`). The permutations are those that the model's set generates, so that they
 * form a group and the classes do not depend on the order.
 *
 * Representation. A permutation has a number; 0 is the identity. For each value that was met, the images under all of
 * them are kept, once they are needed, and the rank of each among them: the least image of a state is then found without
 * comparing values. Of large groups, images of values of which there are many are made only under the permutations that
 * the other values have left. What is kept is thrown away when it grows too large.
 */
import { type Bank, Kind, type Ref } from "../values/bank.js";
import { compare } from "../values/compare.js";
import { ABSENT, RefMap } from "./ref-map.js";

/** What is wrong with a set of permutations. */
export type SymmetryFault =
  | { readonly kind: "not-a-set"; readonly value: Ref }
  | { readonly kind: "not-functions" | "not-model-values" | "not-one-to-one"; readonly value: Ref };

/** One permutation: where each model value goes that does not stay. */
type Renaming = ReadonlyMap<Ref, Ref>;

/** Cells of the store of images at which it begins anew: 128 MB. */
const MOST_CELLS = 2 ** 25;
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

/** What is known before a search of the values that are to be compared. */
export interface Comparison {
  /** Their places in the order in which they are compared. */
  readonly order: readonly number[];
  /** By place: whether images are made and compared one by one, for values of which there are many. */
  readonly many: readonly boolean[];
}

/** Finds the least image of lists of values. */
export class Orbits {
  /** How many permutations there are, the identity too. */
  private readonly count: number;
  /** The model values that some permutation moves. */
  private readonly moved: ReadonlySet<Ref>;
  /** Where the images of a value begin in `store`, followed by their ranks; `FIXED` if nothing in it is moved. */
  private readonly places = new RefMap();
  private store: Int32Array;
  private used = 0;
  /** The permutations that may give the least image, while it is being found. */
  private readonly candidates: Int32Array;
  /** Different images of one value, ascending, while their ranks are found. */
  private readonly sorted: Int32Array;
  /** By domain and permutation: which value comes at each place of the renamed function. */
  private readonly sources = new Map<Ref, (Int32Array | undefined)[]>();
  /** Where the arguments of the function that is being renamed stand. */
  private readonly argumentPlaces = new RefMap();

  constructor(
    private readonly bank: Bank,
    private readonly group: readonly Renaming[],
    private readonly comparison?: Comparison,
  ) {
    this.count = group.length + 1;
    this.moved = new Set(group.flatMap((renaming) => [...renaming.keys()]));
    this.candidates = new Int32Array(this.count);
    this.sorted = new Int32Array(this.count);
    this.store = new Int32Array(Math.max(1 << 12, this.count * 2));
  }

  /** Replaces the values by those of the least image. */
  least(values: Int32Array): void {
    const { candidates, count, comparison } = this;
    if (this.used > MOST_CELLS) this.forget();
    let left = count;
    for (let p = 0; p < count; p++) candidates[p] = p;
    for (let i = 0; i < values.length && left > 1; i++) {
      const at = comparison?.order[i] ?? i;
      const value = values[at]!;
      const place = this.placeOf(value);
      if (place === FIXED) continue;
      left = comparison?.many[at] === true ? this.compared(value, left) : this.ranked(value, place, left);
    }
    const chosen = candidates[0]!;
    if (chosen === 0) return;
    for (let i = 0; i < values.length; i++) values[i] = this.image(values[i]!, chosen);
  }

  /** Keeps the candidates of least rank, in their order; gives how many those are. */
  private ranked(value: Ref, place: number, left: number): number {
    const { candidates } = this;
    const ranks = place + this.count;
    if (this.store[ranks] === UNKNOWN) this.rank(value, place);
    const { store } = this;
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

  /** The same by comparing: only images under candidates are made. */
  private compared(value: Ref, left: number): number {
    const { candidates, bank } = this;
    let least = this.image(value, candidates[0]!);
    let kept = 1;
    for (let c = 1; c < left; c++) {
      const image = this.image(value, candidates[c]!);
      const order = image === least ? 0 : compare(bank, image, least);
      if (order > 0) continue;
      if (order < 0) {
        least = image;
        kept = 0;
      }
      candidates[kept++] = candidates[c]!;
    }
    return kept;
  }

  private rank(value: Ref, place: number): void {
    const { bank, count, sorted } = this;
    let found = 0;
    for (let p = 0; p < count; p++) {
      const image = this.image(value, p);
      let [low, high] = [0, found];
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = sorted[middle]!;
        const order = other === image ? 0 : compare(bank, other, image);
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      if (low < found && sorted[low] === image) continue;
      sorted.copyWithin(low + 1, low, found);
      sorted[low] = image;
      found += 1;
    }
    const { store } = this;
    const ranks = place + count;
    if (found > FEW_IMAGES) {
      const rankOf = new Map<Ref, number>();
      for (let rank = 0; rank < found; rank++) rankOf.set(sorted[rank]!, rank);
      for (let p = 0; p < count; p++) store[ranks + p] = rankOf.get(store[place + p]!)!;
      return;
    }
    for (let p = 0; p < count; p++) {
      const image = store[place + p]!;
      let rank = 0;
      while (sorted[rank] !== image) rank++;
      store[ranks + p] = rank;
    }
  }

  /** The value with everything moved as permutation `p` moves it. */
  private image(value: Ref, p: number): Ref {
    if (p === 0) return value;
    const place = this.placeOf(value);
    if (place === FIXED) return value;
    const known = this.store[place + p]!;
    if (known !== UNKNOWN) return known;
    const image = this.made(value, p);
    this.store[place + p] = image;
    return image;
  }

  private made(value: Ref, p: number): Ref {
    const { bank } = this;
    const kind = bank.kind(value);
    if (kind === Kind.model) return this.group[p - 1]!.get(value) ?? value;
    const [first, n, mark] = [bank.first(value), bank.size(value), bank.mark()];
    const isFunction = kind !== Kind.set && kind !== Kind.tuple;
    const domain = isFunction ? bank.domainOf(value) : value;
    if (isFunction && this.placeOf(domain) !== FIXED) {
      const sources = this.sourcesOf(domain, p);
      for (let i = 0; i < n; i++) bank.push(this.image(bank.arena[first + sources[i]!]!, p));
      return bank.functionOver(this.image(domain, p), mark);
    }
    for (let i = 0; i < n; i++) bank.push(this.image(bank.arena[first + i]!, p));
    if (isFunction) return bank.functionOver(domain, mark);
    return kind === Kind.set ? bank.set(mark) : bank.tuple(mark);
  }

  /** Of a renamed function, where the value at each argument stood. Kept for few and for small domains. */
  private sourcesOf(domain: Ref, p: number): Int32Array {
    let kept = this.sources.get(domain);
    const known = kept?.[p];
    if (known !== undefined) return known;
    const { bank } = this;
    const n = bank.size(domain);
    const to = this.image(domain, p);
    const [old, renamed] = [bank.first(domain), bank.first(to)];
    const sources = new Int32Array(n);
    // Of others nothing is asked, so that what was there before may stay.
    const places = n > FEW_IMAGES ? this.argumentPlaces : undefined;
    for (let i = 0; places !== undefined && i < n; i++) places.set(bank.arena[renamed + i]!, i);
    for (let i = 0; i < n; i++) {
      const image = this.image(bank.arena[old + i]!, p);
      let at = places?.get(image) ?? 0;
      while (bank.arena[renamed + at] !== image) at++;
      sources[at] = i;
    }
    if (n > FEW_IMAGES || this.sources.size >= MOST_DOMAINS) return sources;
    if (kept === undefined) {
      kept = [];
      this.sources.set(domain, kept);
    }
    kept[p] = sources;
    return sources;
  }

  private placeOf(value: Ref): number {
    if ((value & 1) === 1) return FIXED;
    const known = this.places.get(value);
    if (known !== ABSENT) return known;
    const place = this.isMoved(value) ? this.room(value) : FIXED;
    this.places.set(value, place);
    return place;
  }

  private isMoved(value: Ref): boolean {
    const { bank } = this;
    const kind = bank.kind(value);
    if (kind === Kind.model) return this.moved.has(value);
    if (kind < Kind.set || kind === Kind.integer) return false;
    if (kind >= Kind.record && this.placeOf(bank.domainOf(value)) !== FIXED) return true;
    const first = bank.first(value);
    for (let i = 0, n = bank.size(value); i < n; i++) {
      if (this.placeOf(bank.arena[first + i]!) !== FIXED) return true;
    }
    return false;
  }

  /** Nothing of a value but itself is known at first. */
  private room(value: Ref): number {
    const place = this.used;
    this.used += 2 * this.count;
    if (this.used > this.store.length) {
      const larger = new Int32Array(Math.max(this.used, this.store.length * 2));
      larger.set(this.store);
      this.store = larger;
    }
    this.store.fill(UNKNOWN, place, this.used);
    this.store[place] = value;
    return place;
  }

  private forget(): void {
    this.places.clear();
    this.sources.clear();
    this.argumentPlaces.clear();
    this.used = 0;
  }
}

/** Up to so many images of a value, or arguments of a function, one is looked for among all. */
const FEW_IMAGES = 16;
/** Domains whose order under the permutations is kept. */
const MOST_DOMAINS = 256;

const FIXED = -1;
/** No ref, and no rank. */
const UNKNOWN = -2;

// ---------------------------------------------------------------------------------------------- what is compared first

/** Groups up to this size: ranks of all images are made at once, but of values of which there is no end. */
const SMALL_GROUP = 24;

/**
 * How values like these of a first state are best compared: what has few values first, so that few permutations are left
 * for those that have many. The classes do not depend on it; `order` is for who must have another.
 */
export function comparisonFor(
  bank: Bank,
  first: readonly Ref[],
  group: readonly Renaming[],
  order?: readonly number[],
): Comparison {
  const weights = first.map((value) => weight(bank, value) + (isGrowing(bank, value) ? WHOLE : 0));
  const most = group.length >= SMALL_GROUP ? GROWING : WHOLE;
  const places = [...weights.keys()];
  return {
    order: order ?? places.sort((a, b) => weights[a]! - weights[b]! || a - b),
    many: weights.map((w) => w >= most),
  };
}

const GROWING = 100;
/** Of what grows and is a variable's whole value: messages of all processes, against a set of votes for each. */
const WHOLE = 1000;

/** Of an atom 0, of what holds others one more than of these; sets and what is empty may grow. */
function weight(bank: Bank, value: Ref): number {
  const kind = bank.kind(value);
  if (kind < Kind.set || kind === Kind.integer) return 0;
  if (isGrowing(bank, value)) return GROWING;
  return 1 + bank.list(value).reduce((most, part) => Math.max(most, weight(bank, part)), 0);
}

function isGrowing(bank: Bank, value: Ref): boolean {
  const kind = bank.kind(value);
  if (kind < Kind.set || kind === Kind.integer) return false;
  return kind === Kind.set || bank.size(value) === 0;
}
