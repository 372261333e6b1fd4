import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CERTIFIED_LIES } from "../../codegen/runtime/lies.js";
import { runRound } from "../../src/run/round.js";
import { readLog } from "../../src/trace/format.js";
import { fixture, roundOptions } from "./cluster.js";

let made: Awaited<ReturnType<typeof fixture>>;
beforeAll(async () => {
  made = await fixture();
});
afterAll(() => rm(made.folder, { recursive: true }));

describe("a round", () => {
  it.each(CERTIFIED_LIES.map((last, k) => [last, ["c", "a", "b"][k % 3]!] as const))(
    "with the certified lie %s by %s: refused, nothing lost, one order",
    async (last, node) => {
      const liar = { node, seed: 7, last };
      const options = await roundOptions(made, last, { liar });
      const report = await runRound(options);
      expect(report.fault).toBeUndefined();
      expect(report.commands).toBeGreaterThanOrEqual(60);
      expect(report.kills.map(({ role }) => role)).toEqual(["other", "leader"]);
      for (const correct of options.nodes.filter((n) => n !== node)) {
        expect(report.refusals[correct]?.[last], correct).toBeGreaterThan(0);
        const trace = join(options.folder, `trace-${correct}.jsonl`);
        const { log, diagnostics } = readLog(trace, readFileSync(trace, "utf8"), { partial: false });
        expect(diagnostics).toEqual([]);
        expect(log?.accepted.length).toBeGreaterThan(0);
      }
      expect(Object.keys(report.liar?.lies ?? {})).toEqual(
        expect.arrayContaining(["withheld", "replayed", "silent", last]),
      );
    },
  );
});
