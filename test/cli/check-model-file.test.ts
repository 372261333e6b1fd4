import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workspace } from "../tlc/fake.js";
import { counter } from "./counter.js";
import { cli } from "./harness.js";

describe("bumblebee check SPEC FILE.cfg", () => {
  it("takes the file for the model, wherever it lies", async () => {
    const dir = counter("CHECK_DEADLOCK FALSE\n");
    const file = join(workspace().dir, "other.cfg");
    writeFileSync(file, "INIT Init\nNEXT Next\nCONSTANT Max = 6\nCHECK_DEADLOCK FALSE\n");
    const { code, out } = await cli(["check", "Count.tla", file], { cwd: dir });
    expect(out).toContain("model other");
    expect(out).toContain("holds: 7 distinct states");
    expect(code).toBe(0);
  });

  it("refuses two models, and a file that is none", async () => {
    const dir = counter("");
    const two = await cli(["check", "Count.tla", "Count.cfg", "--model", "Count"], { cwd: dir });
    expect(two.err).toContain("the model is given twice [spec/two-models]");
    const none = await cli(["check", "Count.tla", "Count.txt"], { cwd: dir });
    expect(none.err).toMatch(/Count\.txt is no model: .* \[spec\/no-model-file\]/);
    expect([two.code, none.code]).toEqual([2, 2]);
  });
});

const SPEC = `---- MODULE Ping ----
EXTENDS Naturals
CONSTANT Node
VARIABLES net, done
Init == net = {} /\\ done = [n \\in Node |-> FALSE]
Ping(n) == net' = net \\cup {[t |-> "Ping", from |-> n]} /\\ UNCHANGED done
Pong(n) == \\E m \\in net : m.from # n /\\ done' = [done EXCEPT ![n] = TRUE] /\\ UNCHANGED net
Next == \\E n \\in Node : Ping(n) \\/ Pong(n)
====
`;

describe("bumblebee inspect --check", () => {
  it("compares the local steps with Next, and says in how many states", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Ping.tla"), SPEC);
    const without = await cli(["inspect", "Ping.tla", "--check"], { cwd: dir });
    expect(without.err).toContain("there is no model in whose states");
    expect(without.err).toContain("[verify/no-model-to-check]");
    expect(without.code).toBe(2);
    writeFileSync(join(dir, "Ping.cfg"), "INIT Init\nNEXT Next\nCONSTANT Node = {n1, n2}\n");
    const { code, out } = await cli(["inspect", "Ping.tla", "--check"], { cwd: dir });
    expect(out).toMatch(
      /local steps have the same successors as the next-state relation: 9 states \(all states of the model\), \d+ steps/,
    );
    expect(code).toBe(0);
  });
});
