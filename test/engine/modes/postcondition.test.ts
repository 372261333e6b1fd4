import { describe, expect, it } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import type { Verdict } from "../../../src/engine/explore/explore-verdict.js";
import { modelOf, still } from "./models.js";

const body = (post: string): string => `VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 4
Inv == x < 3
Post == ${post}
Al == [next |-> x', x |-> x, half |-> x \\div 2, at |-> TLCGet("level")]
NoRecord == <<x, x>>
Failing == [half |-> x \\div 2, first |-> x[1]]`;

const verdictOf = async (post: string, cfg: string): Promise<Verdict> =>
  (await explore(modelOf(body(post), `INIT Init\nNEXT Next\n${cfg}`), still)).verdict;

describe("POSTCONDITION", () => {
  it("is evaluated when all states were visited, and may ask what was found", async () => {
    const post = "POSTCONDITION Post\n";
    expect(await verdictOf('TLCGet("distinct") = 4 /\\ TLCGet("generated") = 5', post)).toEqual({
      kind: "holds",
    });
    expect(await verdictOf('TLCGet("distinct") = 5', post)).toMatchObject({
      kind: "violated",
      what: "postcondition",
      name: "Post",
    });
    expect(await verdictOf("1 = {}", post)).toMatchObject({
      kind: "evaluation-error",
      during: { kind: "postcondition", name: "Post" },
    });
  });

  it("counts for nothing where something else is wrong", async () => {
    expect(await verdictOf("FALSE", "POSTCONDITION Post\nINVARIANT Inv\n")).toMatchObject({
      what: "invariant",
    });
  });

  it("is told of all the same, as TLC does", async () => {
    const warned = async (post: string): Promise<readonly string[]> => {
      const model = modelOf(body(post), "INIT Init\nNEXT Next\nPOSTCONDITION Post\nINVARIANT Inv\n");
      const texts: string[] = [];
      if (model.context !== undefined) model.context.warned = (text) => texts.push(text);
      expect((await explore(model, still)).verdict).toMatchObject({ what: "invariant" });
      return texts;
    };
    expect(await warned('TLCGet("distinct") < 0')).toEqual(["Postcondition Post is false, too."]);
    expect(await warned("1 = {}")).toEqual([
      expect.stringMatching(/^Postcondition Post cannot be evaluated: Attempted to check equality/),
    ]);
    expect(await warned('TLCGet("distinct") > 0')).toEqual([]);
  });
});

describe("ALIAS", () => {
  const shown = async (alias: string): Promise<readonly string[]> => {
    const verdict = await verdictOf("TRUE", `INVARIANT Inv\nALIAS ${alias}\n`);
    if (verdict.kind !== "violated" || verdict.what !== "invariant") throw new Error(verdict.kind);
    expect(verdict.trace.states.at(-1)?.values.get("x")).toEqual({ kind: "int", value: 3 });
    return verdict.trace.states.map((s) => s.text.replaceAll("\n", " "));
  };

  it("is shown instead of the variables, its fields as they are written; the last state is its own successor", async () => {
    expect(await shown("Al")).toEqual([
      "/\\ next = 1 /\\ x = 0 /\\ half = 0 /\\ at = 1",
      "/\\ next = 2 /\\ x = 1 /\\ half = 0 /\\ at = 2",
      "/\\ next = 3 /\\ x = 2 /\\ half = 1 /\\ at = 3",
      "/\\ next = 3 /\\ x = 3 /\\ half = 1 /\\ at = 4",
    ]);
  });

  it("that is no record is not shown; one that fails says why", async () => {
    expect(await shown("NoRecord")).toEqual(["x = 0", "x = 1", "x = 2", "x = 3"]);
    for (const text of await shown("Failing"))
      expect(text).toMatch(/^\/\\ x = \d \/\\ _ALIASEvalError = ".*"$/);
  });
});
