/** Logs put in order: stamps, several files, vector clocks; and whether anything is missing. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Completeness, type CompletenessOptions } from "../../src/log/complete.js";
import { mergeLogs } from "../../src/log/merge.js";
import { compareStamps, stampOf } from "../../src/log/stamps.js";
import { isObject, type Json, type LogBatch, type LogLine } from "../../src/log/types.js";
import { type Clocked, causalOrder } from "../../src/log/vector.js";

const lineOf = (file: string, line: number, json: Json): LogLine => ({
  file,
  line,
  text: JSON.stringify(json),
  json,
});
const field = (name: string) => (line: LogLine) => (isObject(line.json) ? line.json[name] : undefined);

async function* logOf(file: string, events: readonly Json[], size = 3): AsyncGenerator<LogBatch> {
  const lines = events.map((e, k) => lineOf(file, k + 1, e));
  for (let k = 0; k < lines.length; k += size) yield { lines: lines.slice(k, k + size), faults: [] };
}

async function merged(...logs: readonly (readonly Json[])[]) {
  const lines: LogLine[] = [];
  const faults: string[] = [];
  const sources = logs.map((events, k) => logOf(`log${k}`, events));
  for await (const batch of mergeLogs(sources, { stamp: field("ts"), what: "ts" })) {
    lines.push(...batch.lines);
    faults.push(...batch.faults.map((f) => `${f.place?.file}:${f.place?.line} ${f.severity} ${f.code}`));
  }
  return { lines, faults, stamps: lines.map((l) => field("ts")(l)) };
}

describe("stamps", () => {
  const order = (a: Json, b: Json) => {
    const [x, y] = [stampOf(a), stampOf(b)];
    return x === undefined || y === undefined ? "none" : compareStamps(x, y);
  };
  it.each([
    [1, 2, -1],
    [1.5, 1, 1],
    ["1700000000000000001", "1700000000000000000", 1],
    ["10", 9, 1],
    ["2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", 0],
    ["2024-01-01T00:00:00.000000002Z", "2024-01-01T00:00:00.000000001Z", 1],
    ["2024-01-01 00:00:00,5", "2024-01-01T00:00:00.500Z", 0],
    ["2024-01-01T00:00:00+0100", "2024-01-01T00:00:00Z", -1],
    ["2024-01-01T00:00:00Z", 5, undefined],
    ["soon", 5, "none"],
    [true, 5, "none"],
  ] as const)("%j and %j: %s", (a, b, wanted) => expect(order(a, b)).toBe(wanted));
});

describe("several logs", () => {
  it("become one in order; each keeps its own", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(20), { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        async (given) => {
          const logs = given.map((stamps) => [...stamps].sort((a, b) => a - b).map((ts) => ({ ts })));
          const { lines, faults, stamps } = await merged(...logs);
          expect(faults).toEqual([]);
          expect(stamps).toEqual(given.flat().sort((a, b) => a - b));
          for (const [k, log] of logs.entries())
            expect(lines.filter((l) => l.file === `log${k}`).map((l) => l.line)).toEqual(
              log.map((_, at) => at + 1),
            );
        },
      ),
    ));

  it("lines with equal stamps come in the order of the logs", async () => {
    const { lines } = await merged([{ ts: 1 }, { ts: 2 }], [{ ts: 1 }]);
    expect(lines.map((l) => `${l.file}:${l.line}`)).toEqual(["log0:1", "log1:1", "log0:2"]);
  });

  it.each([
    ["a stamp that goes back", [[{ ts: 2 }, { ts: 1 }]], ["log0:2 error log/out-of-order"]],
    ["no stamp", [[{ ts: 1 }, { a: 1 }]], ["log0:2 error log/no-stamp"]],
    ["no such stamp", [[{ ts: "soon" }]], ["log0:1 error log/bad-stamp"]],
    ["numbers and times", [[{ ts: 1 }, { ts: "2024-01-01T00:00:00Z" }]], ["log0:2 error log/mixed-stamps"]],
    ["too long a number", [[{ ts: 2 ** 60 }]], ["log0:1 warning log/imprecise-stamp"]],
  ] as const)("%s", async (_, logs, faults) => expect((await merged(...logs)).faults).toEqual(faults));

  it("logs that cannot be compared are said to be so once", async () => {
    const { faults } = await merged([{ ts: 1 }, { ts: 2 }], [{ ts: "2024-01-01T00:00:00Z" }]);
    expect(faults).toEqual([expect.stringContaining("log/mixed-stamps")]);
  });
});

describe("vector clocks", () => {
  const clocked = (node: string, clock: Readonly<Record<string, number>>, k: number): Clocked => ({
    line: lineOf("log", k + 1, clock),
    node,
    clock: new Map(Object.entries(clock)),
  });

  it("a receive comes after its send, wherever it stands", () => {
    const given = [clocked("b", { b: 1, a: 2 }, 0), clocked("a", { a: 1 }, 1), clocked("a", { a: 2 }, 2)];
    const { lines, before, faults } = causalOrder(given);
    expect(lines.map((l) => l.line.line)).toEqual([2, 3, 1]);
    expect(before).toEqual([[], [0], [1]]);
    expect(faults).toEqual([]);
  });

  it("what clocks say of a random run is kept", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        (run, picks) => {
          const clocks = [
            [0, 0, 0],
            [0, 0, 0],
            [0, 0, 0],
          ];
          const happened = run.map(([node, from], k) => {
            const clock = clocks[node] ?? [];
            for (const [j, count] of (clocks[from] ?? []).entries())
              clock[j] = Math.max(clock[j] ?? 0, count);
            clock[node] = (clock[node] ?? 0) + 1;
            return clocked(String(node), Object.fromEntries(clock.map((c, j) => [String(j), c])), k);
          });
          // Nodes' logs put together in any way that keeps each node's order.
          const queues = [0, 1, 2].map((node) => happened.filter((h) => h.node === String(node)));
          const given: Clocked[] = [];
          while (given.length < happened.length) {
            const open = queues.filter((q) => q.length > 0);
            const [next] = open[(picks.next().value as number) % open.length]?.splice(0, 1) ?? [];
            if (next !== undefined) given.push(next);
          }
          const { lines, faults } = causalOrder(given);
          expect(faults).toEqual([]);
          const leq = (a: Clocked, b: Clocked) => [...a.clock].every(([n, c]) => c <= (b.clock.get(n) ?? 0));
          for (const [i, a] of lines.entries())
            for (const b of lines.slice(i + 1)) expect(leq(b, a) && !leq(a, b)).toBe(false);
        },
      ),
    ));

  it("two lines each before the other are a fault", () => {
    const { faults } = causalOrder([clocked("a", { a: 1, b: 1 }, 0), clocked("b", { b: 1, a: 1 }, 1)]);
    expect(faults.map((f) => f.code)).toEqual(["log/vector-cycle"]);
  });
});

describe("completeness", () => {
  const node = (line: LogLine) => field("n")(line) as string | undefined;
  const check = (events: readonly Json[], options: CompletenessOptions) => {
    const complete = new Completeness(options);
    const found = events.flatMap((e, k) => complete.take(lineOf("log", k + 1, e)));
    return [...found, ...complete.finish()].map((f) => `${f.place?.line ?? "-"} ${f.code}`);
  };
  const numbered: CompletenessOptions = { node, sequence: field("s") };
  const marked: CompletenessOptions = {
    node,
    end: (line) => (field("end")(line) as number | boolean | undefined) ?? false,
  };

  it.each([
    [
      "nothing missing",
      [
        { n: "a", s: 3 },
        { n: "b", s: 1 },
        { n: "a", s: 4 },
      ],
      numbered,
      [],
    ],
    [
      "a gap",
      [
        { n: "a", s: 1 },
        { n: "a", s: 3 },
      ],
      numbered,
      ["2 log/sequence-gap"],
    ],
    [
      "a number twice",
      [
        { n: "a", s: 1 },
        { n: "a", s: 1 },
      ],
      numbered,
      ["2 log/duplicate-sequence"],
    ],
    ["the first lines lost", [{ n: "a", s: 2 }], { ...numbered, first: 1 }, ["1 log/sequence-gap"]],
    ["no number", [{ n: "a", s: "x" }], numbered, ["1 log/bad-sequence"]],
    ["marked", [{ n: "a" }, { n: "a", end: 1 }], marked, []],
    ["marked without a count", [{ n: "a" }, { n: "a", end: true }], marked, []],
    ["no end", [{ n: "a" }, { n: "b" }, { n: "a", end: 1 }], marked, ["2 log/no-end"]],
    ["a line lost before the end", [{ n: "a" }, { n: "a", end: 2 }], marked, ["2 log/wrong-count"]],
    ["a line after the end", [{ n: "a" }, { n: "a", end: 1 }, { n: "a" }], marked, ["3 log/after-end"]],
    [
      "a line lost before a numbered end",
      [
        { n: "a", s: 1 },
        { n: "a", s: 3, end: true },
      ],
      { ...numbered, ...marked },
      ["2 log/sequence-gap"],
    ],
    [
      "a numbered end",
      [
        { n: "a", s: 1 },
        { n: "a", s: 2, end: true },
      ],
      { ...numbered, ...marked },
      [],
    ],
    ["a node that is silent", [{ n: "a", s: 1 }], { ...numbered, nodes: ["a", "b"] }, ["1 log/missing-node"]],
    ["too few", [{ n: "a", s: 1 }], { ...numbered, least: 2 }, ["1 log/too-few"]],
    ["nothing at all", [], numbered, ["- log/too-few"]],
    ["nothing tells", [{ a: 1 }], {}, ["1 log/not-marked"]],
  ] as const)("%s", (_, events, options, faults) => expect(check(events, options)).toEqual(faults));
});
