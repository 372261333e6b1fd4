import { describe, expect, it } from "vitest";
import { groupOf } from "../../../src/engine/modes/symmetry.js";
import { Bank } from "../../../src/engine/values/bank.js";
import { identityCases } from "./identities.js";
import { exploreAll, made, modelOf, naiveCounts } from "./models.js";

describe("states told apart by VIEW and SYMMETRY", () => {
  it.each(identityCases)("are as many as TLC finds: $name", async ({ body, cfg, distinct, generated }) => {
    const model = modelOf(body, cfg);
    expect(naiveCounts(model)).toEqual({ distinct, generated });
    const { verdict, counts } = await exploreAll(model);
    expect(verdict.kind).toBe("holds");
    expect(counts).toMatchObject({ distinct, generated });
  });

  it("are told apart by a view that asks how far the search is, as in TLC", async () => {
    const body = `VARIABLE x
Init == x = 0
Next == x' = 1 - x
Vw == <<x, TLCGet("level")>>
Con == TLCGet("level") < 6`;
    const { counts } = await exploreAll(modelOf(body, "INIT Init\nNEXT Next\nVIEW Vw\nCONSTRAINT Con\n"));
    expect(counts).toMatchObject({ distinct: 6, generated: 7 });
  });

  it("are told apart by such a view where a step changes nothing else, as in TLC", async () => {
    const body = `VARIABLE x
Init == x = 0
Next == (x < 3 /\\ x' = x + 1) \\/ UNCHANGED x
Vw == <<x, TLCGet("level")>>
Act == TLCGet("level") <= 4`;
    const cfg = "INIT Init\nNEXT Next\nVIEW Vw\nACTION_CONSTRAINT Act\n";
    const { counts } = await exploreAll(modelOf(body, cfg));
    expect(counts).toMatchObject({ distinct: 14, generated: 27 });
  });

  it("are the states found first, and the way to them is a behaviour", async () => {
    const body = `CONSTANT P
VARIABLES x, n
Init == x = {} /\\ n = 0
Next == n < 3 /\\ n' = n + 1 /\\ \\E p \\in P \\ x : x' = x \\cup {p}
Perms == Permutations(P)
Inv == x # P`;
    const cfg = "INIT Init\nNEXT Next\nCONSTANT P = {a, b, c}\nSYMMETRY Perms\nINVARIANT Inv\n";
    const { verdict } = await exploreAll(modelOf(body, cfg));
    if (verdict.kind !== "violated" || verdict.what !== "invariant") throw new Error(verdict.kind);
    expect(verdict.trace.states.map((s) => s.text.split("\n")[0])).toEqual([
      "/\\ x = {}",
      "/\\ x = {a}",
      "/\\ x = {a, b}",
      "/\\ x = {a, b, c}",
    ]);
  });
});

describe("a SYMMETRY set", () => {
  const withSet = (set: string, cfg = "") =>
    made(
      `CONSTANTS P, Q\nVARIABLE x\nInit == x = P\nNext == x' = x\nSym == ${set}`,
      `INIT Init\nNEXT Next\nSYMMETRY Sym\nCONSTANT P = {a, b}\nCONSTANT Q = {1, 2}\n${cfg}`,
    ).compilation;

  it.each([
    ["{P} \\cup {}", "engine/symmetry-form", "a function"],
    ["Permutations(Q)", "engine/symmetry-form", "model values"],
    ["[P -> P]", "engine/symmetry-form", "a permutation"],
    ["CHOOSE p \\in P : TRUE", "engine/symmetry-form", "a set"],
    ["{[p \\in P |-> p + 1]}", "engine/symmetry-fails", ""],
  ])("must hold permutations of model values: %s", (set, code, text) => {
    const { model, diagnostics } = withSet(set);
    expect(model).toBeUndefined();
    expect(diagnostics[0]?.code).toBe(code);
    expect(diagnostics[0]?.message).toContain(text);
  });

  it("that lists its permutations is ignored, as by TLC", () => {
    const { model, diagnostics } = withSet("{[p \\in P |-> CHOOSE q \\in P : q # p]}");
    expect(model?.identity).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code: "engine/symmetry-ignored", severity: "warning" });
  });

  it("generates a group", () => {
    const bank = new Bank();
    const [a, b, c, d] = ["a", "b", "c", "d"].map((n) => bank.model(n)) as [number, number, number, number];
    const domain = bank.setOf([a, b, c, d]);
    const f = (...values: readonly number[]): number => {
      const mark = bank.mark();
      for (const v of values) bank.push(v);
      return bank.functionOver(domain, mark);
    };
    const size = (...fs: readonly number[]): number => {
      const group = groupOf(bank, bank.setOf(fs));
      return "kind" in group ? -1 : group.length + 1;
    };
    expect(size(f(a, b, c, d))).toBe(1);
    expect(size(f(b, a, c, d))).toBe(2);
    expect(size(f(b, c, d, a))).toBe(4);
    expect(size(f(b, c, d, a), f(b, a, c, d))).toBe(24);
    expect(size(f(b, a, d, c), f(c, d, a, b))).toBe(4);
    expect(size(f(a, a, c, d))).toBe(-1);
  });
});
