/**
 * The cases of test/cases/library: one file for a module, one TLA+ formula that must be true on a line.
 *
 * `EXTENDS A, B` names modules the formulas need besides the module itself; lines that start with `\*` are
 * comments. `native` before a formula: without its Java version TLC cannot evaluate the original definition, or
 * not in reasonable time, or gets what an arbitrary CHOOSE gives. (Ours it can, so this says only which cases a
 * comparison with the original has to leave out.)
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The folder with our definitions of the CommunityModules. */
export const communityDir = at("../../library/community");
/** The folders our definitions import from, besides what TLC brings along. */
export const libraryPath: readonly string[] = [communityDir, at("../../library/tlaps")].filter(existsSync);

/** The modules' names, sorted. */
export const communityModules: readonly string[] = readdirSync(communityDir)
  .filter((name) => name.endsWith(".tla"))
  .map((name) => name.slice(0, -".tla".length))
  .sort();

export const communitySource = (module: string): string =>
  readFileSync(`${communityDir}/${module}.tla`, "utf8");

export interface Cases {
  readonly module: string;
  readonly extended: readonly string[];
  readonly formulas: readonly string[];
}

/** `undefined` for a module without cases: one of theorems, or one that only native operators can evaluate. */
export function readCases(module: string): Cases | undefined {
  const file = at(`../cases/library/${module}.txt`);
  if (!existsSync(file)) return undefined;
  const extended: string[] = [];
  const formulas: string[] = [];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("EXTENDS ")) extended.push(...line.slice("EXTENDS ".length).split(", "));
    else if (line.trim() !== "" && !line.startsWith("\\*")) formulas.push(line.replace(/^native /, ""));
  }
  return { module, extended, formulas };
}

/** A module with one ASSUME for each case; case n (from 0) stands on line n + 3. */
export function caseModule(cases: Cases): string {
  return [
    "---- MODULE Cases ----",
    `EXTENDS ${[cases.module, ...cases.extended].join(", ")}`,
    ...cases.formulas.map((formula) => `ASSUME ${formula}`),
    "====",
    "",
  ].join("\n");
}
