import { expect, it } from "vitest";
import { constantsOf } from "../../src/conform/constants.js";
import { firstMapping } from "../../src/conform/first-mapping.js";
import { mappingOf } from "../../src/conform/mapping.js";
import { behaviourOf } from "../../src/conform/next.js";
import type { LogLine } from "../../src/log/types.js";
import { linkCfg } from "../../src/resolve/cfg.js";
import { batches, mapped, subjectIn, verdictOn } from "./conform.js";

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
  const { bootOf } = await import("../../src/conform/boot.js");
  const { runTrace } = await import("../../src/conform/run.js");
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
