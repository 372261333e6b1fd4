/**
 * The operators of TLA+ with their precedence ranges, as SANY has them (the book's table differs for the
 * prefix
 * operators on sets: SANY, and so we, give `SUBSET`, `UNION` and `DOMAIN` the range 10-13).
 *
 * Two neighbouring operators have a defined order when their ranges are disjoint, or when they are the same
 * operator
 * and it associates to the left; otherwise they conflict and parentheses are required.
 */

export interface Precedence {
  readonly low: number;
  readonly high: number;
}

export interface InfixPrecedence extends Precedence {
  readonly assoc: "left" | "none";
  /** Whether `a op b op c` is one operation on three operands rather than two on two. */
  readonly nary?: boolean;
}

/** Function application `f[x]`. */
export const application: InfixPrecedence = { low: 16, high: 16, assoc: "left" };

const infixRows: readonly (readonly [number, number, "left" | "none", string])[] = [
  [1, 1, "none", "=>"],
  [2, 2, "none", "<=> ~> -+->"],
  [3, 3, "left", "/\\ \\/"],
  [
    5,
    5,
    "none",
    "= # < <= > >= \\in \\notin \\subset \\subseteq \\supset \\supseteq \\sqsubset \\sqsubseteq",
  ],
  [5, 5, "none", "\\sqsupset \\sqsupseteq \\prec \\preceq \\succ \\succeq \\sim \\simeq \\ll \\gg \\asymp"],
  [5, 5, "none", "\\approx \\cong \\doteq \\propto |- |= -| =| := ::="],
  [5, 14, "left", "\\cdot"],
  [6, 6, "left", "@@"],
  [7, 7, "none", ":> <:"],
  [8, 8, "left", "\\cup \\cap"],
  [8, 8, "none", "\\"],
  [9, 9, "none", ".. ..."],
  [9, 13, "left", "$ $$ ?? ## \\uplus \\sqcap \\sqcup"],
  [9, 13, "none", "!!"],
  [9, 14, "none", "\\wr"],
  [10, 10, "left", "+ ++ \\oplus"],
  [10, 11, "left", "| || %%"],
  [10, 11, "none", "%"],
  [10, 13, "left", "\\X"],
  [11, 11, "left", "- -- \\ominus"],
  [13, 13, "left", "* ** & && \\odot \\otimes \\star \\circ \\bigcirc \\bullet"],
  [13, 13, "none", "/ // \\oslash \\div"],
  [14, 14, "none", "^ ^^"],
];

const infixTable = new Map<string, InfixPrecedence>();
for (const [low, high, assoc, ops] of infixRows) {
  for (const op of ops.split(" ")) infixTable.set(op, { low, high, assoc, nary: op === "\\X" });
}

const prefixTable = new Map<string, Precedence>([
  ["~", { low: 4, high: 4 }],
  ["[]", { low: 4, high: 15 }],
  ["<>", { low: 4, high: 15 }],
  ["ENABLED", { low: 4, high: 15 }],
  ["UNCHANGED", { low: 4, high: 15 }],
  ["SUBSET", { low: 10, high: 13 }],
  ["UNION", { low: 10, high: 13 }],
  ["DOMAIN", { low: 10, high: 13 }],
  ["-", { low: 12, high: 12 }],
  ["-.", { low: 12, high: 12 }],
]);

const postfixPrecedence: Precedence = { low: 15, high: 15 };
const postfixOps = new Set(["'", "^+", "^*", "^#"]);

const synonymRows: readonly (readonly [string, string])[] = [
  ["/\\", "\\land ∧"],
  ["\\/", "\\lor ∨"],
  ["~", "\\lnot \\neg ¬"],
  ["\\cup", "\\union ∪"],
  ["\\cap", "\\intersect ∩"],
  ["<=", "=< \\leq ≤"],
  [">=", "\\geq ≥"],
  ["#", "/= ≠"],
  ["<=>", "\\equiv ⇔ ≡"],
  ["=>", "⇒"],
  ["\\circ", "\\o ∘"],
  ["\\X", "\\times ×"],
  ["\\oplus", "(+) ⊕"],
  ["\\ominus", "(-) ⊖"],
  ["\\odot", "(.) ⊙"],
  ["\\oslash", "(/) ⊘"],
  ["\\otimes", "(\\X) ⊗"],
  ["\\in", "∈"],
  ["\\notin", "∉"],
  ["\\subset", "⊂"],
  ["\\subseteq", "⊆"],
  ["\\supset", "⊃"],
  ["\\supseteq", "⊇"],
  ["\\sqsubset", "⊏"],
  ["\\sqsubseteq", "⊑"],
  ["\\sqsupset", "⊐"],
  ["\\sqsupseteq", "⊒"],
  ["\\prec", "≺"],
  ["\\preceq", "⪯"],
  ["\\succ", "≻"],
  ["\\succeq", "⪰"],
  ["\\sim", "∼"],
  ["\\simeq", "≃"],
  ["\\ll", "≪"],
  ["\\gg", "≫"],
  ["\\asymp", "≍"],
  ["\\approx", "≈"],
  ["\\cong", "≅"],
  ["\\doteq", "≐"],
  ["\\propto", "∝"],
  ["\\uplus", "⊎"],
  ["\\sqcap", "⊓"],
  ["\\sqcup", "⊔"],
  ["\\div", "÷"],
  ["\\wr", "≀"],
  ["\\star", "⋆"],
  ["\\bigcirc", "◯"],
  ["\\bullet", "●"],
  ["\\cdot", "⋅"],
  ["|-", "⊢"],
  ["|=", "⊨"],
  ["-|", "⊣"],
  ["=|", "⫤"],
  ["[]", "□"],
  ["<>", "◇"],
  ["~>", "↝"],
  ["-+->", "⇸"],
  ["..", "‥"],
  ["...", "…"],
  [":=", "≔"],
  ["::=", "⩴"],
  ["||", "‖"],
  ["??", "⁇"],
  ["!!", "‼"],
  ["^+", "⁺"],
];

const canonical = new Map<string, string>();
for (const [op, synonyms] of synonymRows) {
  for (const synonym of synonyms.split(" ")) canonical.set(synonym, op);
}

/** The one spelling we compare operators by; an operator without synonyms (or an unknown text) is itself. */
export function canonicalOp(op: string): string {
  return canonical.get(op) ?? op;
}

/** Precedence of an infix operator in any spelling; `undefined` if `op` is not infix. */
export function infixOp(op: string): InfixPrecedence | undefined {
  return infixTable.get(canonicalOp(op));
}

/** Precedence of a prefix operator in any spelling (`-` is unary minus here). */
export function prefixOp(op: string): Precedence | undefined {
  return prefixTable.get(canonicalOp(op));
}

/** Precedence of a postfix operator (`'`, `^+`, `^*`, `^#`) in any spelling. */
export function postfixOp(op: string): Precedence | undefined {
  return postfixOps.has(canonicalOp(op)) ? postfixPrecedence : undefined;
}

/**
 * Every spelling of an operator the lexer has to know (infix, prefix and postfix, synonyms, not the word
 * operators).
 */
export function operatorSpellings(): readonly string[] {
  const all = [...infixTable.keys(), ...prefixTable.keys(), ...postfixOps, ...canonical.keys()];
  return all.filter((op) => !/^[A-Z]/.test(op));
}
