/**
 * Random specifications with random properties: TLC finds all those together that we say hold, and some of those, one by
 * one, that we say do not.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileModel } from "../../../src/engine/compile.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { loadText } from "../../../src/spec/modules.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { findTlc } from "../../../src/tlc/find.js";
import { findJava } from "../../../src/tlc/java.js";
import { randomSpec } from "./machines.js";

const SPECS = Number(process.env.TEMPORAL_SPECS ?? 6);
const SEED = Number(process.env.TEMPORAL_SEED ?? 7);
/** Violated properties of each specification that TLC is asked about. */
const SAMPLED = Number(process.env.TEMPORAL_SAMPLED ?? 2);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "temporal-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const moduleOf = (text: string, properties: readonly string[]): string =>
  ["---- MODULE M ----", text, ...properties.map((p, i) => `P${i} == ${p}`), "====", ""].join("\n");
const cfgOf = (names: readonly string[]): string =>
  ["SPECIFICATION Spec", "CHECK_DEADLOCK FALSE", ...names.map((name) => `PROPERTY ${name}`), ""].join("\n");

/** Whether each property holds; undefined where it is refused. */
async function ours(module: string, count: number): Promise<readonly (boolean | undefined)[]> {
  const { spec, diagnostics } = await loadText("M.tla", module, dir);
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const out: (boolean | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    const { linked } = linkCfg(spec, parseCfg("M.cfg", cfgOf([`P${i}`])).cfg);
    const { model, diagnostics: faults } = compileModel(spec, linked);
    if (model === undefined) {
      expect(faults.map((d) => d.code).join()).toMatch(/^engine\/(temporal|temporal-action|tautology)/);
      out.push(undefined);
      continue;
    }
    const { verdict } = await explore(model, { now: () => 0, pause: () => Promise.resolve() });
    if (verdict.kind === "evaluation-error") throw new Error(verdict.message);
    out.push(verdict.kind === "holds");
  }
  return out;
}

/** TLC's exit code. */
function tlc(java: string, jar: string, module: string, names: readonly string[]): number {
  writeFileSync(join(dir, "M.tla"), module);
  writeFileSync(join(dir, "M.cfg"), cfgOf(names));
  // Two JVMs at once would unpack modules under the same names, and two runs in one second name their folders alike.
  const own = `-Djava.io.tmpdir=${dir}`;
  const states = mkdtempSync(join(dir, "states-"));
  const flags = [own, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-cp", jar, "tlc2.TLC"];
  try {
    execFileSync(java, [...flags, "-metadir", states, "M.tla"], { cwd: dir, stdio: "pipe" });
    return 0;
  } catch (error) {
    return (error as { status?: number }).status ?? -1;
  }
}

it("says what TLC says", async () => {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const totals = { held: 0, violated: 0, refused: 0 };
  for (const { text, properties } of fc.sample(randomSpec, { numRuns: SPECS, seed: SEED })) {
    const module = moduleOf(text, properties);
    const verdicts = await ours(module, properties.length);
    const where = (wanted: boolean | undefined): string[] =>
      verdicts.flatMap((v, i) => (v === wanted ? [`P${i}`] : []));
    const held = where(true);
    const violated = where(false);
    totals.held += held.length;
    totals.violated += violated.length;
    totals.refused += where(undefined).length;
    if (held.length > 0 && tlc(java, jar, module, held) !== 0) {
      const wrong = held.filter((name) => tlc(java, jar, module, [name]) !== 0);
      expect({ wrong, module }).toBe("what TLC holds too");
    }
    for (const name of violated.slice(0, SAMPLED)) {
      const code = tlc(java, jar, module, [name]);
      expect({ name, module, code: [12, 13].includes(code) ? "violated" : code }).toMatchObject({
        code: "violated",
      });
    }
    for (const name of where(undefined).slice(0, 1)) {
      const code = tlc(java, jar, module, [name]);
      expect({ name, module, code: [0, 12, 13].includes(code) ? "taken" : "refused" }).toMatchObject({
        code: "refused",
      });
    }
  }
  expect(totals.held).toBeGreaterThan(SPECS);
  expect(totals.violated).toBeGreaterThan(SPECS);
  if (process.env.TEMPORAL_SPECS !== undefined) console.log(totals);
}, 3_600_000);
