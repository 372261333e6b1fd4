/** Where a log leaves most open: the verdict names the line, what the states differ in, and what made them many. */
import { expect, it } from "vitest";
import { showTrace } from "../../src/conform/report/show.js";
import { mapped, subjectOf, verdictOn } from "./conform.js";

const text = `---- MODULE Open ----
EXTENDS Naturals
VARIABLES chosen, count
Init == chosen = 0 /\\ count = 0
Pick(x) == chosen' = x /\\ count' = count
Tick == chosen' = chosen /\\ count' = count + 1
Next == (\\E x \\in 1..5 : Pick(x)) \\/ Tick
====
`;

it("names the variable and the step that tell states apart", async () => {
  const subject = await subjectOf("Open", text);
  const prepared = await mapped(subject, {
    events: [
      { on: "pick", do: "Pick($.x?)" },
      { on: "tick", do: "Tick", after: { count: "$.n" } },
    ],
  });
  const verdict = await verdictOn(prepared, [
    { event: "tick", n: 1 },
    { event: "pick" },
    { event: "tick", n: 2 },
    { event: "pick", x: 3 },
  ]);
  expect(verdict.kind).toBe("accepted");
  expect(verdict.widest).toMatchObject({
    states: 5,
    event: { line: 3 },
    differ: [{ variable: "chosen", values: 5 }],
    by: { line: 2, name: "pick" },
  });
  expect(
    showTrace(verdict, (file) => file).filter((l) => /states possible|differ|multiplied/.test(l)),
  ).toEqual([
    "  most states possible: 5, before log.ndjson:3 tick",
    "    they differ in chosen (5 values): log and compare one of these",
    "    multiplied by events[0] at log.ndjson:2 pick: give its step more arguments",
  ]);
});
