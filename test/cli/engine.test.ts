import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workspace } from "../tlc/fake.js";
import { cli } from "./harness.js";

const MODULE = `---- MODULE Count ----
EXTENDS Naturals
CONSTANT Max
VARIABLE n
Init == n = 0
Up == n < Max /\\ n' = n + 1
Next == Up
Small == n < 3
Bad == n < "three"
====
`;

function counter(cfg: string): string {
  const { dir } = workspace();
  writeFileSync(join(dir, "Count.tla"), MODULE);
  writeFileSync(join(dir, "Count.cfg"), `CONSTANT Max = 4\nINIT Init\nNEXT Next\n${cfg}`);
  return dir;
}

const noJava = { ...process.env, BUMBLEBEE_JAVA: "/no/java" };

describe("bumblebee check --engine own", () => {
  it("needs no Java", async () => {
    const cwd = counter("CHECK_DEADLOCK FALSE\n");
    const { code, out } = await cli(["check", "Count.tla", "--engine", "own"], { cwd, env: noJava });
    expect(out).toMatch(
      /Count\.tla, model Count, own engine\nbounds: Max = 4\nholds: 5 distinct states \(5 generated, depth 5/,
    );
    expect(code).toBe(0);
  });

  it("shows the shortest way to a state that violates an invariant", async () => {
    const { code, out } = await cli(["check", "Count.tla", "--engine", "own"], {
      cwd: counter("INVARIANT Small\n"),
    });
    expect(code).toBe(1);
    expect(out).toContain("violated: invariant Small in 4 states");
    expect(out).toMatch(/4 {2}Up {2}\(Count:6:\d+\)\n {5}n = 3 {2}\(was 2\)/);
  });

  it("finds a deadlock, and gives JSON", async () => {
    const { code, out } = await cli(["check", "Count.tla", "--engine", "own", "--json"], {
      cwd: counter(""),
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ kind: "deadlock", bounds: { Max: "4" } });
  });

  it("says what cannot be evaluated, where, and the behaviour that leads there", async () => {
    const { code, err, out } = await cli(["check", "Count.tla", "--engine", "own"], {
      cwd: counter("INVARIANT Bad\n"),
    });
    expect(code).toBe(2);
    expect(err).toContain("invariant Bad cannot be evaluated");
    expect(out).toContain("1  initial state");
  });

  it("refuses what it does not check yet, and an engine that there is not", async () => {
    const cwd = counter("PROPERTY Small\n");
    const refused = await cli(["check", "Count.tla", "--engine", "own"], { cwd });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("[engine/unsupported]") });
    expect(await cli(["check", "Count.tla", "--engine", "mine"], { cwd })).toMatchObject({ code: 3 });
  });
});
