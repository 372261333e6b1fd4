import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { caseNames, load, outcome, readCase } from "./cases.js";

describe("cases of reading a protocol", () => {
  it.each(caseNames)("%s", async (name) => {
    const read = readCase(name);
    const found = await load(read);
    expect(outcome(found)).toBe(read.expected);
    expect(found.protocol === undefined).toBe(name.startsWith("bad-"));
  });

  it("have every diagnostic", () => {
    const source = (file: string): string =>
      readFileSync(fileURLToPath(new URL(`../../src/protocol/${file}.ts`, import.meta.url)), "utf8");
    const codes = [
      ...[...source("faults").matchAll(/\berror\(\s*"([a-z-]+)"/g)].map((m) => `protocol/${m[1]}`),
      ...[...source("mapping").matchAll(/"(mapping\/[a-z-]+)"/g)].map((m) => m[1] ?? ""),
    ];
    expect(codes.length).toBeGreaterThanOrEqual(24);
    const all = caseNames.map((name) => readCase(name).expected).join("\n");
    expect(codes.filter((code) => !all.includes(` ${code}\n`))).toEqual([]);
  });
});
