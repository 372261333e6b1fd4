/** What the states of a model exercise of its formulas. */
import { describe, expect, it } from "vitest";
import { compileLowered } from "../../../src/engine/compile.js";
import { type Coverage, countsOf, cover, spread } from "../../../src/engine/coverage/coverage.js";
import { countersOf } from "../../../src/engine/coverage/coverage-counters.js";
import { coverageHtml } from "../../../src/engine/coverage/coverage-html.js";
import { instrument } from "../../../src/engine/coverage/coverage-instrument.js";
import { annotatedText, coverageText, gapsOf } from "../../../src/engine/coverage/coverage-report.js";
import { coverageTable } from "../../../src/engine/coverage/coverage-table.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { loweredText } from "./lowered.js";

const source = String.raw`---- MODULE Lift ----
EXTENDS Integers
VARIABLES floor, door
Init == floor = 0 /\ door = "open"
Close == door = "open" /\ door' = "shut" /\ UNCHANGED floor
Up == /\ door = "shut"
      /\ floor < 3
      /\ floor' = IF floor = 7 THEN 0 ELSE floor + 1
      /\ UNCHANGED door
Alarm == /\ floor > 5
         /\ door = "shut"
         /\ floor' = 0
         /\ door' = "open"
Open == \E d \in {"open", "ajar"} :
          /\ door = "shut"
          /\ d = "ajar" \/ d = "torn"
          /\ door' = d /\ UNCHANGED floor
Next == Close \/ Up \/ Alarm \/ Open
Sane == door = "torn" => floor > 5
====
`;

async function covered(seconds = 1e9): Promise<Coverage> {
  const lowering = await loweredText(
    source,
    "INIT Init\nNEXT Next\nINVARIANT Sane\nCHECK_DEADLOCK FALSE\n",
    "Lift.tla",
  );
  const { model } = compileLowered(lowering);
  if (model === undefined || lowering.model === undefined) throw new Error("not compiled");
  let clock = 0;
  const pause = async (): Promise<void> => {};
  const { states } = await explore(model, { now: () => 0, pause });
  const rows = {
    size: states.size,
    values: (i: number) => Int32Array.from(model.variables, (_, slot) => model.valueOf(states.row(i), slot)),
  };
  return cover(lowering.model, rows, { bank: model.bank, now: () => clock++, pause, seconds });
}

describe("coverage", () => {
  it("names what was never evaluated, never true or never taken, without what only follows", async () => {
    const coverage = await covered();
    expect(coverageText(coverage)).toMatchInlineSnapshot(`
      "coverage over all 9 states

      action  steps
      ------  -----------
      Close   1
      Up      3
      Alarm   never taken
      Open    4

      Lift.tla:8:22: never true: floor = 7  (condition of Up, evaluated 3 times)
      Lift.tla:10:13: never true: floor > 5  (conjunct of Alarm, evaluated 9 times)
      Lift.tla:16:28: never true: d = "torn"  (disjunct of Open, evaluated 8 times)
      Lift.tla:19:9: never true: door = "torn"  (operand of Sane, evaluated 9 times)
      "
    `);
    expect(gapsOf(coverage).map((g) => g.point.place.line)).toEqual([8, 10, 16, 19]);
  });

  it("stands beside the source", async () => {
    const coverage = await covered();
    expect(annotatedText(coverage, coverage.points[0]!.place.file, source)).toMatchInlineSnapshot(`
      "       | ---- MODULE Lift ----
             | EXTENDS Integers
             | VARIABLES floor, door
          1  | Init == floor = 0 /\\ door = "open"
          9  | Close == door = "open" /\\ door' = "shut" /\\ UNCHANGED floor
          9  | Up == /\\ door = "shut"
          4  |       /\\ floor < 3
          3 !|       /\\ floor' = IF floor = 7 THEN 0 ELSE floor + 1
          3  |       /\\ UNCHANGED door
          9 !| Alarm == /\\ floor > 5
          0  |          /\\ door = "shut"
          0  |          /\\ floor' = 0
          0  |          /\\ door' = "open"
          9  | Open == \\E d \\in {"open", "ajar"} :
         18  |           /\\ door = "shut"
          8 !|           /\\ d = "ajar" \\/ d = "torn"
          4  |           /\\ door' = d /\\ UNCHANGED floor
             | Next == Close \\/ Up \\/ Alarm \\/ Open
          9 !| Sane == door = "torn" => floor > 5
             | ====
      "
    `);
    const html = coverageHtml(coverage, "Lift", new Map([[coverage.points[0]!.place.file, source]]));
    expect(html.match(/<span/g)?.length).toBe(html.match(/<\/span>/g)?.length);
    expect(html).toContain(
      '<span class="untrue" title="evaluated 9 times, true 0, false 9">floor &gt; 5</span>',
    );
  });

  it("is counted alike by compiled code", async () => {
    const lowering = await loweredText(
      source,
      "INIT Init\nNEXT Next\nINVARIANT Sane\nCHECK_DEADLOCK FALSE\n",
      "Lift.tla",
    );
    if (lowering.model === undefined) throw new Error("not lowered");
    const table = coverageTable(lowering.model);
    const instrumented = instrument(lowering.model, table);
    const { model } = compileLowered({ ...lowering, model: instrumented.lowered });
    if (model === undefined) throw new Error("not compiled");
    const { states } = await explore(model, { now: () => 0, pause: async () => {} });
    const compiled = countsOf(instrumented, table, countersOf(model.bank), states.size);
    const interpreted = await covered();
    expect(compiled.actions).toEqual(interpreted.actions);
    const facts = ({ points }: Coverage) =>
      points.filter((p) => p.under !== "Sane").map((p) => [p.text, p.kind, p.evaluated, p.true]);
    expect(facts(compiled)).toEqual(
      facts({ ...interpreted, points: interpreted.points.filter((p) => instrumented.points.has(p.id)) }),
    );
    expect(gapsOf(compiled).map((g) => [g.gap, g.point.text])).toEqual(
      gapsOf(interpreted).map((g) => [g.gap, g.point.text]),
    );
  });

  it("says when it is of a sample", async () => {
    const coverage = await covered(2);
    expect(coverage.counted).toBeLessThan(coverage.states);
    expect(coverageText(coverage)).toContain("a sample of");
  });

  it("goes through all states once, in an order that is spread", () => {
    for (const n of [0, 1, 2, 3, 10, 97, 100]) {
      expect([...spread(n)].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
    }
  });
});
