import { describe, expect, it } from "vitest";
import { compileLowered } from "../../../src/engine/compile.js";
import { goalsOf, type Reach, reach, withGoals } from "../../../src/engine/explore/reach.js";
import { made, still } from "./models.js";

const body = `VARIABLES x, y
Init == x = 0 /\\ y = 0
Right == x' = x + 1 /\\ y' = y
Up == y' = y + 2 /\\ x' = x
Next == Right \\/ Up
Small == x < 5 /\\ y < 5
LOCAL Sum == x + y
Inv == x < 2
Spec == Init /\\ [][Next]_<<x, y>>
P == <>(x = 3)`;
const cfg = "SPECIFICATION Spec\nCONSTRAINT Small\nINVARIANT Inv\nPROPERTY P\n";

async function reached(goals: readonly string[], extra = {}, text = cfg): Promise<Reach> {
  const asked = withGoals(made(body, text).lowered, goals);
  const { model, diagnostics } = compileLowered(asked.lowered);
  if (model === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  return reach(model, goalsOf(model, asked.first, goals.length), { ...still, ...extra });
}

const texts = ({ goals }: Reach): readonly (string | undefined)[] =>
  goals.map(({ path }) =>
    path?.states.map((s) => `${s.action ?? "Init"} ${s.text.replaceAll(/[^\d]+/g, "")}`).join(", "),
  );

describe("goals", () => {
  it("are reached by shortest behaviours, all in one exploration", async () => {
    const found = await reached(["x = 3 /\\ y = 2", "Sum = 0", "Sum = 8 /\\ x = 4", "x = y /\\ x > 0"]);
    expect(texts(found)).toEqual([
      "Init 00, Right 10, Right 20, Right 30, Up 32",
      "Init 00",
      expect.stringMatching(/ 44$/),
      expect.stringMatching(/^Init 00, .* 22$/),
    ]);
    expect(found.goals.map((g) => g.path?.states.length)).toEqual([5, 1, 7, 4]);
    expect(found.exploration.verdict.kind).toBe("violated");
  });

  it("are known to be unreachable when all states were visited", async () => {
    const found = await reached(["y = 1", "x = 4"]);
    expect(texts(found)[0]).toBeUndefined();
    expect(found.goals[1]?.path?.states).toHaveLength(5);
    expect(found.exploration.verdict.kind).toBe("holds");
    expect(found.exploration.counts.distinct).toBe(15);
  });

  it("may lie just outside the constraints", async () => {
    const found = await reached(["x = 5", "y = 6", "x = 6"]);
    expect(found.goals.map((g) => g.path?.states.length)).toEqual([6, 4, undefined]);
  });

  it("are open where the exploration was ended", async () => {
    const found = await reached(["x = 1", "x = 4 /\\ y = 4"], { limits: { states: 6 } });
    expect(found.goals.map((g) => g.path?.states.length)).toEqual([2, undefined]);
    expect(found.exploration.verdict).toEqual({ kind: "limit", limit: "states" });
  });

  it("that cannot be evaluated are told with the behaviour", async () => {
    const found = await reached(["x < 2 \\/ x = {}"]);
    expect(found.goals[0]?.path?.states).toHaveLength(1);
    const wrong = await reached(["x > 2 /\\ x = {}"]);
    expect(wrong.exploration.verdict).toMatchObject({
      kind: "evaluation-error",
      during: { place: { file: "--reach", line: 1 } },
      trace: { states: [{}, {}, {}, {}] },
    });
  });

  it.each([
    ["x' = 1", "engine/goal-level"],
    ["z = 1", "names/unknown"],
    ["x = ", "tla/"],
  ])("are refused: %s", (text, code) => {
    const { lowered } = withGoals(made(body, cfg).lowered, ["x = 1", text]);
    expect(lowered.model).toBeUndefined();
    expect(lowered.diagnostics[0]?.code).toContain(code);
    expect(lowered.diagnostics[0]?.place?.file).toBe("--reach");
  });
});
