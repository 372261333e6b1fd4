/** Counterexamples written as a module and its model, which any engine replays. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check, counter } from "./counter.js";

const bad = "INVARIANT Small\nCHECK_DEADLOCK FALSE\n";

describe("bumblebee check --export NAME.tla", () => {
  it("writes a module and its model, which is violated at the end of the same behaviour", async () => {
    const cwd = counter(bad);
    expect((await check(cwd, ["--export", "Bad.tla"])).code).toBe(1);
    expect(readFileSync(join(cwd, "Bad.tla"), "utf8")).toContain("---- MODULE Bad ----");
    const again = await check(cwd, ["--model", "Bad"]);
    expect(again.out).toContain("violated: invariant Trace_Unfinished in 4 states");
  });

  it.each(["Count.tla", "Naturals.tla", "Bad-one.tla"])("refuses a name that cannot be: %s", async (file) => {
    const cwd = counter(bad);
    const before = existsSync(join(cwd, file));
    const { code, err } = await check(cwd, ["--export", file]);
    expect(err).toContain("[engine/trace-module-name]");
    expect(err).toContain("name the file Count_trace.tla");
    expect(code).toBe(2);
    expect(existsSync(join(cwd, file))).toBe(before);
  });

  it("says so where it can only show the states", async () => {
    const cwd = counter(bad);
    const file = join(cwd, "Count.tla");
    writeFileSync(file, readFileSync(file, "utf8").replace("Up ==", "LOCAL Up =="));
    const { err } = await check(cwd, ["--export", "Bad.tla"]);
    expect(err).toContain("engine/trace-steps-not-checked");
    expect(existsSync(join(cwd, "Bad.cfg"))).toBe(true);
  });
});
