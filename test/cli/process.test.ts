import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { capture } from "../../src/host/process.js";
import { bin, build, bundle } from "../built.js";
import { fakeJava, gone, workspace } from "../tlc/fake.js";

beforeAll(build, 120_000);

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

const LONG = `---- MODULE Long ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n' = n + 1
====
`;

/** A line leads to more states than can be gone through in minutes. */
const WIDE = `---- MODULE Wide ----
EXTENDS Naturals, FiniteSets
VARIABLES s, t
Init == s = {} /\\ t = 0
Pick == s' \\in SUBSET (1..17) /\\ t' = (t + Cardinality({x \\in SUBSET s' : Cardinality(x) = 3})) % 7
Next == Pick
====
`;

function long(): string {
  const { dir } = workspace();
  writeFileSync(join(dir, "Long.tla"), LONG);
  writeFileSync(join(dir, "Long.cfg"), "INIT Init\nNEXT Next\n");
  return dir;
}

describe("our engine as a process", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("says at %s what it covered", async (name) => {
    const child = spawn(process.execPath, [bin, "check", "Long.tla", "--workers", "1"], { cwd: long() });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    const ended = new Promise<number | null>((done) => child.on("close", done));
    await pause(1500);
    const sent = Date.now();
    child.kill(name);
    expect(await ended).toBe(130);
    expect(Date.now() - sent).toBeLessThan(2000);
    // The last state may have been expanded, or not yet.
    expect(out).toMatch(/interrupted after .*; [\d,]+ distinct states found, [\d,]+ generated/);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it("tells what it knows of logs when it is interrupted within a line of one", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Wide.tla"), WIDE);
    writeFileSync(join(dir, "Wide.cfg"), "INIT Init\nNEXT Next\n");
    const events = [{ on: "p", do: "Pick", after: { t: "$.t?" } }];
    writeFileSync(join(dir, "m.json"), JSON.stringify({ spec: "Wide.tla", events }));
    writeFileSync(join(dir, "1.ndjson"), "{}\n");
    writeFileSync(join(dir, "2.ndjson"), '{"event":"p"}\n');
    const args = ["validate", "1.ndjson", "2.ndjson", "--mapping", "m.json"];
    const child = spawn(process.execPath, [bin, ...args], { cwd: dir });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    const limit = setTimeout(() => child.kill("SIGKILL"), 20_000);
    const ended = new Promise<number | null>((done) => child.on("close", done));
    for (let i = 0; i < 200 && !out.includes("unreadable: 1.ndjson"); i++) await pause(50);
    await pause(500);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    clearTimeout(limit);
    expect(out).toBe("unreadable: 1.ndjson\n");
    expect(err).toContain("event-without-name");
    expect(err).toMatch(/^interrupted/m);
    expect(err).not.toMatch(/^\s+at /m);
  }, 30_000);

  it("writes no colours and no live line where nobody looks on", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Foo.cfg"), "SPECIFICATION Spec\nCONSTANTS\n  M = 4\n");
    const wrong = await capture(process.execPath, [bin, "check", "Foo.tla"], { cwd: dir });
    expect(wrong.stderr).toContain("Foo.cfg:3:3: warning");
    const limited = await capture(
      process.execPath,
      [bin, "check", "Long.tla", "--max-states", "1000", "--workers", "1"],
      { cwd: long() },
    );
    expect(limited.end).toEqual({ kind: "exited", exitCode: 5 });
    for (const text of [wrong.stdout, wrong.stderr, limited.stdout, limited.stderr])
      expect(text).not.toMatch(/[\u001b\r]/);
  });

  it("does not mind a reader that goes away", async () => {
    const { dir } = workspace();
    const command = `"$0" "$1" check Foo.tla --json | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await capture("bash", ["-c", command, process.execPath, bin], { cwd: dir });
    // The code of the verdict, or 0 where the pipe broke before it was written.
    expect(stdout).toMatch(/^\{ [01]\n$/);
    expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
  });
});

/** What other modules a chunk of the bundle cannot begin without. */
function readBy(chunk: string): readonly string[] {
  const files = readdirSync(bundle).filter(
    (file) => file.startsWith(`${chunk}-`) && file.endsWith(".script"),
  );
  const text = files.map((file) => readFileSync(join(bundle, file), "utf8")).join("");
  expect(text).not.toBe("");
  const ids = [...text.matchAll(/^(?:let|const) \w+ = require\("([^"]+)"\);$/gm)].map(
    (found) => found[1] ?? "",
  );
  return ids.filter((id) => !id.startsWith("./"));
}

/** Each takes more than a millisecond to begin. */
const slow = ["node:child_process", "node:crypto", "node:http", "node:net", "node:worker_threads"];

describe("the bundle", () => {
  it.each(["base", "engine"])("begins %s without packages and without slow modules", (chunk) => {
    expect(readBy(chunk).filter((id) => !id.startsWith("node:") || slow.includes(id))).toEqual([]);
  });

  it("has code that this Node takes for what a command reads", async () => {
    const { stdout } = await capture(process.execPath, ["-e", PROBE, bin]);
    const { all, taken } = JSON.parse(stdout) as { readonly all: number; readonly taken: number };
    expect(all).toBeGreaterThan(2);
    expect(taken).toBe(all);
  });
});

const PROBE = `
const { join, dirname } = require("node:path");
const { load } = require(join(dirname(process.argv[1]), "load.js"));
let all = 0, taken = 0;
load((file, script) => { all += 1; if (script.cachedDataRejected === false) taken += 1; });
console.log(JSON.stringify({ all, taken }));
`;
