import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint, formatModule } from "../../src/tla/format.js";
import { parseModule } from "../../src/tla/parse.js";
import { prettyUnit } from "../../src/tla/pretty.js";
import { anyExpr } from "./arbitrary.js";

function parsed(text: string) {
  const result = parseModule("M.tla", text);
  if (result.parsed === undefined) throw new Error(JSON.stringify(result.diagnostics));
  return result.parsed;
}

const module = (body: string): string => `---- MODULE M ----\n${body}\n====\n`;

describe("formatModule", () => {
  it("prints chosen units and leaves every other byte", () => {
    const old = module("VARIABLE x\nA   ==   x    = 1 \\* by hand");
    const source = module("VARIABLE x\nA   ==   x    = 1 \\* by hand\nB==x=2/\\x'=3");
    const known = new Set(parsed(old).module.units.map(fingerprint));
    const { text, changed, kept } = formatModule(parsed(source), (u) => !known.has(fingerprint(u)));
    expect(text).toBe(module("VARIABLE x\nA   ==   x    = 1 \\* by hand\nB == x = 2 /\\ x' = 3"));
    expect(changed).toHaveLength(1);
    expect(kept).toEqual([]);
  });

  it("keeps comments with the items that they describe", () => {
    const source = module("VARIABLE x\nB == /\\ x=1   \\* first\n     \\* about the second\n     /\\ x'=2");
    const { text, kept } = formatModule(parsed(source), () => true);
    expect(kept).toEqual([]);
    expect(text).toBe(
      module("VARIABLE x\nB ==\n  \\* first\n  /\\ x = 1\n  \\* about the second\n  /\\ x' = 2"),
    );
  });

  it("leaves a unit alone that has a comment inside an expression", () => {
    const source = module("B == 1 =   (* one *)   2");
    const { text, kept } = formatModule(parsed(source), () => true);
    expect(text).toBe(source);
    expect(kept.map((k) => k.reason)).toEqual(["comment"]);
  });

  it("changes nothing that it printed before, and never what a unit says", () => {
    fc.assert(
      fc.property(anyExpr, fc.integer({ min: 20, max: 120 }), (body, width) => {
        const unit = parsed(module("D == 1")).module.units[0];
        if (unit?.kind !== "Definition") throw new Error("no definition");
        const source = module(prettyUnit({ ...unit, body }, { width: 1000 }));
        const once = formatModule(parsed(source), () => true, width);
        expect(once.kept).toEqual([]);
        const print = (text: string): readonly string[] => parsed(text).module.units.map(fingerprint);
        expect(print(once.text)).toEqual(print(source));
        expect(formatModule(parsed(once.text), () => true, width).text).toBe(once.text);
      }),
      { numRuns: 200 },
    );
  });
});
