/** Expressions that a user gives beside the module: goals to reach, questions to evaluate. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Level, ResolvedSpec } from "../resolve/types.js";
import type { Expr } from "../tla/ast.js";
import { definition, module } from "../tla/build.js";
import { parseExpression } from "../tla/parse.js";
import { placeOf } from "../tla/place.js";

/** An expression linked in the scope of the root module. */
export interface LinkedExpression {
  readonly text: string;
  readonly expr: Expr;
  readonly level: Level;
  /** The whole of it, in the file that it was said to come from. */
  readonly place: Place;
}

export interface ExpressionResult {
  /** There exactly if no diagnostic is an error. */
  readonly expression: LinkedExpression | undefined;
  /** Places are those of `text`. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads an expression that may use all that the root module defines and declares, at its end; nodes of it are then known
 * to `spec` as those of its modules are. `file` is what messages call the text: an option's name, say.
 */
export function expressionIn(spec: ResolvedSpec, text: string, file = "expression"): ExpressionResult {
  const { expr, diagnostics } = parseExpression(file, text);
  if (expr === undefined) return { expression: undefined, diagnostics };
  // No text can have this name, so that one expression is not in the way of the next.
  const name = `expression ${spec.appended.length + 1}`;
  const tree = module(name, [definition(name, [], expr)]);
  const added = spec.append({ stage: "parsed", file, source: text, module: tree, comments: [] });
  if (added.diagnostics.some((d) => d.severity === "error")) {
    return { expression: undefined, diagnostics: added.diagnostics };
  }
  const place = placeOf(file, text, expr.span);
  const expression = { text, expr, level: spec.level(expr) ?? 0, place };
  return { expression, diagnostics: added.diagnostics };
}
