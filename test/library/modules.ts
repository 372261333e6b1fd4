/** The library's modules as files, parsed by us. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ModuleSource } from "../../src/resolve/resolve.js";
import { parseModule } from "../../src/tla/parse.js";

/** The folders, below the repository's root, where tests run; what stands in two of them is had from the first. */
export const STANDARD = "library/standard";
export const TLAPS = "library/tlaps";
export const COMMUNITY = "library/community";
export const APALACHE = "library/apalache";

/** All modules of a folder, as paths. */
export function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((f) => f.endsWith(".tla"));
  return files.sort().map((f) => join(folder, f));
}

export const moduleName = (path: string): string => basename(path, ".tla");

/** By name; a file that does not parse is left out. */
export function libraryModules(): ReadonlyMap<string, ModuleSource> {
  const found = new Map<string, ModuleSource>();
  for (const path of [STANDARD, COMMUNITY, APALACHE, TLAPS].flatMap(filesIn)) {
    const { parsed } = parseModule(path, readFileSync(path, "utf8"));
    if (parsed !== undefined && !found.has(moduleName(path))) {
      found.set(moduleName(path), { parsed, origin: "library" });
    }
  }
  return found;
}
