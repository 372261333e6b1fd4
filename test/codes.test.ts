import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("../", import.meta.url).pathname;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const sources = filesBelow("src")
  .filter((f) => f.endsWith(".ts"))
  .map((f) => readFileSync(f, "utf8"));

/** Functions that take a code first and make a diagnostic of it, by how sources declare them. */
const DECLARED = /(?:const|function) (\w+)(?: = )?\(\s*code: string|const (\w+) = make\(/g;
const helpers = [
  ...new Set(sources.flatMap((text) => [...text.matchAll(DECLARED)].map((m) => m[1] ?? m[2] ?? ""))),
].join("|");

/** The codes of diagnostics that a source may make; where a file puts its area before a name, the area is added. */
function codesOf(text: string): readonly string[] {
  const literal = new RegExp(String.raw`(?:code: |(?<![.\w])(?:${helpers})\(\s*)"([a-z]+/[a-z0-9-]+)"`, "g");
  const whole = [...text.matchAll(literal)].map((m) => m[1] ?? "");
  const area = /code: `([a-z]+)\/\$\{/.exec(text)?.[1];
  if (area === undefined) return whole;
  const name = new RegExp(String.raw`(?<![.\w])(?:${helpers})\(\s*"([a-z][a-z0-9-]*)"`, "g");
  const made = [...text.matchAll(name)].map((m) => m[1] ?? "");
  return [...whole, ...made.filter((n) => !severities.has(n)).map((n) => `${area}/${n}`)];
}

const severities: ReadonlySet<string> = new Set(["error", "warning", "info"]);

const codes = [...new Set(sources.flatMap(codesOf))].sort();

// This file is none of the tests: it names no code.
const tests = filesBelow("test")
  .filter((f) => !f.endsWith("codes.test.ts"))
  .map((f) => readFileSync(f, "utf8"));

/** By its code, or by the part after the area where that is a name of several words. */
function names(text: string, code: string): boolean {
  if (text.includes(code)) return true;
  const [, name = ""] = code.split("/");
  return name.includes("-") && new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text);
}

/** Codes that no test names, each with the reason. Those of the first two lines are triggered, by what they say. */
const unnamed: ReadonlySet<string> = new Set([
  ...["trace/missing-name", "trace/no-logs", "trace/no-such-node", "trace/not-a-node", "trace/unknown-name"],
  ...["run/no-constant", "run/port-taken", "tool/broken", "tool/tlc-broken", "verify/no-model"],
  // Later stages, whose own tests are to name them; nothing of the front end belongs here.
  ...["trace/foreign-record", "trace/two-logs", "transform/nothing-seen", "tool/java-broken"],
  ...["run/no-mapping", "run/too-few-nodes", "run/unknown-name"],
  ...["verify/no-check", "verify/no-models", "verify/no-nodes", "verify/not-hybrid", "verify/too-few-nodes"],
  "verify/substitution-in-module",
  // Lanes that nodes name are counters of their own where nothing is shared between them: no small case is left.
  "counters/unordered-lane",
  // Made only with TLC: test/structure/extracted.slow.test.ts compares without a next-state relation.
  "structure/nothing-to-compare",
]);
const isLater = (code: string): boolean => code.startsWith("engine/");

describe("every code of a diagnostic", () => {
  it("is found in the sources", () => {
    expect(codes.length).toBeGreaterThan(150);
    for (const code of [
      "tla/no-module",
      "names/unknown",
      "cfg/unknown-keyword",
      "structure/no-next",
      "file/not-found",
    ]) {
      expect(codes).toContain(code);
    }
  });

  it.each(codes.filter((c) => !unnamed.has(c) && !isLater(c)))("%s is named by a test or a case", (code) => {
    expect(tests.some((text) => names(text, code))).toBe(true);
  });
});
