/** Strategy counters on our own specifications: exactly the reduction, and attacks where a check is away. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { show } from "../../src/engine/values/show.js";
import type { Defended } from "../../src/reduction/defended.js";
import { verdictOf } from "../../src/reduction/outcome.js";
import { reduce } from "../../src/reduction/reduce.js";
import { ReductionSession } from "../../src/reduction/session.js";
import { byHistory } from "../../src/reduction/subject.js";
import type { CfgItem } from "../../src/tla/cfg.js";
import { checkerOf } from "../../src/verify/engines.js";
import { runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { loadSubject } from "../../src/verify/subject.js";
import { adopting } from "./adopting.js";

const { signal } = new AbortController();

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

async function counters(
  name: string,
  model: string,
  extensions: readonly string[] = [],
): Promise<{ session: ReductionSession; defended: Defended }> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-counters-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = name === "adopting" ? adopting(mkdtempSync(join(dir, "spec-"))) : join(specs, name);
  const subject = await loadSubject(path, specs, 1, "counters", extensions);
  const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
  const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
  const { seen, cfg } = await runOriginal(subject, model, dir, checker, quiet);
  const defended = await byHistory(subject, model, cfg, seen, dir);
  return {
    defended,
    session: new ReductionSession(defended, { dir, signal, seconds: 200, keepsSteps: true }),
  };
}

describe("strategy counters", () => {
  it.each([
    ["raft", [377, 377]],
    ["paxos", [507, 507]],
  ] as const)("%s: exactly what the liar could do as a correct node that may omit", async (name, shown) => {
    const { session } = await counters(name, "small");
    const result = await reduce(session, "eager");
    if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
    const { reduction } = result;
    expect(verdictOf(reduction)).toBe("holds");
    expect(reduction.equals).toBe("omitting");
    expect([reduction.counts.hybrid.projected, reduction.counts.omitting.projected]).toEqual(shown);
  });

  it("merge: a step that only adopts a term is gone, votes are bound, and the reduction is exact", async () => {
    const counted: number[] = [];
    for (const extensions of [[], ["merge"]]) {
      const { session, defended } = await counters("adopting", "small", extensions);
      const text = defended.modules.map((m) => m.text).join();
      expect(text.includes("\nAdopt_Guard(")).toBe(extensions.length === 0);
      expect(/\nSpokenFor\(\w+\) ==[^=]*votedFor/.test(text)).toBe(extensions.length > 0);
      const result = await reduce(session, "lazy");
      if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
      expect([extensions, verdictOf(result.reduction), result.reduction.equals]).toEqual([
        extensions,
        "holds",
        "omitting",
      ]);
      counted.push(result.reduction.counts.hybrid.projected);
    }
    // With it a node leaves out less: a vote is above what it certified before.
    expect(counted).toEqual([422, 527]);
  }, 240_000);

  it.each(["counter.once", "Timeout.head", "Vote.UpToDate", "Acknowledge.out"])(
    "raft without %s leaves what the reduction allows, and breaks an invariant",
    async (off) => {
      const { session, defended } = await counters("raft", "Raft");
      expect(defended.checks.map((c) => c.name)).toContain(off);
      const variant = { off: [off], adversary: "lazy", invariants: defended.invariants } as const;
      const found = await session.leaving(variant, off);
      expect(found?.extra).toBeDefined();
      expect(found?.violated).toBeDefined();
    },
  );
});

describe("with latency", () => {
  /** The same with the switch as it is given. */
  const switched = (d: Defended, value: boolean): Defended => {
    const set = (items: readonly CfgItem[]): readonly CfgItem[] =>
      items.map((c) =>
        c.kind === "constant" && c.name === "EveryoneDecides" ? { ...c, value: { kind: "bool", value } } : c,
      );
    return {
      ...d,
      hybrid: { ...d.hybrid, config: (variant) => set(d.hybrid.config(variant)) },
      original: { ...d.original, config: (omits) => set(d.original.config(omits)) },
    };
  };
  /** Somebody has decided without leading, and was not told. */
  const isEarly = (state: string): boolean =>
    state.includes("commitIndex |-> 1") && !state.includes("commit |-> 1") && !state.includes('"Leader"');

  it.each([
    [true, [422, 422]],
    [false, [377, 377]],
  ] as const)("%s: the reduction is exact, and followers decide early if it is on", async (on, shown) => {
    const { defended: found } = await counters("raft", "small", ["latency"]);
    const defended = switched(found, on);
    const dir = mkdtempSync(join(tmpdir(), "bumblebee-latency-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const session = new ReductionSession(defended, { dir, signal, seconds: 200, keepsSteps: true });
    const result = await reduce(session, "eager");
    if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
    const { reduction } = result;
    expect(verdictOf(reduction)).toBe("holds");
    expect(reduction.equals).toBe("omitting");
    expect([reduction.counts.hybrid.projected, reduction.counts.omitting.projected]).toEqual(shown);
    const safe = await session.hybrid({ off: [], adversary: "lazy", invariants: defended.invariants });
    expect(safe.exploration.verdict.kind).toBe("holds");
    expect(safe.model.invariants.map((i) => i.name)).toEqual(defended.invariants);
    // With the counter's own check away, two things are certified at one value: an invariant is false.
    const unsafe = await session.hybrid({
      off: ["counter.once"],
      adversary: "lazy",
      invariants: defended.invariants,
    });
    expect(unsafe.exploration.verdict.kind).toBe("violated");
    const untold = [...safe.states.keys()].filter((look) => isEarly(show(safe.model.bank, look)));
    expect(untold.length > 0).toBe(on);
  });
});
