/** JSON of logs as values, compared with what the bank makes of the same parts. */
import { describe, expect, it } from "vitest";
import { NoValue, PlainValues } from "../../src/conform/plain-values.js";
import { Bank, EMPTY_TUPLE } from "../../src/engine/values/bank.js";
import { show } from "../../src/engine/values/show.js";

const orders = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

describe("objects of a log", () => {
  it("are the same records in whatever order their names stand", () => {
    const bank = new Bank();
    const values = new PlainValues(bank);
    const fields = [
      ["term", 3],
      ["kind", "vote"],
      ["entries", [1, "a"]],
      ["from", { id: 1 }],
    ] as const;
    const refs = orders(fields).map((order) => values.of(Object.fromEntries(order)));
    expect(refs).toHaveLength(24);
    expect(new Set(refs).size).toBe(1);
    const text = show(bank, refs[0] ?? 0);
    for (const part of ["term |-> 3", 'kind |-> "vote"', 'entries |-> <<1, "a">>', "from |-> [id |-> 1]"])
      expect(text).toContain(part);
    const made = bank.recordOf([
      ["term", bank.int(3)],
      ["kind", bank.string("vote")],
      ["entries", bank.tupleOf([bank.int(1), bank.string("a")])],
      ["from", bank.recordOf([["id", bank.int(1)]])],
    ]);
    expect(refs[0]).toBe(made);
  });

  it("differ where one has a name more, or another one last", () => {
    const values = new PlainValues(new Bank());
    const all = [
      {},
      { a: 1 },
      { a: 1, b: 2 },
      { a: 1, c: 2 },
      { b: 2 },
      { a: 1, b: 2, c: 3 },
      { a: 2, b: 1 },
    ];
    const refs = all.map((json) => values.of(json));
    expect(new Set(refs).size).toBe(all.length);
    expect(refs[0]).toBe(EMPTY_TUPLE);
    expect(all.map((json) => values.of(json))).toEqual(refs);
  });

  it("are read beyond the names and strings that are remembered", () => {
    const bank = new Bank();
    const values = new PlainValues(bank);
    for (let k = 0; k < 12_000; k++) {
      const ref = values.of({ [`name${k}`]: `text${k}`, last: k });
      if (k % 1000 === 0 || k > 9990)
        expect(ref).toBe(
          bank.recordOf([
            [`name${k}`, bank.string(`text${k}`)],
            ["last", bank.int(k)],
          ]),
        );
    }
  });

  it("have no value if a part of them has none", () => {
    const values = new PlainValues(new Bank());
    expect(() => values.of({ a: [1, { b: null }] })).toThrow(NoValue);
    expect(() => values.of([1, 0.5])).toThrow("0.5 is no integer");
    expect(values.of([1, 2])).toBe(values.of([1, 2]));
  });
});
