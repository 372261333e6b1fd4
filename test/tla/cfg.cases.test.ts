import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseCfg } from "../../src/tla/cfg.js";

const directory = fileURLToPath(new URL("../cases/cfg/", import.meta.url));
const cases = readdirSync(directory).filter((name) => name.endsWith(".cfg") && name !== "full.cfg");

/** The first line of a case is a comment: `EXPECT` and `line:column code` of each diagnostic, with commas between. */
function expectation(name: string, text: string): string {
  const found = /^\\\* EXPECT (.+)$/m.exec(text)?.[1];
  if (found === undefined) throw new Error(`${name} has no EXPECT`);
  return found;
}

const codesOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:error|warning)\(\s*"([a-z-]+)"/g)].map((m) => `cfg/${m[1]}`);

describe("configuration cases", () => {
  it.each(cases)("%s", (name) => {
    const text = readFileSync(directory + name, "utf8");
    const found = parseCfg(name, text).diagnostics.map(
      (d) => `${d.place?.line}:${d.place?.column} ${d.code}`,
    );
    expect(found.join(", ")).toBe(expectation(name, text));
  });

  it("trigger every code", () => {
    const faults = readFileSync(new URL("../../src/tla/cfg-faults.ts", import.meta.url), "utf8");
    const triggered = cases.map((name) => readFileSync(directory + name, "utf8")).join("\n");
    const codes = codesOf(faults);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !triggered.includes(code))).toEqual([]);
  });
});
