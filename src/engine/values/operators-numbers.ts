/** The operators of Naturals and Integers, on 32 bits as in TLC: what does not fit is an error, never a wrapped number. */
import { type Bank, FALSE, type Ref, TRUE } from "./bank.js";
import { divisionByZero, overflow, wrongArgument, zeroToTheZero } from "./bank-errors.js";
import { Interval, showValue, type Value } from "./lazy.js";

const LEAST = -2147483648;
const GREATEST = 2147483647;

/** The integer that a value is; `which` (`first`) and `operator` are for the error where it is none. */
export function asInt(bank: Bank, value: Value, which: string, operator: string): number {
  if (typeof value === "number") {
    if ((value & 1) === 1) return value >> 1;
    if (bank.isInt(value)) return bank.intOf(value);
  }
  const values = typeof value === "number" ? [value] : [];
  throw wrongArgument(which, operator, "an integer", showValue(bank, value), values);
}

function checked(bank: Bank, n: number, a: number, operator: string, b: number): Ref {
  if (n < LEAST || n > GREATEST) throw overflow(`${a}${operator}${b}`);
  return bank.int(n);
}

export function plus(bank: Bank, a: Value, b: Value): Ref {
  const x = asInt(bank, a, "first", "+");
  const y = asInt(bank, b, "second", "+");
  return checked(bank, x + y, x, "+", y);
}

export function minus(bank: Bank, a: Value, b: Value): Ref {
  const x = asInt(bank, a, "first", "-");
  const y = asInt(bank, b, "second", "-");
  return checked(bank, x - y, x, "-", y);
}

export function times(bank: Bank, a: Value, b: Value): Ref {
  const x = asInt(bank, a, "first", "*");
  const y = asInt(bank, b, "second", "*");
  // Beyond 2^53 the product is rounded, but such a product does not fit anyway. No negative zero.
  return checked(bank, x * y + 0, x, "*", y);
}

export function negate(bank: Bank, a: Value): Ref {
  const x = asInt(bank, a, "first", "-.");
  if (x === LEAST) throw overflow(`-${x}`);
  return bank.int(0 - x);
}

/** Rounds towards minus infinity. */
export function divide(bank: Bank, a: Value, b: Value): Ref {
  const x = asInt(bank, a, "first", "\\div");
  const y = asInt(bank, b, "second", "\\div");
  if (y === 0) throw divisionByZero();
  const quotient = Math.floor(x / y);
  if (quotient > GREATEST) throw overflow(`${x} \\div ${y}`);
  return bank.int(quotient + 0);
}

/** The remainder in 0..b-1, for b > 0 only. */
export function modulo(bank: Bank, a: Value, b: Value): Ref {
  const x = asInt(bank, a, "first", "%");
  const y = asInt(bank, b, "second", "%");
  if (y <= 0) throw wrongArgument("second", "%", "a positive number", String(y));
  const remainder = x % y;
  return bank.int(remainder < 0 ? remainder + y : remainder + 0);
}

export function power(bank: Bank, a: Value, b: Value): Ref {
  const x = asInt(bank, a, "first", "^");
  const y = asInt(bank, b, "second", "^");
  if (y < 0) throw wrongArgument("second", "^", "a natural number", String(y));
  if (y === 0) {
    if (x === 0) throw zeroToTheZero();
    return bank.int(1);
  }
  if (x === 0 || x === 1) return bank.int(x);
  if (x === -1) return bank.int(y % 2 === 0 ? 1 : -1);
  let result = x;
  for (let i = 1; i < y; i++) {
    result *= x;
    if (result < LEAST || result > GREATEST) throw overflow(`${x}^${y}`);
  }
  return bank.int(result);
}

export function less(bank: Bank, a: Value, b: Value): Ref {
  return asInt(bank, a, "first", "<") < asInt(bank, b, "second", "<") ? TRUE : FALSE;
}

export function atMost(bank: Bank, a: Value, b: Value): Ref {
  return asInt(bank, a, "first", "<=") <= asInt(bank, b, "second", "<=") ? TRUE : FALSE;
}

export function greater(bank: Bank, a: Value, b: Value): Ref {
  return asInt(bank, a, "first", ">") > asInt(bank, b, "second", ">") ? TRUE : FALSE;
}

export function atLeast(bank: Bank, a: Value, b: Value): Ref {
  return asInt(bank, a, "first", ">=") >= asInt(bank, b, "second", ">=") ? TRUE : FALSE;
}

/** `a..b`. */
export function interval(bank: Bank, a: Value, b: Value): Interval {
  return new Interval(bank, asInt(bank, a, "first", ".."), asInt(bank, b, "second", ".."));
}
