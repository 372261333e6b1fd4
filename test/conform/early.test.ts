/** Lines that tell of a step after its effect was seen, against all orders that `early` allows, one after another. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mappingOf } from "../../src/conform/mapping/mapping.js";
import { runTrace } from "../../src/conform/match/run.js";
import { orderedTrace } from "../../src/conform/order/ordered.js";
import type { Prepared } from "../../src/conform/prepare.js";
import { showTrace } from "../../src/conform/report/show.js";
import { type TraceResult, type ValidateRequest, validateLogs } from "../../src/conform/validate.js";
import type { TraceVerdict } from "../../src/conform/verdict.js";
import type { JsonObject } from "../../src/log/types.js";
import { batches, codesOf, mapped, subjectOf, verdictOn } from "./conform.js";

const grants = await subjectOf(
  "Grants",
  String.raw`---- MODULE Grants ----
EXTENDS Naturals
CONSTANT Node
VARIABLES granted, used
Init == granted = [n \in Node |-> 0] /\ used = 0
Grant(n) == granted[n] < 2 /\ granted' = [granted EXCEPT ![n] = @ + 1] /\ UNCHANGED used
Use(n) == granted[n] > 0 /\ used < 3 /\ used' = used + 1 /\ granted' = [granted EXCEPT ![n] = @ - 1]
Next == \E n \in Node : Grant(n) \/ Use(n)
====`,
  'INIT Init NEXT Next CONSTANT Node = {"a", "b"}',
);
const plain = [
  { on: "use", do: "Use($.n)", after: { used: "$.used?" } },
  { on: "grant", do: "Grant($.n)", after: { "granted[$.n]": "$.has?" } },
  { on: "see", do: "none", before: { used: "$.used" } },
];
const early = (of: readonly string[], within: number, log: JsonObject = {}) => ({
  log,
  events: plain.map((rule) => (rule.on === "grant" ? { ...rule, early: { for: of, within } } : rule)),
});

async function resultOf(
  mapping: object,
  lines: readonly JsonObject[],
  more: Partial<ValidateRequest> = {},
): Promise<TraceResult> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const request = {
    subject: grants,
    mapping: mappingOf("mapping.json", mapping),
    files: ["log.ndjson"],
    ...more,
  };
  for await (const result of validateLogs({ ...request, read: () => batches(text) })) return result;
  throw new Error("no trace");
}

async function verdictOf(...given: Parameters<typeof resultOf>): Promise<TraceVerdict> {
  const result = await resultOf(...given);
  if ("verdict" in result) return result.verdict;
  throw new Error(result.faults.map((d) => d.message).join());
}

const use = (n: string, more: JsonObject = {}) => ({ event: "use", n, ...more });
const grant = (n: string, more: JsonObject = {}) => ({ event: "grant", n, ...more });
const see = (used: number) => ({ event: "see", used });

/** All orders: before each line that is taken in its place, any of those behind it that may come there. */
function orders(
  lines: readonly JsonObject[],
  of: readonly string[],
  within: number,
): readonly (readonly number[])[] {
  const all: number[][] = [];
  const go = (done: readonly number[]): void => {
    const next = lines.findIndex((_, k) => !done.includes(k));
    if (next < 0) {
      all.push([...done]);
      return;
    }
    go([...done, next]);
    for (let k = next + 1; k <= next + within && k < lines.length; k++)
      if (!done.includes(k) && lines[k]?.event === "grant" && of.includes(String(lines[next]?.event)))
        go([...done, k]);
  };
  go([]);
  return all;
}

/** A run of the specification, of which lines of grants are logged late. */
const log = fc
  .array(
    fc.record({ is: fc.constantFrom("use", "grant", "see"), n: fc.constantFrom("a", "b"), late: fc.nat(2) }),
    {
      minLength: 2,
      maxLength: 7,
    },
  )
  .map((steps) => {
    const held: Record<string, number> = { a: 0, b: 0 };
    let used = 0;
    const lines: { readonly at: number; readonly line: JsonObject }[] = [];
    for (const { is, n, late } of steps) {
      const has = held[n] ?? 0;
      const at = lines.length + (is === "grant" ? late + 0.5 : 0);
      if (is === "see") lines.push({ at, line: see(used) });
      else if (is === "grant" && has < 2) {
        held[n] = has + 1;
        lines.push({ at, line: grant(n) });
      } else if (is === "use" && has > 0 && used < 3) {
        held[n] = has - 1;
        used += 1;
        lines.push({ at, line: use(n, late === 0 ? { used } : {}) });
      }
    }
    return lines.sort((x, y) => x.at - y.at).map(({ line }) => line);
  })
  .filter((lines) => lines.length > 0);

describe("a step that is logged after its effect", () => {
  it("may come before the lines that `early` names, in any of the orders that it allows", async () => {
    const rules = await mapped(grants, { events: plain });
    const known = new Map<string, Prepared>();
    const seen = { accepted: 0, rejected: 0, another: 0 };
    await fc.assert(
      fc.asyncProperty(
        log,
        fc.subarray(["use", "grant", "see"], { minLength: 1 }),
        fc.integer({ min: 1, max: 3 }),
        async (lines, of, within) => {
          const key = `${of.join()} ${within}`;
          const prepared = known.get(key) ?? (await mapped(grants, early(of, within)));
          known.set(key, prepared);
          const text = lines.map((l) => `${JSON.stringify(l)}\n`).join("");
          const found = await orderedTrace(prepared, [], () => batches(text), {});
          const verdict = await runTrace(prepared, [], found.batches());
          let expected = "rejected";
          for (const order of orders(lines, of, within)) {
            const { kind } = await verdictOn(
              rules,
              order.map((k) => lines[k] ?? {}),
            );
            if (kind === "accepted") expected = kind;
          }
          expect(verdict.kind, JSON.stringify([lines, of, within])).toBe(expected);
          seen[expected as "accepted" | "rejected"] += 1;
          if (verdict.kind === "accepted" && found.fact !== undefined) seen.another += 1;
        },
      ),
      { numRuns: 500, seed: 11 },
    );
    expect(Math.min(seen.accepted, seen.rejected, seen.another)).toBeGreaterThan(20);
  }, 60_000);

  it("is taken once, with what its line says, and told", async () => {
    const rules = early(["use"], 2);
    const late = await verdictOf(rules, [use("a"), grant("b"), grant("a", { has: 1 }), use("b")]);
    expect(late.kind).toBe("accepted");
    expect(showTrace(late, (f) => f)).toContain("  early: log.ndjson:3 before log.ndjson:1");
    // The line says what was true of its step, not of the place where it stands.
    expect((await verdictOf(rules, [use("a"), grant("a", { has: 0 })])).kind).toBe("rejected");
    // It is not there for a second line, nor for one that `early` does not name, nor from further behind.
    expect((await verdictOf(rules, [use("a"), use("a"), grant("a")])).kind).toBe("rejected");
    expect((await verdictOf(early(["see"], 2), [use("a"), grant("a")])).kind).toBe("rejected");
    expect((await verdictOf(rules, [use("a"), see(1), see(1), grant("a")])).kind).toBe("rejected");
    expect((await verdictOf(early(["use"], 3), [use("a"), see(1), see(1), grant("a")])).kind).toBe(
      "accepted",
    );
  });

  it("leaves a rejection at the line that nothing explains", async () => {
    const lines = [use("a"), grant("a"), see(1), see(2), grant("b"), grant("b")];
    const verdict = await verdictOf(early(["use", "see"], 2), lines);
    expect(verdict).toMatchObject({
      kind: "rejected",
      order: { tried: "all", early: [{ line: 2, before: { line: 1 } }] },
      rejection: { event: { line: 4 }, matched: 3 },
    });
    expect(showTrace(verdict, (f) => f)).toContain("  no other order that `early` allows gets further");
  });

  it("counts as missing only if its line is", async () => {
    const log = { node: "$.n", sequence: { path: "$.seq", first: 1 }, end: '$.event = "end"' };
    const ended = (...lines: readonly JsonObject[]) => [
      ...lines.map((l, k) => ({ ...l, n: "a", seq: k + 1 })),
      { event: "end", n: "a" },
    ];
    const rules = early(["use"], 2, log);
    expect((await verdictOf(rules, ended(use("a"), grant("a"), grant("a")))).kind).toBe("accepted");
    const [first, , last, end] = ended(use("a"), see(1), grant("a"));
    const gap = await verdictOf(rules, [first ?? {}, last ?? {}, end ?? {}]);
    expect(gap).toMatchObject({ kind: "incomplete", reasons: [{ code: "log/sequence-gap" }] });
  });

  it("is for lines in one order, and for events that there are", async () => {
    const codes = (mapping: object) => codesOf(mapped(grants, mapping));
    expect(await codes(early(["uses"], 1))).toEqual(["conform/mapping-unknown-name"]);
    expect(await codes(early(["use"], 1, { order: { lamport: "$.c" }, node: "$.n" }))).toEqual([
      "conform/early-order",
    ]);
    expect(await codes({ ...early(["use"], 1), rename: { "$.n": ['"a"', '"b"'] } })).toEqual([
      "conform/early-order",
    ]);
    const silent = [{ do: 'Grant("a")', for: ["uses"], max: 1, why: "never logged" }];
    expect(await codes({ events: plain, silent })).toEqual(["conform/mapping-unknown-name"]);
  });
});
