/** What random expressions and specifications begin with, and the names that they may use. */
import { MODELS, NAMES, type Type } from "./types.js";

/** What can be used in an expression: an expression of a type, or with parameters an operator. */
export interface Name {
  readonly name: string;
  readonly type: Type;
  readonly params: readonly Type[];
}

export const variable = (name: string, type: Type): Name => ({ name, type, params: [] });

/** Definitions that the expressions use, after the names of strings in TLC's order. */
export const PRELUDE = [
  "EXTENDS Integers, Sequences, FiniteSets, TLC",
  `CONSTANTS ${MODELS.join(", ")}, Nodes`,
  ...NAMES.map((name) => `str_${name} == "${name}"`),
  `Texts == {"${NAMES[0]}", "${NAMES[1]}"}`,
  "RECURSIVE SumSet(_), SumSeq(_)",
  "SumSet(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + SumSet(S \\ {x})",
  "SumSeq(s) == IF s = <<>> THEN 0 ELSE Head(s) + SumSeq(Tail(s))",
  "Call(F(_), x) == F(x)",
  "Twice(F(_), x) == F(F(x))",
  "Both(F(_, _), x, y) == F(x, y)",
  "Put(x, e) == x' = e",
  "PutIn(x, S) == x' \\in S",
  "If(P, A) == P /\\ A",
  "Or(A, B) == A \\/ B",
  "Range(f) == {f[x] : x \\in DOMAIN f}",
];

/** The lines of a model that the prelude's constants need. */
export const CONSTANTS = [
  ...MODELS.map((m) => `CONSTANT ${m} = ${m}`),
  `CONSTANT Nodes = {${MODELS.join(", ")}}`,
];
