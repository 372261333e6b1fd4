import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { valueObligations } from "../../src/obligations/values.js";
import { edgesOf, wellFounded } from "../../src/obligations/well-founded.js";
import { subjectOf } from "./made.js";

const paxos = fileURLToPath(new URL("../../specs/paxos", import.meta.url));

it("cycles of evidence go down, or are named; values are told by what was tried", async () => {
  const { protocol, planned } = await subjectOf(paxos, "counters");
  if (planned === undefined) throw new Error("no plan");
  const { analysis, plan, kappa } = planned;
  expect(edgesOf(protocol, analysis, plan).map((e) => `${e.from} ${e.by} ${e.to}`)).toMatchInlineSnapshot(`
    [
      "Accept same Promise",
      "Promise same Prepare",
      "Promise lower Promise",
      "Promise lower Accepted",
      "Accepted same Accept",
      "Accepted chain Promise",
      "Accepted chain Accepted",
    ]
  `);
  expect(wellFounded(protocol, analysis, plan)).toMatchInlineSnapshot(`
    {
      "found": "every cycle among 4 actions lowers the counter value",
      "name": "well-founded",
      "on": "text",
      "seconds": 0,
      "verdict": "holds",
    }
  `);

  const steps = ["Accepted"];
  const refuted = { first: "a", second: "b", differs: ["val"], steps };
  const counters = kappa.counters.map((c) => ({
    ...c,
    events: c.events.map((e) => ({ ...e, winner: undefined, tried: [{ components: ["bal"], refuted }] })),
    orders: c.orders.map((o) => ({ ...o, refuted })),
  }));
  const wrong = valueObligations(analysis, { ...kappa, counters });
  const functional = wrong.filter((o) => o.name === "functional");
  expect(functional.map((o) => o.verdict)).toEqual(functional.map(() => "refuted"));
  expect(functional[0]?.refuting).toEqual({ steps, what: "a and b have one value and differ in val" });
  const unseen = kappa.counters.map((c) => ({ ...c, events: c.events.map((e) => ({ ...e, seen: 1 })) }));
  const [first] = valueObligations(analysis, { ...kappa, counters: unseen });
  expect(first?.found).toMatch(/^vacuous for Accept at these bounds: never certified twice/);
});
