/** Liveness on random graphs, against the definition of the temporal operators on all short lassos. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Exploration, explore } from "../../../src/engine/explore/explore.js";
import type { CompiledModel, StepPredicate } from "../../../src/engine/model.js";
import { withLivenessAfter } from "../../../src/engine/temporal/explore.js";
import { always, and, eventually, type Formula, not, or } from "../../../src/engine/temporal/formula.js";
import { goalsOf } from "../../../src/engine/temporal/plan.js";
import type { Bank } from "../../../src/engine/values/bank.js";
import type { Diagnostic } from "../../../src/report/diagnostic.js";
import { modelOf, placeOfLine } from "../explore-models.js";
import { type Behaviour, lassos, type Meaning, satisfies } from "./lassos.js";

interface Machine {
  readonly size: number;
  /** Steps of two actions. */
  readonly a: readonly (readonly [number, number])[];
  readonly b: readonly (readonly [number, number])[];
  /** Two predicates of states. */
  readonly p: readonly boolean[];
  readonly q: readonly boolean[];
}

const SIZE = 4;
const steps = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)), { maxLength: 6 });
const holds = fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE });
const machine: fc.Arbitrary<Machine> = fc.record({
  size: fc.constant(SIZE),
  a: steps,
  b: steps,
  p: holds,
  q: holds,
});

/** p, q, ENABLED <<A>>_v, ENABLED <<B>>_v, <<A>>_v, <<B>>_v, [A]_v. */
const atom = (n: number): Formula => ({ kind: "atom", atom: n, negated: false, step: n >= 4 });
const [p, q, canA, canB, A, B, boxA] = [0, 1, 2, 3, 4, 5, 6].map(atom) as [
  Formula,
  Formula,
  Formula,
  Formula,
  Formula,
  Formula,
  Formula,
];
const weak = (can: Formula, act: Formula): Formula => always(eventually(or(not(can), act)));
const strong = (can: Formula, act: Formula): Formula =>
  or(eventually(always(not(can))), always(eventually(act)));

const fairness = fc.subarray([
  weak(canA, A),
  weak(canB, B),
  strong(canA, A),
  strong(canB, B),
  always(eventually(p)),
  or(weak(canA, A), strong(canB, B)),
]);

const { state } = fc.letrec<{ state: Formula }>((tie) => ({
  state: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(p, q, canA),
    tie("state").map(not),
    fc.tuple(tie("state"), tie("state")).map(([x, y]) => and(x, y)),
    fc.tuple(tie("state"), tie("state")).map(([x, y]) => or(x, y)),
    tie("state").map(always),
    tie("state").map(eventually),
    fc.tuple(tie("state"), tie("state")).map(([x, y]) => always(or(not(x), eventually(y)))),
  ),
}));
const withActions = fc.constantFrom<Formula>(
  always(eventually(A)),
  eventually(always(not(B))),
  weak(canB, B),
  strong(canA, A),
  eventually(always(boxA)),
);
const property = fc.oneof(
  { weight: 4, arbitrary: state },
  { weight: 1, arbitrary: withActions },
  { weight: 1, arbitrary: fc.tuple(withActions, state).map(([x, y]) => or(not(x), y)) },
  { weight: 1, arbitrary: fc.tuple(withActions, state).map(([x, y]) => and(x, y)) },
);

function meaningOf({ a, b, ...m }: Machine): Meaning {
  const moves = (list: Machine["a"], s: number): boolean => list.some(([x, y]) => x === s && y !== s);
  const takes = (list: Machine["a"], s: number, t: number): boolean =>
    s !== t && list.some(([x, y]) => x === s && y === t);
  return (n, s, t) => {
    switch (n) {
      case 0:
        return m.p[s]!;
      case 1:
        return m.q[s]!;
      case 2:
        return moves(a, s);
      case 3:
        return moves(b, s);
      case 6:
        return s === t || takes(a, s, t);
      default:
        return takes(n === 4 ? a : b, s, t);
    }
  };
}

async function checked(
  m: Machine,
  fair: readonly Formula[],
  formula: Formula,
): Promise<Exploration | undefined> {
  const after = (list: Machine["a"], s: number): (readonly number[])[] =>
    list.flatMap(([x, y]) => (x === s ? [[y]] : []));
  const model = modelOf({
    variables: ["x"],
    initial: [[0]],
    actions: { A: ([x = 0]) => after(m.a, x), B: ([x = 0]) => after(m.b, x) },
    checkDeadlock: false,
  });
  const diagnostics: Diagnostic[] = [];
  const place = placeOfLine(1);
  const goals = goalsOf(fair, { name: "P", place, formula }, diagnostics);
  if (diagnostics.length > 0) return undefined;
  const meaning = meaningOf(m);
  const numberOf = (bank: Bank, row: Int32Array): number => bank.intOf(row[0]!);
  const atoms = Array.from(
    { length: 7 },
    (_, n): StepPredicate => ({
      name: `${n}`,
      place,
      holds: (s, t) => meaning(n, numberOf(model.bank, s), numberOf(model.bank, t)),
    }),
  );
  const whole: CompiledModel = {
    ...model,
    temporal: { initial: [], steps: [], goals, atoms, hints: new Map() },
  };
  const options = { now: () => 0, pause: () => Promise.resolve() };
  const exploration = await explore(whole, options);
  const later = await withLivenessAfter(whole, await explore(model, options), options);
  expect(later.verdict).toEqual(exploration.verdict);
  return exploration;
}

/** A counterexample as a behaviour. */
function behaviourOf({ verdict }: Exploration): Behaviour | undefined {
  if (verdict.kind !== "violated" || verdict.what !== "property") return undefined;
  const { states, loop } = verdict.trace;
  const numbers = states.map(({ text }) => Number(/\d+/.exec(text)?.[0]));
  return { states: numbers, back: loop.kind === "back" ? loop.to - 1 : numbers.length - 1 };
}

it("says what the definition says of all short lassos, and its own lassos are counterexamples", async () => {
  let violated = 0;
  let held = 0;
  await fc.assert(
    fc.asyncProperty(machine, fairness, property, async (m, fair, formula) => {
      const exploration = await checked(m, fair, formula);
      if (exploration === undefined) return;
      const found = behaviourOf(exploration);
      const wrong = and(...fair, not(formula));
      const meaning = meaningOf(m);
      if (found !== undefined) {
        violated += 1;
        expect(satisfies(wrong, found, meaning)).toBe(true);
        return;
      }
      held += 1;
      expect(exploration.verdict.kind).toBe("holds");
      const successors = (s: number): number[] => [...m.a, ...m.b].flatMap(([x, y]) => (x === s ? [y] : []));
      for (const lasso of lassos([0], successors, 6)) {
        if (satisfies(wrong, lasso, meaning)) expect.fail(`not found: ${JSON.stringify(lasso)}`);
      }
    }),
    { numRuns: Number(process.env.LASSO_RUNS ?? 300) },
  );
  expect(violated).toBeGreaterThan(30);
  expect(held).toBeGreaterThan(30);
});
