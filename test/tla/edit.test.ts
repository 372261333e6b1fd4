import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, reindent } from "../../src/tla/edit.js";

describe("applyEdits", () => {
  it("replaces, inserts and deletes in one go, in any order", () => {
    const edits = [
      { span: { start: 4, end: 5 }, text: "" },
      { span: { start: 0, end: 1 }, text: "AA" },
      { span: { start: 3, end: 3 }, text: "+" },
    ];
    expect(applyEdits("abcdef", edits)).toBe("AAbc+df");
  });

  it("keeps the order of insertions at one place, before a replacement there", () => {
    const at = (start: number, end: number, text: string) => ({ span: { start, end }, text });
    expect(applyEdits("abc", [at(1, 2, "B"), at(1, 1, "1"), at(1, 1, "2")])).toBe("a12Bc");
  });

  it("refuses edits that overlap or lie outside", () => {
    const edit = (start: number, end: number) => ({ span: { start, end }, text: "" });
    expect(() => applyEdits("abcdef", [edit(0, 3), edit(2, 4)])).toThrow(/overlaps/);
    expect(() => applyEdits("abc", [edit(2, 4)])).toThrow(/outside/);
  });

  it("leaves all other text as it is", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), (source, a, b, text) => {
        const [start, end] = [a % (source.length + 1), b % (source.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const out = applyEdits(source, [{ span: { start, end }, text }]);
        expect(out).toBe(source.slice(0, start) + text + source.slice(end));
      }),
    );
  });
});

describe("reindent", () => {
  it("moves the lines after the first with it", () => {
    expect(reindent("/\\ a\n  /\\ b\n\n     c", 2, 6)).toBe("/\\ a\n      /\\ b\n\n         c");
  });

  it("is undone by the move back", () => {
    expect(reindent(reindent("a\n    b\n      c", 4, 9), 9, 4)).toBe("a\n    b\n      c");
  });
});
