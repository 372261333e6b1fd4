/** The least image of a state against trying all images, on random values. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { groupOf, Orbits } from "../../../src/engine/modes/symmetry.js";
import { Bank, type Ref } from "../../../src/engine/values/bank.js";
import { compare } from "../../../src/engine/values/compare.js";
import { permutations } from "../../../src/engine/values/operators-tlc.js";
import { permuted } from "./permuted.js";

type Shape =
  | { readonly kind: "atom"; readonly of: number }
  | { readonly kind: "pairs" | "function"; readonly of: readonly number[] }
  | { readonly kind: "sets"; readonly of: readonly (readonly number[])[] };

const atom = fc.integer({ min: 0, max: 4 });
const shape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant("atom" as const), of: atom }),
  fc.record({ kind: fc.constant("pairs" as const), of: fc.array(atom, { minLength: 2, maxLength: 2 }) }),
  fc.record({ kind: fc.constant("function" as const), of: fc.array(atom, { minLength: 3, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant("sets" as const),
    of: fc.array(fc.array(atom, { maxLength: 3 }), { maxLength: 3 }),
  }),
);

/** Atoms 0..2 are permuted, 3 and 4 too in the second set, where they are a set of their own. */
function made(
  bank: Bank,
  shapes: readonly Shape[],
): { readonly values: Int32Array; readonly atoms: readonly Ref[] } {
  const atoms = ["a", "b", "c", "x", "y"].map((name) => bank.model(name));
  const at = (i: number): Ref => atoms[i]!;
  const domain = bank.setOf(atoms.slice(0, 3));
  const value = (s: Shape): Ref => {
    if (s.kind === "atom") return at(s.of);
    if (s.kind === "pairs") return bank.tupleOf(s.of.map(at));
    if (s.kind === "sets") return bank.setOf(s.of.map((set) => bank.setOf(set.map(at))));
    const mark = bank.mark();
    for (const i of s.of) bank.push(at(i));
    return bank.functionOver(domain, mark);
  };
  return { values: Int32Array.from(shapes.map(value)), atoms };
}

it("is the least of all images, and the same for all of them", () => {
  fc.assert(
    fc.property(
      fc.array(shape, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.integer(),
      (shapes, both, how) => {
        const bank = new Bank();
        const { values, atoms } = made(bank, shapes);
        const sets = [atoms.slice(0, 3), ...(both ? [atoms.slice(3)] : [])];
        const union = bank.setOf(sets.flatMap((set) => bank.list(permutations(bank, bank.setOf(set)))));
        const group = groupOf(bank, union);
        if ("kind" in group) throw new Error(group.kind);
        expect(group).toHaveLength(both ? 11 : 5);
        const turned = [...shapes.keys()].sort((a, b) => ((how >> a) & 1) - ((how >> b) & 1) || b - a);
        const many = shapes.map((_, i) => ((how >> (i + 4)) & 1) === 1);
        const orbits = new Orbits(bank, group, { order: turned, many });
        const least = values.slice();
        orbits.least(least);
        const images = [new Map<Ref, Ref>(), ...group].map((g) =>
          [...values].map((v) => permuted(bank, v, g)),
        );
        const order = (p: readonly Ref[], q: readonly Ref[]): number =>
          turned.map((i) => compare(bank, p[i]!, q[i]!)).find((o) => o !== 0) ?? 0;
        expect([...least]).toEqual(images.sort(order)[0]);
        for (const image of images) {
          const again = Int32Array.from(image);
          orbits.least(again);
          expect([...again]).toEqual([...least]);
        }
      },
    ),
    { numRuns: 300 },
  );
});
