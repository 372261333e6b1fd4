/** Random constant expressions, each as TLA+ text and as a computation with our operators. */
import fc from "fast-check";
import type { Bank, Ref } from "../../src/engine/values/bank.js";
import { TRUE } from "../../src/engine/values/bank.js";
import { force, type Value } from "../../src/engine/values/lazy.js";
import { FunctionSet, RecordSet } from "../../src/engine/values/lazy-products.js";
import * as op from "../../src/engine/values/operators.js";
import { alike, into, NAMES, type Plain, text, typed } from "./plain.js";

export interface Expression {
  readonly text: string;
  readonly run: (bank: Bank) => Value;
}

type Arb = fc.Arbitrary<Expression>;
type Binary = (bank: Bank, a: Value, b: Value) => Value;

const literal = (value: Plain): Expression => ({ text: text(value), run: (bank) => into(bank, value) });

const infix = (symbol: string, operator: Binary, a: Arb, b: Arb): Arb =>
  fc.tuple(a, b).map(
    ([x, y]): Expression => ({
      text: `(${x.text} ${symbol} ${y.text})`,
      run: (bank) => operator(bank, x.run(bank), y.run(bank)),
    }),
  );

const call = (name: string, operator: (bank: Bank, a: Value) => Value, a: Arb): Arb =>
  a.map((x): Expression => ({ text: `${name}(${x.text})`, run: (bank) => operator(bank, x.run(bank)) }));

const call2 = (name: string, operator: Binary, a: Arb, b: Arb): Arb =>
  fc.tuple(a, b).map(
    ([x, y]): Expression => ({
      text: `${name}(${x.text}, ${y.text})`,
      run: (bank) => operator(bank, x.run(bank), y.run(bank)),
    }),
  );

const number: Arb = fc
  .oneof(
    { weight: 9, arbitrary: fc.integer({ min: -3, max: 5 }) },
    { weight: 1, arbitrary: fc.constantFrom(2147483647, -2147483648, 1073741824) },
  )
  .map((n) => literal({ kind: "int", n }));

const name: Arb = fc.constantFrom(...NAMES).map((s) => literal({ kind: "string", s }));

const listed = (items: Arb, open: string, close: string, make: (bank: Bank, refs: Ref[]) => Ref): Arb =>
  fc.array(items, { maxLength: 4 }).map(
    (parts): Expression => ({
      text: `${open}${parts.map((part) => part.text).join(", ")}${close}`,
      run: (bank) =>
        make(
          bank,
          parts.map((part) => force(part.run(bank))),
        ),
    }),
  );

const enumeration = (items: Arb): Arb => listed(items, "{", "}", (bank, refs) => bank.setOf(refs));
const sequenceOf = (items: Arb): Arb => listed(items, "<<", ">>", (bank, refs) => bank.tupleOf(refs));

const isOdd =
  (bank: Bank) =>
  (x: Ref): boolean =>
    op.modulo(bank, x, bank.int(2)) === bank.int(1);

function numbers(depth: number): Arb {
  if (depth === 0) return number;
  const n = numbers(depth - 1);
  const s = sets(depth - 1);
  return fc.oneof(
    number,
    infix("+", op.plus, n, n),
    infix("-", op.minus, n, n),
    infix("*", op.times, n, n),
    infix("\\div", op.divide, n, n),
    infix("%", op.modulo, n, n),
    infix("^", op.power, n, n),
    call("Cardinality", op.cardinality, s),
    call("Len", op.length, sequences(depth - 1)),
    call("Head", op.head, sequences(depth - 1)),
    call("BagCardinality", op.bagCardinality, functions(depth - 1)),
    call2("CopiesIn", op.copiesIn, n, functions(depth - 1)),
    s.map(
      (x): Expression => ({
        text: `(CHOOSE x \\in ${x.text} : x % 2 = 1)`,
        run: (bank) => op.choose(bank, x.run(bank), isOdd(bank)),
      }),
    ),
    fc.tuple(fc.oneof(sequences(depth - 1), functions(depth - 1)), n).map(
      ([f, x]): Expression => ({
        text: `${f.text}[${x.text}]`,
        run: (bank) => op.apply(bank, f.run(bank), x.run(bank)),
      }),
    ),
  );
}

function sets(depth: number): Arb {
  if (depth === 0) return enumeration(number);
  const s = sets(depth - 1);
  const small = fc.integer({ min: -2, max: 4 }).map((n) => literal({ kind: "int", n }));
  return fc.oneof(
    enumeration(numbers(depth - 1)),
    infix("..", op.interval, small, small),
    infix("\\cup", op.union, s, s),
    infix("\\cap", op.intersection, s, s),
    infix("\\", op.difference, s, s),
    call("DOMAIN ", op.domain, fc.oneof(sequences(depth - 1), functions(depth - 1))),
    call("BagToSet", op.bagToSet, functions(depth - 1)),
    s.map(
      (x): Expression => ({
        text: `{x \\in ${x.text} : x % 2 = 1}`,
        run: (bank) => op.filter(bank, x.run(bank), isOdd(bank), ""),
      }),
    ),
    enumeration(s).map(
      (x): Expression => ({ text: `UNION ${x.text}`, run: (bank) => op.bigUnion(bank, x.run(bank)) }),
    ),
  );
}

function sequences(depth: number): Arb {
  if (depth === 0) return sequenceOf(number);
  const s = sequences(depth - 1);
  const n = numbers(depth - 1);
  return fc.oneof(
    sequenceOf(n),
    infix("\\o", op.concat, s, s),
    call2("Append", op.append, s, n),
    call("Tail", op.tail, s),
    fc.tuple(s, number, number).map(
      ([x, from, to]): Expression => ({
        text: `SubSeq(${x.text}, ${from.text}, ${to.text})`,
        run: (bank) => op.subSequence(bank, x.run(bank), from.run(bank), to.run(bank)),
      }),
    ),
    s.map(
      (x): Expression => ({
        text: `SortSeq(${x.text}, <)`,
        run: (bank) => op.sortSequence(bank, x.run(bank), (a, b) => op.less(bank, a, b) === TRUE),
      }),
    ),
    s.map(
      (x): Expression => ({
        text: `SelectSeq(${x.text}, Odd)`,
        run: (bank) => op.select(bank, x.run(bank), isOdd(bank)),
      }),
    ),
  );
}

function functions(depth: number): Arb {
  if (depth === 0) return infix(":>", op.mapsTo, number, number);
  const f = functions(depth - 1);
  const n = numbers(depth - 1);
  return fc.oneof(
    infix(":>", op.mapsTo, n, n),
    infix("@@", op.combine, f, fc.oneof(f, sequences(depth - 1))),
    infix("(+)", op.bagSum, f, f),
    infix("(-)", op.bagDifference, f, f),
    call("SetToBag", op.setToBag, sets(depth - 1)),
    sets(depth - 1).map(
      (s): Expression => ({
        text: `[x \\in ${s.text} |-> x + x]`,
        run: (bank) => op.functionFrom(bank, s.run(bank), (x) => op.plus(bank, x, x)),
      }),
    ),
    fc.tuple(f, number, n).map(
      ([g, at, value]): Expression => ({
        text: `[${g.text} EXCEPT ![${at.text}] = @ + ${value.text}]`,
        run: (bank) =>
          op.except(bank, g.run(bank), [force(at.run(bank))], (old) => op.plus(bank, old, value.run(bank))),
      }),
    ),
  );
}

const names: Arb = enumeration(name);

/** Sets that TLC describes. */
const forms: readonly Arb[] = [
  sets(1).map(
    (s): Expression => ({ text: `SUBSET ${s.text}`, run: (bank) => op.powerSet(bank, s.run(bank)) }),
  ),
  fc.tuple(names, names).map(
    ([s, t]): Expression => ({
      text: `[${s.text} -> ${t.text}]`,
      run: (bank) => new FunctionSet(bank, s.run(bank), t.run(bank)),
    }),
  ),
  fc.tuple(sets(0), names).map(
    ([s, t]): Expression => ({
      text: `(${s.text} \\X ${t.text})`,
      run: (bank) => op.product(bank, [s.run(bank), t.run(bank)]),
    }),
  ),
  fc.tuple(names, sets(0)).map(
    ([s, t]): Expression => ({
      text: `[iota : ${s.text}, zeta : ${t.text}]`,
      run: (bank) =>
        new RecordSet(bank, [
          ["iota", s.run(bank)],
          ["zeta", t.run(bank)],
        ]),
    }),
  ),
];

const described: Arb = fc.oneof(...forms);

/** Two of one form: TLC does not treat functions alike that are made differently, the bank does. */
const both = fc.constantFrom(...forms).chain((form) => fc.tuple(form, form));
const algebra: Arb = fc
  .tuple(
    both,
    fc.constantFrom(
      ["\\cup", op.union] as const,
      ["\\cap", op.intersection] as const,
      ["\\", op.difference] as const,
    ),
  )
  .map(
    ([[x, y], [symbol, operator]]): Expression => ({
      text: `(${x.text} ${symbol} ${y.text})`,
      run: (bank) => operator(bank, x.run(bank), y.run(bank)),
    }),
  );

const truth: Arb = fc.oneof(
  infix("\\in", op.isIn, numbers(2), sets(2)),
  infix("\\subseteq", op.subsetOrEqual, sets(2), sets(2)),
  infix("=", op.equals, sets(2), sets(2)),
  infix("=", op.equals, functions(2), fc.oneof(functions(2), sequences(2))),
  infix("=", op.equals, described, described),
  infix("\\subseteq", op.subsetOrEqual, described, described),
  infix("\\in", op.isIn, names, described),
  infix("\\sqsubseteq", op.subBag, functions(1), functions(1)),
  infix("<", op.less, numbers(2), numbers(2)),
  call("IsABag", op.isABag, functions(2)),
);

const structured: Arb = typed(3).chain((one) => one.map(literal));

/** What CHOOSE takes from a set of structured values: their order. */
const chosen: Arb = alike(2, 6).map(
  (items): Expression => ({
    text: `(CHOOSE x \\in {${items.map(text).join(", ")}} : TRUE)`,
    run: (bank) => op.choose(bank, bank.setOf(items.map((item) => into(bank, item))), () => true),
  }),
);

/** Sets and comparisons of values that need not be comparable. */
const mixed: Arb = fc.tuple(structured, structured, fc.boolean()).map(
  ([x, y, asSet]): Expression =>
    asSet
      ? {
          text: `{${x.text}, ${y.text}}`,
          run: (bank) => bank.setOf([force(x.run(bank)), force(y.run(bank))]),
        }
      : { text: `(${x.text} = ${y.text})`, run: (bank) => op.equals(bank, x.run(bank), y.run(bank)) },
);

const textual: Arb = call("ToString", op.toText, fc.oneof(numbers(1), sequences(0), name, sets(0)));

export const expression: Arb = fc.oneof(
  numbers(3),
  sets(3),
  sequences(3),
  functions(3),
  described,
  algebra,
  truth,
  structured,
  chosen,
  mixed,
  textual,
  call("Permutations", op.permutations, fc.oneof(names, sets(0))),
);
