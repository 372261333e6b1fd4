/**
 * Random specifications with random properties: TLC finds all those together that we say hold, and some of those, one by
 * one, that we say do not.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
/** TLC multiplies the ways in which fairness and a property can hold; where these are many, it finds no end. */
const TLC_MS = 60_000;
/** So many of one specification's properties are asked about alone without an answer. */
const PATIENCE = 2;

let dir: string;
let ask: (module: string, names: readonly string[]) => Answer;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "temporal-"));
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  ask = tlcOf(java, jar);
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

type Answer = "holds" | "violated" | "refused" | "undecided";

/** TLC on some of a module's properties; the first run keeps its classes for the others. */
function tlcOf(java: string, jar: string): typeof ask {
  const archive = join(dir, "classes.jsa");
  const run = (flags: readonly string[]): void => {
    // Two JVMs at once would unpack modules under the same names, and two runs in one second name their folders alike.
    const own = `-Djava.io.tmpdir=${dir}`;
    const states = mkdtempSync(join(dir, "states-"));
    const all = [
      own,
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Xmx1g",
      ...flags,
      "-cp",
      jar,
      "tlc2.TLC",
    ];
    execFileSync(java, [...all, "-metadir", states, "M.tla"], { cwd: dir, stdio: "pipe", timeout: TLC_MS });
  };
  return (module, names) => {
    writeFileSync(join(dir, "M.tla"), module);
    writeFileSync(join(dir, "M.cfg"), cfgOf(names));
    try {
      run([existsSync(archive) ? `-XX:SharedArchiveFile=${archive}` : `-XX:ArchiveClassesAtExit=${archive}`]);
      return "holds";
    } catch (error) {
      const { status, code } = error as { readonly status?: number | null; readonly code?: string };
      if (code === "ETIMEDOUT") return "undecided";
      return status === 12 || status === 13 ? "violated" : "refused";
    }
  };
}

/** The properties that TLC does not hold though we do, and the number of those it has not decided. */
function heldWrongly(module: string, held: readonly string[]) {
  const together = held.length === 0 ? "holds" : ask(module, held);
  const wrong: string[] = [];
  let undecided = 0;
  for (const name of together === "holds" ? [] : held) {
    const answer = undecided < PATIENCE ? ask(module, [name]) : "undecided";
    if (answer === "undecided") undecided += 1;
    else if (answer !== "holds") wrong.push(name);
  }
  return { wrong, undecided };
}

it("says what TLC says", async () => {
  const totals = { held: 0, violated: 0, refused: 0, undecided: 0 };
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
    const { wrong, undecided } = heldWrongly(module, held);
    totals.undecided += undecided;
    expect({ wrong, module }).toEqual({ wrong: [], module });
    for (const name of violated.slice(0, SAMPLED)) {
      const answer = undecided === 0 ? ask(module, [name]) : "undecided";
      if (answer === "undecided") totals.undecided += 1;
      else expect({ name, module, answer }).toMatchObject({ answer: "violated" });
    }
    for (const name of where(undefined).slice(0, 1))
      expect({ name, module, answer: ask(module, [name]) }).toMatchObject({ answer: "refused" });
  }
  expect(totals.held).toBeGreaterThan(SPECS);
  expect(totals.violated).toBeGreaterThan(SPECS);
  expect(totals.undecided).toBeLessThan(totals.held / 20);
  if (process.env.TEMPORAL_SPECS !== undefined) console.log(totals);
}, 7_200_000);
