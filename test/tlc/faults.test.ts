import { describe, expect, it } from "vitest";
import { readFault, readSany, type Sources } from "../../src/tlc/faults.js";
import { emptyReading, read, verdict } from "../../src/tlc/reader.js";

const sources: Sources = { fileOf: (module) => `/s/${module}.tla`, cfgFile: "/s/M.cfg" };

describe("faults that SANY finds", () => {
  it("reads a parse error", () => {
    const lines = [
      "Parsing file /s/M.tla",
      "***Parse Error***",
      'Was expecting "==== or more Module body"',
      'Encountered "3" at line 12, column 16 and token "<" ',
    ];
    expect(readSany(lines, sources)).toMatchObject([
      { code: "tlc/parse-error", place: { file: "/s/M.tla", line: 12, column: 16 } },
    ]);
  });

  it("reads errors and warnings of the semantic analysis apart", () => {
    const lines = [
      "Semantic errors:",
      "*** Errors: 1",
      "",
      "line 4, col 3 to line 4, col 3 of module Sub",
      "",
      "Unknown operator: `y'.",
      "",
      "*** Warnings: 1",
      "",
      "line 9, col 1 to line 9, col 2 of module M",
      "",
      "Something odd",
      "on two lines",
      "",
    ];
    expect(readSany(lines, sources)).toMatchObject([
      {
        severity: "error",
        message: "Unknown operator: `y'.",
        place: { file: "/s/Sub.tla", line: 4, endColumn: 4 },
      },
      { severity: "warning", message: "Something odd on two lines", place: { file: "/s/M.tla", line: 9 } },
    ]);
  });

  it("reads a module that is missing and a lexical error", () => {
    expect(readSany(["Cannot find source file for module X imported in module M."], sources)).toMatchObject([
      { code: "tlc/missing-module", message: "cannot find the module X, which module M uses" },
    ]);
    const lexical = 'Lexical error at line 3, column 7.  Encountered: "?" (63), after : ""';
    expect(readSany(["Parsing file /s/M.tla", lexical], sources)).toMatchObject([
      { code: "tlc/lexical-error", place: { line: 3, column: 7 } },
    ]);
    expect(readSany(["Semantic processing of module M"], sources)).toEqual([]);
  });
});

describe("faults that TLC finds", () => {
  it("takes the innermost of the nested expressions", () => {
    const nested =
      "0. Line 5, column 9 to line 5, column 97 in M\n1. Line 7, column 2 to line 7, column 4 in Sub\n";
    expect(
      readFault(2102, "Division by zero.\nWhile working on the initial state:\nx = 1", nested, sources),
    ).toEqual({
      code: "tlc/2102",
      severity: "error",
      message: "Division by zero.",
      place: { file: "/s/Sub.tla", line: 7, column: 2, endLine: 7, endColumn: 5 },
    });
  });

  it("points into the model's file", () => {
    const text =
      "TLC found an error in the configuration file at line 5\nIt was expecting = or <-, but did not find it.";
    expect(readFault(5006, text, undefined, sources)).toMatchObject({ place: { file: "/s/M.cfg", line: 5 } });
  });

  it("does without a place", () => {
    expect(
      readFault(2222, "The constant parameter S is not assigned a value.", undefined, sources).place,
    ).toBeUndefined();
  });
});

describe("an operator that only Java code of a module can do", () => {
  const text = [
    "The first argument of Assert evaluated to FALSE; the second argument was:",
    '"JsonSerialize is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to its path"',
  ].join("\n");
  const nested = [
    "0. Line 5, column 9 to line 5, column 63 in J",
    "1. Line 5, column 32 to line 5, column 63 in J",
    "2. Line 48, column 43 to line 48, column 63 in Json",
    "3. Line 12, column 3 to line 13, column 98 in Json",
  ].join("\n");

  it("is told where it is used, with what to do", () => {
    expect(readFault(2132, text, nested, sources)).toEqual({
      code: "tlc/java-missing",
      severity: "error",
      message: "JsonSerialize is done by Java code that TLC was not given",
      place: { file: "/s/J.tla", line: 5, column: 32, endLine: 5, endColumn: 64 },
      hint: "set COMMUNITY_MODULES_JAR to its path",
    });
  });

  it("is no violation", () => {
    const reading = emptyReading();
    read(reading, { kind: "message", code: 2132, severity: 1, text, complete: true });
    expect(verdict(reading, 75, false, sources)).toMatchObject({
      kind: "spec-fault",
      diagnostics: [{ code: "tlc/java-missing" }],
    });
  });
});
