import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pluscalStatus } from "../../src/pluscal/status.js";

const directory = fileURLToPath(new URL("../cases/pluscal/", import.meta.url));
const cases = readdirSync(directory).filter((name) => name.endsWith(".tla"));

/** What stands after `EXPECT`: the verdict, then each diagnostic with its notes. */
function expectation(name: string, text: string): string {
  const after = text.split("\nEXPECT\n")[1]?.trim();
  if (after === undefined || after === "") throw new Error(`${name} has no EXPECT`);
  return after;
}

describe("pluscal cases", () => {
  it("are there", () => expect(cases.length).toBeGreaterThanOrEqual(20));

  it.each(cases)("%s", (name) => {
    const text = readFileSync(directory + name, "utf8");
    expect(pluscalStatus(name, text.replaceAll("\n", "\r\n")).verdict).toEqual(
      pluscalStatus(name, text).verdict,
    );
    const { verdict, diagnostics } = pluscalStatus(name, text);
    const lines = diagnostics.flatMap((d) => [
      `${d.place?.line}:${d.place?.column} ${d.severity} ${d.code}`,
      ...(d.notes ?? []).map((note) => `note ${note.message}`),
    ]);
    expect([verdict.kind, ...lines].join("\n")).toBe(expectation(name, text));
  });
});
