/**
 * The operators that the engine has itself, by module and name (`TLC.Assert`): what may be assumed of each, and the
 * functions over one bank. Programs call them as `R.native["TLC.Assert"](…)` where they have no code of their own.
 */

import { countersOf } from "../coverage/coverage-counters.js";
import { type Bank, type Ref, TRUE } from "../values/bank.js";
import { EvaluationError, failed, unbounded } from "../values/bank-errors.js";
import { force, isFiniteSet, type Value } from "../values/lazy.js";
import { LazyFunction } from "../values/lazy-function.js";
import { functionFrom } from "../values/operators-functions.js";
import { bags } from "./natives-bags.js";
import { behaviours } from "./natives-behaviours.js";
import { clocks } from "./natives-clocks.js";
import { type EngineContext, newContext } from "./natives-context.js";
import { files } from "./natives-files.js";
import { folds } from "./natives-folds.js";
import {
  type Native,
  type NativeCall,
  type NativeFacts,
  native,
  operator,
  unary,
  value,
} from "./natives-kind.js";
import { numbers } from "./natives-numbers.js";
import { sequences } from "./natives-sequences.js";
import { tlc } from "./natives-tlc.js";

/** What lowering makes of the language, where a value is computed in a way of its own. */
const own: Readonly<Record<string, Native>> = {
  /** `[x \in domain |-> body]`, each value computed when it is asked for: λ(x). */
  "Engine.Described": native(
    2,
    ({ bank }) =>
      (domain, body) =>
        new LazyFunction(bank, value(domain), operator(body)),
    { ref: false },
  ),
  /** The same where the domain is not large: listed if all values exist. */
  "Engine.Kept": native(
    2,
    ({ bank }) =>
      (domain, body) =>
        kept(bank, value(domain), operator(body)),
    {
      ref: false,
    },
  ),
  /** A recursive function: λ(itself, x). */
  "Engine.Recursive": native(
    2,
    ({ bank }) =>
      (domain, body) => {
        const at = operator(body);
        const self: Value = new LazyFunction(bank, value(domain), (x) => at(self, x));
        return self;
      },
    { ref: false },
  ),
  /** What only some models replace by something that can be evaluated: `CHOOSE x : P`. */
  "Engine.Unbounded": unary(
    (bank, form) => {
      throw unbounded(bank.textOf(force(form)));
    },
    { effects: true },
  ),
  /** Counts, for coverage. */
  "Engine.Reached": native(
    1,
    ({ bank }) => {
      const counters = countersOf(bank);
      return (k) => {
        count(counters, value(k));
        return TRUE;
      };
    },
    { effects: true },
  ),
  /** Counts that its second argument has been evaluated. */
  "Engine.Counted": native(
    2,
    ({ bank }) => {
      const counters = countersOf(bank);
      return (k, of) => {
        count(counters, value(k));
        return value(of);
      };
    },
    { effects: true, ref: false },
  ),
  /** What has no value, with the reason. */
  "Engine.Fail": unary(
    (bank, reason) => {
      throw failed(bank.textOf(force(reason)));
    },
    { effects: true },
  ),
};

function kept(bank: Bank, domain: Value, body: (x: Ref) => Value): Value {
  const mark = bank.mark();
  if (isFiniteSet(bank, domain)) {
    try {
      return functionFrom(bank, domain, body);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      bank.release(mark);
    }
  }
  return new LazyFunction(bank, domain, body);
}

const table = new Map<string, Native>(
  Object.entries({
    ...numbers,
    ...sequences,
    ...folds,
    ...bags,
    ...tlc,
    ...behaviours,
    ...clocks,
    ...files,
    ...own,
  }),
);

/** `k` is a small integer of the bank's. */
function count(counters: number[], k: Value): void {
  const place = Number(k) >> 1;
  counters[place] = (counters[place] ?? 0) + 1;
}

export function isNative(name: string): boolean {
  return table.has(name);
}

/** What may be assumed of an operator of the engine's; undefined if it has none of that name. */
export function nativeFacts(name: string): NativeFacts | undefined {
  return table.get(name);
}

export function nativeOperators(
  bank: Bank,
  context: EngineContext = newContext(),
): Readonly<Record<string, NativeCall>> {
  const setting = { bank, context };
  return Object.fromEntries([...table].map(([name, { over }]) => [name, over(setting)]));
}
