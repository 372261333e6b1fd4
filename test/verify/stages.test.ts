import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { exitOfVerification } from "../../src/cli/commands/verify.js";
import { Exit } from "../../src/cli/exit-codes.js";
import { printCfg } from "../../src/tla/cfg.js";
import { nothing } from "../../src/transform/seen.js";
import type { Reporter, Row } from "../../src/verify/execute.js";
import { hybridSetting } from "../../src/verify/hybrid.js";
import {
  ablationRuns,
  forgingRun,
  type HybridSetting,
  reductionRun,
  undefendedRun,
} from "../../src/verify/plan.js";
import { checkHybrid, isOurs, type Verification } from "../../src/verify/stages.js";
import { loadSubject } from "../../src/verify/subject.js";
import { fakeJava } from "../tlc/fake.js";
import { tlcChecker } from "./checker.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));
const quiet: Reporter = { begin: () => {}, progress: () => {}, done: () => {} };

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-verify-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function verify(mode: string, signal = new AbortController().signal) {
  const subject = await loadSubject(echo, echo);
  const saved: number[] = [];
  const env = { ...process.env, FAKE_TLC: mode };
  const checker = tlcChecker({ jar: fakeJava, java: fakeJava, env }, signal);
  const save = async (rows: readonly Row[]): Promise<void> => {
    saved.push(rows.length);
  };
  return { found: await checkHybrid(subject, folder(), checker, quiet, save), saved };
}

async function settingOf(dir: string): Promise<HybridSetting> {
  const subject = await loadSubject(echo, echo);
  return hybridSetting(subject, "Echo", nothing, 42, dir);
}

describe("a verification", () => {
  it("tells of every stage when the original does not hold", async () => {
    const { found } = await verify("violates");
    expect(found.rows.map((r) => r.status)).toEqual(["ran", ...Array(8).fill("not-run")]);
    expect(found.rows[1]?.result).toBe("not run: the original does not hold");
    expect(exitOfVerification(found, false)).toBe(Exit.rejected);
  });

  it("takes a fault of the original for the user's", async () => {
    const { found } = await verify("evaluation");
    expect(found.bugs).toEqual([]);
    expect(found.diagnostics[0]?.message).toContain("non-function");
    expect(exitOfVerification(found, false)).toBe(Exit.badInput);
  });

  it.each([
    ["killed", Exit.toolMissing],
    ["garbage", Exit.toolMissing],
    ["memory", Exit.limit],
  ])("with a TLC that does %s ends with %i", async (mode, code) => {
    const { found } = await verify(mode);
    expect(found.rows).toHaveLength(9);
    expect(exitOfVerification(found, false)).toBe(code);
  });

  it("makes a row of what breaks off, and goes on to the end", async () => {
    // A TLC that holds without having said anything: the alphabet cannot be read.
    const { found, saved } = await verify("holds");
    expect(found.rows).toHaveLength(9);
    expect(found.rows.every((r) => !r.expected)).toBe(true);
    expect(found.rows[0]).toMatchObject({ status: "failed", stage: "original" });
    expect(found.diagnostics).toHaveLength(1);
    expect(saved).toEqual([1, 9]);
  });

  it("runs nothing once it is interrupted", async () => {
    const controller = new AbortController();
    controller.abort();
    const { found } = await verify("hang", controller.signal);
    expect(found.rows.every((r) => r.result === "not run: interrupted")).toBe(true);
    expect(exitOfVerification(found, true)).toBe(Exit.interrupted);
  });

  it("puts a bug of ours before everything else", () => {
    const found: Verification = { rows: [], diagnostics: [], bugs: ["a module"], outcomes: ["crashed"] };
    expect(exitOfVerification(found, false)).toBe(Exit.bug);
  });
});

describe("the runs", () => {
  it("are five kinds over one model", async () => {
    const dir = folder();
    const s = await settingOf(dir);
    expect(readFileSync(join(dir, "MCHybridEcho.tla"), "utf8")).toContain("EXTENDS HybridEcho");
    expect(undefendedRun(s)).toMatchObject({
      mode: "search",
      expect: { kind: "violated", meaning: "attack" },
    });
    expect(reductionRun(s)).toMatchObject({ mode: "exhaust", expect: { kind: "holds", distinct: 42 } });
    expect(ablationRuns(s).map((r) => r.id)).toEqual(
      ["exist", "guard", "out", "prefix", "fork"].map((c) => `without-${c}`),
    );
    expect(printCfg({ entries: reductionRun(s).cfg })).toContain("SPECIFICATION Spec\n");
    const difference = (a: string, b: string): string[] =>
      b.split("\n").filter((l) => !a.split("\n").includes(l));
    const reduction = printCfg({ entries: reductionRun(s).cfg });
    expect(difference(reduction, printCfg({ entries: undefendedRun(s).cfg }))).toHaveLength(1);
    expect(difference(reduction, printCfg({ entries: forgingRun(s).cfg }))).toEqual([
      expect.stringMatching(/= TRUE$/),
    ]);
    for (const run of ablationRuns(s)) {
      const check = run.id.slice("without-".length);
      expect(difference(reduction, printCfg({ entries: run.cfg }))).toEqual([
        expect.stringContaining(`= {"${check}"}`),
      ]);
    }
  });
});

describe("a module of ours that TLC refuses", () => {
  it("is a bug, wherever the original does not say it first", () => {
    const fault = (stage: string, module: string, file: string) =>
      isOurs({ stage, module }, [{ ...refusal, place: { ...start, file } }], "Echo");
    expect(fault("hybrid", "MCHybridEcho", "/a/HybridEcho.tla")).toBe(true);
    expect(fault("ablation", "MCHybridEcho", "/a/MCHybridEcho.tla")).toBe(true);
    expect(fault("original", "SeenEcho", "/a/SeenEcho.tla")).toBe(true);
    expect(fault("original", "SeenEcho", "/a/Echo.tla")).toBe(false);
    expect(fault("goal", "MCHybridEcho_goal1", "/a/Echo.tla")).toBe(false);
  });
});

const refusal = { code: "tlc/1", severity: "error", message: "no" } as const;
const start = { line: 1, column: 1, endLine: 1, endColumn: 2 };
