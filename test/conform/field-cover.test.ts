import { describe, expect, it } from "vitest";
import { FieldCover } from "../../src/conform/mapping/field-cover.js";
import { parsePath } from "../../src/conform/mapping/paths.js";

function cover(eventAt: readonly string[], ...paths: readonly string[]): FieldCover {
  const made = new FieldCover(eventAt);
  for (const text of paths) {
    const path = parsePath(text);
    if (path === undefined) throw new Error(`${text} is no path`);
    made.add(path);
  }
  return made;
}

describe("fields of a line that nobody reads", () => {
  it("are told by the shortest paths, wherever they stand", () => {
    const read = cover([], "$.a.b", "$.e[*].f", "$.h[1]");
    const line = {
      a: { b: 1, c: { d: 2 } },
      e: [
        { f: 1, g: 2 },
        { f: 3, x: { y: 4 } },
      ],
      h: [5, 6],
      i: {},
    };
    expect(read.missing(line)).toEqual(["$.a.c", "$.e[1].g", "$.e[2].x", "$.h[2]", "$.i"]);
    expect(read.missing({ a: { b: 1 }, e: [{ f: 1 }], h: [5] })).toEqual([]);
  });

  it("are told as of the event, or as of the whole line", () => {
    const read = cover(["data"], "$.a", "^.ts");
    expect(read.missing({ ts: 1, level: 2, data: { a: 1, b: 2 } })).toEqual(["^.level", "$.b"]);
  });
});
