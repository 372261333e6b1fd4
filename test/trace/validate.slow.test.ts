import { beforeAll, describe, expect, test } from "vitest";
import { int } from "../../src/tla/value.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { reasonLines } from "../../src/trace/show.js";
import { type Reference, type Verdict, validate } from "../../src/trace/validate.js";
import type { Checker } from "../../src/verify/engines.js";
import { tlcChecker } from "../verify/checker.js";
import { raft } from "./raft.js";
import { type LogLine, textOf, walk } from "./raft-walk.js";

type Logs = Map<string, LogLine[]>;

let reference: Reference;
let checker: Checker;
const constants = new Map([
  ["MaxTerm", int(1000)],
  ["MaxLog", int(1000)],
]);

beforeAll(async () => {
  const { protocol, hybrid, mapping, models, defaultModel } = await raft();
  const cfg = models.get(defaultModel)?.entries ?? [];
  reference = { protocol, hybrid, mapping, cfg };
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  checker = tlcChecker({ jar, java, env: process.env });
});

const logsOf = (byzantine?: string, events = 300): Logs =>
  structuredClone(new Map(walk({ seed: 1, events, ...(byzantine === undefined ? {} : { byzantine }) })));

function check(logs: Logs, byzantine: readonly string[] = []): Promise<Verdict> {
  const texts = [...logs].map(([n, lines]) => ({ file: `${n}.jsonl`, text: textOf(lines) }));
  return validate(reference, texts, { byzantine, constants }, async () => checker);
}

/** The first line, of all logs in the order of the nodes, that fits; and where it stands. */
function find(logs: Logs, fits: (l: LogLine) => boolean): { line: LogLine; at: string } {
  for (const [node, lines] of logs) {
    const k = lines.findIndex(fits);
    if (k >= 0) return { line: lines[k]!, at: `${node}.jsonl:${k + 1}` };
  }
  throw new Error("the walk has no such event");
}

function summary(verdict: Verdict): { at: string; action: string; why: string } {
  if (verdict.kind !== "rejected") throw new Error(`not rejected: ${JSON.stringify(verdict).slice(0, 400)}`);
  const { event, reasons } = verdict;
  const why = reasons.flatMap(reasonLines).join("\n");
  return { at: `${event.place.file}:${event.place.line}`, action: event.action, why };
}

/** Takes an event out and renames what comes after it, so that the log has no gap. */
function withoutEvent(logs: Logs, node: string, index: number): void {
  const earlier = (id: string): string => {
    const [who, at, position] = id.split(":");
    return who === node && Number(at) > index ? `${who}:${Number(at) - 1}:${position}` : id;
  };
  for (const [owner, lines] of logs) {
    const kept = lines.filter((l) => !(l.node === node && l.index === index));
    for (const l of kept) {
      if ("end" in l) {
        if (l.node === node) l.end = Number(l.end) - 1;
        continue;
      }
      if (l.node === node && Number(l.index) > index) l.index = Number(l.index) - 1;
      l.out = (l.out as string[]).map(earlier);
      l.inputs = Object.fromEntries(
        Object.entries(l.inputs as Record<string, string[]>).map(([n, ids]) => [n, ids.map(earlier)]),
      );
    }
    logs.set(owner, kept);
  }
}

describe("what happened is accepted", () => {
  test("300 events of three correct nodes", async () => {
    expect(await check(logsOf())).toMatchObject({ kind: "accepted", events: 300, byzantine: [] });
  });

  test("300 events, those of a Byzantine node as the others accepted them", async () => {
    expect(await check(logsOf("s3"), ["s3"])).toMatchObject({ kind: "accepted", events: 300 });
  });
});

describe("what did not happen so is rejected, with line, action and reason", () => {
  const cases: readonly {
    readonly what: string;
    readonly action: string;
    readonly change: (l: LogLine) => void;
    readonly why: RegExp;
  }[] = [
    {
      what: "a value that changed otherwise",
      action: "Vote",
      change: (l) => Object.assign(l.changed as object, { currentTerm: 77 }),
      why: /currentTerm differs:\n +recorded +77\n +specification +\d/,
    },
    {
      what: "a value of another type",
      action: "Vote",
      change: (l) => Object.assign(l.changed as object, { currentTerm: "two" }),
      why: /currentTerm differs:\n +recorded +"two"/,
    },
    {
      what: "a change that is not recorded",
      action: "BecomeLeader",
      change: (l) => (l.changed = {}),
      why: /role differs:\n +recorded +"Candidate" +\(not recorded as changed\)\n +specification +"Leader"/,
    },
    {
      what: "another argument",
      action: "AppendEntries",
      change: (l) => (l.args = { k: 2 }),
      why: /the messages sent differ|guard is false:\n +e\.k/,
    },
    {
      what: "an argument outside its set",
      action: "AppendEntries",
      change: (l) => (l.args = { k: 99 }),
      why: /guard is false:\n +e\.k \\in 1\.\.Len\(s\.log\)/,
    },
    {
      what: "an argument of another type",
      action: "AppendEntries",
      change: (l) => (l.args = { k: "x" }),
      why: /no value here:\n +e\.k \\in 1\.\.Len\(s\.log\)/,
    },
    {
      what: "another message sent",
      action: "Vote",
      change: (l) => Object.assign((l.messages as object[])[0]!, { candidate: "s9" }),
      why: /the messages sent differ:/,
    },
    {
      what: "too few votes",
      action: "BecomeLeader",
      change: (l) => (l.inputs = { votes: [] }),
      why: /guard is false:\n +\\E Q \\in Quorum/,
    },
    {
      what: "an action that is not enabled",
      action: "BecomeLeader",
      change: (l) => Object.assign(l, { action: "ClientRequest", args: { v: "v1" }, inputs: {} }),
      why: /guard is false:\n +s\.role = "Leader"\n +s\.role = "Candidate"/,
    },
  ];

  test.each(cases)("$what", async ({ action, change, why }) => {
    const logs = logsOf();
    const { line, at } = find(logs, (l) => l.action === action);
    change(line);
    const found = summary(await check(logs));
    expect(found).toMatchObject({ at, action: line.action });
    expect(found.why).toMatch(why);
  });

  test("an event left out, and the numbers closed up", async () => {
    const logs = logsOf();
    const { line } = find(logs, (l) => l.action === "BecomeLeader");
    withoutEvent(logs, String(line.node), Number(line.index));
    const found = summary(await check(logs));
    expect(found.at).toBe(`${line.node}.jsonl:${line.index}`);
    expect(found.why).toMatch(/s\.role = "Leader"/);
  });

  test("two events swapped", async () => {
    const logs = logsOf();
    const after = (l: LogLine): LogLine | undefined => logs.get(String(l.node))?.[Number(l.index)];
    const { line } = find(logs, (l) => l.action === "BecomeLeader" && after(l)?.action === "ClientRequest");
    const lines = logs.get(String(line.node))!;
    const next = lines[Number(line.index)]!;
    const index = Number(line.index);
    lines.splice(index - 1, 2, { ...next, index }, { ...line, index: index + 1 });
    const found = summary(await check(logs));
    expect(found).toMatchObject({ at: `${line.node}.jsonl:${index}`, action: "ClientRequest" });
  });

  test("a Byzantine event that its receivers should not have accepted", async () => {
    const logs = logsOf("s3");
    for (const lines of logs.values()) {
      const vote = lines.find((l) => l.accepted === true && l.action === "Timeout");
      if (vote !== undefined) Object.assign((vote.messages as object[])[0]!, { term: 5 });
    }
    const found = summary(await check(logs, ["s3"]));
    expect(found.action).toBe("Timeout");
    expect(found.why).toMatch(/messages sent differ/);
  });

  test("a log from which a line is missing does not reach the model checker", async () => {
    const logs = logsOf();
    logs.get("s2")!.splice(5, 1);
    expect(await check(logs)).toMatchObject({
      kind: "unreadable",
      diagnostics: [{ code: "trace/gap", place: { file: "s2.jsonl", line: 6 } }],
    });
  });
});
