import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  align,
  choice,
  concat,
  type Doc,
  group,
  hardline,
  join,
  line,
  nest,
  render,
  softline,
  text,
} from "../../src/tla/doc.js";

const list = group(
  concat("f(", nest(2, concat(softline, join(concat(",", line), ["aa", "bb", "cc"].map(text)))), ")"),
);

describe("render", () => {
  it("keeps a group on one line where it fits, to the last column", () => {
    expect(render(list, 13)).toBe("f(aa, bb, cc)");
    expect(render(list, 12)).toBe("f(\n  aa,\n  bb,\n  cc)");
  });

  it("counts what follows a group up to the next break", () => {
    expect(render(concat(list, ";", hardline, "next"), 13)).toBe("f(\n  aa,\n  bb,\n  cc);\nnext");
  });

  it("breaks the groups around a hard line", () => {
    expect(render(group(concat("a", line, "b", hardline, "c")), 80)).toBe("a\nb\nc");
  });

  it("aligns to the current column", () => {
    expect(render(concat("/\\ ", align(concat("x", hardline, "y"))), 80)).toBe("/\\ x\n   y");
  });

  it("chooses by the group's layout", () => {
    const doc = group(concat(choice(text("tall"), text("flat")), line, "x"));
    expect([render(doc, 80), render(doc, 3)]).toEqual(["flat x", "tall\nx"]);
  });

  it("leaves no blanks at the end of a line", () => {
    expect(render(nest(4, concat("a ", hardline, hardline, "b ")), 80)).toBe("a\n\n    b");
  });

  it("never goes past the width where every break is in a group of short words", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }),
        fc.integer({ min: 10, max: 40 }),
        (ws, width) => {
          const doc = concat(...ws.map((w, i) => (i === 0 ? text(w) : group(concat(line, w)))));
          const out = render(doc, width);
          expect(out.split(/\s/)).toEqual(ws);
          for (const l of out.split("\n")) expect(l.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it("is quick on deep and on shared documents", () => {
    let deep: Doc = text("x");
    for (let i = 0; i < 20_000; i++) deep = group(concat("(", deep, ")"));
    expect(render(deep, 80).length).toBe(40_001);
  });
});
