/**
 * The operators that the language itself has, with their levels (Specifying Systems §17.2, as SANY has them): what level
 * an argument may have at most, and whether its level becomes one of the result.
 */
import type { BuiltinDeclaration, Level } from "./types.js";

export interface LevelRule {
  readonly level: Level;
  /** For each argument; the last one stands for all further ones. */
  readonly max: readonly Level[];
  /** Whether an argument's level is passed on to the result. */
  readonly passes: boolean;
}

const formula: LevelRule = { level: 0, max: [3], passes: true };
const value: LevelRule = { level: 0, max: [2], passes: true };

/** Operators with a name: what `Prefix`, `Infix`, `Postfix`, `Junction` and `Apply` nodes may refer to. */
const named: readonly (readonly [string, number, LevelRule])[] = [
  ["STRING", 0, value],
  ["BOOLEAN", 0, value],
  ["TRUE", 0, value],
  ["FALSE", 0, value],
  ["=", 2, value],
  ["#", 2, value],
  ["'", 1, { level: 2, max: [1], passes: false }],
  ["~", 1, formula],
  ["/\\", 2, formula],
  ["\\/", 2, formula],
  ["<=>", 2, formula],
  ["=>", 2, formula],
  ["SUBSET", 1, value],
  ["UNION", 1, value],
  ["DOMAIN", 1, value],
  ["\\subseteq", 2, value],
  ["\\in", 2, value],
  ["\\notin", 2, value],
  ["\\", 2, value],
  ["\\cap", 2, value],
  ["\\cup", 2, value],
  ["\\X", 2, value],
  ["~>", 2, { level: 3, max: [3], passes: false }],
  ["[]", 1, { level: 3, max: [3], passes: false }],
  ["<>", 1, { level: 3, max: [3], passes: false }],
  ["ENABLED", 1, { level: 1, max: [2], passes: false }],
  ["UNCHANGED", 1, { level: 2, max: [1], passes: false }],
  ["\\cdot", 2, { level: 2, max: [2], passes: false }],
  ["-+->", 2, { level: 3, max: [3], passes: false }],
];

/** Forms that have no name. */
export const forms = {
  formula,
  value,
  action: { level: 2, max: [2, 1], passes: false },
  fairness: { level: 3, max: [1, 2], passes: false },
  temporalQuantifier: { level: 3, max: [3], passes: false },
} satisfies Record<string, LevelRule>;

export const builtins: ReadonlyMap<string, BuiltinDeclaration> = new Map(
  named.map(([name, arity]) => [
    name,
    { kind: "builtin", name, module: undefined, params: Array.from({ length: arity }, () => 0) },
  ]),
);

const rules = new Map(named.map(([name, , rule]) => [name, rule]));

/** The rule of an operator of the language by its canonical name. */
export function ruleOf(name: string): LevelRule {
  return rules.get(name) ?? value;
}
