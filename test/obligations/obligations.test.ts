import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Exit } from "../../src/cli/exit-codes.js";
import { cli } from "../cli/harness.js";
import { folder } from "../reduction/sites.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

describe("bumblebee obligations", () => {
  it("asks nothing of a protocol that does not hold", async () => {
    const dir = folder();
    cpSync(echo, dir, { recursive: true });
    const module = readFileSync(join(dir, "Echo.tla"), "utf8");
    const wrong = module.replace("Agreement ==", "Silence == msgs = {}\nAgreement ==");
    writeFileSync(join(dir, "Echo.tla"), wrong);
    const cfg = readFileSync(join(dir, "Echo.cfg"), "utf8");
    writeFileSync(join(dir, "Echo.cfg"), cfg.replace("Agreement", "Silence Agreement"));
    const { code, err } = await cli(["obligations", dir, "-o", join(dir, "out")]);
    expect(code).toBe(Exit.badInput);
    expect(err).toContain("obligations/original");
    expect(err).toContain("Silence violated in 1 steps");
  });

  it("interrupted at once, says that nothing is known", async () => {
    const dir = folder();
    const { code, out, err } = await cli(["obligations", echo, "-o", dir], { signal: AbortSignal.abort() });
    expect(code).toBe(Exit.interrupted);
    expect(out).toContain("this is what is known so far");
    expect(err).toContain("interrupted");
    const report = JSON.parse(readFileSync(join(dir, "obligations.json"), "utf8"));
    expect(report).toMatchObject({ isInterrupted: true, obligations: [], exitCode: Exit.interrupted });
  });

  it("refuses names that it does not know", async () => {
    const { code, err } = await cli(["obligations", echo, "--only", "stable,nice"]);
    expect(code).toBe(Exit.usage);
    expect(err).toContain("there is no obligation nice");
    const other = await cli(["obligations", echo, "--without", "sense"]);
    expect(other.code).toBe(Exit.usage);
    expect(other.err).toContain("there is no check sense");
  });
});
