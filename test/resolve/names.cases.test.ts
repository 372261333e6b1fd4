import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type ModuleSource, resolve } from "../../src/resolve/resolve.js";
import type { ParsedModule } from "../../src/tla/ast.js";
import { parseModule } from "../../src/tla/parse.js";

const directory = fileURLToPath(new URL("../cases/names/", import.meta.url));
const library = fileURLToPath(new URL("../../library/standard/", import.meta.url));
const cases = readdirSync(directory).filter((name) => name.endsWith(".tla"));

function parsed(file: string, text: string): ParsedModule {
  const result = parseModule(file, text);
  if (result.parsed === undefined) throw new Error(`${file}: ${JSON.stringify(result.diagnostics)}`);
  return result.parsed;
}

const standard: readonly (readonly [string, ModuleSource])[] = readdirSync(library)
  .filter((f) => f.endsWith(".tla"))
  .map((f) => [
    f.slice(0, -4),
    { parsed: parsed(library + f, readFileSync(library + f, "utf8")), origin: "library" },
  ]);

/** A case: modules separated by `%%%%`, the root first, then EXPECT and `ok` or `line:column code` for each fault. */
describe("cases of name resolution and level checking", () => {
  it.each(cases)("%s", (name) => {
    const [text = "", expectation = ""] = readFileSync(directory + name, "utf8").split("\nEXPECT\n");
    const [root, ...others] = text.split("\n%%%%\n").map((t) => parsed(name, t));
    if (root === undefined) throw new Error("no module");
    const modules = new Map<string, ModuleSource>(standard);
    for (const m of others) modules.set(m.module.name.text, { parsed: m, origin: "file" });
    const { spec, diagnostics } = resolve(root, modules);
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
