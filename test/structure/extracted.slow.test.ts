/**
 * The extracted steps are Next: TLC checks, in every state reachable, that each step of the one is a step of the other.
 * Cases that have a model take part, and our own specifications.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparison } from "../../src/structure/compare.js";
import { type Cfg, parseCfg } from "../../src/tla/cfg.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { runTlc } from "../../src/tlc/run.js";
import { caseNames, directory, readCase, structureIn } from "./cases.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

let dir = "";
let tools = { java: "", jar: "" };

beforeAll(async () => {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  tools = { java, jar };
  dir = mkdtempSync(join(tmpdir(), "bumblebee-steps-"));
  copyFileSync(`${directory}Inner.tla`, join(dir, "Inner.tla"));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Verdicts of both directions, with the number of distinct states. */
async function compare(file: string, text: string, cfg: Cfg): Promise<readonly unknown[]> {
  const { extraction } = await structureIn(file, cfg);
  const made = comparison(extraction, cfg);
  if (made === undefined) throw new Error("nothing to compare");
  writeFileSync(join(dir, basename(file)), text);
  writeFileSync(join(dir, `${made.extracted.name}.tla`), made.extracted.text);
  const found: unknown[] = [];
  for (const { name, text: module, cfg: model } of made.models) {
    writeFileSync(join(dir, `${name}.tla`), module);
    writeFileSync(join(dir, `${name}.cfg`), model);
    const outcome = await runTlc({ ...tools, dir, module: name, cfgFile: `${name}.cfg`, heapMb: 512 });
    if (outcome.kind === "holds") found.push({ kind: outcome.kind, distinct: outcome.distinct });
    else found.push(outcome);
  }
  return found;
}

/** Models that replace definitions say of other steps than the module does. */
const withModel = caseNames.filter((name) => {
  const { cfg, expected } = readCase(name);
  return cfg?.entries.every((e) => e.kind !== "substitution") === true && !expected.includes(" error ");
});

describe("the extracted steps are those of Next in", () => {
  it.each(withModel)("%s", async (name) => {
    const { file, module, cfg } = readCase(name);
    if (cfg === undefined) throw new Error("no model");
    const [forth, back] = await compare(file, module, cfg);
    expect(forth).toMatchObject({ kind: "holds" });
    expect(back).toEqual(forth);
  });

  it.each([
    ["raft/Raft.tla", "raft/Raft.small.cfg"],
    ["paxos/Paxos.tla", "paxos/Paxos.small.cfg"],
  ])("%s", async (spec, model) => {
    const file = join(specs, spec);
    const { cfg } = parseCfg(model, readFileSync(join(specs, model), "utf8"));
    const [forth, back] = await compare(file, readFileSync(file, "utf8"), cfg);
    expect(forth).toMatchObject({ kind: "holds" });
    expect(back).toEqual(forth);
  });
});
