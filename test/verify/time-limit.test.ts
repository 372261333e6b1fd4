/** A time limit ends a search in the middle of one evaluation that would take minutes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { interruptible, interruptibleFor } from "../../src/host/interruptible.js";
import type { Job } from "../../src/verify/engines.js";
import { coverModel } from "../../src/verify/own-coverage.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { reachGoals } from "../../src/verify/own-reach.js";

const dir = mkdtempSync(join(tmpdir(), "time-limit-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const LONG = String.raw`Cardinality({s \in SUBSET (1..30) : Cardinality(s) = 31})`;

beforeAll(() => {
  const lines = (name: string, ...rest: readonly string[]): string =>
    [`---- MODULE ${name} ----`, "EXTENDS Naturals, FiniteSets", "VARIABLE x", ...rest, "===="].join("\n");
  const step = ["Init == x = 0", String.raw`Next == x < 5 /\ x' = IF x = 2 THEN ${LONG} ELSE x + 1`];
  writeFileSync(join(dir, "Step.tla"), lines("Step", ...step));
  writeFileSync(join(dir, "Assumed.tla"), lines("Assumed", ...step, `ASSUME ${LONG} = 0`));
  writeFileSync(join(dir, "any.cfg"), "INIT Init\nNEXT Next\n");
});

const signal = new AbortController().signal;
const job = (module: string, more: Partial<Job> = {}): Job => ({
  dir,
  module,
  cfgFile: join(dir, "any.cfg"),
  timeoutMs: 200,
  ...more,
});

it.each([
  ["breadth first", {}],
  ["with two workers", { workers: 2 }],
  ["depth first", { depthFirst: Number.POSITIVE_INFINITY }],
  ["at random", { simulate: { num: 3, seed: 1 } }],
] as const)("%s", async (_, more) => {
  for (const module of ["Step", "Assumed"]) {
    const { outcome } = await ownEngine.run(job(module, more), signal);
    expect(outcome).toMatchObject({ kind: "timeout" });
    expect(outcome.seconds).toBeLessThan(10);
  }
});

it("with goals, and while it is counted what is covered", async () => {
  expect((await reachGoals(job("Step"), ["x = 4"], signal)).outcome.kind).toBe("timeout");
  expect((await coverModel(job("Step"), signal)).outcome.kind).toBe("timeout");
});

it("throws what is asked for, and lets short work end", () => {
  const guard = interruptibleFor(0.05, () => new RangeError("late"));
  let done = false;
  expect(
    guard(() => {
      done = true;
    }),
  ).toBe(true);
  expect(done).toBe(true);
  const forever = (): void => {
    for (;;);
  };
  expect(() => guard(forever)).toThrow("late");
  expect(() => interruptible(() => done.toString().repeat(-1))).toThrow(RangeError);
});
