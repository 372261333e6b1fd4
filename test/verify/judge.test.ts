import { describe, expect, it } from "vitest";
import type { RunFacts, TlcOutcome, TlcVerdict } from "../../src/tlc/outcome.js";
import { judge } from "../../src/verify/execute.js";
import type { Run } from "../../src/verify/plan.js";

const facts: RunFacts = {
  command: "java",
  exitCode: 0,
  seconds: 1,
  lastLines: [],
  printed: [],
  warnings: [],
  version: undefined,
  counts: undefined,
};
const outcome = (verdict: TlcVerdict): TlcOutcome => ({ ...facts, ...verdict });
const run = (expect: Run["expect"]): Run => ({
  id: "a",
  stage: "hybrid",
  what: "a",
  module: "A",
  cfg: [],
  mode: "exhaust",
  expect,
  bound: "",
});
const holds = (distinct: number, exhaustive = true): TlcOutcome =>
  outcome({ kind: "holds", exhaustive, distinct, generated: 9, depth: 3 });
const empty = { states: [], loop: undefined } as never;
const violated = outcome({
  kind: "violated",
  what: "invariant",
  name: "Same",
  message: "",
  trace: { states: [1, 2, 3] } as never,
});

describe("what a run gave, against what is expected", () => {
  const equal = run({ kind: "holds", distinct: 6 });
  const any = run({ kind: "holds", distinct: undefined });
  const attack = run({ kind: "violated", meaning: "attack" });
  const noticed = run({ kind: "noticed" });
  const goal = run({ kind: "violated", meaning: "goal" });

  it.each<[string, Run, TlcOutcome, string, boolean]>([
    ["as many states", equal, holds(6), "holds, 6 states, exhausted; as the original", true],
    ["more states", equal, holds(7), "holds, 7 states, exhausted; the original has 6", false],
    ["fewer states", equal, holds(1234), "holds, 1,234 states, exhausted; the original has 6", false],
    ["any number of states", any, holds(7), "holds, 7 states, exhausted", true],
    ["a violation where none may be", equal, violated, "Same violated in 2 steps", false],
    ["an attack", attack, violated, "Same violated in 2 steps", true],
    ["no attack", attack, holds(6), "nothing found, 6 states", false],
    ["a goal", goal, violated, "reached in 2 steps", true],
    ["no goal", goal, holds(6), "nothing found, 6 states", false],
    [
      "no attack, as the reduction notices",
      noticed,
      holds(6),
      "no invariant notices, 6 states; the reduction does",
      true,
    ],
    ["an attack, though the reduction notices", noticed, violated, "Same violated in 2 steps", true],
    ["a deadlock", any, outcome({ kind: "deadlock", trace: empty }), "deadlock", false],
    ["no time", any, outcome({ kind: "timeout" }), "out of time", false],
    ["no time for an attack", attack, outcome({ kind: "timeout" }), "out of time", false],
    ["no memory", any, outcome({ kind: "out-of-memory" }), "out of memory", false],
    ["an interrupt", attack, outcome({ kind: "cancelled" }), "cancelled", false],
    [
      "no Java",
      any,
      outcome({ kind: "not-installed", program: "java", reason: "" }),
      "java is not installed",
      false,
    ],
    [
      "a crash",
      any,
      outcome({ kind: "crashed", signal: undefined, reason: "it broke" }),
      "TLC crashed: it broke",
      false,
    ],
    [
      "a fault",
      attack,
      outcome({
        kind: "spec-fault",
        diagnostics: [{ code: "tlc/1", severity: "error", message: "no such\nthing" }],
        trace: empty,
      }),
      "fault: no such",
      false,
    ],
  ])("%s", (_name, wanted, given, result, expected) => {
    expect(judge(wanted, given)).toEqual({ result, expected });
  });

  it("is not content with a search that did not see all states", () => {
    expect(judge(equal, holds(6, false)).expected).toBe(false);
    expect(judge(any, holds(6, false)).expected).toBe(false);
    expect(judge(noticed, holds(6, false)).expected).toBe(false);
  });
});
