/** The whole way, with both engines and with Node alone, by each strategy: every stage has its expected outcome. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import type { Row } from "../../src/verify/execute.js";
import { cli } from "../cli/harness.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it.each([
  ["test/fixtures/specs/echo", "both", "history", 15, ["73"]],
  ["test/fixtures/specs/apart", "own", "both", 21, ["254"]],
  // With both it takes longer than a test should: `history` of it is checked above, on smaller specifications.
  ["specs/raft", "both", "counters", 15, []],
] as const)("%s, %s, %s", async (spec, by, strategy, stages, counts) => {
  const out = mkdtempSync(join(tmpdir(), "bumblebee-verify-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const env = by === "both" ? process.env : { ...process.env, BUMBLEBEE_JAVA: "/no/java" };
  const ran = await cli(["verify", join(root, spec), "--strategy", strategy, "-o", out, "--json"], { env });
  expect(ran.err.includes("[engine/without-tlc]")).toBe(by === "own");
  const rows = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as Row[];
  expect(rows.filter((r) => !r.expected)).toEqual([]);
  expect(rows).toHaveLength(stages);
  expect(rows.filter((r) => r.stage === "ablation")).toHaveLength(strategy === "counters" ? 0 : 5);
  const reduced = rows.filter((r) => r.stage === "reduction");
  expect(reduced.map((r) => r.strategy)).toEqual(strategy === "both" ? ["counters", "history"] : [strategy]);
  for (const { result } of reduced) {
    const [, hybrid, original] =
      /^holds: (.*); the original ([^,]*(?:,\d{3})*, [\d,]*\d), the liar /.exec(result) ?? [];
    expect(hybrid?.replaceAll(/ states| steps/g, ""), result).toBe(original);
  }
  // Of a search that takes long one engine may be enough.
  const exhausted = rows.filter((r) => r.stage === "original" || r.stage === "hybrid");
  expect(exhausted.every((r) => r.by === by)).toBe(true);
  for (const count of counts) {
    const same = rows.filter((r) => r.result === `holds, ${count} states, exhausted; as the original`);
    expect(same.length, count).toBeGreaterThan(0);
  }
  expect(JSON.parse(ran.out)).toMatchObject({ exitCode: 0, rows: rows.map(({ what }) => ({ what })) });
  expect(ran.code, ran.err).toBe(0);
});
