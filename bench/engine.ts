/**
 * `npm run bench:engine -- [--rounds N] [--keep] [--only NAME]… [--no-curve] [SPEC.tla MODEL.cfg]…`: our engine
 * against TLC with one worker, whole processes, in alternation. Both must give the same counts, or there is no result.
 * `--only curve` measures how cost grows, and nothing else.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageFolder } from "../src/host/own-files.js";
import { grouped, table } from "../src/report/table.js";
import { findTlc } from "../src/tlc/find.js";
import { findJava } from "../src/tlc/java.js";
import { type ChildResult, runChild } from "./child.js";
import { atomicOf, type BenchModel, namedModel, ownModels } from "./engine-models.js";
import { curvePlot, type Point } from "./engine-plot.js";
import { alternate, type Contender, type Sample, type Summary, summary } from "./measure.js";

/** What a user of `bumblebee check` waits for. */
const COMMAND = join(packageFolder(), "bin", "bumblebee.js");

/** Participants of the models of the curve; TLC is left out of those that take it minutes. */
const CURVE = [2, 3, 4, 5, 6, 7, 8];
const MOST_FOR_TLC = 7;
/** The most rounds of the curve. */
const CURVE_ROUNDS = 3;

interface Counts {
  readonly distinct: number;
  readonly generated: number;
}

interface Measured extends Counts {
  readonly name: string;
  readonly target: number | undefined;
  readonly ours: Sides;
  readonly tlc: Sides;
  /** TLC's time divided by ours, pair by pair. */
  readonly ratio: Summary;
}

interface Sides {
  readonly milliseconds: Summary;
  readonly cpuMilliseconds: Summary;
  readonly peakBytes: Summary;
}

interface Tools {
  readonly java: string;
  readonly jar: string;
  /** For what TLC writes. */
  readonly scratch: string;
}

// -------------------------------------------------------------------------------------------------------- running

async function ours(model: BenchModel): Promise<ChildResult & Counts> {
  const name = basename(model.cfg, ".cfg");
  const args = [COMMAND, "check", model.tla, "--model", name, "--engine", "own", "--json"];
  const result = await runChild(process.execPath, args, dirname(model.tla));
  const counts = /"distinct": (\d+),\s+"generated": (\d+)/.exec(result.output);
  return { ...result, ...countsOf(model, result, counts?.[1], counts?.[2]) };
}

async function tlc(model: BenchModel, { java, jar, scratch }: Tools): Promise<ChildResult & Counts> {
  const modules = basename(model.tla);
  const options = ["-workers", "1", "-nowarning", "-metadir", join(scratch, "states"), "-config", model.cfg];
  const args = ["-XX:+UseParallelGC", "-cp", jar, "tlc2.TLC", ...options, modules];
  const result = await runChild(java, args, dirname(model.tla));
  const counts = [...result.output.matchAll(/^(\d+) states generated, (\d+) distinct/gm)].at(-1);
  return { ...result, ...countsOf(model, result, counts?.[2], counts?.[1]) };
}

function countsOf(
  { name }: BenchModel,
  { exitCode, output }: ChildResult,
  distinct: string | undefined,
  generated: string | undefined,
): Counts {
  if (exitCode === 0 && distinct !== undefined && generated !== undefined)
    return { distinct: Number(distinct), generated: Number(generated) };
  throw new Error(`${name} gives no counts (exit code ${exitCode}):\n${output.slice(-2000)}`);
}

/** A contender whose counts are kept. */
function counting(name: string, run: () => Promise<ChildResult & Counts>, seen: Counts[]): Contender {
  return {
    name,
    run: async () => {
      const result = await run();
      seen.push({ distinct: result.distinct, generated: result.generated });
      return result;
    },
  };
}

async function measure(model: BenchModel, tools: Tools, rounds: number): Promise<Measured> {
  const seen: Counts[] = [];
  const first = counting("ours", () => ours(model), seen);
  const second = counting("TLC", () => tlc(model, tools), seen);
  const { samples, ratios } = await alternate(first, second, rounds);
  const [counts] = seen;
  if (counts === undefined) throw new Error("nothing was run");
  for (const other of seen) {
    if (other.distinct !== counts.distinct || other.generated !== counts.generated)
      throw new Error(`${model.name}: ${JSON.stringify(counts)} and ${JSON.stringify(other)}`);
  }
  const { name, target } = model;
  return {
    name,
    target,
    ...counts,
    ours: sides(samples.get("ours") ?? []),
    tlc: sides(samples.get("TLC") ?? []),
    ratio: summary(ratios.map((r) => 1 / r)),
  };
}

const sides = (samples: readonly Sample[]): Sides => ({
  milliseconds: summary(samples.map((s) => s.milliseconds)),
  cpuMilliseconds: summary(samples.flatMap((s) => s.cpuMilliseconds ?? [])),
  peakBytes: summary(samples.flatMap((s) => s.peakBytes ?? [])),
});

/** Seconds of processor time, which a busy machine changes least, against distinct states. */
async function curve(tools: Tools, rounds: number): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const participants of CURVE) {
    const model = atomicOf(participants, tools.scratch);
    const mine: Sample[] = [];
    const theirs: Sample[] = [];
    let states = 0;
    for (let round = 0; round < Math.min(rounds, CURVE_ROUNDS); round++) {
      const own = await ours(model);
      mine.push(own);
      states = own.distinct;
      if (participants <= MOST_FOR_TLC) theirs.push(await tlc(model, tools));
    }
    const seconds = (samples: readonly Sample[]): number | undefined =>
      samples.length === 0
        ? undefined
        : summary(samples.map((s) => s.cpuMilliseconds ?? s.milliseconds)).median / 1000;
    const bytes = summary(mine.flatMap((s) => s.peakBytes ?? [])).median;
    points.push({ states, ours: seconds(mine) ?? 0, tlc: seconds(theirs), bytes });
    process.stdout.write(
      `curve: ${grouped(states)} states: ${points.at(-1)?.ours.toFixed(2)} s of processor time\n`,
    );
  }
  return points;
}

// -------------------------------------------------------------------------------------------------------- showing

const seconds = ({ median }: Summary): string => `${(median / 1000).toFixed(2)} s`;
const megabytes = ({ median }: Summary): string => `${(median / 1e6).toFixed(0)} MB`;
const times = (ratio: number): string => `${ratio.toFixed(1)}×`;

function render(measured: readonly Measured[], rounds: number): string {
  const rows = measured.map((m) => [
    m.name,
    grouped(m.distinct),
    grouped(m.generated),
    seconds(m.ours.milliseconds),
    seconds(m.tlc.milliseconds),
    `${times(m.ratio.median)} (${times(m.ratio.least)} … ${times(m.ratio.most)})`,
    m.target === undefined ? "–" : `≥ ${m.target}×`,
    m.target === undefined ? "" : m.ratio.median >= m.target ? "met" : "MISSED",
    `${seconds(m.ours.cpuMilliseconds)}, ${seconds(m.tlc.cpuMilliseconds)}`,
    megabytes(m.ours.peakBytes),
  ]);
  const header = [
    "model",
    "distinct",
    "generated",
    "ours",
    "TLC",
    "TLC / ours",
    "target",
    "",
    "CPU",
    "our peak",
  ];
  const load = loadavg()[0] ?? 0;
  return `${table(rows, { header }).join("\n")}\n${rounds} pairs, load ${load.toFixed(1)}\n`;
}

interface Kept {
  readonly models: readonly (Measured & { readonly rounds: number; readonly load: number })[];
  readonly curve: readonly Point[];
}

/** The machine is described, not named. What was not measured now stays as it was. */
function keep(measured: readonly Measured[], points: readonly Point[], rounds: number): void {
  const dir = join(packageFolder(), "bench", "results");
  mkdirSync(dir, { recursive: true });
  const file = join(dir, "engine.json");
  const before: Kept = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Kept)
    : { models: [], curve: [] };
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cpus: cpus().length };
  const load = loadavg()[0] ?? 0;
  const old = before.models.filter((m) => measured.every((now) => now.name !== m.name));
  const models = [...old, ...measured.map((m) => ({ ...m, rounds, load }))];
  const curve = points.length > 0 ? points : before.curve;
  writeFileSync(file, `${JSON.stringify({ machine, models, curve }, undefined, 2)}\n`);
  if (points.length > 0) writeFileSync(join(dir, "engine.svg"), curvePlot(points));
}

// ---------------------------------------------------------------------------------------------------------- entry

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    keep: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    "no-curve": { type: "boolean", default: false },
  },
});

const named = positionals.flatMap((file, i) =>
  i % 2 === 0 ? [namedModel(resolve(file), resolve(positionals[i + 1] ?? ""))] : [],
);
const isAsked = (name: string): boolean => values.only.length === 0 || values.only.includes(name);
const chosen = (named.length > 0 ? named : ownModels).filter((m) => isAsked(m.name));
const rounds = Math.max(1, Number(values.rounds));
const scratch = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
try {
  const [{ java }, { jar }] = await Promise.all([findJava(process.env), findTlc({ env: process.env })]);
  const tools = { java, jar, scratch };
  const measured: Measured[] = [];
  for (const model of chosen) {
    measured.push(await measure(model, tools, rounds));
    process.stdout.write(render(measured.slice(-1), rounds));
  }
  const isCurve = !values["no-curve"] && named.length === 0;
  const points = isCurve && isAsked("curve") ? await curve(tools, rounds) : [];
  if (measured.length > 0) process.stdout.write(`\n${render(measured, rounds)}`);
  if (values.keep) keep(measured, points, rounds);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
