/**
 * From a protocol to facts about it: what its messages speak for, who must certify what with which counter, and whether
 * strategy `counters` can be used. Pure; exploration of candidates is in `kappa/`.
 */
import type { Protocol } from "../protocol/types.js";
import { certificatesOf, type Facts } from "./certificates.js";
import { eventsOf, type Ground } from "./events.js";
import { fieldsOf } from "./fields.js";
import { leadershipOf, phasesOf } from "./phases.js";
import { writesOf } from "./provenance.js";
import { rowsOf } from "./rows.js";
import { Sorts } from "./sorts.js";
import { Reader } from "./steps.js";
import { splitKinds } from "./subkinds.js";
import { thresholdsOf } from "./thresholds.js";
import type { Analysis, SubKind, VariableAnalysis } from "./types.js";
import { observedVariables, roleOf, withCounters, withRoles } from "./variables.js";
import { verdictOf } from "./verdict.js";

export type * from "./types.js";

export interface AnalysisOptions {
  /**
   * The variables that properties look at. Without it, whatever nothing sent depends on is taken to be looked at, so
   * that messages which lead to it count.
   */
  readonly observed?: ReadonlySet<string>;
}

/** The static facts; the same for the same text, whatever things are called in it. */
export function analyse(protocol: Protocol, options: AnalysisOptions = {}): Analysis {
  const ground = groundOf(protocol, options);
  const { events, counters } = eventsOf(ground);
  const phases = phasesOf(ground, events);
  const leadership = leadershipOf(ground, phases, events);
  const subKinds = ground.kinds.map((kind): SubKind => {
    const certificate = ground.byKind.get(kind.name);
    if (certificate === undefined) throw new Error(`${kind.name} was not judged`);
    const counter = counters.find((c) =>
      c.events.some((e) => events.find((x) => x.name === e)?.subKind === kind.name),
    );
    return {
      ...kind,
      fields: fieldsOf(ground, kind, counter?.lane ?? []),
      certificate,
      phase: phases.byTag.get(kind.tag) ?? "none",
    };
  });
  const { thresholds } = ground;
  const found = { subKinds, events, counters, thresholds };
  return {
    module: protocol.module,
    subKinds,
    variables: protocol.slice.map((v) => variableOf(ground, v.name)),
    actions: phases.actions,
    events,
    counters,
    thresholds,
    leadership,
    rows: rowsOf(ground, found),
    verdict: verdictOf(ground, { ...found, leadership }),
  };
}

function groundOf(protocol: Protocol, { observed }: AnalysisOptions): Ground {
  const reader = new Reader(protocol);
  const raw = writesOf(reader);
  const thresholds = thresholdsOf(reader, raw);
  const writes = withCounters(withRoles(reader, raw, thresholds));
  const roles = new Map(protocol.slice.map((v) => [v.name, roleOf(reader, v.name, v.place, writes).role]));
  const facts: Facts = {
    reader,
    writes,
    thresholds,
    kinds: splitKinds(reader, thresholds),
    roles,
    observed: observedVariables(reader),
    ...(observed === undefined ? {} : { lookedAt: observed }),
  };
  return { ...facts, ...certificatesOf(facts), sorts: new Sorts(reader) };
}

function variableOf({ reader, writes, spokenFor, observed, sorts }: Ground, name: string): VariableAnalysis {
  const declared = reader.protocol.slice.find((v) => v.name === name);
  if (declared === undefined) throw new Error(`no variable ${name}`);
  return {
    name,
    place: declared.place,
    ...roleOf(reader, name, declared.place, writes),
    sort: sorts.variable(name),
    writes: writes.filter((w) => w.variable === name),
    spokenFor: spokenFor.get(name),
    observed: observed.has(name),
  };
}
