import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli, type Ran } from "./harness.js";

const dir = mkdtempSync(join(tmpdir(), "coverage-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeAll(() => {
  writeFileSync(
    join(dir, "Gate.tla"),
    String.raw`---- MODULE Gate ----
EXTENDS Naturals
VARIABLE cars
Init == cars = 0
Enter == cars < 2 /\ cars' = cars + 1
Leave == cars > 0 /\ cars' = cars - 1
Flood == /\ cars > 9
         /\ cars' = 0
Next == Enter \/ Leave \/ Flood
====
`,
  );
  writeFileSync(join(dir, "Gate.cfg"), "INIT Init\nNEXT Next\n");
});

const check = (...args: readonly string[]): Promise<Ran> =>
  cli(["check", join(dir, "Gate.tla"), ...args], { cwd: dir });

describe("check --coverage", () => {
  it("tells after the verdict what was never taken or true", async () => {
    const { out, code } = await check("--coverage");
    expect(code).toBe(0);
    expect(out.split("\n").slice(2)).toEqual([
      "",
      "coverage over all 3 states",
      "",
      "action  steps",
      "------  -----------",
      "Enter   2",
      "Leave   2",
      "Flood   never taken",
      "",
      "Gate.tla:7:13: never true: cars > 9  (conjunct of Flood, evaluated 3 times)",
      "",
    ]);
  });

  it("writes the modules' text with counts, or a page", async () => {
    await check("--coverage", "--coverage-report", "gate.txt");
    expect(readFileSync(join(dir, "gate.txt"), "utf8")).toContain(
      "    3 !| Flood == /\\ cars > 9\n    0  |  ",
    );
    await check("--coverage", "--coverage-report", "gate.html");
    expect(readFileSync(join(dir, "gate.html"), "utf8")).toContain("<!doctype html>");
  });

  it("gives the same as JSON", async () => {
    const { coverage } = JSON.parse((await check("--coverage", "--json")).out);
    expect(coverage.actions.map((a: { name: string; taken: number }) => [a.name, a.taken])).toEqual([
      ["Enter", 2],
      ["Leave", 2],
      ["Flood", 0],
    ]);
    expect(coverage.gaps.map((g: { gap: string; text: string }) => [g.gap, g.text])).toEqual([
      ["never true", "cars > 9"],
    ]);
  });

  it("writes the counterexample too", async () => {
    writeFileSync(join(dir, "bad.cfg"), "INIT Init\nNEXT Next\nINVARIANT Few\n");
    writeFileSync(join(dir, "Bad.tla"), "---- MODULE Bad ----\nEXTENDS Gate\nFew == cars < 2\n====\n");
    const bad = ["check", join(dir, "Bad.tla"), "--model", "bad", "--coverage", "--export", "bad.json"];
    expect((await cli(bad, { cwd: dir })).code).toBe(1);
    expect(JSON.parse(readFileSync(join(dir, "bad.json"), "utf8")).states).toHaveLength(3);
  });

  it("is for our engine alone, and its report for it", async () => {
    expect((await check("--coverage", "--engine", "tlc")).code).toBe(3);
    expect((await check("--coverage-report", "x.txt")).code).toBe(3);
  });
});
