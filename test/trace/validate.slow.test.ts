import { beforeAll, describe, expect, test } from "vitest";
import { showTrace } from "../../src/conform/report/show.js";
import { int } from "../../src/tla/value.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { type Judges, judgesOf, type Reference, type Verdict, validate } from "../../src/trace/validate.js";
import { invariantsOf } from "../../src/verify/subject.js";
import { tlcChecker } from "../verify/checker.js";
import { raft } from "./raft.js";
import { type LogLine, textOf, walk } from "./raft-walk.js";

type Logs = Map<string, LogLine[]>;

let reference: Reference;
/** Both engines: that they differ is a fault of the result. */
let judges: Judges;
const constants = new Map([
  ["MaxTerm", int(1000)],
  ["MaxLog", int(1000)],
]);

beforeAll(async () => {
  const subject = await raft();
  const { protocol, hybrid, mapping, models, defaultModel } = subject;
  const cfg = models.get(defaultModel)?.entries ?? [];
  reference = { protocol, hybrid, mapping, cfg, invariants: invariantsOf(subject) };
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const { tlc } = await judgesOf(tlcChecker({ jar, java, env: process.env }));
  if (tlc === undefined) throw new Error("no TLC");
  judges = { tlc: { ...tlc, alone: false } };
});

const logsOf = (byzantine?: string, events = 300): Logs =>
  structuredClone(new Map(walk({ seed: 1, events, ...(byzantine === undefined ? {} : { byzantine }) })));

function check(logs: Logs, byzantine: readonly string[] = [], by = judges): Promise<Verdict> {
  const texts = [...logs].map(([n, lines]) => ({ file: `${n}.jsonl`, text: textOf(lines) }));
  return validate(reference, texts, { byzantine, constants }, by);
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
  const result = verdict.kind === "matched" ? verdict.result : undefined;
  if (result === undefined || !("verdict" in result) || result.verdict.kind !== "rejected")
    throw new Error(`not rejected: ${JSON.stringify(verdict).slice(0, 2000)}`);
  const { file, line, name } = result.verdict.rejection.event;
  const why = showTrace(result.verdict, (f) => f).join("\n");
  return { at: `${file}:${line}`, action: name ?? "", why };
}

const accepted = (events: number, byzantine: readonly string[]) => ({
  kind: "matched",
  events,
  byzantine,
  result: { verdict: { kind: "accepted", stepped: events } },
});

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
    expect(await check(logsOf())).toMatchObject(accepted(300, []));
  });

  test("300 events, those of a Byzantine node as the others accepted them", async () => {
    expect(await check(logsOf("s3"), ["s3"])).toMatchObject(accepted(300, ["s3"]));
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
      why: /false: .*currentTerm.*: \d+ against 77/,
    },
    {
      what: "a change that is not recorded",
      action: "BecomeLeader",
      change: (l) => (l.changed = {}),
      why: /false: .*role.*: "Leader" against "Candidate"/,
    },
    {
      what: "another argument",
      action: "AppendEntries",
      change: (l) => (l.args = { k: 2 }),
      why: /false: (?:certified\.out|e\.k)/,
    },
    {
      what: "an argument outside its set",
      action: "AppendEntries",
      change: (l) => (l.args = { k: 99 }),
      why: /false: e\.k \\in 1\.\.Len\(s\.log\): 99/,
    },
    {
      what: "another message sent",
      action: "Vote",
      change: (l) => Object.assign((l.messages as object[])[0]!, { candidate: "s9" }),
      why: /false: certified\.out/,
    },
    {
      what: "too few votes",
      action: "BecomeLeader",
      change: (l) => (l.inputs = { votes: [] }),
      why: /false: e\.votes: the set = \{\}|HybridRaft\.tla/,
    },
    {
      what: "an action that is not enabled",
      action: "BecomeLeader",
      change: (l) => Object.assign(l, { action: "ClientRequest", args: { v: "v1" }, inputs: {} }),
      why: /false: s\.role = "Leader": "Candidate" against "Leader" \(HybridRaft\.tla:\d+\)/,
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

  test.each([
    ["an argument", "AppendEntries", (l: LogLine) => Object.assign(l.args as object, { k: "x" })],
    ["a value", "Vote", (l: LogLine) => Object.assign(l.changed as object, { currentTerm: "two" })],
  ])("%s of another type cannot be compared, which is told with the line", async (_, action, change) => {
    const logs = logsOf();
    const { line, at } = find(logs, (l) => l.action === action);
    change(line);
    const [file, number] = at.split(":");
    const note = { place: { file, line: Number(number) } };
    const faults = [
      {
        code: "engine/evaluation",
        notes: expect.arrayContaining([
          expect.objectContaining({ place: expect.objectContaining(note.place) }),
        ]),
      },
    ];
    expect(await check(logs, [], {})).toMatchObject({ result: { faults } });
  });

  test("an event left out, and the numbers closed up", async () => {
    const logs = logsOf();
    const { line } = find(logs, (l) => l.action === "BecomeLeader");
    withoutEvent(logs, String(line.node), Number(line.index));
    const found = summary(await check(logs));
    expect(found.at).toBe(`${line.node}.jsonl:${line.index}`);
    expect(found.why).toMatch(/false: s\.role = "Leader"/);
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
    expect(found.why).toMatch(/false: certified\.out/);
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
