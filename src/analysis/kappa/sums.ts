/** What a counter value can be made of: numbers that the content shows, and sums of two of them that are no epochs. */
import type { Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import type { CertifiedEvent } from "../types.js";

/** Every two of the things, in their order. */
export const pairsOf = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.flatMap((one, i) => items.slice(i + 1).map((other) => [one, other] as const));

interface Named {
  readonly name: string;
}

export const sumName = (one: Named, other: Named): string => `${one.name}+${other.name}`;

/** What a part of a counter value is, by the name that it was judged under. */
export function componentExpr({ components, name }: CertifiedEvent, wanted: string): Expr {
  const plain = components.find((c) => c.name === wanted);
  if (plain !== undefined) return plain.expr;
  const sum = pairsOf(components.filter((c) => c.epoch === undefined)).find(
    ([one, other]) => sumName(one, other) === wanted,
  );
  if (sum === undefined) throw new Error(`${name} has no component ${wanted}`);
  return b.infix("+", sum[0].expr, sum[1].expr);
}
