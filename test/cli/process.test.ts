import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { capture } from "../../src/host/process.js";
import { fakeJava, gone, workspace } from "../tlc/fake.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "bin", "bumblebee.js");

// The program as users start it; what is tested is the current source, so it is built first.
beforeAll(async () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  await capture(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root });
}, 120_000);

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

function environment(mode: string, jar: string, more: Record<string, string> = {}) {
  return { ...process.env, BUMBLEBEE_JAVA: fakeJava, TLA2TOOLS_JAR: jar, FAKE_TLC: mode, ...more };
}

describe("bumblebee as a process", () => {
  it("prints its version and exits 0", async () => {
    const result = await capture(process.execPath, [bin, "--version"]);
    expect(result).toMatchObject({
      end: { kind: "exited", exitCode: 0 },
      stdout: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  it("gives the exit code of the verdict", async () => {
    const { dir, jar } = workspace();
    const options = { cwd: dir, env: environment("violates", jar) };
    const result = await capture(process.execPath, [bin, "check", "Foo.tla", "--engine", "tlc"], options);
    expect(result.end).toEqual({ kind: "exited", exitCode: 1 });
    expect(result.stdout).toContain("violated: invariant Small");
  });

  it.each([
    ["ends TLC and exits 130 on Ctrl-C", 1, {}],
    ["kills a stubborn TLC at the second Ctrl-C", 2, { FAKE_STUBBORN: "1" }],
  ])("%s", async (_title, times, more) => {
    const { dir, jar } = workspace();
    const pids = join(dir, "pids");
    const env = environment("hang", jar, { FAKE_PID_FILE: pids, ...more });
    const child = spawn(process.execPath, [bin, "check", "Foo.tla", "--engine", "tlc"], {
      cwd: dir,
      env,
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((done) => child.on("exit", done));
    const read = (): string => (existsSync(pids) ? readFileSync(pids, "utf8") : "");
    for (let i = 0; i < 200 && read() === ""; i++) await pause(50);
    for (let i = 0; i < times; i++) {
      child.kill("SIGINT");
      await pause(200);
    }
    expect(await ended).toBe(130);
    expect(await gone(Number(read()))).toBe(true);
  });
});
