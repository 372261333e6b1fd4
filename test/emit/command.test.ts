import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cli } from "../cli/harness.js";
import { workspace } from "../tlc/fake.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = ["index.ts", "operators.ts", "steps.ts", "types.ts"];

describe("bumblebee generate", () => {
  it("writes what is committed, from a specification or its hybrid, and removes nothing", async () => {
    for (const spec of ["specs/raft", "specs/raft/hybrid"]) {
      const { dir } = workspace();
      writeFileSync(join(dir, "mine.ts"), "export {};\n");
      const { code, out, err } = await cli(["generate", join(root, spec), "-o", "."], { cwd: dir });
      expect([code, err, out]).toEqual([0, "", "types.ts\noperators.ts\nsteps.ts\nindex.ts\n"]);
      expect(readdirSync(dir)).toEqual(expect.arrayContaining([...files, "mine.ts"]));
      for (const name of files) {
        const committed = readFileSync(join(root, "codegen/generated/raft", name), "utf8");
        expect(readFileSync(join(dir, name), "utf8")).toBe(committed);
      }
    }
  });

  it("tells what has no translation, and writes nothing", async () => {
    const { dir } = workspace();
    const text = [
      "---- MODULE Odd ----",
      "CONSTANT Node",
      "VARIABLES net, x",
      "Init == net = {} /\\ x = [n \\in Node |-> <<>>]",
      'Say(n) == net\' = net \\cup {[t |-> "Say", from |-> n]} /\\ x\' = [x EXCEPT ![n] = <<1, "a">>]',
      'Hear(n) == \\E m \\in net : m.t = "Say" /\\ x\' = [x EXCEPT ![n] = <<>>] /\\ UNCHANGED net',
      "Next == \\E n \\in Node : Say(n) \\/ Hear(n)",
      "====",
      "",
    ].join("\n");
    writeFileSync(join(dir, "Odd.tla"), text);
    writeFileSync(join(dir, "Odd.cfg"), "CONSTANT Node = {a, b}\nINIT Init\nNEXT Next\n");
    const { code, out, err } = await cli(["generate", "Odd.tla", "-o", "out"], { cwd: dir });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("used as a number and a string or model value at once");
    expect(err).toContain("Odd.tla:5");
    expect(readdirSync(dir)).not.toContain("out");
  });
});
