/** Vector and Lamport clocks as they are logged: the order they give, and what is wrong with them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClockReading, lamportOrder, vectorOrder } from "../../src/log/clocks.js";
import type { Json, LogLine } from "../../src/log/types.js";

const lineOf = (number: number, file = "log"): LogLine => ({
  file,
  line: number,
  text: `${number}`,
  json: null,
});
const reading = (
  number: number,
  node: string | undefined,
  clock: Json | undefined,
  file?: string,
): ClockReading => ({
  line: lineOf(number, file),
  node,
  clock,
});
const what = { what: "$.vc" };

/** Line numbers in the order found. */
const numbers = ({ lines }: ReturnType<typeof vectorOrder>): readonly number[] =>
  lines.map((c) => c.line.line);
const codes = ({ faults }: ReturnType<typeof vectorOrder>): readonly string[] =>
  faults.map((d) => `${d.code}${d.severity === "warning" ? "?" : ""} ${d.place?.line ?? ""}`);

interface Step {
  readonly node: string;
  readonly vector: Readonly<Record<string, number>>;
  readonly lamport: number;
}

/** A run of nodes that do something, or receive what another one has sent last. */
const runs = fc
  .array(fc.tuple(fc.nat(2), fc.option(fc.nat(2))), { minLength: 1, maxLength: 30 })
  .map((steps): readonly Step[] => {
    const names = ["n0", "n1", "n2"];
    const vectors: Record<string, number>[] = names.map(() => ({}));
    const clocks = [0, 0, 0];
    return steps.map(([at, from]) => {
      const own = vectors[at] ?? {};
      if (from !== null)
        for (const [name, count] of Object.entries(vectors[from] ?? {}))
          own[name] = Math.max(own[name] ?? 0, count);
      const name = names[at] ?? "";
      own[name] = (own[name] ?? 0) + 1;
      clocks[at] = Math.max(clocks[at] ?? 0, from === null ? 0 : (clocks[from] ?? 0)) + 1;
      return { node: name, vector: { ...own }, lamport: clocks[at] ?? 0 };
    });
  });

const isBefore = (a: Step, b: Step): boolean => a !== b && (b.vector[a.node] ?? 0) >= (a.vector[a.node] ?? 0);

describe("vector clocks", () => {
  it("put the lines of a run in an order that causes allow, however they are shuffled", () =>
    fc.assert(
      fc.property(
        runs.chain((run) =>
          fc.tuple(
            fc.constant(run),
            fc.shuffledSubarray([...run.keys()], { minLength: run.length, maxLength: run.length }),
          ),
        ),
        ([run, shuffled]) => {
          const given = shuffled.map((k) => reading(k, run[k]?.node, run[k]?.vector));
          const found = vectorOrder(given, what);
          expect(found.faults).toEqual([]);
          const order = numbers(found);
          expect([...order].sort((a, b) => a - b)).toEqual([...run.keys()]);
          for (const [i, later] of order.entries()) {
            const before = order.slice(0, i).filter((k) => isBefore(run[k]!, run[later]!));
            const causes = run.flatMap((step, k) => (isBefore(step, run[later]!) ? [k] : []));
            expect(new Set(before)).toEqual(new Set(causes));
            // Of all causes the listed ones tell: the others are before one of these.
            const listed = (found.before[i] ?? []).map((p) => order[p] ?? -1);
            for (const k of listed) expect(causes).toContain(k);
            for (const k of causes)
              expect(listed.some((m) => m === k || isBefore(run[k]!, run[m]!))).toBe(true);
          }
        },
      ),
    ));

  it("may be arrays, by the names of nodes or by their numbers", () => {
    const given = [reading(1, "b", [1, 1]), reading(2, "a", [1, 0])];
    expect(numbers(vectorOrder(given, { ...what, nodes: ["a", "b"] }))).toEqual([2, 1]);
    const byNumber = [reading(1, "1", [1, 1]), reading(2, "0", [1, 0])];
    expect(numbers(vectorOrder(byNumber, what))).toEqual([2, 1]);
  });

  it("may stand still in lines that follow each other", () => {
    const given = [reading(1, "a", { a: 1 }), reading(2, "a", { a: 1 }), reading(3, "a", { a: 2 })];
    expect(numbers(vectorOrder(given, what))).toEqual([1, 2, 3]);
    expect(codes(vectorOrder([given[0]!, given[2]!, given[1]!], what))).toEqual(["log/clock-twice 2"]);
  });

  it.each<[string, readonly ClockReading[], readonly string[]]>([
    ["a line without one", [reading(1, "a", undefined)], ["log/no-clock 1"]],
    ["a line of nobody", [reading(1, undefined, { a: 1 })], ["log/clock-without-node 1"]],
    ["no numbers", [reading(1, "a", { a: "x" }), reading(2, "a", 7)], ["log/bad-clock 1", "log/bad-clock 2"]],
    ["a node that does not count itself", [reading(1, "a", { b: 1 })], ["log/not-counted 1"]],
    [
      "a clock that goes backwards",
      [reading(1, "b", { b: 1 }), reading(2, "a", { a: 1, b: 1 }), reading(3, "a", { a: 2 })],
      ["log/clock-back 3"],
    ],
    [
      "a node that starts again",
      [reading(1, "a", { a: 1 }), reading(2, "a", { a: 2 }), reading(3, "a", { a: 1 })],
      ["log/clock-twice 3"],
    ],
    [
      "the same count in two files",
      [reading(1, "a", { a: 1 }, "x"), reading(1, "a", { a: 1 }, "y")],
      ["log/clock-twice 1"],
    ],
    ["steps that nobody logged", [reading(1, "a", { a: 1, b: 2 })], ["log/unknown-clock-node? 1"]],
    [
      "a log that breaks off",
      [reading(1, "b", { b: 1 }), reading(2, "a", { a: 1, b: 2 })],
      ["log/clock-ahead? 2"],
    ],
    [
      "each before the other",
      [reading(1, "a", { a: 1, b: 1 }), reading(2, "b", { a: 1, b: 1 })],
      ["log/vector-cycle 1"],
    ],
  ])("%s", (_, given, expected) => {
    expect(codes(vectorOrder(given, what))).toEqual(expected);
  });

  it("of a node that is not among those named are a fault", () => {
    const found = vectorOrder([reading(1, "a", { a: 1, z: 1 })], { ...what, nodes: ["a", "b"] });
    expect(codes(found)).toEqual(["log/unknown-clock-node 1"]);
  });
});

describe("Lamport clocks", () => {
  it("agree with what happened before what, and leave open what has the same", () =>
    fc.assert(
      fc.property(runs, (run) => {
        const given = [...run.entries()].reverse().map(([k, step]) => reading(k, step.node, step.lamport));
        const found = lamportOrder(given, what);
        expect(found.faults).toEqual([]);
        const order = numbers(found);
        expect(order.length).toBe(run.length);
        for (const [i, k] of order.entries())
          for (const [j, m] of order.entries()) if (isBefore(run[k]!, run[m]!)) expect(i).toBeLessThan(j);
        // What must come just before a line is all that has the next smaller count.
        for (const [i, before] of found.before.entries()) {
          const counts = order.map((k) => run[k]?.lamport ?? 0);
          const lower = Math.max(0, ...counts.filter((c) => c < (counts[i] ?? 0)));
          const expected = counts.flatMap((c, p) => (c === lower && lower > 0 ? [p] : []));
          expect(before).toEqual(expected);
        }
      }),
    ));

  it.each<[string, readonly ClockReading[], readonly string[]]>([
    ["a line without one", [reading(1, "a", undefined)], ["log/no-clock 1"]],
    ["a line of nobody", [reading(1, undefined, 1)], ["log/clock-without-node 1"]],
    ["no number", [reading(1, "a", { a: 1 })], ["log/bad-clock 1"]],
    [
      "the same count twice",
      [reading(1, "a", 1), reading(2, "b", 1), reading(3, "a", 1)],
      ["log/clock-twice 3"],
    ],
  ])("%s", (_, given, expected) => {
    expect(codes(lamportOrder(given, what))).toEqual(expected);
  });
});
