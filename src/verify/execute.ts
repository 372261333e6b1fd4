/** Models checked in a folder of their own, one after the other, and what came of each against what was expected. */
import { join } from "node:path";
import { stopwatch } from "../host/clock.js";
import { makeDirectory, writeAtomic } from "../host/files.js";
import { grouped } from "../report/table.js";
import { printCfg } from "../tla/cfg.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Answer, Checker, Job } from "./engines.js";
import type { Run, StrategyName } from "./plan.js";
import { searching } from "./search.js";

export interface Row {
  readonly stage: string;
  /** Whose hybrid it is about; absent where that is the original. */
  readonly strategy?: StrategyName;
  readonly what: string;
  readonly bound: string;
  readonly result: string;
  /** The result is the one that a sound tool and a sound protocol give. */
  readonly expected: boolean;
  /** `failed`: there is no verdict, the run could not be made; `not-run`: something before it was in the way. */
  readonly status: "ran" | "failed" | "not-run";
  readonly seconds: number;
  /** Who found it; absent where no model was checked. */
  readonly by?: Answer["by"];
  /** What is to be known besides: that one engine alone could answer. */
  readonly notes?: readonly string[];
}

export interface Reporter {
  /** A run begins; called before every run. */
  begin(what: string): void;
  progress(what: string, progress: Progress): void;
  /** How far something else than the check of a model is. */
  say?(text: string): void;
  done(row: Row): void;
}

/**
 * A search goes up a ladder. With TLC random behaviours, which find most attacks within seconds; all behaviours in order
 * of length, which find short attacks among many others; random ones again, longer. Neither way dominates. Our
 * engine is through with most models in a few seconds, and then finds the shortest.
 */
const search = searching({
  own: [
    { seconds: 10 },
    { seconds: 10, simulate: { depth: 50, seed: 1 } },
    { seconds: 90 },
    { seconds: 60, simulate: { depth: 100, seed: 2 } },
  ],
  tlc: [
    { seconds: 10, simulate: { depth: 50, seed: 1 } },
    { seconds: 90 },
    { seconds: 60, simulate: { depth: 100, seed: 2 } },
  ],
});
/** For a search of all states, if nobody says otherwise. */
export const EXHAUST_S = 240;

export async function writeModule(dir: string, module: string, text: string): Promise<void> {
  await makeDirectory(dir);
  await writeAtomic(join(dir, `${module}.tla`), text);
}

/** Runs it and says what came of it. */
export async function execute(
  run: Run,
  dir: string,
  checker: Checker,
  report: Reporter,
  workers?: number,
): Promise<Finished> {
  const elapsed = stopwatch();
  report.begin(run.what);
  const cfgFile = join(dir, `${run.id}.cfg`);
  await writeAtomic(cfgFile, printCfg({ entries: run.cfg }));
  const onProgress = (_engine: string, p: Progress): void => report.progress(run.what, p);
  const job: Job = {
    dir,
    module: run.module,
    cfgFile,
    onProgress,
    ...(workers === undefined ? {} : { workers }),
  };
  const { outcome, by, notes } =
    run.mode === "search"
      ? await checker.check(job, search)
      : await checker.check({ ...job, timeoutMs: (run.seconds ?? EXHAUST_S) * 1000 });
  const said = notes.map((n) => n.message);
  const row = { ...rowOf(run, outcome, elapsed()), by, ...(said.length > 0 ? { notes: said } : {}) };
  report.done(row);
  return { run, outcome, row };
}

export interface Finished {
  readonly run: Run;
  readonly outcome: TlcOutcome;
  readonly row: Row;
}

function rowOf(run: Run, outcome: TlcOutcome, seconds: number): Row {
  const { stage, what, bound, strategy } = run;
  const status = outcome.kind === "unsupported" ? "not-run" : "ran";
  const whose = strategy === undefined ? {} : { strategy };
  return { stage, ...whose, what, bound, status, seconds, ...judge(run, outcome) };
}

/** The result in words, and whether it is the expected one. */
export function judge(
  run: Run,
  outcome: TlcOutcome,
): { readonly result: string; readonly expected: boolean } {
  const { expect } = run;
  switch (outcome.kind) {
    case "holds": {
      const states = outcome.distinct === undefined ? "" : `, ${grouped(outcome.distinct)} states`;
      if (expect.kind === "noticed")
        return {
          result: `no invariant notices${states}; the reduction does`,
          expected: outcome.exhaustive,
        };
      if (expect.kind === "violated") return { result: `nothing found${states}`, expected: false };
      const wanted = expect.distinct;
      if (wanted === undefined) return { result: `holds${states}, exhausted`, expected: outcome.exhaustive };
      const equal = outcome.distinct === wanted;
      const beside = equal ? "as the original" : `the original has ${grouped(wanted)}`;
      return { result: `holds${states}, exhausted; ${beside}`, expected: outcome.exhaustive && equal };
    }
    case "violated": {
      const steps = outcome.trace.states.length - 1;
      if (expect.kind === "violated" && expect.meaning === "goal") {
        return { result: `reached in ${steps} steps`, expected: true };
      }
      return {
        result: `${outcome.name ?? outcome.what} violated in ${steps} steps`,
        expected: expect.kind !== "holds",
      };
    }
    case "deadlock":
      return { result: "deadlock", expected: false };
    case "spec-fault":
      return { result: `fault: ${oneLine(outcome.diagnostics[0]?.message)}`, expected: false };
    case "timeout":
      return { result: "out of time", expected: false };
    case "out-of-memory":
      return { result: "out of memory", expected: false };
    case "state-limit":
      return { result: "too many states", expected: false };
    case "depth-limit":
      return { result: "not deep enough", expected: false };
    case "unsupported":
      return { result: `skipped, needs TLC: ${oneLine(outcome.diagnostics[0]?.message)}`, expected: false };
    case "disagreement":
      return { result: `the engines disagree: ${outcome.difference}`, expected: false };
    case "cancelled":
      return { result: "cancelled", expected: false };
    case "not-installed":
      return { result: `${outcome.program} is not installed`, expected: false };
    case "crashed":
      return { result: `TLC crashed: ${outcome.reason}`, expected: false };
  }
}

const oneLine = (text = "no message"): string => text.split("\n")[0] ?? "";
