import { describe, expect, it } from "vitest";
import { CounterCore } from "../../codegen/runtime/counter.js";
import { certifiedFromJson, certifiedToJson, genesis, parseMessageId } from "../../codegen/runtime/events.js";
import { recordedAction } from "../../codegen/runtime/recorder.js";
import { type Outcome, Replay } from "../../codegen/runtime/replay.js";
import { Author, certify, claimedEcho, claimedPut, echo, key, put } from "./fixture-node.js";
import { constants, type Message, protocol, type Slice } from "./fixture-protocol.js";

const judge = new CounterCore({ instance: "judge", incarnation: 1, key });

function replay(waitingLimit = 8): Replay<Slice, Message> {
  return new Replay({
    protocol,
    config: { constants, offered: [] },
    verify: (certificate, statement) => Promise.resolve(judge.verify(certificate, statement)),
    waitingLimit,
  });
}

function told(outcomes: readonly Outcome<Slice, Message>[]): string[] {
  return outcomes.map((o) => {
    if (o.kind === "accepted") return `accepted ${o.accepted.certified.node}${o.accepted.certified.index}`;
    return `${o.kind} ${o.event.node}${o.event.index}${o.kind === "refused" ? ` ${o.check}` : ""}`;
  });
}

describe("an honest run", () => {
  it("is accepted in any order of arrival", async () => {
    const [a, b] = [new Author("a"), new Author("b")];
    const events = [
      a.event(claimedPut("x"), [put(1, "x")]),
      a.event(claimedPut("y"), [put(2, "y")]),
      b.event(claimedEcho("a:1:0"), [echo("b", 1, "x")]),
      b.event(claimedEcho("a:2:0"), [echo("b", 2, "y")]),
      a.event({ action: "Deliver", args: {}, inputs: { ms: ["b:1:0"] } }, []),
    ];
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [3, 4, 0, 2, 1],
    ]) {
      const r = replay();
      for (const i of order)
        await r.accept(certifiedFromJson(JSON.parse(JSON.stringify(certifiedToJson(events[i]!))))!);
      expect(r.node("a")).toMatchObject({ count: 3, slice: { log: ["x", "y"], delivered: 1 } });
      expect(r.node("b")).toMatchObject({ count: 2, digest: b.previous });
      expect(r.message("b:2:0")).toEqual(echo("b", 2, "y"));
      expect(r.idOf(put(2, "y") as Message)).toBe("a:2:0");
      expect(Object.values(r.counts()).every((n) => n === 0)).toBe(true);
      expect(told(await r.accept(events[0]!))).toEqual(["duplicate a1"]);
    }
  });

  it("waits for what is missing, within bounds", async () => {
    const a = new Author("a");
    const [one, two, three] = ["x", "y", "z"].map((v, i) => a.event(claimedPut(v), [put(i + 1, v)]));
    const r = replay(2);
    expect(told(await r.accept(three!))).toEqual(["dropped a3"]);
    expect(told(await r.accept(two!))).toEqual(["waiting a2"]);
    expect(told(await r.accept(two!))).toEqual(["duplicate a2"]);
    expect(told(await r.accept(one!))).toEqual(["accepted a1", "accepted a2"]);
  });

  it("is recorded", async () => {
    const outcomes = await replay().accept(new Author("a").event(claimedPut("x"), [put(1, "x")]));
    const first = outcomes[0]!;
    if (first.kind !== "accepted") throw new Error(first.kind);
    expect(recordedAction(first.accepted)).toEqual({
      v: 1,
      node: "a",
      index: 1,
      action: "Put",
      args: { v: "x" },
      inputs: {},
      changed: { log: ["x"] },
      out: ["a:1:0"],
      messages: [put(1, "x")],
    });
  });
});

describe("a liar is refused by the check for its lie", () => {
  it("authentic: forged, borrowed, of another life, of another counter value", async () => {
    const a = new Author("a");
    const event = a.event(claimedPut("x"), [put(1, "x")]);
    const r = replay();
    const again = new Author("a", 2).event(claimedPut("x"), [put(1, "x")]);
    for (const forged of [
      { ...event, out: [put(1, "y")] },
      { ...event, node: "b" },
      { ...event, node: "nobody" },
      { ...event, index: 2 },
      { ...event, certificate: { ...event.certificate, mac: "0".repeat(64) } },
      again,
    ]) {
      expect(told(await r.accept(forged))[0]).toMatch(/^refused .* authentic$/);
    }
    // Nobody is blamed for what others forged.
    expect(told(await r.accept(event))).toEqual(["accepted a1"]);
    expect(r.counts()).toMatchObject({ authentic: 6, ignored: 0 });
  });

  it("fork: a counter that certifies twice, or leaves a gap", async () => {
    const r = replay();
    await r.accept(new Author("a").event(claimedPut("x"), [put(1, "x")]));
    const second = new Author("a");
    expect(told(await r.accept(second.event(claimedPut("y"), [put(1, "y")])))).toEqual(["refused a1 fork"]);
    expect(told(await r.accept(second.event(claimedPut("z"), [put(2, "z")])))).toEqual(["ignored a2"]);
    const gap = new Author("b").event({ action: "Suspect", args: {}, inputs: {} }, [], { index: 4 });
    expect(told(await r.accept(gap))).toEqual(["refused b4 fork"]);
  });

  it("fork: a gap refutes its node where its history ends, whatever arrives first", async () => {
    const a = new Author("a");
    const first = a.event(claimedPut("x"), [put(1, "x")]);
    const gap = a.event(claimedPut("y"), [put(2, "y")], { index: 3 });
    const reaction = new Author("b").event(claimedEcho("a:1:0"), [echo("b", 1, "x")]);
    const r = replay();
    // Another replica accepted the first event before it learnt of the gap, and reacted.
    expect(told(await r.accept(gap))).toEqual(["waiting a3"]);
    expect(told(await r.accept(reaction))).toEqual(["waiting b1"]);
    const outcomes = told(await r.accept(first));
    expect(outcomes.sort()).toEqual(["accepted a1", "accepted b1", "refused a3 fork"]);
  });

  it("fork: equivocation cannot be certified in the first place", () => {
    const a = new Author("a");
    a.event(claimedPut("x"), [put(1, "x")]);
    expect(() => a.event(claimedPut("y"), [put(1, "y")], { index: 1 })).toThrow("stale");
  });

  it("prefix: an omitted event, or no word of the one before", async () => {
    const a = new Author("a");
    const first = a.event(claimedPut("x"), [put(1, "x")]);
    const r = replay();
    await r.accept(first);
    const start = genesis(protocol.hash, "a");
    expect(told(await r.accept(a.event(claimedPut("y"), [put(1, "y")], { previous: start })))).toEqual([
      "refused a2 prefix",
    ]);
    const b = new Author("b");
    const claim = { node: "b", index: 1, event: claimedPut("x"), out: [], previous: b.previous };
    expect(told(await r.accept(certify(b.core, claim, "independent")))).toEqual(["refused b1 prefix"]);
  });

  it("exist: a message that was never sent", async () => {
    const a = new Author("a");
    const r = replay();
    await r.accept(a.event(claimedPut("x"), [put(1, "x")]));
    for (const [author, id] of [
      ["b", "a:1:1"],
      ["c", "c:1:0"],
    ] as const) {
      const event = new Author(author).event(claimedEcho(id), [echo(author, 1, "x")]);
      expect(told(await r.accept(event))).toEqual([`refused ${author}1 exist`]);
    }
    expect(r.counts().exist).toBe(2);
  });

  it("exist: whoever waits for a refuted node's message is refuted with it", async () => {
    const r = replay();
    const b = new Author("b");
    expect(told(await r.accept(b.event(claimedEcho("a:1:0"), [echo("b", 1, "x")])))).toEqual(["waiting b1"]);
    const lie = new Author("a").event(claimedPut("x"), [put(7, "x")]);
    expect(told(await r.accept(lie))).toEqual(["refused a1 out", "refused b1 exist"]);
  });

  it("guard: a step that is not enabled, undefined, unknown or made of rubbish", async () => {
    for (const event of [
      claimedPut("x"),
      { action: "Deliver", args: {}, inputs: {} },
      { action: "toString", args: {}, inputs: {} },
      { action: "Echo", args: {}, inputs: {} },
    ]) {
      const r = replay();
      expect(told(await r.accept(new Author("b").event(event, [])))).toEqual(["refused b1 guard"]);
    }
  });

  it("out: other messages than the step's, or none", async () => {
    for (const out of [[put(1, "y")], [], [put(1, "x"), put(1, "x")]]) {
      expect(told(await replay().accept(new Author("a").event(claimedPut("x"), out)))).toEqual([
        "refused a1 out",
      ]);
    }
  });
});

describe("events from outside", () => {
  it("are refused unless they have the form", () => {
    const good = certifiedToJson(new Author("a").event(claimedPut("x"), [put(1, "x")]));
    expect(certifiedFromJson(good)).toBeDefined();
    for (const change of [
      { node: 1 },
      { index: 0 },
      { index: 1.5 },
      { previous: "x" },
      { out: {} },
      { out: { "#set": [] } },
      { event: [] },
      { event: { action: "Put", args: [], inputs: {} } },
      { event: { action: "Put", args: {}, inputs: { m: "a:1:0" } } },
      { event: { action: "Put", args: {}, inputs: { m: [1] } } },
      { event: { action: "Put", args: {} } },
      { event: { action: "Put", inputs: {} } },
      { certificate: null },
    ]) {
      expect(certifiedFromJson({ ...good, ...change })).toBeUndefined();
    }
    expect(certifiedFromJson(null)).toBeUndefined();
  });

  it("name messages by sender, index and position", () => {
    expect(parseMessageId("n:1:2:0")).toEqual({ sender: "n:1", index: 2, position: 0 });
    for (const id of ["", "a", "a:0:0", "a:01:0", "a:1:-1", ":1:0", "a:1:0 "])
      expect(parseMessageId(id)).toBeUndefined();
  });
});
