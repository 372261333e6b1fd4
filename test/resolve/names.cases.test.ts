import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parsedModule, resolved } from "../resolved.js";

const directory = fileURLToPath(new URL("../cases/names/", import.meta.url));
const cases = readdirSync(directory).filter((name) => name.endsWith(".tla"));

/** A case: modules separated by `%%%%`, the root first, then EXPECT and `ok` or `line:column code` for each fault. */
describe("cases of name resolution and level checking", () => {
  it.each(cases)("%s", (name) => {
    const [text = "", expectation = ""] = readFileSync(directory + name, "utf8").split("\nEXPECT\n");
    const [root, ...others] = text.split("\n%%%%\n").map((t) => parsedModule(name, t));
    if (root === undefined) throw new Error("no module");
    const { spec, diagnostics } = resolved(root, others);
    const found = diagnostics.map((d) => `${d.place?.line}:${d.place?.column} ${d.code}`);
    expect(found.length === 0 ? ["ok"] : found).toEqual(expectation.trim().split("\n"));
    expect(spec === undefined).toBe(diagnostics.some((d) => d.severity === "error"));
  });

  it("cover every code", () => {
    const source = readFileSync(new URL("../../src/resolve/faults.ts", import.meta.url), "utf8");
    const codes = new Set([...source.matchAll(/"((?:names|levels)\/[a-z-]+)"/g)].map((m) => m[1]));
    const all = cases.map((c) => readFileSync(directory + c, "utf8")).join("\n");
    // These need files: test/spec/modules.test.ts.
    const elsewhere = ["names/broken-module", "names/module-name", "names/too-deep"];
    const missing = [...codes].filter(
      (c) => c !== undefined && !all.includes(` ${c}`) && !elsewhere.includes(c),
    );
    expect(missing).toEqual([]);
  });
});
