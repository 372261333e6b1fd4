import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseModule } from "../../src/tla/parse.js";

const directory = fileURLToPath(new URL("../cases/parse/", import.meta.url));
const cases = readdirSync(directory).filter((name) => name.endsWith(".tla"));

/** The lines after `EXPECT`: `ok`, or `line:column code` for every diagnostic. */
function expectation(name: string, text: string): readonly string[] {
  const at = text.indexOf("\nEXPECT\n");
  const lines =
    at < 0
      ? []
      : text
          .slice(at + 8)
          .trim()
          .split("\n");
  if (lines.length === 0 || lines[0] === "") throw new Error(`${name} has no EXPECT`);
  return lines;
}

describe("parse cases", () => {
  it("are there", () => expect(cases.length).toBeGreaterThanOrEqual(25));

  it.each(cases)("%s", (name) => {
    const text = readFileSync(directory + name, "utf8");
    const { parsed, diagnostics } = parseModule(name, text);
    const found = diagnostics.map((d) => `${d.place?.line}:${d.place?.column} ${d.code}`);
    expect(found.length === 0 ? ["ok"] : found).toEqual(expectation(name, text));
    expect(parsed === undefined).toBe(found.length > 0);
  });
});
