import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workspace } from "../tlc/fake.js";
import { cli, type Ran } from "./harness.js";

const module = (name: string, ...lines: readonly string[]): string =>
  [`---- MODULE ${name} ----`, ...lines, "====", ""].join("\n");

const BY_HAND = "A   ==   1";
const NEW = "B==1+2";

/** A folder that git knows, with one commit of `M.tla`. */
function repository(): string {
  const dir = join(workspace().dir, "repository");
  mkdirSync(dir);
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: dir, stdio: "ignore" });
  git("init", "-q");
  writeFileSync(join(dir, "M.tla"), module("M", "EXTENDS Naturals", BY_HAND));
  git("add", "M.tla");
  git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "first");
  return dir;
}

const fmt = (dir: string, ...args: readonly string[]): Promise<Ran> => cli(["fmt", ...args], { cwd: dir });
const text = (dir: string, name: string): string => readFileSync(join(dir, name), "utf8");

describe("bumblebee fmt in a git repository", () => {
  it("prints the units that HEAD does not have, and nothing the second time", async () => {
    const dir = repository();
    writeFileSync(join(dir, "M.tla"), module("M", "EXTENDS Naturals", BY_HAND, NEW));
    expect(await fmt(dir, "M.tla")).toMatchObject({ code: 0, err: "M.tla: 1 unit printed afresh\n" });
    expect(text(dir, "M.tla")).toBe(module("M", "EXTENDS Naturals", BY_HAND, "B == 1 + 2"));
    expect(await fmt(dir, "M.tla")).toEqual({ code: 0, out: "", err: "" });
  });

  it("takes all of a file that git does not know for new", async () => {
    const dir = repository();
    writeFileSync(join(dir, "N.tla"), module("N", BY_HAND));
    expect((await fmt(dir, "N.tla")).code).toBe(0);
    expect(text(dir, "N.tla")).toBe(module("N", "A == 1"));
  });

  it("shows the difference with --check, of several files, and ends with 1", async () => {
    const dir = repository();
    const source = module("N", BY_HAND);
    writeFileSync(join(dir, "N.tla"), source);
    const ran = await fmt(dir, "M.tla", "N.tla", "--check");
    expect(ran).toMatchObject({ code: 1, err: "" });
    expect(ran.out).toContain("-A   ==   1\n+A == 1\n");
    expect(text(dir, "N.tla")).toBe(source);
  });

  it("refuses a revision that git does not know", async () => {
    const ran = await fmt(repository(), "M.tla", "--against", "nowhere");
    expect(ran).toMatchObject({ code: 3, err: expect.stringContaining("git knows no revision nowhere") });
  });

  it("compares with a revision", async () => {
    const dir = repository();
    writeFileSync(join(dir, "M.tla"), module("M", "EXTENDS Naturals", BY_HAND, NEW));
    const ran = await fmt(dir, "M.tla", "--against", "HEAD", "--stdout");
    expect(ran.out).toBe(module("M", "EXTENDS Naturals", BY_HAND, "B == 1 + 2"));
  });
});

describe("bumblebee fmt", () => {
  function folder(files: Readonly<Record<string, string | Buffer>>): string {
    const { dir } = workspace();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
    return dir;
  }

  it("cannot tell what is new outside of git", async () => {
    const ran = await fmt(folder({ "N.tla": module("N", NEW) }), "N.tla");
    expect(ran).toMatchObject({
      code: 3,
      err: expect.stringMatching(/no git repository\n {2}hint: .*--all/),
    });
  });

  it("does not guess where the older text has faults", async () => {
    const dir = folder({ "N.tla": module("N", NEW), "Old.tla": module("N", "B == = 1") });
    const ran = await fmt(dir, "N.tla", "--against", "Old.tla");
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("[fmt/older-text]") });
    expect(text(dir, "N.tla")).toBe(module("N", NEW));
  });

  it("goes on with the next file after one that cannot be read", async () => {
    const dir = folder({ "N.tla": module("N", BY_HAND) });
    expect((await fmt(dir, "None.tla", "N.tla", "--all")).code).toBe(2);
    expect(text(dir, "N.tla")).toBe(module("N", "A == 1"));
  });

  it("keeps line ends, byte order mark, permissions and links", async () => {
    const windows = module("N", BY_HAND, "B == /\\ TRUE", "     /\\ FALSE").replaceAll("\n", "\r\n");
    const dir = folder({ "N.tla": `\ufeff${windows}` });
    chmodSync(join(dir, "N.tla"), 0o750);
    symlinkSync("N.tla", join(dir, "L.tla"));
    expect((await fmt(dir, "L.tla", "--all")).code).toBe(0);
    expect(text(dir, "N.tla")).toMatch(/^\ufeff---- MODULE N ----\r\nA == 1\r\nB ==/);
    expect(text(dir, "N.tla")).not.toMatch(/[^\r]\n/);
    expect(statSync(join(dir, "N.tla")).mode & 0o777).toBe(0o750);
    expect(text(dir, "L.tla")).toBe(text(dir, "N.tla"));
  });

  it("does not write what is not UTF-8", async () => {
    const dir = folder({ "N.tla": Buffer.from(module("N", "\\* caf\u00e9", BY_HAND), "latin1") });
    const before = readFileSync(join(dir, "N.tla"));
    const ran = await fmt(dir, "N.tla", "--all");
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^N\.tla:2:7: error: .*\[file\/not-utf8\]/),
    });
    expect(readFileSync(join(dir, "N.tla"))).toEqual(before);
  });

  it("leaves the translation of an algorithm alone", async () => {
    const lines = ["(* --algorithm a", "begin skip; end algorithm; *)", "\\* BEGIN TRANSLATION"];
    const source = module("N", ...lines, "VARIABLES pc,x", "\\* END TRANSLATION", NEW);
    const ran = await fmt(folder({ "N.tla": source }), "N.tla", "--all", "--stdout");
    expect(ran.out).toBe(source.replace(NEW, "B == 1 + 2"));
  });

  it("names what it leaves as it is", async () => {
    const dir = folder({ "N.tla": module("N", "B == 1 =   (* one *)   2") });
    const ran = await fmt(dir, "N.tla", "--all");
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining("[fmt/left-alone]") });
  });

  it.each([
    ["--check", "--stdout"],
    ["--all", "--against=HEAD"],
  ])("takes no %s with %s", async (one, other) => {
    expect((await fmt(folder({}), "N.tla", one, other)).code).toBe(3);
  });
});
