/** What is false of an invariant or a property where it is violated. */
import { describe, expect, it } from "vitest";
import { compileLowered } from "../../../src/engine/compile.js";
import { whyViolated } from "../../../src/engine/explain/explain-violation.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { loweredText } from "./lowered.js";

async function why(body: string, cfg: string): Promise<readonly string[]> {
  const source = `---- MODULE M ----\nEXTENDS Integers\nVARIABLES n, f\nInit == n = 0 /\\ f = [i \\in 1..3 |-> i]\nNext == n' = n + 1 /\\ f' = [f EXCEPT ![2] = 0]\n${body}\n====\n`;
  const lowering = await loweredText(source, `INIT Init\nNEXT Next\n${cfg}\n`);
  const { model } = compileLowered(lowering);
  if (model === undefined || lowering.model === undefined) throw new Error("not compiled");
  const { verdict } = await explore(model, { now: () => 0, pause: async () => {} });
  if (verdict.kind !== "violated") throw new Error(verdict.kind);
  return whyViolated(lowering.model, model.bank, verdict);
}

describe("why a violated", () => {
  it.each([
    ["Inv == n < 3", ["n < 3: 3 against 3  (M.tla:6)"]],
    ["Inv == n \\in 0..5 /\\ (n > 1 => f[1] = 7)", ["f[1] = 7: 1 against 7  (M.tla:6)"]],
    [
      "Right(i) == f[i] = i\nInv == n = 0 \\/ \\A i \\in DOMAIN f : Right(i)",
      ["f[i] = i: 0 against 2  (M.tla:6)", "n = 0: 1 against 0  (M.tla:7)"],
    ],
    ["Inv == ~(n = 2)", ["~(n = 2): n = 2  (M.tla:6)"]],
  ])("invariant is false: %s", async (body, lines) => {
    expect(await why(body, "INVARIANT Inv")).toEqual(lines);
  });

  it("property is false of a step", async () => {
    expect(await why("P == [][n' - n < n' \\/ f' = f]_n", "PROPERTY P")).toEqual([
      "n' - n < n': 1 against 1  (M.tla:6)",
      "f' = f: <<1, 0, 3>> against <<1, 2, 3>>  (M.tla:6)",
      "UNCHANGED n: 1 against 0  (M.tla:6)",
    ]);
  });
});
