import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeJava, workspace } from "../tlc/fake.js";
import { cli, type Ran } from "./harness.js";

function check(mode: string, args: readonly string[] = [], signal?: AbortSignal): Promise<Ran> {
  const { dir, jar } = workspace();
  const env = { ...process.env, BUMBLEBEE_JAVA: fakeJava, TLA2TOOLS_JAR: jar, FAKE_TLC: mode };
  return cli(["check", "Foo.tla", "--engine", "tlc", ...args], {
    cwd: dir,
    env,
    ...(signal === undefined ? {} : { signal }),
  });
}

describe("bumblebee check --engine tlc", () => {
  it("prints the verdict with the bounds", async () => {
    const { code, out } = await check("holds");
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Foo\.tla, model Foo, TLC\nbounds: N = 4, S = \{s1, s2\}\nholds: 6 distinct states \(7 generated, depth 3/,
    );
  });

  it("shows a counterexample, changes only", async () => {
    const { code, out } = await check("violates");
    expect(code).toBe(1);
    expect(out).toContain("violated: invariant Small in 4 states");
    expect(out).toContain(
      "2  Inc  (Foo:6:14)\n     r.a +{0}\n     x = 1  (was 0)\n     log[s1][1] = 1\n3  Inc",
    );
  });

  it("marks the loop of a temporal property", async () => {
    const { code, out } = await check("liveness");
    expect(code).toBe(1);
    expect(out).toContain("-- the loop starts here --\n1  initial state");
    expect(out).toContain("-- back to state 1 by LoopNext, and so on forever --");
  });

  it.each([
    ["deadlock", [], 1, /deadlock: no step is possible after 3 states/],
    ["memory", [], 5, /ran out of memory/],
    ["hang", ["--timeout", "1"], 5, /time limit was reached .* 6,789 distinct states found/],
    ["killed", [], 4, /TLC broke off: it was ended from outside by SIGKILL/],
    ["garbage", [], 4, /TLC broke off.*\n {2}its last lines:/],
  ])("%s %j ends with %i", async (mode, args, code, text) => {
    const ran = await check(mode, args);
    expect(ran.out).toMatch(text);
    expect(ran.code).toBe(code);
  });

  it("points into the source for a fault in the specification", async () => {
    const { code, err } = await check("evaluation");
    expect(code).toBe(2);
    expect(err).toContain("Foo.tla:14:8: error: A non-function (an integer) was applied as a function.");
  });

  it("is interrupted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    expect((await check("hang", [], controller.signal)).code).toBe(130);
  });

  it("prints JSON", async () => {
    const { code, out } = await check("violates", ["--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      kind: "violated",
      name: "Small",
      model: "Foo",
      bounds: { N: "4" },
    });
  });

  it("says what is missing", async () => {
    const { dir, jar } = workspace();
    const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
      cli(["check", "--engine", "tlc", ...args], {
        cwd: dir,
        env: { ...process.env, BUMBLEBEE_JAVA: fakeJava, TLA2TOOLS_JAR: jar, ...env },
      });
    expect(await run(["Nope.tla"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no Nope.tla"),
    });
    expect(await run(["Foo.cfg"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is no TLA+ module"),
    });
    expect(await run([".", "--model", "big"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("there are: Foo"),
    });
    expect(await run(["."], { BUMBLEBEE_JAVA: "/no/java" })).toMatchObject({
      code: 4,
      err: expect.stringContaining("java-not-found"),
    });
    expect(await run(["."], { FAKE_JAVA_VERSION: "1.8.0_392" })).toMatchObject({
      code: 4,
      err: expect.stringContaining("java-too-old"),
    });
    expect(await run(["."], { TLA2TOOLS_JAR: "/no.jar" })).toMatchObject({
      code: 4,
      err: expect.stringContaining("jar-unreadable"),
    });
  });

  it("refuses a model that does not fit its module before TLC is started", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Foo.cfg"), "SPECIFICATION Spec\nCONSTANTS\n  M = 4\n  S = {s1}\n");
    const env = { ...process.env, BUMBLEBEE_JAVA: "/not/started", NO_COLOR: "1" };
    const { code, err } = await cli(["check", "Foo.tla"], { cwd: dir, env });
    expect(code).toBe(2);
    expect(err).toContain(
      "Foo.cfg:3:3: warning: module Foo has no constant and no definition M: TLC passes over its value",
    );
    expect(err).toContain("error: the constant N gets no value");
  });

  it("finds module and models in a directory", async () => {
    const { dir } = workspace();
    const sub = join(dir, "twins");
    mkdirSync(sub);
    for (const name of [
      "Twins.tla",
      "Other.tla",
      "Twins.cfg",
      "Twins.small.cfg",
      "MCTwins.tla",
      "MCTwins.cfg",
    ]) {
      writeFileSync(join(sub, name), "");
    }
    const { code, out } = await cli(["check", "twins", "--list-models"], { cwd: dir });
    expect(code).toBe(0);
    expect(out.split("\n").slice(2)).toEqual([
      "Twins    Twins.cfg        Twins.tla",
      "MCTwins  MCTwins.cfg      MCTwins.tla",
      "small    Twins.small.cfg  Twins.tla",
      "",
    ]);
    writeFileSync(join(dir, "Bar.tla"), "");
    const many = await cli(["check", ".", "--list-models"], { cwd: dir });
    expect(many).toMatchObject({
      code: 2,
      err: expect.stringContaining("several modules: Bar.tla, Foo.tla"),
    });
  });
});
