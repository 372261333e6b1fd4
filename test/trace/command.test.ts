import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cli } from "../cli/harness.js";

const cwd = fileURLToPath(new URL("../..", import.meta.url));
/** An environment in which neither Java nor TLC could be found: faults of logs need neither. */
const env = { PATH: "", NO_COLOR: "1" };
const validate = (...args: string[]) => cli(["validate", "specs/raft", ...args], { cwd, env });

test("a fault of a log is reported with its line, without Java", async () => {
  const { code, out, err } = await validate("--trace", "traces/raft/rejected/missing-event");
  expect(code).toBe(1);
  expect(out).toBe("rejected: the logs have a fault\n");
  expect(err).toContain("traces/raft/rejected/missing-event/s2.jsonl:8:1: error: event 8 of s2 is missing");
});

test("no log at all is a fault", async () => {
  const { code, err } = await validate();
  expect(code).toBe(1);
  expect(err).toContain("no log was given");
});

test("logs may be named one after the other", async () => {
  const folder = "traces/raft/rejected/truncated";
  const { code, err } = await validate("--trace", `${folder}/s2.jsonl`, `${folder}/s1.jsonl`);
  expect(code).toBe(1);
  expect(err).toContain("trace/truncated-line");
});

test("what the specification does not have is a fault of the command line", async () => {
  expect((await validate("--constant", "MaxTrem=3")).code).toBe(3);
  expect((await validate("--constant", "MaxTerm")).code).toBe(3);
  expect((await validate("--model", "none")).code).toBe(3);
});

test("an invariant of the specification that a log violates is told, with the event", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-invariant-"));
  try {
    cpSync(join(cwd, "specs/raft"), dir, { recursive: true });
    const spec = readFileSync(join(dir, "Raft.tla"), "utf8");
    const own = "FewCommits == \\A i \\in Server : commitIndex[i] < 2\n";
    writeFileSync(
      join(dir, "Raft.tla"),
      spec.replace(/\n====[=]*\s*$/, (end) => `\n${own}${end}`),
    );
    const mapping = JSON.parse(readFileSync(join(dir, "Raft.mapping.json"), "utf8")) as {
      invariants: string[];
    };
    const logs = join(cwd, "traces/raft/accepted/correct");
    const run = () => cli(["validate", dir, "--trace", logs], { cwd, env });
    expect((await run()).code).toBe(0);
    const more = { ...mapping, invariants: [...mapping.invariants, "FewCommits"] };
    writeFileSync(join(dir, "Raft.mapping.json"), JSON.stringify(more));
    const { code, out } = await run();
    expect(code).toBe(1);
    expect(out).toMatch(/AdvanceCommit|Acknowledge/);
    expect(out).toContain("FewCommits");
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("a Byzantine node that is none of the nodes is named", async () => {
  const { code, err } = await validate(
    "--trace",
    "traces/raft/accepted/correct",
    "--nodes",
    "s1,s2,s3",
    "--byzantine",
    "s9",
  );
  expect(code).toBe(1);
  expect(err).toContain("s9, which is none of the nodes s1, s2, s3");
});

test("nearly all that could be wrong in logs of replicas is noticed, and every survivor has its reason", async () => {
  const bounds = ["--constant", "MaxTerm=100", "--constant", "MaxLog=100"];
  const { code, out } = await cli(
    [
      "trace",
      "mutate",
      "traces/raft/accepted/correct",
      "--spec",
      "specs/raft",
      ...bounds,
      "--threshold",
      "95",
      "--json",
    ],
    { cwd, env },
  );
  expect(code).toBe(0);
  const report = JSON.parse(out) as { mutants: number; survivors: { fate: string }[] };
  expect(report.mutants).toBeGreaterThan(1000);
  for (const { fate } of report.survivors) expect(["permitted", "not-read", "no-effect"]).toContain(fate);
});
