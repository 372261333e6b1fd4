/**
 * Operators of the library that the engine has itself: where the module's definition says nothing that can be evaluated,
 * or says it slowly. Keys are module and name; what is not here is evaluated by its definition.
 */
const tables: readonly (readonly [module: string, names: string])[] = [
  ["Naturals", "+ - * ^ .. < > <= >= % \\div Nat"],
  ["Integers", "-. Int"],
  ["Reals", "/ Real Infinity"],
  ["Sequences", "\\circ Seq Len Append Head Tail SubSeq"],
  ["FiniteSets", "Cardinality IsFiniteSet"],
  [
    "TLC",
    ":> @@ Print PrintT Assert JavaTime TLCGet TLCSet Permutations SortSeq RandomElement Any ToString TLCEval",
  ],
];

const natives = new Map(
  tables.flatMap(([module, names]) =>
    names.split(" ").map((n) => [`${module} ${n}`, `${module}.${n}`] as const),
  ),
);

/** The engine's own name for an operator of a library module, if it has it: `Naturals.+`. */
export function nativeOf(module: string, name: string): string | undefined {
  return natives.get(`${module} ${name}`);
}
