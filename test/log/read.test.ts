/** Log files of every form, cut into pieces anywhere. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatOf, type ReadOptions, readLog } from "../../src/log/read.js";
import type { Json, LogLine } from "../../src/log/types.js";

const encoder = new TextEncoder();

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].map((c) => c % (bytes.length + 1)).sort((a, b) => a - b)) {
    yield bytes.slice(from, cut);
    from = cut;
  }
  yield bytes.slice(from);
}

async function read(
  text: string | Uint8Array,
  {
    file = "some.log",
    cuts = [],
    ...options
  }: ReadOptions & { file?: string; cuts?: readonly number[] } = {},
) {
  const lines: LogLine[] = [];
  const faults: string[] = [];
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  for await (const batch of readLog(file, pieces(bytes, cuts), options)) {
    lines.push(...batch.lines);
    faults.push(...batch.faults.map((f) => `${f.place?.line} ${f.code}`));
  }
  return { lines, faults, json: lines.map((l) => l.json), at: lines.map((l) => l.line) };
}

const event = fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<Json>);
const events = fc.array(event, { minLength: 1, maxLength: 6 });
const cuts = fc.array(fc.nat(), { maxLength: 6 });

describe("what was written is read, wherever the pieces end", () => {
  const same = (given: readonly Json[]) => JSON.parse(JSON.stringify(given)) as Json[];

  it("one value a line", () =>
    fc.assert(
      fc.asyncProperty(events, cuts, fc.constantFrom("\n", "\r\n", "\n\n"), async (given, cut, end) => {
        const text = given.map((e) => JSON.stringify(e) + end).join("");
        const got = await read(text, { cuts: cut });
        expect(got.json).toEqual(same(given));
        expect(got.faults).toEqual([]);
        expect(got.at).toEqual(given.map((_, k) => 1 + k * (end === "\n\n" ? 2 : 1)));
      }),
    ));

  it("an array, or values one after another, over many lines", () =>
    fc.assert(
      fc.asyncProperty(events, cuts, fc.boolean(), async (given, cut, array) => {
        const text = array
          ? JSON.stringify(given, null, 2)
          : given.map((e) => JSON.stringify(e, null, 1)).join("\n");
        const got = await read(text, { cuts: cut, format: "json" });
        expect(got.json).toEqual(same(given));
        expect(got.faults).toEqual([]);
        for (const { text: shown, line } of got.lines)
          expect(
            text
              .split("\n")
              .slice(line - 1)
              .join("\n"),
          ).toContain(shown);
      }),
    ));

  it("tables", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.integer(), fc.boolean()), {
          minLength: 1,
          maxLength: 5,
        }),
        cuts,
        async (rows, cut) => {
          const quoted = (s: string) => `"${s.replaceAll('"', '""')}"`;
          const text = `what,msg.term,ok\n${rows.map(([s, n, b]) => `${quoted(s)},${n},${b}`).join("\n")}\n`;
          const got = await read(text, { cuts: cut, file: "x.csv" });
          const wanted = rows.map(([what, term, ok]) => ({ what, msg: { term }, ok }));
          // A text that is a JSON array or object is taken for one.
          const given = rows.map(([s], k) => (/^[[{]/.test(s) ? got.json[k] : wanted[k]));
          expect(got.json).toEqual(given);
        },
      ),
    ));
});

describe("forms are told apart", () => {
  it.each([
    ["a.csv", "x", "csv"],
    ["a.csv.gz", "x", "csv"],
    ["a.jsonl", "[", "ndjson"],
    ["a.log", '{"a":1}\n{"a":2}\n', "ndjson"],
    ["a.log", '["A",1]\n["B",2]\n', "ndjson"],
    ["a.log", '[{"a":1},{"a":2}]', "json"],
    ["a.log", '[\n{"a":1}]', "json"],
    ["a.log", '{\n "a":1}\n', "json"],
    ["a.json", '{"a":1,\n "b":2}\n', "json"],
    ["a.log", "time,event\n1,Start\n", "csv"],
    ["a.log", "started up\n{}\n", "ndjson"],
    ["a.log", "", "ndjson"],
  ] as const)("%s %j: %s", (file, text, format) => expect(formatOf(file, text, true)).toBe(format));

  it("more text is asked for before an unfinished line is judged", () =>
    expect(formatOf("a.log", '{"a":', false)).toBeUndefined());
});

describe("cells", () => {
  it("are numbers, truths, JSON, text, or not there", async () => {
    const { json } = await read('a,b,c,d,e,f\n1,TRUE,"[1,2]",007,,"1"\n', { file: "x.csv" });
    expect(json).toEqual([{ a: 1, b: true, c: [1, 2], d: "007", f: "1" }]);
  });

  it("may have many megabytes", async () => {
    const long = `say ""yes"",\n`.repeat(1 << 20);
    const { json, faults } = await read(`a,b\n"${long}",1\n`, { file: "x.csv" });
    expect(faults).toEqual([]);
    expect(json).toHaveLength(1);
    const { a, b } = json[0] as { a: string; b: number };
    expect([a.length, a.startsWith('say "yes",\n'), b]).toEqual([11 << 20, true, 1]);
  });
});

describe("noise", () => {
  const text = 'starting\nTRACE {"a":1}\nTRACE {"a":2} x\nTRACE broken\n';
  it("is passed over when a pattern says where the value is", async () => {
    const got = await read(text, { pattern: /^TRACE (\{.*\})/, format: "ndjson" });
    expect(got.json).toEqual([{ a: 1 }, { a: 2 }]);
    expect(got.at).toEqual([2, 3]);
    expect(got.faults).toEqual([]);
  });
  it("is passed over when it may be", async () => {
    const got = await read('hello\n{"a":1}\n', { skipNoise: true, format: "ndjson" });
    expect([got.json, got.faults]).toEqual([[{ a: 1 }], []]);
  });
});

describe("faults", () => {
  it.each([
    ["an empty file", "", {}, ["1 log/empty"]],
    ["blank lines only", "\n \n", {}, ["1 log/empty"]],
    ["a line that is no JSON", '{"a":1}\nhello\n{"a":2}\n', {}, ["2 log/not-json"]],
    ["a log that breaks off", '{"a":1}\n{"a":', {}, ["2 log/truncated"]],
    ["an array that breaks off", '[\n{"a":1},\n', {}, ["3 log/truncated"]],
    ["a value that breaks off", '[\n{"a":1},\n{"b"', {}, ["3 log/truncated"]],
    ["brackets that do not match", '[\n{"a":1]}\n]', {}, ["2 log/not-json"]],
    ["a table's row of another length", "a,b\n1\n2,3\n", { file: "x.csv" }, ["2 log/csv-row"]],
    ["a table with one name twice", "a,a\n1,2\n", { file: "x.csv" }, ["1 log/csv-header"]],
    ["text after a quote", 'a,b\n"1"x,2\n', { file: "x.csv" }, ["2 log/csv-quote"]],
    ["a quote that is not closed", 'a,b\n"1,2\n', { file: "x.csv" }, ["2 log/truncated"]],
  ] as const)("%s", async (_, text, options, faults) =>
    expect((await read(text, options)).faults).toEqual(faults),
  );

  it("lines around a bad one are given", async () =>
    expect((await read('{"a":1}\nhello\n{"a":2}\n')).json).toEqual([{ a: 1 }, { a: 2 }]));

  it("bytes that are not UTF-8", async () => {
    const bytes = Uint8Array.from([...encoder.encode('{"a":1}\n{"b":"'), 0xe4, ...encoder.encode('"}\n')]);
    const got = await read(bytes);
    expect(got.faults).toEqual(["2 log/encoding"]);
    expect(got.json).toEqual([{ a: 1 }]);
  });

  it("UTF-16 with a mark is read if it is little-endian, and else refused", async () => {
    const text = '\ufeff{"a":1}\n';
    const little = Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
    const big = Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]));
    expect((await read(little)).json).toEqual([{ a: 1 }]);
    expect((await read(big)).faults).toEqual(["1 log/encoding"]);
  });

  it("a line without an end", async () => {
    const long = "x".repeat((1 << 26) + 1);
    const cuts = Array.from({ length: 8 }, (_, k) => (k + 1) << 24);
    const got = await read(`${long}${long.slice(0, 1 << 25)}\n{"a":1}\n`, { format: "ndjson", cuts });
    expect(got).toMatchObject({ faults: ["1 log/line-too-long"], json: [{ a: 1 }] });
  });
});
