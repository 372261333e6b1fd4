import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parseExceptions } from "../../oracle/exceptions.js";
import {
  libraryFolders,
  modulesBelow,
  type RunOptions,
  runFiles,
  runMutants,
  type Tally,
} from "../../oracle/run.js";
import { packageFolder } from "../../src/host/own-files.js";
import { findTlc } from "../../src/tlc/find.js";

const MUTANTS = 200;

const root = packageFolder();
let folders: readonly string[];
let options: RunOptions;
let files: readonly string[];

beforeAll(async () => {
  const { jar } = await findTlc({ env: process.env });
  const exceptions = parseExceptions(await readFile(join(root, "oracle", "exceptions.txt"), "utf8"));
  folders = await libraryFolders();
  options = { jar, exceptions, base: root };
  const from = ["specs", "test/fixtures/specs", "test/cases"].map((dir) => modulesBelow(join(root, dir)));
  files = (await Promise.all(from)).flat();
});

function lines(tally: Tally): readonly string[] {
  return tally.disagreements.map((d) => `${d.file}:${d.line} ${d.kind} ${d.what}: ${d.ours}, SANY ${d.sany}`);
}

describe("SANY and we", () => {
  test("agree on our own modules", async () => {
    const tally = await runFiles(options, files, folders);
    expect(lines(tally)).toEqual([]);
    expect(tally.modules).toBe(files.length);
    expect(tally.accepted).toBeGreaterThan(50);
    expect(tally.compared.span).toBeGreaterThan(5000);
    expect(tally.compared.level).toBeGreaterThan(5000);
  });

  // Which mutants are drawn changes with every new case, so one that shows something new must not stop other work.
  test("agree on 99.5 % of mutants of them", async () => {
    const tally = await runMutants(options, files, folders, { count: MUTANTS, seed: 4 });
    const found = lines(tally);
    if (found.length > 0) console.warn(found.join("\n"));
    const verdicts = tally.disagreements.filter((d) => d.kind === "verdict");
    expect(verdicts.length, lines(tally).join("\n")).toBeLessThanOrEqual(MUTANTS * 0.005);
    expect(tally.disagreements.filter((d) => d.kind !== "verdict")).toEqual([]);
    expect(tally.modules).toBe(MUTANTS);
    expect(tally.rejected).toBeGreaterThan(20);
    expect(tally.accepted).toBeGreaterThan(20);
  });
});
