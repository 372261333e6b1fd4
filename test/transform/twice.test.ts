/** What is a hybrid already, or Byzantine already, is not transformed; what it is called plays no part. */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-twice-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

describe("bumblebee transform of a hybrid", () => {
  it.each(["raft/hybrid", "raft/counters", "paxos/hybrid", "paxos/counters", "leaderless/hybrid"])(
    "is refused, in its folder and anywhere else: specs/%s",
    async (path) => {
      const copy = folder();
      const files = readdirSync(join(specs, path)).filter((f) => /\.(tla|cfg)$/.test(f));
      for (const f of files) cpSync(join(specs, path, f), join(copy, f));
      for (const spec of [join(specs, path), copy]) {
        const ran = await cli(["transform", spec, "--no-models", "-o", join(copy, "out")]);
        expect(ran.code, ran.err).toBe(2);
        expect(ran.err).toMatch(/Hybrid\w+\.tla:\d+:\d+: error: Hybrid\w+ is a hybrid already/);
        expect(ran.err).toContain("[protocol/already-hybrid]");
        expect(ran.err.match(/error:/g)).toHaveLength(1);
      }
    },
  );

  it("is refused by its manifest, too, whatever lies beside it (verify/hybrid-already)", async () => {
    const copy = folder();
    for (const f of ["Raft.tla", "Raft.cfg", "Raft.mapping.json"])
      cpSync(join(specs, "raft", f), join(copy, f));
    writeFileSync(join(copy, "hybrid.json"), JSON.stringify({ version: 1, source: "elsewhere.tla" }));
    const ran = await cli(["transform", copy, "--no-models", "-o", join(copy, "out")]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("holds a hybrid already [verify/hybrid-already]");
  });
});
