/** SANY accepts our definitions of the CommunityModules; TLC finds every case about them true. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { caseModule, communityDir, communityModules, libraryPath, readCases } from "./community-cases.js";

/** Recursion that is not compiled yet needs more stack than a thread usually has. */
const SMALL_JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss16m"];
let dir: string;
let java: string;
let jar: string;

beforeAll(async () => {
  const { signal } = new AbortController();
  ({ jar } = await findTlc({ env: process.env, signal }));
  ({ java } = await findJava(process.env, signal));
  dir = mkdtempSync(join(tmpdir(), "bumblebee-community-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let runs = 0;
/** TLC calls its own by the second. */
const ownStates = (): string[] => ["-metadir", join(dir, `states-${runs++}`)];

/** What the program prints; its exit code is not looked at (SANY gives 0 for semantic errors, too). */
function run(mainClass: string, args: readonly string[]): string {
  const library = `-DTLA-Library=${libraryPath.join(delimiter)}`;
  // SANY unpacks the standard modules there, and would race with another SANY in a folder both use.
  const own = `-Djava.io.tmpdir=${dir}`;
  try {
    return execFileSync(java, [...SMALL_JVM, library, own, "-cp", jar, mainClass, ...args], {
      cwd: dir,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return `failed\n${String(error.stdout)}`;
    throw error;
  }
}

it("SANY accepts every module", () => {
  const files = communityModules.map((name) => join(communityDir, `${name}.tla`));
  const out = run("tla2sany.SANY", files);
  const faults = out.split("\n").filter((line) => /error|abort|warning|^failed|^\*\*\* /i.test(line));
  expect(faults).toEqual([]);
  expect(out.match(/SANY2/g)).toHaveLength(files.length);
});

/** Of each module with operators in Java, one that was TRUE for want of a definition. */
it.each([
  ["Json", 'JsonSerialize("file", <<1>>)'],
  ["CSV", 'CSVWrite("%1$s", <<1>>, "file")'],
  ["Statistics", 'ChiSquare([a |-> 1], [a |-> 2], "0.1")'],
  ["TLCExt", 'AssertError("told", 1 = 1)'],
])("TLC says what it was not given the Java part of: %s", (module, formula) => {
  writeFileSync(
    join(dir, "Given.tla"),
    `---- MODULE Given ----\nEXTENDS ${module}\nASSUME ${formula}\n====\n`,
  );
  writeFileSync(join(dir, "Given.cfg"), "");
  if (module === "TLCExt")
    copyFileSync(join(communityDir, "../standard/TLCExt.tla"), join(dir, "TLCExt.tla"));
  const out = run("tlc2.TLC", [...ownStates(), "-config", "Given.cfg", "Given.tla"]);
  expect(out).toContain(`${formula.split("(")[0]} is done by Java code that`);
  expect(out).not.toContain("No error has been found");
});

describe("TLC finds every case true", () => {
  it.each(communityModules.filter((name) => readCases(name) !== undefined))("%s", (module) => {
    const cases = readCases(module);
    if (cases === undefined) throw new Error(`${module} has no cases`);
    writeFileSync(join(dir, "Cases.tla"), caseModule(cases));
    writeFileSync(join(dir, "Cases.cfg"), "");
    const out = run("tlc2.TLC", [...ownStates(), "-config", "Cases.cfg", "Cases.tla"]);
    const line = /[Aa]ssumption line (\d+)/.exec(out)?.[1];
    expect(line === undefined ? undefined : cases.formulas[Number(line) - 3]).toBeUndefined();
    expect(out).toContain("No error has been found");
  });
});
