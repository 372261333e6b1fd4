import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findTlc } from "../../../src/tlc/find.js";
import { findJava } from "../../../src/tlc/java.js";
import { type ExpressionCases, expressionFiles, printedValues, written } from "./record.js";
import { runTlc } from "./tlc.js";

async function tlc(module: string): Promise<string> {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const dir = mkdtempSync(join(tmpdir(), "language-"));
  try {
    writeFileSync(join(dir, "Cases.tla"), module);
    writeFileSync(join(dir, "Cases.cfg"), "");
    return runTlc(java, jar, dir, "Cases.tla");
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const module = ({ modules, cases }: ExpressionCases): string =>
  [
    "---- MODULE Cases ----",
    /\bTLC\b|\bBags\b/.test(modules) ? modules : `${modules}, TLC`,
    ...cases.map(({ text }, i) => `ASSUME PrintT(<<"#", ${i}, ${text}>>)`),
    "====",
  ].join("\n");

// RECORD=1 writes what TLC says into the files.
it.each(expressionFiles())("TLC evaluates $name as recorded", async (file) => {
  const values = printedValues(await tlc(module(file)), file.cases.length);
  if (process.env.RECORD === undefined) expect(written(file, values)).toBe(written(file, recorded(file)));
  else writeFileSync(file.file, written(file, values));
});

const recorded = ({ cases }: ExpressionCases): readonly string[] =>
  cases.map((c) => c.value ?? "not recorded");
