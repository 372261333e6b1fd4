import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAtomic } from "../../src/host/files.js";
import { workspace } from "../tlc/fake.js";
import { cli } from "./harness.js";

const NEW = "---- MODULE New ----\n====\n";

describe("bumblebee inspect, of what cannot be read", () => {
  it.each([
    ["None.tla", "spec/not-found"],
    ["notes.txt", "spec/not-a-module"],
    ["several", "spec/ambiguous"],
    ["none", "spec/empty"],
  ])("%s is %s, in JSON too", async (path, code) => {
    const { dir } = workspace();
    const file = (name: string, text: string) => writeFileSync(join(dir, name), text);
    file("notes.txt", "");
    for (const folder of ["several", "none"]) mkdirSync(join(dir, folder));
    for (const name of ["A.tla", "B.tla"]) file(join("several", name), NEW);
    const ran = await cli(["inspect", "--json", path], { cwd: dir });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(`[${code}]`) });
    const told = JSON.parse(ran.out);
    expect(told).toMatchObject({ format: 1, structure: null, protocol: null });
    expect(told.diagnostics.map((d: { code: string }) => d.code)).toEqual([code]);
  });

  it("says that the model is not there", async () => {
    const { dir } = workspace();
    const ran = await cli(["inspect", "--json", "Foo.tla", "--config", "None.cfg"], { cwd: dir });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.out).diagnostics[0].code).toBe("file/not-found");
  });

  it("says that a name is too long [file/name-too-long]", async () => {
    const ran = await cli(["parse", `${"x".repeat(300)}.tla`], { cwd: workspace().dir });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("[file/name-too-long]") });
  });

  it("writes into a pipe, and puts no file in its place", async () => {
    const pipe = join(workspace().dir, "pipe");
    execFileSync("mkfifo", [pipe]);
    const reader = readFile(pipe, "utf8");
    await writeAtomic(pipe, "text");
    expect(await reader).toBe("text");
    expect(statSync(pipe).isFIFO()).toBe(true);
  });
});
