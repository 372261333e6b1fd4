/**
 * What a person is told of an unsuitable specification: one file a case, a module, its model, and for each strategy the
 * verdict with its place and hint. `UPDATE=1` writes what is said now.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Diagnostic, DiagnosticError } from "../../src/report/diagnostic.js";
import { runGates } from "../../src/verify/gates.js";
import { inputRemarks } from "../../src/verify/remarks.js";
import { loadSubject, type StrategyName } from "../../src/verify/subject.js";

const directory = fileURLToPath(new URL("../cases/input/", import.meta.url));
const names = readdirSync(directory).map((f) => f.replace(/\.tla$/, ""));

interface Case {
  readonly head: string;
  readonly expected: string;
  readonly folder: string;
}

function readCase(name: string): Case {
  const text = readFileSync(`${directory}${name}.tla`, "utf8");
  const at = text.indexOf("\nEXPECT\n");
  if (at < 0) throw new Error(`${name} has no EXPECT`);
  const head = text.slice(0, at);
  const [module = "", cfg = ""] = head.split("\nCFG\n");
  const folder = mkdtempSync(join(tmpdir(), "bumblebee-input-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const called = /MODULE (\w+)/.exec(module)?.[1] ?? "M";
  writeFileSync(join(folder, `${called}.tla`), `${module}\n`);
  writeFileSync(join(folder, `${called}.cfg`), `${cfg}\n`);
  return { head, expected: text.slice(at + "\nEXPECT\n".length), folder };
}

/** Until the first error, as `transform` does; the models are explored as far as the gates do. */
async function said(folder: string, strategy: StrategyName): Promise<readonly Diagnostic[]> {
  try {
    const subject = await loadSubject(folder, folder, 1, strategy);
    const before = [...subject.diagnostics, ...inputRemarks(subject)];
    const bounds = { states: 300, seconds: 20 };
    const gates = await runGates(subject.gate, subject.models, subject.defaultModel, bounds);
    return [...before, ...(gates?.diagnostics ?? [])];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function shown(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return "nothing to say\n";
  return diagnostics
    .map((d) => {
      const place = d.place === undefined ? "-" : `${d.place.line}:${d.place.column}`;
      const message = d.message.replaceAll(/\s*\n\s*/g, " ");
      return `${place} ${d.severity} ${d.code}\n    ${message}\n    hint: ${d.hint ?? "none"}\n`;
    })
    .join("");
}

describe("unsuitable input", () => {
  it.each(names)(
    "%s",
    async (name) => {
      const { head, expected, folder } = readCase(name);
      let found = "";
      for (const strategy of ["history", "counters"] as const)
        found += `${strategy}\n${shown(await said(folder, strategy))}`;
      if (process.env.UPDATE !== undefined)
        writeFileSync(`${directory}${name}.tla`, `${head}\nEXPECT\n${found}`);
      else expect(found).toBe(expected);
      expect(found).toMatch(/^\d+:\d+ (error|warning) /m);
      expect(found).not.toContain("hint: none");
    },
    120_000,
  );
});
