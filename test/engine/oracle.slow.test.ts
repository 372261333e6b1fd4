import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Bank } from "../../src/engine/values/bank.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import { showValue } from "../../src/engine/values/lazy.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { type Expression, expression } from "./expressions.js";
import { MODELS, NAMES } from "./plain.js";

const COUNT = Number(process.env.BANK_EXPRESSIONS ?? 1200);
const SEED = Number(process.env.BANK_SEED ?? 5);

/** Names come first, so that their order is that of the lists whatever the expressions mention. */
function moduleOf(expressions: readonly Expression[]): string {
  return [
    "---- MODULE Oracle ----",
    "EXTENDS Integers, Sequences, FiniteSets, Bags, TLC",
    `CONSTANTS ${MODELS.join(", ")}`,
    ...NAMES.map((name) => `${name} == 0`),
    "Odd(n) == n % 2 = 1",
    ...expressions.map((e, i) => `ASSUME PrintT(<<"#", ${i}, ${e.text}>>)`),
    "====",
  ].join("\n");
}

/** What was printed for each expression, without blanks; those that failed are missing. */
function printed(output: string): Map<number, string> {
  const found = new Map<number, string>();
  const dense = output.replace(/\s+/g, "");
  for (const match of dense.matchAll(/<<"#",(\d+),/g)) {
    const from = match.index + match[0].length;
    found.set(Number(match[1]), dense.slice(from, endOfTuple(dense, from)));
  }
  return found;
}

/** Where the tuple closes whose inside begins at `from`. */
function endOfTuple(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text.startsWith(":>", i)) i += 1;
    else if (text.startsWith("<<", i)) depth += 1;
    else if (text.startsWith(">>", i)) depth -= 1;
    else continue;
    if (depth === 0) return i;
    if (text[i] === "<" || text[i] === ">") i += text[i - 1] === ":" ? 0 : 1;
  }
  return text.length;
}

/** Intervals inside a value as sets: the bank keeps them listed. */
function withoutIntervals(text: string): string {
  return text.replace(/(-?\d+)\.\.(-?\d+)/g, (_, low: string, high: string) => {
    const size = Math.max(0, Number(high) - Number(low) + 1);
    return `{${Array.from({ length: size }, (_, i) => Number(low) + i).join(",")}}`;
  });
}

function ours(e: Expression): string | EvaluationError {
  const bank = new Bank();
  for (const name of [...MODELS, ...NAMES]) bank.token(name);
  try {
    return withoutIntervals(showValue(bank, e.run(bank)).replace(/\s+/g, ""));
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
}

/**
 * Where we mean to differ: TLC's counts of bags wrap, its functions are computed only where they are applied (the
 * expressions here list them), and it takes [S -> {}] for different from [T -> {}].
 */
function deliberate(e: Expression, mine: string | EvaluationError): boolean {
  if (typeof mine === "string") {
    return e.text.includes("-> {}]") || (e.text.includes("(-)") && e.text.includes("2147483647"));
  }
  return mine.fault === "overflow" && /\|->|\(\+\)|\(-\)|Bag/.test(e.text);
}

test("values are printed, ordered and computed as TLC does it", async () => {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const expressions = fc.sample(expression, { numRuns: COUNT, seed: SEED });
  const dir = mkdtempSync(join(tmpdir(), "bank-"));
  try {
    writeFileSync(join(dir, "Oracle.tla"), moduleOf(expressions));
    writeFileSync(join(dir, "Oracle.cfg"), MODELS.map((m) => `CONSTANT ${m} = ${m}\n`).join(""));
    let output = "";
    try {
      const own = `-Djava.io.tmpdir=${dir}`;
      const flags = [own, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jar, "tlc2.TLC", "-deadlock"];
      output = execFileSync(java, [...flags, "Oracle.tla"], {
        cwd: dir,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      });
    } catch (error) {
      // Assumptions that fail (their expression has no value) make the exit code; the rest is printed all the same.
      output = String((error as { stdout?: unknown }).stdout);
    }
    if (process.env.BANK_OUTPUT !== undefined) writeFileSync(process.env.BANK_OUTPUT, output);
    const theirs = printed(output);
    const disagreements = expressions.flatMap((e, i) => {
      const mine = ours(e);
      const other = theirs.get(i);
      const agree = typeof mine === "string" ? withoutIntervals(other ?? "") === mine : other === undefined;
      const shown = typeof mine === "string" ? mine : `fault: ${mine.message}`;
      return agree || deliberate(e, mine)
        ? []
        : [`${i}: ${e.text}\n  TLC:  ${other ?? "fault"}\n  ours: ${shown}`];
    });
    expect(disagreements.join("\n")).toBe("");
    expect(theirs.size).toBeGreaterThanOrEqual(Math.min(300, COUNT / 2));
  } finally {
    rmSync(dir, { recursive: true });
  }
});
