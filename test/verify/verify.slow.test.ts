/** The whole way with the real TLC: every stage has its expected outcome, the counts of states among them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import type { Row } from "../../src/verify/execute.js";
import { cli } from "../cli/harness.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it.each([
  ["test/fixtures/specs/echo", 13, ["73"]],
  ["specs/raft", 17, ["61,220", "591"]],
] as const)("%s", async (spec, stages, counts) => {
  const out = mkdtempSync(join(tmpdir(), "bumblebee-verify-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const ran = await cli(["verify", join(root, spec), "-o", out, "--json"]);
  const rows = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as Row[];
  expect(rows.filter((r) => !r.expected)).toEqual([]);
  expect(rows).toHaveLength(stages);
  expect(rows.filter((r) => r.stage === "ablation")).toHaveLength(5);
  for (const count of counts) {
    const same = rows.filter((r) => r.result === `holds, ${count} states, exhausted; as the original`);
    expect(same.length, count).toBeGreaterThan(0);
  }
  expect(JSON.parse(ran.out)).toMatchObject({ exitCode: 0, rows: rows.map(({ what }) => ({ what })) });
  expect(ran.code, ran.err).toBe(0);
});
