import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import type { TlcOutcome } from "../../src/tlc/outcome.js";
import { runTlc, type TlcOptions } from "../../src/tlc/run.js";
import { SPEC, workspace } from "./fake.js";

// Without Java or TLC these tests fail: that they were not run must not look like success.
let tools: { readonly java: string; readonly jar: string };

beforeAll(async () => {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  tools = { java, jar };
});

async function run(spec: string, cfg: string, extra: Partial<TlcOptions> = {}): Promise<TlcOutcome> {
  const { dir } = workspace();
  writeFileSync(join(dir, "Foo.tla"), spec);
  writeFileSync(join(dir, "Foo.cfg"), cfg);
  const before = readdirSync(dir);
  const outcome = await runTlc({ ...tools, dir, module: "Foo", cfgFile: "Foo.cfg", heapMb: 256, ...extra });
  expect(readdirSync(dir)).toEqual(before);
  return outcome;
}

const model = (n: number, more: string): string =>
  `SPECIFICATION Spec\nCONSTANTS\n  N = ${n}\n  S = {s1}\nCHECK_DEADLOCK FALSE\n${more}`;

describe("the real TLC", () => {
  it("holds", async () => {
    const outcome = await run(SPEC, model(2, "INVARIANT Small\n"));
    expect(outcome).toMatchObject({ kind: "holds", distinct: 3, generated: 3, depth: 3, exitCode: 0 });
  });
  it("is violated", async () => {
    const outcome = await run(SPEC, model(4, "INVARIANT Small\n"));
    expect(outcome).toMatchObject({ kind: "violated", what: "invariant", name: "Small", exitCode: 12 });
    if (outcome.kind === "violated")
      expect(outcome.trace.states.map((s) => s.text)).toEqual(["x = 0", "x = 1", "x = 2", "x = 3"]);
  });
  it("is violated in the initial state", async () => {
    const outcome = await run(SPEC.replace("x < 3", "x > 0"), model(4, "INVARIANT Small\n"));
    expect(outcome).toMatchObject({ kind: "violated", name: "Small" });
    if (outcome.kind === "violated") expect(outcome.trace.states.map((s) => s.text)).toEqual(["x = 0"]);
  });
  it("deadlocks", async () => {
    const outcome = await run(SPEC, model(2, "").replace("CHECK_DEADLOCK FALSE\n", ""));
    expect(outcome).toMatchObject({ kind: "deadlock", exitCode: 11 });
  });
  it("violates a temporal property by stuttering", async () => {
    const outcome = await run(SPEC.replace("====", "Live == <>(x = 2)\n===="), model(2, "PROPERTY Live\n"));
    expect(outcome).toMatchObject({
      kind: "violated",
      what: "property",
      trace: { loop: { kind: "stuttering" } },
    });
  });
  it("fails an assertion of the specification", async () => {
    const spec = SPEC.replace("Naturals", "Naturals, TLC").replace(
      "x' = x + 1",
      'x\' = x + 1 /\\ Assert(x < 1, "one")',
    );
    expect(await run(spec, model(2, ""))).toMatchObject({ kind: "violated", what: "assertion" });
  });
  it("has a false assumption", async () => {
    const outcome = await run(SPEC.replace("====", "ASSUME N < 2\n===="), model(2, ""));
    expect(outcome).toMatchObject({ kind: "violated", what: "assumption", exitCode: 10 });
  });
  it("has a fault that SANY finds", async () => {
    const outcome = await run(SPEC.replace("x < 3", "y < 3"), model(2, ""));
    expect(outcome).toMatchObject({ kind: "spec-fault", diagnostics: [{ place: { line: 8, column: 10 } }] });
  });
  it("simulates", async () => {
    const outcome = await run(SPEC, model(2, "INVARIANT Small\n"), {
      simulate: { num: 5, depth: 4, seed: 1 },
    });
    expect(outcome).toMatchObject({ kind: "holds", exhaustive: false });
  });
  it("reaches the time limit", async () => {
    const outcome = await run(SPEC, model(2_000_000_000, ""), { timeoutMs: 3000 });
    expect(outcome).toMatchObject({ kind: "timeout" });
  });
});
