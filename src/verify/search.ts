/** Looking for something that is there: several ways, one after the other, until one finds it. */
import type { Simulation } from "../tlc/run.js";
import type { Ask, EngineAnswer, EngineName } from "./engines.js";

export interface Rung {
  readonly seconds: number;
  readonly simulate?: Simulation;
}

/** The ways of each engine. */
export type Ladders = Readonly<Record<EngineName, readonly Rung[]>>;

/**
 * Goes up the ladder of an engine until a rung finds something or has seen everything. The job's own limit of time bounds
 * every rung.
 */
export const searching =
  (ladders: Ladders): Ask =>
  async (engine, job, signal) => {
    let last: EngineAnswer | undefined;
    for (const { seconds, simulate } of ladders[engine.name]) {
      const timeoutMs = Math.min(job.timeoutMs ?? Number.POSITIVE_INFINITY, seconds * 1000);
      const way = {
        ...job,
        ...(Number.isFinite(timeoutMs) ? { timeoutMs } : {}),
        ...(simulate === undefined ? {} : { simulate }),
      };
      last = await engine.run(way, signal);
      const { outcome } = last;
      const nothingYet = outcome.kind === "timeout" || (outcome.kind === "holds" && !outcome.exhaustive);
      if (!nothingYet) break;
    }
    if (last === undefined) throw new Error("a ladder has at least one rung");
    return last;
  };
