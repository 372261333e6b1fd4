import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, lineSplitter, runProgram } from "../../src/host/process.js";
import { gone, workspace } from "../tlc/fake.js";

const node = process.execPath;

describe("running a program", () => {
  it("tells exit code, output, last lines and the command line", async () => {
    const result = await capture(node, [
      "-e",
      "console.log('héllo'); console.error('oops'); process.exitCode = 3",
    ]);
    expect(result.end).toEqual({ kind: "exited", exitCode: 3 });
    expect(result).toMatchObject({ stdout: "héllo\n", stderr: "oops\n" });
    expect([...result.lastLines].sort()).toEqual(["héllo", "oops"]);
    expect(result.command).toContain("-e");
  });

  it("keeps the last lines only, and characters cut between chunks whole", async () => {
    const script =
      "const b = Buffer.from('ü\\n'); process.stdout.write(b.subarray(0, 1)); setTimeout(() => { process.stdout.write(b.subarray(1)); for (let i = 0; i < 50; i++) console.log(i); }, 50)";
    const result = await capture(node, ["-e", script]);
    expect(result.stdout.startsWith("ü\n0\n")).toBe(true);
    expect(result.lastLines).toHaveLength(20);
    expect(result.lastLines.at(-1)).toBe("49");
  });

  it("tells apart why it ended", async () => {
    expect((await runProgram("/no/such/program", [])).end).toEqual({ kind: "not-installed" });
    expect((await runProgram(workspace().jar, [])).end).toMatchObject({ kind: "not-started" });
    expect((await runProgram(node, ["-e", "process.kill(process.pid, 'SIGSEGV')"])).end).toEqual({
      kind: "signalled",
      signal: "SIGSEGV",
    });
    expect((await runProgram(node, ["-e", "setInterval(() => {}, 1000)"], { timeoutMs: 200 })).end).toEqual({
      kind: "timeout",
    });
    const aborted = AbortSignal.abort();
    expect((await runProgram(node, ["-e", "setInterval(() => {}, 1000)"], { signal: aborted })).end).toEqual({
      kind: "cancelled",
    });
  });

  it("passes only the environment it is given", async () => {
    const result = await capture(node, ["-p", "process.env.A + process.env.HOME"], { env: { A: "x" } });
    expect(result.stdout).toBe("xundefined\n");
  });

  it("ends descendants, also those that a program leaves behind", async () => {
    const file = join(workspace().dir, "pid");
    const script = `const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }); require("fs").writeFileSync(${JSON.stringify(file)}, String(c.pid)); process.exit(0)`;
    await runProgram(node, ["-e", script]);
    expect(await gone(Number(readFileSync(file, "utf8")))).toBe(true);
  });

  it("splits lines at any border", () => {
    const lines: string[] = [];
    const splitter = lineSplitter((line) => lines.push(line));
    for (const chunk of ["a", "b\r\nc", "\n\nd"]) splitter.push(chunk);
    splitter.flush();
    expect(lines).toEqual(["ab", "c", "", "d"]);
  });
});
