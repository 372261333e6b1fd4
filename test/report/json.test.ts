import { describe, expect, it } from "vitest";
import { jsonReport, renderJson } from "../../src/report/json.js";

const place = { file: "/w/a/A.tla", line: 2, column: 3, endLine: 2, endColumn: 6 };

describe("diagnostics as JSON", () => {
  it("have the documented form", () => {
    const report = jsonReport(
      [
        {
          code: "x/y",
          severity: "error",
          message: "bad",
          place,
          notes: [{ message: "seen", place }],
          hint: "mend",
        },
        { code: "x/z", severity: "warning", message: "odd" },
      ],
      (file) => file.slice("/w/".length),
    );
    const shown = { ...place, file: "a/A.tla" };
    expect(report).toEqual({
      schema: "bumblebee-diagnostics/1",
      summary: { errors: 1, warnings: 1, infos: 0 },
      diagnostics: [
        {
          code: "x/y",
          severity: "error",
          message: "bad",
          place: shown,
          notes: [{ message: "seen", place: shown }],
          hint: "mend",
        },
        { code: "x/z", severity: "warning", message: "odd", notes: [] },
      ],
    });
  });

  it("are JSON for none too, and end with a line end", () => {
    const text = renderJson([]);
    expect(text.endsWith("}\n")).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ diagnostics: [], summary: { errors: 0 } });
  });
});
