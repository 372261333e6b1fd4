/** Ctrl-C in the later stages, with the real TLC and real replicas: 130, nobody left behind, what was found is kept. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "bin", "bumblebee.js");

/** Command lines of running processes that mention a folder. */
function mentioning(folder: string): readonly string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const line = readFileSync(join("/proc", pid, "cmdline"), "utf8").replaceAll("\0", " ");
      return line.includes(folder) ? [line] : [];
    } catch {
      return [];
    }
  });
}

/** Runs the command and interrupts it a while after its output has the text. */
async function interruptedAfter(args: readonly string[], text: string, waitMs: number) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let sent = 0;
  const watch = (chunk: Buffer): void => {
    out += chunk.toString();
    if (sent > 0 || !out.includes(text)) return;
    sent = Date.now();
    setTimeout(() => {
      sent = Date.now();
      child.kill("SIGINT");
    }, waitMs);
  };
  child.stdout.on("data", watch);
  child.stderr.on("data", watch);
  if (text === "") watch(Buffer.from(""));
  // One that is ended by the signal itself, before there is anything to tidy, has the code 130 to a shell.
  const code = await new Promise<number | null>((done) => {
    child.on("close", (exit, signal) => done(signal === "SIGINT" ? 130 : exit));
  });
  return { code, out, ms: Date.now() - sent };
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-interrupt-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

it.each([
  ["the hybrid is checked", "ok   history, undefended", "undefended"],
  ["a check is taken away", "ok   history, goal: a leader of the second term", "goal"],
])("verify, while %s", async (_when, text, stage) => {
  const out = folder();
  const args = ["verify", "specs/raft", "--strategy", "history", "-o", out];
  const { code, out: said, ms } = await interruptedAfter(args, text, 3000);
  expect(code, said).toBe(130);
  expect(said).not.toMatch(/^\s+at .*\(|this is a bug/m);
  expect(ms).toBeLessThan(30_000);
  expect(mentioning(out)).toEqual([]);
  const rows = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as {
    stage: string;
    status: string;
    result: string;
  }[];
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((r) => r.stage === stage).every((r) => r.status === "ran")).toBe(true);
  expect(rows.at(-1)?.result).toBe("not run: interrupted");
});

it("run, while replicas are at work", async () => {
  const out = folder();
  const { code, out: said, ms } = await interruptedAfter(["run", "specs/raft", "-o", out], "round", 3000);
  expect(code, said).toBe(130);
  expect(said).not.toMatch(/^\s+at .*\(|this is a bug/m);
  expect(ms).toBeLessThan(30_000);
  expect(mentioning(out)).toEqual([]);
});

// It takes half a second in all.
it("validate", async () => {
  const trace = join("traces", "raft", "accepted", "correct");
  const { code, out } = await interruptedAfter(["validate", "specs/raft", "--trace", trace], "", 200);
  expect(code, out).toBe(130);
  expect(out).not.toMatch(/^\s+at .*\(|this is a bug/m);
});
