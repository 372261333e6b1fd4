import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadSpec } from "../../src/spec/modules.js";
import { type FoundStructure, structureOf } from "../../src/structure/structure.js";
import { type Cfg, parseCfg } from "../../src/tla/cfg.js";
import { outline } from "./outline.js";

export const directory = fileURLToPath(new URL("../cases/structure/", import.meta.url));

/** The text of a case: a module, a `CFG` block if there is a model, an `EXPECT` block. */
export interface Case {
  readonly file: string;
  readonly module: string;
  readonly cfg: Cfg | undefined;
  readonly expected: string;
}

export const caseNames: readonly string[] = readdirSync(directory)
  .filter(
    (name) => name.endsWith(".tla") && readFileSync(`${directory}${name}`, "utf8").includes("\nEXPECT\n"),
  )
  .map((name) => name.slice(0, -4));

export function readCase(name: string): Case {
  const file = `${directory}${name}.tla`;
  const [before = "", expected = ""] = readFileSync(file, "utf8").split("\nEXPECT\n");
  const [module = "", model] = before.split("\nCFG\n");
  const cfg = model === undefined ? undefined : parseCfg(`${name}.cfg`, `${model}\n`).cfg;
  return { file, module: `${module}\n`, cfg, expected };
}

/** Reads a module from disk, with what it extends. */
export async function structureIn(file: string, cfg: Cfg | undefined): Promise<FoundStructure> {
  const { spec, diagnostics } = await loadSpec(file, directory);
  if (spec === undefined)
    throw new Error(diagnostics.map((d) => `${d.place?.line}: ${d.message}`).join("\n"));
  return structureOf(spec, cfg === undefined ? {} : { cfg });
}

export async function outcome({ file, cfg }: Case): Promise<string> {
  const { structure, diagnostics } = await structureIn(file, cfg);
  return outline(structure, diagnostics);
}
