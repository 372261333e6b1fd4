import { describe, expect, it } from "vitest";
import { progressLine } from "../../src/report/progress.js";
import { renderDiagnostic, wantsColor } from "../../src/report/render.js";
import { duration, grouped, table } from "../../src/report/table.js";

const place = { file: "/w/A.tla", line: 2, column: 3, endLine: 2, endColumn: 6 };

describe("a diagnostic as text", () => {
  it("shows place, source line with carets, notes and hint", () => {
    const text = renderDiagnostic(
      {
        code: "x/y",
        severity: "error",
        message: "bad\nworse",
        place,
        notes: [{ message: "seen", place }],
        hint: "mend",
      },
      { color: false, source: () => "one\n\tabcdef", display: () => "A.tla" },
    );
    expect(text.split("\n")).toEqual([
      "A.tla:2:3: error: bad [x/y]",
      "  worse",
      "  2 | \tabcdef",
      "    | \t ^^^",
      "  note: A.tla:2:3: seen",
      "  hint: mend",
    ]);
  });

  it("does without place and source", () => {
    expect(renderDiagnostic({ code: "x", severity: "warning", message: "m" }, { color: false })).toBe(
      "warning: m [x]",
    );
    const outside = { ...place, line: 99, endLine: 99 };
    const text = renderDiagnostic(
      { code: "x", severity: "info", message: "m", place: outside },
      { color: false, source: () => "" },
    );
    expect(text).toBe("/w/A.tla:99:3: info: m [x]");
  });

  it("uses colour only when asked to", () => {
    const diagnostic = { code: "x", severity: "error", message: "m" } as const;
    expect(renderDiagnostic(diagnostic, { color: true })).toContain("\u001b[31merror\u001b[0m");
    expect(wantsColor({ isTTY: true }, {})).toBe(true);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColor({ isTTY: false }, {})).toBe(false);
  });
});

describe("tables and numbers", () => {
  it("aligns columns", () => {
    expect(
      table(
        [
          ["a", "10"],
          ["long", "5"],
        ],
        { header: ["k", "n"], align: ["left", "right"] },
      ),
    ).toEqual(["k      n", "----  --", "a     10", "long   5"]);
    expect(table([])).toEqual([]);
  });
  it("prints counts and durations", () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(["0", "999", "1,000", "1,234,567"]);
    expect([0.44, 12.3, 59.7, 185, 7260].map(duration)).toEqual([
      "0.4 s",
      "12 s",
      "1 min 00 s",
      "3 min 05 s",
      "2 h 01 min",
    ]);
  });
});

describe("progress", () => {
  function sink(isTTY: boolean) {
    const written: string[] = [];
    return { written, isTTY, columns: 10, write: (text: string) => void written.push(text) };
  }

  it("keeps one live line on a terminal, cut to its width", () => {
    const out = sink(true);
    let now = 0;
    const line = progressLine(out, () => now);
    line.update("0123456789abc");
    line.update("too soon");
    now = 1;
    line.update("next");
    line.clear();
    line.clear();
    expect(out.written).toEqual(["\r\u001b[2K012345678", "\r\u001b[2Knext", "\r\u001b[2K"]);
  });

  it("writes a line every ten seconds elsewhere, and none for short work", () => {
    const out = sink(false);
    let now = 0;
    const line = progressLine(out, () => now);
    for (; now < 35; now++) line.update(`at ${now}`);
    line.clear();
    expect(out.written).toEqual(["at 10\n", "at 20\n", "at 30\n"]);
  });
});
