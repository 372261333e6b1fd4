/** Which operators have code of their own in the runtime, under which name, and what they give. */
import { nativeFacts } from "../natives/natives-table.js";

/** Operators of values that give a value. */
export const values: Readonly<Record<string, string>> = {
  "\\cup": "union",
  "\\cap": "intersection",
  "\\": "difference",
  SUBSET: "powerSet",
  UNION: "bigUnion",
  DOMAIN: "domain",
  "function-set": "functionSet",
  "Naturals.+": "plus",
  "Naturals.-": "minus",
  "Naturals.*": "times",
  "Naturals.^": "power",
  "Naturals...": "interval",
  "Naturals.%": "modulo",
  "Naturals.\\div": "divide",
  "Integers.-.": "negate",
  "Sequences.\\circ": "concat",
  "Sequences.Seq": "sequences",
  "Sequences.Len": "length",
  "Sequences.Append": "append",
  "Sequences.Head": "head",
  "Sequences.Tail": "tail",
  "Sequences.SubSeq": "subSequence",
  "FiniteSets.Cardinality": "cardinality",
  "TLC.:>": "mapsTo",
  "TLC.@@": "combine",
  "TLC.Permutations": "permutations",
  "TLC.ToString": "toText",
};

/** Operators of values that give `true` or `false`. */
export const tests: Readonly<Record<string, string>> = {
  "=": "equals",
  "\\subseteq": "subsetOrEqual",
  "Naturals.<": "less",
  "Naturals.>": "greater",
  "Naturals.<=": "atMost",
  "Naturals.>=": "atLeast",
  "FiniteSets.IsFiniteSet": "finite",
};

export const constants: Readonly<Record<string, string>> = {
  "Naturals.Nat": "nat",
  "Integers.Int": "int",
  STRING: "strings",
  BOOLEAN: "booleans",
};

const refs = new Set(
  (
    "tuple set apply = # \\in \\notin ~ => <=> \\subseteq Naturals.< Naturals.> Naturals.<= Naturals.>= Naturals.+ " +
    "Naturals.- Naturals.* Naturals.^ Naturals.% Naturals.\\div Integers.-. Sequences.\\circ Sequences.Len " +
    "Sequences.Append Sequences.Head Sequences.Tail Sequences.SubSeq FiniteSets.Cardinality FiniteSets.IsFiniteSet " +
    "TLC.:> TLC.@@ TLC.ToString BOOLEAN"
  ).split(" "),
);

/** Whether the operator always gives a listed value, never a described set. */
export function givesRef(prim: string): boolean {
  return refs.has(prim) || nativeFacts(prim)?.ref === true;
}

/** Whether evaluating the operator again gives the same and does nothing else. */
export const isPure = (prim: string): boolean => !hasEffects(prim);

/** Operators with effects that a constant definition has once, as TLC evaluates it before the search. */
const once = new Set(
  (
    "TLC.Print TLC.PrintT TLC.Assert TLC.JavaTime TLC.RandomElement Randomization.RandomSubset " +
    "Randomization.RandomSetOfSubsets IOUtils.IOEnv"
  ).split(" "),
);

/** Whether a constant definition that uses the operator has one value in a run. */
export function isFixed(prim: string): boolean {
  return !hasEffects(prim) || once.has(prim);
}

/** Whether evaluating the operator does more than give a value, or reads more than its arguments. */
export function hasEffects(prim: string): boolean {
  return nativeFacts(prim)?.effects === true;
}
