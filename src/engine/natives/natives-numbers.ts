/** Naturals, Integers and Reals, and the bits of natural numbers. */
import type { Bank } from "../values/bank.js";
import { notEvaluated } from "../values/bank-errors.js";
import { Infinite, type Value } from "../values/lazy.js";
import * as O from "../values/operators-numbers.js";
import { binary, type Native, nullary, unary } from "./natives-kind.js";

/** The bits below the highest of the greater number, as the module's definition goes through them. */
function bits(bank: Bank, a: Value, b: Value, name: string, op: (x: number, y: number) => number): number {
  const x = O.asInt(bank, a, "first", name);
  const y = O.asInt(bank, b, "second", name);
  const most = Math.max(x, y);
  return most > 0 ? op(x, y) & mask(most) : 0;
}

const mask = (n: number): number => 2 ** (32 - Math.clz32(n)) - 1;

function bitwise(name: string, op: (x: number, y: number) => number): Native {
  return binary((bank, a, b) => bank.int(bits(bank, a, b, name, op)));
}

const real = (what: string): Native =>
  nullary(() => {
    throw notEvaluated(what);
  });

export const numbers: Readonly<Record<string, Native>> = {
  "Naturals.+": binary(O.plus),
  "Naturals.-": binary(O.minus),
  "Naturals.*": binary(O.times),
  "Naturals.^": binary(O.power),
  "Naturals.%": binary(O.modulo),
  "Naturals.\\div": binary(O.divide),
  "Naturals...": binary(O.interval, { ref: false }),
  "Naturals.<": binary(O.less),
  "Naturals.>": binary(O.greater),
  "Naturals.<=": binary(O.atMost),
  "Naturals.>=": binary(O.atLeast),
  "Naturals.Nat": nullary((bank) => new Infinite(bank, "Nat"), { ref: false }),
  "Integers.Int": nullary((bank) => new Infinite(bank, "Int"), { ref: false }),
  "Integers.-.": unary(O.negate),
  "Reals.Real": real("Real"),
  "Reals.Infinity": real("Infinity"),
  "Reals./": binary(() => {
    throw notEvaluated("a / b");
  }),
  "Bitwise.&": bitwise("&", (x, y) => x & y),
  "Bitwise.|": bitwise("|", (x, y) => x | y),
  "Bitwise.^^": bitwise("^^", (x, y) => x ^ y),
};
