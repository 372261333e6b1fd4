/** Why an action cannot be taken: conjunct by conjunct. */
import { describe, expect, it } from "vitest";
import { Explainer, type Explanation, findingText } from "../../../src/engine/explain/explain-action.js";
import { choose, parametersOf } from "../../../src/engine/explain/explain-params.js";
import { Places } from "../../../src/engine/explain/explain-places.js";
import { Bank } from "../../../src/engine/values/bank.js";
import { readValue } from "../../../src/engine/values/show.js";
import { loweredText } from "./lowered.js";

const source = String.raw`---- MODULE M ----
EXTENDS Integers
VARIABLES term, log
Server == {1, 2}
Grows(i, n) == n > term[i]
Receive(i, m) ==
  /\ m.term = term[i]
  /\ \/ m.kind = "grant"
     \/ Grows(i, m.index)
  /\ term' = [term EXCEPT ![i] = @ + 1]
  /\ log' = log \cup {m}
Init == term = [i \in Server |-> 3] /\ log = {}
Messages == [term : 2..3, kind : {"grant", "deny"}, index : 1..2]
Next == \E i \in Server : \E m \in Messages : Receive(i, m)
====
`;

async function model() {
  const { model: lowered } = await loweredText(source, "INIT Init\nNEXT Next\n");
  if (lowered === undefined) throw new Error("not lowered");
  const explainer = new Explainer(new Bank(), lowered.variables);
  explainer.places = new Places(lowered.spec);
  const action = lowered.actions[0]!.ir;
  const value = (text: string): number => readValue(explainer.bank, text);
  const state = Int32Array.of(value("<<3, 3>>"), value("{}"));
  const explain = (args: Readonly<Record<string, string>>, next?: readonly string[]): Explanation => {
    const given = new Map(
      parametersOf(action).flatMap((p) => {
        const text = args[p.name];
        return text === undefined ? [] : [[p.local, value(text)] as const];
      }),
    );
    const chosen = choose(explainer, action, given, state);
    return explainer.explain(chosen.action, chosen.env, state, next && Int32Array.from(next, value));
  };
  return { explain, action, explainer, state, value };
}

const lines = (e: Explanation) =>
  e.failures.map((f) => ({
    before: f.before.map(findingText),
    at: `${findingText(f.at)}, line ${f.at.place?.line}`,
    after: f.after.map(findingText),
  }));

describe("an explanation of an action", () => {
  it("names the first false conjunct with both sides, what was true before and not reached after", async () => {
    const { explain } = await model();
    const found = explain({ i: "1", m: '[term |-> 2, kind |-> "grant", index |-> 1]' });
    expect(found.ways).toBe(0);
    expect(lines(found)).toEqual([
      {
        before: [],
        at: "m.term = term[i]: 2 against 3, line 7",
        after: [
          '\\/ m.kind = "grant" \\/ Grows(i, m.index)',
          "term' = [term EXCEPT ![i] = @ + 1]",
          "log' = log \\cup {m}",
        ],
      },
    ]);
  });

  it("goes into disjunctions and operators, branch by branch", async () => {
    const { explain } = await model();
    const found = explain({ i: "1", m: '[term |-> 3, kind |-> "deny", index |-> 1]' });
    expect(lines(found).map((f) => f.at)).toEqual([
      'm.kind = "grant": "deny" against "grant", line 8',
      "n > term[i]: 1 against 3, line 5",
    ]);
  });

  it("tells what a way assigns, and which variable of a given next state is wrong", async () => {
    const { explain } = await model();
    const args = { i: "2", m: '[term |-> 3, kind |-> "grant", index |-> 1]' };
    const found = explain(args);
    expect(found.ways).toBe(1);
    expect(found.taken.map(findingText).slice(-2)).toEqual([
      "term' = <<3, 4>>",
      'log\' = {[index |-> 1, kind |-> "grant", term |-> 3]}',
    ]);
    const wrong = explain(args, ["<<3, 5>>", '{[term |-> 3, kind |-> "grant", index |-> 1]}']);
    expect(wrong.ways).toBe(0);
    expect(lines(wrong)[0]?.at).toBe(
      "term' = [term EXCEPT ![i] = @ + 1]: <<3, 5>> against <<3, 4>>, line 10",
    );
  });

  it("leaves open what is not chosen, and says which choices got furthest", async () => {
    const { explain } = await model();
    const found = explain({ i: "1" });
    expect(found.ways).toBe(2);
    expect(found.failures[0]?.choices.map((c) => c.name)).toEqual(["m"]);
    expect(found.failures[0]?.before.length).toBe(1);
  });

  it("knows when a parameter is outside of its set", async () => {
    const { action, explainer, state, value } = await model();
    const [i] = parametersOf(action);
    const { outside } = choose(explainer, action, new Map([[i!.local, value("7")]]), state);
    expect(outside).toBe("7 is not in {1, 2}");
  });
});
