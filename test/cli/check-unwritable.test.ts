import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cli } from "./harness.js";

const dir = mkdtempSync(join(tmpdir(), "unwritable-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each([
  ["--export", "x.json"],
  ["--dump", "x.dot"],
  ["--coverage", "--coverage-report", "x.html"],
  ["--coverage", "--export", "x.itf.json"],
])("gives the answer though a file cannot be written: %s %s", async (...options) => {
  const lines = ["---- MODULE One ----", "VARIABLE x", "Init == x = 1", "Next == x' = 2", "Inv == x = 1"];
  writeFileSync(join(dir, "One.tla"), [...lines, "===="].join("\n"));
  const isExport = options.includes("--export");
  writeFileSync(join(dir, "One.cfg"), `INIT Init\nNEXT Next\n${isExport ? "INVARIANT Inv\n" : ""}`);
  const file = options.at(-1) ?? "";
  const args = [...options.slice(0, -1), join(dir, "missing", file)];
  const { out, err, code } = await cli(["check", join(dir, "One.tla"), ...args], { cwd: dir });
  expect(out).toContain(isExport ? "violated: invariant Inv in 2 states" : "holds: 2 distinct states");
  expect(err).toContain(`cannot write ${join(dir, "missing", file)}`);
  expect(code).toBe(2);
});
