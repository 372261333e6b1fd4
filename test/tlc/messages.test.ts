import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageParser, readCounts, type TlcItem } from "../../src/tlc/messages.js";

const transcript = (name: string): string =>
  readFileSync(new URL(`../fixtures/fake-java/${name}.txt`, import.meta.url), "utf8");

function parse(chunks: readonly string[]): readonly TlcItem[] {
  const items: TlcItem[] = [];
  const parser = messageParser((item) => items.push(item));
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return items;
}

describe("the stream of TLC's messages", () => {
  it.each(["holds", "violates", "liveness", "spec-fault", "evaluation", "memory"])(
    "%s: where the text is cut makes no difference",
    (name) => {
      const text = transcript(name);
      const whole = parse([text]);
      const cuts = fc.array(fc.nat(text.length), { maxLength: 40 });
      fc.assert(
        fc.property(cuts, (points) => {
          const sorted = [0, ...points.sort((a, b) => a - b), text.length];
          const chunks = sorted.slice(1).map((to, i) => text.slice(sorted[i], to));
          expect(parse(chunks)).toEqual(whole);
        }),
        { numRuns: 30 },
      );
    },
  );

  it("gives a message with code, severity and text, and lines outside", () => {
    const items = parse([
      "before\n@!@!@STARTMSG 2110:1 @!@!@\nInvariant I is violated.\n@!@!@ENDMSG 2110 @!@!@\nafter",
    ]);
    expect(items).toEqual([
      { kind: "line", text: "before" },
      { kind: "message", code: 2110, severity: 1, text: "Invariant I is violated.", complete: true },
      { kind: "line", text: "after" },
    ]);
  });

  it("gives an inner message before the outer one, even when it starts inside a line", () => {
    const items = parse([
      "@!@!@STARTMSG 1000:1 @!@!@\nouter\n: @!@!@STARTMSG 5006:0 @!@!@\ninner\n@!@!@ENDMSG 5006 @!@!@\n",
      "@!@!@ENDMSG 1000 @!@!@\n",
    ]);
    expect(items.map((i) => (i.kind === "message" ? [i.code, i.text] : i.text))).toEqual([
      [5006, "inner"],
      [1000, "outer\n: "],
    ]);
  });

  it("gives a message that was cut off as incomplete", () => {
    const items = parse(["@!@!@STARTMSG 2217:4 @!@!@\n1: <Initial predicate>\nx = 0"]);
    expect(items).toMatchObject([{ code: 2217, complete: false, text: "1: <Initial predicate>\nx = 0" }]);
  });

  it("never throws and loses no line of plain text", () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((s) => !/[\r\n]|@!@!@/.test(s))), (lines) => {
        const items = parse([lines.map((l) => `${l}\n`).join("")]);
        expect(items).toEqual(lines.map((text) => ({ kind: "line", text })));
      }),
    );
  });

  it("reads counts with and without groups, and none in simulation", () => {
    expect(
      readCounts(
        "Progress(7) at 2000-01-01 00:00:00: 12,345 states generated (7 s/min), 6,789 distinct states found, 1,234 states left on queue.",
      ),
    ).toEqual({ generated: 12345, distinct: 6789, queue: 1234, depth: 7 });
    expect(
      readCounts(
        "Progress(-1) at x: 11 states generated, -1 distinct states found, -1 states left on queue.",
      ),
    ).toEqual({ generated: 11, distinct: undefined, queue: undefined, depth: undefined });
    expect(readCounts("nothing")).toBeUndefined();
  });
});
