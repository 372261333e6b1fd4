/** Errors at run time: where they are, with which values, through which definitions. */
import { describe, expect, it } from "vitest";
import { compileLowered } from "../../../src/engine/compile.js";
import { explainFailure } from "../../../src/engine/explain/explain-error.js";
import { evaluationDiagnostic } from "../../../src/engine/explain/explain-report.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { renderDiagnostic } from "../../../src/report/render.js";
import { loweredText } from "./lowered.js";

async function failing(body: string, cfg = "INIT Init\nNEXT Next\nINVARIANT Inv\n") {
  const source = `---- MODULE M ----\nEXTENDS Integers, Sequences\nVARIABLES x, y\n${body}\n====\n`;
  const lowering = await loweredText(source, cfg);
  const { model } = compileLowered(lowering);
  if (model === undefined || lowering.model === undefined) throw new Error("not compiled");
  const { verdict } = await explore(model, { now: () => 0, pause: async () => {} });
  if (verdict.kind !== "evaluation-error") throw new Error(verdict.kind);
  const failure = explainFailure(lowering.model, model.bank, verdict);
  const diagnostic = evaluationDiagnostic(verdict, { lowered: lowering.model, bank: model.bank });
  return { failure, verdict, text: renderDiagnostic(diagnostic, { color: false, source: () => source }) };
}

describe("an evaluation that fails", () => {
  it("is placed at the innermost expression, with values and calls", async () => {
    const { text } = await failing(
      [
        "At(s, i) == s[i + 1]",
        "Last(s) == At(s, Len(s))",
        "Init == x = <<1, 2>> /\\ y = 0",
        "Step(n) == y < 2 /\\ y' = Last(x) + n /\\ x' = x",
        "Next == \\E n \\in {5} : Step(n)",
        "Inv == TRUE",
      ].join("\n"),
    );
    expect(text).toMatchInlineSnapshot(`
      "M.tla:4:13: error: action Step cannot be evaluated: Attempted to access index 3 of tuple [engine/evaluation]
        <<1, 2>>
        which is out of bounds.
        4 | At(s, i) == s[i + 1]
          |             ^^^^^^^^
        note: here s = <<1, 2>>, i = 2
        note: M.tla:5:12: in At, where s = <<1, 2>>, i = 2
        5 | Last(s) == At(s, Len(s))
          |            ^^^^^^^^^^^^^
        note: M.tla:7:26: in Last, where s = <<1, 2>>
        7 | Step(n) == y < 2 /\\ y' = Last(x) + n /\\ x' = x
          |                          ^^^^^^^"
    `);
  });

  it("has no values of what a described function binds", async () => {
    const { failure } = await failing(
      "f == [r |-> [n \\in Nat |-> n]]\nInit == x = 0 /\\ y = 0\nNext == x < 3 /\\ x' = f.r[x] /\\ y' = y\nInv == TRUE",
    );
    expect(failure?.message).toContain("Attempted to enumerate the non-enumerable set");
  });

  it("in an invariant has the state that it fails in", async () => {
    const { failure, verdict } = await failing(
      "Init == x = 0 /\\ y = \"a\"\nNext == x < 3 /\\ x' = x + 1 /\\ y' = y\nInv == x < 2 \\/ y < 3",
    );
    expect(verdict.trace.states.length).toBe(3);
    expect(failure?.place).toMatchObject({ line: 6, column: 17 });
    expect(failure?.values).toEqual([{ name: "y", value: '"a"' }]);
    expect(failure?.message).toBe('The first argument of < should be an integer, but instead it is:\n"a"');
  });

  it("tells the operators of a recursion that never ends", async () => {
    const { failure } = await failing(
      [
        "RECURSIVE Even(_), Odd(_)",
        "Even(n) == Odd(n - 1)",
        "Odd(n) == Even(n - 1)",
        "Init == x = 0 /\\ y = 0",
        "Next == x' = x /\\ y' = y",
        "Inv == Even(7)",
      ].join("\n"),
    );
    expect([...(failure?.cycle ?? [])].sort()).toEqual(["Even", "Odd"]);
    expect(failure?.message).toMatch(/^The recursion is too deep, or never ends: (Even|Odd) calls/);
    expect(failure?.fault).toBe("too-deep");
  });

  it("of a recursive function shows the function without its values", async () => {
    const { failure } = await failing(
      "fact[n \\in 0..5] == IF n = 0 THEN 1 ELSE n * fact[n - 2]\nInit == x = 0 /\\ y = 0\nNext == x' = fact[5] /\\ y' = y\nInv == TRUE",
    );
    expect(failure?.message).toContain("[x \\in 0..5 |-> <expression>]");
    expect(failure?.text).toBe("fact[n - 2]");
    expect(failure?.values).toContainEqual({ name: "n", value: "1" });
  });

  it("in a property has the step that it fails at", async () => {
    const { failure, verdict } = await failing(
      "Init == x = 0 /\\ y = 1\nNext == x' = x + 1 /\\ y' = y - 1 /\\ x < 3\nP == [][(x' \\div y') >= 0]_x",
      "INIT Init\nNEXT Next\nPROPERTY P\n",
    );
    expect(verdict.trace.states.length).toBe(2);
    expect(failure?.text).toBe("x' \\div y'");
    expect(failure?.values).toEqual([
      { name: "x'", value: "1" },
      { name: "y'", value: "0" },
    ]);
  });

  it.each([
    ["x' = 1 /\\ y' = IF x THEN 1 ELSE 2", "used as the condition of an IF", "x"],
    ["x' = 1 /\\ (x \\/ y' = 1)", "was used as a formula", "x"],
    ["x' = 1 /\\ y' = CASE x = 7 -> 1", "CASE with no conditions true", "CASE x = 7 -> 1"],
    ["x' = y'", "y'", "y"],
    ["x' = 3", "not completely specified", ""],
    ["x' \\in 5 /\\ y' = 1", "use as a set", "x' \\in 5"],
  ])("says of %s that %s", async (next, message, text) => {
    const { failure } = await failing(`Init == x = 0 /\\ y = 0\nNext == ${next}\nInv == TRUE`);
    expect(failure?.message).toContain(message);
    if (text !== "") expect(failure?.text).toBe(text);
  });
});
