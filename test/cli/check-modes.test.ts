/** Other ways through the states than all of them breadth first, and other questions than whether all is well. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { check, counter } from "./counter.js";
import { cli } from "./harness.js";

describe("bumblebee check --simulate", () => {
  it("tries random behaviours, the same ones for a seed", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\nINVARIANT Small\n");
    const { code, out } = await check(cwd, ["--simulate", "5", "--seed", "3"]);
    expect(out).toMatch(
      /model Count, --simulate 5 --seed 3, own engine\n[\s\S]*violated: invariant Small in 4 states/,
    );
    expect(code).toBe(1);
  });

  it("is no proof", async () => {
    const { code, out } = await check(counter("CHECK_DEADLOCK FALSE\n"), ["--simulate", "5"]);
    expect(out).toMatch(
      /--simulate 5 --seed \d+, own engine\n[\s\S]*nothing found by simulation .* this is no proof/,
    );
    expect(code).toBe(0);
  });

  it("looks for properties of whole behaviours in each", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\nPROPERTY Ends\n");
    const { code, out } = await check(cwd, ["--simulate", "5"]);
    expect(out).toMatch(/violated: property Ends/);
    expect(code).toBe(1);
  });
});

describe("bumblebee check --depth-first", () => {
  it("follows behaviours up to a number of steps, which is no proof", async () => {
    const { code, out } = await check(counter("CHECK_DEADLOCK FALSE\n"), ["--depth-first", "--depth", "2"]);
    expect(out).toMatch(/model Count, --depth-first --depth 2, own engine\n[\s\S]*no error within the bound/);
    expect(code).toBe(5);
  });

  it("says which properties it leaves out", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\nPROPERTY Ends\n");
    const { err } = await check(cwd, ["--depth-first"]);
    expect(err).toMatch(/Ends speaks of whole behaviours .*\[engine\/not-in-this-mode\]/);
  });

  it("holds where nothing was cut off", async () => {
    const { code, out } = await check(counter("CHECK_DEADLOCK FALSE\n"), ["--depth-first"]);
    expect(out).toContain("holds: 5 distinct states");
    expect(code).toBe(0);
  });

  it("finds what is violated", async () => {
    const { code, out } = await check(counter("INVARIANT Small\n"), ["--depth-first", "--depth", "9"]);
    expect(out).toContain("violated: invariant Small in 4 states");
    expect(code).toBe(1);
  });
});

describe("bumblebee check --reach", () => {
  it("shows a shortest way to each goal", async () => {
    const { code, out } = await check(counter(""), ["--reach", "n = 2", "--reach", "n > 0"]);
    expect(out).toMatch(
      /reached in 3 states: n = 2\n\n1 {2}initial state[\s\S]*reached in 2 states: n > 0\n/,
    );
    expect(code).toBe(0);
  });

  it("says what is in no state", async () => {
    const { code, out } = await check(counter(""), ["--reach", "n = 9", "--reach", "n = 1"]);
    expect(out).toMatch(
      /not reached: n = 9\nreached in 2 states: n = 1[\s\S]*not reachable: all of 5 distinct states/,
    );
    expect(code).toBe(1);
  });

  it("is not sure at a limit", async () => {
    const { code, out } = await check(counter(""), ["--reach", "n = 4", "--max-states", "2"]);
    expect(out).toMatch(/not reached: n = 4\nno error within the bound/);
    expect(code).toBe(5);
  });

  it("is JSON too", async () => {
    const { out } = await check(counter(""), ["--reach", "n = 1", "--reach", "n = 9", "--json"]);
    const { goals } = JSON.parse(out) as { goals: { reached: boolean }[] };
    expect(goals.map((g) => g.reached)).toEqual([true, false]);
  });

  it("points into a goal that is none", async () => {
    const { code, err } = await check(counter(""), ["--reach", "m = 1"]);
    expect(err).toMatch(/--reach:1:1: error: `m` is not declared/);
    expect(code).toBe(2);
  });
});

describe("bumblebee check --emit", () => {
  it("writes the compiled model", async () => {
    const cwd = counter("INVARIANT Small\n");
    const { code, out } = await check(cwd, ["--emit", "count.js"]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(readFileSync(join(cwd, "count.js"), "utf8")).toContain('"use strict"');
  });

  it("has a function for each action, with the place and the text that it is made of", async () => {
    const cwd = counter("");
    const specs = fileURLToPath(new URL("../../specs/raft", import.meta.url));
    expect((await cli(["check", specs, "--emit", "raft.js"], { cwd })).code).toBe(0);
    const text = readFileSync(join(cwd, "raft.js"), "utf8");
    const source = readFileSync(join(specs, "Raft.tla"), "utf8").split("\n");
    for (const action of ["Timeout", "BecomeLeader", "AdvanceCommit", "Restart", "Vote"]) {
      const line = source.findIndex((l) => l.startsWith(`${action}(`)) + 2;
      expect(text).toMatch(new RegExp(`\\n// Raft\\.tla:${line}: .*\\nfunction ${action}\\(`));
    }
  });
});

describe("counterexamples in files", () => {
  it.each(["bad.json", "bad.itf.json"])("%s: written, and replayed while it is one", async (file) => {
    const cwd = counter("INVARIANT Small\nCHECK_DEADLOCK FALSE\n");
    expect((await check(cwd, ["--export", file])).code).toBe(1);
    const again = await check(cwd, ["--replay", file]);
    expect(again.out).toMatch(
      /replay of bad.*\n[\s\S]*replayed: 4 states[\s\S]*violated: invariant Small in 4 states/,
    );
    expect(again.code).toBe(1);
    writeFileSync(join(cwd, "Count.cfg"), "CONSTANT Max = 4\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n");
    const mended = await check(cwd, ["--replay", file]);
    expect(mended.out).toContain("it breaks nothing");
    expect(mended.code).toBe(0);
    writeFileSync(join(cwd, "Count.cfg"), "CONSTANT Max = 2\nINIT Init\nNEXT Next\n");
    const other = await check(cwd, ["--replay", file]);
    expect(other.out).toMatch(/diverges: .*\nno step leads from state 3 to state 4/);
    expect(other.code).toBe(2);
  });

  it("bad.svg: a picture of what changed, and of messages where there are some", async () => {
    const cwd = counter("INVARIANT Small\nCHECK_DEADLOCK FALSE\n");
    expect((await check(cwd, ["--export", "bad.svg"])).code).toBe(1);
    const svg = readFileSync(join(cwd, "bad.svg"), "utf8");
    expect(svg).toMatch(/^<svg [\s\S]*<title>Count<\/title>[\s\S]*n = 3 {2}\(was 2\)[\s\S]*<\/svg>\n$/);
  });

  it("have the form that is documented", async () => {
    const cwd = counter("INVARIANT Small\nCHECK_DEADLOCK FALSE\n");
    await check(cwd, ["--export", "bad.json"]);
    const written = JSON.parse(readFileSync(join(cwd, "bad.json"), "utf8"));
    const manual = readFileSync(new URL("../../docs/check.md", import.meta.url), "utf8");
    const [, shown = ""] = /```json\n(\{[\s\S]*?)```/.exec(manual) ?? [];
    expect(written).toEqual(JSON.parse(shown));
  });

  it("takes what --json printed", async () => {
    const cwd = counter("INVARIANT Small\n");
    const { out } = await check(cwd, ["--json"]);
    writeFileSync(join(cwd, "verdict.json"), out);
    expect((await check(cwd, ["--replay", "verdict.json", "--json"])).out).toMatch(/"kind": "replayed"/);
  });

  it("is the way to a goal too", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n");
    await check(cwd, ["--reach", "n = 2", "--export", "two.json"]);
    expect((await check(cwd, ["--replay", "two.json"])).out).toContain("replayed: 3 states");
  });

  it("says that there is nothing to write", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n");
    const { code, err } = await check(cwd, ["--export", "none.json"]);
    expect(err).toContain("none.json is not written [engine/nothing-to-export]");
    expect(code).toBe(0);
  });

  it("refuses what is no counterexample", async () => {
    const cwd = counter("");
    const { code, err } = await check(cwd, ["--replay", "Count.tla"]);
    expect(err).toContain("[engine/unreadable-behaviour]");
    expect(code).toBe(2);
  });
});

describe("a search that is kept", () => {
  it("is taken up where it ended, with the same counts", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n", "100000");
    const first = await check(cwd, ["--checkpoint", "kept", "--max-states", "40000"]);
    expect(first.err).toMatch(/the search is kept in .*kept \[engine\/kept\]\n {2}hint: --resume /);
    expect(first.code).toBe(5);
    const { code, out } = await check(cwd, ["--resume", "kept"]);
    expect(out).toMatch(/holds: 100,001 distinct states \(100,001 generated, depth 100001/);
    expect(code).toBe(0);
  });

  it("is not taken up for another model", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n", "5000");
    await check(cwd, ["--checkpoint", "kept", "--max-states", "2000"]);
    writeFileSync(join(cwd, "Count.cfg"), "CONSTANT Max = 6000\nINIT Init\nNEXT Next\n");
    const { code, err } = await check(cwd, ["--resume", "kept"]);
    expect(err).toContain("[engine/checkpoint-of-another]");
    expect(code).toBe(2);
    expect((await check(cwd, ["--resume", "Count.tla"])).err).toContain("[engine/no-checkpoint]");
  });

  it("goes on where the file cannot be written, which is said", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n", "5000");
    const { code, err } = await check(cwd, ["--checkpoint", "no/such/kept", "--max-states", "2000"]);
    expect(err).toContain("[engine/checkpoint-not-written]");
    expect(code).toBe(5);
  });
});

describe("bumblebee check --dump", () => {
  it("writes all states and steps", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n");
    await check(cwd, ["--dump", "graph.dot"]);
    expect(readFileSync(join(cwd, "graph.dot"), "utf8")).toMatch(/^digraph [\s\S]*0 -> 1 \[label="Up"\]/);
    await check(cwd, ["--dump", "graph.json"]);
    const graph = JSON.parse(readFileSync(join(cwd, "graph.json"), "utf8")) as { states: unknown };
    expect(graph.states).toEqual([[0], [1], [2], [3], [4]]);
  });
});

describe("ways that do not go together", () => {
  it.each([
    [["--reach", "n = 1", "--simulate"], "--simulate and --reach do not go together"],
    [["--reach", "n = 1", "--engine", "tlc"], "--reach is an option of our engine"],
    [["--depth-first", "--engine", "both"], "--depth-first is an option of our engine"],
    [["--export", "a.txt"], "--export does not know the form of a.txt"],
    [["--export", "a.json", "--emit", "a.js"], "--export and --emit do not go together"],
    [["--resume", "a", "--reach", "n = 1"], "--resume is of searches of all states"],
    [["--checkpoint-every", "1"], "--checkpoint-every needs a file"],
    [["--checkpoint", "a", "--engine", "tlc"], "--checkpoint is an option of our engine"],
    [["--dump", "a.png"], "--dump does not know the form of a.png"],
    [["--dump", "a.dot", "--simulate"], "--dump is of searches of all states"],
    [["--depth", "4"], "--depth is of random behaviours and of behaviours depth first"],
  ])("%j", async (args, message) => {
    const { code, err } = await check(counter(""), args);
    expect(err).toMatch(new RegExp(`error: ${message}.*\\n  hint: `));
    expect(code).toBe(3);
  });
});
