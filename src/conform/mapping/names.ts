/** Names in mappings: of events, and those that its TLA+ may use: the specification's, its own, of standard modules, model values. */
import { DiagnosticError } from "../../report/diagnostic.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import { mappingFault, type Where } from "../faults.js";
import type { MappingFile } from "./mapping-schema.js";

const standard: Readonly<Record<string, readonly string[]>> = {
  Integers: [
    "+",
    "-",
    "*",
    "<",
    ">",
    "<=",
    ">=",
    "..",
    "Nat",
    "Int",
    "%",
    "\\div",
    "-.",
    "^",
    "\\leq",
    "\\geq",
  ],
  Sequences: ["Seq", "Len", "\\o", "Append", "Head", "Tail", "SubSeq", "SelectSeq"],
  FiniteSets: ["Cardinality", "IsFiniteSet"],
};

/** Throws for names that nobody knows; notes which standard modules and which model values the mapping needs. */
export function nameCheck(
  spec: ResolvedSpec,
  content: MappingFile,
  models: ReadonlySet<string>,
  needed: { readonly modules: Set<string>; readonly models: Set<string> },
) {
  const own = new Set([...Object.keys(content.let ?? {}), ...Object.keys(content.maps ?? {})]);
  return (names: Iterable<string>, where: Where): void => {
    for (const name of names) {
      if (spec.root.names.has(name) || own.has(name) || builtin.has(name)) continue;
      if (models.has(name)) {
        needed.models.add(name);
        continue;
      }
      const module = Object.keys(standard).find((m) => standard[m]?.includes(name));
      if (module === undefined)
        throw new DiagnosticError([mappingFault.unknownName(where, "name", name, spec.root.names.keys())]);
      if (standard[module]?.some((n) => spec.root.names.has(n)) !== true) needed.modules.add(module);
    }
  };
}

const builtin = new Set(["TRUE", "FALSE", "BOOLEAN", "STRING", "message_"]);

/** `Send*` is any name that begins so. */
export function eventNamed(on: string | null, name: string | undefined): boolean {
  if (on === null || name === undefined) return on === null && name === undefined;
  if (!on.includes("*")) return on === name;
  const parts = on.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/** Steps before lines of some events: that there are such events, and that `early` can say what is before them. */
export function checkEventNames(
  { events, silent, log, rename }: MappingFile,
  whereOf: (path: string) => Where,
): void {
  const known = events.flatMap(({ on }) => on);
  const check = (path: string, names: readonly string[]): void => {
    for (const name of names)
      if (!known.some((on) => eventNamed(on, name === "" ? undefined : name)))
        throw new DiagnosticError([
          mappingFault.unknownName(
            whereOf(path),
            "rule for event",
            name,
            known.flatMap((on) => on ?? []),
          ),
        ]);
  };
  for (const [i, rule] of (silent ?? []).entries()) check(`silent[${i}].for`, rule.for);
  for (const [i, { early }] of events.entries()) {
    if (early === undefined) continue;
    const path = `events[${i}].early`;
    check(`${path}.for`, early.for);
    if (typeof log?.order === "object" && !("by" in log.order))
      throw new DiagnosticError([mappingFault.earlyOrder(whereOf(path), "clocks leave their order open")]);
    if (Object.keys(rename ?? {}).length > 0)
      throw new DiagnosticError([
        mappingFault.earlyOrder(whereOf(path), "`rename` goes by first appearance"),
      ]);
  }
}
