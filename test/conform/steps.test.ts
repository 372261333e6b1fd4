import { describe, expect, it } from "vitest";
import { askTlc } from "../../src/conform/tlc/tlc.js";
import { disagreement, isDisagreement, sameVerdict } from "../../src/conform/validate.js";
import type { Json } from "../../src/log/types.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import type { Engine } from "../../src/verify/engines.js";
import { codesOf, mapped, subjectIn, subjectOf, verdictOn } from "./conform.js";

const commit = await subjectIn("commit", "Commit");

const queue = await subjectOf(
  "Queue",
  String.raw`---- MODULE Queue ----
EXTENDS Naturals, Sequences
VARIABLES waiting, taken, hidden
Init == waiting = <<>> /\ taken = 0 /\ hidden = 0
Put(x) == waiting' = Append(waiting, x) /\ UNCHANGED <<taken, hidden>>
Take == /\ waiting # <<>>
        /\ taken' = taken + Head(waiting)
        /\ waiting' = Tail(waiting)
        /\ UNCHANGED hidden
Hide == hidden' = hidden + 1 /\ UNCHANGED <<waiting, taken>>
Next == (\E x \in {1, 2, 3} : Put(x)) \/ Take \/ Hide
====`,
  "INIT Init NEXT Next",
);

describe("one line for several steps", () => {
  it("takes exactly those, and compares before the first and after the last", async () => {
    const rules = await mapped(queue, {
      events: [
        { on: "move", do: ["Put($.x)", "Take"], before: { taken: "$.from" }, after: { taken: "$.to" } },
      ],
    });
    const move = (from: number, x: number, to: number) => ({ event: "move", from, x, to });
    expect((await verdictOn(rules, [move(0, 2, 2), move(2, 3, 5)])).kind).toBe("accepted");
    expect((await verdictOn(rules, [move(0, 2, 2), move(2, 3, 4)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [move(1, 2, 2)])).kind).toBe("rejected");
  });

  it("repeats an action until something is true, at most so often", async () => {
    const rules = await mapped(queue, {
      events: [
        { on: "put", do: "Put($.x)" },
        { on: "drain", do: "Take", until: "waiting = <<>>", max: 2, after: { taken: "$.to" } },
      ],
    });
    const put = { event: "put", x: 2 };
    const drain = (to: number) => ({ event: "drain", to });
    expect((await verdictOn(rules, [put, put, drain(4)])).kind).toBe("accepted");
    expect((await verdictOn(rules, [put, put, drain(2)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [put, put, put, drain(6)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [drain(0)])).kind).toBe("rejected");
  });

  it("keeps what it took for the steps after", async () => {
    const rules = await mapped(commit, {
      events: [
        { on: "p", do: "Prepare($.w)" },
        {
          on: "both",
          take: { m: { in: "sent", match: { kind: "$.kind" } } },
          do: ["Hear(m.from)", "Hear(m.from)"],
          after: { answered: "set($.answered)" },
        },
      ],
    });
    const p = (w: string) => ({ event: "p", w });
    const both = (...answered: readonly string[]) => ({ event: "both", kind: "ready", answered });
    expect((await verdictOn(rules, [p("w1"), p("w2"), both("w2")])).kind).toBe("accepted");
    // Two messages would make both of them known.
    expect((await verdictOn(rules, [p("w1"), p("w2"), both("w1", "w2")])).kind).toBe("rejected");
  });
});

describe("silent steps", () => {
  const mapping = {
    events: [
      { on: "see", do: "none", before: { hidden: "$.n" } },
      { on: "put", do: "Put($.x)", before: { hidden: "$.n" } },
    ],
    silent: [{ do: "Hide", for: ["see"], max: 2, why: "not logged" }],
  };
  it("are taken before the lines that they are for, as often as is said", async () => {
    const rules = await mapped(queue, mapping);
    const see = (n: number) => ({ event: "see", n });
    const verdict = await verdictOn(rules, [see(2), see(3)]);
    expect([verdict.kind, verdict.silent]).toEqual([
      "accepted",
      [{ rule: "silent[0]", action: "Hide", steps: 3 }],
    ]);
    expect((await verdictOn(rules, [see(3)])).kind).toBe("rejected");
    expect((await verdictOn(rules, [{ event: "put", x: 1, n: 1 }])).kind).toBe("rejected");
  });
});

describe("messages in a bag", () => {
  it("are sent once more than before", async () => {
    const text = String.raw`---- MODULE Bag ----
EXTENDS Naturals
VARIABLE bag
Init == bag = [m \in {} |-> 0]
Send(k) == bag' = [m \in DOMAIN bag \cup {[key |-> k]} |->
  IF m = [key |-> k] THEN (IF m \in DOMAIN bag THEN bag[m] + 1 ELSE 1) ELSE bag[m]]
Next == \E k \in {1, 2} : Send(k)
====`;
    const subject = await subjectOf("Bag", text, "INIT Init NEXT Next");
    const sends = { in: "bag", match: { key: "$.key" }, bag: true };
    const rules = await mapped(subject, { events: [{ on: "s", do: "Send($.k)", sends }] });
    const s = (k: number, key: number) => ({ event: "s", k, key });
    expect((await verdictOn(rules, [s(1, 1), s(1, 1), s(2, 2)])).kind).toBe("accepted");
    expect((await verdictOn(rules, [s(1, 1), s(2, 1)])).kind).toBe("rejected");
  });
});

describe("what cannot be evaluated is told with the line", () => {
  it("with the place and the values", async () => {
    const rules = await mapped(commit, {
      events: [{ on: "p", do: "Prepare($.w)", after: { "state[$.v]": "$.s" } }],
    });
    const work = verdictOn(rules, [{ event: "p", w: "w1", v: "w9", s: "ready" }]);
    expect(await codesOf(work)).toEqual(["engine/evaluation"]);
  });

  const list = (init: string) =>
    subjectOf(
      "List",
      String.raw`---- MODULE List ----
EXTENDS Integers, Sequences
VARIABLES at, held
Init == ${init}
Put(x) == held' = Append(held, x) /\ UNCHANGED at
Move == at' = at + 1 /\ UNCHANGED held
Look == at' = held[at] /\ UNCHANGED held
Next == (\E x \in 1..9 : Put(x)) \/ Move \/ Look
Known == held[at] > 0
====`,
      "INIT Init NEXT Next",
    );
  const events = [{ on: "put", do: "Put($.x)" }];
  const faultOf = async (init: string, more: object) => {
    const rules = await mapped(await list(init), { events, ...more });
    const told = await verdictOn(rules, [{ event: "put", x: 1 }]).catch((error: unknown) => error);
    return told instanceof DiagnosticError ? told.diagnostics[0] : told;
  };

  it("of the states in which a log begins, and of invariants there", async () => {
    expect(await faultOf("held = <<>> /\\ at = 1", { invariants: ["Known"] })).toMatchObject({
      code: "engine/evaluation",
      message: expect.stringContaining("the invariant Known, in an initial state"),
      place: { line: 9 },
    });
    expect(await faultOf("held = <<>> /\\ at = held[3]", {})).toMatchObject({
      message: expect.stringContaining("the initial predicate"),
      place: { line: 4 },
    });
  });

  it("of silent steps, and of invariants after them", async () => {
    const silently = (action: string) => ({
      silent: [{ do: action, for: ["put"], max: 2, why: "nobody logs it" }],
    });
    expect(await faultOf("held = <<1>> /\\ at = 2", silently("Look"))).toMatchObject({
      code: "engine/evaluation",
      message: expect.stringContaining("silent[0], Look"),
      place: { line: 7 },
      notes: [{ place: { file: "log.ndjson", line: 1 } }, { message: "here held = <<1>>, at = 2" }],
    });
    const moving = { ...silently("Move"), invariants: ["Known"] };
    expect(await faultOf("held = <<1, 2>> /\\ at = 1", moving)).toMatchObject({
      message: expect.stringContaining("the invariant Known"),
      place: { line: 9 },
    });
  });
});

it("a set of values that cannot be compared is a fault of the line", async () => {
  const rules = await mapped(commit, {
    events: [{ on: "p", do: "Prepare($.w)", after: { "{state[$.w]}": "set($.s)" } }],
  });
  const line = (...s: Json[]) => verdictOn(rules, [{ event: "p", w: "w1", s }]);
  expect((await line("ready", "ready")).kind).toBe("accepted");
  expect((await line("ready", "other")).kind).toBe("rejected");
  expect(await codesOf(line("ready", 1))).toEqual(["conform/bad-value"]);
});

describe("what a mapping may not ask yet is refused", () => {
  it.each([
    [{ on: "p", do: ["Put(1)", "Take"], sends: { in: "waiting", match: { a: "$.a" } } }],
    [{ on: "p", do: ["Put(1)", "Take"], until: "waiting = <<>>", max: 2 }],
    [{ on: "p", do: "Take", delta: { taken: "$.d" } }],
  ])("%j", async (event) => {
    const work = async () => mapped(queue, { events: [event] });
    expect(await codesOf(work())).toEqual(["conform/mapping-unsupported"]);
  });

  it("repetition without an end", async () => {
    const work = async () => mapped(queue, { events: [{ on: "p", do: "Take", until: "waiting = <<>>" }] });
    expect(await codesOf(work())).toEqual(["conform/until-without-max"]);
  });

  it("and steps without a next-state relation", async () => {
    const subject = await subjectOf("None", "---- MODULE None ----\nVARIABLE x\n====");
    const work = async () => mapped(subject, { events: [{ on: "p", do: "any" }] });
    expect(await codesOf(work())).toEqual(["conform/no-next"]);
  });
});

it("TLC without a verdict is an error", async () => {
  const prepared = await mapped(queue, { events: [{ on: "p", do: "Take" }] });
  const engine: Engine = {
    name: "tlc",
    run: async () => ({
      notes: [],
      outcome: {
        ...{ kind: "timeout", command: "", exitCode: 1, seconds: 1, lastLines: ["late"], printed: [] },
        ...{ warnings: [], version: undefined, counts: undefined },
      } as Awaited<ReturnType<Engine["run"]>>["outcome"],
    }),
  };
  const signal = new AbortController().signal;
  const work = askTlc({ subject: queue, prepared, traces: [[]], engine, signal });
  expect(await codesOf(work)).toEqual(["conform/tlc-no-answer"]);
});

it("engines that say different things are a bug", async () => {
  const rules = await mapped(queue, { events: [{ on: "put", do: "Put($.x)" }] });
  const [good, bad] = [
    await verdictOn(rules, [{ event: "put", x: 1 }]),
    await verdictOn(rules, [{ event: "put", x: 9 }]),
  ];
  expect([sameVerdict(good, good), sameVerdict(bad, bad), sameVerdict(good, bad)]).toEqual([
    true,
    true,
    false,
  ]);
  const told = disagreement(good, bad);
  expect(told.message).toContain("ours says accepted, TLC says rejected at log.ndjson:1");
  expect(told.code).toBe("conform/engines-disagree");
  expect(isDisagreement({ files: [], faults: [told] })).toBe(true);
});

describe("a pattern by cases", () => {
  const rules = mapped(queue, {
    events: [
      {
        on: "take",
        take: {
          x: {
            in: '{[kind |-> "small", of |-> v] : v \\in 1..2} \\cup {[kind |-> "large", size |-> v] : v \\in 3..3}',
            match: {
              by: "$.kind",
              cases: { small: { kind: '"small"', of: "$.of" }, large: { kind: '"large"', size: "$.size" } },
            },
          },
        },
        do: 'Put(IF x.kind = "small" THEN x.of ELSE x.size)',
        after: { waiting: "$.waiting" },
      },
    ],
  });

  it("asks of a line only the fields of its own case, and those it must have", async () => {
    const verdict = async (event: object) =>
      (await verdictOn(await rules, [{ event: "take", ...event }])).kind;
    expect(await verdict({ kind: "small", of: 2, waiting: [2] })).toBe("accepted");
    expect(await verdict({ kind: "large", size: 3, waiting: [3] })).toBe("accepted");
    expect(await verdict({ kind: "large", size: 3, waiting: [2] })).toBe("rejected");
    expect(await codesOf(verdict({ kind: "large", of: 2, waiting: [2] }))).toEqual(["conform/missing-field"]);
  });
});

describe("a step that is logged after its effect", async () => {
  const grants = await subjectOf(
    "Grants",
    String.raw`---- MODULE Grants ----
CONSTANT Node
VARIABLES granted, used
Init == granted = [n \in Node |-> FALSE] /\ used = {}
Grant(n) == ~granted[n] /\ granted' = [granted EXCEPT ![n] = TRUE] /\ UNCHANGED used
Use(n) == granted[n] /\ n \notin used /\ used' = used \cup {n} /\ UNCHANGED granted
Next == \E n \in Node : Grant(n) \/ Use(n)
====`,
    'INIT Init NEXT Next CONSTANT Node = {"a", "b"}',
  );
  const events = [
    { on: "use", do: "Use($.node)" },
    {
      on: "grant",
      do: { oneOf: ["Grant($.to)", "none"] },
      after: { "{n \\in Node : granted[n]}": { contains: "{$.to}" } },
    },
  ];
  const why = "grant is logged when the answer arrived";
  const silent = [{ do: "\\E n \\in Node : Grant(n)", for: ["use"], max: 1, why }];
  const use = { event: "use", node: "a" };
  const grant = (to: string) => ({ event: "grant", to });

  it("may be silent before the lines that need it, and its own line is then nothing", async () => {
    const rules = await mapped(grants, { events, silent });
    expect((await verdictOn(rules, [grant("a"), use])).kind).toBe("accepted");
    expect((await verdictOn(rules, [use, grant("a"), grant("b")])).kind).toBe("accepted");
    expect((await verdictOn(rules, [use, grant("a"), use])).kind).toBe("rejected");
  });
});
