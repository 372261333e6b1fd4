import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/tla/parse.js";
import { prettyExpr } from "../../src/tla/pretty.js";
import { anyExpr, shape } from "./arbitrary.js";

describe("prettyExpr", () => {
  it.each([20, 60, 100])("is undone by parsing, at a width of %i", (width) => {
    fc.assert(
      fc.property(anyExpr, (expr) => {
        const text = prettyExpr(expr, width);
        const read = parseExpression("random.tla", text);
        expect(read.diagnostics, text).toEqual([]);
        expect(shape(read.expr), text).toEqual(shape(expr));
      }),
      { numRuns: 300 },
    );
  });
});
