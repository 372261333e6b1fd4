import { describe, expect, it } from "vitest";
import { lex } from "../../src/tla/lexer.js";

const types = (text: string): string =>
  lex(text, 0, false)
    .tokens.map((t) => t.type)
    .join(" ");

describe("lex", () => {
  it("takes the longest symbol", () => {
    expect(types("a|->b<=>c<<d>>_e]_f")).toBe("id |-> id <=> id << id >>_ id ]_ id eof");
    expect(types("x..y -+-> (+) \\inS /\\ \\")).toBe("id .. id -+-> \\oplus \\in id /\\ \\ eof");
  });

  it("tells words, numbers, steps and fairness", () => {
    expect(types("1a 12 3.5 1..2 \\o17 \\o WF_vars(A) <1>2. _")).toBe(
      "id number number number .. number number \\circ WF_ id ( id ) step _ eof",
    );
  });

  it("maps synonyms and Unicode to one type and keeps the text", () => {
    const { tokens } = lex("a \\leq b ∈ c", 0, false);
    expect(tokens.map((t) => t.type)).toEqual(["id", "<=", "id", "\\in", "id", "eof"]);
    expect(tokens[1]?.text).toBe("\\leq");
  });

  it("counts columns with tabs to the next multiple of 8", () => {
    expect(lex("a\tb\n\t c", 0, false).tokens.map((t) => `${t.line}:${t.column}`)).toEqual([
      "1:1",
      "1:9",
      "2:10",
      "2:11",
    ]);
  });

  it("collects comments", () => {
    const { comments, faults } = lex("(* a (* b *) *) x \\* y\r\n z (* w", 0, false);
    expect(comments.map((c) => c.text)).toEqual(["(* a (* b *) *)", "\\* y", "(* w"]);
    expect(faults.map((f) => f.kind)).toEqual(["unclosed-comment"]);
  });
});
