/** Mutants differ from their trace, in one thing. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type Mutant, mutantsOf } from "../../src/conform/mutate/mutants.js";
import type { Json, LogLine } from "../../src/log/types.js";

const linesOf = (events: readonly Json[]): readonly LogLine[] =>
  events.map((json, k) => ({ file: "log", line: k + 1, text: JSON.stringify(json), json }));

const applied = (lines: readonly LogLine[], { at, lines: put, removed }: Mutant): readonly LogLine[] => [
  ...lines.slice(0, at),
  ...put,
  ...lines.slice(at + removed),
];

it("says what becomes of a small log", () => {
  const lines = linesOf([
    { e: "a", n: 1 },
    { e: "b", ok: true, to: ["x"] },
  ]);
  const shown = [...mutantsOf(lines)].map((m) =>
    `${m.at} ${m.kind} ${m.path ?? ""} ${m.values?.join("→") ?? ""}`.trim(),
  );
  expect(shown).toMatchInlineSnapshot(`
    [
      "0 drop",
      "0 double",
      "0 swap",
      "0 edit e "a"→"b"",
      "0 edit n 1→2",
      "1 drop",
      "1 double",
      "1 edit e "b"→"a"",
      "1 edit ok true→false",
      "1 edit to[*] "x"→"xx"",
      "1 edit to[*] ["x"]→[]",
    ]
  `);
});

it("every mutant differs from the log, and an edit in one line and one place", () =>
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }), (events) => {
      const lines = linesOf(JSON.parse(JSON.stringify(events)) as Json[]);
      const whole = (all: readonly LogLine[]) => all.map((l) => l.text).join("\n");
      for (const mutant of mutantsOf(lines)) {
        const after = applied(lines, mutant);
        if (mutant.kind === "drop" || mutant.kind === "double") {
          expect(after.length).toBe(lines.length + (mutant.kind === "drop" ? -1 : 1));
        } else expect(whole(after)).not.toBe(whole(lines));
        if (mutant.kind === "edit") {
          expect(after.length).toBe(lines.length);
          expect(after.filter((l, k) => l.text !== lines[k]?.text).length).toBe(1);
          expect(mutant.values?.[0]).not.toBe(mutant.values?.[1]);
        }
      }
    }),
  ));
