import { describe, expect, it } from "vitest";
import { Lowering } from "../../src/engine/lower/lower.js";
import { linkCfg } from "../../src/resolve/cfg.js";
import type { ParsedModule } from "../../src/tla/ast.js";
import { parseCfg } from "../../src/tla/cfg.js";
import { parsedModule, resolved } from "../resolved.js";
import { showIr } from "./show-ir.js";

/** What the definition `A` of a module becomes, functions below it; or the messages of what cannot be. */
function lowered(body: string, options: { cfg?: string; others?: readonly string[] } = {}): string {
  const root = parsedModule("M.tla", `---- MODULE M ----\n${body}\n====\n`);
  const others: readonly ParsedModule[] = (options.others ?? []).map((t) => parsedModule("other.tla", t));
  const { spec, diagnostics } = resolved(root, others);
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const { linked } = linkCfg(spec, parseCfg("M.cfg", options.cfg ?? "").cfg);
  const lowering = new Lowering(spec, linked);
  const entry = spec.root.names.get("A");
  if (entry?.declaration.kind !== "operator") throw new Error("no A");
  const { node } = entry.declaration;
  const ir = lowering.named(entry.declaration, entry.through, node.body);
  const faults = lowering.diagnostics.map((d) => `${d.place?.file}:${d.place?.line} ${d.message}`);
  return faults.length > 0 ? faults.join("\n") : showIr(ir);
}

const cases: readonly (readonly [
  title: string,
  body: string,
  expected: string,
  cfg?: string,
  other?: string,
])[] = [
  [
    "a function for a definition, called with lazy arguments",
    "EXTENDS Naturals\nF(x) == x + x\nA == F(1) = F(2)",
    "A0()\nA0() = =(F1(1), F1(2))\nF1(%1) = Naturals.+(%1, %1)",
  ],
  [
    "the state, before and after",
    "VARIABLES x, y\nA == x' = y /\\ UNCHANGED <<y>>",
    "and(=(s0', s1), and(=(s1', s1)))",
  ],
  [
    "a definition of two states in place of its call",
    "VARIABLE x\nSet(v) == x' = v\nA == Set(x)",
    "let %1 = s0: =(s0', %1)",
  ],
  [
    "a parameter that is primed as the expression given for it",
    "VARIABLES x, y\nUp(v) == v' = v\nA == Up(x) /\\ Up(y)",
    "and(=(s0', s0), =(s1', s1))",
  ],
  [
    "an argument that speaks of the next state as it is written",
    "VARIABLE x\nSend(v, new) == new = v\nA == Send(1, x')",
    "let %1 = 1: =(s0', %1)",
  ],
  [
    "an operator primed as a function of the next state",
    "VARIABLE x\nF == x = 1\nA == F' = F",
    "=(if(F0(), TRUE, FALSE), F1())\nF0() = =(s0', 1)\nF1() = =(s0, 1)",
  ],
  [
    "operators that are given operators",
    "EXTENDS Naturals\nTwice(F(_), v) == F(F(v))\nA == Twice(LAMBDA n : n + 1, 0)",
    "A0()\nA0() = Twice1(0)\nTwice1(%1) = let %2 = let %3 = %1: Naturals.+(%3, 1): Naturals.+(%2, 1)",
  ],
  [
    "RECURSIVE with what it sees of the outside",
    "EXTENDS Naturals\nA == \\A k \\in {1} : LET RECURSIVE S(_)\n  S(n) == IF n = 0 THEN k ELSE S(n - 1) IN S(2) = 1",
    "A0()\nA0() = all %1 in set(1): =(S1(2), 1)\nS1(%2) [%1] = if(=(%2, 0), %1, S1(Naturals.-(%2, 1)))",
  ],
  [
    "definitions of a LET when they are needed",
    "EXTENDS Naturals\nA == LET a == 1  b == a + 1 IN b",
    "A0()\nA0() = let %1 = 1: let %2 = Naturals.+(%1, 1): %2",
  ],
  [
    "definitions of a LET that are primed, as expressions",
    "EXTENDS Naturals\nVARIABLES x, y\nA == LET a == x + 1  b == <<x, y>> IN a' = 3 /\\ UNCHANGED b",
    "and(=(a0(), 3), and(=(s0', s0), =(s1', s1)))\na0() = Naturals.+(s0', 1)",
  ],
  [
    "constants of the model, and definitions that it replaces",
    "EXTENDS Naturals\nCONSTANTS N, M\nK == 1\nL == N + 1\nA == <<N, M, K>>",
    "A0()\nA0() = tuple({1, 2}, L1(), L1())\nL1() = Naturals.+({1, 2}, 1)",
    "CONSTANTS N = {1, 2}\nM <- L\nK <- L",
  ],
  [
    "INSTANCE, its variables put by expressions",
    "EXTENDS Naturals\nVARIABLE x\nI == INSTANCE N WITH y <- x + 1\nA == I!Step",
    "=(Naturals.+(s0', 1), Naturals.+(s0, 1))",
    "",
    "---- MODULE N ----\nVARIABLE y\nStep == y' = y\n====",
  ],
  [
    "INSTANCE with a parameter",
    "VARIABLES x, z\nI(v) == INSTANCE N WITH y <- v\nA == I(x)!Step \\/ I(z)!Step",
    "or(=(s0', s0), =(s1', s1))",
    "",
    "---- MODULE N ----\nVARIABLE y\nStep == y' = y\n====",
  ],
  [
    "one function for an INSTANCE, however often it is used",
    "VARIABLE x\nI == INSTANCE N WITH y <- x\nA == I!P /\\ I!P",
    "A0()\nA0() = and(P1(), P1())\nP1() = =(s0, 1)",
    "",
    "---- MODULE N ----\nVARIABLE y\nP == y = 1\n====",
  ],
  [
    "EXCEPT and @",
    "EXTENDS Naturals\nVARIABLE x\nA == [x EXCEPT ![1].f = @ + 2]",
    'A0()\nA0() = except(s0; [1, "f"] %1: Naturals.+(%1, 2))',
  ],
  [
    "products, tuples bound, sets",
    "A == {<<a, b>> \\in {1} \\X {2} : a = b}",
    "A0()\nA0() = filter <<%1, %2>> in product(set(1), set(2)): =(%1, %2)",
  ],
  [
    "[A]_v and ENABLED",
    "VARIABLE x\nN == x' = 1\nA == [N]_x /\\ ENABLED <<N>>_x",
    "and(or(=(s0', 1), =(s0', s0)), enabled(and(=(s0', 1), ~(=(s0', s0)))))",
  ],
];

describe("lowering", () => {
  for (const [title, body, expected, cfg, other] of cases) {
    it(`makes ${title}`, () => {
      expect(lowered(body, { cfg: cfg ?? "", others: other === undefined ? [] : [other] })).toBe(expected);
    });
  }

  it("says what it cannot make a program of, with the place", () => {
    expect(lowered("VARIABLE x\nA == <>(x = 1)")).toBe(
      "M.tla:3 a temporal formula inside an expression cannot be evaluated by this engine",
    );
    expect(lowered("CONSTANT c\nA == c = 1")).toMatch(/^M\.tla:3 `c`, which has no value in this model,/);
  });
});
