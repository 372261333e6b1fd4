import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/width.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { type Row, sideBySide, sideBySideHtml, sideBySideText } from "../../src/transform/side-by-side.js";
import { load, readCase } from "../protocol/cases.js";

async function rows(): Promise<{
  readonly made: readonly Row[];
  readonly source: string;
  readonly text: string;
}> {
  const read = readCase("handlers");
  const { protocol, table } = await load(read);
  if (protocol === undefined || table === undefined) throw new Error("not read");
  const hybrid = transformHistory(protocol, table, []);
  return {
    made: sideBySide(protocol, hybrid, read.module),
    source: read.module,
    text: hybrid.stages.at(-1)?.text ?? "",
  };
}

const words = (text: string): readonly string[] =>
  text.split(/\s+/).filter((w) => w !== "" && !/^[-=]+$/.test(w));

describe("a specification beside its hybrid", () => {
  it("leaves nothing of either out", async () => {
    const { made, source, text } = await rows();
    const shown = made.filter((r) => r.kind !== "title");
    const left = words(shown.map((r) => r.left).join("\n"));
    const right = words(shown.map((r) => r.right).join("\n"));
    expect(left).toEqual(words(source).slice(2));
    // In another order, as the source has it.
    expect([...right].sort()).toEqual([...words(text).slice(2)].sort());
  });

  it("shows what an action became beside it", async () => {
    const { made } = await rows();
    const at = made.findIndex((r) => r.kind === "title" && r.left === "Ask");
    const next = made.findIndex((r, k) => k > at && r.kind === "title");
    const body = made.slice(at + 1, next);
    expect(body[0]?.left).toMatch(/^Ask\(/);
    expect(body.some((r) => r.right.startsWith("Ask_Guard("))).toBe(true);
  });

  it("keeps to the width of the terminal", async () => {
    const { made } = await rows();
    for (const columns of [40, 80, 133])
      for (const line of sideBySideText(made, columns).split("\n"))
        expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  it("is one page", async () => {
    const { made } = await rows();
    const page = sideBySideHtml(made, ["A", "B"], "made");
    expect(page.match(/<tr class=/g)).toHaveLength(made.filter((r) => r.kind !== "title").length);
    expect(page).not.toMatch(/<script|src=|href=|\\A m \\in <|<<.*>>/);
  });
});
