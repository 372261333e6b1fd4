/**
 * The value bank by itself: `npx tsc -p bench/tsconfig.json && node out/bench/bench/bank.js [COUNT]`. Prints, for each
 * kind of value, how many are added a second, how many are found again a second, and the bytes that one takes.
 */
import { Bank, type Ref } from "../src/engine/values/bank.js";
import { except, union } from "../src/engine/values/operators.js";
import { summary } from "./measure.js";

const COUNT = Number(process.argv[2] ?? 500_000);
const ROUNDS = 5;

type Make = (bank: Bank, i: number) => Ref;

const tuple: Make = (bank, i) => {
  const mark = bank.mark();
  bank.push(bank.int(i % 7));
  bank.push(bank.int(i));
  bank.push(bank.int(i % 11));
  return bank.tuple(mark);
};

/** A record of four fields over a domain that is made once. */
function record(bank: Bank): Make {
  const domain = bank.setOf(["kind", "from", "to", "body"].map((name) => bank.string(name)));
  return (to, i) => {
    const mark = to.mark();
    to.push(to.int(i % 3));
    to.push(to.int(i % 5));
    to.push(to.int(i % 7));
    to.push(to.int(i));
    return to.functionOver(domain, mark);
  };
}

/** Five integers, not in order. */
const setOfIntegers: Make = (bank, i) => {
  const mark = bank.mark();
  for (const step of [3, 1, 4, 2, 0]) bank.push(bank.int(i * 5 + step));
  return bank.set(mark);
};

/** Three records, the newest put first. */
function setOfRecords(bank: Bank): Make {
  const make = record(bank);
  return (to, i) => {
    const parts = [make(to, i), make(to, i >> 3), make(to, i >> 6)];
    const mark = to.mark();
    for (const part of parts) to.push(part);
    return to.set(mark);
  };
}

/** A sequence of ten with one item replaced. */
function replaced(bank: Bank): Make {
  const s = bank.tupleOf(Array.from({ length: 10 }, (_, k) => bank.int(k)));
  const path = [bank.int(4)];
  return (to, i) => except(to, s, path, () => to.int(i));
}

/** One more element for a set of eight. */
function joined(bank: Bank): Make {
  const s = bank.setOf(Array.from({ length: 8 }, (_, k) => bank.int(k * 1000)));
  return (to, i) => {
    const mark = to.mark();
    to.push(to.int(i));
    return union(to, s, to.sortedSet(mark)) as Ref;
  };
}

const kinds: Readonly<Record<string, (bank: Bank) => Make>> = {
  "sequence of 3": () => tuple,
  "record of 4": record,
  "set of 5 integers": () => setOfIntegers,
  "set of 3 records": setOfRecords,
  "EXCEPT on a sequence of 10": replaced,
  "union, 8 and 1": joined,
};

function perSecond(run: () => void): number {
  const start = process.hrtime.bigint();
  run();
  return (COUNT * 1e9) / Number(process.hrtime.bigint() - start);
}

const millions = (values: readonly number[]): string => `${(summary(values).median / 1e6).toFixed(2)} M/s`;

for (const [name, kind] of Object.entries(kinds)) {
  const added: number[] = [];
  const found: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const bank = new Bank();
    const make = kind(bank);
    const all = (): void => {
      for (let i = 0; i < COUNT; i++) make(bank, i);
    };
    const first = perSecond(all);
    const entries = bank.entries;
    const again = perSecond(all);
    if (bank.entries !== entries) throw new Error(`${name}: values were added twice`);
    bytes = bank.usedBytes / entries;
    // The first round warms up.
    if (round > 0) added.push(first);
    if (round > 0) found.push(again);
  }
  process.stdout.write(
    `${name.padEnd(28)} added ${millions(added)}  found ${millions(found)}  ${bytes.toFixed(1)} B an entry\n`,
  );
}
