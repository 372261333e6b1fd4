/** Which standard module has a name. */
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
