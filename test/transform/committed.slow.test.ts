import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../../specs", import.meta.url));

const contents = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "utf8")]));

it.each([
  ["raft", "history", "hybrid"],
  ["paxos", "history", "hybrid"],
  ["leaderless", "history", "hybrid"],
  ["raft", "counters", "counters"],
  ["paxos", "counters", "counters"],
])(
  "the hybrid of specs/%s, strategy %s, is what transform writes, byte for byte",
  async (name, strategy, folder) => {
    const dir = mkdtempSync(join(tmpdir(), "bumblebee-committed-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const committed = join(specs, name, folder);
    cpSync(join(specs, name), join(dir, name), { recursive: true, filter: (from) => from !== committed });
    const ran = await cli(["transform", join(dir, name), "--strategy", strategy]);
    expect(ran.code, ran.err).toBe(0);
    expect(contents(join(dir, name, folder))).toEqual(contents(committed));
  },
);
