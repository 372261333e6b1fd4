import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../../specs", import.meta.url));

const contents = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "utf8")]));

it.each(["raft", "paxos", "leaderless"])(
  "the hybrid of specs/%s is what transform writes, byte for byte",
  async (name) => {
    const dir = mkdtempSync(join(tmpdir(), "bumblebee-committed-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const committed = join(specs, name, "hybrid");
    cpSync(join(specs, name), join(dir, name), { recursive: true, filter: (from) => from !== committed });
    const ran = await cli(["transform", join(dir, name)]);
    expect(ran.code, ran.err).toBe(0);
    expect(contents(join(dir, name, "hybrid"))).toEqual(contents(committed));
  },
);
