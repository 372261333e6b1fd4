/**
 * What it costs to validate logs of Raft (`raft-log.ts`): one log of more and more events, a thousand short ones by our
 * engine and by TLC, the mutation score of one. Whole processes, start-up included.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../src/host/own-files.js";
import { runChild } from "./child.js";
import { type Sample, summary } from "./measure.js";
import { raftLog, raftMapping } from "./raft-log.js";
import type { BenchResult, Row } from "./result.js";

const LEAST = 1000;
const SMALL = 10_000;
const LARGE = [50_000, 200_000] as const;
const TRACES = 1000;
/** Events of a short trace; a run ends with its term, a little later. */
const SHORT = 28;
const MUTATED = 480;
const EVENTS_PER_SECOND = 50_000;
const OWN_MILLISECONDS = 1500;
const TLC_MILLISECONDS = 6000;
const MUTATION_MILLISECONDS = 20_000;
const MOST_BYTES = 500e6;
const MILLISECONDS = 1000;

/** The smallest logs are read in turns: what differs between them is as long as what the system does meanwhile. */
const ROUNDS = 9;

/** One round of what takes seconds, TLC among it. */
export async function validate(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
  try {
    const mapping = join(folder, "mapping.json");
    writeFileSync(
      mapping,
      JSON.stringify({ spec: join(packageFolder(), "specs/raft/Raft.tla"), ...raftMapping }),
    );
    const many = join(folder, "many");
    mkdirSync(many);
    for (let k = 1; k <= TRACES; k++)
      writeFileSync(join(many, `${String(k).padStart(4, "0")}.ndjson`), [...raftLog(SHORT, k)].join(""));
    const rows: Row[] = [];
    const [least, small] = [logOf(folder, mapping, LEAST), logOf(folder, mapping, SMALL)];
    const [start, first]: [Sample[], Sample[]] = [[], []];
    for (let k = 0; k < ROUNDS; k++) {
      start.push(await run(...least));
      first.push(await run(...small));
    }
    rows.push(
      timeRow(`${LEAST} events`, start.map(clockOf)),
      timeRow(`${LEAST} events, CPU`, start.map(cpuOf)),
    );
    rows.push(...growing(SMALL, first, start));
    for (const size of LARGE)
      rows.push(...growing(size, [await run(...logOf(folder, mapping, size))], start));
    const own = await run("validate", many, "--mapping", mapping);
    const tlc = await run("validate", many, "--mapping", mapping, "--engine", "tlc");
    rows.push(
      row(`${TRACES} traces`, own, OWN_MILLISECONDS),
      row(`${TRACES} traces, TLC`, tlc, TLC_MILLISECONDS),
    );
    const one = join(folder, "one.ndjson");
    writeFileSync(one, [...raftLog(MUTATED, 1)].join(""));
    const score = await run("trace", "mutate", one, "--mapping", mapping);
    rows.push(row("mutation score, 500 events", score, MUTATION_MILLISECONDS));
    return {
      name: "validate",
      against: "–",
      input: { traces: TRACES, largest: LARGE.at(-1) ?? 0 },
      load: loadavg()[0] ?? 0,
      rounds: ROUNDS,
      ratio: summary([own.milliseconds / tlc.milliseconds]),
      rows,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The arguments that validate a log of so many events. */
function logOf(folder: string, mapping: string, events: number): readonly string[] {
  const log = join(folder, `${events}.ndjson`);
  let text = "";
  for (const line of raftLog(events, 1)) text += line;
  writeFileSync(log, text);
  return ["validate", log, "--mapping", mapping];
}

const clockOf = ({ milliseconds }: Sample): number => milliseconds;
const cpuOf = ({ cpuMilliseconds, milliseconds }: Sample): number => cpuMilliseconds ?? milliseconds;

/**
 * Time beyond that of the least log, which is that of starting, and memory. Events in a second are by the clock; processor
 * time has that of the optimiser's threads, too, which work beside: of the first 10,000 events, half of it.
 */
function growing(events: number, samples: readonly Sample[], start: readonly Sample[]): readonly Row[] {
  const peaks = samples.flatMap((s) => s.peakBytes ?? []);
  const more = (of: (sample: Sample) => number): readonly number[] => {
    const least = summary(start.map(of)).median;
    return samples.map((s) => of(s) - least);
  };
  const what = `${events - LEAST} events more`;
  const target = ((events - LEAST) / EVENTS_PER_SECOND) * MILLISECONDS;
  const times = [{ ...timeRow(what, more(clockOf)), target }, timeRow(`${what}, CPU`, more(cpuOf))];
  if (peaks.length === 0) return times;
  const memory = { what: `${events} events, memory`, unit: "bytes" as const, theirs: undefined };
  return [...times, { ...memory, ours: summary(peaks), target: MOST_BYTES }];
}

function row(what: string, sample: Sample, target: number): Row {
  return { what, unit: "ms", ours: summary([sample.milliseconds]), theirs: undefined, target };
}

function timeRow(what: string, values: readonly number[]): Row {
  return { what, unit: "ms", ours: summary(values), theirs: undefined, target: undefined };
}

async function run(...args: readonly string[]): Promise<Sample> {
  const child = await runChild(process.execPath, [join(packageFolder(), "bin/bumblebee.js"), ...args]);
  // Mutants survive, as they are to; anything else must be accepted.
  if (child.exitCode !== 0)
    throw new Error(`bumblebee ${args[0]} ended with ${child.exitCode}: ${child.output}`);
  return child;
}
