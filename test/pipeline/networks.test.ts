/** Messages kept in bags or in several variables, and variables that are the environment's, on the whole way. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../fixtures/specs", import.meta.url));
const env = { ...process.env, BUMBLEBEE_JAVA: "/no/java" };

/** The specification in a folder of its own, with an invariant that says that nothing of interest happens. */
function refuted(name: string, file: string, invariant: string): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-networks-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const read = (ending: string): string => readFileSync(join(specs, name, file + ending), "utf8");
  writeFileSync(
    join(dir, `${file}.tla`),
    read(".tla").replace("OneWinner ==", `Idle == ${invariant}\n\nOneWinner ==`),
  );
  writeFileSync(join(dir, `${file}.cfg`), read(".cfg").replace("OneWinner", "Idle"));
  if (name === "tally") writeFileSync(join(dir, `${file}.mapping.json`), read(".mapping.json"));
  return dir;
}

it.each([
  [
    "tally",
    "Tally",
    "\\A n \\in Node : Cardinality(heard[n]) < 2",
    /^\d+ {2}Hear\(n\d, m = \[.*kind \|-> "Grant"/,
  ],
  ["apart", "Apart", "\\A n \\in Node : ~won[n]", /^\d+ {2}Grant\(n\d, m = \[.*kind \|-> "asks"/],
])(
  "%s: the steps of a counterexample are named by action, node and message",
  async (name, file, invariant, one) => {
    const { code, out } = await cli(["check", refuted(name, file, invariant), "--engine", "own"], { env });
    expect(code).toBe(1);
    const steps = out.split("\n").filter((l) => /^\d+ {2}/.test(l));
    expect(steps.length).toBeGreaterThan(4);
    expect(steps.slice(1).filter((l) => !/^\d+ {2}[A-Z]\w+\(n\d/.test(l))).toEqual([]);
    expect(
      steps.some((l) => one.test(l)),
      out,
    ).toBe(true);
  },
);
