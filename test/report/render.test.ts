import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { progressLine } from "../../src/report/progress.js";
import { renderDiagnostic, wantsColor } from "../../src/report/render.js";
import { duration, grouped, table } from "../../src/report/table.js";
import { placeOf } from "../../src/tla/place.js";

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
      "  2 |         abcdef",
      "    |          ^^^",
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

/** The excerpt alone of a diagnostic about the text between two offsets of a source. */
function shown(source: string, start: number, end: number, color = false): readonly string[] {
  const at = placeOf("A.tla", source, { start, end });
  const diagnostic = { code: "x", severity: "error", message: "m", place: at } as const;
  return renderDiagnostic(diagnostic, { color, source: () => source })
    .split("\n")
    .slice(1);
}

const between = (source: string, marked: string): readonly string[] =>
  shown(source, source.indexOf(marked), source.indexOf(marked) + marked.length);

describe("the source of a diagnostic", () => {
  it("marks exactly the span, over several lines", () => {
    expect(between("a ==\n  IF b\n  THEN c\n  ELSE d\ne", "IF b\n  THEN c\n  ELSE")).toEqual([
      "  2 |   IF b",
      "    |   ^^^^",
      "  3 |   THEN c",
      "    |   ^^^^^^",
      "  4 |   ELSE d",
      "    |   ^^^^",
    ]);
  });

  it("leaves out the middle of many lines", () => {
    const source = Array.from({ length: 12 }, (_, i) => `l${i + 1}`).join("\r\n");
    const lines = shown(source, 0, source.length);
    expect(lines.filter((l) => !l.includes("^"))).toEqual([
      "   1 | l1",
      "   2 | l2",
      "   3 | l3",
      "   4 | l4",
      "   … |",
      "  12 | l12",
    ]);
    expect(lines.at(-1)).toBe("     | ^^^");
  });

  it("marks nothing on a last line that is only reached", () => {
    expect(between("abc\ndef", "abc\n")).toEqual(["  1 | abc", "    | ^^^"]);
  });

  it("aligns tabs and wide characters", () => {
    expect(between("a\tb\tcd", "cd")).toEqual(["  1 | a       b       cd", `    | ${" ".repeat(16)}^^`]);
    expect(between("漢字 == x", "x")).toEqual(["  1 | 漢字 == x", "    |         ^"]);
    expect(between("漢字 == x", "漢字")).toEqual(["  1 | 漢字 == x", "    | ^^^^"]);
    expect(between('"👩‍👩‍👧" x', "x")).toEqual(['  1 | "👩‍👩‍👧" x', "    |      ^"]);
    expect(between("e\u0301 x", "x")).toEqual(["  1 | e\u0301 x", "    |   ^"]);
  });

  it("cuts long lines around the span", () => {
    const source = `${"a".repeat(200)}HERE${"b".repeat(200)}`;
    const [text = "", carets = ""] = between(source, "HERE");
    expect(text).toMatch(/^ {2}1 \| …a+HEREb+…$/);
    expect(text.length).toBeLessThan(112);
    expect(carets.indexOf("^")).toBe(text.indexOf("HERE"));
    expect(carets.trimEnd().length).toBe(text.indexOf("HERE") + 4);
  });

  it("shows another place that a note speaks of, and not the same one twice", () => {
    const source = "one\ntwo";
    const first = placeOf("A.tla", source, { start: 0, end: 3 });
    const second = placeOf("A.tla", source, { start: 4, end: 7 });
    const notes = [
      { message: "first", place: first },
      { message: "here", place: second },
    ];
    const text = renderDiagnostic(
      { code: "x", severity: "error", message: "m", place: second, notes },
      { color: false, source: () => source },
    );
    expect(text.split("\n").slice(3)).toEqual([
      "  note: A.tla:1:1: first",
      "  1 | one",
      "    | ^^^",
      "  note: A.tla:2:1: here",
    ]);
  });

  it("never throws, and the carets stand under the marked text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "\t", "漢", "👍", "\n", "\r\n", " ") });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (source, a, b) => {
        const start = source.length === 0 ? 0 : Math.min(a, b) % (source.length + 1);
        const lines = shown(source, start, Math.min(source.length, start + (b % 5)));
        expect(lines.length % 2 === 0 || lines.length > 6).toBe(true);
        for (const line of lines) expect(line).not.toMatch(/[\t\r]/);
      }),
    );
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
