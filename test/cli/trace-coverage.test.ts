/** `trace coverage`: the report, the file that is merged, the page, and what is refused. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli } from "./harness.js";

const fixtures = join(import.meta.dirname, "../fixtures/conform/commit");
let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-coverage-"));
  for (const name of ["Commit.tla", "Commit.cfg", "mapping.json", "good.ndjson"])
    copyFileSync(join(fixtures, name), join(dir, name));
  const lines = [
    { n: 1, event: "refuse", worker: "w1", state: "dropped" },
    { n: 2, event: "decide", outcome: "drop" },
    { n: 3, event: "end" },
  ];
  writeFileSync(join(dir, "refused.ndjson"), lines.map((l) => `${JSON.stringify(l)}\n`).join(""));
  writeFileSync(join(dir, "bad.ndjson"), '{"n":1,"event":"decide","outcome":"do"}\n');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const coverage = (...args: readonly string[]) =>
  cli(["trace", "coverage", ...args, "--mapping", "mapping.json"], { cwd: dir });

describe("bumblebee trace coverage", () => {
  it("tells what the log never does", async () => {
    const { code, out } = await coverage("good.ndjson");
    expect(code).toBe(0);
    expect(out).toMatch(/^coverage by 1 trace, 8 lines: 31 of 42 parts exercised \(73\.8 %\)\n/);
    expect(out).toMatch(/Refuse +never taken/);
    expect(out).toContain("rules that no line was for\n  events[1] refuse: Refuse($.worker)");
    expect(out).toContain("Commit.tla:58:16: never evaluated: GiveUp  (disjunct of Next)");
    expect(out).toContain('Commit.tla:53:39: never false: m.kind = "do"  (condition of Finish)');
    expect((await coverage("good.ndjson", "--no-guards")).out).not.toContain("never false");
  });

  it("merges what earlier runs covered", async () => {
    expect((await coverage("good.ndjson", "--merge", "all.json")).code).toBe(0);
    const first = readFileSync(join(dir, "all.json"), "utf8");
    await coverage("good.ndjson", "--merge", "all.json");
    expect(readFileSync(join(dir, "all.json"), "utf8")).toBe(first);
    const { out } = await coverage("refused.ndjson", "--merge", "all.json");
    expect(out).toMatch(/^coverage by 2 traces, 10 lines: 42 of 42 parts exercised \(100\.0 %\)\n/);
    expect(out).not.toContain("rules that no line was for");
  });

  it("refuses a file of another specification, before it does anything", async () => {
    await coverage("good.ndjson", "--merge", "other.json");
    const before = readFileSync(join(dir, "other.json"), "utf8");
    const module = readFileSync(join(dir, "Commit.tla"), "utf8");
    writeFileSync(join(dir, "Commit.tla"), module.replace("Agreement ==", "Agree == TRUE\nAgreement =="));
    const { code, err, out } = await coverage("good.ndjson", "--merge", "other.json");
    writeFileSync(join(dir, "Commit.tla"), module);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("of Commit as it was before a change [conform/other-coverage]");
    expect(readFileSync(join(dir, "other.json"), "utf8")).toBe(before);
  });

  it("shows it on the source, as text and as a page", async () => {
    await coverage("good.ndjson", "--text", "c.txt", "--html", "c.html");
    const text = readFileSync(join(dir, "c.txt"), "utf8");
    expect(text).toContain('    2  |   /\\ state[w] = "idle"\n');
    expect(text).toContain('    0  |   /\\ state[w] = "idle"\n');
    expect(text).toContain("    1 !|   \\/ Decide \\/ GiveUp\n");
    const page = readFileSync(join(dir, "c.html"), "utf8");
    expect(page).toContain("<p>Coverage by 1 trace, 8 lines.");
    expect(page).toContain('<span class="dead" title="never evaluated">GiveUp</span>');
    expect(page).toContain('class="always"');
    expect(page).toContain("<tr><td>Refuse</td><td>never taken</td></tr>");
    expect(page).not.toMatch(/https?:|src=|LogNext/);
  });

  it("gives the same as JSON", async () => {
    const report = JSON.parse((await coverage("good.ndjson", "--json")).out);
    expect(report.percent).toBeCloseTo(73.8, 1);
    const hear = { name: "Hear", steps: 2, sure: 2, silent: 0, state: "taken" };
    expect(report.actions).toContainEqual(hear);
    expect(report.rules).toContainEqual({ rule: "events[0] prepare: Prepare($.worker)", lines: 2 });
    expect(report.gaps.map((g: { text: string }) => g.text)).toEqual(["Refuse(w)", "GiveUp"]);
  });

  it("fails under a percentage", async () => {
    const { code, err } = await coverage("good.ndjson", "--fail-under", "80");
    expect([code, err]).toEqual([1, "below 80 %\n"]);
    expect((await coverage("good.ndjson", "--fail-under", "70")).code).toBe(0);
  });

  it("a log that is not accepted does not count, and is told", async () => {
    const { code, out, err } = await coverage("good.ndjson", "bad.ndjson");
    expect(code).toBe(2);
    expect(err).toContain("bad.ndjson does not count: it is rejected");
    expect(out).toContain("coverage by 1 trace,");
    const alone = await coverage("bad.ndjson", "--merge", "none.json");
    expect([alone.code, alone.out, existsSync(join(dir, "none.json"))]).toEqual([2, "", false]);
  });

  it("needs a mapping", async () => {
    const { code, err } = await cli(["trace", "coverage", "good.ndjson"], { cwd: dir });
    expect([code, err]).toEqual([3, expect.stringContaining("trace coverage needs --mapping FILE")]);
  });
});
