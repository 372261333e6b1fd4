/** What recording an event costs a program: a message, a few variables; against a recorder that is off. */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Recorder, recorder } from "../src/record/recorder.js";
import { alternate, type Contender, type Sample, summary } from "./measure.js";
import type { BenchResult } from "./result.js";

const EVENTS = 200_000;
const MICROSECONDS = 1000;
/** Of one event. */
const TARGET_MICROSECONDS = 2;
const FILE_BYTES = 1 << 26;

export async function record(rounds: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "bumblebee-bench-"));
  const options = { node: "n1", maxBytes: FILE_BYTES };
  const on = recorder({ ...options, file: join(folder, "on.ndjson") });
  const off = recorder({ ...options, file: join(folder, "off.ndjson"), on: false });
  try {
    const { samples, ratios } = await alternate(contender("on", on), contender("off", off), rounds);
    const cpu = (name: string) => summary((samples.get(name) ?? []).flatMap((s) => s.cpuMilliseconds ?? []));
    const times = (name: string) => summary((samples.get(name) ?? []).map((s) => s.milliseconds));
    return {
      name: "record",
      against: "off",
      input: { events: EVENTS },
      load: loadavg()[0] ?? 0,
      rounds,
      ratio: summary(ratios),
      rows: [
        {
          what: `${EVENTS} events, CPU`,
          unit: "ms",
          ours: cpu("on"),
          theirs: cpu("off"),
          target: (EVENTS * TARGET_MICROSECONDS) / MICROSECONDS,
        },
        { what: `${EVENTS} events`, unit: "ms", ours: times("on"), theirs: times("off"), target: undefined },
      ],
    };
  } finally {
    on.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function contender(name: string, log: Recorder): Contender {
  return {
    name,
    run: async (): Promise<Sample> => {
      const [cpu, start] = [process.cpuUsage(), performance.now()];
      for (let k = 0; k < EVENTS; k++) {
        const message = { from: "n2", term: k & 7, index: k, ok: true };
        log.event(
          "HandleAppend",
          { i: "n1", m: message },
          { after: { currentTerm: k & 7, role: "Follower" } },
        );
      }
      const { user, system } = process.cpuUsage(cpu);
      return {
        milliseconds: performance.now() - start,
        cpuMilliseconds: (user + system) / MICROSECONDS,
        peakBytes: undefined,
      };
    },
  };
}
