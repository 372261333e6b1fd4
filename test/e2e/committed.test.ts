import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../../specs", import.meta.url));

// What needs no TLC; test/transform/committed.slow.test.ts compares the models too.
it.each([
  ["raft", "HybridRaft"],
  ["paxos", "HybridPaxos"],
])("the module and the diff of specs/%s/hybrid are what transform writes", async (name, module) => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-committed-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const committed = join(specs, name, "hybrid");
  cpSync(join(specs, name), join(dir, name), { recursive: true, filter: (from) => from !== committed });
  const ran = await cli(["transform", join(dir, name), "--no-models"]);
  expect(ran.code, ran.err).toBe(0);
  for (const file of [`${module}.tla`, `${module}.diff`]) {
    expect(readFileSync(join(dir, name, "hybrid", file), "utf8")).toBe(
      readFileSync(join(committed, file), "utf8"),
    );
  }
});
