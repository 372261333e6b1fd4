/** Coverage of a model of files by our engine: all states, then what they exercise. */
import { type Coverage, countsOf } from "../engine/coverage/coverage.js";
import { countersOf } from "../engine/coverage/coverage-counters.js";
import { type Instrumented, instrument } from "../engine/coverage/coverage-instrument.js";
import { type CoverageTable, coverageTable } from "../engine/coverage/coverage-table.js";
import { explore } from "../engine/explore/explore.js";
import { outcomeOf } from "../engine/outcome.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import type { Job } from "./engines.js";
import { progressOf } from "./own-engine.js";
import { readyModel, runOptions } from "./own-ready.js";

export interface CoverageFound {
  readonly outcome: TlcOutcome;
  readonly notes: readonly Diagnostic[];
  /** Absent if the model cannot be run. */
  readonly coverage: Coverage | undefined;
  /** The modules' texts, by file. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Explores a model that counts while it is explored. */
export async function coverModel(job: Job, signal: AbortSignal): Promise<CoverageFound> {
  let counting: { readonly table: CoverageTable; readonly instrumented: Instrumented } | undefined;
  const ready = await readyModel(job, (lowering) => {
    if (lowering.model === undefined) return lowering;
    const table = coverageTable(lowering.model);
    const instrumented = instrument(lowering.model, table);
    counting = { table, instrumented };
    return { ...lowering, model: instrumented.lowered };
  });
  if (ready.kind === "answered") return { ...ready.answer, coverage: undefined, sources: new Map() };
  const { model, source, notes } = ready;
  const exploration = await explore(model, {
    ...runOptions(job, signal),
    onProgress: (p) => job.onProgress?.("own", progressOf(p)),
  });
  const outcome = { ...outcomeOf(exploration, source), ...ready.said() };
  const coverage =
    counting &&
    countsOf(counting.instrumented, counting.table, countersOf(model.bank), exploration.states.size);
  return { outcome, notes, coverage, sources: textsOf(source.lowered.spec) };
}

function textsOf(spec: ResolvedSpec): ReadonlyMap<string, string> {
  return new Map([...spec.modules.values()].map(({ parsed }) => [parsed.file, parsed.source]));
}
