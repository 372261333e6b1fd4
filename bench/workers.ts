/**
 * `check --workers 2` against one worker, both ours: whole processes. Workers are for what takes long, so the target is of a
 * model that one takes more than ten seconds for; what they do for a short one stands beside it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { packageFolder } from "../src/host/own-files.js";
import { type ChildResult, runChild } from "./child.js";
import { atomicOf, type BenchModel } from "./engine-models.js";
import { alternate, type Summary, summary } from "./measure.js";
import type { BenchResult, Row } from "./result.js";

/** What a user of `bumblebee check` waits for. */
const COMMAND = join(packageFolder(), "bin", "bumblebee.js");
/** Two workers must be so many times as fast. */
const TARGET = 1.5;
/** Participants of atomic commitment: one worker takes some three seconds for the one, some twenty for the other. */
const SHORT = 8;
const LONG = 9;
/** Of the long one. */
const MOST_ROUNDS = 3;

export async function workers(rounds: number): Promise<BenchResult> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
  try {
    const short = await measured(atomicOf(SHORT, dir), rounds);
    const long = await measured(atomicOf(LONG, dir), Math.min(rounds, MOST_ROUNDS));
    return {
      name: "workers",
      against: "one worker",
      input: { distinct: long.distinct, generated: long.generated },
      load: loadavg()[0] ?? 0,
      rounds: long.ratio.count,
      ratio: long.ratio,
      mostRatio: 1 / TARGET,
      rows: [...short.rows, ...long.rows],
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Measured {
  readonly distinct: number;
  readonly generated: number;
  readonly ratio: Summary;
  readonly rows: readonly Row[];
}

async function measured(model: BenchModel, rounds: number): Promise<Measured> {
  const counts = new Set<string>();
  let found: RegExpExecArray | null = null;
  const run = async (count: number): Promise<ChildResult> => {
    const name = basename(model.cfg, ".cfg");
    const args = [COMMAND, "check", model.tla, "--model", name, "--workers", String(count), "--json"];
    const result = await runChild(process.execPath, args, dirname(model.tla));
    found = /"distinct": (\d+),\s+"generated": (\d+)/.exec(result.output);
    counts.add(found?.[0] ?? `no counts: ${result.output.slice(-2000)}`);
    if (result.exitCode !== 0 || counts.size > 1) throw new Error([...counts].join(" and "));
    return result;
  };
  const two = { name: "two", run: () => run(2) };
  const one = { name: "one", run: () => run(1) };
  const { samples, ratios } = await alternate(two, one, rounds);
  const [ours = [], theirs = []] = [samples.get("two"), samples.get("one")];
  const row = (
    what: string,
    unit: Row["unit"],
    of: (s: (typeof ours)[number]) => number | undefined,
  ): Row => ({
    what: `${model.name}, ${what}`,
    unit,
    ours: summary(ours.flatMap((s) => of(s) ?? [])),
    theirs: summary(theirs.flatMap((s) => of(s) ?? [])),
    target: undefined,
  });
  const ratio = summary(ratios);
  return {
    distinct: Number(found?.[1]),
    generated: Number(found?.[2]),
    ratio,
    rows: [
      row("2 workers", "ms", (s) => s.milliseconds),
      { what: `${model.name}, ratio`, unit: "ratio", ours: ratio, theirs: undefined, target: undefined },
      row("CPU time", "ms", (s) => s.cpuMilliseconds),
      row("highest memory", "bytes", (s) => s.peakBytes),
    ],
  };
}
