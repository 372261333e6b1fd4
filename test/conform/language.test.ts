/** What mappings can say of values: changes, bounds, lengths, fields that only some messages have. */
import { describe, expect, it } from "vitest";
import { codesOf, mapped, subjectOf, verdictOn } from "./conform.js";

const store = await subjectOf(
  "Store",
  String.raw`---- MODULE Store ----
EXTENDS Naturals
Node == {"a", "b"}
VARIABLES votes, log, sent
Init == votes = [n \in Node |-> {}] /\ log = [n \in Node |-> <<>>] /\ sent = {}
Vote(n, m) == votes' = [votes EXCEPT ![n] = @ \cup {m}] /\ UNCHANGED <<log, sent>>
Forget(n) == votes' = [votes EXCEPT ![n] = {}] /\ UNCHANGED <<log, sent>>
Write(n, x) == log' = [log EXCEPT ![n] = <<x>> \o @] /\ UNCHANGED <<votes, sent>>
Ask(n) == sent' = sent \cup {[kind |-> "ask", from |-> n]} /\ UNCHANGED <<votes, log>>
Tell(n) == /\ sent' = sent \cup {[kind |-> "tell", from |-> n, body |-> [size |-> 2]]}
           /\ UNCHANGED <<votes, log>>
Get(m) == m \in sent /\ sent' = sent \ {m} /\ UNCHANGED <<votes, log>>
Next == \/ \E n \in Node : Forget(n) \/ Ask(n) \/ Tell(n)
        \/ \E n, m \in Node : Vote(n, m)
        \/ \E n \in Node, x \in 1..9 : Write(n, x)
        \/ \E m \in sent : Get(m)
====`.replace("EXTENDS Naturals", "EXTENDS Naturals, Sequences"),
  "INIT Init NEXT Next",
);

describe("changes instead of values", () => {
  const mapping = {
    delta: {
      op: "op",
      path: "path",
      args: "args",
      ops: { Add: "v \\cup {a[1]}", Clear: "{}", Put: "a[1]" },
    },
    events: [{ on: null, do: "any", delta: { votes: "$.votes?", log: "$.log?" } }],
  };
  const add = (n: string, m: string) => ({ votes: [{ op: "Add", path: [n], args: [m] }] });
  const clear = (n: string) => ({ votes: [{ op: "Clear", path: [n] }] });

  it("says of a variable what its value becomes, wherever in it", async () => {
    const rules = await mapped(store, mapping);
    expect((await verdictOn(rules, [add("a", "b"), clear("a"), add("b", "b")])).kind).toBe("accepted");
    const put = { log: [{ op: "Put", path: ["a"], args: [[3]] }] };
    expect((await verdictOn(rules, [put])).kind).toBe("accepted");
    // No step writes two entries, votes for nobody known, or changes two nodes.
    const two = { log: [{ op: "Put", path: ["a"], args: [[3, 4]] }] };
    expect((await verdictOn(rules, [two])).kind).toBe("rejected");
    expect((await verdictOn(rules, [add("a", "c")])).kind).toBe("rejected");
    const both = { votes: [...add("a", "b").votes, ...add("b", "b").votes] };
    expect((await verdictOn(rules, [both])).kind).toBe("rejected");
  });

  it("is refused where nothing says what the operations are, or for what is no variable", async () => {
    const { delta: _, ...without } = mapping;
    expect(await codesOf(mapped(store, without))).toEqual(["conform/mapping-unsupported"]);
    const other = { ...mapping, events: [{ on: null, do: "any", delta: { vots: "$.votes" } }] };
    expect(await codesOf(mapped(store, other))).toEqual(["conform/mapping-unknown-name"]);
  });

  it("an operation that the mapping does not have is told with the line", async () => {
    const rules = await mapped(store, mapping);
    expect(await codesOf(verdictOn(rules, [{ votes: [{ op: "Drop", path: ["a"] }] }]))).not.toEqual([]);
  });
});

describe("values", () => {
  it("lie between others", async () => {
    const rules = await mapped(store, {
      events: [
        {
          on: "write",
          do: "Write($.n, $.x)",
          after: {
            "Len(log[$.n])": { atLeast: "$.low", atMost: "$.high" },
            "log[$.n][1]": { atMost: "$.max?" },
          },
        },
      ],
    });
    const write = (low: number, high: number, max?: number) => ({
      event: "write",
      n: "a",
      x: 5,
      low,
      high,
      ...(max === undefined ? {} : { max }),
    });
    expect((await verdictOn(rules, [write(1, 1), write(0, 7, 5)])).kind).toBe("accepted");
    expect((await verdictOn(rules, [write(2, 7)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [write(0, 0)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [write(1, 1, 4)])).kind).toBe("rejected");
  });

  it("`.length` is that of a sequence, and of a logged array", async () => {
    const rules = await mapped(store, {
      events: [{ on: "write", do: "Write($.n, $.x)", after: { "log[$.n].length": "$.entries.length" } }],
      ignore: { fields: { "$.entries": "how many is enough here" } },
    });
    const write = (entries: readonly number[]) => ({ event: "write", n: "a", x: 5, entries: [...entries] });
    expect((await verdictOn(rules, [write([7]), write([1, 2])])).kind).toBe("accepted");
    expect((await verdictOn(rules, [write([7]), write([1])])).kind).toBe("rejected");
  });
});

describe("messages of several kinds", () => {
  const events = [
    { on: "ask", do: "Ask($.n)" },
    { on: "tell", do: "Tell($.n)", sends: { in: "sent", match: { "body.size": "$.size" } } },
  ];
  const ask = { event: "ask", n: "a" };
  const tell = { event: "tell", n: "a", size: 2 };

  it.each([
    ["a field of fields", { "body.size": "$.size" }],
    ["TLA+ of the message", { "@.body.size": "$.size" }],
  ])("one that lacks the field is no match: %s", async (_, match) => {
    const rules = await mapped(store, {
      events: [...events, { on: "get", do: "Get(m)", take: { m: { in: "sent", match } } }],
    });
    const get = (size: number) => ({ event: "get", size });
    expect((await verdictOn(rules, [ask, tell, get(2)])).kind).toBe("accepted");
    expect((await verdictOn(rules, [ask, get(2)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [ask, tell, get(3)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [ask, { ...tell, size: 3 }])).kind).toBe("rejected");
  });
});
