import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Exit } from "../../src/cli/exit-codes.js";
import { capture } from "../../src/host/process.js";
import { verdictOf } from "../../src/reduction/outcome.js";
import { reduce } from "../../src/reduction/reduce.js";
import { printCfg } from "../../src/tla/cfg.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { bin, build } from "../built.js";
import { defended, folder, sessionOf } from "../reduction/sites.js";
import { tlcChecker } from "../verify/checker.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

beforeAll(build, 120_000);

describe("a small protocol", () => {
  it("needs each of its checks, in threads of the program as it is built", async () => {
    const dir = folder();
    const html = join(dir, "matrix.html");
    const echo = at("../fixtures/specs/echo");
    const args = [
      "ablate",
      echo,
      "-o",
      dir,
      "--time-limit",
      "30",
      "--workers",
      "2",
      "--json",
      "--html",
      html,
    ];
    const { end, stdout: out } = await capture(process.execPath, [bin, ...args]);
    const found = JSON.parse(out) as {
      readonly checks: readonly { readonly name: string; readonly label: { readonly kind: string } }[];
      readonly reduction: object;
      readonly undefended: object;
    };
    expect(found.checks.map((c) => [c.name, c.label.kind])).toEqual(
      ["exist", "guard", "out", "prefix", "fork", "fresh", "authentic", "unique"].map((name) => [
        name,
        // A node that forgets what it has delivered delivers it again: no invariant minds.
        name === "fresh" ? "only-reduction" : "violates",
      ]),
    );
    expect(found.reduction).toMatchObject({ verdict: "holds", equals: "omitting", adversary: "eager" });
    expect(found.undefended).toMatchObject({ violated: { name: "EchoWasSaid", steps: 1 } });
    expect(end).toEqual({ kind: "exited", exitCode: Exit.ok });
    expect(readFileSync(html, "utf8")).toContain("violates Agreement in 8 steps");
  });
});

describe("the models of the reduction", () => {
  it.each([
    ["the original, omitting", true, 97],
    ["the original", false, 73],
  ])("have the counts that TLC finds: %s", async (_name, omits, distinct) => {
    const { dir, defended: echoes } = await defended(at("../fixtures/specs/echo"));
    const { root, config } = echoes.original;
    for (const { name, text } of echoes.modules) writeFileSync(join(dir, `${name}.tla`), text);
    writeFileSync(join(dir, "omitting.cfg"), printCfg({ entries: config(omits) }));
    const { java } = await findJava(process.env);
    const { jar } = await findTlc({ env: process.env });
    const checker = tlcChecker({ jar, java, env: process.env });
    const { outcome } = await checker.check({ dir, module: root, cfgFile: "omitting.cfg" });
    expect(outcome).toMatchObject({ kind: "holds", distinct });
  });
});

describe("Paxos at its smallest bounds", () => {
  it("has exactly the states and steps of the original with a liar that may omit", async () => {
    const { defended: paxos } = await defended(at("../../specs/paxos"), "small");
    const session = sessionOf(paxos);
    const result = await reduce(session, "eager");
    if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
    const { reduction } = result;
    expect([verdictOf(reduction), reduction.equals]).toEqual(["holds", "omitting"]);
    expect(reduction.counts.hybrid).toMatchObject({ states: 891, projected: 507, steps: 1461 });
    expect(reduction.counts.omitting).toMatchObject({ states: 1243, projected: 507, steps: 1461 });
    const off = (name: string) => session.leaving({ off: [name], adversary: "lazy", invariants: [] }, name);
    for (const { name } of paxos.checks) expect((await off(name))?.extra, name).toBeDefined();
  });
});
