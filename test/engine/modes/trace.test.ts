import { describe, expect, it } from "vitest";
import { depthFirst } from "../../../src/engine/explore/depth-first.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { simulate } from "../../../src/engine/explore/simulate.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { made, still } from "./models.js";

const body = `VARIABLE x
Init == x = 0 /\\ TLCSet(5, "five")
Up == x < 3 /\\ x' = x + 1
Down == x = 2 /\\ x' = 0
Next == Up \\/ Down
Inv == Len(Trace) = x + 1 /\\ Trace[Len(Trace)].x = x
Step == Len(Trace) = x + 1 /\\ Trace[x + 1] = [x |-> x]
Last == Trace[Len(Trace)].x = x /\\ Trace[1].x = 0
Low == x < 2
Al == [x |-> x, t |-> Trace, l |-> TLCGet("level")]
Post == PrintT(CounterExample) /\\ PrintT(ToTrace(CounterExample)) /\\ PrintT(TLCGet("all")) /\\ TLCGet("level") = 0
Config == PrintT(TLCGet("config")) /\\ PrintT(TLCGet("action").name)
NoTrace == Trace = <<>>
Deferred == TLCDefer(1 = {})
Picked == PickSuccessor(x < 1)`;

const calm = { now: () => 0, pause: () => Promise.resolve() };

function model(cfg: string): CompiledModel {
  const whole = `INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n${cfg}`;
  const { model: found, diagnostics } = made(body, whole, "Naturals, Sequences, TLC, TLCExt").compilation;
  if (found === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  return found;
}

function printed(of: CompiledModel): string[] {
  const lines: string[] = [];
  if (of.context !== undefined) of.context.printed = (text) => lines.push(text);
  return lines;
}

describe("Trace", () => {
  const cfg = "INVARIANT Inv\nACTION_CONSTRAINT Step\n";

  it("is the way to the state of an invariant, and to that which a step is taken from", async () => {
    expect((await explore(model(cfg), still)).verdict.kind).toBe("holds");
    expect((await depthFirst(model(cfg), { ...still, depth: 3 })).verdict.kind).toBe("holds");
    const { verdict } = await simulate(model("INVARIANT Last\nACTION_CONSTRAINT Last\n"), {
      ...calm,
      seed: 1,
      depth: 3,
      behaviours: 5,
    });
    expect(verdict.kind).toBe("holds");
  });

  it("is the way to each state of a counterexample in its ALIAS", async () => {
    const { verdict } = await explore(model("INVARIANT Low\nALIAS Al\n"), still);
    if (verdict.kind !== "violated" || !("trace" in verdict)) throw new Error(verdict.kind);
    expect(verdict.trace.states.at(-1)?.text.replaceAll("\n", " ")).toBe(
      "/\\ x = 2 /\\ t = <<[x |-> 0], [x |-> 1], [x |-> 2]>> /\\ l = 3",
    );
  });

  it("has no value where there is no state", async () => {
    const { verdict } = await explore(model("POSTCONDITION NoTrace\n"), still);
    expect(verdict).toMatchObject({ kind: "evaluation-error", during: { kind: "postcondition" } });
  });
});

describe("CounterExample", () => {
  it("is the graph of the error, in postconditions; they do not change what is wrong", async () => {
    const violated = model("INVARIANT Low\nPOSTCONDITION Post\n");
    const lines = printed(violated);
    const { verdict } = await explore(violated, still);
    expect(verdict).toMatchObject({ kind: "violated", name: "Low" });
    expect(lines[0]).toContain("state |-> {<<1, [x |-> 0]>>, <<2, [x |-> 1]>>, <<3, [x |-> 2]>>}");
    expect(lines[0]).toContain('name |-> "Up"');
    expect(lines.slice(1)).toEqual(["<<[x |-> 0], [x |-> 1], [x |-> 2]>>", '(5 :> <<"five">>)']);
  });

  it("is empty where there is none", async () => {
    const fine = model("POSTCONDITION Post\n");
    const lines = printed(fine);
    expect((await explore(fine, still)).verdict.kind).toBe("holds");
    expect(lines.slice(0, 2)).toEqual(["[action |-> {}, state |-> {}]", "<<>>"]);
  });
});

describe("TLCGet", () => {
  it("knows how the search is made, and in simulation which action was taken", async () => {
    const all = model("INVARIANT Config\n");
    const lines = printed(all);
    await explore(all, still);
    expect(lines.slice(0, 2)).toEqual([
      '[mode |-> "bfs", deadlock |-> FALSE, worker |-> 1]',
      '"UnnamedAction"',
    ]);
    const some = model("INVARIANT Config\n");
    const others = printed(some);
    await simulate(some, { ...calm, seed: 1, depth: 2, behaviours: 1 });
    expect(others).toContain('"Up"');
    expect(others[0]).toBe(
      '[mode |-> "simulate", deadlock |-> FALSE, worker |-> 1, depth |-> 2, traces |-> 1]',
    );
  });
});

describe("operators that only some runs can evaluate", () => {
  it("are put off, or refused", async () => {
    expect((await explore(model("INVARIANT Deferred\n"), still)).verdict.kind).toBe("holds");
  });

  // What a later TLC prints of the same, but for what is drawn.
  it("evaluates in simulation what was put off for the state that is chosen", async () => {
    const text = `VARIABLES x, y
Init == x = 0 /\\ y = 0
Told(tag) == TLCDefer(PrintT(<<tag, x, x', y', TLCGet("level")>>))
After == x < 4 /\\ y' \\in 0..2 /\\ Told("after") /\\ x' = x + 1
Before == x < 4 /\\ Told("before") /\\ y' = 7 /\\ x' = x + 1
First == x < 4 /\\ Told("first") /\\ y' \\in 0..2 /\\ x' = x + 1
Con == TLCDefer(PrintT(<<"con", x, TLCGet("level")>>))
Inv == TLCDefer(PrintT(<<"inv", x, y>>))`;
    const told = async (cfg: string): Promise<readonly string[]> => {
      const whole = `INIT Init\nCHECK_DEADLOCK FALSE\n${cfg}`;
      const { model: found } = made(text, whole, "Naturals, TLC, TLCExt").compilation;
      if (found === undefined) throw new Error("refused");
      const lines = printed(found);
      await simulate(found, { ...calm, seed: 1, behaviours: 1, depth: 4 });
      return lines;
    };
    expect(await told("NEXT Before\n")).toEqual(
      [0, 1, 2, 3].map((x) => `<<"before", ${x}, ${x + 1}, 7, ${x + 2}>>`),
    );
    const after = await told("NEXT After\n");
    expect(after).toHaveLength(4);
    for (const [x, line] of after.entries()) expect(line).toMatch(`<<"after", ${x}, ${x + 1}, `);
    // Of several successors, the first has what was put off before they were many.
    for (const line of await told("NEXT First\n")) expect(line).toMatch(/<<"first", \d, \d, 0, \d>>/);
    expect(await told("NEXT Before\nCONSTRAINT Con\n")).toEqual(
      [1, 2, 3, 4].map((x) => `<<"con", ${x}, ${x + 1}>>`),
    );
    expect(await told("NEXT Before\nINVARIANT Inv\n")).toEqual([1, 2, 3, 4].map((x) => `<<"inv", ${x}, 7>>`));
  });
});
