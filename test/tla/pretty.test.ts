import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/tla/ast.js";
import * as b from "../../src/tla/build.js";
import { prettyExpr, prettyModule, prettyUnit } from "../../src/tla/pretty.js";

const [x, y, z] = ["x", "y", "z"].map((n) => b.apply(n)) as [Expr, Expr, Expr];
const inS = b.bound("i", b.apply("S"));

describe("prettyExpr", () => {
  it.each<[string, Expr]>([
    ["x /\\ y", b.and([x, y])],
    ["x /\\ (y \\/ z)", b.and([x, b.or([y, z])])],
    ["(x = y) = z", b.eq(b.eq(x, y), z)],
    ["x + y + z", b.infix("+", b.infix("+", x, y), z)],
    ["x + (y + z)", b.infix("+", x, b.infix("+", y, z))],
    ["(x \\cup y) \\cap z", b.infix("\\cap", b.union(x, y), z)],
    ["(\\E i \\in S : x) => y", b.implies(b.exists(inS, x), y)],
    ["x => \\E i \\in S : y", b.implies(x, b.exists(inS, y))],
    ["x /\\ (\\E i \\in S : y) /\\ z", b.infix("/\\", b.infix("/\\", x, b.paren(b.exists(inS, y))), z)],
    ["~(x = y)", b.not(b.eq(x, y))],
    ["~\\E i \\in S : x", b.not(b.exists(inS, x))],
    ["-(-1)", b.prefix("-", b.num(-1))],
    ["x - -1", b.infix("-", x, b.num(-1))],
    ["x'[y].f", b.field(b.index(b.prime(x), y), "f")],
    ["(x + y)'", b.prime(b.infix("+", x, y))],
    ["1..Len(x)", b.range(b.num(1), b.apply("Len", x))],
    ["{(x \\in S) : i \\in S}", b.setMap(b.inSet(x, b.apply("S")), inS)],
    [
      "[x EXCEPT ![y].f = @ + 1, ![z] = y]",
      b.except(x, [
        [[[y], "f"], b.infix("+", b.at(), b.num(1))],
        [[[z]], y],
      ]),
    ],
    [
      "CASE x -> (CASE y -> z) [] OTHER -> z",
      b.caseOf([
        [x, b.caseOf([[y, z]])],
        [undefined, z],
      ]),
    ],
    ["[][x \\/ y]_<<x, z>>", b.prefix("[]", b.box(b.or([x, y]), b.tuple(x, z)))],
    ["UNCHANGED (x')", b.prefix("UNCHANGED", b.prime(x))],
    ["x[(y \\in S), z]", b.index(x, b.inSet(y, b.apply("S")), z)],
    ["F( - )", b.apply("F", b.operatorRef("-"))],
    ["DOMAIN x \\cup y", b.union(b.domain(x), y)],
  ])("prints %s", (text, expr) => {
    expect(prettyExpr(expr)).toBe(text);
  });

  it("writes actions one conjunct a line, nested lists right of their bullets", () => {
    const action = b.exists(
      inS,
      b.and([
        x,
        b.eq(b.prime(x), y),
        b.or([b.eq(b.prime(y), z), b.unchanged("y")]),
        b.implies(b.and([x, y]), z),
      ]),
    );
    expect(prettyExpr(action)).toBe(
      [
        "\\E i \\in S :",
        "  /\\ x",
        "  /\\ x' = y",
        "  /\\ \\/ y' = z",
        "     \\/ UNCHANGED y",
        "  /\\ (x /\\ y) => z",
      ].join("\n"),
    );
  });

  it("breaks what is long", () => {
    const message = b.record({ kind: b.str("vote"), from: x, ballot: y });
    expect(prettyExpr(b.eq(b.prime(z), message), 30)).toBe(
      ['z\' = [kind |-> "vote",', "      from |-> x,", "      ballot |-> y]"].join("\n"),
    );
    expect(prettyExpr(b.ifThenElse(b.eq(x, y), b.apply("F", x), b.apply("G", y)), 20)).toBe(
      ["IF x = y", "THEN F(x)", "ELSE G(y)"].join("\n"),
    );
    expect(prettyExpr(b.letIn([b.definition("a", [], x), b.definition("c", [], y)], z))).toBe(
      ["LET a == x", "    c == y", "IN  z"].join("\n"),
    );
    expect(prettyExpr(b.unchanged("aaaa", "bbbb", "cccc", "dddd"), 24)).toBe(
      ["UNCHANGED <<aaaa, bbbb,", "            cccc, dddd>>"].join("\n"),
    );
  });
});

describe("prettyUnit and prettyModule", () => {
  it("prints comments before units and before conjuncts", () => {
    const first = b.eq(b.prime(x), y);
    const next = b.definition("Next", ["i"], b.and([first, b.unchanged("y")]));
    const comments = new Map([
      [next.id, "A step.\nOf two lines."],
      [first.id, "why"],
    ]);
    expect(prettyUnit(next, { comments })).toBe(
      [
        "\\* A step.",
        "\\* Of two lines.",
        "Next(i) ==",
        "  \\* why",
        "  /\\ x' = y",
        "  /\\ UNCHANGED y",
      ].join("\n"),
    );
  });

  it("prints a module", () => {
    const m = b.module("M", [
      b.extendsUnit("Naturals", "TLC"),
      b.constants("N", b.param("Op", 2)),
      b.variables("x"),
      b.definition("a", [], b.num(1)),
      b.definition("c", [], b.num(2)),
      b.functionDefinition("f", inS, x),
      b.instance("Base", [["v", x]], "B"),
    ]);
    const rule = "-".repeat(35);
    expect(prettyModule(m)).toBe(
      [
        `${rule} MODULE M ${rule}`,
        "EXTENDS Naturals, TLC",
        "",
        "CONSTANTS N, Op(_, _)",
        "",
        "VARIABLE x",
        "",
        "a == 1",
        "c == 2",
        "",
        "f[i \\in S] == x",
        "",
        "B == INSTANCE Base WITH v <- x",
        "",
        "=".repeat(80),
        "",
      ].join("\n"),
    );
  });
});
