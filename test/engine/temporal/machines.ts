/** Random specifications of a few states, with fairness, and random temporal properties, as TLA+. */
import fc from "fast-check";

export interface RandomSpec {
  /** The module, without the properties. */
  readonly text: string;
  /** Formulas that may stand after `PROPERTY`. */
  readonly properties: readonly string[];
}

const XS = 4;
const YS = 2;
const value = fc.tuple(fc.nat(XS - 1), fc.nat(YS - 1));
const step = fc
  .tuple(value, value)
  .map(([[x, y], [u, v]]) => `x = ${x} /\\ y = ${y} /\\ x' = ${u} /\\ y' = ${v}`);
const loose = fc.constantFrom(
  "x' = (x + 1) % 4 /\\ y' = y",
  "y' = 1 - y /\\ UNCHANGED x",
  "x' \\in {0, x} /\\ y' = 1",
  "x > 1 /\\ x' = x - 1 /\\ y' \\in 0..1",
);
const action = fc
  .array(fc.oneof({ weight: 4, arbitrary: step }, { weight: 1, arbitrary: loose }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((items) => items.map((item) => `  \\/ ${item}`).join("\n"));

const fairness = fc.subarray([
  "WF_v(A)",
  "WF_v(B)",
  "SF_v(A)",
  "SF_v(B)",
  "WF_x(A)",
  "SF_y(B)",
  "WF_v(Next)",
  "(\\A i \\in 0..1 : WF_v(Part(i)))",
  "(\\E i \\in {1, 2} : SF_v(Part(i)))",
  "[]<>(x = 0)",
  "(WF_v(A) \\/ []<>(y = 1))",
  "[](x = 1 => <>(x # 1))",
]);

const predicate = fc.constantFrom(
  "x = 1",
  "x > 1",
  "y = 0",
  "x = y",
  "ENABLED A",
  "ENABLED (B /\\ x' # x)",
  "x < 3",
);
const combined = fc.oneof(
  { weight: 3, arbitrary: predicate },
  { weight: 1, arbitrary: fc.tuple(predicate, predicate).map(([p, q]) => `(${p} /\\ ~(${q}))`) },
);
const ofStates = (depth: number): fc.Arbitrary<string> => {
  if (depth === 0) return combined;
  const inner = ofStates(depth - 1);
  const two = fc.tuple(inner, inner);
  return fc.oneof(
    { weight: 1, arbitrary: inner },
    { weight: 2, arbitrary: inner.map((f) => `[](${f})`) },
    { weight: 2, arbitrary: inner.map((f) => `<>(${f})`) },
    { weight: 1, arbitrary: inner.map((f) => `~(${f})`) },
    { weight: 2, arbitrary: two.map(([f, g]) => `((${f}) ~> (${g}))`) },
    { weight: 1, arbitrary: two.map(([f, g]) => `((${f}) => (${g}))`) },
    { weight: 1, arbitrary: two.map(([f, g]) => `((${f}) \\/ (${g}))`) },
  );
};
const ofSteps = fc.constantFrom(
  "[]<><<A>>_v",
  "[]<><<B>>_x",
  "<>[][A]_v",
  "<>[][x' # x]_y",
  "WF_v(B)",
  "SF_v(A)",
  "[][B]_v",
  "[][x' # 2]_v",
  "\\A i \\in 0..2 : WF_v(Part(i))",
  "\\E i \\in 0..3 : <>[](x = i)",
  "\\A i \\in 0..3 : (x = i) ~> (x # i)",
);
const property = fc.oneof(
  { weight: 6, arbitrary: ofStates(2).map((f) => `(${f}) \\/ <>[](x > 5)`) },
  { weight: 2, arbitrary: ofSteps },
  { weight: 1, arbitrary: fc.tuple(ofSteps, ofStates(1)).map(([f, g]) => `(${f}) => <>(${g})`) },
  { weight: 1, arbitrary: ofStates(1).map((f) => `[]<>(${f})`) },
);

export const randomSpec: fc.Arbitrary<RandomSpec> = fc
  .tuple(action, action, fairness, fc.array(property, { minLength: 20, maxLength: 20 }))
  .map(([a, b, fair, properties]) => ({
    text: [
      "EXTENDS Naturals",
      "VARIABLES x, y",
      "v == <<x, y>>",
      `A ==\n${a}`,
      `B ==\n${b}`,
      "Part(i) == B /\\ x' = i",
      "Next == A \\/ B",
      `Spec == ${["x = 0", "y = 0", "[][Next]_v", ...fair].join(" /\\ ")}`,
    ].join("\n"),
    properties: [...new Set(properties)],
  }));
