import { describe, expect, test } from "vitest";
import { collectRun } from "../../src/trace/collect.js";
import { readLog } from "../../src/trace/format.js";
import { raft } from "./raft.js";
import { type LogLine, textOf, walk } from "./raft-walk.js";

const strict = { partial: false };
const lines = (): LogLine[] => structuredClone(walk({ seed: 3, events: 40 }).get("s1") ?? []);

function faultsOf(changed: LogLine[], options = strict): readonly string[] {
  return readLog("s1.jsonl", textOf(changed), options).diagnostics.map(
    (d) => `${d.place?.line}: ${d.code} ${d.message}`,
  );
}

describe("reading a log", () => {
  test("a complete log has no faults", () => {
    expect(faultsOf(lines())).toEqual([]);
  });

  test("an empty log is refused", () => {
    expect(readLog("a.jsonl", "", strict).diagnostics.map((d) => d.code)).toEqual(["trace/empty-log"]);
    expect(readLog("a.jsonl", "\n \n", { partial: true }).diagnostics).toHaveLength(1);
  });

  test("a log that breaks off within a line is refused with that line", () => {
    const text = textOf(lines().slice(0, 5)).slice(0, -20);
    expect(readLog("a.jsonl", text, strict).diagnostics).toMatchObject([
      { code: "trace/truncated-line", place: { line: 5 } },
    ]);
    const partial = readLog("a.jsonl", text, { partial: true });
    expect(partial.diagnostics).toEqual([]);
    expect(partial.log?.own).toHaveLength(4);
  });

  test("a log without its end is refused unless it may be partial", () => {
    const cut = lines().slice(0, -1);
    expect(faultsOf(cut)).toEqual([expect.stringContaining(`${cut.length}: trace/no-end`)]);
    expect(faultsOf(cut, { partial: true })).toEqual([]);
  });

  test("an end record after a restart does not end the log", () => {
    const [first, ...rest] = lines();
    expect(faultsOf([first!, { v: 1, node: "s1", end: 1 }, ...rest])).toEqual([]);
    expect(faultsOf([first!, { v: 1, node: "s1", end: 2 }, ...rest])).toEqual([
      "2: trace/wrong-end the end record says 2 events of s1, the log has 1",
    ]);
  });

  test("a missing event is named, with the line that shows it", () => {
    const missing = lines();
    missing.splice(4, 1);
    expect(faultsOf(missing)[0]).toBe("5: trace/gap event 5 of s1 is missing: this line has event 6");
  });

  test("no line can be taken out, and no end cut off, without a fault", () => {
    const whole = lines();
    for (const k of whole.keys()) expect(faultsOf(whole.filter((_, i) => i !== k))).not.toEqual([]);
    const text = textOf(whole);
    // Without its last line end the log is still complete.
    for (let end = 0; end < text.length - 1; end += 7)
      expect(readLog("a.jsonl", text.slice(0, end), strict).diagnostics.length).toBeGreaterThan(0);
  });

  test("an event recorded twice is named", () => {
    const doubled = lines();
    doubled.splice(4, 0, doubled[3]!);
    expect(faultsOf(doubled)[0]).toBe("5: trace/duplicate event 4 of s1 is recorded twice");
  });

  test.each([
    ["index", 0],
    ["index", "1"],
    ["v", 2],
    ["inputs", { m: "s2:1:0" }],
    ["surplus", 1],
    ["changed", undefined],
  ])("a record with a bad %s is refused with its line", (field, value) => {
    const bad = lines();
    bad[2] = { ...bad[2]!, [field]: value };
    expect(faultsOf(bad)[0]).toMatch(/^3: trace\/bad-record /);
  });

  test("what is no value, no identity or without content is refused", () => {
    const bad = lines();
    const at = bad.findIndex((l) => (l.out as string[]).length > 0);
    const whole = bad[at]!;
    const first = (change: LogLine): string | undefined => {
      bad[at] = { ...whole, ...change };
      return faultsOf(bad)[0];
    };
    expect(first({ changed: { role: 1.5 } })).toContain("trace/bad-value changed.role");
    expect(first({ out: ["s9:1:0"] })).toContain("trace/bad-identity");
    expect(first({ messages: [] })).toContain("trace/bad-content");
  });

  test("no text makes the reader throw", () => {
    for (const text of ["{", "null", "[]", '"x"', "1", '{"end":1}', '{"accepted":true}', "\u0000"])
      expect(readLog("a", `${text}\n`, strict).diagnostics.length).toBeGreaterThan(0);
  });
});

describe("collecting a run", async () => {
  const { protocol } = await raft();
  const logsOf = (byzantine?: string) =>
    walk({ seed: 5, events: 120, ...(byzantine === undefined ? {} : { byzantine }) });
  const collect = (logs: ReadonlyMap<string, LogLine[]>, byzantine: readonly string[] = []) => {
    const read = [...logs].map(([n, l]) => readLog(`${n}.jsonl`, textOf(l), strict));
    expect(read.flatMap((r) => r.diagnostics)).toEqual([]);
    return collectRun(
      protocol,
      read.flatMap((r) => r.log ?? []),
      byzantine,
    );
  };
  const at = (logs: ReadonlyMap<string, LogLine[]>, test: (l: LogLine) => boolean): LogLine =>
    [...logs.values()].flat().find(test)!;

  test("events of a Byzantine node come from those who accepted them", () => {
    const { run, diagnostics } = collect(logsOf("s3"), ["s3"]);
    expect(diagnostics).toEqual([]);
    expect(run?.events).toHaveLength(120);
  });

  test("without saying so, a node without a log is a fault", () => {
    expect(collect(logsOf("s3")).diagnostics[0]).toMatchObject({ code: "trace/no-log-of" });
  });

  test("two different events for one index are a fork", () => {
    const logs = logsOf("s3");
    const told = at(logs, (l) => l.accepted === true && l.by === "s2" && l.action === "Timeout");
    told.action = "Restart";
    const found = collect(logs, ["s3"]).diagnostics[0];
    expect(found).toMatchObject({ code: "trace/fork", place: { file: "s2.jsonl" } });
    expect(found?.notes?.[0]?.place?.file).toBe("s1.jsonl");
  });

  test("unknown names are refused, with the nearest known one", () => {
    const logs = logsOf();
    at(logs, (l) => l.action === "Vote").action = "Vota";
    const client = at(logs, (l) => l.action === "ClientRequest");
    client.args = { w: "v1" };
    const found = collect(logs).diagnostics;
    expect(found.map((d) => d.message)).toEqual(
      expect.arrayContaining([
        "the specification has no action Vota",
        "the specification has no parameter of ClientRequest: w",
        "the parameter of ClientRequest: v is not recorded",
      ]),
    );
    expect(found.find((d) => d.message.includes("Vota"))?.hint).toBe("did you mean Vote?");
  });

  test("an input that nobody sent is named", () => {
    const logs = logsOf();
    at(logs, (l) => l.action === "Vote").inputs = { m: ["s1:999:0"] };
    expect(collect(logs).diagnostics[0]).toMatchObject({
      code: "trace/unsent-input",
      message: "the input m is message s1:999:0, which nobody sent",
    });
  });

  test("one message where the action takes one", () => {
    const logs = logsOf();
    at(logs, (l) => l.action === "Vote").inputs = { m: [] };
    expect(collect(logs).diagnostics[0]).toMatchObject({ code: "trace/one-message" });
  });
});
