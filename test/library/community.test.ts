/** Our definitions of the CommunityModules, and the cases about them, go through our own parser. */
import { describe, expect, it } from "vitest";
import { parseModule } from "../../src/tla/parse.js";
import { caseModule, communityModules, communitySource, readCases } from "./community-cases.js";

/** Modules without a case, and why. */
const WITHOUT_CASES: ReadonlyMap<string, string> = new Map([
  ["CSV", "native"],
  ["DifferentialEquations", "about all real numbers"],
  ["GraphViz", "native"],
  ["ShiViz", "about a counterexample"],
  ["Statistics", "native"],
]);

describe.each(communityModules)("%s", (module) => {
  it("is parsed, under its own name", () => {
    const { parsed, diagnostics } = parseModule(`${module}.tla`, communitySource(module));
    expect(diagnostics).toEqual([]);
    expect(parsed?.module.name.text).toBe(module);
  });

  it("has cases that are parsed, or a reason to have none", () => {
    const cases = readCases(module);
    const reason = WITHOUT_CASES.get(module) ?? (/Theorems/.test(module) ? "theorems" : undefined);
    expect(cases === undefined).toBe(reason !== undefined);
    if (cases !== undefined) {
      expect(parseModule("Cases.tla", caseModule(cases)).diagnostics).toEqual([]);
    }
  });
});

it("nothing is TRUE for want of a definition: TLC would take it for the answer", () => {
  const bare = communityModules.flatMap((name) =>
    [...communitySource(name).matchAll(/^(\w+)(?:\([^=]*\))? *== *(?:TRUE|FALSE)$/gm)].map((m) => m[1]),
  );
  expect(bare).toEqual([]);
});

it("has many cases", () => {
  const count = communityModules.reduce((sum, name) => sum + (readCases(name)?.formulas.length ?? 0), 0);
  expect(count).toBeGreaterThanOrEqual(300);
});
