/** Restarts where a specification has none: what is not durable is lost, in the original as in the hybrid. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Defended } from "../../src/reduction/defended.js";
import { type Reduction, verdictOf } from "../../src/reduction/outcome.js";
import { reduce } from "../../src/reduction/reduce.js";
import { ReductionSession } from "../../src/reduction/session.js";
import { byHistory } from "../../src/reduction/subject.js";
import type { CfgItem } from "../../src/tla/cfg.js";
import type { TlcOutcome } from "../../src/tlc/outcome.js";
import type { Seen } from "../../src/transform/seen.js";
import { checkerOf } from "../../src/verify/engines.js";
import { runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import type { StrategyName } from "../../src/verify/plan.js";
import { loadSubject } from "../../src/verify/subject.js";

const { signal } = new AbortController();
const fixtures = fileURLToPath(new URL("../fixtures/specs/", import.meta.url));

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-restart-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A specification without restarts, with what its mapping says of disks. */
function withDisk(name: string, durable: readonly string[], more: object = {}): string {
  const dir = folder();
  const module = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  for (const file of [`${module}.tla`, `${module}.cfg`])
    copyFileSync(join(fixtures, name, file), join(dir, file));
  writeFileSync(join(dir, `${module}.mapping.json`), JSON.stringify({ ...more, durable }));
  return dir;
}

interface Made {
  readonly outcome: TlcOutcome;
  readonly seen: Seen;
  readonly defended: Defended;
}

async function made(path: string, strategy: StrategyName, seenIn?: string): Promise<Made> {
  const dir = folder();
  const subject = await loadSubject(path, path, 1, strategy);
  const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
  const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
  const original = await runOriginal(subject, subject.defaultModel, dir, checker, quiet);
  // What is said in an original that is not safe bounds nobody.
  const seen = seenIn === undefined ? original.seen : (await made(seenIn, strategy)).seen;
  const defended = await byHistory(subject, subject.defaultModel, original.cfg, seen, dir);
  return { outcome: original.finished.outcome, seen, defended };
}

const sessionOf = (defended: Defended): ReductionSession =>
  new ReductionSession(defended, { dir: folder(), signal, seconds: 100, keepsSteps: true });

/** The same where nobody crashes. */
function switchedOff(d: Defended): Defended {
  const off = (items: readonly CfgItem[]): readonly CfgItem[] =>
    items.map((c) =>
      c.kind === "constant" && c.name === "Restarts" ? { ...c, value: { kind: "bool", value: false } } : c,
    );
  return {
    ...d,
    hybrid: { ...d.hybrid, config: (variant) => off(d.hybrid.config(variant)) },
    original: { ...d.original, config: (omits) => off(d.original.config(omits)) },
  };
}

async function compared(defended: Defended): Promise<Reduction> {
  const result = await reduce(sessionOf(defended), "lazy");
  if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
  return result.reduction;
}

/** Of all that the hybrid can do; what the original can do besides does not matter here. */
async function verdictIn(defended: Defended): Promise<string> {
  const { invariants } = defended;
  expect(invariants).not.toEqual([]);
  const found = await sessionOf(defended).leaving(
    { off: [], adversary: "lazy", invariants },
    "all checks on",
  );
  if (found === undefined) throw new Error("the original was not explored to its end");
  return found.violated === undefined ? found.exploration.verdict.kind : `violated: ${found.violated.name}`;
}

const echoRight = () => withDisk("echo", ["said", "echoed"]);
const echoWrong = () => withDisk("echo", ["delivered"]);
const environment = { environment: ["open"] };

describe.each(["history", "counters"] as const)("restarts that are added, %s", (strategy) => {
  it.each([
    ["what is delivered is lost", echoRight, [41, 108], [41, 76]],
    ["who was heard is lost", () => withDisk("tally", ["granted"], environment), [624, 2398], [624, 1878]],
  ] as const)("%s: safe, and the reduction is exact", async (_, disk, shown, without) => {
    const { outcome, defended } = await made(disk(), strategy);
    expect(outcome.kind).toBe("holds");
    const found = await compared(defended);
    expect([verdictOf(found), found.equals]).toEqual(["holds", "omitting"]);
    for (const side of [found.counts.hybrid, found.counts.omitting])
      expect([side.projected, side.steps]).toEqual(shown);
    expect(await verdictIn(defended)).toBe("holds");
    const { hybrid, omitting } = (await compared(switchedOff(defended))).counts;
    for (const side of [hybrid, omitting]) expect([side.projected, side.steps]).toEqual(without);
  });
});

describe("a variable that is wrongly said to be volatile", () => {
  it("history: makes the original unsafe, and the hybrid, where nodes crash", async () => {
    const { outcome, defended } = await made(echoWrong(), "history", echoRight());
    expect(outcome).toMatchObject({ kind: "violated", name: "Agreement" });
    expect(await verdictIn(defended)).toBe("violated: Agreement");
    expect(await verdictIn(switchedOff(defended))).toBe("holds");
  });

  it.each([
    ["Say", echoWrong],
    ["Grant", () => withDisk("tally", ["heard", "won"], environment)],
  ] as const)("counters: no progress tells certificates of %s apart after a crash", async (event, disk) => {
    await expect(made(disk(), "counters")).rejects.toThrow(
      `no progress variables tell the certificates of ${event} apart`,
    );
  });
});
