import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/resolve/resolve.js";
import { canonicalOp } from "../../src/tla/operators.js";
import { parseModule } from "../../src/tla/parse.js";
import { APALACHE, filesIn, libraryModules, moduleName, STANDARD, TLAPS } from "./modules.js";

const FILES = [STANDARD, APALACHE, TLAPS].flatMap(filesIn);

describe("the library's modules", () => {
  it("are there", () => {
    expect(filesIn(STANDARD).map(moduleName)).toContain("Sequences");
    expect(filesIn(TLAPS).map(moduleName)).toContain("TLAPS");
  });

  it.each(FILES)("%s parses, and has the name of its file", (path) => {
    const { parsed, diagnostics } = parseModule(path, readFileSync(path, "utf8"));
    expect(diagnostics).toEqual([]);
    expect(parsed?.module.name.text).toBe(moduleName(path));
  });

  it.each(FILES)("%s resolves without a diagnostic", (path) => {
    const library = libraryModules();
    const root = library.get(moduleName(path));
    if (root === undefined) throw new Error(`${path} does not parse`);
    expect(resolve(root.parsed, library).diagnostics).toEqual([]);
  });

  it.each(FILES)("%s defines no name that a module it extends has", (path) => {
    const library = libraryModules();
    const seen = new Map<string, string>();
    const visited = new Set<string>();
    const visit = (name: string): void => {
      if (visited.has(name)) return;
      visited.add(name);
      for (const unit of library.get(name)?.parsed.module.units ?? []) {
        if (unit.kind === "Extends") for (const m of unit.modules) visit(m.text);
        if (unit.kind !== "Definition" && unit.kind !== "FunctionDefinition" && unit.kind !== "Theorem")
          continue;
        if (unit.name === undefined || (unit.kind !== "Theorem" && unit.local)) continue;
        // The sign and the difference are two operators.
        const prefix = unit.kind === "Definition" && unit.fixity === "prefix";
        const text = `${prefix ? "prefix " : ""}${canonicalOp(unit.name.text)}`;
        expect(seen.get(text), `${text} of ${name}`).toBeUndefined();
        seen.set(text, name);
      }
    };
    visit(moduleName(path));
    expect(visited.size).toBeGreaterThan(0);
  });
});
