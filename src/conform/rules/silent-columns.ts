/**
 * Silent steps that read the line before which they are taken: `"do": "Tick($.node)"`. A line's rule then has the columns of
 * these steps as well as its own, so that they lie in the line's event.
 */

import type { Column } from "../mapping/columns.js";
import type { SilentRule } from "../mapping/mapping-schema.js";
import { eventNamed } from "../mapping/names.js";
import type { Rule } from "./rule-types.js";

/** Of a line's rule: its columns with those of the silent steps that may come before one of its lines. */
export function withSilentColumns(
  rule: Rule,
  on: readonly (string | null)[],
  silent: readonly Rule[],
  sources: readonly SilentRule[],
): Rule {
  const read = silent.flatMap((s, i) =>
    sources[i]?.for.some((name) => on.some((o) => eventNamed(o, name))) === true ? s.columns : [],
  );
  return read.length === 0 ? rule : { ...rule, columns: [...new Set([...rule.columns, ...read])] };
}

/** Those of a rule's columns that a line with this name has to have. */
export function columnsOf(
  { phases, columns }: Rule,
  name: string | undefined,
  silent: readonly Rule[],
  sources: readonly SilentRule[],
): ReadonlySet<Column> {
  const own = new Set(phases.flatMap((p) => p.columns));
  for (const [i, s] of silent.entries())
    if (sources[i]?.for.includes(name ?? "") === true) for (const c of s.columns) own.add(c);
  return new Set(columns.filter((c) => own.has(c)));
}
