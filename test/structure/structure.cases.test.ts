/** Small modules in the styles of real ones, each with the structure that must be read; `UPDATE=1` rewrites them. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { caseNames, outcome, readCase } from "./cases.js";

it.each(caseNames)("%s", async (name) => {
  const read = readCase(name);
  const found = await outcome(read);
  if (process.env.UPDATE === "1") {
    const [before = ""] = readFileSync(read.file, "utf8").split("\nEXPECT\n");
    writeFileSync(read.file, `${before}\nEXPECT\n${found}`);
    return;
  }
  expect(found).toBe(read.expected);
});

it("every diagnostic has a case", () => {
  const source = readFileSync(new URL("../../src/structure/faults.ts", import.meta.url), "utf8");
  const codes = [...source.matchAll(/(?:error|warning|info)\(\s*"([a-z-]+)"/g)].map((m) => m[1]);
  const shown = caseNames.map((name) => readCase(name).expected).join("\n");
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => !shown.includes(` structure/${code} `))).toEqual([]);
});
