import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileFault } from "../../src/host/files.js";
import { MAVEN } from "../../src/tlc/find.js";
import { cli, type Ran } from "../cli/harness.js";
import { filesBelow, setting } from "./setting.js";

type Setting = ReturnType<typeof setting>;

const withTlc = [["check"], ["verify"], ["transform"]] as const;
const readers = ["inspect", "verify", "transform --no-models"];

const run = (s: Setting, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  cli([...args, "echo"], { cwd: s.dir, env: s.env("holds", env) });

/** One message with its code, what to do, the exit code; no stack trace; nothing written. */
async function refused(
  s: Setting,
  args: readonly string[],
  code: number,
  message: RegExp,
  env: Record<string, string> = {},
): Promise<void> {
  const before = filesBelow(s.dir);
  const ran = await run(s, args, env);
  expect(ran.err).toMatch(message);
  expect(ran.code, ran.err).toBe(code);
  expect(ran.err).not.toMatch(/^\s+at .*\(|this is a bug/m);
  expect(filesBelow(s.dir)).toEqual(before);
}

describe.each(withTlc)("bumblebee %s --engine tlc without its tools", (name) => {
  const command = [name, "--engine", "tlc"];

  it("says that there is no Java", async () => {
    await refused(setting(), command, 4, /java-not-found[\s\S]*hint: /, { BUMBLEBEE_JAVA: "/no/java" });
  });

  it("says that Java is too old", async () => {
    await refused(setting(), command, 4, /java-too-old[\s\S]*hint: /, { FAKE_JAVA_VERSION: "1.8.0_392" });
  });

  it("says that the jar named is not there", async () => {
    await refused(setting(), command, 4, /jar-unreadable[\s\S]*hint: /, { TLA2TOOLS_JAR: "/no.jar" });
  });
});

describe.each(readers)("bumblebee %s with a specification that it cannot read", (line) => {
  const command = line.split(" ");

  it("points at what does not parse", async () => {
    const s = setting();
    s.edit("Echo.tla", "/\\ said[n] = None", "/\\ said[n] = = None");
    await refused(s, command, 2, /Echo\.tla:19:\d+: error: /);
  });

  // inspect tells the structure of any specification and gives this as a reason why it has no local steps.
  it.runIf(line !== "inspect")("says which shape is not supported", async () => {
    const s = setting();
    s.edit("Echo.tla", "said = [n \\in Node |-> None]", "said = None");
    await refused(s, command, 2, /said\[n\] is written and read by all[\s\S]*hint: /);
  });

  it("knows the keys of a mapping file", async () => {
    const s = setting();
    writeFileSync(join(s.spec, "Echo.mapping.json"), '{\n  "netwrok": "msgs"\n}\n');
    await refused(s, command, 2, /Echo\.mapping\.json:2:3: error: .*netwrok[\s\S]*hint: .*network/);
  });

  it("says where a mapping file is no JSON", async () => {
    const s = setting();
    writeFileSync(join(s.spec, "Echo.mapping.json"), '{ "network": \n');
    await refused(s, command, 2, /Echo\.mapping\.json.*error: /);
  });

  it("says that there is no such specification", async () => {
    const s = setting();
    rmSync(s.spec, { recursive: true });
    await refused(s, command, 2, /there is no echo[\s\S]*hint: /);
  });
});

describe.each(withTlc)("bumblebee %s with a model that does not fit", (command) => {
  it("names a constant that is misspelt", async () => {
    const s = setting();
    s.edit("Echo.cfg", "None = None", "Nobody = None");
    const warned = "Echo\\.cfg:5:5: warning: module Echo has no constant .* Nobody";
    const fault = "error: the constant None gets no value";
    // Our engine tells warnings first.
    const text = new RegExp(`${fault}[\\s\\S]*${warned}|${warned}[\\s\\S]*${fault}`);
    await refused(s, [command], 2, text);
  });

  it("says which constant has no value", async () => {
    const s = setting();
    s.edit("Echo.cfg", "Value = {v1, v2}\n", "\n");
    await refused(s, [command], 2, /the constant Value gets no value[\s\S]*declared here/);
  });

  it("says that there is no model (model/not-found)", async () => {
    const s = setting();
    rmSync(join(s.spec, "Echo.cfg"));
    await refused(s, [command], 2, /(no model|no default model)[\s\S]*hint: write Echo\.cfg/);
  });
});

describe.each(["verify", "transform", "transform --no-models"])("the folder of %s", (line) => {
  const command = line.split(" ");

  it("cannot be below a file", async () => {
    const s = setting();
    await refused(s, [...command, "-o", "tla2tools.jar/out"], 2, /cannot write .*not a directory/);
  });

  it("cannot be a file", async () => {
    const s = setting();
    await refused(s, [...command, "-o", "tla2tools.jar"], 2, /cannot write .*a file of that name/);
  });

  it("cannot be where nobody can write", async () => {
    await refused(setting(), [...command, "-o", "/proc/out"], 2, /cannot write \/proc\/out/);
  });
});

describe("bumblebee transform", () => {
  it("says that there was too little time for the original, and how to give more (verify/no-alphabet)", async () => {
    const s = setting();
    s.edit("Echo.cfg", "Origin = {n3}", "Origin = {n1, n2, n3}");
    const line = ["transform", "--engine", "own", "--time-limit", "1"];
    await refused(
      s,
      line,
      2,
      /model \w+ of the original: out of time[\s\S]*give it more time \(--time-limit\)/,
    );
  });
});

describe("a file that cannot be written in the middle", () => {
  it("leaves no half of itself", async () => {
    const s = setting();
    // A directory in the place of a file of the output: the file beside it must not stay.
    mkdirSync(join(s.spec, "hybrid", "HybridEcho.tla"), { recursive: true });
    const ran = await run(s, ["transform", "--no-models"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/cannot write .*HybridEcho\.tla: it is a directory/);
    expect(filesBelow(s.dir).filter((f) => f.endsWith(".tmp"))).toEqual([]);
  });

  it("follows no broken link into a full device", async () => {
    const s = setting();
    mkdirSync(join(s.spec, "hybrid"));
    symlinkSync("/dev/full", join(s.spec, "hybrid", "HybridEcho.tla"));
    const ran = await run(s, ["transform", "--no-models"]);
    // The link is replaced as a whole: writing is renaming.
    expect(ran.code, ran.err).toBe(0);
  });
});

describe.each(withTlc)("bumblebee %s with a jar in its cache", (command) => {
  it("that is another than it was does not use it", async () => {
    const s = setting();
    const dir = join(s.dir, "cache", "tlc");
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, MAVEN.file), "a jar in name only");
    const env = { TLA2TOOLS_JAR: "", BUMBLEBEE_CACHE: join(s.dir, "cache") };
    await refused(
      s,
      [command, "--engine", "tlc"],
      4,
      /is not the TLC it should be: SHA-256[\s\S]*hint: remove it/,
      env,
    );
  });
});

describe("a failed file operation", () => {
  it.each([
    ["ENOSPC", "file/disk-full", "no space left on the disk"],
    ["EDQUOT", "file/disk-full", "the disk quota is used up"],
    ["EROFS", "file/read-only", "the file system is read-only"],
    ["EACCES", "file/no-permission", "permission denied"],
    ["EMFILE", "file/too-many-open", "too many open files"],
  ])("%s has its message and what to do", (code, wanted, text) => {
    const found = fileFault(Object.assign(new Error("x"), { code }), "/a/b", "write");
    expect(found).toMatchObject({ code: wanted, message: `cannot write /a/b: ${text}` });
    expect(found?.hint).toBeTruthy();
  });

  it("on a full device is one of them", async () => {
    const full = writeFile("/dev/full", "text").catch((error: unknown) => error);
    expect(fileFault(await full, "/dev/full", "write")?.code).toBe("file/disk-full");
  });
});
