import { describe, expect, it } from "vitest";
import { parseState, type Value } from "../../src/tla/value.js";
import {
  diffStates,
  printChange,
  printCounterexample,
  readAction,
  readBack,
  readState,
} from "../../src/tlc/counterexample.js";

const diff = (before: string, after: string): readonly string[] =>
  diffStates(parseState(before), parseState(after)).map(printChange);

describe("actions", () => {
  it("reads name, arguments and location", () => {
    expect(
      readAction('Send(s1, <<1, "a,b">>, {2, 3}) line 6, col 14 to line 7, col 20 of module Spec'),
    ).toEqual({
      action: "Send",
      args: ["s1", '<<1, "a,b">>', "{2, 3}"],
      location: { module: "Spec", line: 6, column: 14, endLine: 7, endColumn: 20 },
    });
    expect(readAction("Next line 1, col 2 to line 3, col 4 of module M")).toMatchObject({
      action: "Next",
      args: [],
    });
    expect(readAction("Initial predicate")).toEqual({ action: undefined, args: [], location: undefined });
  });

  it("reads a state with its number", () => {
    const state = readState(
      "3: <Act line 1, col 2 to line 1, col 9 of module M>\n/\\ x = 1\n/\\ y = 2\n\n",
      9,
    );
    expect(state).toMatchObject({ number: 3, action: "Act", text: "/\\ x = 1\n/\\ y = 2" });
    expect(readState("x = 1\n", 4)).toMatchObject({ number: 4, action: undefined, text: "x = 1" });
    expect(readState("nothing of that kind", 1)).toBeUndefined();
  });

  it("reads where a loop goes back to, in both spellings", () => {
    expect(readBack("2: Back to state: <Act line 1, col 2 to line 1, col 9 of module M>\n")).toEqual({
      kind: "back",
      to: 2,
      action: "Act",
    });
    expect(readBack("Back to state 5")).toMatchObject({ to: 5 });
  });
});

describe("what changes", () => {
  it("says nothing when nothing changes", () => {
    expect(diff("x = 1", "x = 1")).toEqual([]);
  });
  it("names only changed entries of functions, records and sequences", () => {
    const before = "/\\ log = (s1 :> <<1>> @@ s2 :> <<>>)\n/\\ r = [a |-> 1, b |-> 2]";
    const after = "/\\ log = (s1 :> <<1, 7>> @@ s2 :> <<>>)\n/\\ r = [a |-> 1, b |-> 3]";
    expect(diff(before, after)).toEqual(["log[s1][2] = 7", "r.b = 3  (was 2)"]);
  });
  it("takes no long where sets and sequences are large", () => {
    const items = Array.from({ length: 200_000 }, (_, i) => ({ kind: "int", value: i }) as const);
    const before = new Map<string, Value>([
      ["set", { kind: "set", items: items.slice(1) }],
      ["seq", { kind: "tuple", items: items.slice(0, 1) }],
    ]);
    const after = new Map<string, Value>([
      ["set", { kind: "set", items }],
      ["seq", { kind: "tuple", items }],
    ]);
    const [members, ...others] = diffStates(before, after);
    expect(members).toMatchObject({ added: [items[0]], removed: [] });
    expect(others).toHaveLength(199_999);
  });

  it("shows added and removed members of sets", () => {
    expect(diff("s = {1, 2}", "s = {2, 3}")).toEqual(["s +{3} -{1}"]);
    expect(diff("s = {}", 's = {[k |-> "m"]}')).toEqual(['s +{[k |-> "m"]}']);
  });
  it("shows entries that go away, and a change of kind whole", () => {
    expect(diff("q = <<1, 2>>", "q = <<1>>")).toEqual(["q[2] removed  (was 2)"]);
    expect(diff("v = 1", "v = {1}")).toEqual(["v = {1}  (was 1)"]);
    expect(diff("q = <<1>>", "q = <<>>")).toEqual(["q = <<>>  (was <<1>>)"]);
  });
});

describe("the printed counterexample", () => {
  const state = (number: number, action: string | undefined, text: string) => ({
    number,
    action,
    args: [],
    location: undefined,
    text,
  });

  it("shows the first state whole, then changes, then the loop", () => {
    const states = [state(1, undefined, "/\\ x = 0\n/\\ y = 0"), state(2, "Inc", "/\\ x = 1\n/\\ y = 0")];
    const lines = printCounterexample({ states, loop: { kind: "back", to: 1, action: "Inc" } }, parseState);
    expect(lines).toEqual([
      "-- the loop starts here --",
      "1  initial state",
      "     x = 0",
      "     y = 0",
      "2  Inc",
      "     x = 1  (was 0)",
      "-- back to state 1 by Inc, and so on forever --",
    ]);
  });

  it("shows a state it cannot read as TLC printed it", () => {
    const lines = printCounterexample(
      { states: [state(1, undefined, "x = ?")], loop: { kind: "stuttering" } },
      () => undefined,
    );
    expect(lines).toEqual(["1  initial state", "     x = ?", "-- nothing happens any more (stuttering) --"]);
  });
});
