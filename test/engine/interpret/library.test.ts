/** The library's face: states, steps, values, reasons. */
import { describe, expect, it } from "vitest";
import { findingText } from "../../../src/engine/explain/explain-action.js";
import { compile, type SpecModel } from "../../../src/engine/library/library-face.js";
import { DiagnosticError } from "../../../src/report/diagnostic.js";
import { loadText } from "../../../src/spec/modules.js";

const source = String.raw`---- MODULE Counter ----
EXTENDS Integers, Sequences
CONSTANT N
VARIABLES count, log
Init == count \in 0..1 /\ log = <<>>
Add(n, tag) == /\ count + n <= N
               /\ count' = count + n
               /\ log' = Append(log, [by |-> n, tag |-> tag])
Reset == count = N /\ count' = 0 /\ UNCHANGED log
Next == \/ \E n \in 1..2, tag \in {"a", "b"} : Add(n, tag)
        \/ Reset
Small == count < N
Inverse(k) == 10 \div (count - k)
====
`;

const usual = "INIT Init NEXT Next CONSTANT N = 3 INVARIANT Small";

async function model(cfg?: string): Promise<SpecModel> {
  const { spec, diagnostics } = await loadText("Counter.tla", source, process.cwd());
  if (spec === undefined) throw new DiagnosticError(diagnostics);
  return compile(spec, cfg === undefined ? {} : { cfg });
}

function messages(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map((d) => d.message);
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a specification as a library", () => {
  it("has initial states and steps that print and turn into JSON", async () => {
    const m = await model(usual);
    const [first, second] = m.init();
    expect(String(second)).toBe("/\\ count = 1\n/\\ log = <<>>");
    expect(JSON.stringify(first)).toBe('{"count":0,"log":[]}');
    const steps = m.next(second!);
    expect(steps.map((s) => [s.action, String(s.state.get("count"))]).sort()).toEqual([
      ["Add", "2"],
      ["Add", "2"],
      ["Add", "3"],
      ["Add", "3"],
    ]);
    expect(m.state(String(second)).equals(second!)).toBe(true);
  });

  it("evaluates expressions of constants, states and steps", async () => {
    const m = await model(usual);
    const [state] = m.init();
    const next = m.next(state!)[0]!.state;
    expect(String(m.evaluate("[i \\in 1..N |-> i * i]"))).toBe("<<1, 4, 9>>");
    expect(String(m.evaluate("count + N", state))).toBe("3");
    expect(m.evaluate("count' > count /\\ Small'", state, next).isTrue).toBe(true);
    expect(m.evaluate("{[a |-> 1], [a |-> 2]}").toJSON()).toEqual([{ a: 1 }, { a: 2 }]);
    expect(m.invariant("Small", m.state({ count: "N", log: "<<>>" }))).toBe(false);
    m.define("Twice(x) == 2 * x\nFour == Twice(2)");
    expect(String(m.evaluate("Twice(count) + Four", next))).toBe("6");
  });

  it("takes actions singly, with parameters chosen or left open", async () => {
    const m = await model(usual);
    const [add, reset] = m.actions;
    expect(m.actions.map((a) => [a.name, a.params.map((p) => p.name)])).toEqual([
      ["Add", ["n", "tag"]],
      ["Reset", []],
    ]);
    const [state] = m.init();
    expect(add!.params[0]!.domain(state!)?.map(String)).toEqual(["1", "2"]);
    expect(add!.take(state!, { n: "2", tag: '"b"' }).map(String)).toEqual([
      '/\\ count = 2\n/\\ log = <<[tag |-> "b", by |-> 2]>>',
    ]);
    expect(add!.take(state!, { n: "2" }).length).toBe(2);
    expect(add!.take(state!, { n: "7" })).toEqual([]);
    expect(m.take(state!, 'Add(3, "c")').length).toBe(1);
    expect(m.take(state!, "count' = 5 /\\ UNCHANGED log").map((s) => String(s.get("count")))).toEqual(["5"]);
    const why = reset!.explain(state!);
    expect(why.failures.map((f) => findingText(f.at))).toEqual(["count = N: 0 against 3"]);
    expect(m.explain(state!, 'Add(4, "a")').failures.map((f) => findingText(f.at))).toEqual([
      "count + n <= N: 4 against 3",
    ]);
  });

  it("throws diagnostics for what is wrong, with places and values", async () => {
    const m = await model(usual);
    const [state] = m.init();
    expect(messages(() => m.evaluate("cont + 1"))).toEqual(["`cont` is not declared or defined here"]);
    expect(messages(() => m.evaluate("1 +"))[0]).toContain("expected");
    expect(messages(() => m.evaluate("Inverse(0)", state))).toEqual([
      "the expression cannot be evaluated: The second argument of \\div is 0.",
    ]);
    expect(messages(() => m.evaluate("count"))[0]).toContain("before it has a value");
    expect(messages(() => m.evaluate("<>Small"))[0]).toContain("temporal");
    expect(messages(() => m.define("F(x) = 1"))[0]).toBeDefined();
    expect(() => m.state("count = 1").get("log")).not.toThrow();
    expect(() => m.next(m.state("count = 1"))).toThrow("no value for log");
  });

  it("evaluates expressions where the behaviour cannot be evaluated", async () => {
    const m = await model();
    expect(String(m.evaluate("1 + 1"))).toBe("2");
    expect(messages(() => m.init())[0]).toContain("N");
  });
});
