/** Liveness in simulation, and fairness of many cases: as TLC 2.18 answers for these models. */
import { describe, expect, it } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import { simulate } from "../../../src/engine/explore/simulate.js";
import { modelOf, still } from "../modes/models.js";

const around = (n: number, fair: string): string => `VARIABLE x
K == 0..${n - 1}
Init == x = 0
Up(i) == x = i /\\ x' = (i + 1) % ${n}
Skip(i) == x = i /\\ x' = (i + 2) % ${n}
Next == \\E i \\in K : Up(i) \\/ Skip(i)
Spec == Init /\\ [][Next]_x /\\ (\\A i \\in K : ${fair})
All == \\A i \\in K : []<>(x = i)
One == []<>(x = 1)
Low == x < ${n - 1}`;

const either = "[]<><<Up(i)>>_x \\/ []<><<Skip(i)>>_x";
const loose = `${either} \\/ <>[](x # i)`;
const cfg = "SPECIFICATION Spec\nPROPERTY One\n";
const calm = { now: () => 0, pause: () => Promise.resolve(), seed: 3, depth: 10, behaviours: 20 };

describe("liveness in simulation", () => {
  it("finds a behaviour that goes round in what it has seen", async () => {
    const { verdict } = await simulate(modelOf(around(3, loose), cfg), calm);
    expect(verdict).toMatchObject({ kind: "violated", what: "property", of: "behaviour", name: "One" });
    if (verdict.kind === "violated" && "trace" in verdict) expect(verdict.trace.loop.kind).toBe("back");
  });

  it("finds one that stays where it is, unless that is not fair", async () => {
    const { verdict } = await simulate(modelOf(around(3, "x >= 0"), cfg), calm);
    expect(verdict).toMatchObject({ what: "property", trace: { loop: { kind: "stuttering" } } });
    expect((await simulate(modelOf(around(3, either), cfg), calm)).verdict.kind).toBe("holds");
  });

  it("leaves out states outside of the constraints", async () => {
    const outside = modelOf(around(3, loose), "SPECIFICATION Spec\nPROPERTY One\nCONSTRAINT Low\n");
    expect((await simulate(outside, calm)).verdict.kind).toBe("holds");
  });
});

it("fairness with many choices is one case, not one for each combination", async () => {
  const { verdict } = await explore(modelOf(around(14, either), "SPECIFICATION Spec\nPROPERTY All\n"), still);
  expect(verdict.kind).toBe("holds");
});
