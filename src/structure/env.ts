/** What names stand for where text is read (see `elaborate.ts`). */
import type { Declaration, OperatorDeclaration, ScopeEntry } from "../resolve/types.js";
import type { Expr, ParsedModule } from "../tla/ast.js";

export type Scope = ReadonlySet<string>;

/** What a declaration stands for in an `Env`. */
export type Value =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "closure"; readonly node: Expr; readonly env: Env }
  | { readonly kind: "entry"; readonly entry: ScopeEntry; readonly env: Env }
  | { readonly kind: "done"; readonly expr: Expr };

export interface Env {
  readonly values: ReadonlyMap<Declaration, Value>;
  /** How the root names what this module defines: `M!` before it; undefined if it cannot. */
  readonly via: readonly { readonly name: string; readonly args: readonly Expr[] }[] | undefined;
  readonly parsed: ParsedModule;
}

export interface Link {
  readonly to: OperatorDeclaration;
  readonly env: Env;
  readonly scope: Scope;
}

/** A definition met in an expression: what it is, and the environment its body is read in. */
export interface Called {
  readonly to: OperatorDeclaration;
  readonly env: Env;
}
