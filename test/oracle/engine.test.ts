import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, difference } from "../../oracle/engine-answer.js";
import { graphDifference, graphOf, graphOfDot } from "../../oracle/engine-graph.js";
import { modelsBelow } from "../../oracle/engine-models.js";
import { rowText, summary } from "../../oracle/engine-report.js";
import type { Row } from "../../oracle/engine-run.js";

const verdict = (given: Partial<Extract<Answer, { kind: "verdict" }>>): Answer => ({
  kind: "verdict",
  verdict: "holds",
  name: undefined,
  length: undefined,
  counts: { distinct: 5, generated: 12 },
  seconds: 1,
  message: "",
  ...given,
});

describe("answers", () => {
  it("agree where verdict and counts do", () => {
    expect(difference(verdict({}), verdict({ seconds: 9 }))).toBeUndefined();
  });

  it("differ in counts", () => {
    const fewer = verdict({ counts: { distinct: 5, generated: 11 } });
    expect(difference(fewer, verdict({}))).toBe("generated: 11, expected 12");
  });

  it("differ in what is violated, and in how soon", () => {
    const violated = verdict({ verdict: "invariant", name: "Inv", length: 3 });
    expect(difference(violated, verdict({}))).toBe("verdict: invariant Inv, expected holds");
    expect(difference(violated, verdict({ verdict: "invariant", name: "Other", length: 3 }))).toBe(
      "verdict: invariant Inv, expected invariant Other",
    );
    expect(difference(violated, verdict({ verdict: "invariant", length: 4 }))).toBe(
      "length of the counterexample: 3, expected 4",
    );
  });

  it("have no counts to compare where the search ended early", () => {
    const violated = verdict({ verdict: "invariant", length: 3 });
    const later = { ...violated, counts: { distinct: 6, generated: 20 } };
    expect(difference(violated, later)).toBeUndefined();
  });
});

const dot = [
  "strict digraph DiskGraph {",
  String.raw`-12 [label="/\\ x = 1\n/\\ y = {2, \"a\\\\\"}",style = filled]`,
  '-12 -> 7 [label="",color="black"];',
  String.raw`7 [label="/\\ x = 2\n/\\ y = {}"];`,
  '7 -> 7 [label="",color="black"];',
  '7 -> 7 [label="",color="red"];',
  "}",
].join("\n");

describe("graphs", () => {
  const states = [String.raw`/\ y = {"a\\", 2} /\ x = 1`, "/\\ x = 2\n/\\ y = {}"];

  it("are equal whatever the order of states, variables and elements", () => {
    const ours = graphOf([...states].reverse(), [1], [[1, 0] as const, [0, 0] as const]);
    expect(graphDifference(ours, graphOfDot(dot))).toBeUndefined();
  });

  it("differ in an edge", () => {
    const ours = graphOf(states, [0], [[0, 1]]);
    expect(graphDifference(ours, graphOfDot(dot))).toMatch(/^edge that only TLC has: x = 2/);
  });

  it("differ in an initial state", () => {
    const ours = graphOf(states, [0, 1], [[0, 1] as const, [1, 1] as const]);
    expect(graphDifference(ours, graphOfDot(dot))).toMatch(/^initial state that TLC has not: x = 2/);
  });
});

describe("models below a folder", () => {
  const dir = mkdtempSync(join(tmpdir(), "engine-oracle-"));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("are those of manifests, and every .cfg beside a module", async () => {
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    };
    const model = { path: "specs/a/A.cfg", result: "safety failure", mode: "exhaustive search" };
    const other = { path: "specs/a/B.cfg", result: "success", mode: { simulate: { traceCount: 2 } } };
    const counted = { ...model, result: "success", distinctStates: 4, totalStates: 9, path: "specs/a/C.cfg" };
    const modules = [{ path: "specs/a/A.tla", models: [model, other, counted] }];
    put("specs/a/manifest.json", JSON.stringify({ modules }));
    for (const file of ["a/A.tla", "a/A.cfg", "a/B.cfg", "a/C.cfg", "b/D.tla", "b/D.small.cfg"]) {
      put(`specs/${file}`, "");
    }
    const found = await modelsBelow([dir]);
    expect(found.map((m) => m.cfg.slice(dir.length + 7))).toEqual([
      "a/A.cfg",
      "a/B.cfg",
      "a/C.cfg",
      "b/D.small.cfg",
    ]);
    expect(found[0]?.expected?.verdicts).toContain("invariant");
    expect(found[1]?.expected?.notExhaustive).toBe("simulation model");
    expect(found[2]?.expected?.counts).toEqual({ distinct: 4, generated: 9 });
    expect(found[3]?.module.endsWith("b/D.tla")).toBe(true);
  });
});

describe("the table", () => {
  const row: Row = {
    module: join(process.cwd(), "m/M.tla"),
    cfg: join(process.cwd(), "m/M.cfg"),
    result: "same",
    reason: "",
    detail: "",
    reference: "TLC",
    graph: "same",
    ours: verdict({}),
    tlc: verdict({ seconds: 2 }),
  };
  const left: Row = {
    ...row,
    graph: "not compared",
    result: "not comparable",
    reason: "too slow",
    reference: "none",
  };

  it("has a line for each model", () => {
    expect(rowText(row)).toBe("same      m/M.cfg: 5/12 [1.0 s, TLC 2.0 s] as TLC, graph same");
  });

  it("is summed up by reasons", () => {
    expect(summary([row, left, left])).toEqual([
      "3 models",
      "    2  not comparable: too slow",
      "    1  same",
      "    1  graphs the same",
    ]);
  });
});
