/** Where too many states are possible at once, the verdicts and lines are those of sets of states. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/log/types.js";
import { mapped, subjectOf, verdictOn } from "./conform.js";

/** Logs that leave open what was put in, so that each such line triples the states. */
const bags = await subjectOf(
  "Bags",
  String.raw`---- MODULE Bags ----
EXTENDS Naturals, Sequences
VARIABLES held, hidden
Init == held = <<>> /\ hidden = 0
Put(x) == held' = Append(held, x) /\ UNCHANGED hidden
Hide == hidden' = hidden + 1 /\ UNCHANGED held
Drop == held' = <<>> /\ UNCHANGED hidden
Next == (\E x \in 1..3 : Put(x)) \/ Hide \/ Drop
Small == hidden < 3
====`,
  "INIT Init NEXT Next INVARIANT Small",
);
const rules = await mapped(bags, {
  events: [
    { on: "put", do: "Put($.x?)" },
    { on: "drop", do: "Drop" },
    { on: "see", do: "none", before: { "held[$.at]": "$.is" } },
    { on: "count", do: "none", before: { hidden: "$.n" } },
  ],
  silent: [{ do: "Hide", for: ["count"], max: 2, why: "nobody logs it" }],
});

const put = { event: "put" };
const see = (at: number, is: number) => ({ event: "see", at, is });
const count = (n: number) => ({ event: "count", n });
const many = (n: number): Json[] => Array.from({ length: n }, () => put);

describe("one behaviour after another", () => {
  const logs: readonly (readonly [string, readonly Json[]])[] = [
    ["the last of the ways is the right one", [...many(6), ...[1, 2, 3, 4, 5, 6].map((at) => see(at, 3))]],
    ["none of them is", [...many(5), see(1, 2), see(5, 3), see(2, 4), put]],
    ["two lines want different things", [...many(5), see(3, 2), see(4, 1), see(3, 1)]],
    ["with silent steps", [...many(4), count(2), see(2, 3), count(2)]],
    ["with more silent steps than there may be", [...many(4), count(2), see(2, 3), count(5)]],
    ["an invariant leaves no way", [...many(4), count(2), count(3)]],
    ["all are right", many(7)],
  ];

  it.each(logs)("says what sets of states say: %s", async (_, events) => {
    const wide = await verdictOn(rules, events);
    for (const mostStates of [1, 5, 40]) {
      const deep = await verdictOn(rules, events, { mostStates });
      expect(deep.kind).toBe(wide.kind);
      if (deep.kind !== "rejected" || wide.kind !== "rejected") continue;
      expect(deep.rejection.event).toEqual(wide.rejection.event);
      expect(deep.rejection.matched).toBe(wide.rejection.matched);
      expect(deep.rejection.invariant).toBe(wide.rejection.invariant);
    }
  });

  it("names the line at which it begins", async () => {
    const verdict = await verdictOn(rules, [...many(4), see(4, 2)], { mostStates: 20 });
    expect(verdict.notes[0]).toMatchObject({ code: "conform/wide", place: { line: 3 } });
    const { notes } = await verdictOn(rules, [...many(4), see(4, 2)]);
    expect(notes.map((d) => d.code)).toEqual(["log/not-marked"]);
  });

  it("does not go through what is known to lead nowhere again", async () => {
    // 243 ways lead to the same state, twice: 59,049 without remembering the first.
    const drop = { event: "drop" };
    const events = [...many(5), drop, ...many(5), drop, count(5)];
    const verdict = await verdictOn(rules, events, { mostStates: 1, mostTries: 2000 });
    expect(verdict).toMatchObject({ kind: "rejected", rejection: { matched: 12 } });
  });

  it("is undecided after so many steps", async () => {
    const events = [...many(7), ...[1, 2, 3, 4, 5, 6, 7].map((at) => see(at, 3))];
    const verdict = await verdictOn(rules, events, { mostStates: 1, mostTries: 100 });
    expect(verdict).toMatchObject({ kind: "undecided", furthest: { name: "see" } });
  });
});
