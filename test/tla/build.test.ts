import { describe, expect, it } from "vitest";
import * as b from "../../src/tla/build.js";

describe("build", () => {
  it("gives every node its own negative id and no place", () => {
    const e = b.eq(b.apply("x"), b.num(1));
    const ids = [e.id, e.left.id, e.right.id];
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => id < 0)).toBe(true);
    expect(e.span).toBe(b.synthetic);
    expect(b.isSynthetic(e)).toBe(true);
  });

  it("makes lists of none and of one plain expressions", () => {
    const x = b.apply("x");
    expect(b.and([])).toMatchObject({ kind: "Apply", name: "TRUE" });
    expect(b.or([])).toMatchObject({ kind: "Apply", name: "FALSE" });
    expect(b.and([x])).toBe(x);
    expect(b.or([x, x])).toMatchObject({ kind: "Junction", op: "\\/" });
  });

  it("writes negative numbers with a minus, and UNCHANGED with a tuple where needed", () => {
    expect(b.num(-2)).toMatchObject({ kind: "Prefix", op: "-", arg: { text: "2" } });
    expect(b.unchanged("x")).toMatchObject({ arg: { kind: "Apply" } });
    expect(b.unchanged("x", "y")).toMatchObject({ arg: { kind: "Tuple" } });
  });

  it("takes fields as pairs or as an object", () => {
    const names = (r: ReturnType<typeof b.record>) => r.fields.map((f) => f.name.text);
    expect(names(b.record([["a", b.num(1)]]))).toEqual(["a"]);
    expect(names(b.record({ z: b.num(1), a: b.num(2) }))).toEqual(["z", "a"]);
  });
});
