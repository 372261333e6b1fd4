import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expr, Module } from "../../src/tla/ast.js";
import { apply } from "../../src/tla/build.js";
import { lex } from "../../src/tla/lexer.js";
import { parseExpression, parseModule } from "../../src/tla/parse.js";
import { prettyModule } from "../../src/tla/pretty.js";
import { printSource } from "../../src/tla/print.js";
import { children, freeNames, mapExpr, substitute, walk } from "../../src/tla/visit.js";

/** How many random texts each property is tried on; 10,000 have been tried by hand. */
const runs = 100;

function inModule(body: string): string {
  return `---- MODULE M ----\nA ==\n${body}\n====\n`;
}

/** Does all that recurs over a tree; the codes of the diagnostics if there is no tree. */
function exercise(source: string): readonly string[] {
  const { parsed, diagnostics } = parseModule("M.tla", source);
  if (parsed === undefined) return diagnostics.map((d) => d.code);
  expect(printSource(parsed)).toBe(source);
  for (const unit of parsed.module.units) {
    if (unit.kind !== "Definition") continue;
    expect(mapExpr(unit.body, (e) => e)).toBe(unit.body);
    freeNames(unit.body);
    substitute(unit.body, new Map<string, Expr>([["x", apply("y")]]));
  }
  prettyModule(parsed.module, { source });
  return [];
}

describe("nesting", () => {
  const nests: readonly (readonly [string, string, string])[] = [
    ["(", "x", ")"],
    ["{", "x", "}"],
    ["<<", "x", ">>"],
    ["[", "x", "]_v"],
    ["f[", "x", "]"],
    ["f(", "x", ")"],
    ["~", "x", ""],
    ["- ", "x", ""],
    ["DOMAIN ", "x", ""],
    ["", "x", "'"],
    ["", "x", ".a"],
    ["", "x", "[1]"],
    ["/\\ ", "x", ""],
    ["IF a THEN ", "x", " ELSE y"],
    ["IF a THEN b ELSE ", "x", ""],
    ["LET a == ", "x", " IN a"],
    ["LET a == b IN ", "x", ""],
    ["\\A x \\in ", "x", " : y"],
    ["{x \\in ", "x", " : y}"],
    ["[x \\in S |-> ", "x", "]"],
    ["CASE a -> ", "x", ""],
    ["f(LAMBDA x : ", "x", ")"],
    ["WF_v(", "x", ")"],
    ["a:: ", "x", ""],
    ["[", "", ""],
    ["{x \\in ", "", ""],
    ["[<<", "", ""],
  ];

  it.each(nests)("%s … %s%s, 10,000-fold, is refused", (open, middle, close) => {
    expect(exercise(inModule(open.repeat(10_000) + middle + close.repeat(10_000)))).toContain("tla/too-deep");
  });

  it.each(nests.filter(([, middle]) => middle !== ""))("%s … %s%s, 300-fold, is fine", (open, x, close) => {
    expect(exercise(inModule(open.repeat(300) + x + close.repeat(300)))).toEqual([]);
  });

  it.each(["+", "/\\", "\\X", "\\cup"])("a chain of 20,000 operands of %s is fine", (op) => {
    expect(exercise(inModule(`x${` ${op} x`.repeat(20_000)}`))).toEqual([]);
  });

  it("a list of 20,000 items is fine, and so is a long path", () => {
    expect(exercise(inModule("/\\ x\n".repeat(20_000)))).toEqual([]);
    expect(exercise(inModule(`x${"!x".repeat(10_000)}`))).toEqual([]);
  });

  it("of sequents, proofs and modules is refused", () => {
    const steps = Array.from({ length: 5000 }, (_, i) => `<${i}>1. x\n`).join("");
    const modules = "---- MODULE N ----\n".repeat(5000) + "====\n".repeat(5000);
    expect(exercise(inModule(`x\nTHEOREM ${"ASSUME ".repeat(5000)}`))).toContain("tla/too-deep");
    expect(exercise(inModule(`x\nTHEOREM x\n${steps}`))).toContain("tla/too-deep");
    expect(exercise(inModule(`x\n${modules}`))).toContain("tla/too-deep");
  });
});

const scraps = (
  "/\\ \\/ ( ) [ ] { } << >> , : :: == = -> |-> <- \n IF THEN ELSE LET IN CASE OTHER x y 1 1.5 ---- ==== ' [] \\A @ ! - -. " +
  "+ .. . _ ]_ >>_ WF_ EXCEPT LAMBDA CHOOSE INSTANCE WITH LOCAL RECURSIVE THEOREM ASSUME NEW PROVE BY USE DEF QED " +
  '<1>1. <1> <2>2 "s" "\\q" (* *) \\* \t \r DOMAIN \\in'
).split(" ");
const soup = fc.array(fc.constantFrom(...scraps), { maxLength: 60 }).map((a) => a.join(" "));

describe("parseModule", () => {
  it("gives a tree or diagnostics for any text", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), soup, soup.map(inModule));
    fc.assert(
      fc.property(text, (source) => {
        const { parsed, diagnostics } = parseModule("M.tla", source);
        expect(parsed === undefined).toBe(diagnostics.length > 0);
        if (parsed !== undefined) expect(printSource(parsed)).toBe(source);
      }),
      { numRuns: runs },
    );
  });

  it("gives what it has parsed again, printed anew", () => {
    fc.assert(
      fc.property(soup, (source) => {
        const { expr } = parseExpression("e", source);
        if (expr === undefined) return;
        const module = parseModule("M.tla", inModule(source)).parsed?.module;
        if (module === undefined) return;
        const printed = prettyModule(module, { source: inModule(source) });
        expect(parseModule("M.tla", printed).diagnostics, printed).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it("takes time linear in the text", () => {
    for (const text of [
      "[<< ",
      "[a, ",
      "a(\n",
      '"\n',
      "(* ",
      "{x \\in S, ",
      "a == ",
      "THEOREM x <1>1. y\n",
    ]) {
      parseModule("M.tla", inModule(text.repeat(10_000)));
    }
    expect(parseModule("M.tla", "-".repeat(1_000_000)).diagnostics[0]?.code).toBe("tla/no-module");
  });

  it("goes by lines that end in CR LF, LF or CR", () => {
    for (const end of ["\r\n", "\n", "\r"]) {
      const source = ["---- MODULE M ----", "A == \\* x", "  /\\ a", "  /\\ b", "===="].join(end);
      expect(exercise(source)).toEqual([]);
    }
  });
});

function moduleOf(text: string): Module {
  const { parsed, diagnostics } = parseModule("M.tla", `---- MODULE M ----\n${text}\n====\n`);
  expect(diagnostics).toEqual([]);
  if (parsed === undefined) throw new Error("no tree");
  return parsed.module;
}

describe("sequents", () => {
  const text = "THEOREM ASSUME NEW a \\in S, NEW STATE F(_), l :: ASSUME x PROVE y, b PROVE c";

  it("are trees with their parts in order", () => {
    const [theorem] = moduleOf(text).units;
    const kinds: string[] = [];
    if (theorem?.kind === "Theorem") walk(theorem.body, (n) => kinds.push(n.kind));
    const inner = ["Sequent", "Name", "Apply", "Apply"];
    const expected = ["Sequent", "NewParam", "Param", "Name", "Apply", "NewParam", "Param", "Name", ...inner];
    expect(kinds).toEqual([...expected, "Apply", "Apply"]);
  });

  it("are printed anew, and USE and HIDE as they stand", () => {
    const whole = `${text}\nUSE x DEF y\nTHEOREM []ASSUME a PROVE b\nPROOF OBVIOUS`;
    const source = `---- MODULE M ----\n${whole}\n====\n`;
    const printed = prettyModule(moduleOf(whole), { source });
    expect(printed.split("\n").slice(1, -2).filter(Boolean)).toEqual(whole.split("\n"));
  });

  it("have the spans of a path's parts", () => {
    const source = "M(1)!F!<<!+(a, b)";
    const { expr } = parseExpression("e", source);
    const parts = expr?.kind === "Apply" ? expr.path.map((p) => source.slice(p.span.start, p.span.end)) : [];
    expect(parts).toEqual(["M(1)", "F", "<<"]);
    expect(expr === undefined ? [] : children(expr).length).toBe(3);
    expect(lex(source, 0, false).faults).toEqual([]);
  });
});
