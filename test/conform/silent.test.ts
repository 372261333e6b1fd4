/** Silent steps that are put off, against a search that tries all of them before every line. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Matcher, type StepResult } from "../../src/conform/match/match.js";
import type { Prepared } from "../../src/conform/prepare.js";
import { Reader } from "../../src/conform/reader.js";
import type { Json } from "../../src/log/types.js";
import { batches, codesOf, mapped, subjectOf, verdictOn } from "./conform.js";

const parts = await subjectOf(
  "Parts",
  String.raw`---- MODULE Parts ----
EXTENDS Naturals
VARIABLES a, b, c, d
Init == a = 0 /\ b = 0 /\ c = 0 /\ d = 0
IncA == a < 3 /\ a' = a + 1 /\ UNCHANGED <<b, c, d>>
IncB == b < 3 /\ b' = b + 1 /\ UNCHANGED <<a, c, d>>
FlipC == c' = 1 - c /\ UNCHANGED <<a, b, d>>
Move == a > 0 /\ a' = a - 1 /\ b' = b + 1 /\ UNCHANGED <<c, d>>
Look(v) == d' = (d + v) % 3 /\ UNCHANGED <<a, b, c>>
TakeA(v) == a >= v /\ a' = a - v /\ UNCHANGED <<b, c, d>>
TakeB(v) == b >= v /\ b' = b - v /\ UNCHANGED <<a, c, d>>
WantC(v) == c = v /\ d' = c /\ UNCHANGED <<a, b, c>>
Next == IncA \/ IncB \/ FlipC \/ Move
        \/ \E v \in 0..2 : Look(v) \/ TakeA(v) \/ TakeB(v) \/ WantC(v)
NotBoth == ~(a > 1 /\ b > 1)
SmallA == a < 3
Lead == b <= a
====`,
  "INIT Init NEXT Next",
);

const actions = ["Look", "TakeA", "TakeB", "WantC"] as const;
const events = [
  ...actions.map((name) => ({ on: name, do: `${name}($.v)` })),
  { on: "SeeB", do: "none", before: { b: "$.v" } },
  { on: "TakeSome", do: { oneOf: ["TakeA($.v)", "TakeB($.v)"] }, after: { d: "$.d?" } },
];
const names = events.map((e) => e.on);

const silentRule = fc.record({
  do: fc.constantFrom("IncA", "IncB", "FlipC", "Move", "IncA", "IncB", "TakeB($.v)"),
  for: fc.subarray(names, { minLength: 1 }),
  max: fc.integer({ min: 1, max: 2 }),
  why: fc.constant("nobody logs it"),
});
const mapping = fc.record({
  events: fc.constant(events),
  silent: fc.array(silentRule, { minLength: 1, maxLength: 3 }),
  invariants: fc.constantFrom([], ["SmallA"], ["NotBoth"], ["Lead"]),
});
const line = fc.record({
  event: fc.constantFrom("Look", "Look", "Look", "Look", ...names),
  v: fc.integer({ min: 0, max: 2 }),
});
const logs = fc.array(fc.array(line, { minLength: 1, maxLength: 9 }), { minLength: 40, maxLength: 40 });

interface Met {
  readonly kind: StepResult["kind"] | "end";
  readonly matched: number;
  /** Over all lines. */
  readonly states: number;
}

async function met(prepared: Prepared, log: readonly Json[], delays: boolean): Promise<Met> {
  const reader = new Reader(prepared);
  const matcher = new Matcher(prepared, undefined, delays);
  let [matched, states] = [0, 0];
  for await (const { lines } of batches(log.map((l) => `${JSON.stringify(l)}\n`).join("")))
    for (const logged of lines) {
      const read = reader.read(logged);
      if (read?.kind !== "event") throw new Error("a line that is no event");
      const { kind } = matcher.step(read.event);
      if (kind !== "matched") return { kind, matched, states };
      matched += 1;
      states += matcher.current.size;
    }
  return { kind: "end", matched, states };
}

describe("silent steps that are put off", () => {
  it("make no difference to verdicts, and leave fewer states", async () => {
    let [whole, few, accepted, rejected] = [0, 0, 0, 0];
    await fc.assert(
      fc.asyncProperty(mapping, logs, async (rules, all) => {
        const prepared = await mapped(parts, rules);
        for (const log of all) {
          const [late, early] = [await met(prepared, log, true), await met(prepared, log, false)];
          expect([late.kind, late.matched], JSON.stringify(log)).toEqual([early.kind, early.matched]);
          expect(late.states).toBeLessThanOrEqual(early.states);
          whole += early.states;
          few += late.states;
          if (late.kind === "end") accepted += 1;
          else if (late.matched > 2) rejected += 1;
        }
        for (const log of all.slice(0, 5)) {
          const [wide, narrow] = [
            await verdictOn(prepared, log),
            await verdictOn(prepared, log, { mostStates: 1 }),
          ];
          expect(narrow.kind, JSON.stringify(log)).toBe(wide.kind);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(few).toBeLessThan(0.8 * whole);
    expect(Math.min(accepted, rejected)).toBeGreaterThan(100);
  }, 60_000);

  it("are taken before the line that needs them, as often as the lines before it allowed", async () => {
    const silent = [{ do: "IncA", for: ["Look"], max: 1, why: "nobody logs it" }];
    const rules = await mapped(parts, { events, silent });
    const look = { event: "Look", v: 1 };
    const take = { event: "TakeA", v: 2 };
    expect((await verdictOn(rules, [look, take])).kind).toBe("rejected");
    expect((await verdictOn(rules, [look, look, take])).kind).toBe("accepted");
    expect((await verdictOn(rules, [look, look, take, take])).kind).toBe("rejected");
  });

  const silentRules = (...rules: readonly (readonly [string, string])[]) =>
    rules.map(([action, before]) => ({ do: action, for: [before], max: 1, why: "nobody logs it" }));

  it("keep their order where it counts", async () => {
    const seen = { event: "TakeB", v: 1 };
    const [look, want] = [
      { event: "Look", v: 1 },
      { event: "WantC", v: 0 },
    ];
    const silent = silentRules(["IncA", "Look"], ["Move", "WantC"]);
    const rules = await mapped(parts, { events, silent });
    expect((await verdictOn(rules, [look, want, seen])).kind).toBe("accepted");
    expect((await verdictOn(rules, [want, look, seen])).kind).toBe("rejected");
  });

  it("are taken in the order in which invariants hold between them", async () => {
    const silent = silentRules(["IncB", "TakeB"], ["IncA", "TakeB"]);
    const rules = await mapped(parts, { events, silent, invariants: ["Lead"] });
    expect((await verdictOn(rules, [{ event: "TakeB", v: 1 }])).kind).toBe("accepted");
  });

  it("are taken where their `if` is true", async () => {
    const step = { do: "IncA", for: ["TakeA"], max: 2, why: "nobody logs it" };
    const kindOf = async (more: object) => {
      const rules = await mapped(parts, { events, silent: [{ ...step, ...more }] });
      return (await verdictOn(rules, [{ event: "TakeA", v: 2 }])).kind;
    };
    expect(await kindOf({})).toBe("accepted");
    expect(await kindOf({ if: "a < 1" })).toBe("rejected");
  });

  it("may read the line that needs them, and nothing of other lines", async () => {
    const silent = [
      { do: "IncA", for: ["TakeA"], if: "a < $.v", max: 3, why: "nobody logs it" },
      { do: "Look($.seen?)", for: ["WantC"], if: "$.seen? > 0", max: 1, why: "nobody logs it" },
    ];
    const rules = await mapped(parts, {
      events: [...events.slice(0, -2), { on: "See*", do: "none", before: { a: "$.a", d: "$.d" } }],
      silent,
    });
    const kindOf = async (...log: readonly Json[]) => (await verdictOn(rules, log)).kind;
    const [take, see] = [
      (v: number) => ({ event: "TakeA", v }),
      (a: number, d: number) => ({ event: "SeeBoth", a, d }),
    ];
    expect(await kindOf(take(2), see(0, 0))).toBe("accepted");
    // Not more of them than the line asks for.
    expect(await kindOf(take(2), see(1, 0))).toBe("rejected");
    expect(await kindOf(take(0), take(1), take(2), see(0, 0))).toBe("accepted");
    const want = (more: object) => ({ event: "WantC", v: 0, ...more });
    expect(await kindOf(want({ seen: 2 }), see(0, 0))).toBe("accepted");
    expect(await codesOf(verdictOn(rules, [{ event: "Look", v: 1, seen: 2 }]))).toEqual([
      "conform/unmapped-field",
    ]);
    const strict = await mapped(parts, { events, silent: [{ ...silent[0], if: "a < $.to" }] });
    expect(await codesOf(verdictOn(strict, [take(1)]))).toEqual(["conform/missing-field"]);
    expect((await verdictOn(strict, [{ event: "Look", v: 1 }])).kind).toBe("accepted");
  });
});
