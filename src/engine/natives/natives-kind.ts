/** What an operator that the engine has itself looks like: a function over one bank, and what its callers may assume. */
import { type Bank, FALSE, type Ref, TRUE } from "../values/bank.js";
import { needsBoolean } from "../values/bank-errors.js";
import { showValue, type Value } from "../values/lazy.js";
import type { EngineContext } from "./natives-context.js";

/** An operator given as an argument: of values, giving a value. */
export type Operator = (...args: Value[]) => Value;

export type Argument = Value | Operator;

/** What every call has at hand. */
export interface NativeSetting {
  readonly bank: Bank;
  readonly context: EngineContext;
}

export type NativeCall = (...args: Argument[]) => Value;

export interface NativeFacts {
  readonly arity: number;
  /** Whether the result is always a ref, never a described set or function. */
  readonly ref: boolean;
  /** Whether it acts, or reads more than its arguments: such a call is not cached, nor evaluated early. */
  readonly effects: boolean;
  /** Arguments, from 0, that are given as operators without parameters, so that the native decides on evaluating them. */
  readonly unevaluated: readonly number[];
}

export interface Native extends NativeFacts {
  /** The function itself, over a bank. */
  readonly over: (setting: NativeSetting) => NativeCall;
}

type Assumed = Partial<Omit<NativeFacts, "arity">>;

/** An operator of any form. */
export function native(arity: number, over: Native["over"], assumed: Assumed = {}): Native {
  return { arity, ref: true, effects: false, unevaluated: [], ...assumed, over };
}

export function nullary(run: (bank: Bank) => Value, assumed: Assumed = {}): Native {
  return native(
    0,
    ({ bank }) =>
      () =>
        run(bank),
    assumed,
  );
}

export function unary(run: (bank: Bank, a: Value) => Value, assumed: Assumed = {}): Native {
  return native(
    1,
    ({ bank }) =>
      (a) =>
        run(bank, value(a)),
    assumed,
  );
}

export function binary(run: (bank: Bank, a: Value, b: Value) => Value, assumed: Assumed = {}): Native {
  return native(
    2,
    ({ bank }) =>
      (a, b) =>
        run(bank, value(a), value(b)),
    assumed,
  );
}

export function ternary(
  run: (bank: Bank, a: Value, b: Value, c: Value) => Value,
  assumed: Assumed = {},
): Native {
  return native(
    3,
    ({ bank }) =>
      (a, b, c) =>
        run(bank, value(a), value(b), value(c)),
    assumed,
  );
}

/** An argument that is a value. */
export function value(argument: Argument | undefined): Value {
  if (argument === undefined || typeof argument === "function") throw new Error("an operator for a value");
  return argument;
}

/** An argument that is an operator. */
export function operator(argument: Argument | undefined): Operator {
  if (typeof argument !== "function") throw new Error("a value for an operator");
  return argument;
}

/** An argument that is an operator whose results must be Booleans. */
export function predicate(bank: Bank, argument: Argument | undefined): (...args: Value[]) => boolean {
  const test = operator(argument);
  return (...args) => truthOf(bank, test(...args));
}

export function truthOf(bank: Bank, given: Value): boolean {
  if (given === TRUE) return true;
  if (given === FALSE) return false;
  const values: readonly Ref[] = typeof given === "number" ? [given] : [];
  throw needsBoolean(showValue(bank, given), values);
}
