/** What of the library a protocol may use, and how it comes along. */
import type { ModuleScope } from "../resolve/types.js";

/** Modules that every later stage knows by name: generated modules extend them. */
const standard: ReadonlySet<string> = new Set([
  "Naturals",
  "Integers",
  "Sequences",
  "FiniteSets",
  "TLC",
  "Bags",
  "Reals",
]);

/** Modules whose definitions say all there is to say: they are brought along as if the specification had them. */
const defined: ReadonlySet<string> = new Set([
  "BagsExt",
  "Bitwise",
  "Combinatorics",
  "DyadicRationals",
  "FiniteSetsExt",
  "Folds",
  "Functions",
  "Graphs",
  "Quorum",
  "Relation",
  "SequencesExt",
  "UndirectedGraphs",
]);

/** Is it a module that TLC and the generated code have of themselves? */
export function isStandard(module: ModuleScope | undefined): boolean {
  return module?.origin === "library" && standard.has(module.name);
}

/** Is it one whose definitions can be copied? (Others need Java, or the proof system.) */
export function inLibrary(module: ModuleScope): boolean {
  return module.origin === "library" && defined.has(module.name);
}
