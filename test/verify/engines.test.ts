import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/report/diagnostic.js";
import type { RunFacts, TlcOutcome, TlcVerdict } from "../../src/tlc/outcome.js";
import { checkerOf, type Engine, type EngineChoice, type EngineName } from "../../src/verify/engines.js";
import { searching } from "../../src/verify/search.js";

const facts: RunFacts = {
  command: "",
  exitCode: 0,
  seconds: 1,
  lastLines: [],
  printed: [],
  warnings: [],
  version: undefined,
  counts: undefined,
};
const said = (verdict: TlcVerdict): TlcOutcome => ({ ...facts, ...verdict });
const holds = (distinct: number, generated = 9, exhaustive = true): TlcOutcome =>
  said({ kind: "holds", exhaustive, distinct, generated, depth: 2 });
const trace = { states: [], loop: { kind: "none" } } as const;
const violated = (name: string | undefined): TlcOutcome =>
  said({ kind: "violated", what: "invariant", name, message: "", trace });
const reason: Diagnostic = { code: "engine/unsupported", severity: "error", message: "no such thing" };
const refused = said({ kind: "unsupported", diagnostics: [reason] });
const timeout = said({ kind: "timeout" });
const crashed = said({ kind: "crashed", signal: undefined, reason: "it broke" });
const cancelled = said({ kind: "cancelled" });

const job = { dir: "/a", module: "A", cfgFile: "A.cfg", workers: 1 };

function engine(name: EngineName, outcome: TlcOutcome, asked: string[]): Engine {
  return {
    name,
    async run(_job, signal) {
      asked.push(name);
      await new Promise((done) => setTimeout(done, name === "tlc" ? 20 : 0));
      return { outcome: signal.aborted ? cancelled : outcome, notes: [] };
    },
  };
}

async function check(choice: EngineChoice, own: TlcOutcome, tlc: TlcOutcome, lenient = false) {
  const asked: string[] = [];
  const theirs = engine("tlc", tlc, asked);
  const engines = { own: engine("own", own, asked), tlc: async () => theirs };
  const checker = checkerOf(choice, engines, new AbortController().signal, lenient);
  const answer = await checker.check(job);
  return { asked, answer, kind: answer.outcome.kind, by: answer.by, notes: answer.notes.map((n) => n.code) };
}

describe("a choice of engines", () => {
  it.each<[EngineChoice, TlcOutcome, readonly string[], string, string]>([
    ["own", holds(1), ["own"], "holds", "own"],
    ["own", refused, ["own"], "unsupported", "own"],
    ["tlc", refused, ["tlc"], "holds", "tlc"],
    ["auto", holds(1), ["own"], "holds", "own"],
    ["auto", refused, ["own", "tlc"], "holds", "tlc"],
    ["auto", timeout, ["own"], "timeout", "own"],
  ])("%s, ours saying %o, asks %j", async (choice, own, asked, kind, by) => {
    expect(await check(choice, own, holds(2))).toMatchObject({ asked, kind, by });
  });

  it("says why a model was left to TLC", async () => {
    const { answer } = await check("auto", refused, holds(1));
    expect(answer.notes[0]).toMatchObject({ code: "engine/left-to-tlc", severity: "warning" });
    expect(answer.notes[0]?.message).toContain("no such thing");
    expect(answer.each).toMatchObject({ own: { kind: "unsupported" }, tlc: { kind: "holds" } });
  });

  it("asks one engine only on the way to an answer", async () => {
    for (const [own, wanted] of [
      [holds(1), ["own"]],
      [refused, ["own", "tlc"]],
    ] as const) {
      const asked: string[] = [];
      const theirs = engine("tlc", holds(2), asked);
      const engines = { own: engine("own", own, asked), tlc: async () => theirs };
      await checkerOf("both", engines, new AbortController().signal).ask(job);
      expect(asked).toEqual(wanted);
    }
  });
});

describe("two answers", () => {
  it.each<[string, TlcOutcome, TlcOutcome, string, string]>([
    ["the same", holds(5), holds(5), "holds", "both"],
    ["other counts of distinct states", holds(5), holds(6), "disagreement", "both"],
    ["other counts of generated states", holds(5, 9), holds(5, 8), "disagreement", "both"],
    ["other verdicts", holds(5), violated("A"), "disagreement", "both"],
    ["a deadlock and a violation", said({ kind: "deadlock", trace }), violated("A"), "disagreement", "both"],
    ["the same violation", violated("A"), violated("A"), "violated", "both"],
    ["another violation", violated("A"), violated("B"), "disagreement", "both"],
    ["a violation that TLC does not name", violated("A"), violated(undefined), "violated", "both"],
    ["no time for TLC", violated("A"), timeout, "violated", "own"],
    ["no time for us", timeout, violated("A"), "violated", "tlc"],
    ["no time at all", timeout, timeout, "timeout", "own"],
    ["a simulation that found nothing", violated("A"), holds(5, 9, false), "violated", "own"],
    ["a broken TLC", holds(5), crashed, "crashed", "tlc"],
    ["an interrupt", holds(5), cancelled, "cancelled", "tlc"],
    ["an interrupt of both", cancelled, cancelled, "cancelled", "own"],
  ])("%s", async (_title, own, tlc, kind, by) => {
    expect(await check("both", own, tlc)).toMatchObject({ kind, by });
  });

  it("may be of different violations where states come in another order", async () => {
    const ladder = { own: [{ seconds: 1 }], tlc: [{ seconds: 1 }] };
    const engines = {
      own: engine("own", violated("A"), []),
      tlc: async () => engine("tlc", violated("B"), []),
    };
    const checker = checkerOf("both", engines, new AbortController().signal);
    expect((await checker.check(job, searching(ladder))).outcome.kind).toBe("violated");
    expect((await checker.check({ ...job, workers: 2 })).outcome.kind).toBe("violated");
  });

  it("is none where our engine refuses, and TLC is not waited for", async () => {
    expect(await check("both", refused, holds(1))).toMatchObject({ kind: "unsupported", by: "own" });
  });

  it("is TLC's where our engine refuses, if that is enough", async () => {
    const found = await check("both", refused, holds(1), true);
    expect(found).toMatchObject({ kind: "holds", by: "tlc", notes: ["engine/left-to-tlc"] });
  });
});

describe("a search", () => {
  async function climb(outcomes: readonly TlcOutcome[], timeoutMs?: number) {
    const limits: (number | undefined)[] = [];
    const one: Engine = {
      name: "own",
      async run(asked) {
        limits.push(asked.timeoutMs);
        return { outcome: outcomes[limits.length - 1] ?? crashed, notes: [] };
      },
    };
    const ladder = [{ seconds: 1 }, { seconds: 3, simulate: { depth: 5 } }, { seconds: Infinity }];
    const ask = searching({ own: ladder, tlc: ladder });
    const bounded = { ...job, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const { outcome } = await ask(one, bounded, new AbortController().signal);
    return { limits, kind: outcome.kind };
  }

  it("goes on while nothing is found", async () => {
    expect(await climb([timeout, holds(1, 1, false), violated("A")])).toEqual({
      limits: [1000, 3000, undefined],
      kind: "violated",
    });
  });

  it("ends when all was seen, or something found", async () => {
    expect((await climb([holds(1)])).limits).toHaveLength(1);
    expect((await climb([timeout, violated("A")])).limits).toHaveLength(2);
  });

  it("keeps to the limit that was given", async () => {
    expect((await climb([timeout, timeout, timeout], 2000)).limits).toEqual([1000, 2000, 2000]);
  });
});
