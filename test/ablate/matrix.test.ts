import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/ablate/findings.js";
import { labelText } from "../../src/ablate/labels.js";
import { ablate, type MatrixRow, type Trials } from "../../src/ablate/matrix.js";
import { beyond, checksOf, type FakeTrials, fake, found, looked, nothing, violating } from "./made.js";

async function labels(names: string, trials: Trials, controller = new AbortController(), width = 1) {
  const seen: MatrixRow[] = [];
  const watch = { signal: controller.signal, width, onRow: (row: MatrixRow) => seen.push(row) };
  const matrix = await ablate(checksOf(names), trials, watch);
  return {
    seen,
    matrix,
    texts: Object.fromEntries(matrix.rows.map((r) => [r.check.name, labelText(r.label)])),
  };
}

describe("the ablation matrix", () => {
  it("labels what violates an invariant, and tries nothing else", async () => {
    const trials = fake(["a", "b"]);
    const { texts, matrix } = await labels("ab", trials);
    expect(texts.a).toBe("violates Inv in 1 step (2.0 s)");
    expect([trials.asked, matrix.together]).toEqual([["a", "b"], []]);
  });

  it("labels what only the reduction notices, and says how far invariants were looked at", async () => {
    const { texts } = await labels("a", fake(["a"], beyond));
    expect(texts.a).toBe(
      "only the reduction: a state beyond the original in 1 step (2.0 s); no invariant notices: " +
        "usual bounds: 1,234 states (all, 3.0 s)",
    );
  });

  it("finds pairs of which one is enough", async () => {
    const trials = fake(["a", "bd"]);
    const { texts } = await labels("abcd", trials);
    expect(texts.b).toBe("redundant with d (both off: violates Inv in 1 step (2.0 s))");
    expect(texts.d).toMatch(/^redundant with b /);
    expect(texts.c).toBe("survives at these bounds: usual bounds: 1,234 states (all, 3.0 s)");
    // No pair has a check in it that is missed alone; then whether what is missed covers the rest; at last larger bounds,
    // with one of a pair on and with the other. (At the smallest that would be the pairs again.)
    const pairs = ["bc?", "bd?", "cd?"];
    expect(trials.asked).toEqual(["a", "b", "c", "d", ...pairs, "ca/a", "cd", "bc"]);
  });

  it("finds a least set of more than two, not all that are off", async () => {
    const { texts } = await labels("abcd", fake(["abd"], beyond));
    expect(texts.a).toBe("redundant with b, d (all off: beyond the original in 1 step (2.0 s))");
    expect(texts.b).toMatch(/^redundant with a, d /);
    expect(texts.d).toMatch(/^redundant with a, b /);
    expect(texts.c).toMatch(/^survives/);
  });

  it("keeps a check in the set where several sets would do", async () => {
    const { texts } = await labels("abcde", fake(["abc", "cde"]));
    for (const name of "abcde") expect(texts[name], name).toMatch(/^redundant with ., . /);
    expect(texts.a).toMatch(/^redundant with b, c /);
    expect(texts.e).toMatch(/^redundant with c, d /);
  });

  it("tries further what nothing showed: the label is what came of that", async () => {
    const larger = { ...found, name: "Inv", where: "larger", isShortest: false, seed: 3 } as const;
    const { texts, seen } = await labels(
      "ab",
      fake([], violating, (off) =>
        off.includes("a") ? { ...nothing(off), violated: larger } : nothing(off),
      ),
    );
    expect(texts.a).toBe("violates Inv in 1 step with five nodes (2.0 s, seed 3)");
    expect(texts.b).toBe(
      "survives at these bounds: usual bounds: 1,234 states (all, 3.0 s); usual bounds: 1,234 states (all, 3.0 s)",
    );
    expect(seen.map((r) => r.check.name)).toEqual(["a", "b"]);
  });

  it("does not say of a check that it survives where nothing was looked at", async () => {
    const none = { ...looked, isExhausted: false, states: 0, why: "a fault" };
    const trials: Trials = {
      tried: async (off) => nothing(off, [none]),
      triedTogether: async (off) => nothing(off, []),
      triedJointly: async (off) => nothing(off, []),
      triedBeyond: async (off) => nothing(off, []),
      allows: async () => false,
      triedFurther: async (off) => nothing(off, []),
    };
    const { texts } = await labels("ab", trials);
    expect(texts).toEqual({ a: "not known: a fault", b: "not known: a fault" });
  });

  it("gives what is known when it is interrupted", async () => {
    const controller = new AbortController();
    const trials: Trials = {
      tried: async (off) => {
        if (off.includes("b")) controller.abort();
        return off.includes("a") ? violating(off) : nothing(off);
      },
      triedTogether: async (off) => nothing(off),
      triedJointly: async (off) => nothing(off),
      triedBeyond: async (off) => nothing(off),
      allows: async () => false,
      triedFurther: async (off) => nothing(off),
    };
    const { texts } = await labels("abc", trials, controller);
    expect(texts).toEqual({
      a: "violates Inv in 1 step (2.0 s)",
      b: "not known: interrupted",
      c: "not known: interrupted",
    });
  });

  it.each([
    ["pairs", "abcdef", ["a", "bd", "cd", "ef"]],
    ["more than two", "abcdef", ["abd", "cef"]],
    ["one of several sets", "abcde", ["abc", "cde"]],
  ])("gives the same labels however many are tried at once: %s", async (_what, names, bad) => {
    const alone = await labels(names, fake(bad));
    for (const width of [2, 3, 7]) {
      // Those asked first are done last.
      const trials = delayed(fake(bad), (nth) => 20 - (nth % width));
      const { texts, matrix } = await labels(names, trials, undefined, width);
      expect(texts).toEqual(alone.texts);
      expect(trials.most).toBe(width);
      expect(matrix.rows.map((r) => r.check.name)).toEqual([...names]);
    }
  });

  it.each([1, 2, 3, 8])(
    "finds together at larger bounds what the smallest do not show, %i at once",
    async (width) => {
      const trials = fake(["abd", "cef"]);
      const asked: string[] = [];
      const far: FakeTrials = {
        ...trials,
        triedTogether: async (off) => nothing(off),
        triedJointly: async (off) => {
          asked.push(off.join(""));
          return trials.triedJointly(off);
        },
      };
      const { texts } = await labels("abcdefg", far, undefined, width);
      const redundant = (others: string) =>
        expect.stringMatching(new RegExp(`^redundant with ${others} \\(.*off: violates Inv`));
      expect(texts).toEqual({
        a: redundant("b, d"),
        b: redundant("a, d"),
        c: redundant("e, f"),
        d: redundant("a, b"),
        e: redundant("c, f"),
        f: redundant("c, e"),
        g: expect.stringMatching(/^survives/),
      });
      expect(asked).toEqual([...new Set(asked)]);
      // What the behaviour needs is cut down no further where parts of it are not noticed.
      if (width === 1) expect(asked.slice(0, 3)).toEqual(["abcdefg", "ab", "ad"]);
    },
  );

  it.each([1, 3])("tries a part of what is too large to tell, %i at once", async (width) => {
    const trials = fake([]);
    const asked: string[] = [];
    const far: FakeTrials = {
      ...trials,
      // Without a or b there are more states than anybody looks at, alone or with others.
      tried: async (off) => nothing(off, [{ ...looked, states: "ab".includes(off.join("")) ? 9999 : 12 }]),
      triedJointly: async (off) => {
        asked.push(off.join(""));
        if (off.includes("a") || off.includes("b")) return nothing(off, [{ ...looked, isExhausted: false }]);
        return off.includes("d") && off.includes("e") ? violating(off) : nothing(off);
      },
    };
    const { texts } = await labels("abcdef", far, undefined, width);
    expect(texts.d).toMatch(/^redundant with e /);
    expect(texts.e).toMatch(/^redundant with d /);
    for (const name of "abcf") expect(texts[name]).toMatch(/^survives/);
    // Of six the three that let in least, which are cut down; then all but one of the pair that is known.
    if (width === 1) expect(asked).toEqual(["abcdef", "cde", "cd", "ce", "de", "abcef", "abcdf"]);
  });

  it.each([1, 2, 3])("says what a check is covered by that nothing else shows, %i at once", async (width) => {
    const trials = fake(["a", "b", "d"], violating, undefined, ["cb", "cd"]);
    const { texts } = await labels("abcde", trials, undefined, width);
    expect(texts.c).toBe(
      "covered by b (both off: a state more than without b alone, in 1 step (2.0 s)); " +
        "with that on: usual bounds: 1,234 states (all, 3.0 s)",
    );
    expect(texts.e).toMatch(/^survives/);
    const asked = trials.asked.filter((off) => off.includes("/"));
    // Those that are not missed were tried as pairs; e is covered by nothing.
    expect(asked.filter((off) => off.startsWith("e"))).toEqual(["ea/a", "eb/b", "ed/d"]);
    if (width === 1) expect(asked.filter((off) => off.startsWith("c"))).toEqual(["ca/a", "cb/b"]);
  });

  it("tries nothing twice, and nothing of which less is noticed already", async () => {
    const trials = fake(["abd", "ce"]);
    await labels("abcde", trials, undefined, 3);
    expect(trials.asked).toEqual([...new Set(trials.asked)]);
    // The pair is noticed at the smallest bounds: nothing is tried together with it.
    expect(trials.asked.filter((off) => off.includes("c") && off.includes("e"))).toEqual(["ce?"]);
  });
});

/** Each answer after so many ms; `most` were under way at once. */
function delayed(trials: FakeTrials, ms: (nth: number) => number): Trials & { most: number } {
  let [nth, now] = [0, 0];
  const after =
    <Args extends unknown[]>(ask: (...args: Args) => Promise<Outcome>) =>
    async (...args: Args) => {
      now += 1;
      slow.most = Math.max(slow.most, now);
      await new Promise((resolve) => setTimeout(resolve, ms(nth++)));
      now -= 1;
      return ask(...args);
    };
  const slow = {
    most: 0,
    tried: after(trials.tried),
    triedTogether: after(trials.triedTogether),
    triedJointly: after(trials.triedJointly),
    triedBeyond: after(trials.triedBeyond),
    allows: trials.allows,
    triedFurther: trials.triedFurther,
  };
  return slow;
}
