import { describe, expect, it } from "vitest";
import { EvaluationError } from "../../../src/engine/values/bank-errors.js";
import { show } from "../../../src/engine/values/show.js";
import { loweredTerms } from "./evaluate.js";
import { type ExpressionCase, expressionFiles, withoutIntervals } from "./record.js";

describe("expressions have TLC's values", () => {
  it.each(expressionFiles())("$name", async ({ modules, cases }) => {
    const terms = await loweredTerms(
      modules,
      cases.map((c) => c.text),
    );
    const value = (i: number): string => {
      try {
        const { bank, ref } = terms(i);
        return show(bank, ref).replace(/\s+/g, "");
      } catch (error) {
        if (error instanceof EvaluationError) return "fault";
        throw error;
      }
    };
    const wrong = cases.flatMap(({ line, text, value: expected = "" }: ExpressionCase, i) => {
      const mine = value(i);
      return withoutIntervals(mine) === withoutIntervals(expected)
        ? []
        : [`${line}: ${text}\n  TLC:  ${expected}\n  ours: ${mine}`];
    });
    expect(wrong.join("\n")).toBe("");
  });
});
