/** Diagnostics about a structure: places where a reader could go wrong without noticing. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Facts } from "./structure.js";
import type { Structure } from "./types.js";

export function remarks(facts: Facts, structure: Structure): readonly Diagnostic[] {
  void facts;
  void structure;
  return [];
}
