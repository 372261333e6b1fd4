import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePorts } from "../../src/host/ports.js";
import { capture } from "../../src/host/process.js";
import { bin, build, root } from "../built.js";

const folder = mkdtempSync(join(tmpdir(), "run-"));
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

beforeAll(build, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Processes with the folder in their command lines. */
async function survivors(): Promise<readonly string[]> {
  const { stdout } = await capture("ps", ["-eo", "args"]);
  return stdout.split("\n").filter((line) => line.includes(`${folder}/`) && line.includes("-main.js"));
}

describe("bumblebee run", () => {
  it("refuses every kind of lie and loses nothing", async () => {
    const out = join(folder, "lies");
    const args = [bin, "run", "specs/raft", "--commands", "150", "-o", out, "--json"];
    const result = await capture(process.execPath, args, { cwd: root, timeoutMs: 280_000 });
    expect(result.stderr).not.toContain("bug");
    const report = JSON.parse(result.stdout) as { commands: number; refusals: Record<string, number> };
    expect(result.end).toEqual({ kind: "exited", exitCode: 0 });
    expect(report.commands).toBeGreaterThanOrEqual(150);
    for (const check of ["authentic", "fork", "prefix", "exist", "guard", "out"])
      expect(report.refusals[check], check).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(join(out, "report.json"), "utf8"))).toEqual(report);
    expect(await survivors()).toEqual([]);
  });

  it("leaves no process behind on Ctrl-C", async () => {
    const args = [bin, "run", "specs/raft", "--commands", "500", "-o", join(folder, "broken-off")];
    const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
    const ended = new Promise<number | null>((done) => child.on("exit", done));
    for (let k = 0; k < 200 && (await survivors()).length < 6; k++) await pause(100);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(await survivors()).toEqual([]);
  });

  it("says which port is taken", async () => {
    const [port = 0] = await freePorts(1);
    const server = createServer().listen(port, "127.0.0.1");
    const args = [bin, "run", "specs/raft", "--ports", String(port), "-o", join(folder, "taken")];
    const result = await capture(process.execPath, args, { cwd: root });
    server.close();
    expect(result.end).toEqual({ kind: "exited", exitCode: 2 });
    expect(result.stderr).toContain(`port ${port} is in use by another program`);
  });
});
