import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findTlc } from "../../../src/tlc/find.js";
import { findJava } from "../../../src/tlc/java.js";
import { type SmallModel, smallModels, withExpectation } from "./models.js";
import { runTlc } from "./tlc.js";

async function found({ text, cfg }: SmallModel): Promise<string> {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const dir = mkdtempSync(join(tmpdir(), "models-"));
  try {
    writeFileSync(join(dir, "M.tla"), text);
    writeFileSync(join(dir, "M.cfg"), cfg);
    return summaryOf(runTlc(java, jar, dir, "M.tla"));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function summaryOf(output: string): string {
  const counts = /(\d+) states generated, (\d+) distinct states found/.exec(output);
  const invariant = /Invariant (\w+) is violated/.exec(output);
  if (invariant !== null) return `violated ${invariant[1]}`;
  if (output.includes("The first argument of Assert evaluated to FALSE")) return "fault assertion";
  if (output.includes("Deadlock reached")) return "deadlock";
  if (!output.includes("No error has been found") || counts === null) return "fault";
  return `holds ${counts[2]} distinct ${counts[1]} generated`;
}

// RECORD=1 writes what TLC says into the files.
it.each(smallModels())("TLC finds in $name what is recorded", async (model) => {
  const summary = await found(model);
  if (process.env.RECORD === undefined) expect(summary).toBe(model.expected);
  else writeFileSync(model.file, withExpectation(model, summary));
});
