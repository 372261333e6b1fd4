/** `inspect` and `transform` on a specification of 900 lines against one of 450: whole processes, and how cost grows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../src/host/own-files.js";
import { runChild } from "./child.js";
import { alternate, type Sample, type Summary, summary } from "./measure.js";
import type { BenchResult, Row } from "./result.js";
import { wideSpec } from "./wide-spec.js";

const COMMAND = join(packageFolder(), "bin", "bumblebee.js");
const LINES = 900;
/** Of `inspect` and one `transform`, in ms: models are neither written nor checked, counter values are tried. */
const TARGET = 10_000;
/** Twice the text may cost so many times as much. */
const MOST_GROWTH = 2.5;

interface Step {
  readonly what: string;
  readonly args: readonly string[];
}

const steps: readonly Step[] = [
  { what: "inspect", args: ["inspect", "--kappa", "1"] },
  { what: "transform to history", args: ["transform", "--no-models", "--strategy", "history", "-o", "h"] },
  { what: "transform to counters", args: ["transform", "--no-models", "--strategy", "counters", "-o", "c"] },
];

export async function wide(rounds: number): Promise<BenchResult> {
  const root = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
  try {
    const whole = folderOf(root, LINES);
    const half = folderOf(root, LINES / 2);
    const parts: Sample[][] = [];
    const all = async (dir: string): Promise<Sample> => {
      const found: Sample[] = [];
      for (const { args } of steps) found.push(await command(args, dir));
      if (dir === whole) parts.push(found);
      return sum(found);
    };
    const pairs = await alternate(
      { name: "whole", run: () => all(whole) },
      { name: "half", run: () => all(half) },
      rounds,
    );
    // The first is the round that is not counted.
    const counted = parts.slice(1);
    return {
      name: "wide",
      against: "half the lines",
      input: { lines: LINES },
      load: loadavg()[0] ?? 0,
      rounds,
      ratio: summary(pairs.ratios),
      mostRatio: MOST_GROWTH,
      rows: rowsOf(counted, pairs.samples.get("whole") ?? [], pairs.samples.get("half") ?? []),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function rowsOf(parts: readonly Sample[][], whole: readonly Sample[], half: readonly Sample[]): Row[] {
  const cpu = (samples: readonly Sample[]): Summary =>
    summary(samples.flatMap((s) => s.cpuMilliseconds ?? []));
  const memory = (s: readonly Sample[]): Summary => summary(s.flatMap((x) => x.peakBytes ?? []));
  const row = (what: string, times: readonly number[], target?: number): Row => ({
    what,
    unit: "ms",
    ours: summary(times),
    theirs: undefined,
    target,
  });
  const clock = (step: number): readonly number[] => parts.map((p) => p[step]?.milliseconds ?? Number.NaN);
  const alone = steps.map(({ what }, k) => row(what, clock(k)));
  const inspect = clock(0);
  const both = steps.slice(1).map(({ what }, k) =>
    row(
      `inspect and ${what}`,
      clock(k + 1).map((time, i) => time + (inspect[i] ?? Number.NaN)),
      TARGET,
    ),
  );
  return [
    ...alone,
    ...both,
    { what: "all three, CPU", unit: "ms", ours: cpu(whole), theirs: cpu(half), target: undefined },
    { what: "highest memory", unit: "bytes", ours: memory(whole), theirs: memory(half), target: undefined },
  ];
}

function folderOf(root: string, lines: number): string {
  const { name, text, cfg, mapping } = wideSpec(lines);
  const dir = join(root, String(lines), name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, `${name}.tla`), text);
  writeFileSync(join(dir, `${name}.cfg`), cfg);
  writeFileSync(join(dir, `${name}.mapping.json`), mapping);
  return dir;
}

async function command([name = "", ...rest]: readonly string[], dir: string): Promise<Sample> {
  const result = await runChild(process.execPath, [COMMAND, name, dir, ...rest], dir);
  if (result.exitCode !== 0) throw new Error(`${name}: ${result.output.slice(-2000)}`);
  return result;
}

const sum = (samples: readonly Sample[]): Sample => ({
  milliseconds: samples.reduce((all, s) => all + s.milliseconds, 0),
  cpuMilliseconds: samples.reduce((all, s) => all + (s.cpuMilliseconds ?? Number.NaN), 0),
  peakBytes: Math.max(...samples.map((s) => s.peakBytes ?? 0)),
});
