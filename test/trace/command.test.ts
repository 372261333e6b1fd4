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

test("what logs of replicas exercise is told action by action, and added up over different runs", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-coverage-"));
  try {
    const merged = join(dir, "merged.json");
    const coverage = async (...args: string[]) => {
      const given = ["trace", "coverage", ...args, "--spec", "specs/raft", "--merge", merged, "--json"];
      const { code, out, err } = await cli(given, { cwd, env });
      expect([code, err]).toEqual([0, ""]);
      return JSON.parse(out) as {
        readonly failed: number;
        readonly actions: readonly { readonly name: string; readonly steps: number }[];
      };
    };
    const stepsOf = (report: Awaited<ReturnType<typeof coverage>>, name: string) =>
      report.actions.find((a) => a.name === name)?.steps;
    const correct = await coverage("traces/raft/accepted/correct");
    expect(correct.failed).toBe(0);
    expect([stepsOf(correct, "TakeVote"), stepsOf(correct, "ClaimVote")]).toEqual([3, undefined]);
    // The module that is made for this run has other constants, and a Byzantine node.
    const others = ["--constant", 'Value={"v2", "v3", v1, w1}', "--byzantine", "s3"];
    const both = await coverage("traces/raft/accepted/byzantine", ...others);
    expect([stepsOf(both, "TakeVote"), stepsOf(both, "ClaimTimeout")]).toEqual([6, 2]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("a rejected log of replicas is told by its action, with the command that shows it again", async () => {
  const folder = "traces/raft/rejected/commit-without-quorum";
  const logs = ["s1", "s2", "s3"].map((node) => `${folder}/${node}.jsonl`);
  const { code, out } = await validate("--trace", ...logs);
  const lines = out.split("\n");
  expect(code).toBe(1);
  expect(lines[1]).toContain('"action":"AdvanceCommit","args":{"n":3},"inputs"');
  expect(lines.slice(3, 5)).toEqual([
    "  AdvanceCommit with Q = {s1, s2}:",
    "    false: e.acks = {}, of which something is needed (HybridRaft.tla:140)",
  ]);
  const command = lines.find((line) => line.startsWith("  reproduce: "))?.slice("  reproduce: ".length) ?? "";
  expect(command).toMatch(/^bumblebee validate .* --spec specs\/raft --until .*\/s2\.jsonl:13$/);
  const again = await cli(command.split(" ").slice(1), { cwd, env });
  expect([again.code, again.out.split("\n").slice(1, 5)]).toEqual([1, lines.slice(1, 5)]);
});
