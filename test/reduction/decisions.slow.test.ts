/** Both strategies let correct nodes decide the same, and without a liar exactly what the original decides. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { compare } from "../../src/reduction/compare.js";
import { decisionsIn, seenAsDecided } from "../../src/reduction/decisions.js";
import type { Defended } from "../../src/reduction/defended.js";
import { reduceAbove } from "../../src/reduction/reduce.js";
import { ReductionSession } from "../../src/reduction/session.js";
import { byHistory } from "../../src/reduction/subject.js";
import { checkerOf } from "../../src/verify/engines.js";
import { runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { loadSubject, type StrategyName } from "../../src/verify/subject.js";

const { signal } = new AbortController();
const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

async function made(spec: string, model: string, liars: number, strategy: StrategyName) {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-decisions-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const subject = await loadSubject(join(specs, spec), specs, liars, strategy);
  const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
  const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
  const { seen, cfg } = await runOriginal(subject, model, dir, checker, quiet);
  const defended = await byHistory(subject, model, cfg, seen, dir);
  const session = (d: Defended): ReductionSession =>
    new ReductionSession(d, { dir, signal, seconds: 600, keepsSteps: false });
  return { defended, session };
}

const whole = { off: [], adversary: "lazy", invariants: [] } as const;

describe.each([
  ["raft", "[q \\in Correct |-> SubSeq(slice[q].log, 1, slice[q].commitIndex)]"],
  ["paxos", "[q \\in Correct |-> slice[q].decided]"],
])("what correct nodes decide: %s", (spec, decided) => {
  it("is the same with both strategies, and what the original decides", async () => {
    const found: ReadonlySet<string>[] = [];
    for (const strategy of ["history", "counters"] as const) {
      const { defended, session } = await made(spec, "small", 1, strategy);
      const seen = session(seenAsDecided(defended, decided));
      const [hybrid, original] = [await seen.hybrid(whole), await seen.original(true)];
      for (const side of [hybrid, original]) expect(side.exploration.verdict.kind).toBe("holds");
      found.push(decisionsIn(hybrid), decisionsIn(original));
    }
    const [first] = found;
    expect(first?.size).toBeGreaterThan(1);
    for (const other of found) expect(other).toEqual(first);
  }, 900_000);

  it.each(["history", "counters"] as const)(
    "without a liar it is the original, state by state: %s",
    async (strategy) => {
      const { defended, session } = await made(spec, "small", 0, strategy);
      const seen = session(defended);
      const [showing, hybrid] = [await seen.original(false), await seen.hybrid(whole)];
      expect(compare(hybrid, showing, showing).equals).toBe("omitting");
      const plain = session(seenAsDecided(defended, decided));
      const decidedThere = decisionsIn(await plain.hybrid(whole));
      expect(decidedThere).toEqual(decisionsIn(await plain.original(false)));
      expect(decidedThere.size).toBeGreaterThan(1);
    },
    900_000,
  );
});

it("undefended, correct nodes decide what the original never does", async () => {
  const { defended, session } = await made("paxos", "small", 1, "history");
  const seen = session(seenAsDecided(defended, "[q \\in Correct |-> slice[q].decided]"));
  const original = decisionsIn(await seen.original(true));
  const undefended = decisionsIn(await seen.hybrid({ ...whole, isUndefended: true }));
  expect([...undefended].some((d) => !original.has(d))).toBe(true);
}, 900_000);

describe("the reduction, strategy history, at the smallest bounds", () => {
  it.each([
    ["leaderless", "small"],
    ["paxos", "instances"],
  ])(
    "%s, model %s",
    async (spec, model) => {
      const { defended, session } = await made(spec, model, 1, "history");
      const result = await reduceAbove(session(defended));
      if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
      expect([result.extra, result.missing]).toEqual([0, 0]);
    },
    900_000,
  );
});
