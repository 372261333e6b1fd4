import { describe, expect, it } from "vitest";
import type { Io } from "../../src/cli/command.js";
import { allCommands } from "../../src/cli/commands/index.js";
import { main } from "../../src/cli/main.js";
import { cli } from "./harness.js";

const commands = await allCommands();

describe("the command line", () => {
  it("shows an overview with every command", async () => {
    const { code, out } = await cli(["help"]);
    expect(code).toBe(0);
    for (const command of commands) expect(out).toContain(`  ${command.name}`);
    expect(await cli([])).toMatchObject({ code: 3, err: out });
  });

  it.each(commands.map((c) => [c.name, c] as const))(
    "%s has help with options, examples, exit codes",
    async (name, c) => {
      const { code, out } = await cli(["help", name]);
      expect(code).toBe(0);
      for (const option of c.options) expect(out).toContain(`--${option.name}`);
      for (const exit of c.exitCodes) expect(out).toMatch(new RegExp(`^ {2}${exit} `, "m"));
      expect(c.examples.length).toBeGreaterThan(0);
      expect(await cli([name, "--help"])).toMatchObject({ code: 0, out });
    },
  );

  it("prints the version", async () => {
    expect(await cli(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("refuses what it does not know, with a suggestion", async () => {
    expect(await cli(["chekc"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("did you mean `check`?"),
    });
    expect(await cli(["xyzzy"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("lists the commands"),
    });
    expect(await cli(["check", "x", "--wokers", "2"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("did you mean --workers?"),
    });
    expect(await cli(["help", "dcotor"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("`doctor`"),
    });
  });

  it("checks values and arguments", async () => {
    expect((await cli(["check"])).err).toContain("an argument is missing");
    expect((await cli(["check", "a", "b", "c"])).err).toContain("`c` is one argument too many");
    expect((await cli(["check", "a", "--workers"])).err).toContain("needs a value");
    expect((await cli(["check", "a", "--workers", "--json"])).err).toContain("needs a value");
    expect((await cli(["check", "a", "--workers", "two"])).err).toContain("whole number of at least 1");
    expect((await cli(["check", "a", "--timeout", "0"])).err).toContain("whole number of at least 1");
    expect((await cli(["check", "a", "--json=1"])).err).toContain("takes no value");
  });

  it("says that a bug is a bug, with the stack only on demand", async () => {
    let err = "";
    const sink = {
      write: (text: string) => {
        err += text;
      },
      isTTY: false,
      columns: 80,
    };
    const run = (env: Io["env"]): Promise<number> =>
      main(["check", "."], {
        stdout: sink,
        stderr: sink,
        env,
        signal: new AbortController().signal,
        get cwd(): string {
          throw new TypeError("what was that");
        },
      });
    expect(await run({})).toBe(70);
    expect(err).toContain("this is a bug in bumblebee");
    expect(err).toContain("what was that");
    expect(err).not.toContain("    at ");
    expect(await run({ BUMBLEBEE_DEBUG: "1" })).toBe(70);
    expect(err).toContain("    at ");
  });
});
