/** `npm run bench -- NAME [--rounds N] [--keep]`: runs a benchmark, prints a table, with `--keep` writes its result. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageFolder } from "../src/host/own-files.js";
import { frontEnd } from "./front-end.js";
import { hybridPlot, hybridText, measureHybrids } from "./hybrid.js";
import { record } from "./record.js";
import { type BenchResult, render } from "./result.js";
import { validate } from "./validate.js";
import { wide } from "./wide.js";
import { workers } from "./workers.js";

const LEAST_ROUNDS = 5;

const benches: Readonly<Record<string, (rounds: number) => Promise<BenchResult>>> = {
  "front-end": frontEnd,
  record,
  validate,
  wide,
  workers,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "7" }, keep: { type: "boolean", default: false } },
});

const names = positionals.length === 0 ? Object.keys(benches) : positionals;
for (const name of names) {
  if (name === "hybrid") {
    await hybrids();
    continue;
  }
  const bench = benches[name];
  if (bench === undefined) {
    process.stderr.write(`no benchmark ${name}; there are: ${Object.keys(benches).join(", ")}, hybrid\n`);
    process.exitCode = 2;
    continue;
  }
  const result = await bench(Math.max(LEAST_ROUNDS, Number(values.rounds)));
  process.stdout.write(render(result));
  if (values.keep) keep(result);
}

/** Not a race of two: how cost grows with the bounds. `--rounds`: minutes for each process. */
async function hybrids(): Promise<void> {
  const measured = await measureHybrids(Number(values.rounds));
  process.stdout.write(hybridText(measured));
  if (!values.keep) return;
  const dir = join(packageFolder(), "bench", "results");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(dir, "hybrid.json"),
    `${JSON.stringify({ machine: machine(), measured }, undefined, 2)}\n`,
  );
  writeFileSync(join(dir, "hybrid.svg"), hybridPlot(measured));
}

/** Described, not named. */
function machine(): object {
  return { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cpus: cpus().length };
}

function keep(result: BenchResult): void {
  const dir = join(packageFolder(), "bench", "results");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(dir, `${result.name}.json`),
    `${JSON.stringify({ machine: machine(), ...result }, undefined, 2)}\n`,
  );
}
