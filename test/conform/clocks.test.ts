/** Logs whose lines have clocks: which orders are tried, and what is said of them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mappingOf } from "../../src/conform/mapping/mapping.js";
import type { Subject } from "../../src/conform/prepare.js";
import { showTrace } from "../../src/conform/report/show.js";
import { type TraceResult, type ValidateRequest, validateLogs } from "../../src/conform/validate.js";
import type { TraceVerdict } from "../../src/conform/verdict.js";
import type { JsonObject } from "../../src/log/types.js";
import { batches, codesOf, fixtures, subjectIn } from "./conform.js";

const subject = subjectIn("turns", "Turns");
const written = JSON.parse(await readFile(join(fixtures, "turns/mapping.json"), "utf8")) as {
  readonly log: JsonObject;
};

async function resultOf(
  lines: readonly object[],
  options: Partial<ValidateRequest> = {},
  log: object = written.log,
): Promise<TraceResult> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const request: ValidateRequest = {
    subject: (await subject) as Subject,
    mapping: mappingOf("mapping.json", { ...written, log }),
    files: ["log.ndjson"],
    read: () => batches(text),
    ...options,
  };
  for await (const result of validateLogs(request)) return result;
  throw new Error("no trace");
}

async function verdictOf(...given: Parameters<typeof resultOf>): Promise<TraceVerdict> {
  const result = await resultOf(...given);
  if ("verdict" in result) return result.verdict;
  throw new Error(result.faults.map((d) => d.message).join());
}

interface Write {
  readonly node: string;
  readonly vc: Readonly<Record<string, number>>;
}

/** Lines that count the writes of their node. */
function logged(writes: readonly Write[]): readonly object[] {
  return writes.map(({ node, vc }) => {
    const count = writes.filter((w) => w.node === node && (w.vc[node] ?? 0) <= (vc[node] ?? 0)).length;
    return { event: "write", node, count, vc };
  });
}

const write = (node: string, vc: Write["vc"]): Write => ({ node, vc });
const alone = (node: string, ...counts: readonly number[]): readonly Write[] =>
  counts.map((count) => write(node, { [node]: count }));

describe("a log with vector clocks", () => {
  it("is accepted in the order of its causes, in whatever order its lines stand", async () => {
    const text = await readFile(join(fixtures, "turns/good.ndjson"), "utf8");
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as JsonObject);
    const verdict = await verdictOf(lines);
    expect(verdict.kind).toBe("accepted");
    expect(verdict.order).toEqual({ clocks: "vector", path: "$.vc", tried: "first" });
  });

  it("says so where the clocks leave one order only", async () => {
    const chain = [write("b", { a: 1, b: 1 }), write("a", { a: 1 }), write("a", { a: 2, b: 1 })];
    expect((await verdictOf(logged(chain))).order?.tried).toBe("only");
    const twice = await verdictOf(logged(alone("a", 1, 2)));
    expect([twice.kind, twice.order?.tried]).toEqual(["rejected", "only"]);
  });

  it("is accepted in another order, if the first one is rejected", async () => {
    const given = [...alone("a", 1), ...alone("b", 1, 2), ...alone("a", 2)];
    const verdict = await verdictOf(logged(given));
    expect([verdict.kind, verdict.order?.tried]).toEqual(["accepted", "another"]);
    expect(verdict.stepped).toBe(4);
    expect(showTrace(verdict, (f) => f).join("\n")).toContain(
      "ordered by vector clocks ($.vc): they leave the order of some lines open: the one tried first is rejected",
    );
  });

  it("is rejected if no order matches, at the line that the furthest of them reaches", async () => {
    const verdict = await verdictOf(logged([...alone("a", 1, 2, 3, 4), ...alone("b", 1)]));
    expect([verdict.kind, verdict.order?.tried]).toEqual(["rejected", "all"]);
    if (verdict.kind !== "rejected") return;
    expect([verdict.rejection.matched, verdict.rejection.event.line]).toEqual([3, 3]);
    expect(verdict.rejection.candidates[0]?.at?.text).toBe("last # n");
  });

  it("is told of no change that its clocks would have to follow", async () => {
    const lines = logged([...alone("a", 1, 2, 3, 4), ...alone("b", 1)]);
    const verdict = await verdictOf(lines, { repairs: { milliseconds: 2000 } });
    if (verdict.kind !== "rejected") throw new Error(verdict.kind);
    const { repairs } = verdict.rejection;
    expect(repairs.length).toBeGreaterThan(0);
    for (const repair of repairs) {
      expect(repair.kind).not.toBe("swap");
      if (repair.kind === "set") expect(repair.path).not.toMatch(/^(node|vc)/);
    }
  });

  it("is rejected again up to the line that is told", async () => {
    const lines = logged([...alone("a", 1, 2, 3, 4), ...alone("b", 1)]);
    const verdict = await verdictOf(lines, { until: { line: 3 } });
    if (verdict.kind !== "rejected") throw new Error(verdict.kind);
    expect([verdict.rejection.matched, verdict.rejection.event.line]).toEqual([3, 3]);
    expect((await verdictOf(lines, { until: { line: 2 } })).kind).toBe("accepted");
  });

  it("is undecided if there are more orders than are tried", async () => {
    const given = logged([...alone("a", 1), ...alone("b", 1, 2), ...alone("a", 2)]);
    const verdict = await verdictOf(given, { mostKept: 2 });
    expect(verdict.kind).toBe("undecided");
    expect(verdict.kind === "undecided" && verdict.reason).toContain("one order of its lines is rejected");
    expect((await verdictOf(given, { mostKept: 20 })).kind).toBe("accepted");
  });

  it("has exactly the verdict of all orders that its clocks allow", async () => {
    const runs = fc
      .array(fc.tuple(fc.nat(2), fc.option(fc.nat(2), { freq: 3 })), { minLength: 1, maxLength: 7 })
      .map((steps): readonly Write[] => {
        const vectors: Record<string, number>[] = [{}, {}, {}];
        return steps.map(([at, from]) => {
          const own = vectors[at] ?? {};
          if (from !== null)
            for (const [n, count] of Object.entries(vectors[from] ?? {}))
              own[n] = Math.max(own[n] ?? 0, count);
          const node = "abc"[at] ?? "";
          own[node] = (own[node] ?? 0) + 1;
          return write(node, { ...own });
        });
      });
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const verdict = await verdictOf(logged(run));
        const most = furthest(run, new Set(), undefined);
        expect(verdict.kind).toBe(most === run.length ? "accepted" : "rejected");
        if (verdict.kind === "rejected") expect(verdict.rejection.matched).toBe(most);
      }),
      { numRuns: 40 },
    );
  });

  it("is unreadable if its clocks are wrong, or there are none", async () => {
    const [line] = logged(alone("a", 1));
    const back = await resultOf([...logged(alone("a", 1, 2)), { ...line, vc: { a: 3, b: -1 } }]);
    expect("faults" in back && back.faults.map((d) => d.code)).toEqual(["log/bad-clock"]);
    const none = await resultOf([{ event: "write", node: "a", count: 1 }]);
    expect("faults" in none && none.faults.map((d) => d.code)).toEqual(["log/no-clock"]);
  });
});

/** How many lines some order matches, by going through all of them. */
function furthest(run: readonly Write[], taken: ReadonlySet<number>, last: string | undefined): number {
  const next = run.flatMap(({ node, vc }, k) => {
    const isReady = run.every((w, m) => m === k || taken.has(m) || (vc[w.node] ?? 0) < (w.vc[w.node] ?? 0));
    return !taken.has(k) && isReady && node !== last ? [k] : [];
  });
  return Math.max(taken.size, ...next.map((k) => furthest(run, new Set([...taken, k]), run[k]?.node)));
}

describe("a log with Lamport clocks", () => {
  const log = { node: "$.node", order: { lamport: "$.at" } };
  const lines = (...given: readonly (readonly [string, number, number])[]) =>
    given.map(([node, count, at]) => ({ event: "write", node, count, at }));

  it("is put in order by them, whatever the order of equal ones must be", async () => {
    const good = lines(["b", 2, 3], ["b", 1, 1], ["a", 1, 2], ["a", 2, 4], ["c", 1, 4]);
    expect((await verdictOf(good, {}, log)).order?.tried).toBe("first");
    const other = lines(["a", 1, 1], ["b", 1, 1], ["b", 2, 2]);
    const verdictOfOther = await verdictOf(other, {}, log);
    expect([verdictOfOther.kind, verdictOfOther.order?.tried]).toEqual(["accepted", "another"]);
    const given = lines(["b", 1, 1], ["b", 2, 2], ["a", 1, 3], ["c", 1, 3]);
    const verdict = await verdictOf(given, {}, log);
    expect([verdict.kind, verdict.order]).toEqual([
      "rejected",
      { clocks: "lamport", path: "$.at", tried: "all" },
    ]);
    expect(showTrace(verdict, (f) => f).join("\n")).toContain(
      "lines with different clocks were not exchanged",
    );
  });
});

describe("a mapping with clocks", () => {
  it.each([
    ["conform/clock-node", { order: { vector: "$.vc" } }, {}],
    ["conform/clock-rename", written.log, { rename: { "$.node": ['"a"', '"b"'] } }],
  ])("is refused: %s", async (code, log, more) => {
    const mapping = mappingOf("mapping.json", { ...written, ...more, log });
    const [result] = [await codesOf(resultOf(logged(alone("a", 1)), { mapping }).then(faultsOf))];
    expect(result).toEqual([code]);
  });
});

async function faultsOf(result: TraceResult): Promise<void> {
  if (!("faults" in result)) return;
  const { DiagnosticError } = await import("../../src/report/diagnostic.js");
  throw new DiagnosticError(result.faults);
}
