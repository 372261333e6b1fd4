import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { asked, broken, subjectOf, verdicts } from "./made.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

describe("obligations of a hybrid by history", () => {
  it("hold of a protocol that holds", async () => {
    const found = await asked(await subjectOf(echo, "history"), [
      "coverage",
      "complete",
      "stable",
      "reduction",
      "goals",
      "refinement",
    ]);
    expect(verdicts(found)).toMatchInlineSnapshot(`
      {
        "complete Deliver hybrid": "holds",
        "complete Echo hybrid": "holds",
        "complete Say hybrid": "vacuous",
        "coverage  original": "holds",
        "goals a correct node decides (delivered) hybrid": "holds",
        "goals a correct node decides with a liar's part: another correct node has done nothing (delivered) hybrid": "holds",
        "goals a correct node decides, no liar says anything (delivered) hybrid": "unreached",
        "reduction  both": "holds",
        "refinement decisions (delivered) hybrid": "holds",
        "refinement the original with omission hybrid": "holds",
        "stable Deliver hybrid": "holds",
        "stable Deliver original": "holds",
        "stable Echo hybrid": "holds",
        "stable Echo original": "holds",
        "stable Say hybrid": "vacuous",
        "stable Say original": "vacuous",
      }
    `);
    expect(found.find((o) => o.name === "stable" && o.of === "Echo")?.place?.line).toBe(24);
  });

  it("are refuted where receivers take an event from any earlier state", async () => {
    const found = await asked(await subjectOf(echo, "history"), ["reduction", "refinement"], {
      off: ["prefix"],
    });
    expect(found.map((o) => [o.of, o.verdict])).toEqual([
      [undefined, "refuted"],
      ["decisions (delivered)", "refuted"],
      ["the original with omission", "refuted"],
    ]);
    expect(found.map((o) => o.refuting?.steps)).toMatchInlineSnapshot(`
      [
        [
          "Say(n3) claimed",
          "Say(n3) claimed",
        ],
        [
          "n3 claims Say",
          "Echo(n1)",
          "n3 claims Echo",
          "Deliver(n1)",
          "n3 claims Say",
          "Echo(n2)",
          "n3 claims Echo",
          "Deliver(n1)",
        ],
        [
          "n3 claims Say",
          "n3 claims Say",
        ],
      ]
    `);
  });

  it("coverage: a step that the counter does not count", async () => {
    const subject = broken(
      await subjectOf(echo, "history"),
      "counter' = [counter EXCEPT ![q2] = @ + 1]",
      'counter\' = [counter EXCEPT ![q2] = IF e.action = "Echo" THEN @ ELSE @ + 1]',
    );
    const [found] = await asked(subject, ["coverage"]);
    expect(found?.verdict).toBe("refuted");
    expect(found?.refuting?.steps).toMatchInlineSnapshot(`
      [
        "Say(n3)",
        "Echo(n1)",
      ]
    `);
  });

  it("complete: a check that is too strict", async () => {
    const subject = broken(
      await subjectOf(echo, "history"),
      'Replay(z, s, e) == IF On("guard") THEN Step(z, s, e)',
      'Replay(z, s, e) == IF On("guard") THEN (IF e.action = "Echo" /\\ Cardinality(msgs) > 2 THEN Refused ELSE Step(z, s, e))',
    );
    const found = await asked(subject, ["complete", "stable"]);
    const wrong = found.filter((o) => o.verdict === "refuted");
    expect(wrong.map((o) => [o.name, o.of, o.on])).toMatchInlineSnapshot(`
      [
        [
          "stable",
          "Echo",
          "original",
        ],
        [
          "complete",
          "Echo",
          "hybrid",
        ],
        [
          "stable",
          "Echo",
          "hybrid",
        ],
      ]
    `);
    expect(wrong.map((o) => [o.refuting?.steps, o.refuting?.what])).toMatchInlineSnapshot(`
      [
        [
          [
            "Say(n3)",
            "Echo(n1)",
            "Echo(n2)",
          ],
          "what Echo may certify before the last step is not justified after it; n3: [slice |-> [said |-> v1, echoed |-> (n3 :> v1), delivered |-> (n3 :> None)], out |-> {[kind |-> "Echo", source |-> n3, val |-> v1, origin |-> n3]}]",
        ],
        [
          [
            "n3 claims Say",
            "Echo(n1)",
            "n3 claims Echo",
          ],
          "a correct node takes Echo there, and a receiver's check refuses it",
        ],
        [
          [
            "n3 claims Say",
            "Echo(n1)",
            "Echo(n2)",
          ],
          "what Echo may certify before the last step is not justified after it; n3: [slice |-> [said |-> v1, echoed |-> (n3 :> v1), delivered |-> (n3 :> None)], out |-> {[kind |-> "Echo", source |-> n3, val |-> v1, origin |-> n3]}]",
        ],
      ]
    `);
  });

  it("goals: nobody decides", async () => {
    const subject = broken(
      await subjectOf(echo, "history"),
      "Deliver_Guard(n, s, e) ==",
      "Deliver_Guard(n, s, e) == FALSE /\\",
    );
    const found = await asked(subject, ["goals"]);
    expect(found.filter((o) => o.verdict === "refuted")).toHaveLength(1);
  });
});
