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
