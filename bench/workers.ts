/** `check --workers 2` against one worker, both ours, on one of the models of `engine-models.ts`: whole processes. */
import { loadavg } from "node:os";
import { basename, dirname, join } from "node:path";
import { packageFolder } from "../src/host/own-files.js";
import type { ChildResult } from "./child.js";
import { runChild } from "./child.js";
import { ownModels } from "./engine-models.js";
import { alternate, summary } from "./measure.js";
import type { BenchResult } from "./result.js";

/** What a user of `bumblebee check` waits for. */
const COMMAND = join(packageFolder(), "bin", "bumblebee.js");
/** Two workers must be so many times as fast. */
const TARGET = 1.5;

export async function workers(rounds: number): Promise<BenchResult> {
  const model = ownModels.find((m) => m.name === "atomic");
  if (model === undefined) throw new Error("there is no such model");
  const counts = new Set<string>();
  const input = { distinct: 0, generated: 0 };
  const run = async (count: number): Promise<ChildResult> => {
    const name = basename(model.cfg, ".cfg");
    const args = [COMMAND, "check", model.tla, "--model", name, "--workers", String(count), "--json"];
    const result = await runChild(process.execPath, args, dirname(model.tla));
    const found = /"distinct": (\d+),\s+"generated": (\d+)/.exec(result.output);
    counts.add(found?.[0] ?? `no counts: ${result.output.slice(-2000)}`);
    if (result.exitCode !== 0 || counts.size > 1) throw new Error([...counts].join(" and "));
    Object.assign(input, { distinct: Number(found?.[1]), generated: Number(found?.[2]) });
    return result;
  };
  const two = { name: "two", run: () => run(2) };
  const one = { name: "one", run: () => run(1) };
  const { samples, ratios } = await alternate(two, one, rounds);
  const [ours = [], theirs = []] = [samples.get("two"), samples.get("one")];
  const times = summary(theirs.map((s) => s.milliseconds));
  return {
    name: "workers",
    against: "one worker",
    input,
    load: loadavg()[0] ?? 0,
    rounds,
    ratio: summary(ratios),
    mostRatio: 1 / TARGET,
    rows: [
      {
        what: `${model.name}, 2 workers`,
        unit: "ms",
        ours: summary(ours.map((s) => s.milliseconds)),
        theirs: times,
        target: undefined,
      },
      {
        what: "CPU time",
        unit: "ms",
        ours: summary(ours.flatMap((s) => s.cpuMilliseconds ?? [])),
        theirs: summary(theirs.flatMap((s) => s.cpuMilliseconds ?? [])),
        target: undefined,
      },
      {
        what: "highest memory",
        unit: "bytes",
        ours: summary(ours.flatMap((s) => s.peakBytes ?? [])),
        theirs: summary(theirs.flatMap((s) => s.peakBytes ?? [])),
        target: undefined,
      },
    ],
  };
}
