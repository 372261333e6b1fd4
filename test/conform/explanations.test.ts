/** The first false conjunct is found through INSTANCE, LET, IF, CASE and quantifiers; a rejection fits a screen. */
import { describe, expect, it } from "vitest";
import { showTrace } from "../../src/conform/report/show.js";
import type { Json } from "../../src/log/types.js";
import { mapped, subjectOf, verdictOn } from "./conform.js";

const top = await subjectOf(
  "Top",
  String.raw`---- MODULE Top ----
EXTENDS Naturals, Sequences
VARIABLES x, log, big
---- MODULE Inner ----
CONSTANT Limit
Grow(n) == LET sum == x + n IN sum \in 0..Limit /\ x' = sum /\ UNCHANGED log
Push(v) == /\ IF x > 2 THEN v \in {1, 2} ELSE v = 0
           /\ \A i \in DOMAIN log : log[i] < v + 1
           /\ log' = Append(log, v) /\ x' = x
Jump(v) == /\ \E i \in 1..Len(log) : log[i] = v
           /\ CASE x = 0 -> v = 1 [] OTHER -> v > x
           /\ x' = v /\ UNCHANGED log
====
In == INSTANCE Inner WITH Limit <- 3
Init == x = 0 /\ log = <<>> /\ big = [i \in 1..300 |-> [name |-> "server", number |-> i]]
Grow(n) == In!Grow(n) /\ UNCHANGED big
Push(v) == In!Push(v) /\ UNCHANGED big
Jump(v) == In!Jump(v) /\ UNCHANGED big
Blow == big' = [big EXCEPT ![1].number = 7] /\ UNCHANGED <<x, log>>
Next == (\E n \in 1..3 : Grow(n)) \/ (\E v \in 0..5 : Push(v) \/ Jump(v)) \/ Blow
====`,
  "INIT Init NEXT Next",
);
const rules = await mapped(top, {
  events: [
    { on: "grow", do: "Grow($.n)", before: { x: "$.x?" } },
    { on: "push", do: "Push($.n)" },
    { on: "jump", do: "Jump($.n)" },
    { on: "blow", do: "Blow", after: { big: "$.big" } },
  ],
});

const e = (event: string, n: number): Json => ({ event, n });
const told = async (events: readonly Json[]): Promise<readonly string[]> => {
  const verdict = await verdictOn(rules, events, { repairs: { milliseconds: 2000 } });
  expect(verdict.kind).toBe("rejected");
  return showTrace(verdict, (f) => f.replace(/.*\//, ""));
};

describe("the first false conjunct, with both sides and its place", () => {
  it.each([
    ["LET and \\in", [e("grow", 2), e("grow", 2)], "sum \\in 0..Limit: 4 against 0..3 (Top.tla:6)"],
    ["IF, otherwise", [e("push", 1)], "v = 0: 1 against 0 (Top.tla:7)"],
    ["IF, then", [e("grow", 3), e("push", 5)], "v \\in {1, 2}: 5 against {1, 2} (Top.tla:7)"],
    [
      "\\A",
      [e("push", 0), e("grow", 3), e("push", 2), e("push", 1)],
      "log[i] < v + 1: 2 against 2 (Top.tla:8)",
    ],
    ["\\E over nothing", [e("jump", 1)], "1..Len(log) = {}, of which something is needed (Top.tla:10)"],
    ["CASE", [e("push", 0), e("jump", 0)], "v = 1: 0 against 1 (Top.tla:11)"],
    ["a set of Next", [e("grow", 9)], "$.n \\in 1..3: 9 against 1..3"],
  ] as const)("%s", async (_, events, conjunct) => {
    const lines = await told(events);
    expect(lines.find((l) => l.includes("false:"))).toContain(`false: ${conjunct}`);
  });
});

it("a rejection with values of thousands of characters fits a screen, and says how much is left out", async () => {
  const big = Array.from({ length: 300 }, (_, k) => ({ name: "server", number: k === 0 ? 8 : k + 1 }));
  const before = [e("push", 0), e("grow", 1), e("grow", 2)];
  const lines = await told([...before, { event: "blow", big }]);
  const rows = lines.reduce((sum, line) => sum + Math.ceil(line.length / 110), 0);
  expect(rows).toBeLessThanOrEqual(40);
  expect(lines.join("\n")).toMatch(/… \(\+\d{4} characters\)/);
  expect(lines.join("\n")).toContain("with `big[1].number` 7 instead of 8");
});
