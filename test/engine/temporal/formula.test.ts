import { describe, expect, it } from "vitest";
import { Automaton } from "../../../src/engine/temporal/automaton.js";
import {
  always,
  and,
  eventually,
  FALSE,
  type Formula,
  keyOf,
  normal,
  not,
  or,
  TRUE,
} from "../../../src/engine/temporal/formula.js";
import { goalsOf } from "../../../src/engine/temporal/plan.js";
import type { Diagnostic } from "../../../src/report/diagnostic.js";
import { placeOfLine } from "../explore-models.js";

const state = (atom: number): Formula => ({ kind: "atom", atom, negated: false, step: false });
const step = (atom: number): Formula => ({ kind: "atom", atom, negated: false, step: true });
const [p, q] = [state(0), state(1)];
const [A, B] = [step(2), step(3)];

describe("normal form", () => {
  it.each([
    [not(always(eventually(p))), "<>[]~0"],
    [not(and(p, or(q, not(p)))), "(~0|(~1&0&)|)"],
    [always(always(eventually(always(p)))), "<>[]0"],
    [always(and(p, eventually(q))), "([]0&[]<>1&)"],
    [eventually(or(p, always(q))), "(<>0|<>[]1|)"],
    [and(p, TRUE, p), "0"],
    [or(always(TRUE), q), keyOf(TRUE)],
    [and(eventually(FALSE), q), keyOf(FALSE)],
  ])("%#: %j", (formula, expected) => {
    expect(keyOf(normal(formula))).toBe(expected);
  });
});

describe("goals", () => {
  const weak = always(eventually(or(not(p), A)));
  const strong = or(eventually(always(not(p))), always(eventually(A)));
  const goals = (fairness: readonly Formula[], formula: Formula): string => {
    const diagnostics: Diagnostic[] = [];
    const found = goalsOf(fairness, { name: "P", place: placeOfLine(1), formula }, diagnostics);
    const shown = found.map((g) => {
      const parts = [
        g.persistent.map((f) => `<>[]${keyOf(f)}`),
        g.recurrent.map((f) => `[]<>${keyOf(f)}`),
        g.strong.map(([f, h]) => `${keyOf(f)}=>${keyOf(h)}`),
        g.formula === undefined ? [] : [keyOf(g.formula)],
      ];
      return parts.flat().join(" ");
    });
    return [...shown, ...diagnostics.map((d) => d.code)].join("; ");
  };

  it("of fairness and what is negated", () => {
    expect(goals([weak], eventually(q))).toBe("[]<>(~0|2|) []~1");
    expect(goals([strong], always(or(not(p), eventually(q))))).toBe("0=>2 <>(0&[]~1&)");
    expect(goals([], weak)).toBe("<>[](0&~2&)");
    expect(goals([], strong)).toBe("<>[]~2 []<>0");
    expect(goals([or(weak, always(eventually(B)))], eventually(q))).toBe("[]<>(~0|2|3|) []~1");
    expect(goals([], and(weak, always(eventually(B))))).toBe("<>[](0&~2&); <>[]~3");
  });

  it("not of actions elsewhere, nor of what cannot be false", () => {
    expect(goals([], always(or(p, A)))).toBe("engine/temporal-action");
    expect(goals([], TRUE)).toBe("engine/tautology");
    const many = Array.from({ length: 14 }, (_, i) => or(eventually(always(step(i))), eventually(always(B))));
    expect(goals(many, eventually(q))).toBe("engine/temporal");
  });
});

describe("automata", () => {
  it("have few states", () => {
    const size = (formula: Formula): number => {
      const automaton = new Automaton(normal(formula));
      for (let s = 0; s < automaton.size; s++) {
        for (const bits of [0, 1, 2, 3]) automaton.ways(s, (atom) => (bits & (1 << atom)) !== 0);
      }
      return automaton.size;
    };
    expect(size(always(p))).toBe(1);
    expect(size(eventually(p))).toBe(2);
    expect(size(always(or(not(p), eventually(q))))).toBe(2);
    expect(size(eventually(and(p, always(q))))).toBe(2);
    expect(size(always(eventually(and(p, eventually(q)))))).toBeLessThan(5);
  });
});
