import { describe, expect, it } from "vitest";
import { constantsOf } from "../../src/conform/mapping/constants.js";
import { firstMapping } from "../../src/conform/mapping/first-mapping.js";
import { mappingOf } from "../../src/conform/mapping/mapping.js";
import { behaviourOf } from "../../src/conform/rules/next.js";
import type { Json, LogLine } from "../../src/log/types.js";
import { memoryRecorder } from "../../src/record/memory.js";
import { linkCfg } from "../../src/resolve/cfg.js";
import { parseCfg } from "../../src/tla/cfg.js";
import { batches, mapped, subjectIn, subjectOf, verdictOn } from "./conform.js";

it("matches events with actions, fields with parameters and variables, and tells the rest", async () => {
  const subject = await subjectIn("commit", "Commit");
  if (subject.cfg === undefined) throw new Error("no model");
  const behaviour = behaviourOf(subject.spec, linkCfg(subject.spec, subject.cfg).linked);
  if (behaviour === undefined) throw new Error("no behaviour");
  const events = [
    { event: "prepare", worker: "w1", state: "ready" },
    { event: "hear", worker: "w1", answered: ["w1"] },
    { event: "give-up", coordinator: "dropped" },
    { event: "tick", n: 1 },
  ];
  const lines = events.map((json, i): LogLine => ({ file: "l", line: i + 1, text: "", json }));
  const { mapping, unmatched } = firstMapping(subject.spec, behaviour, lines);
  expect(mapping).toEqual({
    log: { name: "$.event" },
    events: [
      { on: "prepare", do: "Prepare($.worker)", after: { "state[$.worker]": "$.state" } },
      { on: "hear", do: "Hear($.worker)", after: { answered: "set($.answered)" } },
      { on: "give-up", do: "GiveUp", after: { coordinator: "$.coordinator" } },
    ],
    ignore: { events: { tick: "not matched with an action yet" }, fields: {} },
  });
  expect(unmatched).toEqual([
    "event tick: no action is called so",
    "action Refuse: no event is called so",
    "action Decide: no event is called so",
    "action Finish: no event is called so",
  ]);
  expect((await verdictOn(await mapped(subject, mapping), events)).kind).toBe("accepted");
});

it("nodes that begin in mid-life start with what their lines say", async () => {
  const subject = await subjectIn("commit", "Commit");
  const rules = mappingOf("m", {
    log: { node: "$.worker" },
    boot: { events: ["start", "prepare"], init: { "state[$.worker]": "$.state" } },
    events: [
      { on: "prepare", do: "Prepare($.worker)", after: { "state[$.worker]": "$.state" } },
      { on: "refuse", do: "Refuse($.worker)", after: { "state[$.worker]": "$.state" } },
    ],
  });
  const { bootOf } = await import("../../src/conform/match/boot.js");
  const { runTrace } = await import("../../src/conform/match/run.js");
  const { prepare } = await import("../../src/conform/prepare.js");
  const prepared = await prepare(subject, rules);
  const run = async (...events: readonly object[]) => {
    const lines = () => batches(events.map((e) => `${JSON.stringify(e)}\n`).join(""));
    await constantsOf(subject.spec, rules, lines);
    return runTrace(prepared, ["l"], lines(), { boot: await bootOf(prepared, lines) });
  };
  const start = (worker: string, state: string) => ({ event: "start", worker, state });
  const refuse = (worker: string) => ({ event: "refuse", worker, state: "dropped" });
  expect(
    (await run(start("w1", "ready"), start("w1", "idle"), refuse("w1"), start("w2", "idle"), refuse("w2")))
      .kind,
  ).toBe("accepted");
  expect((await run(start("w1", "idle"), refuse("w1"), start("w2", "done"), refuse("w2"))).kind).toBe(
    "rejected",
  );
  // After a node's first other line, its lines are ordinary ones.
  expect((await run(refuse("w1"), { event: "prepare", worker: "w1", state: "ready" })).kind).toBe("rejected");
});

describe("logs of our recorder", () => {
  const text = String.raw`---- MODULE Tanks ----
EXTENDS Naturals
CONSTANTS Tank, Nobody
VARIABLES level, keeper, open
Init == level = [t \in Tank |-> 0] /\ keeper = Nobody /\ open = {}
Fill(t, n) == level[t] + n < 4 /\ level' = [level EXCEPT ![t] = @ + n] /\ keeper' = t /\ UNCHANGED open
Open(t) == open' = open \cup {t} /\ UNCHANGED <<level, keeper>>
Next == \E t \in Tank : (\E n \in 1..2 : Fill(t, n)) \/ Open(t)
====
`;
  const cfg = "INIT Init\nNEXT Next\nCONSTANTS Tank = {t1, t2}\n Nobody = Nobody\n";

  it("need no mapping by hand", async () => {
    const subject = await subjectOf("Tanks", text, cfg);
    const behaviour = behaviourOf(
      subject.spec,
      linkCfg(subject.spec, subject.cfg ?? parseCfg("", "").cfg).linked,
    );
    if (behaviour === undefined) throw new Error("no behaviour");
    const log = memoryRecorder({ node: "t1" });
    const other = log.of("t2");
    log.event("Fill", { t: "t1", n: 2 }, { before: { level: 0 }, after: { level: 2, keeper: "t1" } });
    other.event("Open", { t: "t2" }, { after: { open: new Set(["t2"]) } });
    other.event("Fill", { t: "t2", n: 1 }, { after: { level: 1, pressure: 3 } });
    log.end();
    other.end();
    const lines = log.lines.map(
      (line, k): LogLine => ({ file: "l", line: k + 1, text: line, json: JSON.parse(line) as Json }),
    );
    const names = new Set(["t1", "t2", "Nobody"]);
    const { mapping, unmatched } = firstMapping(subject.spec, behaviour, lines, names);
    expect(unmatched).toEqual(["field after.pressure of Fill: no variable is called so"]);
    expect(mapping.events).toEqual([
      {
        on: "Fill",
        do: "Fill(model($.args.t), $.args.n)",
        before: { "level[model($.node)]": "$.before.level?" },
        after: { "level[model($.node)]": "$.after.level", keeper: "model($.after.keeper?)" },
      },
      { on: "Open", do: "Open(model($.args.t))", after: { open: 'set(model($.after.open["#set"]))' } },
    ]);
    const verdict = async (all: readonly LogLine[]) =>
      (
        await verdictOn(
          await mapped(subject, mapping),
          all.map((l) => l.json),
        )
      ).kind;
    expect(await verdict(lines)).toBe("accepted");
    expect(await verdict(lines.slice(0, -1))).toBe("incomplete");
    expect(await verdict(lines.slice(1))).toBe("incomplete");
  });

  it("of constants are told by a line", async () => {
    const subject = await subjectOf("Tanks", text);
    const behaviour = behaviourOf(
      subject.spec,
      linkCfg(subject.spec, parseCfg("m", "INIT Init\nNEXT Next\n").cfg).linked,
    );
    if (behaviour === undefined) throw new Error("no behaviour");
    const log = memoryRecorder({ node: "t1" });
    log.config({ Tank: new Set(["t1"]), Nobody: "nobody", Colour: "red" });
    log.event("Open", { t: "t1" });
    const lines = log.lines.map(
      (line, k): LogLine => ({ file: "l", line: k + 1, text: line, json: JSON.parse(line) as Json }),
    );
    const { mapping, unmatched } = firstMapping(subject.spec, behaviour, lines);
    expect(unmatched).toEqual([
      "action Fill: no event is called so",
      "config Colour: no constant is called so",
    ]);
    expect(mapping.config).toEqual([
      { if: "$.config", constants: { Tank: 'set($.config.Tank["#set"])', Nobody: "$.config.Nobody" } },
    ]);
  });
});

it("where no event is called as an action is, a field that usually has names is taken", async () => {
  const subject = await subjectIn("commit", "Commit");
  const behaviour = behaviourOf(
    subject.spec,
    linkCfg(subject.spec, subject.cfg ?? parseCfg("", "").cfg).linked,
  );
  if (behaviour === undefined) throw new Error("no behaviour");
  const lines = ["<", ">", "<"].map(
    (event, k): LogLine => ({ file: "l", line: k + 1, text: "", json: { event, who: "w1" } }),
  );
  const { mapping, unmatched } = firstMapping(subject.spec, behaviour, lines);
  expect(mapping.log).toEqual({ name: "$.event" });
  expect(unmatched).toContain("event <: no action is called so");
});

it("reads model values, numbers that are text, and fields that some lines lack, as what they are", async () => {
  const subject = await subjectOf(
    "Lock",
    String.raw`---- MODULE Lock ----
EXTENDS Naturals
CONSTANTS Client, NoOne
VARIABLES holder, epoch
Init == holder = NoOne /\ epoch = 0
Grant(c) == holder = NoOne /\ holder' = c /\ epoch' = epoch + 1
Expire == holder # NoOne /\ holder' = NoOne /\ UNCHANGED epoch
Next == (\E c \in Client : Grant(c)) \/ Expire
====`,
    "INIT Init NEXT Next CONSTANTS Client = {alice, bob} NoOne = NoOne",
  );
  if (subject.cfg === undefined) throw new Error("no model");
  const behaviour = behaviourOf(subject.spec, linkCfg(subject.spec, subject.cfg).linked);
  if (behaviour === undefined) throw new Error("no behaviour");
  const events = [
    { event: "grant", client: "alice", epoch: "1" },
    { event: "expire" },
    { event: "grant", client: "bob" },
  ];
  const lines = events.map((json, i): LogLine => ({ file: "l", line: i + 1, text: "", json }));
  const { mapping } = firstMapping(subject.spec, behaviour, lines, new Set(["alice", "bob", "NoOne"]));
  expect(mapping.events).toEqual([
    { on: "grant", do: "Grant(model($.client))", after: { epoch: "int($.epoch?)" } },
    { on: "expire", do: "Expire" },
  ]);
  const rules = await mapped(subject, mapping);
  expect((await verdictOn(rules, events)).kind).toBe("accepted");
  const wrong = [{ ...events[0], epoch: "2" }];
  expect((await verdictOn(rules, wrong)).kind).toBe("rejected");
});
