import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Where } from "../../src/ablate/findings.js";
import { type Hands, ownHands } from "../../src/ablate/hands.js";
import { labelText } from "../../src/ablate/labels.js";
import { ablate } from "../../src/ablate/matrix.js";
import { threadHands } from "../../src/ablate/threads.js";
import { EngineTrials, type Site } from "../../src/ablate/trials.js";
import type { Defended } from "../../src/reduction/defended.js";
import { ReductionSession } from "../../src/reduction/session.js";
import { boolean, setOf, string } from "../../src/tla/value.js";
import { folder } from "../reduction/sites.js";
import { inProcess } from "./made.js";

const { signal } = new AbortController();

/** The original counts to three; what a check keeps out is one step from there. */
const modules = (invariant: string) => [
  {
    name: "Original",
    text: `---- MODULE Original ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x < 3 /\\ x' = x + 1
====
`,
  },
  {
    name: "Hybrid",
    text: `---- MODULE Hybrid ----
EXTENDS Naturals
CONSTANTS Off, Size, Eager
VARIABLE x
Init == x = 0
Next ==
  \\/ x < 3 /\\ x' = x + 1
  \\/ x = 1 /\\ "breaks" \\in Off /\\ x' = 9
  \\/ x = 1 /\\ "leaves" \\in Off /\\ x' = 7
  \\/ x = 2 /\\ {"one", "other"} \\subseteq Off /\\ x' = 9
  \\/ x = 2 /\\ "large" \\in Off /\\ Size = "larger" /\\ x' = 9
  \\/ x = 2 /\\ {"both", "needed"} \\subseteq Off /\\ Size = "raised" /\\ x' = 9
  \\/ x = 2 /\\ "deeper" \\in Off /\\ Size = "raised" /\\ x' = 9
  \\/ x = 2 /\\ "usual" \\in Off /\\ Size # "small" /\\ x' = 9
  \\/ x = 1 /\\ "undefined" \\in Off /\\ x' = 8
  \\/ x = 7 /\\ {"leaves", "covered"} \\subseteq Off /\\ x' = 6
  \\/ x = 1 /\\ "claims" \\in Off /\\ Eager /\\ x' = 9
  \\/ x = 2 /\\ "faulty" \\in Off /\\ x' = <<1>>[x]
  \\/ "endless" \\in Off /\\ x' = x + 1
Inv == ${invariant}
====
`,
  },
];
const names = [
  "breaks",
  "leaves",
  "one",
  "other",
  "large",
  "deeper",
  "both",
  "needed",
  "usual",
  "undefined",
  "faulty",
  "claims",
  "covered",
  "idle",
];

function defended(where: Where, invariant: string): Defended {
  const behaviour = [
    { kind: "definition", keyword: "INIT", name: "Init" },
    { kind: "definition", keyword: "NEXT", name: "Next" },
    { kind: "deadlock", check: false },
  ] as const;
  return {
    strategy: "by hand",
    modules: modules(invariant),
    hybrid: {
      root: "Hybrid",
      config: ({ off, adversary, invariants }) => [
        ...behaviour,
        { kind: "constant", name: "Off", value: setOf(off.map(string)) },
        { kind: "constant", name: "Size", value: string(where) },
        { kind: "constant", name: "Eager", value: boolean(adversary === "eager") },
        ...invariants.map((name) => ({ kind: "definition", keyword: "INVARIANT", name }) as const),
      ],
    },
    original: { root: "Original", config: () => behaviour },
    checks: names.map((name) => ({ name, what: name })),
    invariants: ["Inv"],
    projection: { hybrid: "x", original: "x" },
    bound: where,
  };
}

function site(where: Where, invariant: string): Site {
  const dir = join(folder(), where);
  mkdirSync(dir);
  const d = defended(where, invariant);
  for (const { name, text } of d.modules) writeFileSync(join(dir, `${name}.tla`), text);
  const session = new ReductionSession(d, { dir, signal, seconds: 20, keepsSteps: false });
  return { where, dir, defended: d, session: where === "larger" ? undefined : session };
}

const timeless = (text: string): string => text.replace(/\d+\.\d s/g, "t");

async function labels(
  invariant: string,
  larger?: string,
  hands: Hands = ownHands(signal),
): Promise<Record<string, string>> {
  const [small, usual] = [site("small", invariant), site("usual", invariant)];
  const more = async () => larger ?? site("larger", invariant);
  const farther = [
    { where: "raised", make: async () => site("raised", invariant) },
    { where: "larger", make: more },
  ] as const;
  const trials = new EngineTrials({ small, usual, farther, hands, signal, seconds: 1.2 });
  const { width } = hands;
  const matrix = await ablate(small.defended.checks, trials, { signal, width, onRow: () => {} });
  return Object.fromEntries(matrix.rows.map((r) => [r.check.name, timeless(labelText(r.label))]));
}

describe("checks taken away for real", () => {
  it.each([
    ["", ownHands(signal)],
    [", in threads", threadHands({ width: 3, signal }, inProcess)],
  ])(
    "get each the label that they deserve%s",
    async (_where, hands) => {
      const found = await labels("x # 9 /\\ (x = 8 => <<1>>[x] = 1)", undefined, hands);
      const { idle = "", faulty = "", leaves = "", ...others } = found;
      expect(others).toEqual({
        breaks: "violates Inv in 2 steps at the smallest bounds (t)",
        one: "redundant with other (both off: violates Inv in 3 steps at the smallest bounds (t))",
        other: "redundant with one (both off: violates Inv in 3 steps at the smallest bounds (t))",
        claims: "violates Inv in 2 steps at the smallest bounds (t)",
        covered: expect.stringMatching(
          /^covered by leaves \(both off: a state more than without leaves alone, in 3 /,
        ),
        usual: "violates Inv in 3 steps (t, seed 1)",
        large: "violates Inv in 3 steps with five nodes (t, seed 1)",
        both: "redundant with needed (both off: violates Inv in 3 steps with a bound raised (t))",
        needed: "redundant with both (both off: violates Inv in 3 steps with a bound raised (t))",
        deeper: "violates Inv in 3 steps with a bound raised (t)",
        undefined: expect.stringMatching(/^Inv has no value in a state reached in 2 steps at the smallest/),
      });
      expect(leaves).toMatch(
        /^only the reduction: a state beyond the original in 2 steps .* no invariant notices: /,
      );
      expect(faulty).toMatch(/^not known: /);
      expect(idle).toMatch(
        /^survives at these bounds: smallest: 4 states \(all.*smallest, any claim: 4 states \(all.*a bound raised: 4 states \(all.*five nodes: .*seed 1.*seed 2.*seed 3/,
      );
    },
    60_000,
  );

  it("are told of where there are no larger bounds", async () => {
    const found = await labels("x # 9", "the model cannot be given more nodes");
    expect(found.idle).toMatch(/five nodes: the model cannot be given more nodes$/);
    expect(found.undefined).toMatch(/^only the reduction/);
  }, 60_000);

  it("are looked for on shortest ways at once where all states are soon seen", async () => {
    const [small, usual] = [site("small", "x # 9"), site("usual", "x # 9")];
    const setup = { small, usual, signal, seconds: 1.2 };
    const first = await new EngineTrials(setup).tried(["usual"]);
    const soon = await new EngineTrials({ ...setup, isSoonExhausted: () => true }).tried(["usual"]);
    expect(first.violated).toMatchObject({ where: "usual", steps: 3, seed: 1 });
    expect(soon.violated).toMatchObject({ where: "usual", steps: 3, isShortest: true });
    expect(soon.violated).not.toHaveProperty("seed");
  }, 60_000);

  it("are looked at together for a part of the time, at the usual bounds", async () => {
    const [small, usual] = [site("small", "x # 9"), site("usual", "x # 9")];
    const given: (number | undefined)[] = [];
    const own = ownHands(signal);
    const hands: Hands = {
      ...own,
      leave: (at, variant, what, seconds) => {
        given.push(seconds);
        return own.leave(at, variant, what, seconds);
      },
    };
    const trials = new EngineTrials({ small, usual, hands, signal, seconds: 20 });
    const { extra } = await trials.triedJointly(["usual"]);
    expect(extra).toMatchObject({ where: "usual", steps: 3 });
    expect(given).toEqual([5]);
  }, 60_000);

  it.each([
    ["", ownHands(signal)],
    [", in threads", threadHands({ width: 2, signal }, inProcess)],
  ])(
    "are cut down to those that a behaviour needs%s",
    async (_where, hands) => {
      const [small, usual] = [site("small", "x # 9"), site("usual", "x # 9")];
      const trials = new EngineTrials({ small, usual, hands, signal, seconds: 20 });
      const found = await trials.triedJointly(["idle", "one", "leaves", "other"]);
      expect(found.violated).toMatchObject({ steps: 3 });
      expect(await trials.allows(found, ["one", "other"])).toBe(true);
      expect(await trials.allows(found, ["idle", "one", "leaves"])).toBe(false);
      const beyond = await trials.triedTogether(["leaves", "idle"]);
      expect(await trials.allows(beyond, ["leaves"])).toBe(true);
      expect(await trials.allows(beyond, ["idle"])).toBe(false);
      expect(await trials.allows(await trials.triedTogether(["idle"]), ["idle"])).toBe(false);
    },
    60_000,
  );

  it("are not held again against what is too large", async () => {
    const { dir, defended: d } = site("small", "TRUE");
    const session = new ReductionSession(d, { dir, signal, seconds: 0.2, keepsSteps: false });
    const without = (...off: string[]) => ({ off, adversary: "lazy", invariants: [] }) as const;
    const explored = (): number => readdirSync(dir).filter((name) => name.endsWith(".cfg")).length;
    const beside = (base: string) => session.beyond(without(base), without(base, "leaves"), "");
    expect(await beside("endless")).toBeUndefined();
    expect(explored()).toBe(1);
    expect(await beside("endless")).toBeUndefined();
    expect(explored()).toBe(1);
    expect((await beside("idle"))?.extra?.states).toHaveLength(3);
  }, 60_000);
});
