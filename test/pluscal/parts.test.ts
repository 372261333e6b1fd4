import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checksum, translationChecksum } from "../../src/pluscal/checksum.js";
import { locate } from "../../src/pluscal/locate.js";
import { parseAlgorithm } from "../../src/pluscal/parse.js";
import { pluscalStatus } from "../../src/pluscal/status.js";

describe("checksum", () => {
  it("is CRC-32 without leading zeros", () => {
    expect(checksum("123456789")).toBe("cbf43926");
    expect(checksum("")).toBe("0");
  });
  it("of a translation leaves out line ends", () => {
    expect(translationChecksum("1234\r\n56\n789")).toBe("cbf43926");
  });
});

describe("locate", () => {
  it("reads both checksums in every spelling", () => {
    const line = String.raw`\* BEGIN TRANSLATION (checksum(PlusCal) = "AB" /\ chksum(tla+) \in STRING)`;
    const found = locate(`(* --algorithm a *)\n${line}\nVARIABLE x\n\\* END TRANSLATION`);
    expect(found.translation?.checksums).toEqual({ pcal: "ab", tla: undefined });
  });
  it("finds `--fair algorithm`", () => {
    expect(locate("(* --fair algorithm a { } *)")).toMatchObject({ fair: true, algorithm: { start: 3 } });
  });
  it("takes a translation's old mark", () => {
    const text = "\\* BEGIN TRANSLATION - the hash of the PCal code: PCal-0\nx\n\\* END TRANSLATION - y\n";
    expect(locate(text).translation?.checksums).toBeUndefined();
    expect(locate(text).translation?.body).toEqual({ start: 57, end: 59 });
  });
});

describe("parseAlgorithm", () => {
  const parse = (text: string) => parseAlgorithm(text, 0, text.length);

  it("reads a set after an operator, a block after an operand", () => {
    const parsed = parse("--algorithm a { variables s = {1} \\cup {2} { s := {} } }");
    if (parsed.kind !== "algorithm") throw new Error(parsed.message);
    expect(parsed.algorithm.variables[0]?.value?.tokens.map((t) => t.text).join("")).toBe("{1}\\cup{2}");
    expect(parsed.algorithm.body.map((s) => s.kind)).toEqual(["assign"]);
  });
  it("says where it cannot go on", () => {
    const text = "--algorithm a { { x = 1 } }";
    expect(parse(text)).toEqual({ kind: "fault", offset: 20, message: "expected `:=`, found `=`" });
  });
  it("ends with the text", () => {
    expect(parse("--algorithm a begin x := 1;")).toMatchObject({ kind: "fault", offset: 27 });
  });
});

describe("pluscalStatus", () => {
  it("never throws", () => {
    const text =
      "(* --algorithm a { macro m(x) { m(x) } { m(1); } } *)\n\\* BEGIN TRANSLATION\nx\n\\* END TRANSLATION";
    for (let end = 0; end <= text.length; end++) pluscalStatus("a.tla", text.slice(0, end));
    expect(pluscalStatus("a.tla", text).verdict.kind).toBe("stale");
  });
  it("never throws on damaged modules", () => {
    const texts = ["current-p", "current-c"].map((name) =>
      readFileSync(new URL(`../cases/pluscal/${name}.tla`, import.meta.url), "utf8"),
    );
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 30 }), fc.string({ maxLength: 4 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...texts), damage, (text, cuts) => {
        let broken = text;
        for (const [at, length, put] of cuts) {
          const start = at % broken.length;
          broken = broken.slice(0, start) + put + broken.slice(start + length);
        }
        pluscalStatus("a.tla", broken);
      }),
      { numRuns: 200 },
    );
  });
  it("ends on an UNCHANGED that is cut off", () => {
    const text = "(* --algorithm a { { a: skip } } *)\n\\* BEGIN TRANSLATION\nVARIABLES pc\n";
    const cut = `${text}Init == TRUE\na == /\\ pc = "a" /\\ UNCHANGED << x\n\\* END TRANSLATION`;
    expect(pluscalStatus("a.tla", cut).verdict.kind).toBe("stale");
  });
  it("ends on macros that call themselves", () => {
    const text = "(* --algorithm a { macro m(x) { m(x); m(x) } { m(1); } } *)\n";
    const whole = `${text}\\* BEGIN TRANSLATION\nx\n\\* END TRANSLATION`;
    expect(pluscalStatus("a.tla", whole).verdict.kind).toBe("stale");
  });
  it("survives deep nesting", () => {
    const text = `(* --algorithm a { { ${"{ ".repeat(20_000)} *)\n\\* BEGIN TRANSLATION\nx\n\\* END TRANSLATION`;
    expect(pluscalStatus("a.tla", text).verdict.kind).toBe("unknown");
  });
});
