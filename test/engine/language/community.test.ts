import { describe, expect, it } from "vitest";
import { caseModule, communityModules, libraryPath, readCases } from "../../library/community-cases.js";
import { compiledText } from "./evaluate.js";

const modules = communityModules.flatMap((name) => readCases(name) ?? []);

describe("the engine evaluates the cases of the CommunityModules", () => {
  it.each(modules)("$module", async (cases) => {
    const model = await compiledText("Cases", caseModule(cases), "", libraryPath[0] ?? ".");
    expect(model.assumptions.length).toBe(cases.formulas.length);
    const wrong = model.assumptions.flatMap((a, i) => {
      try {
        return a.holds() ? [] : [`FALSE: ${cases.formulas[i]}`];
      } catch (error) {
        return [`${cases.formulas[i]}: ${String(error)}`];
      }
    });
    expect(wrong.join("\n")).toBe("");
  });
});
