import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/report/diagnostic.js";
import { renderSarif, type SarifLog, sarifLog } from "../../src/report/sarif.js";

const options = { version: "1.2.3", cwd: "/w/my dir" };
const place = { file: "/w/my dir/specs/A b.tla", line: 2, column: 3, endLine: 4, endColumn: 1 };
const sample: readonly Diagnostic[] = [
  {
    code: "names/unknown",
    severity: "error",
    message: "bad",
    place,
    notes: [{ message: "seen", place: { ...place, file: "/elsewhere/B.tla" } }, { message: "think" }],
    hint: "mend",
  },
  { code: "cfg/escape", severity: "warning", message: "odd", place: { ...place, file: "C.cfg" } },
  { code: "names/unknown", severity: "info", message: "no place" },
];

/** What the standard requires of a log, of the parts that we write. */
function checkRequired(log: SarifLog): void {
  expect(log.version).toBe("2.1.0");
  expect(log.$schema).toMatch(/sarif-2\.1\.0/);
  for (const run of log.runs) {
    const { driver } = run.tool;
    expect(driver.name).not.toBe("");
    expect(new Set(driver.rules.map((r) => r.id)).size).toBe(driver.rules.length);
    for (const rule of driver.rules) {
      expect([rule.id, rule.shortDescription.text, rule.help.text]).not.toContain("");
    }
    expect(run.originalUriBaseIds.SRCROOT.uri).toMatch(/^file:\/\/\/.*\/$/);
    for (const result of run.results) {
      expect(driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(typeof result.message.text).toBe("string");
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        const { artifactLocation, region } = physicalLocation;
        const { index, ...location } = artifactLocation;
        expect(run.artifacts[index]?.location).toEqual(location);
        expect(location.uri).not.toMatch(/[\s\\]/);
        expect(region.startLine).toBeGreaterThanOrEqual(1);
        expect(region.startColumn).toBeGreaterThanOrEqual(1);
        expect(region.endLine).toBeGreaterThanOrEqual(region.startLine);
        if (region.endLine === region.startLine)
          expect(region.endColumn).toBeGreaterThanOrEqual(region.startColumn);
      }
    }
  }
}

describe("diagnostics as SARIF", () => {
  it("have rules, regions and relative URIs", () => {
    const log = sarifLog(sample, options);
    checkRequired(log);
    const run = log.runs[0]!;
    expect(run.tool.driver.rules.map((r) => [r.id, r.name, r.help.text])).toEqual([
      ["names/unknown", "NamesUnknown", "mend"],
      ["cfg/escape", "CfgEscape", "cfg: escape"],
    ]);
    expect(run.artifacts.map((a) => a.location)).toEqual([
      { uri: "specs/A%20b.tla", uriBaseId: "SRCROOT" },
      { uri: "file:///elsewhere/B.tla" },
      { uri: "C.cfg", uriBaseId: "SRCROOT" },
    ]);
    expect(run.originalUriBaseIds.SRCROOT.uri).toBe("file:///w/my%20dir/");
    expect(run.results.map((r) => [r.level, r.message.text, r.locations.length])).toEqual([
      ["error", "bad\nthink\nHint: mend", 1],
      ["warning", "odd", 1],
      ["note", "no place", 0],
    ]);
    expect(run.results[0]?.locations[0]?.physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 3,
      endLine: 4,
      endColumn: 1,
    });
    expect(run.results[0]?.relatedLocations).toMatchObject([{ id: 0, message: { text: "seen" } }]);
  });

  it("say what a code means where that is known", () => {
    const log = sarifLog(sample, { ...options, describe: (code) => `about ${code}` });
    expect(log.runs[0]?.tool.driver.rules[1]?.shortDescription.text).toBe("about cfg/escape");
  });

  it("are valid whatever the diagnostics", () => {
    const number = fc.integer({ min: -1, max: 5 });
    const anyPlace = fc.record({
      file: fc.string({ minLength: 1 }),
      line: number,
      column: number,
      endLine: number,
      endColumn: number,
    });
    const anyDiagnostic = fc.record({
      code: fc.constantFrom("a/b", "a/b-c", "d/e"),
      severity: fc.constantFrom("error" as const, "warning" as const, "info" as const),
      message: fc.string(),
      place: anyPlace,
      notes: fc.array(fc.record({ message: fc.string(), place: anyPlace }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(anyDiagnostic, { maxLength: 4 }), (all) => {
        checkRequired(JSON.parse(renderSarif(all, options)) as SarifLog);
      }),
    );
  });
});
