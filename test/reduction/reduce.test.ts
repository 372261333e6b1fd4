import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Defended, HybridVariant } from "../../src/reduction/defended.js";
import { type Reduction, verdictOf } from "../../src/reduction/outcome.js";
import { reduce } from "../../src/reduction/reduce.js";
import { defended, redefined, sessionOf } from "./sites.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

async function compared(d: Defended, adversary: "lazy" | "eager" = "lazy"): Promise<Reduction> {
  const result = await reduce(sessionOf(d), adversary);
  if (result.kind !== "compared") throw new Error(`${result.side}: ${result.why}`);
  return result.reduction;
}

const without = (d: Defended, off: string): Defended => ({
  ...d,
  hybrid: { ...d.hybrid, config: (v: HybridVariant) => d.hybrid.config({ ...v, off: [...v.off, off] }) },
});

describe("the reduction of a small protocol", () => {
  it.each(["eager", "lazy"] as const)("holds, states and steps: %s", async (adversary) => {
    const { defended: echoes } = await defended(echo);
    const found = await compared(echoes, adversary);
    expect(verdictOf(found)).toBe("holds");
    expect(found.equals).toBe("omitting");
    const { hybrid, showing, omitting } = found.counts;
    expect([hybrid.states, showing.states, omitting.states]).toEqual([73, 73, 97]);
    expect([hybrid.projected, showing.projected, omitting.projected]).toEqual([41, 41, 41]);
    expect([hybrid.steps, showing.steps, omitting.steps]).toEqual([76, 76, 76]);
  });

  it("shows a state that no correct node could have caused, when a check is off", async () => {
    const { defended: echoes } = await defended(echo);
    const { extra, missing } = await compared(without(echoes, "prefix"));
    expect(missing).toBeUndefined();
    expect(extra?.what).toBe("state");
    // A second value of one origin: nothing that an invariant forbids.
    expect(extra?.behaviour.states).toHaveLength(3);
    expect(extra?.behaviour.states.map((s) => s.action)).toEqual([
      undefined,
      "Say(n3) claimed",
      "Say(n3) claimed",
    ]);
    expect(extra?.behaviour.states[2]?.text).toMatch(/kind \|-> "Say".*kind \|-> "Say"/s);
  });

  it("is vacuous with liars that follow the protocol", async () => {
    const { defended: echoes } = await defended(echo);
    const tame = redefined(echoes, "Lie", "Lie(z) == Say(z) \\/ Echo(z) \\/ Deliver(z)");
    const found = await compared(tame, "eager");
    expect(found.equals).toBe("omitting");
    expect(found.lying.kind).toBe("never");
    expect(verdictOf(found)).toBe("vacuous");
  });

  it("does not hold with liars that do nothing", async () => {
    const { defended: echoes } = await defended(echo);
    const { extra, missing } = await compared(redefined(echoes, "Lie", "Lie(z) == z \\in {} /\\ Say(z)"));
    expect(extra).toBeUndefined();
    expect(missing?.what).toBe("state");
    expect(missing?.behaviour.states).toHaveLength(2);
  });

  it("is not known where an exploration has no time", async () => {
    const { defended: echoes } = await defended(echo);
    const result = await reduce(sessionOf(echoes, undefined, 0), "lazy");
    expect(result).toMatchObject({ kind: "unfinished", side: "showing", why: "out of time" });
  });
});

/** Modules by hand: what two systems are like whose states are equal, and their steps are not. */
function byHand(hybrid: string, original: string): Defended {
  const module = (name: string, next: string) => ({
    name,
    text: `---- MODULE ${name} ----\nEXTENDS Naturals\nVARIABLES x, hidden\nInit == x = 0 /\\ hidden = 0\n${next}\n====\n`,
  });
  const cfg = (next: string) => [
    { kind: "definition", keyword: "INIT", name: "Init" } as const,
    { kind: "definition", keyword: "NEXT", name: next } as const,
    { kind: "deadlock", check: false } as const,
  ];
  return {
    strategy: "by hand",
    modules: [module("A", hybrid), module("B", original)],
    hybrid: { root: "A", config: ({ off }) => cfg(off.length > 0 ? "All" : "Next") },
    original: { root: "B", config: (omits) => cfg(omits ? "NextOmitting" : "Next") },
    checks: [{ name: "any", what: "anything" }],
    invariants: [],
    projection: { hybrid: "<<x>>", original: "<<x>>" },
    bound: "3",
  };
}

describe("a comparison", () => {
  const up = "x < 3 /\\ x' = x + 1 /\\ UNCHANGED hidden";
  const lies = "All == x' = 9 /\\ UNCHANGED hidden";
  const original = `Next == ${up}\nNextOmitting == Next`;

  it("finds a step that the original has not, though it has its states", async () => {
    const back = `Next == (${up}) \\/ (x = 2 /\\ x' = 0 /\\ UNCHANGED hidden)\n${lies}`;
    const { extra, missing, equals } = await compared(byHand(back, original));
    expect(extra).toMatchObject({ what: "step", states: 0, steps: 1 });
    expect(extra?.behaviour.states.map((s) => s.text.match(/x = (\d)/)?.[1])).toEqual(["0", "1", "2", "0"]);
    expect([missing, equals]).toEqual([undefined, undefined]);
  });

  it("allows steps that cannot be seen", async () => {
    const stutter = `Next == (${up}) \\/ (hidden' = 1 - hidden /\\ UNCHANGED x)\n${lies}`;
    const found = await compared(byHand(stutter, original));
    expect([found.extra, found.missing, found.equals]).toEqual([undefined, undefined, "omitting"]);
    expect(found.counts.hybrid).toMatchObject({ states: 8, projected: 4, steps: 3 });
  });

  it("tells a hybrid that is between the original and the one that omits", async () => {
    const more = `Next == ${up}\nNextOmitting == Next \\/ (x = 1 /\\ x' \\in {7, 8} /\\ UNCHANGED hidden)`;
    const some = `Next == (${up}) \\/ (x = 1 /\\ x' = 7 /\\ UNCHANGED hidden)\n${lies}`;
    const found = await compared(byHand(some, more));
    expect([found.extra, found.missing, found.equals]).toEqual([undefined, undefined, undefined]);
    expect(verdictOf(found)).toBe("holds");
  });

  it("finds what is missing", async () => {
    const fewer = `Next == x < 2 /\\ x' = x + 1 /\\ UNCHANGED hidden\n${lies}`;
    const { missing, extra } = await compared(byHand(fewer, original));
    expect(extra).toBeUndefined();
    expect(missing).toMatchObject({ what: "state", states: 1, steps: 0 });
    expect(missing?.behaviour.states).toHaveLength(4);
  });
});
