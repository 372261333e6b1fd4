/** Coverage kept and merged: of traces as a set. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type CorpusCoverage,
  coverageFile,
  mergeCoverage,
  parseCoverage,
  SCHEMA,
} from "../../src/conform/coverage/corpus.js";
import { corpusReport } from "../../src/conform/coverage/corpus-report.js";
import { keyOf, placeIn } from "../../src/conform/coverage/place-keys.js";
import type { Subject } from "../../src/conform/prepare.js";
import { codesOf } from "./conform.js";
import { covered, readCase, subjectOfCase } from "./coverage-cases.js";

const word = fc.constantFrom("a", "b", "c", "constructor", "x:1:2-3:4");
const count = fc.nat(5);
const few = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(word, of, { maxKeys: 3, noNullPrototype: true });
const names = fc.uniqueArray(word, { maxLength: 3 }).map((list) => list.sort());
const action = fc.record({ steps: count, sure: count, silent: count });
const point = fc.record({ steps: count, sure: count, silent: count, true: count, false: count });
const trace = fc.record({
  ...{ name: word, lines: count, open: count, points: few(point), actions: few(action), rules: few(count) },
  ...{ untold: names, untoldActions: names, states: count, failed: count },
  guards: few(fc.record({ tried: count, false: count })),
});
const info = fc.record({ kind: fc.constantFrom("conjunct", "branch"), text: word, under: word });
const corpus: fc.Arbitrary<CorpusCoverage> = fc.record({
  ...{ schema: fc.constant(SCHEMA), spec: fc.constant({ name: "S", sha256: "0" }) },
  ...{ points: few(info), actions: few(word), mapped: names, rules: names, traces: few(trace) },
});

describe("merging", () => {
  it("is commutative", () => {
    fc.assert(
      fc.property(corpus, corpus, (a, b) => {
        expect(coverageFile(mergeCoverage(a, b))).toBe(coverageFile(mergeCoverage(b, a)));
      }),
    );
  });

  it("is associative", () => {
    fc.assert(
      fc.property(corpus, corpus, corpus, (a, b, c) => {
        const left = mergeCoverage(mergeCoverage(a, b), c);
        expect(coverageFile(left)).toBe(coverageFile(mergeCoverage(a, mergeCoverage(b, c))));
      }),
    );
  });

  it("is idempotent, and loses nothing", () => {
    fc.assert(
      fc.property(corpus, corpus, (a, b) => {
        expect(mergeCoverage(a, a)).toEqual(a);
        const both = mergeCoverage(a, b);
        expect(mergeCoverage(both, a)).toEqual(both);
        expect(Object.keys(both.traces).sort()).toEqual(
          [...new Set([...Object.keys(a.traces), ...Object.keys(b.traces)])].sort(),
        );
      }),
    );
  });

  it("a file says what was written", () => {
    fc.assert(
      fc.property(corpus, (a) => {
        expect(parseCoverage("f", coverageFile(a), a.spec)).toEqual(a);
      }),
    );
  });
});

describe("of logs", () => {
  const given = readCase("parts");
  const small = [
    '{"e":"join","members":[2],"kind":"small"}\n',
    '{"e":"join","members":[1],"kind":"small"}\n{"e":"leave","m":1,"members":[],"kind":"none"}\n',
    '{"e":"join","members":[3],"kind":"small"}\n{"e":"join","members":[3,4],"kind":"small"}\n',
  ];
  let subject: Subject;
  beforeAll(async () => {
    subject = await subjectOfCase("parts", given);
  });

  it("all together are each by itself, merged, in any order and however often", async () => {
    const of = async (...logs: readonly string[]) => (await covered(subject, given.mapping, logs)).corpus;
    const all = await of(...small);
    const [a, b, c] = await Promise.all(small.map((log) => of(log)));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three logs");
    const merged = mergeCoverage(mergeCoverage(c, a), mergeCoverage(b, mergeCoverage(a, c)));
    const text = (x: CorpusCoverage) =>
      // Files are called by their places in the list.
      coverageFile(x).replaceAll(/"name": "\d\.ndjson"/g, "");
    expect(text(merged)).toBe(text(all));
    const report = corpusReport(merged, [subject.file]);
    expect([report.traces, report.lines]).toEqual([3, 5]);
    expect(report.exercised).toBeGreaterThan(corpusReport(a, [subject.file]).exercised);
  });

  it("too many states at once are told of", async () => {
    const open = readCase("excluded");
    const subject = await subjectOfCase("excluded", open);
    const log = '{"e":"fill","level":1}\n{"e":"fill","level":2}\n';
    const { refused, corpus: none } = await covered(subject, open.mapping, [log], { mostKept: 2 });
    expect(refused.map((d) => d.code)).toEqual(["conform/too-wide-to-cover"]);
    expect(none.traces).toEqual({});
    expect((await covered(subject, open.mapping, [log])).refused).toEqual([]);
  });
});

describe("a coverage file", () => {
  const spec = { name: "S", sha256: "0" };
  const parse = async (text: string) => parseCoverage("c.json", text, spec);

  it("that is none, or of another specification, is refused", async () => {
    expect(await codesOf(parse("{"))).toEqual(["conform/not-coverage"]);
    expect(await codesOf(parse('{"schema":"other/1"}'))).toEqual(["conform/not-coverage"]);
    const other = { schema: SCHEMA, spec: { name: "S", sha256: "1" } };
    const rest = { points: {}, actions: {}, mapped: [], rules: [], traces: {} };
    expect(await codesOf(parse(JSON.stringify({ ...other, ...rest })))).toEqual(["conform/other-coverage"]);
  });

  it("has places without folders", () => {
    const place = { file: "/a/b/S.tla", line: 1, column: 2, endLine: 3, endColumn: 4 };
    expect(keyOf(place)).toBe("S.tla:1:2-3:4");
    expect(placeIn(keyOf(place), new Map([["S.tla", "/a/b/S.tla"]]))).toEqual(place);
    expect(placeIn("T.tla:1:2-3:4", new Map([["S.tla", "/a/b/S.tla"]]))).toBeUndefined();
  });
});
