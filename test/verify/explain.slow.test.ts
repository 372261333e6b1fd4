import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { cli } from "../cli/harness.js";

const raft = fileURLToPath(new URL("../../specs/raft", import.meta.url));

/** Our engine needs no Java, also for the names. */
const envOf = (engine: string) =>
  engine === "own" ? { ...process.env, BUMBLEBEE_JAVA: "/no/java" } : process.env;

const engines = ["own", "tlc"];

it.each(engines)("%s: action, node and what it chose are named in a counterexample", async (engine) => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-explain-"));
  try {
    // A server votes as often as it is asked.
    const broken = readFileSync(join(raft, "Raft.tla"), "utf8").replace(" /\\ votedFor[i] = Nil", "");
    writeFileSync(join(dir, "Raft.tla"), broken);
    copyFileSync(join(raft, "Raft.small.cfg"), join(dir, "Raft.cfg"));
    copyFileSync(join(raft, "Raft.mapping.json"), join(dir, "Raft.mapping.json"));
    const { code, out } = await cli(["check", dir, "--engine", engine, "--workers", "1"], {
      env: envOf(engine),
    });
    expect(code).toBe(1);
    const steps = out.split("\n").filter((l) => /^\d+ {2}/.test(l));
    expect(steps).toHaveLength(7);
    expect(steps.filter((l) => /^\d+ {2}Timeout\(s\d\)/.test(l))).toHaveLength(2);
    expect(steps.filter((l) => /^\d+ {2}Vote\(s\d, m = \[.*kind \|-> "RequestVote"/.test(l))).toHaveLength(2);
    expect(steps.filter((l) => /^\d+ {2}BecomeLeader\(s\d, votes = \{\[/.test(l))).toHaveLength(2);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

it.each(engines)("%s: the liar's events are named in a counterexample of a hybrid", async (engine) => {
  const args = ["check", join(raft, "hybrid"), "--model", "small", "--without", "prefix", "--engine", engine];
  const { code, out } = await cli(args, { env: envOf(engine) });
  expect(code).toBe(1);
  const steps = out.split("\n").filter((l) => /^\d+ {2}/.test(l));
  expect(steps.slice(1).every((l) => /^\d+ {2}[A-Z]\w+\(s\d/.test(l))).toBe(true);
});
