import { describe, expect, it } from "vitest";
import { parseModule } from "../../src/tla/parse.js";
import { historyPasses, transformHistory } from "../../src/transform/history/index.js";
import { type Draft, type Pass, type PassContext, runPasses } from "../../src/transform/pass.js";
import { vocabulary } from "../../src/transform/vocabulary.js";
import { load, positiveNames, readCase } from "../protocol/cases.js";

const empty: Draft = { name: "M", units: [], comments: new Map() };

async function context(): Promise<PassContext> {
  const { protocol } = await load(readCase("handlers"));
  if (protocol === undefined) throw new Error("not read");
  return { protocol, words: vocabulary(new Set(), []), lifted: [], put: [], limits: [] };
}

describe("passes", () => {
  it("are refused in an order in which one lacks what it needs", async () => {
    const first: Pass = { name: "first", summary: "", needs: [], gives: ["a"], run: (d) => d };
    const second: Pass = { name: "second", summary: "", needs: ["a"], gives: [], run: (d) => d };
    expect(runPasses([first, second], empty, await context())).toHaveLength(2);
    const given = await context();
    expect(() => runPasses([second, first], empty, given)).toThrow("pass second needs a");
  });

  it("of the strategy need each other", async () => {
    const given = await context();
    for (const pass of historyPasses.filter((p) => p.needs.length > 0)) {
      expect(() => runPasses([pass], empty, given)).toThrow(`pass ${pass.name} needs`);
    }
  });

  it.each(positiveNames)("leave a module that parses: %s", async (name) => {
    const { protocol, table } = await load(readCase(name));
    if (protocol === undefined || table === undefined) throw new Error("not read");
    const { stages } = transformHistory(protocol, table, []);
    expect(stages.map((s) => s.pass.name)).toEqual(historyPasses.map((p) => p.name));
    for (const { text } of stages) expect(parseModule("M.tla", text).diagnostics).toEqual([]);
  });
});

describe("names of a hybrid", () => {
  it("get a tail where the specification has them", () => {
    const words = vocabulary(new Set(["slice", "Step", "Vote_Guard", "q", "q2"]), ["Vote", "Byz"]);
    expect([words.of.slices, words.of.step, words.of.node, words.of.byz]).toEqual([
      "slice2",
      "Step2",
      "q3",
      "Byz2",
    ]);
    expect([words.part("Vote", "guard"), words.part("Vote", "effect")]).toEqual([
      "Vote_Guard2",
      "Vote_Effect",
    ]);
    expect(new Set(Object.values(words.of)).size).toBe(Object.keys(words.of).length);
  });
});
