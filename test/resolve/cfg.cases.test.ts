import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { linkCfg } from "../../src/resolve/cfg.js";
import { parseCfg } from "../../src/tla/cfg.js";
import { parsedModule, resolved } from "../resolved.js";

const directory = fileURLToPath(new URL("../cases/cfg/link/", import.meta.url));
const cases = readdirSync(directory).filter((name) => name.endsWith(".tla"));

/** A case: modules (the root first) and a configuration, separated by `%%%%`, then EXPECT and `ok` or its faults. */
describe("cases of linking a configuration", () => {
  it.each(cases)("%s", (name) => {
    const [text = "", expectation = ""] = readFileSync(directory + name, "utf8").split("\nEXPECT\n");
    const parts = text.split("\n%%%%\n");
    const [root, ...others] = parts.slice(0, -1).map((t) => parsedModule(name, t));
    const { spec } = resolved(root!, others);
    const { cfg, diagnostics: syntax } = parseCfg(name, parts.at(-1)!);
    expect(syntax).toEqual([]);
    const { diagnostics } = linkCfg(spec!, cfg);
    const found = diagnostics.map((d) => `${d.place?.line}:${d.place?.column} ${d.severity} ${d.code}`);
    expect(found.length === 0 ? ["ok"] : found).toEqual(expectation.trim().split("\n"));
  });

  it("cover every code", () => {
    const source = readFileSync(new URL("../../src/resolve/cfg-faults.ts", import.meta.url), "utf8");
    const codes = [...source.matchAll(/(?:error|warning)\(\s*"([a-z-]+)"/g)].map((m) => `cfg/${m[1]}`);
    const all = cases.map((c) => readFileSync(directory + c, "utf8")).join("\n");
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !all.includes(`${code}\n`))).toEqual([]);
  });
});
