import { describe, expect, it } from "vitest";
import type { Ablation } from "../../src/ablate/ablation.js";
import { ablationHtml } from "../../src/ablate/html.js";
import { ablationJson } from "../../src/ablate/json.js";
import { ablationLines, byLabelLines, summaryLines } from "../../src/ablate/text.js";
import { exitOfAblation } from "../../src/cli/commands/ablate.js";
import { Exit } from "../../src/cli/exit-codes.js";
import type { Reduction } from "../../src/reduction/outcome.js";
import { behaviour, beyond, found, looked, nothing, violating } from "./made.js";

const side = { states: 20, projected: 10, steps: 30, seconds: 1 };
const reduction: Reduction = {
  bound: "N = 3",
  adversary: "eager",
  counts: { hybrid: side, showing: side, omitting: { ...side, states: 25 } },
  equals: "omitting",
  extra: undefined,
  missing: undefined,
  lying: { kind: "lies", behaviour },
};
const inv = { ...found, name: "Inv" };
const what = "is <it>";
const good: Ablation = {
  module: "M",
  strategy: "history",
  bounds: { small: "N = 3", usual: "N = 3, more" },
  reduction: { kind: "compared", reduction },
  undefended: { violated: inv, looked: [] },
  baseline: nothing([]),
  matrix: {
    rows: [
      { check: { name: "a", what }, label: { kind: "violates", violation: inv }, outcome: violating(["a"]) },
      {
        check: { name: "b", what },
        label: { kind: "only-reduction", extra: found, looked: [looked] },
        outcome: beyond(["b"]),
      },
    ],
    together: [],
  },
  seconds: 12,
  isInterrupted: false,
};
const changed = (more: Partial<Reduction>): Ablation => ({
  ...good,
  reduction: { kind: "compared", reduction: { ...reduction, ...more } },
});
const excess = { what: "state", states: 3, steps: 0, behaviour } as const;
const survivor = {
  check: { name: "c", what },
  label: { kind: "survives", looked: [looked] },
  outcome: nothing(["c"]),
} as const;
const surviving: Ablation = { ...good, matrix: { rows: [survivor], together: [] } };

describe("an ablation ends with", () => {
  const at = {
    kind: "compared",
    hybrid: side,
    original: side,
    side: "showing",
    extra: 0,
    missing: 0,
  } as const;
  const cases: readonly [string, Ablation, number, string][] = [
    ["0 if every check counts", { ...good, above: at }, Exit.ok, "every check counts"],
    ["1 if there are states beyond the original", changed({ extra: excess }), Exit.rejected, "does not hold"],
    ["1 if states are missing", changed({ missing: excess }), Exit.rejected, "does not hold"],
    [
      "1 if the liars never lie",
      changed({ lying: { kind: "never", states: 9 } }),
      Exit.rejected,
      "never lie",
    ],
    [
      "1 if that shows at the usual bounds",
      { ...good, above: { ...at, extra: 1 } },
      Exit.rejected,
      "usual bounds",
    ],
    [
      "1 if the hybrid fails with its checks",
      { ...good, baseline: violating([]) },
      Exit.rejected,
      "checks on",
    ],
    [
      "1 if nothing needs a defence",
      { ...good, undefended: { violated: undefined, looked: [looked] } },
      Exit.rejected,
      "without any defence",
    ],
    [
      "5 if lying was not seen",
      changed({ lying: { kind: "unknown", why: "out of time" } }),
      Exit.limit,
      "not seen",
    ],
    [
      "5 if there was no time",
      { ...good, reduction: { kind: "unfinished", side: "hybrid", why: "out of time" } },
      Exit.limit,
      "not checked: hybrid",
    ],
    ["5 if a check survives", surviving, Exit.limit, "nothing shows what c would be for"],
    ["130 if interrupted", { ...surviving, isInterrupted: true }, Exit.interrupted, "known so far"],
  ];
  it.each(cases)("%s", (_title, ablation, code, words) => {
    expect(exitOfAblation(ablation)).toBe(code);
    expect(summaryLines(ablation).join("\n")).toContain(words);
    expect(ablationJson(ablation, code)).toMatchObject({ exitCode: code });
  });
});

describe("an ablation is told", () => {
  it("as text: the reduction, the controls, the matrix, the extra state", () => {
    expect(ablationLines(good)).toMatchInlineSnapshot(`
      [
        "M, strategy history",
        "smallest bounds: N = 3",
        "usual bounds: N = 3, more",
        "",
        "reduction: holds: exactly those of the original with the liar as a correct node that may omit",
        "  states that correct nodes and messages show: hybrid 10 (of 20), 30 steps; original 10 (of 20), 30 steps; original, liar omitting 10 (of 25), 30 steps",
        "  the liars claimed anything (eager)",
        "  the liars lie: with all checks off a state beyond the original comes in 1 step",
        "control, no defence: violates Inv in 1 step (2.0 s)",
        "control, all checks on: nothing found: usual bounds: 1,234 states (all, 3.0 s)",
        "",
        "without  which asks whether  label",
        "-------  ------------------  --------------------------------------------------------------------------------------------------------------------------------",
        "a        is <it>             violates Inv in 1 step (2.0 s)",
        "b        is <it>             only the reduction: a state beyond the original in 1 step (2.0 s); no invariant notices: usual bounds: 1,234 states (all, 3.0 s)",
        "",
        "without b, the last of these states is one that no correct node could have caused:",
        "",
        "  1  initial state",
        "       x = 0",
        "  2  Claim",
        "       x = 1  (was 0)",
        "",
        "1 violate an invariant: a",
        "1 seen by the reduction alone: b",
        "every check counts (12 s)",
      ]
    `);
  });

  it("as text: where the reduction does not hold, the way out of it", () => {
    const lines = ablationLines(changed({ extra: excess })).join("\n");
    expect(lines).toContain("reduction: differs: 3 states beyond the original");
    expect(lines).toContain(
      "the last state is one that the hybrid has, and no correct node could have caused:",
    );
  });

  it("as JSON: labels, and behaviours as states", () => {
    expect(ablationJson(good, 0)).toMatchObject({
      reduction: { verdict: "holds", equals: "omitting" },
      checks: [
        {
          name: "a",
          label: {
            kind: "violates",
            text: "violates Inv in 1 step (2.0 s)",
            violation: { behaviour: [{ number: 1, action: null, state: "x = 0" }, { action: "Claim" }] },
          },
        },
        { name: "b", label: { kind: "only-reduction" } },
      ],
    });
  });

  it("as one page: no text of the specification is taken for markup, evidence is folded", () => {
    const page = ablationHtml({
      ...good,
      matrix: { rows: [...(good.matrix?.rows ?? []), survivor], together: [] },
    });
    expect(page).toContain("<td>is &lt;it&gt;</td>");
    expect(page.match(/<details>/g)).toHaveLength(2);
    expect(page).toContain('<td class="survives">c</td>');
    expect(page).not.toMatch(/src=|href=/);
  });
});

it("the checks by their labels are told in a line for each label", () => {
  const rows = [...(good.matrix?.rows ?? []), survivor];
  const redundant = { kind: "redundant", others: ["c"], outcome: violating(["c", "d"]) } as const;
  const all = [...rows, { check: { name: "d", what }, label: redundant, outcome: undefined }];
  expect(byLabelLines(all)).toEqual([
    "1 violate an invariant: a",
    "1 seen by the reduction alone: b",
    "1 redundant with others: d (with c)",
    "1 survive at these bounds: c",
  ]);
  expect(byLabelLines([])).toEqual([]);
});
