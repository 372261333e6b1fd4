/**
 * How far the exploration of hybrids goes: states, seconds and memory against the bounds, for our own specifications and
 * both strategies. Each is a whole process of `transform` and one of `check`, as a user waits for them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../src/host/own-files.js";
import { runChild } from "./child.js";
import { type Series, seriesPlot } from "./series-plot.js";

const COMMAND = join(packageFolder(), "bin", "bumblebee.js");

interface System {
  readonly folder: string;
  readonly module: string;
  /** Values of constants, smallest first. */
  readonly bounds: readonly Readonly<Record<string, number>>[];
}

const systems: readonly System[] = [
  {
    folder: "raft",
    module: "Raft",
    bounds: [
      { MaxTerm: 1, MaxLog: 1 },
      { MaxTerm: 1, MaxLog: 2 },
      { MaxTerm: 2, MaxLog: 1 },
    ],
  },
  {
    folder: "paxos",
    module: "Paxos",
    bounds: [
      { MaxBallot: 1, MaxInstance: 1 },
      { MaxBallot: 1, MaxInstance: 2 },
      { MaxBallot: 2, MaxInstance: 1 },
    ],
  },
];

export interface Measured {
  readonly system: string;
  readonly strategy: string;
  readonly bound: string;
  /** Undefined: not to the end, for the reason in `why`. */
  readonly states: number | undefined;
  readonly why: string | undefined;
  /** Of the processor, of `check` and of `transform` with its models. */
  readonly checkSeconds: number;
  readonly transformSeconds: number;
  readonly peakBytes: number | undefined;
}

/** `minutes`: for each process; after the first bound that takes longer the larger ones are left out. */
export async function measureHybrids(minutes: number): Promise<readonly Measured[]> {
  const out: Measured[] = [];
  for (const system of systems)
    for (const strategy of ["history", "counters"])
      for (const bound of system.bounds) {
        const found = await measured(system, strategy, bound, minutes);
        process.stderr.write(`${line(found)}\n`);
        out.push(found);
        if (found.states === undefined) break;
      }
  return out;
}

async function measured(
  { folder, module }: System,
  strategy: string,
  bound: Readonly<Record<string, number>>,
  minutes: number,
): Promise<Measured> {
  const from = join(packageFolder(), "specs", folder);
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
  try {
    const own = join(dir, module);
    mkdirSync(own);
    for (const name of [`${module}.tla`, `${module}.mapping.json`])
      writeFileSync(join(own, name), readFileSync(join(from, name)));
    const cfg = readFileSync(join(from, `${module}.cfg`), "utf8");
    writeFileSync(join(own, `${module}.cfg`), bounded(cfg, bound));
    const run = (args: readonly string[]) => runChild(process.execPath, [COMMAND, ...args], dir);
    const output = join(dir, "out");
    const made = await run(["transform", own, "--strategy", strategy, "--engine", "own", "-o", output]);
    const text = Object.entries(bound)
      .map(([name, value]) => `${name} = ${value}`)
      .join(", ");
    const facts = { system: module, strategy, bound: text, transformSeconds: seconds(made) };
    if (made.exitCode !== 0)
      return {
        ...facts,
        states: undefined,
        why: made.output.slice(-300),
        checkSeconds: 0,
        peakBytes: undefined,
      };
    const spec = join(output, `MCHybrid${module}.tla`);
    const limit = ["--timeout", String(60 * minutes)];
    const ran = await run(["check", spec, "--engine", "own", "--workers", "1", "--json", ...limit]);
    const states = /"distinct": (\d+)/.exec(ran.output)?.[1];
    const isWhole = ran.exitCode === 0 && states !== undefined;
    return {
      ...facts,
      states: isWhole ? Number(states) : undefined,
      why: isWhole ? undefined : ran.output.slice(-300),
      checkSeconds: seconds(ran),
      peakBytes: ran.peakBytes,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const seconds = ({ cpuMilliseconds, milliseconds }: Awaited<ReturnType<typeof runChild>>): number =>
  (cpuMilliseconds ?? milliseconds) / 1000;

/** The model with these values of constants; each must be in it. */
function bounded(cfg: string, bound: Readonly<Record<string, number>>): string {
  return Object.entries(bound).reduce((text, [name, value]) => {
    const made = text.replace(new RegExp(`\\b${name} = \\d+`), `${name} = ${value}`);
    if (!new RegExp(`\\b${name} = ${value}\\b`).test(made)) throw new Error(`${name} is not in the model`);
    return made;
  }, cfg);
}

function line({
  system,
  strategy,
  bound,
  states,
  why,
  checkSeconds,
  transformSeconds,
  peakBytes,
}: Measured): string {
  const memory = peakBytes === undefined ? "?" : `${Math.round(peakBytes / 2 ** 20)} MiB`;
  const found =
    states === undefined ? `not to the end: ${why?.split("\n").at(-1) ?? ""}` : `${states} states`;
  const times = `check ${checkSeconds.toFixed(1)} s, transform ${transformSeconds.toFixed(1)} s`;
  return `${system} ${strategy}, ${bound}: ${found}, ${times}, ${memory}`;
}

export const hybridText = (all: readonly Measured[]): string => `${all.map(line).join("\n")}\n`;

export function hybridPlot(all: readonly Measured[]): string {
  const keys = [...new Set(all.map((m) => `${m.system}, ${m.strategy}`))];
  const series = keys.map(
    (name): Series => ({
      name,
      points: all.flatMap((m) =>
        `${m.system}, ${m.strategy}` === name && m.states !== undefined
          ? [[m.states, m.checkSeconds] as const]
          : [],
      ),
    }),
  );
  return seriesPlot("Hybrids with one liar: processor time of `check` against states", series);
}
