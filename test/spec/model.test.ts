import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadModel, readModel } from "../../src/spec/model.js";

const MODULE =
  "---- MODULE M ----\nEXTENDS Base\nCONSTANT N\nVARIABLE x\nInit == x = K\nNext == x' = N\n====\n";
const BASE = "---- MODULE Base ----\nCONSTANT K\n====\n";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "models-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

function written(cfg: string, module = MODULE): { name: string; module: string; cfgFile: string } {
  const cfgFile = join(dir, "M.cfg");
  writeFileSync(cfgFile, cfg);
  writeFileSync(join(dir, "M.tla"), module);
  writeFileSync(join(dir, "Base.tla"), BASE);
  return { name: "M", module: "M", cfgFile };
}

const codes = async (cfg: string, module?: string): Promise<readonly string[]> =>
  (await loadModel(dir, written(cfg, module))).diagnostics.map((d) => `${d.place?.line}:${d.code}`);

it("links a model to its module and to those beside it", async () => {
  expect(await codes("INIT Init\nNEXT Next\nCONSTANTS K = 0 N = 1\n")).toEqual([]);
  expect(await codes("INIT Init\nNEXT Nex\nCONSTANTS N = 1\n")).toEqual([
    "1:cfg/no-value",
    "2:cfg/unknown-definition",
  ]);
});

it("says no more than what is wrong with the text", async () => {
  const model = written("INIT\n");
  expect((await loadModel(dir, model)).diagnostics).toEqual((await readModel(model)).diagnostics);
  expect((await readModel(model)).diagnostics).not.toEqual([]);
  // A module that cannot be read is left to others.
  expect(await codes("INIT Nothing\n", "---- MODULE M ----\nInit ==\n====\n")).toEqual([]);
});
