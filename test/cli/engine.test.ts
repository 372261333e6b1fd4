import { describe, expect, it } from "vitest";
import { fakeJava, workspace } from "../tlc/fake.js";
import { check, counter, noJava } from "./counter.js";
import { cli, type Ran } from "./harness.js";

describe("bumblebee check", () => {
  it("needs no Java", async () => {
    const { code, out } = await check(counter("CHECK_DEADLOCK FALSE\n"));
    expect(out).toMatch(
      /Count\.tla, model Count, own engine\nbounds: Max = 4\nholds: 5 distinct states \(5 generated, depth 5/,
    );
    expect(code).toBe(0);
  });

  it("shows the shortest way to a state that violates an invariant", async () => {
    const { code, out } = await check(counter("INVARIANT Small\n"));
    expect(code).toBe(1);
    expect(out).toContain("violated: invariant Small in 4 states");
    expect(out).toMatch(/4 {2}Up {2}\(Count:6:\d+\)\n {5}n = 3 {2}\(was 2\)/);
  });

  it("finds a deadlock, and gives JSON", async () => {
    const { code, out } = await check(counter(""), ["--json"]);
    expect(code).toBe(1);
    const found = JSON.parse(out) as { trace: { states: readonly unknown[] } };
    expect(found).toMatchObject({ kind: "deadlock", engine: "own", bounds: { Max: "4" } });
    expect(found.trace.states.at(-1)).toMatchObject({ number: 5, action: "Up", values: { n: "4" } });
  });

  it("says what cannot be evaluated, where, and the behaviour that leads there", async () => {
    const { code, err, out } = await check(counter("INVARIANT Bad\n"));
    expect(code).toBe(2);
    expect(err).toContain("invariant Bad cannot be evaluated");
    expect(out).toContain("1  initial state");
  });

  it("refuses what only TLC knows, so that it can be left to TLC", async () => {
    const { code, err, out } = await check(counter("INVARIANT Told\n"));
    expect(err).toContain('TLCGet("spec") is told by TLC alone');
    expect(out).toContain("not checked");
    expect(code).toBe(2);
    const { jar } = workspace();
    const env = { ...process.env, BUMBLEBEE_JAVA: fakeJava, TLA2TOOLS_JAR: jar, FAKE_TLC: "violates" };
    const left = await check(counter("INVARIANT Told\n"), ["--engine", "auto"], env);
    expect(left.out).toContain("Count.tla, model Count, TLC");
    expect(left.err).toContain("our engine does not take this model, TLC alone checks it");
  });

  it("shows what the specification prints, and an assertion that fails", async () => {
    const dir = counter("INVARIANT Said\nCHECK_DEADLOCK FALSE\n");
    const { code, out } = await check(dir);
    expect(out).toContain('the specification printed:\n  <<"n", 0>>\n  <<"n", 1>>');
    expect(out).toMatch(/violated: assertion in 4 states[\s\S]*The first argument of Assert[\s\S]*"three"/);
    expect(code).toBe(1);
  });

  it.each([
    [["--max-states", "3"], /no error within the bound.*the limit of states .* 4 distinct states found/],
    [["--max-memory", "1"], /no error within the bound.*ran out of memory/],
    [["--time-limit", "1"], /no error within the bound.*the time limit was reached/],
  ])("%j ends the search without a verdict", async (limit, text) => {
    const dir = counter("CHECK_DEADLOCK FALSE\n", limit[0] === "--max-states" ? "4" : "200000000");
    const { code, out } = await check(dir, limit);
    expect(out).toMatch(text);
    expect(out).not.toMatch(/holds/);
    expect(code).toBe(5);
  });

  it("searches with several workers, except where one is needed", async () => {
    const several = await check(counter("CHECK_DEADLOCK FALSE\n"), ["--workers", "2"]);
    expect(several.out).toMatch(/holds: 5 distinct states \(5 generated, depth 5/);
    expect(several.err).not.toContain("one worker");
    const cfg = "INVARIANT Small\nPROPERTY Ends\nCHECK_DEADLOCK FALSE\n";
    const one = await check(counter(cfg), ["--workers", "2"]);
    expect(one.err).toContain("engine/one-worker");
    expect(one.out).toContain("violated: invariant Small in 4 states");
  });

  it("says what it covered when it is interrupted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    const dir = counter("CHECK_DEADLOCK FALSE\n", "200000000");
    const { code, out } = await cli(["check", "Count.tla"], {
      cwd: dir,
      env: noJava,
      signal: controller.signal,
    });
    expect(out).toMatch(/interrupted after .*; [\d,]+ distinct states found, [\d,]+ generated/);
    expect(code).toBe(130);
  });

  it.each([
    [["--engine", "mine"], "there is no engine `mine`"],
    [["--engine", "both", "--max-states", "3"], "--max-states is an option of our engine"],
    [["--engine", "tlc", "--max-memory", "3"], "--max-memory is an option of our engine"],
    [["--heap", "100"], "--heap is for TLC"],
    [["--seed", "1"], "--seed is of random behaviours"],
    [["--engine", "both", "--simulate"], "random behaviours of two engines cannot be compared"],
    [["--simulate", "--max-states", "3"], "random behaviours are not told apart"],
    [["--exhaust"], "--exhaust is for --without"],
    [["--time-limit", "1", "--timeout", "1"], "are the same limit"],
    [["--time-limit", "soon"], "--time-limit needs a whole number of at least 1"],
  ])("%j is a fault in the command line", async (args, message) => {
    const { code, err } = await check(counter(""), args);
    expect(err).toContain(message);
    expect(err).toMatch(/error: .*\n {2}hint: |needs a whole number/);
    expect(code).toBe(3);
  });
});

describe("bumblebee check --engine both", () => {
  const both = (mode: string, cfg: string, more: readonly string[] = []): Promise<Ran> => {
    const { jar } = workspace();
    const env = { ...process.env, BUMBLEBEE_JAVA: fakeJava, TLA2TOOLS_JAR: jar, FAKE_TLC: mode };
    return check(counter(cfg), ["--engine", "both", ...more], env);
  };

  it("is content where both say the same", async () => {
    const { code, out } = await both("violates", "INVARIANT Small\n");
    expect(out).toMatch(
      /own engine: violated: invariant Small in 4 states.*\nTLC: violated: invariant Small/,
    );
    expect(code).toBe(1);
  });

  it.each([
    ["holds", "CHECK_DEADLOCK FALSE\n", /the distinct states: 5 and 6/],
    ["holds", "INVARIANT Small\n", /the verdicts: invariant Small and holds/],
    ["violates", "INVARIANT Less\n", /what is violated: invariant Less and invariant Small/],
  ])("fails where TLC says that it %s, with %j", async (mode, cfg, text) => {
    const { code, out } = await both(mode, cfg);
    expect(out).toMatch(text);
    expect(out).toMatch(/our engine: [\s\S]*TLC: /);
    expect(code).toBe(70);
  });

  it("has both answers in its JSON, and nothing else on standard output", async () => {
    const { code, out } = await both("holds", "INVARIANT Small\n", ["--json"]);
    expect(JSON.parse(out)).toMatchObject({
      kind: "disagreement",
      difference: "the verdicts: invariant Small and holds",
      engines: { own: { kind: "violated" }, tlc: { kind: "holds" } },
    });
    expect(code).toBe(70);
  });

  it("takes the answer of the one that has one", async () => {
    const { code, out, err } = await both("hang", "CHECK_DEADLOCK FALSE\n", ["--time-limit", "1"]);
    expect(out).toMatch(/own engine\n[\s\S]*holds: 5 distinct states/);
    expect(err).toContain("TLC has none (timeout) [engine/no-tlc-answer]");
    expect(code).toBe(0);
  });

  it("is our engine alone without Java, and says so", async () => {
    const { code, out, err } = await check(counter("CHECK_DEADLOCK FALSE\n"), ["--engine", "both"]);
    expect(err).toContain("[engine/without-tlc]");
    expect(out).toContain("holds: 5 distinct states");
    expect(code).toBe(0);
  });
});
