/**
 * An algorithm in PlusCal as data. Expressions stay token lists: what they mean is the TLA+ parser's business, here it
 * only matters whether the translation has the same ones.
 */
import type { Token } from "./tokens.js";

export type Tokens = readonly Token[];

interface At {
  /** The label before the statement; `undefined` where none is written. */
  readonly label: string | undefined;
  /** UTF-16 offset of the statement, after its label. */
  readonly offset: number;
}

export interface Target {
  readonly variable: Token;
  /** What follows the variable on the left-hand side: `[i].f`. */
  readonly path: Tokens;
  readonly value: Tokens;
}

export type Statement = At &
  (
    | { readonly kind: "assign"; readonly targets: readonly Target[] }
    | { readonly kind: "await"; readonly condition: Tokens }
    | { readonly kind: "print"; readonly value: Tokens }
    | { readonly kind: "assert"; readonly value: Tokens }
    | { readonly kind: "skip" }
    | { readonly kind: "return" }
    | { readonly kind: "goto"; readonly to: string }
    | { readonly kind: "call"; readonly to: string; readonly args: readonly Tokens[] }
    | { readonly kind: "macro"; readonly name: string; readonly args: readonly Tokens[] }
    | {
        readonly kind: "if";
        readonly test: Tokens;
        readonly yes: readonly Statement[];
        readonly no: readonly Statement[];
      }
    | { readonly kind: "either"; readonly clauses: readonly (readonly Statement[])[] }
    | { readonly kind: "while"; readonly test: Tokens; readonly body: readonly Statement[] }
    | {
        readonly kind: "with";
        readonly variable: string;
        readonly op: "=" | "\\in";
        readonly value: Tokens;
        readonly body: readonly Statement[];
      }
  );

export interface VariableDeclaration {
  readonly name: string;
  readonly offset: number;
  /** `undefined`: without an initial value. */
  readonly value: { readonly op: "=" | "\\in"; readonly tokens: Tokens } | undefined;
}

export interface Macro {
  readonly name: string;
  readonly params: readonly string[];
  readonly body: readonly Statement[];
}

export interface Procedure {
  readonly name: string;
  readonly offset: number;
  readonly params: readonly VariableDeclaration[];
  readonly variables: readonly VariableDeclaration[];
  readonly body: readonly Statement[];
}

export type Fairness = "none" | "weak" | "strong";

export interface Process {
  readonly name: string;
  readonly offset: number;
  readonly fairness: Fairness;
  /** `\in`: one process for each element of `id`. */
  readonly op: "=" | "\\in";
  readonly id: Tokens;
  readonly variables: readonly VariableDeclaration[];
  readonly body: readonly Statement[];
}

export interface Algorithm {
  readonly name: string;
  readonly fairness: Fairness;
  /** A label has a modifier (`+`, `-`), which changes the fairness of its step. */
  readonly labelFairness: boolean;
  readonly variables: readonly VariableDeclaration[];
  readonly definitions: Tokens;
  readonly macros: readonly Macro[];
  readonly procedures: readonly Procedure[];
  /** Empty for an algorithm of one process, whose statements are `body`. */
  readonly processes: readonly Process[];
  readonly body: readonly Statement[];
}
