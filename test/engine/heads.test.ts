/** A test that depends on nothing that a loop goes through stands before the loop, and the steps are the same. */
import { describe, expect, it } from "vitest";
import { both, graph } from "./layout-models.js";

const start =
  "VARIABLES x, y\nInv == TRUE\nInit == x = 0 /\\ y = [p \\in P |-> {}]\n" +
  "Up == x' = (x + 1) % 5 /\\ UNCHANGED y\n" +
  "Add(p, i) == y' = [y EXCEPT ![p] = @ \\cup {i}] /\\ UNCHANGED x\n";

interface Case {
  readonly of: string;
  /** How many loops have tests before them. */
  readonly before: number;
  readonly next: string;
  /** The same where each test is made to depend on the element. */
  readonly inside: string;
}

const cases: readonly Case[] = [
  {
    of: "the first conjunct",
    before: 1,
    next: "\\E p \\in P : x > 1 /\\ Add(p, x)",
    inside: "\\E p \\in P : (IF p = p THEN x > 1 ELSE FALSE) /\\ Add(p, x)",
  },
  {
    of: "the first two, in an operator with arguments",
    before: 1,
    next: "LET Do(p, least) == x > least /\\ x < 3 /\\ y[p] = {} /\\ Add(p, x) IN \\E p \\in P : Do(p, 1)",
    inside: "\\E p \\in P : y[p] = {} /\\ x > 1 /\\ x < 3 /\\ Add(p, x)",
  },
  {
    of: "of two loops the inner one, or both",
    before: 2,
    next: "\\E p \\in P : \\E q \\in P : x > 1 /\\ y[p] = {} /\\ Add(q, x)",
    inside:
      "\\E p \\in P : \\E q \\in P : (IF p = q THEN x > 1 ELSE x > 1) /\\ (IF q = q THEN y[p] = {} ELSE FALSE) /\\ Add(q, x)",
  },
  {
    of: "none after a test of the element, a step or a choice",
    before: 0,
    next:
      "(\\E p \\in P : y[p] = {} /\\ x > 1 /\\ Add(p, x)) \\/ (\\E p \\in P : Add(p, 0) /\\ x > 1 /\\ y' # y) \\/ " +
      "(\\E p \\in P : (x > 3 \\/ Add(p, 4)) /\\ x > 2 /\\ Add(p, 3))",
    inside:
      "(\\E p \\in P : y[p] = {} /\\ x > 1 /\\ Add(p, x)) \\/ (\\E p \\in P : (IF p = p THEN x > 1 ELSE FALSE) /\\ Add(p, 0) /\\ y' # y) \\/ " +
      "(\\E p \\in P : (IF p = p THEN x > 2 ELSE FALSE) /\\ (x > 3 \\/ Add(p, 4)) /\\ Add(p, 3))",
  },
  {
    of: "none before a set that may be empty",
    before: 0,
    next: "\\E p \\in {q \\in P : y[q] # {}} \\cup {} : x.none = 1 /\\ Add(p, x)",
    inside: "(FALSE /\\ Up)",
  },
];

const steps = (model: Parameters<typeof graph>[0]): readonly string[] =>
  graph(model, 5000)
    .map((line) => line.replace(/ [A-Z]\w*: /, ": "))
    .sort();

describe("a test that depends on no element of a loop", () => {
  it.each(cases)("stands before it: $of", async ({ before, next, inside }) => {
    const one = await both(`${start}Next == Up \\/ ${next}`);
    const other = await both(`${start}Next == Up \\/ ${inside}`);
    expect(one.code.match(/if \(.*\) \{\nconst l\d+ = /g) ?? []).toHaveLength(before);
    expect(other.code).not.toMatch(/if \(.*\) \{\nconst l\d+ = /);
    expect(graph(one.spread).length).toBeGreaterThan(4);
    for (const kind of ["spread", "whole"] as const) expect(steps(one[kind])).toEqual(steps(other[kind]));
  });
});
