import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import {
  boolean,
  compareValues,
  equalValues,
  functionOf,
  int,
  model,
  parseState,
  parseValue,
  printValue,
  recordOf,
  setOf,
  string,
  toExpr,
  tupleOf,
  type Value,
} from "../../src/tla/value.js";

const fieldName = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,5}$/);

const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.integer().map(int),
    fc.boolean().map(boolean),
    fc.string().map(string),
    fieldName.map(model),
    fc.array(tie("value"), { maxLength: 4 }).map(setOf),
    fc.array(tie("value"), { maxLength: 4 }).map(tupleOf),
    fc.array(fc.tuple(fieldName, tie("value")), { maxLength: 4 }).map(recordOf),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 4 }).map(functionOf),
  ),
})).value;

describe("values", () => {
  it("are read as they are printed", () => {
    fc.assert(
      fc.property(anyValue, (v) => {
        expect(parseValue(printValue(v))).toEqual(v);
      }),
    );
  });

  it("have a total order that agrees with equality", () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0)
          expect(compareValues(a, c)).toBeLessThanOrEqual(0);
        expect(equalValues(a, b)).toBe(printValue(a) === printValue(b));
      }),
    );
  });

  it("are sets without order and duplicates", () => {
    expect(parseValue("{3, 1, 2, 1}")).toEqual(parseValue("1..3"));
    expect(parseValue("2..1")).toEqual(parseValue("{}"));
  });

  it("take the form that TLC prints", () => {
    expect(parseValue("(1 :> a @@ 2 :> b)")).toEqual(parseValue("<<a, b>>"));
    expect(parseValue('("x" :> 1 @@ "y" :> 2)')).toEqual(parseValue("[y |-> 2, x |-> 1]"));
    expect(parseValue("(a :> -1)")).toEqual({ kind: "function", pairs: [[model("a"), int(-1)]] });
  });

  it("may stand on several lines", () => {
    const text = '[ from |-> r1,\n  log |-> << [op |-> "a\\"b\\n"],\n            [op |-> "c"] >> ]';
    expect(printValue(parseValue(text))).toBe('[from |-> r1, log |-> <<[op |-> "a\\"b\\n"], [op |-> "c"]>>]');
  });

  it("become expressions", () => {
    expect(toExpr(parseValue("-3"))).toMatchObject({ kind: "Prefix", op: "-", arg: { text: "3" } });
    expect(toExpr(parseValue("(a :> 1)"))).toMatchObject({
      kind: "Paren",
      body: { kind: "Infix", op: ":>" },
    });
  });

  it.each(["", "{1, ", "<<1>", "[a |- 1]", '"open', "1 2", "(a :> 1"])(
    "refuses %j and says where",
    (text) => {
      try {
        parseValue(text);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(DiagnosticError);
        expect((error as DiagnosticError).diagnostics[0]).toMatchObject({
          code: "tlc/unreadable-value",
          place: { line: 1 },
        });
      }
    },
  );
});

describe("parseState", () => {
  it("reads each variable", () => {
    const state = parseState(
      "State 2: <Send line 10, col 3 to line 12, col 20 of module M>\n/\\ x = {a,\n  b}\n/\\ y = <<1>>\n",
    );
    expect([...state]).toEqual([
      ["x", setOf([model("a"), model("b")])],
      ["y", tupleOf([int(1)])],
    ]);
  });

  it("reads a state of one variable, without a bullet", () => {
    expect([...parseState("x = 1")]).toEqual([["x", int(1)]]);
  });

  it("refuses what is not a state", () => {
    expect(() => parseState("/\\ x = 1 y = 2")).toThrow(/expected `\/\\`/);
  });
});
