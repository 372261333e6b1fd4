import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cli } from "./harness.js";

const cwd = fileURLToPath(new URL("../..", import.meta.url));

describe("what kind of protocol it is, by bumblebee inspect", () => {
  it("is told with lines, quorums evaluated for the model", async () => {
    const { code, out } = await cli(["inspect", "specs/paxos"], { cwd });
    expect(code).toBe(0);
    expect(out).toContain("strategy counters  yes\n");
    expect(out).toContain("Promise: certified (its sender writes maxBal, specs/paxos/Paxos.tla:56)");
    expect(out).toContain("5 nodes: 3 or more, two of them meet in 1, which may be the liar alone\n");
    expect(out).toContain(
      "Accept (Accept): c1, lane (bal, inst) [once], independent, specs/paxos/Paxos.tla:70\n",
    );
  });

  it("is data, too, with the counter values that were tried; drawn on demand", async () => {
    const svg = join(mkdtempSync(join(tmpdir(), "phases-")), "phases.svg");
    const args = ["inspect", "specs/raft", "--json", "--kappa", "3000", "--phases", svg];
    const { code, out, err } = await cli(args, { cwd });
    expect(code).toBe(0);
    expect(err).toContain("wrote ");
    const { analysis } = JSON.parse(out);
    expect(analysis.verdict).toEqual({ counters: "yes", history: "yes", reasons: [] });
    expect(analysis.derivation[0]).toMatchObject({ event: "Timeout", kappa: "[term]", line: 60 });
    expect(analysis.thresholds[0].evaluated.sizes[1]).toMatchObject({ nodes: 5, smallest: 3, meeting: 1 });
    expect(analysis.kappa.states).toBeGreaterThanOrEqual(3000);
    expect(analysis.kappa.model).toContain("MaxLog = 2");
    expect(analysis.kappa.counters[0].kappa.Timeout).toMatch(/^\[term\b/);
    expect(readFileSync(svg, "utf8")).toContain("Raft: phases, kinds, quorums and counters");
  });

  it("refuses a number of states that is none", async () => {
    const { code, err } = await cli(["inspect", "specs/raft", "--kappa", "many"], { cwd });
    expect(code).not.toBe(0);
    expect(err).toContain("analysis/states");
  });
});
