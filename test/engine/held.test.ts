/** A variable with the same value on all ways of a conjunction has that on each, and elsewhere what it has there. */
import { describe, expect, it } from "vitest";
import type { CompiledModel, Row } from "../../src/engine/model.js";
import { show } from "../../src/engine/values/show.js";
import { both, graph } from "./layout-models.js";

const start =
  "VARIABLES x, y, h\nInv == TRUE\n" +
  'Init == x = 0 /\\ y = [p \\in P |-> {}] /\\ h = [all |-> {}, last |-> "none"]\n' +
  "Up == x < 3 /\\ x' = x + 1 /\\ UNCHANGED y\n" +
  "Take(p) == y[p] = {} /\\ \\E i \\in {x, 2 * x} : x' = (x + 1) % 4 /\\ y' = [y EXCEPT ![p] = @ \\cup {i}]\n" +
  "Stay == x = 2 /\\ UNCHANGED <<x, y>>\n" +
  'Told == [all |-> h.all \\cup {x}, last |-> IF x > 1 THEN "many" ELSE h.last]\n';

interface Case {
  readonly of: string;
  readonly isHeld: boolean;
  readonly joined: string;
  /** The same with the conjunct in each disjunct. */
  readonly apart: string;
}

const cases: readonly Case[] = [
  {
    of: "disjuncts, and witnesses in them",
    isHeld: true,
    joined: "Next == (Up \\/ (\\E p \\in P : Take(p)) \\/ Stay) /\\ h' = Told",
    apart: "Next == (Up /\\ h' = Told) \\/ (\\E p \\in P : Take(p) /\\ h' = Told) \\/ (Stay /\\ h' = Told)",
  },
  {
    of: "a function, one argument of which is given a value",
    isHeld: true,
    joined:
      "Up0 == x < 3 /\\ x' = x + 1\nStay0 == x = 2 /\\ x' = x\n" +
      "Next == \\E p \\in P : (Up0 \\/ Stay0 \\/ \\E i \\in 0..2 : x' = i) /\\ y' = [y EXCEPT ![p] = {x}] /\\ UNCHANGED h",
    apart:
      "Up0 == x < 3 /\\ x' = x + 1\nStay0 == x = 2 /\\ x' = x\nY(p) == y' = [y EXCEPT ![p] = {x}] /\\ UNCHANGED h\n" +
      "Next == \\E p \\in P : (Up0 /\\ Y(p)) \\/ (Stay0 /\\ Y(p)) \\/ \\E i \\in 0..2 : x' = i /\\ Y(p)",
  },
  {
    of: "a conjunction within another one, which holds another variable",
    isHeld: true,
    joined:
      "Next == (((x' = 1 \\/ x' = 2) /\\ y' = [p \\in P |-> {x}]) \\/ Up \\/ Stay) /\\ h' = Told /\\ x' # x + 2",
    apart:
      "Y == y' = [p \\in P |-> {x}] /\\ h' = Told /\\ x' # x + 2\n" +
      "Next == (x' = 1 /\\ Y) \\/ (x' = 2 /\\ Y) \\/ (Up /\\ h' = Told) \\/ (Stay /\\ h' = Told)",
  },
  {
    of: "a variable that some ways have given a value before",
    isHeld: false,
    joined: "Next == ((Up /\\ h' = [h EXCEPT !.last = \"some\"]) \\/ Stay \\/ Up) /\\ h' = Told",
    apart:
      "Next == (Up /\\ h' = [h EXCEPT !.last = \"some\"] /\\ h' = Told) \\/ (Stay /\\ h' = Told) \\/ (Up /\\ h' = Told)",
  },
  {
    of: "a value that is about the next state",
    isHeld: false,
    joined: "Next == (Up \\/ Stay \\/ \\E p \\in P : Take(p)) /\\ h' = [h EXCEPT !.all = {x'}]",
    apart:
      "H == h' = [h EXCEPT !.all = {x'}]\nNext == (Up /\\ H) \\/ (Stay /\\ H) \\/ \\E p \\in P : Take(p) /\\ H",
  },
  {
    of: "a step through a state between",
    isHeld: false,
    joined: "Next == ((Up /\\ UNCHANGED h) \\cdot (Up /\\ h' = Told) \\/ Stay \\/ Up) /\\ h' = Told",
    apart:
      "Next == ((Up /\\ UNCHANGED h) \\cdot (Up /\\ h' = Told) /\\ h' = Told) \\/ (Stay /\\ h' = Told) \\/ (Up /\\ h' = Told)",
  },
];

/** All states with their steps, whatever order the actions are in. */
const steps = (model: CompiledModel): readonly string[] => {
  const all = new Map<string, string[]>();
  for (const line of graph(model, 5000)) {
    const [, state = line, next = ""] = /^(.*?) [A-Z]\w*: (.*)$/.exec(line) ?? [];
    all.set(state, [...(all.get(state) ?? []), ...next.split(" | ").filter((n) => n !== "")]);
  }
  return [...all].map(([state, next]) => `${state}: ${next.sort().join(" | ")}`).sort();
};

describe("what a conjunct gives on all ways", () => {
  it.each(cases)("is as if it stood in each: $of", async ({ isHeld, joined, apart }) => {
    const [one, other] = [await both(start + joined), await both(start + apart)];
    expect(/\bheld\w* = true;/.test(one.code)).toBe(isHeld);
    expect(other.code).not.toMatch(/\bheld\w* = true;/);
    expect(graph(one.spread).length).toBeGreaterThan(8);
    expect(steps(one.spread)).toEqual(steps(other.spread));
    expect(steps(one.whole)).toEqual(steps(other.whole));
  });

  it("is gone after a way that failed", async () => {
    const body =
      "Next == (Up \\/ (x = 1 /\\ x' = CHOOSE i \\in {} : i > x /\\ UNCHANGED y) \\/ Stay) /\\ h' = Told";
    const { spread } = await both(start + body);
    const { bank } = spread;
    const at = (x: number): Row => {
      const [row] = initials(spread);
      const values = spread.variables.map((_, i) => (i === 0 ? bank.int(x) : spread.valueOf(row!, i)));
      return spread.rowOf(values)!;
    };
    const told = (row: Row): readonly string[] => {
      const found: string[] = [];
      for (const { successors } of spread.actions)
        successors(row, (n) =>
          found.push(spread.variables.map((_, i) => show(bank, spread.valueOf(n, i))).join(" ")),
        );
      return found;
    };
    const before = told(at(2));
    expect(() => told(at(1))).toThrow();
    expect(told(at(2))).toEqual(before);
    expect(before).toHaveLength(2);
  });
});

function initials(model: CompiledModel): readonly Row[] {
  const rows: Row[] = [];
  model.initial((row) => rows.push(Int32Array.from(row)));
  return rows;
}
