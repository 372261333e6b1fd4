import { describe, expect, it } from "vitest";
import type { ResolvedSpec } from "../../src/resolve/types.js";
import { expressionIn } from "../../src/spec/expression.js";
import { parsedModule, resolved } from "../resolved.js";

const text = `---- MODULE M ----
EXTENDS Naturals
CONSTANT N
VARIABLE x
LOCAL Twice(n) == n + n
Bound == Twice(N)
====`;

function spec(): ResolvedSpec {
  const { spec: linked } = resolved(parsedModule("M.tla", text));
  if (linked === undefined) throw new Error("not linked");
  return linked;
}

describe("expressionIn", () => {
  it("sees what the module defines, its LOCAL operators too", () => {
    const linked = spec();
    const levels = ["Bound + 1", "Twice(x)", "x' = x", "\\A n \\in {x} : n < N"].map((e) => {
      const { expression, diagnostics } = expressionIn(linked, e);
      expect(diagnostics).toEqual([]);
      return expression?.level;
    });
    expect(levels).toEqual([0, 1, 2, 1]);
  });

  it("links its names to the module's declarations", () => {
    const linked = spec();
    const { expression } = expressionIn(linked, "x");
    expect(linked.reference(expression!.expr)?.to).toBe(linked.root.variables[0]);
  });

  it.each([
    ["x +", "tla/"],
    ["x = y", "names/unknown"],
    ["[](x' = x)", "levels/"],
    ["\\E x \\in {1} : TRUE", "names/redefined"],
  ])("says what is wrong with %s, and where", (e, code) => {
    const linked = spec();
    const { expression, diagnostics } = expressionIn(linked, e, "--reach");
    expect(expression).toBeUndefined();
    expect(diagnostics[0]?.code).toContain(code);
    expect(diagnostics[0]?.place?.file).toBe("--reach");
    expect(expressionIn(linked, "x").diagnostics).toEqual([]);
  });
});
