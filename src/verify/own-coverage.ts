/** Coverage of a model of files by our engine: all states, then what they exercise. */
import { type Coverage, cover } from "../engine/coverage.js";
import { explore } from "../engine/explore.js";
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

/** Explores, then counts for at most so many seconds, over the states that were found. */
export async function coverModel(job: Job, seconds: number, signal: AbortSignal): Promise<CoverageFound> {
  const ready = await readyModel(job);
  if (ready.kind === "answered") return { ...ready.answer, coverage: undefined, sources: new Map() };
  const { model, source, notes } = ready;
  const options = runOptions(job, signal);
  const exploration = await explore(model, {
    ...options,
    onProgress: (p) => job.onProgress?.("own", progressOf(p)),
  });
  const { states } = exploration;
  const covered = {
    size: states.size,
    values: (index: number) => {
      const row = states.row(index);
      return Int32Array.from(model.variables, (_, i) => model.valueOf(row, i));
    },
  };
  const { lowered, bank } = source;
  const said = ready.said();
  const coverage = await cover(lowered, covered, { ...options, bank, seconds });
  const outcome = { ...outcomeOf(exploration, source), ...said };
  return { outcome, notes, coverage, sources: textsOf(lowered.spec) };
}

function textsOf(spec: ResolvedSpec): ReadonlyMap<string, string> {
  return new Map([...spec.modules.values()].map(({ parsed }) => [parsed.file, parsed.source]));
}
