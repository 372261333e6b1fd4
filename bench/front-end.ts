/** Parsing and resolving an 85 kB module with its imports: a cold process, warm, memory; against SANY. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findTlc } from "../src/tlc/find.js";
import { findJava } from "../src/tlc/java.js";
import { runChild } from "./child.js";
import { generateModules } from "./generate-module.js";
import { alternate, type Sample, type Summary, summary } from "./measure.js";
import type { BenchResult, Row } from "./result.js";

const BYTES = 85_000;
const WARM_ROUNDS = 30;
/** Rounds of a warm process that are not counted: the compiler is still at work. */
const WARMING_UP = 10;

/** As `bin/` starts short commands: V8 optimises a function after more work, which takes half of a short process. */
const OPTIMISE_LATER = "--interrupt-budget=1000000";

const CHILD = fileURLToPath(new URL("./front-end-child.js", import.meta.url));

export async function frontEnd(rounds: number): Promise<BenchResult> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
  try {
    const modules = generateModules(BYTES);
    for (const { name, text } of modules) writeFileSync(join(dir, `${name}.tla`), text);
    const bytes = modules[0]?.text.length ?? 0;
    return await measure(join(dir, "BenchMain.tla"), bytes, rounds);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(file: string, bytes: number, rounds: number): Promise<BenchResult> {
  const env = process.env;
  const [{ java }, { jar }] = await Promise.all([findJava(env), findTlc({ env })]);
  const javaArgs = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jar, "tla2sany.SANY", file];
  const ours = {
    name: "ours",
    run: () => checked(process.execPath, [OPTIMISE_LATER, CHILD, file, "1"], dirname(file)),
  };
  const sany = { name: "SANY", run: () => checked(java, javaArgs, dirname(file)) };
  const pairs = await alternate(ours, sany, rounds);
  const plain: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    plain.push(await checked(process.execPath, [CHILD, file, "1"], dirname(file)));
  }
  const warm = await warmRun(file);
  const of = (name: string): readonly Sample[] => pairs.samples.get(name) ?? [];
  const times = (name: string): Summary => summary(of(name).map((s) => s.milliseconds));
  const cpu = (name: string): Summary => summary(of(name).flatMap((s) => s.cpuMilliseconds ?? []));
  const memory = (name: string): Summary => summary(of(name).flatMap((s) => s.peakBytes ?? []));
  const rows: Row[] = [
    { what: "cold process", unit: "ms", ours: times("ours"), theirs: times("SANY"), target: 400 },
    { what: "warm", unit: "ms", ours: summary(warm.milliseconds), theirs: undefined, target: 60 },
    {
      what: "cold, with V8's defaults",
      unit: "ms",
      ours: summary(plain.map((s) => s.milliseconds)),
      theirs: undefined,
      target: undefined,
    },
    { what: "cold, CPU time", unit: "ms", ours: cpu("ours"), theirs: cpu("SANY"), target: undefined },
    {
      what: "warm, CPU time",
      unit: "ms",
      ours: summary(warm.cpuMilliseconds),
      theirs: undefined,
      target: undefined,
    },
    {
      what: "peak memory, cold",
      unit: "bytes",
      ours: memory("ours"),
      theirs: memory("SANY"),
      target: 200e6,
    },
    {
      what: "peak memory, warm",
      unit: "bytes",
      ours: summary([warm.peakBytes]),
      theirs: undefined,
      target: 200e6,
    },
  ];
  return {
    name: "front-end",
    against: "SANY",
    input: { bytes },
    load: loadavg()[0] ?? Number.NaN,
    rounds,
    ratio: summary(pairs.ratios),
    rows,
  };
}

async function checked(program: string, args: readonly string[], cwd: string): Promise<Sample> {
  const result = await runChild(program, args, cwd);
  if (result.exitCode !== 0) throw new Error(`${program} failed:\n${result.output.slice(-2000)}`);
  return result;
}

interface Told {
  readonly milliseconds: readonly number[];
  readonly cpuMilliseconds: readonly number[];
  readonly peakBytes: number;
}

async function warmRun(file: string): Promise<Told> {
  const result = await runChild(process.execPath, [CHILD, file, String(WARM_ROUNDS + WARMING_UP)]);
  if (result.exitCode !== 0) throw new Error(result.output);
  const told: unknown = JSON.parse(result.output);
  if (!isTold(told)) throw new Error(`unexpected output: ${result.output}`);
  return {
    milliseconds: told.milliseconds.slice(WARMING_UP),
    cpuMilliseconds: told.cpuMilliseconds.slice(WARMING_UP),
    peakBytes: told.peakBytes,
  };
}

function isTold(value: unknown): value is Told {
  return typeof value === "object" && value !== null && "cpuMilliseconds" in value && "peakBytes" in value;
}
