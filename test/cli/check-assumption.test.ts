import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cli } from "./harness.js";

const dir = mkdtempSync(join(tmpdir(), "assumption-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("says which assumption is false, in TLC's words", async () => {
  const module = ["---- MODULE Sums ----", "EXTENDS Naturals", "ASSUME Wrong ==", "  /\\ 1 + 1 = 2"];
  const text = [...module, "  /\\ 1 + 1 = 3", "ASSUME 1 = 2", "====", ""].join("\n");
  writeFileSync(join(dir, "Sums.tla"), text);
  writeFileSync(join(dir, "Sums.cfg"), "");
  const { out, code } = await cli(["check", join(dir, "Sums.tla")], { cwd: dir });
  expect(code).toBe(1);
  expect(out).toContain("violated: assumption line 4, col 3 to line 5, col 14 of module Sums (");
  const { message } = JSON.parse((await cli(["check", join(dir, "Sums.tla"), "--json"], { cwd: dir })).out);
  expect(message).toBe("the assumptions in lines 4, 6 evaluated to FALSE");
});
