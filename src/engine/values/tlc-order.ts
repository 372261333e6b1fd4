/**
 * The order in which TLC has the variables of a specification. It is not that of their declaration but that of the hash
 * table in which SANY keeps a module's names (`java.util.Hashtable`, keyed by strings). It decides which image of a state
 * is the least under SYMMETRY, which a VIEW can see.
 */
import type { ModuleScope } from "../../resolve/types.js";

/** Names of the language itself in each table. */
const LANGUAGE_NAMES = 72;
const FIRST_CAPACITY = 11;
const LOAD = 0.75;

/** The places of the variables, in TLC's order. Of two in one bucket the one declared first comes first. */
export function tlcOrder(scope: ModuleScope): readonly number[] {
  const capacity = capacityFor(LANGUAGE_NAMES + namesIn(scope));
  const buckets = scope.variables.map((v) => (javaHash(v.name) & 0x7fffffff) % capacity);
  return [...buckets.keys()].sort((a, b) => buckets[a]! - buckets[b]! || a - b);
}

/** A named instance brings all that its module exports, as `I!Op`. */
function namesIn(scope: ModuleScope): number {
  let count = scope.names.size;
  for (const { declaration } of scope.names.values()) {
    if (declaration.kind === "instance") count += exportsOf(declaration.of);
  }
  return count;
}

function exportsOf(scope: ModuleScope): number {
  let count = 0;
  for (const { declaration, exported } of scope.names.values()) {
    if (!exported) continue;
    if (declaration.kind === "operator") count += 1;
    else if (declaration.kind === "instance") count += 1 + exportsOf(declaration.of);
  }
  return count;
}

/** It grows before an entry is added that would be one more than its load allows. */
function capacityFor(entries: number): number {
  let capacity = FIRST_CAPACITY;
  while (entries > Math.floor(capacity * LOAD)) capacity = 2 * capacity + 1;
  return capacity;
}

/** `String.hashCode` of Java. */
function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
