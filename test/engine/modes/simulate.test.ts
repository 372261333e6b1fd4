import { describe, expect, it } from "vitest";
import type { Beyond } from "../../../src/engine/explore/path.js";
import { randomOf } from "../../../src/engine/explore/random.js";
import { type SimulateOptions, simulate } from "../../../src/engine/explore/simulate.js";
import type { CompiledModel, Row } from "../../../src/engine/model.js";
import { modelOf } from "./models.js";

const run = (model: CompiledModel, options: Partial<SimulateOptions> = {}) =>
  simulate(model, { now: () => 0, pause: () => Promise.resolve(), seed: 1, behaviours: 10, ...options });

const counter = (extra: string, cfg = "") =>
  modelOf(
    `VARIABLES x, y\nInit == x = 0 /\\ y \\in 0 .. 2\nNext == x' = x + 1 /\\ UNCHANGED y\n${extra}`,
    `INIT Init\nNEXT Next\n${cfg}`,
  );

const walker = () =>
  modelOf(
    `VARIABLES x, y
Init == x \\in 1 .. 3 /\\ y = 0
Up == x < 9 /\\ \\E d \\in 1 .. 2 : x' = x + d /\\ y' = y
Down == x > 0 /\\ x' = x - 1 /\\ y' \\in {y, y + 1}
Next == Up \\/ Down`,
    "INIT Init\nNEXT Next\n",
  );

async function waysOf(model: CompiledModel, options: Partial<SimulateOptions>): Promise<string[]> {
  const ways: string[] = [];
  const text = ({ row, action }: Beyond): string =>
    `${action ?? ""}:${model.variables.map((_, i) => model.bank.intOf(model.valueOf(row, i))).join()}`;
  await run(model, { ...options, onBehaviour: (way) => ways.push(way.map(text).join(" ")) });
  return ways;
}

describe("simulation", () => {
  // What TLC says of the same models with one behaviour: it generates three initial states here, it one.
  it.each([
    ["INVARIANT Inv", 3, "holds", 6],
    ["INVARIANT Inv", 4, "violated", 7],
    ["INVARIANT Inv\nCONSTRAINT C", 9, "holds", 6],
  ])("counts as TLC does: %s, depth %i", async (cfg, depth, kind, generated) => {
    const model = counter("Inv == x < 4\nC == x < 3\n", cfg);
    const { verdict, counts } = await run(model, { depth, behaviours: 1 });
    expect(verdict.kind).toBe(kind);
    expect(counts.generated).toBe(generated);
  });

  it("ends a behaviour at once where it begins outside the constraints, as TLC does", async () => {
    const model = modelOf(
      "VARIABLE x\nInit == x \\in 0 .. 3\nNext == x' = x\nC == x < 3",
      "INIT Init\nNEXT Next\nCONSTRAINT C\n",
    );
    const { verdict, counts } = await run(model, { behaviours: 400, depth: 5 });
    expect(verdict.kind).toBe("holds");
    // Three quarters of them, about, take five steps each.
    expect(counts.generated).toBe(4 + counts.steps);
    expect(Math.abs(counts.steps - 1500)).toBeLessThan(150);
  });

  it("gives the behaviour that ends in what is wrong, also when that is not the state drawn", async () => {
    const model = modelOf(
      `VARIABLE x\nInit == x = 0\nNext == \\E n \\in 1 .. 9 : x' = 10 * x + n\nInv == x # 129`,
      "INIT Init\nNEXT Next\nINVARIANT Inv\n",
    );
    const { verdict } = await run(model, { depth: 3, behaviours: 100_000 });
    if (verdict.kind !== "violated" || verdict.what !== "invariant") throw new Error(verdict.kind);
    expect(verdict.trace.states.map((s) => s.text)).toEqual(["x = 0", "x = 1", "x = 12", "x = 129"]);
    expect(verdict.trace.states.map((s) => s.action)).toEqual([undefined, "Next", "Next", "Next"]);
  });

  it("finds deadlocks, false assumptions, broken initial states, steps and evaluations", async () => {
    const stuck = (extra: string, cfg: string) =>
      modelOf(
        `VARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1\n${extra}`,
        `INIT Init\nNEXT Next\n${cfg}`,
      );
    expect((await run(stuck("", ""))).verdict).toMatchObject({ kind: "deadlock" });
    expect((await run(stuck("", "CHECK_DEADLOCK FALSE\n"))).verdict.kind).toBe("holds");
    expect((await run(stuck("ASSUME 1 = 2", ""))).verdict).toMatchObject({ what: "assumption" });
    const first = await run(stuck("Inv == x > 0", "INVARIANT Inv\n"));
    expect(first.verdict).toMatchObject({ what: "invariant", trace: { states: [{ text: "x = 0" }] } });
    const failing = await run(stuck("Inv == x < 2 \\/ x = {}", "INVARIANT Inv\n"));
    expect(failing.verdict).toMatchObject({ kind: "evaluation-error", during: { name: "Inv" } });
    expect((await run(stuck("P == [][x' < 2]_x", "PROPERTY P\n"))).verdict).toMatchObject({
      what: "property",
      of: "step",
      trace: { states: [{}, {}, { text: "x = 2" }] },
    });
    const late = await run(stuck("Post == FALSE", "CHECK_DEADLOCK FALSE\nPOSTCONDITION Post\n"));
    expect(late.verdict).toMatchObject({ what: "postcondition", name: "Post" });
  });

  it("is the same for the same seed", async () => {
    const ways = await waysOf(walker(), { seed: 7, depth: 20 });
    expect(ways).toHaveLength(10);
    expect(new Set(ways).size).toBeGreaterThan(5);
    expect(await waysOf(walker(), { seed: 7, depth: 20 })).toEqual(ways);
    expect(await waysOf(walker(), { seed: 8, depth: 20 })).not.toEqual(ways);
  });

  it("gives behaviours of the model", async () => {
    const model = walker();
    const succeeds = (action: number, from: Row, to: Row): boolean => {
      let found = false;
      model.actions[action]!.successors(from, (next) => {
        found ||= next.join() === to.join();
      });
      return found;
    };
    let steps = 0;
    await run(model, {
      depth: 30,
      onBehaviour: (way) => {
        for (const [i, { row, action }] of way.entries()) {
          if (i === 0) continue;
          expect(succeeds(action ?? -1, way[i - 1]!.row, row)).toBe(true);
          steps += 1;
        }
      },
    });
    expect(steps).toBe(300);
  });

  it("takes actions, then their successors, as often as each other", async () => {
    const model = modelOf(
      `VARIABLE x\nInit == x = 0\nMany == \\E n \\in 1 .. 4 : x' = n\nOne == x' = 5\nNext == Many \\/ One`,
      "INIT Init\nNEXT Next\n",
    );
    const seen = new Map<number, number>();
    await run(model, {
      depth: 1,
      behaviours: 4000,
      onBehaviour: (way) => {
        const x = model.bank.intOf(model.valueOf(way.at(-1)!.row, 0));
        seen.set(x, (seen.get(x) ?? 0) + 1);
      },
    });
    expect(Math.abs((seen.get(5) ?? 0) - 2000)).toBeLessThan(150);
    for (const n of [1, 2, 3, 4]) expect(Math.abs((seen.get(n) ?? 0) - 500)).toBeLessThan(100);
  });

  it("ends at a limit of time, at a signal, and says what it did", async () => {
    let now = 0;
    const clock = () => (now += 0.001);
    const timed = await run(walker(), { now: clock, behaviours: Infinity, limits: { seconds: 0.2 } });
    expect(timed.verdict).toEqual({ kind: "limit", limit: "seconds" });
    expect(timed.counts.behaviours).toBeGreaterThan(1);
    const controller = new AbortController();
    let reports = 0;
    const ended = await run(walker(), {
      now: clock,
      behaviours: Infinity,
      signal: controller.signal,
      progressSeconds: 0.02,
      onProgress: ({ behaviours }) => {
        reports += 1;
        if (behaviours > 10) controller.abort();
      },
    });
    expect(ended.verdict).toEqual({ kind: "cancelled" });
    expect(reports).toBeGreaterThan(0);
  });
});

describe("random numbers", () => {
  it("are evenly spread and differ between seeds beyond 32 bits", () => {
    const random = randomOf(3);
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) counts[random.below(3)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
    expect(randomOf(1).next()).not.toBe(randomOf(1 + 2 ** 40).next());
  });
});
