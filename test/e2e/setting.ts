import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { fakeJava } from "../tlc/fake.js";

const bin = fileURLToPath(new URL("../../bin/bumblebee.js", import.meta.url));
const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

/** A fresh directory with the specification `echo` in it and a file that stands for TLC's jar; gone after the test. */
export function setting() {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-e2e-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const spec = join(dir, "echo");
  cpSync(echo, spec, { recursive: true });
  const jar = join(dir, "tla2tools.jar");
  writeFileSync(jar, "a jar in name only");
  const env = (mode: string, more: Record<string, string> = {}): Record<string, string | undefined> => ({
    ...process.env,
    NO_COLOR: "1",
    TMPDIR: dir,
    BUMBLEBEE_JAVA: fakeJava,
    TLA2TOOLS_JAR: jar,
    FAKE_TLC: mode,
    ...more,
  });
  const edit = (file: string, from: string, to: string): void => {
    const path = join(spec, file);
    const before = readFileSync(path, "utf8");
    if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, before.replace(from, to));
  };
  return { dir, spec, jar, env, edit };
}

/** All files below a directory, relative to it. */
export function filesBelow(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(dir.length + 1))
    .sort();
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Starts the program, waits until its (fake) Java hangs for the `nth` time, interrupts it. */
export async function interrupted(
  args: readonly string[],
  cwd: string,
  env: Record<string, string | undefined>,
) {
  const pidFile = join(cwd, "pids");
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...env, FAKE_PID_FILE: pidFile } });
  let err = "";
  child.stderr.on("data", (data: Buffer) => {
    err += data.toString();
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  for (let i = 0; i < 200 && !existsSync(pidFile); i++) await pause(50);
  await pause(100);
  const at = Date.now();
  child.kill("SIGINT");
  const code = await ended;
  const pids = readFileSync(pidFile, "utf8").trim().split("\n").map(Number);
  return { code, err, pids, ms: Date.now() - at };
}
