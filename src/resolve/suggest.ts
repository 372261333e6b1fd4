/** Which name was probably meant, and which standard module has a name. */
import { editDistance } from "../report/distance.js";

/** The candidate nearest to a name, if one is near enough to be meant. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  let best: string | undefined;
  let distance = name.length < 3 ? 1 : Math.max(1, Math.floor(name.length / 3));
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > distance || !/^\w+$/.test(candidate)) continue;
    const d = candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate);
    if (d < distance || (d === distance && best === undefined)) {
      best = candidate;
      distance = d;
    }
  }
  return best;
}

const homes: readonly (readonly [string, string])[] = [
  ["Naturals", "+ - * ^ .. < > <= >= % \\div Nat"],
  ["Integers", "-. Int"],
  ["Reals", "/ Real Infinity"],
  ["Sequences", "\\circ Seq Len Append Head Tail SubSeq SelectSeq"],
  ["FiniteSets", "Cardinality IsFiniteSet"],
  ["Bags", "(+) (-) \\oplus \\ominus EmptyBag BagToSet SetToBag BagIn IsABag CopiesIn BagUnion SubBag"],
  ["TLC", ":> @@ Print PrintT Assert Permutations SortSeq JavaTime TLCGet TLCSet RandomElement ToString"],
];
const homeOf = new Map(homes.flatMap(([module, names]) => names.split(" ").map((n) => [n, module] as const)));

/** The standard module that defines a name. */
export function standardHome(name: string): string | undefined {
  return homeOf.get(name);
}
