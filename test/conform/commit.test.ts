import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { constantsOf } from "../../src/conform/mapping/constants.js";
import { mappingOf, mappingOfModule, parseMapping } from "../../src/conform/mapping/mapping.js";
import { type Prepared, prepare, type Subject } from "../../src/conform/prepare.js";
import { showTrace } from "../../src/conform/report/show.js";
import { readText } from "../../src/host/files.js";
import type { JsonObject } from "../../src/log/types.js";
import { batches, codesOf, fixtures, mapped, subjectIn, subjectOf, verdictOn } from "./conform.js";

let subject: Subject;
let prepared: Prepared;
let good: readonly JsonObject[];

beforeAll(async () => {
  subject = await subjectIn("commit", "Commit");
  const file = join(fixtures, "commit/mapping.json");
  prepared = await prepare(subject, parseMapping(file, await readText(file)));
  const text = await readText(join(fixtures, "commit/good.ndjson"));
  good = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JsonObject);
});

/** The good log with one event changed. */
const edited = (n: number, change: JsonObject): readonly JsonObject[] =>
  good.map((e) => (e.n === n ? { ...e, ...change } : e));
const without = (n: number): readonly JsonObject[] => good.filter((e) => e.n !== n);

describe("a log that a specification allows", () => {
  it("is accepted, and what was compared is told", async () => {
    const verdict = await verdictOn(prepared, good);
    expect(showTrace(verdict, (f) => f).join("\n")).toMatchInlineSnapshot(`
      "accepted: log.ndjson: 7 lines stepped, 1 checked only
        prepare ×2: Prepare: w with $.worker; state[$.worker] with $.state
        hear ×2: Hear: w with $.worker? (1); answered with set($.answered)
        decide ×1: kind with $.outcome
        status ×1: coordinator with $.coordinator
        finish ×2: kind with $.outcome; Finish: w with $.worker; state[$.worker] with $.state
        ignored: tick ×1: a clock
        never taken: Refuse, GiveUp"
    `);
  });
});

describe("a log that it does not allow is rejected at the line", () => {
  const rejectedAt = async (events: readonly JsonObject[]): Promise<string> => {
    const verdict = await verdictOn(prepared, events);
    if (verdict.kind !== "rejected") return verdict.kind;
    const at = verdict.rejection.candidates[0]?.at;
    return `${verdict.rejection.event.line}: ${at?.text}: ${at?.sides?.join(" against ") ?? ""}`;
  };
  it.each([
    [
      "a state that is not the action's",
      () => edited(3, { state: "idle" }),
      `3: state[$.worker]' = $.state: "ready" against "idle"`,
    ],
    [
      "an argument that is none",
      () => edited(1, { worker: "w7" }),
      `1: $.worker \\in Worker: "w7" against {"w1", "w2"}`,
    ],
    ["an event that is missing", () => without(5), `5: answered = Worker: {"w2"} against {"w1", "w2"}`],
    [
      "a guard that is false",
      () => edited(3, { worker: "w1" }),
      `3: state[w] = "idle": "ready" against "idle"`,
    ],
    [
      "a message that was never sent",
      () => edited(8, { outcome: "drop" }),
      `8: m.kind = $.outcome: "do" against "drop"`,
    ],
    [
      "a check without a step",
      () => edited(7, { coordinator: "open" }),
      `7: coordinator = $.coordinator: "done" against "open"`,
    ],
    [
      "two events the wrong way round",
      () => [...good.slice(0, 3), ...[good[5], good[4]], ...good.slice(6)] as JsonObject[],
      `4: answered = Worker: {} against {"w1", "w2"}`,
    ],
  ])("%s", async (_name, events, reason) => {
    expect(await rejectedAt(events())).toBe(reason);
  });

  it("with the place in the specification, the state and the events before", async () => {
    const verdict = await verdictOn(prepared, without(5));
    expect(verdict.kind === "rejected" && verdict.rejection.candidates[0]?.at?.place?.line).toBe(40);
    expect(verdict.kind === "rejected" && verdict.rejection.before.map((e) => e.line)).toEqual([1, 3, 4]);
    expect(verdict.kind === "rejected" && verdict.rejection.state).toContain(`answered = {"w2"}`);
    expect(verdict.notes.map((d) => d.code)).toEqual(["log/sequence-gap"]);
  });
});

describe("a log of which something is missing is incomplete", () => {
  it.each([
    ["no end", () => without(10), ["log/no-end"]],
    ["nothing at all", () => [], ["log/empty"]],
    ["a gap where the specification sees none", () => without(2), ["log/sequence-gap"]],
  ])("%s", async (_name, events, codes) => {
    const verdict = await verdictOn(prepared, events());
    expect(verdict.kind === "incomplete" && verdict.reasons.map((d) => d.code)).toEqual(codes);
  });

  it("without markers that is a warning, or an error if completeness is asked for", async () => {
    const open = await mapped(subject, { events: [{ on: "prepare", do: "Prepare($.worker)" }] });
    const events = [{ event: "prepare", worker: "w1" }];
    const verdict = await verdictOn(open, events);
    expect([verdict.kind, verdict.notes.map((d) => d.code)]).toEqual(["accepted", ["log/not-marked"]]);
    expect((await verdictOn(open, events, { requireComplete: true })).kind).toBe("incomplete");
  });
});

describe("what the mapping does not say is an error at the line", () => {
  it.each([
    ["an unknown event", () => edited(4, { event: "heard" }), "conform/unknown-event"],
    ["no rule's condition holds", () => edited(6, { outcome: "maybe" }), "conform/no-rule"],
    ["a field that nobody reads", () => edited(4, { extra: { a: 1 } }), "conform/unmapped-field"],
    ["a field that is missing", () => [{ n: 1, event: "refuse", worker: "w1" }], "conform/missing-field"],
    ["a value that is none of TLA+", () => edited(1, { state: 1.5 }), "conform/bad-value"],
    ["a line without a name", () => edited(1, { event: null }), "conform/event-without-name"],
  ])("%s", async (_name, events, code) => {
    expect(await codesOf(verdictOn(prepared, events()))).toContain(code);
  });
});

describe("values of a log", () => {
  const events = [
    { on: "p", do: "Prepare(worker($.w))", after: { coordinator: "outcome($.c)" } },
    { on: "p", if: "$.twice?", do: "Prepare(worker($.w))" },
    { on: "q", do: "Prepare($.hash)" },
  ];
  const mapping = {
    log: { line: "^.msg" },
    maps: { worker: { 1: '"w1"', null: '"w2"' }, outcome: { 0: '"open"' } },
    rename: { "$.hash": ['"w1"', '"w2"'] },
    events,
    ignore: { fields: { "^.level": "the logger's" } },
  };
  const on = async (...lines: readonly JsonObject[]) => verdictOn(await mapped(subject, mapping), lines);

  it("are renamed by maps, null too, and by first appearance", async () => {
    const line = (w: JsonObject[string]) => ({ level: 1, msg: { event: "p", w, c: 0 } });
    expect((await on(line(1), line(null))).kind).toBe("accepted");
    const hash = (hash: string) => ({ msg: { event: "q", hash } });
    expect((await on(hash("a9"), hash("07"))).kind).toBe("accepted");
    expect((await on(hash("a9"), hash("a9"))).kind).toBe("rejected");
  });

  it.each([
    ["a map must have them all", { event: "p", w: 3, c: 0 }, "conform/map-not-total"],
    [
      "two rules for a line are one too many",
      { event: "p", w: 1, c: 0, twice: true },
      "conform/several-rules",
    ],
  ])("%s", async (_name, msg, code) => {
    expect(await codesOf(on({ msg }))).toContain(code);
  });

  it("there must be an event, and names for all that is renamed", async () => {
    expect(await codesOf(on({ level: 1 }))).toEqual(["conform/line-without-event"]);
    const few = { ...mapping, rename: { "$.hash": ['"w1"'] } };
    const lines = ["a", "b"].map((hash) => ({ msg: { event: "q", hash } }));
    const work = async () => verdictOn(await mapped(subject, few), lines);
    expect(await codesOf(work())).toEqual(["conform/rename-full"]);
  });
});

describe("a mapping is refused at load", () => {
  const rules = (...events: unknown[]): unknown => ({ events });
  it.each([
    ["an action that is no step", rules({ on: "x", do: "Messages" }), "conform/action-not-in-next"],
    ["an action that there is not", rules({ on: "x", do: "Prepar(1)" }), "conform/mapping-unknown-name"],
    ["too many arguments", rules({ on: "x", do: "Prepare(1, 2)" }), "conform/action-arguments"],
    [
      "a name that there is not",
      rules({ on: "x", do: "Decide", after: { stat: "$.s" } }),
      "conform/mapping-unknown-name",
    ],
    [
      "a comparison that reads no line",
      rules({ on: "x", do: "Decide", after: { state: "state" } }),
      "conform/mapping-reads-no-log",
    ],
    [
      "a test that reads the state",
      rules({ on: "x", if: "coordinator = 1", do: "Decide" }),
      "conform/mapping-line-test",
    ],
    ["what is no TLA+", rules({ on: "x", do: "Prepare(" }), "conform/mapping-tla"],
    ["an unknown key", rules({ on: "x", doo: "Decide" }), "conform/mapping-unknown-key"],
    ["a wrong form", rules({ on: 3, do: "Decide" }), "conform/mapping-form"],
    [
      "silent steps without a bound",
      { events: [{ on: "x", do: "Decide" }], silent: [{ do: "GiveUp", for: ["x"], why: "" }] },
      "conform/mapping-form",
    ],
    [
      "a name of the specification",
      { let: { state: "$.x" }, events: [{ on: "x", do: "Decide" }] },
      "conform/mapping-clash",
    ],
  ])("%s", async (_name, mapping, code) => {
    const work = async (): Promise<unknown> => mapped(subject, mapping);
    expect(await codesOf(work())).toContain(code);
  });
});

it("constants come from config lines and from all that is logged", async () => {
  const content = {
    log: { name: "$.event?" },
    config: [{ if: "$.workers?", constants: { Worker: "set($.workers)" } }],
    constants: { Node: { collect: ["$.ids[*]"] } },
    events: [{ on: "p", do: "Decide" }],
  };
  const text = "---- MODULE Two ----\nCONSTANT Worker, Node\n====";
  const { spec } = await subjectOf("Two", text);
  const constants = (...lines: readonly JsonObject[]) =>
    constantsOf(spec, mappingOf("m", content), () =>
      batches(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
    );
  const found = await constants(
    { workers: ["a", "b"] },
    { event: "p", ids: [2, 1] },
    { event: "p", ids: [2, 3] },
  );
  expect([...found]).toEqual([
    ["Worker", '{"a", "b"}'],
    ["Node", "{1, 2, 3}"],
  ]);
  const wrong = constants({ workers: ["a", null] });
  expect(await codesOf(wrong)).toEqual(["conform/constant-value"]);
});

it("a module must export its mapping", async () => {
  const load = async () => mappingOfModule("m.ts", { mapping: {} });
  expect(await codesOf(load())).toEqual(["conform/mapping-no-default"]);
});

it("a mapping file must be JSON", () => {
  const read = async () => parseMapping("m.json", '{"events": [}');
  return expect(codesOf(read())).resolves.toEqual(["conform/mapping-not-json"]);
});

describe("a mapping only narrows", () => {
  it("an action with its arguments is what Next has of it", async () => {
    const open = await mapped(subject, { events: [{ on: "f", do: "Finish($.w, [kind |-> $.kind])" }] });
    // The action alone would take a message that nobody sent; Next takes it from `sent`.
    const verdict = await verdictOn(open, [{ event: "f", w: "w1", kind: "do" }]);
    expect(verdict.kind === "rejected" && verdict.rejection.candidates[0]?.at?.text).toBe(
      "[kind |-> $.kind] \\in sent",
    );
  });

  it("any step of Next, and none but steps of Next", async () => {
    const open = await mapped(subject, {
      events: [
        { on: "any", do: "any", after: { coordinator: "$.c" } },
        { on: "jump", do: "coordinator' = $.c" },
      ],
    });
    expect((await verdictOn(open, [{ event: "any", c: "dropped" }])).kind).toBe("accepted");
    expect((await verdictOn(open, [{ event: "any", c: "done" }])).kind).toBe("rejected");
    expect((await verdictOn(open, [{ event: "jump", c: "dropped" }])).kind).toBe("accepted");
    expect((await verdictOn(open, [{ event: "jump", c: "done" }])).kind).toBe("rejected");
  });

  it("names alone are vacuous", async () => {
    const open = await mapped(subject, { events: [{ on: "p", do: "Prepare" }] });
    expect((await verdictOn(open, [{ event: "p" }, { event: "p" }])).kind).toBe("vacuous");
    expect((await verdictOn(open, [{ event: "p" }, { event: "p" }, { event: "p" }])).kind).toBe("rejected");
  });

  it("an invariant is a reason only if it leaves no step", async () => {
    const text = `---- MODULE Walk ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = x + 1 \\/ x' = x + 2
Never == x # 1
====`;
    const walk = await subjectOf("Walk", text, "INIT Init NEXT Next INVARIANT Never");
    const open = await mapped(walk, { events: [{ on: "s", do: "any", after: { x: "$.x?" } }] });
    expect((await verdictOn(open, [{ event: "s" }, { event: "s", x: 3 }])).kind).toBe("accepted");
    const verdict = await verdictOn(open, [{ event: "s", x: 1 }]);
    expect(verdict.kind === "rejected" && verdict.rejection.invariant).toBe("Never");
  });
});
