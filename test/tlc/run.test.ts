import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Progress, TlcOutcome } from "../../src/tlc/outcome.js";
import { runTlc, type TlcOptions, tlcArguments } from "../../src/tlc/run.js";
import { fakeJava, gone, workspace } from "./fake.js";

function run(
  mode: string,
  extra: Partial<TlcOptions> = {},
  env: Record<string, string> = {},
): Promise<TlcOutcome> {
  const { dir, jar } = workspace();
  const base = { jar, java: fakeJava, dir, module: "Foo", cfgFile: "Foo.cfg" };
  return runTlc({ ...base, env: { ...process.env, FAKE_TLC: mode, ...env }, ...extra });
}

describe("a run of TLC", () => {
  it("holds, with counts, what was printed, command and exit code", async () => {
    const outcome = await run("holds");
    expect(outcome).toMatchObject({ kind: "holds", exhaustive: true, distinct: 6, generated: 7, depth: 3 });
    expect(outcome).toMatchObject({ exitCode: 0, printed: ['<<"hello", 1>>'] });
    expect(outcome.command).toContain("tlc2.TLC");
    expect(outcome.version).toContain("TLC2 Version");
  });

  it("is violated, with the counterexample", async () => {
    const outcome = await run("violates");
    expect(outcome).toMatchObject({ kind: "violated", what: "invariant", name: "Small", exitCode: 12 });
    if (outcome.kind !== "violated") throw new Error(outcome.kind);
    expect(outcome.trace.states.map((s) => s.action)).toEqual([undefined, "Inc", "Inc", "Inc"]);
  });

  it("deadlocks", async () => {
    const outcome = await run("deadlock");
    expect(outcome).toMatchObject({ kind: "deadlock", exitCode: 11 });
  });

  it("violates a temporal property, with the loop", async () => {
    const outcome = await run("liveness");
    expect(outcome).toMatchObject({ kind: "violated", what: "property", name: undefined });
    expect(outcome).toMatchObject({ trace: { loop: { kind: "back", to: 1, action: "LoopNext" } } });
  });

  it("finds a fault in the specification, with its place", async () => {
    const outcome = await run("spec-fault");
    if (outcome.kind !== "spec-fault") throw new Error(outcome.kind);
    expect(outcome.diagnostics).toMatchObject([
      { code: "tlc/semantic-error", message: "Unknown operator: `y'.", place: { line: 12, column: 10 } },
    ]);
    expect(outcome.diagnostics[0]?.place?.file).toMatch(/Foo\.tla$/);
  });

  it("finds a fault while evaluating, at the innermost place", async () => {
    const outcome = await run("evaluation");
    if (outcome.kind !== "spec-fault") throw new Error(outcome.kind);
    expect(outcome.diagnostics).toMatchObject([
      {
        message: "A non-function (an integer) was applied as a function.",
        place: { line: 14, column: 8, endColumn: 12 },
      },
    ]);
  });

  it("runs out of memory", async () => {
    expect(await run("memory")).toMatchObject({ kind: "out-of-memory" });
  });

  it("breaks off: garbage, or no TLC in the jar", async () => {
    expect(await run("garbage")).toMatchObject({ kind: "crashed", exitCode: 0 });
    const outcome = await run("no-main-class");
    expect(outcome).toMatchObject({ kind: "crashed", exitCode: 1 });
    expect(outcome.lastLines.join()).toContain("main class");
  });

  it("is killed from outside", async () => {
    expect(await run("killed")).toMatchObject({ kind: "crashed", signal: "SIGKILL", exitCode: undefined });
  });

  it("reaches the time limit, with partial counts, and leaves no process behind", async () => {
    const pids = join(workspace().dir, "pids");
    const outcome = await run("hang", { timeoutMs: 500 }, { FAKE_PID_FILE: pids });
    expect(outcome).toMatchObject({
      kind: "timeout",
      counts: { distinct: 6789, generated: 12345, queue: 1234 },
    });
    expect(await gone(Number(readFileSync(pids, "utf8")))).toBe(true);
  });

  it("is cancelled, also when the program does not want to end", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const outcome = await run("hang", { signal: controller.signal }, { FAKE_STUBBORN: "1" });
    expect(outcome).toMatchObject({ kind: "cancelled" });
    expect(outcome.seconds).toBeLessThan(10);
  });

  it("is not installed: no java, no jar", async () => {
    expect(await run("holds", { java: "/no/such/java" })).toMatchObject({
      kind: "not-installed",
      program: "/no/such/java",
    });
    expect(await run("holds", { jar: "/no/such.jar" })).toMatchObject({
      kind: "not-installed",
      program: "/no/such.jar",
    });
  });

  it("tells progress", async () => {
    const seen: Progress[] = [];
    await run("holds", { onProgress: (p) => seen.push(p) });
    expect(seen.at(-1)).toMatchObject({ distinct: 6, generated: 7, queue: 0 });
  });

  it("writes nothing beside the specification and leaves no temporary directory", async () => {
    const { dir, jar } = workspace();
    const before = readdirSync(dir);
    const scratches: string[] = [];
    const env = { ...process.env, FAKE_TLC: "holds" };
    const outcome = await runTlc({ jar, java: fakeJava, dir, module: "Foo", cfgFile: "Foo.cfg", env });
    const scratch = /-Djava\.io\.tmpdir=([^\s']+)/.exec(outcome.command)?.[1] ?? "";
    scratches.push(scratch);
    expect(scratch.startsWith(tmpdir())).toBe(true);
    expect(existsSync(scratch)).toBe(false);
    expect(readdirSync(dir)).toEqual(before);
  });

  it("builds the arguments", () => {
    const options: TlcOptions = {
      jar: "t.jar",
      java: "java",
      dir: "/spec",
      module: "Foo",
      cfgFile: "Foo.cfg",
      workers: 3,
      heapMb: 512,
      simulate: { num: 5, depth: 9, seed: 0 },
      extraArgs: ["-deadlock"],
    };
    const args = tlcArguments(options, "/scratch", { sha256: "", writesTraceSpec: true });
    expect(args.join(" ")).toContain(
      "-Xmx512m -cp t.jar tlc2.TLC -tool -noGenerateSpecTE -metadir /scratch/states",
    );
    expect(args.join(" ")).toContain(
      "-workers 3 -simulate num=5 -depth 9 -seed 0 -config /spec/Foo.cfg -deadlock Foo",
    );
  });
});
