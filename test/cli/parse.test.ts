import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workspace } from "../tlc/fake.js";
import { cli } from "./harness.js";

describe("bumblebee parse", () => {
  it("says ok for modules and models", async () => {
    const { dir } = workspace();
    expect(await cli(["parse", "Foo.tla", "Foo.cfg"], { cwd: dir })).toEqual({
      code: 0,
      out: "Foo.tla: ok\nFoo.cfg: ok\n",
      err: "",
    });
  });

  it("points at each fault and goes on with the next file", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Bad.tla"), "---- MODULE Bad ----\nA == 1 +\nB == 2\n====\n");
    const { code, out, err } = await cli(["parse", "Bad.tla", "Foo.tla"], { cwd: dir });
    expect(code).toBe(2);
    expect(err).toMatch(/^Bad\.tla:\d+:\d+: error: /);
    expect(out).toMatch(/^Bad\.tla: \d+ errors?\nFoo\.tla: ok\n$/);
  });

  it("says that a file is not there", async () => {
    const { dir } = workspace();
    const ran = await cli(["parse", "None.tla"], { cwd: dir });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("no such file") });
  });
});

describe("bumblebee parse --check", () => {
  const module = (name: string, body: string): string => `---- MODULE ${name} ----\n${body}\n====\n`;

  function folder(files: Readonly<Record<string, string>>): string {
    const { dir } = workspace();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return dir;
  }

  it("links names, arities, levels, and a model's names", async () => {
    const dir = folder({
      "Top.tla": module("Top", "EXTENDS Low\nVARIABLE x\nInit == x = Base\nNext == x' = Bse + 1\nA == x''"),
      "Low.tla": module("Low", "EXTENDS Naturals\nBase == 0"),
      "Top.small.cfg": "INIT Init\nNEXT Nxt\n",
    });
    const plain = await cli(["parse", "Top.tla"], { cwd: dir });
    expect(plain).toMatchObject({ code: 0, err: "" });
    const { code, err, out } = await cli(["parse", "--check", "Top.tla"], { cwd: dir });
    expect(code).toBe(2);
    expect(err).toContain("Top.tla:5:14: error: `Bse` is not declared or defined here [names/unknown]");
    expect(err).toContain("did you mean `Base`?");
    expect(err).toContain("[levels/argument]");
    expect(out).toBe("Top.tla: 2 errors\n");
  });

  it("links a model to the module that its name says", async () => {
    const dir = folder({
      "Top.tla": module("Top", "VARIABLE x\nInit == x = 1\nNext == x' = 1"),
      "Top.small.cfg": "INIT Init\nNEXT Nxt\n",
      "Lonely.cfg": "INIT Init\nNEXT Next\n",
    });
    const { code, err } = await cli(["parse", "--check", "Top.small.cfg", "Lonely.cfg"], { cwd: dir });
    expect(code).toBe(2);
    expect(err).toContain("did you mean Next?");
    expect(err).toContain("[cfg/no-module]");
  });

  it("prints JSON with trees, and SARIF", async () => {
    const dir = folder({ "Top.tla": module("Top", "VARIABLE x\nA == x' = y") });
    const json = await cli(["parse", "--check", "--json", "--tree", "Top.tla"], { cwd: dir });
    expect(json.code).toBe(2);
    const report = JSON.parse(json.out);
    expect(report).toMatchObject({
      summary: { errors: 1 },
      diagnostics: [{ code: "names/unknown", place: { file: "Top.tla", line: 3, column: 11 } }],
      files: [{ file: "Top.tla", ok: false, tree: { kind: "Module" } }],
    });
    const sarif = JSON.parse((await cli(["parse", "--check", "--sarif", "Top.tla"], { cwd: dir })).out);
    expect(sarif.runs[0].results).toHaveLength(1);
    expect(await cli(["parse", "--json", "--sarif", "Top.tla"], { cwd: dir })).toMatchObject({ code: 3 });
  });

  it("shows what names mean, and levels", async () => {
    const dir = folder({ "Top.tla": module("Top", "VARIABLE x\nA == x' = 1") });
    const { out } = await cli(["parse", "--check", "--tree", "Top.tla"], { cwd: dir });
    expect(out).toContain("Apply x 3:6-3:7 state → variable x of Top, 2:10");
    expect(out).toContain("Infix = 3:6-3:12 action → the language's =");
  });

  it("looks for modules where it is told to", async () => {
    const dir = folder({ "Top.tla": module("Top", "EXTENDS Low\nA == Base") });
    const lib = folder({ "Low.tla": module("Low", "Base == 0") });
    expect(await cli(["parse", "--check", "Top.tla"], { cwd: dir })).toMatchObject({ code: 2 });
    expect(await cli(["parse", "--check", "Top.tla", "-I", lib], { cwd: dir })).toMatchObject({ code: 0 });
  });

  it("says when a PlusCal algorithm has no translation", async () => {
    const text = "(*\n--algorithm A\nvariable x = 1\nbegin\n  x := 2\nend algorithm\n*)\nB == 1";
    const dir = folder({ "Top.tla": module("Top", text) });
    const { code, err } = await cli(["parse", "--check", "Top.tla"], { cwd: dir });
    expect(code).toBe(2);
    expect(err).toContain("[pluscal/absent]");
    expect(err).toContain("--translate");
  });
});

describe("bumblebee parse, of what is no module", () => {
  it("says that a module is not closed [tla/missing-end]", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Open.tla"), "---- MODULE Open ----\nA == 1\n");
    const ran = await cli(["parse", "Open.tla"], { cwd: dir });
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringContaining("Open.tla:3:1: error: module Open is"),
    });
  });

  it("reads the other files, and tells it in JSON", async () => {
    const { dir } = workspace();
    const ran = await cli(["parse", "--json", ".", "None.tla", "Foo.tla"], { cwd: dir });
    expect(ran).toMatchObject({ code: 2, err: "" });
    const { files, diagnostics } = JSON.parse(ran.out);
    expect(files.map((f: { ok: boolean }) => f.ok)).toEqual([false, false, true]);
    expect(diagnostics.map((d: { code: string }) => d.code)).toEqual([
      "file/is-a-directory",
      "file/not-found",
    ]);
  });

  it("calls a chain that is too long a fault [input/too-long-chain]", async () => {
    const { dir } = workspace();
    const chain = Array.from({ length: 100_000 }, () => "TRUE").join(" /\\ ");
    writeFileSync(join(dir, "Long.tla"), `---- MODULE Long ----\nA == ${chain}\n====\n`);
    const ran = await cli(["parse", "--tree", "--json", "Long.tla"], { cwd: dir });
    expect(ran.err).not.toContain("bug");
    expect(ran.code === 0 || JSON.parse(ran.out).diagnostics[0].code === "input/too-long-chain").toBe(true);
  });

  it("shows thousands of faults in a moment", async () => {
    const { dir } = workspace();
    writeFileSync(
      join(dir, "Junk.tla"),
      `---- MODULE Junk ----\n${"A == ] [ ! @ x\n".repeat(100_000)}====\n`,
    );
    const start = performance.now();
    expect((await cli(["parse", "Junk.tla"], { cwd: dir })).code).toBe(2);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
