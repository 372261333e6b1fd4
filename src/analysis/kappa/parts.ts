/**
 * An analysis by what has nothing in common: counters of which no certificate depends on what another's depend on. Each
 * part can be explored by itself: a state of the whole is one of each, and shows nothing that these do not.
 */
import type { Reader } from "../steps.js";
import type { Analysis } from "../types.js";
import { coneOf } from "./cone.js";
import { isOwn } from "./own.js";

/** A part knows its own events and counters only. */
export function partsOf(reader: Reader, analysis: Analysis): readonly Analysis[] {
  const groups: { counters: Set<string>; touched: Set<string> }[] = [];
  for (const { name } of analysis.counters) {
    const own = only(analysis, new Set([name]));
    const group = { counters: new Set([name]), touched: touchedBy(reader, own) };
    for (const other of groups.filter((g) => [...group.touched].some((t) => g.touched.has(t)))) {
      for (const c of other.counters) group.counters.add(c);
      for (const t of other.touched) group.touched.add(t);
      groups.splice(groups.indexOf(other), 1);
    }
    groups.push(group);
  }
  return groups.length < 2 ? [analysis] : groups.map((g) => only(analysis, g.counters));
}

const only = (analysis: Analysis, counters: ReadonlySet<string>): Analysis => ({
  ...analysis,
  events: analysis.events.filter((e) => counters.has(e.counter)),
  counters: analysis.counters.filter((c) => counters.has(c.name)),
});

/** What its certificates depend on. The node's own messages of different kinds have nothing to do with each other. */
function touchedBy(reader: Reader, analysis: Analysis): Set<string> {
  const cone = coneOf(reader, analysis);
  const variables = [...cone.variables].filter((v) => !isOwn(reader, v));
  return new Set([
    ...variables.map((v) => `variable ${v}`),
    ...[...cone.actions].map((a) => `action ${a}`),
    ...[...cone.tags, ...cone.own].map((t) => `kind ${t}`),
  ]);
}
