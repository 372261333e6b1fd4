/** TLC and our engine on logs and on those with one thing wrong: the same verdict at the same line. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/log/types.js";
import { cli } from "../cli/harness.js";
import { fixtures } from "./conform.js";

/** Each event left out, doubled, swapped with the next, and with each field changed. */
function wrong(good: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  return good.flatMap((event, i) => {
    const around = (...middle: readonly JsonObject[]) => [
      ...good.slice(0, i),
      ...middle,
      ...good.slice(i + 1),
    ];
    const next = good[i + 1];
    const swapped = next === undefined ? [] : [[...good.slice(0, i), next, event, ...good.slice(i + 2)]];
    const edited = Object.entries(event).flatMap(([key, value]) => {
      const other = value === "w1" ? "w2" : value === "w2" ? "w1" : value === "do" ? "drop" : undefined;
      return other === undefined ? [] : [around({ ...event, [key]: other })];
    });
    return [around(), around(event, event), ...swapped, ...edited];
  });
}

describe("both engines say the same of a log", () => {
  it("and of every log that is wrong in one thing", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const text = await readFile(join(fixtures, "commit/good.ndjson"), "utf8");
    const good = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as JsonObject);
    for (const [k, lines] of [good, ...wrong(good)].entries())
      await writeFile(
        join(dir, `${String(k).padStart(3, "0")}.ndjson`),
        lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
      );
    const mapping = join(fixtures, "commit/mapping.json");
    const own = await cli(["validate", dir, "--mapping", mapping]);
    const both = await cli(["validate", dir, "--mapping", mapping, "--engine", "both"]);
    const tlc = await cli(["validate", dir, "--mapping", mapping, "--engine", "tlc"]);
    expect([own.code, both.code, tlc.code]).toEqual([1, 1, 1]);
    expect(both.out).toBe(own.out);
    expect(tlc.out.split("\n").at(-2)).toBe(own.out.split("\n").at(-2));
    expect(own.out).toMatch(/^\d+ traces: \d+ accepted, \d+ rejected, \d+ incomplete$/m);
  });

  it("with changes, bounds, and fields that only some messages have", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const spec = String.raw`---- MODULE Store ----
EXTENDS Naturals
VARIABLES votes, sent
Init == votes = [n \in {"a", "b"} |-> {}] /\ sent = {}
Vote(n, m) == votes' = [votes EXCEPT ![n] = @ \cup {m}] /\ UNCHANGED sent
Ask(n) == sent' = sent \cup {[from |-> n]} /\ UNCHANGED votes
Tell(n) == sent' = sent \cup {[from |-> n, size |-> 2]} /\ UNCHANGED votes
Get(m) == sent' = sent \ {m} /\ UNCHANGED votes
Next == \/ \E n \in {"a", "b"} : Ask(n) \/ Tell(n) \/ \E m \in {"a", "b"} : Vote(n, m)
        \/ \E m \in sent : Get(m)
====`;
    const mapping = {
      spec: "Store.tla",
      delta: { op: "op", path: "path", args: "args", ops: { Add: "v \\cup {a[1]}", Clear: "{}" } },
      events: [
        { on: "vote", do: "any", delta: { votes: "$.votes?" } },
        { on: "ask", do: "Ask($.n)" },
        { on: "tell", do: "Tell($.n)", after: { "Cardinality(sent)": { atLeast: "$.least" } } },
        { on: "get", take: { m: { in: "sent", match: { size: "$.size" } } }, do: "Get(m)" },
      ],
    };
    await writeFile(join(dir, "Store.tla"), spec);
    await writeFile(join(dir, "mapping.json"), JSON.stringify(mapping));
    const add = (n: string, m: string) => ({ event: "vote", votes: [{ op: "Add", path: [n], args: [m] }] });
    const [ask, tell] = [
      { event: "ask", n: "a" },
      { event: "tell", n: "a", least: 1 },
    ];
    const get = (size: number) => ({ event: "get", size });
    const logs = [
      [add("a", "b"), add("b", "b"), ask, tell, get(2)],
      [add("a", "b"), add("a", "c")],
      [ask, get(2)],
      [ask, tell, get(3)],
      [add("a", "b"), { event: "vote", votes: [{ op: "Clear", path: ["a"] }] }],
    ];
    for (const [k, events] of logs.entries())
      await writeFile(join(dir, `${k}.ndjson`), events.map((e) => `${JSON.stringify(e)}\n`).join(""));
    const files = logs.map((_, k) => join(dir, `${k}.ndjson`));
    const own = await cli(["validate", ...files, "--mapping", join(dir, "mapping.json")]);
    const both = await cli([
      "validate",
      ...files,
      "--mapping",
      join(dir, "mapping.json"),
      "--engine",
      "both",
    ]);
    expect(own.out.split("\n").at(-2)).toBe("5 traces: 1 accepted, 4 rejected");
    expect(both.out).toBe(own.out);
  });

  it("where more states are possible than are kept at once", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const spec = String.raw`---- MODULE Bags ----
EXTENDS Naturals, Sequences
VARIABLE held
Init == held = <<>>
Put(x) == held' = Append(held, x)
Next == \E x \in 1..60 : Put(x)
====`;
    const mapping = {
      spec: "Bags.tla",
      events: [
        { on: "put", do: "Put($.x?)" },
        { on: "see", do: "none", before: { "held[$.at]": "$.is" } },
      ],
    };
    await writeFile(join(dir, "Bags.tla"), spec);
    await writeFile(join(dir, "mapping.json"), JSON.stringify(mapping));
    const see = (at: number, is: number) => ({ event: "see", at, is });
    const put = { event: "put" };
    const logs = [
      [put, put, put, see(1, 2), see(2, 3), see(3, 4)],
      [put, put, put, see(1, 2), see(3, 4), see(1, 3)],
    ];
    for (const [k, events] of logs.entries())
      await writeFile(join(dir, `${k}.ndjson`), events.map((e) => `${JSON.stringify(e)}\n`).join(""));
    const files = logs.map((_, k) => join(dir, `${k}.ndjson`));
    const own = await cli(["validate", ...files, "--mapping", join(dir, "mapping.json")]);
    const both = await cli([
      "validate",
      ...files,
      "--mapping",
      join(dir, "mapping.json"),
      "--engine",
      "both",
    ]);
    expect(own.out).toContain("more than 200000 states are possible at event put");
    expect(own.out.split("\n").at(-2)).toBe("2 traces: 1 accepted, 1 rejected");
    expect(both.out).toBe(own.out);
  });

  it("with silent steps, several steps a line, and more than one state", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const spec = String.raw`---- MODULE Queue ----
EXTENDS Naturals, Sequences
VARIABLES waiting, taken, hidden
Init == waiting = <<>> /\ taken = 0 /\ hidden = 0
Put(x) == waiting' = Append(waiting, x) /\ UNCHANGED <<taken, hidden>>
Take == /\ waiting # <<>> /\ taken' = taken + Head(waiting) /\ waiting' = Tail(waiting) /\ UNCHANGED hidden
Hide == hidden' = hidden + 1 /\ UNCHANGED <<waiting, taken>>
Next == (\E x \in {1, 2, 3} : Put(x)) \/ Take \/ Hide
====`;
    const mapping = {
      spec: "Queue.tla",
      events: [
        { on: "put", do: "Put($.x?)", early: { for: ["see"], within: 2 } },
        {
          on: "move",
          take: { x: "{1, 2}" },
          do: ["Put(x)", "Take"],
          after: { taken: "$.to", "Len(waiting)": "$.left" },
        },
        { on: "drain", do: "Take", until: "waiting = <<>>", max: 3, after: { taken: "$.to" } },
        { on: "see", do: "none", before: { hidden: "$.n" } },
        { on: "full", do: "none", before: { "Len(waiting)": "$.size" } },
      ],
      silent: [
        { do: "Hide", for: ["see"], max: 2, why: "not logged" },
        { do: "Put($.with)", for: ["full"], if: "Len(waiting) < $.size", max: 2, why: "not logged" },
      ],
    };
    await writeFile(join(dir, "Queue.tla"), spec);
    await writeFile(join(dir, "mapping.json"), JSON.stringify(mapping));
    const events = [
      { event: "put" },
      { event: "put", x: 2 },
      { event: "see", n: 2 },
      { event: "move", to: 3, left: 2 },
      { event: "drain", to: 7 },
      { event: "full", size: 2, with: 3 },
      { event: "drain", to: 13 },
      { event: "see", n: 3 },
    ];
    const variants = [events, ...wrong(events)];
    for (const [k, key, value] of [
      [2, "n", 3],
      [3, "to", 5],
      [4, "to", 6],
      [4, "to", 4],
      [5, "size", 3],
      [5, "with", 2],
      [6, "to", 12],
      [7, "n", 1],
    ] as const)
      variants.push(events.map((e, i) => (i === k ? { ...e, [key]: value } : e)));
    await Promise.all(
      variants.map((lines, k) =>
        writeFile(join(dir, `t${100 + k}.ndjson`), lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
      ),
    );
    const files = variants.map((_, k) => join(dir, `t${100 + k}.ndjson`));
    const { code, out } = await cli([
      "validate",
      ...files,
      "--mapping",
      join(dir, "mapping.json"),
      "--engine",
      "both",
    ]);
    expect(out).not.toContain("disagree");
    expect([code, out.split("\n")[0]]).toEqual([1, expect.stringMatching(/^accepted/)]);
    expect(out.split("\n").at(-2)).toMatch(/^\d+ traces: \d+ accepted, \d+ rejected$/);
  });

  it("with nodes that start from their disks, and a line that lasts until a message is used up", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const spec = String.raw`---- MODULE Disks ----
EXTENDS Naturals, Bags
CONSTANT Node
VARIABLES value, post
Init == value = [n \in Node |-> 0] /\ post = EmptyBag
Same == \A m, n \in Node : value[m] <= value[n] + 2
Write(n) == value' = [value EXCEPT ![n] = @ + 1] /\ post' = post (+) SetToBag({[kind |-> "set", to |-> value[n] + 1]})
Ask(n) == post' = post (+) SetToBag({[kind |-> "ask", of |-> n]}) /\ UNCHANGED value
Read(n, m) ==
  \/ m.kind = "set" /\ m.to > value[n] /\ value' = [value EXCEPT ![n] = @ + 1] /\ UNCHANGED post
  \/ m.kind = "set" /\ m.to <= value[n] /\ post' = post (-) SetToBag({m}) /\ UNCHANGED value
  \/ m.kind = "ask" /\ post' = post (-) SetToBag({m}) /\ UNCHANGED value
Next == \E n \in Node : Write(n) \/ Ask(n) \/ \E m \in DOMAIN post : Read(n, m)
====
`;
    await writeFile(join(dir, "Disks.tla"), spec);
    await writeFile(join(dir, "Disks.cfg"), "INIT Init\nNEXT Next\nINVARIANT Same\n");
    const match = {
      by: "$.kind",
      cases: { set: { kind: '"set"', to: "$.to" }, ask: { kind: '"ask"', of: "$.of?" } },
    };
    const mapping = {
      spec: "Disks.tla",
      log: { name: "$.do", node: "$.n" },
      constants: { Node: { collect: ["$.n"] } },
      boot: { events: ["start"], init: { "value[$.n]": "$.value" } },
      events: [
        {
          on: "write",
          do: "Write($.n)",
          sends: { in: "post", bag: true, match: { kind: '"set"', to: "$.to" } },
        },
        { on: "ask", do: "Ask($.n)", sends: { in: "post", bag: true, match: { kind: '"ask"', of: "$.n" } } },
        {
          on: "read",
          take: { m: { in: "DOMAIN post", match }, c: "{CopiesIn(m, post)}" },
          do: "Read($.n, m)",
          until: "CopiesIn(m, post) < c",
          max: 9,
          after: { "value[$.n]": "$.value" },
        },
      ],
    };
    await writeFile(join(dir, "mapping.json"), JSON.stringify(mapping));
    const start = (...values: readonly number[]) =>
      values.map((value, k) => ({ do: "start", n: k === 0 ? "a" : "b", value }));
    const good: readonly JsonObject[] = [
      ...start(6, 5),
      { do: "write", n: "a", to: 7 },
      { do: "ask", n: "b" },
      { do: "read", n: "b", kind: "set", to: 7, value: 7 },
      { do: "read", n: "a", kind: "ask", of: "b", value: 7 },
    ];
    const logs = {
      good,
      apart: start(9, 5),
      // The last start changes nothing, but is where the invariant is looked at first.
      "apart-before": start(9, 0),
      "never-sent": [...good, { do: "read", n: "a", kind: "ask", of: "b", value: 7 }],
      "wrong-value": good.map((e) => (e.kind === "set" ? { ...e, value: 6 } : e)),
      "broken-later": [
        ...good,
        { do: "write", n: "a", to: 8 },
        { do: "write", n: "a", to: 9 },
        { do: "write", n: "a", to: 10 },
      ],
    };
    const files = Object.entries(logs).map(
      ([name, events]) => [join(dir, `${name}.ndjson`), events] as const,
    );
    for (const [file, events] of files)
      await writeFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const args = ["validate", ...files.map(([f]) => f), "--mapping", join(dir, "mapping.json")];
    const own = await cli(args);
    const both = await cli([...args, "--engine", "both"]);
    const verdicts = (text: string) =>
      text.split("\n").filter((line) => /^(?:accepted|rejected)|^ {2}\/.*:\d+: /.test(line));
    expect(own.err).toBe("");
    expect(own.out).toContain("6 traces: 1 accepted, 5 rejected");
    expect(own.out).toContain("breaks the invariant Same");
    expect([both.code, both.err]).toEqual([1, ""]);
    expect(verdicts(both.out).sort()).toEqual(verdicts(own.out).sort());
  });
});

describe("both engines look at invariants", () => {
  it("of all that a step may change, of ENABLED, and of what cannot be evaluated", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const spec = String.raw`---- MODULE Tanks ----
EXTENDS Naturals, Sequences
VARIABLES low, high, used
Init == low = 0 /\ high = 9 /\ used = <<>>
Fill(n) == low' = low + n /\ used' = Append(used, n) /\ UNCHANGED high
Drop(n) == high' = high - n /\ UNCHANGED <<low, used>>
Next == \E n \in 1..5 : Fill(n) \/ Drop(n)
Small == low < 7
Room == low <= high
Goes == ENABLED (high > 1 /\ Drop(1))
Known == used = <<>> \/ <<"one", "two", "three", "four">>[used[Len(used)]] # "two"
====
`;
    await writeFile(join(dir, "Tanks.tla"), spec);
    await writeFile(join(dir, "Tanks.cfg"), "INIT Init\nNEXT Next\nINVARIANTS Small Room Goes Known\n");
    const mapping = {
      spec: "Tanks.tla",
      events: [
        { on: "fill", do: "Fill($.n)", after: { low: "$.low?" } },
        { on: "drop", do: "Drop($.n)", after: { high: "$.high?" } },
      ],
    };
    await writeFile(join(dir, "mapping.json"), JSON.stringify(mapping));
    const fill = (n: number, low?: number) => ({ event: "fill", n, ...(low === undefined ? {} : { low }) });
    const drop = (n: number) => ({ event: "drop", n });
    const logs: Readonly<Record<string, readonly JsonObject[]>> = {
      good: [fill(3, 3), drop(2), fill(1, 4), drop(3)],
      again: [fill(3, 3), drop(2), fill(1, 4), drop(3)],
      small: [fill(3, 3), fill(4)],
      "room-low": [drop(5), fill(4), fill(1)],
      "room-high": [fill(4), drop(5), drop(1)],
      goes: [drop(4), drop(4)],
      known: [drop(1), fill(3), fill(1), fill(2)],
      unknown: [drop(1), fill(5)],
      compared: [fill(3, 4)],
    };
    for (const [name, events] of Object.entries(logs))
      await writeFile(
        join(dir, `${name}.ndjson`),
        events.map((event) => `${JSON.stringify(event)}\n`).join(""),
      );
    const files = Object.keys(logs).map((name) => join(dir, `${name}.ndjson`));
    const args = ["validate", ...files, "--mapping", join(dir, "mapping.json"), "--json"];
    const told = async (engine: string) => {
      const { code, out } = await cli([...args, "--engine", engine]);
      const { traces } = JSON.parse(out) as { traces: readonly Told[] };
      const of = new Map(traces.map((t) => [t.files[0], t.verdict ?? { kind: "faults" }]));
      const lines = files.map((f) => [of.get(f)?.kind, of.get(f)?.rejection?.event.line]);
      return { code, of: Object.fromEntries(Object.keys(logs).map((name, i) => [name, lines[i]])) };
    };
    const own = await told("own");
    expect(own.of).toEqual({
      good: ["accepted", undefined],
      again: ["accepted", undefined],
      small: ["rejected", 2],
      "room-low": ["rejected", 3],
      "room-high": ["rejected", 3],
      goes: ["rejected", 2],
      known: ["rejected", 4],
      unknown: ["faults", undefined],
      compared: ["rejected", 1],
    });
    expect(await told("both")).toEqual(own);
    expect(await told("tlc")).toEqual(own);
  });
});

interface Told {
  readonly files: readonly string[];
  readonly verdict?: {
    readonly kind: string;
    readonly rejection?: { readonly event: { readonly line: number } };
  };
}

describe("both engines say the same of logs with clocks", () => {
  it("accepted in one order, in another one than the first, and in none", async () => {
    const dir = await mkdtemp(join(tmpdir(), "conform-"));
    const turns = join(fixtures, "turns");
    const write = (node: string, count: number, vc: JsonObject = { [node]: count }) =>
      `${JSON.stringify({ event: "write", node, count, vc })}\n`;
    const [a1, a2, b1, b2] = [write("a", 1), write("a", 2), write("b", 1), write("b", 2)];
    const logs = {
      "1-good": await readFile(join(turns, "good.ndjson"), "utf8"),
      "2-only": b1 + write("a", 1, { a: 1, b: 1 }),
      "3-another": a1 + b1 + b2 + a2,
      "4-none": a1 + a2 + write("a", 3) + write("a", 4) + b1,
    };
    for (const [name, text] of Object.entries(logs)) await writeFile(join(dir, `${name}.ndjson`), text);
    const mapping = join(turns, "mapping.json");
    const own = await cli(["validate", dir, "--mapping", mapping]);
    const both = await cli(["validate", dir, "--mapping", mapping, "--engine", "both"]);
    const tlc = await cli(["validate", dir, "--mapping", mapping, "--engine", "tlc"]);
    expect([own.code, both.code, tlc.code]).toEqual([1, 1, 1]);
    expect(both.out).toBe(own.out);
    expect(own.out).toContain("4 traces: 3 accepted, 1 rejected");
    const heads = (out: string) => out.split("\n").filter((line) => /^(accepted|rejected)|clocks/.test(line));
    expect(heads(tlc.out)).toEqual(heads(own.out));
    const orders = /order was enough|another one matches|none matches|one order only/g;
    expect(own.out.match(orders)).toEqual([
      "order was enough",
      "one order only",
      "another one matches",
      "none matches",
    ]);
  });
});
