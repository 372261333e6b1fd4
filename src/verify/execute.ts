/** Runs of TLC in a folder of their own, one after the other, and what came of each against what was expected. */
import { join } from "node:path";
import { stopwatch } from "../host/clock.js";
import { makeDirectory, writeAtomic } from "../host/files.js";
import { grouped } from "../report/table.js";
import { printCfg } from "../tla/cfg.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import { runTlc } from "../tlc/run.js";
import type { Run } from "./plan.js";

export interface Row {
  readonly stage: string;
  readonly what: string;
  readonly bound: string;
  readonly result: string;
  /** The result is the one that a sound tool and a sound protocol give. */
  readonly expected: boolean;
  /** `failed`: there is no verdict, the run could not be made; `not-run`: something before it was in the way. */
  readonly status: "ran" | "failed" | "not-run";
  readonly seconds: number;
}

export interface Tools {
  readonly jar: string;
  readonly java: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly workers: number | "auto";
}

export interface Reporter {
  /** A run begins; called before every run. */
  begin(what: string): void;
  progress(what: string, progress: Progress): void;
  /** How far something else than a run of TLC is. */
  say?(text: string): void;
  done(row: Row): void;
}

/**
 * A search goes up a ladder: random behaviours, which find most attacks within seconds; all behaviours in order of
 * length, which find short attacks among many others; random ones again, longer. Neither way dominates.
 */
const ladder: readonly {
  readonly seconds: number;
  readonly simulate?: { readonly depth: number; readonly seed: number };
}[] = [
  { seconds: 10, simulate: { depth: 50, seed: 1 } },
  { seconds: 90 },
  { seconds: 60, simulate: { depth: 100, seed: 2 } },
];
const EXHAUST_S = 240;

export async function writeModule(dir: string, module: string, text: string): Promise<void> {
  await makeDirectory(dir);
  await writeAtomic(join(dir, `${module}.tla`), text);
}

/** Runs it and says what came of it; a search stops at the first rung of the ladder that finds something. */
export async function execute(run: Run, dir: string, tools: Tools, report: Reporter): Promise<Finished> {
  const elapsed = stopwatch();
  report.begin(run.what);
  const cfgFile = join(dir, `${run.id}.cfg`);
  await writeAtomic(cfgFile, printCfg({ entries: run.cfg }));
  const onProgress = (p: Progress): void => report.progress(run.what, p);
  const options = { ...tools, dir, module: run.module, cfgFile, onProgress };
  const rungs = run.mode === "search" ? ladder : [{ seconds: EXHAUST_S }];
  let outcome: TlcOutcome | undefined;
  for (const rung of rungs) {
    const simulate = "simulate" in rung && rung.simulate !== undefined ? { simulate: rung.simulate } : {};
    outcome = await runTlc({ ...options, ...simulate, timeoutMs: rung.seconds * 1000 });
    const exhausted = outcome.kind === "holds" && outcome.exhaustive;
    if (exhausted || (outcome.kind !== "timeout" && outcome.kind !== "holds")) break;
  }
  if (outcome === undefined) throw new Error("a run has at least one rung");
  const row = rowOf(run, outcome, elapsed());
  report.done(row);
  return { run, outcome, row };
}

export interface Finished {
  readonly run: Run;
  readonly outcome: TlcOutcome;
  readonly row: Row;
}

function rowOf(run: Run, outcome: TlcOutcome, seconds: number): Row {
  const { stage, what, bound } = run;
  return { stage, what, bound, status: "ran", seconds, ...judge(run, outcome) };
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
        expected: expect.kind === "violated",
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
    case "cancelled":
      return { result: "cancelled", expected: false };
    case "not-installed":
      return { result: `${outcome.program} is not installed`, expected: false };
    case "crashed":
      return { result: `TLC crashed: ${outcome.reason}`, expected: false };
  }
}

const oneLine = (text = "no message"): string => text.split("\n")[0] ?? "";
