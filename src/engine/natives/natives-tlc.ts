/** What the modules TLC, TLCExt, Randomization and Json do beyond computing a value. */

import { actionValue } from "../modes/behaviour-values.js";
import { type Bank, type Ref, TRUE } from "../values/bank.js";
import {
  assertionFailed,
  beyondEngine,
  EvaluationError,
  undefinedRegister,
  unreadable,
} from "../values/bank-errors.js";
import { force, isFiniteSet, Lazy, showValue, type Value } from "../values/lazy.js";
import { combine, isFunction, mapsTo } from "../values/operators-functions.js";
import { asInt } from "../values/operators-numbers.js";
import { permutations, sortSequence, toText } from "../values/operators-tlc.js";
import { show } from "../values/show.js";
import { fromJson, toJson } from "../values/show-json.js";
import { hashOf } from "../values/words.js";
import type { EngineContext } from "./natives-context.js";
import {
  type Argument,
  binary,
  type Native,
  type NativeSetting,
  native,
  nullary,
  operator,
  predicate,
  unary,
  value,
} from "./natives-kind.js";

/** `Any`: everything is a member. */
class AnySet extends Lazy {
  member(): boolean {
    return true;
  }
  bound(): undefined {
    return undefined;
  }
  elements(): never {
    throw new EvaluationError("not-enumerable", "Attempted to enumerate the set Any.");
  }
  show(): string {
    return "Any";
  }
}

const effects = { effects: true };

/** The fact or register of a key, if it has a value. */
function register({ bank, context }: NativeSetting, key: Value): Value | undefined {
  if (typeof key === "number" && bank.isInt(key)) return context.registers.get(bank.intOf(key));
  const name = showValue(bank, key).replace(/^"|"$/g, "");
  return context.facts.get(name)?.() ?? about({ bank, context }, name);
}

/** What later versions of TLC tell about themselves: a model asks for a mode, or for a version that can do something. */
function about({ bank, context }: NativeSetting, name: string): Value | undefined {
  switch (name) {
    case "config":
      return configuration(bank, context);
    case "action":
      return context.action?.() ?? actionValue(bank);
    case "all":
      return allRegisters(bank, context);
    case "revision":
      return bank.recordOf([["timestamp", bank.int(LIKE_TLC_OF)]]);
    case "stats": {
      const facts = [...context.facts].filter(([key]) => key !== "level");
      return bank.recordOf(facts.map(([key, fact]) => [key, force(fact())] as const));
    }
    case "spec":
      throw beyondEngine('TLCGet("spec")');
    case "-Dtlc2.tool.impl.Tool.cdot":
      return bank.string("true");
    default:
      return undefined;
  }
}

function configuration(bank: Bank, { mode, settings }: EngineContext): Ref {
  const { deadlock, depth, traces } = settings;
  const numbers = Object.entries({ depth, traces }).flatMap(([name, n]) =>
    n === undefined ? [] : [[name, bank.int(Number.isFinite(n) ? n : -1)] as const],
  );
  return bank.recordOf([
    ["mode", bank.string(mode)],
    ["deadlock", bank.bool(deadlock)],
    ["worker", bank.int(1)],
    ...numbers,
  ]);
}

/** A function of the numbers of registers: what each worker has there. */
function allRegisters(bank: Bank, { registers }: EngineContext): Ref {
  const mark = bank.mark();
  for (const [number, held] of registers) {
    bank.push(bank.int(number));
    bank.push(bank.tupleOf([held]));
  }
  return bank.functionOf(mark);
}

/** 1 January 2026, in seconds: what is evaluated here is what TLC of that time evaluates. */
const LIKE_TLC_OF = 1767225600;

function setRegister({ bank, context }: NativeSetting, key: Value, to: Value): void {
  if (typeof key === "number" && showValue(bank, key) === '"exit"') {
    if (to === TRUE) context.exit();
    return;
  }
  const n = asInt(bank, key, "first", "TLCSet");
  context.registers.set(n, force(to));
}

/** As far as it can be listed. */
function evaluatedNow(bank: Bank, given: Value): Value {
  return typeof given === "number" || isFiniteSet(bank, given) ? force(given) : given;
}

const shown = (bank: Bank, given: Value): string => showValue(bank, evaluatedNow(bank, given));

export const tlc: Readonly<Record<string, Native>> = {
  "TLC.:>": binary(mapsTo),
  "TLC.@@": binary(combine),
  "TLC.Permutations": unary(permutations),
  "TLC.ToString": unary(toText),
  "TLC.SortSeq": native(
    2,
    ({ bank }) =>
      (s, before) =>
        sortSequence(bank, value(s), predicate(bank, before)),
  ),
  "TLC.TLCEval": unary(evaluatedNow, { ref: false }),
  "TLC.Any": nullary((bank) => new AnySet(bank), { ref: false }),
  "TLC.Print": native(
    2,
    ({ bank, context }) =>
      (out, val) => {
        context.printed(`${shown(bank, value(out))}  ${shown(bank, value(val))}`);
        return value(val);
      },
    { ref: false, effects: true },
  ),
  "TLC.PrintT": native(
    1,
    ({ bank, context }) =>
      (out) => {
        context.printed(shown(bank, value(out)));
        return TRUE;
      },
    effects,
  ),
  "TLC.Assert": native(
    2,
    ({ bank }) =>
      (test, out) => {
        if (value(test) === TRUE) return TRUE;
        throw assertionFailed(shown(bank, value(out)));
      },
    effects,
  ),
  "TLC.JavaTime": native(
    0,
    ({ bank, context }) =>
      () =>
        bank.int(Number(BigInt.asUintN(31, BigInt(Math.floor(context.now()))))),
    effects,
  ),
  "TLC.TLCGet": native(
    1,
    (setting) => (key) => {
      const found = register(setting, value(key));
      if (found === undefined) throw undefinedRegister(showValue(setting.bank, value(key)));
      return found;
    },
    { ref: false, effects: true },
  ),
  "TLC.TLCSet": native(
    2,
    (setting) => (key, to) => {
      setRegister(setting, value(key), value(to));
      return TRUE;
    },
    effects,
  ),
  "TLC.RandomElement": native(
    1,
    ({ bank, context }) =>
      (set) => {
        const list = bank.list(force(value(set)));
        const found = list[Math.floor(context.random() * list.length)];
        if (found === undefined) throw new EvaluationError("no-choice", "RandomElement of an empty set.");
        return found;
      },
    effects,
  ),
  "TLCExt.TLCGetOrDefault": native(
    2,
    (setting) => (key, otherwise) => register(setting, value(key)) ?? value(otherwise),
    { ref: false, effects: true },
  ),
  "TLCExt.TLCGetAndSet": native(
    4,
    (setting) => (key, op, val, otherwise) => {
      const before = register(setting, value(key)) ?? value(otherwise);
      setRegister(setting, value(key), operator(op)(before, value(val)));
      return before;
    },
    { ref: false, effects: true },
  ),
  "TLCExt.TLCModelValue": unary((bank, name) => bank.model(bank.textOf(force(name)))),
  /** TLC's depend on a polynomial that it draws for each run: any number of 32 bits will do that is one for equal values. */
  "TLCExt.TLCFP": unary((bank, v) => {
    const text = show(bank, force(v));
    const codes = Int32Array.from(text, (character) => character.codePointAt(0) ?? 0);
    return bank.int(hashOf(codes, 0, codes.length));
  }),
  "TLCExt.AssertError": native(2, ({ bank }) => failsWith(bank), { effects: true, unevaluated: [1] }),
  "Randomization.RandomSubset": native(2, randomSubset, effects),
  "Randomization.RandomSetOfSubsets": native(3, randomSets, effects),
  "IOUtils.IOEnv": native(
    0,
    ({ bank, context }) => {
      let known: Ref | undefined;
      return () => (known ??= environment(bank, context));
    },
    { effects: true },
  ),
  "IOUtils.atoi": unary((bank, text) => {
    const digits = bank.textOf(force(text));
    if (/^[+-]?[0-9]+$/.test(digits)) return bank.int(Number(digits));
    throw new EvaluationError("wrong-argument", `atoi of a string that is no number: ${digits}`);
  }),
  "Json.JsonDeserialize": native(
    1,
    (setting) => (file) => fromJson(setting.bank, json(textOf(setting, file))),
  ),
  "Json.ndJsonDeserialize": native(1, (setting) => (file) => {
    const lines = textOf(setting, file).split("\n");
    const values = lines.filter((line) => line.trim() !== "").map(json);
    return fromJson(setting.bank, values);
  }),
  "Json.ToJson": unary((bank, v) => bank.string(toJson(bank, force(v)))),
  "Json.ToJsonArray": unary((bank, v) => bank.string(toJson(bank, bank.tupleOf(bank.list(force(v)))))),
  "Json.ToJsonObject": unary((bank, v) => {
    const f = force(v);
    if (isFunction(bank, f)) return bank.string(toJson(bank, f));
    throw new EvaluationError(
      "wrong-argument",
      `ToJsonObject of a value that is no function:\n${showValue(bank, f)}`,
    );
  }),
};

/** `AssertError(message, expression)`: TRUE if the expression has a value, or fails with that message. */
const failsWith =
  (bank: Bank): ReturnType<Native["over"]> =>
  (message, expression) => {
    const mark = bank.mark();
    try {
      operator(expression)();
      return TRUE;
    } catch (error) {
      bank.release(mark);
      if (!(error instanceof EvaluationError)) throw error;
      if (bank.textOf(force(value(message))) === error.message) return TRUE;
      throw assertionFailed(error.message);
    }
  };

function textOf({ bank, context }: NativeSetting, file: Argument | undefined): string {
  const path = bank.textOf(force(value(file)));
  const text = context.readFile(path);
  if (text === undefined) throw unreadable("a file", path);
  return text;
}

/** Numbers that are no integers lose their fraction, as in TLC's module. */
function json(text: string): unknown {
  try {
    return JSON.parse(text, (_, v: unknown) => (typeof v === "number" ? Math.trunc(v) : v));
  } catch {
    throw unreadable("JSON", text.slice(0, 80));
  }
}

/** The environment as a record of strings. */
function environment(bank: Bank, context: EngineContext): Ref {
  if (context.environment === undefined) throw unreadable("IOEnv", "the environment is not known");
  const fields = Object.entries(context.environment).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, bank.string(text)] as const],
  );
  return bank.recordOf(fields);
}

function pick(bank: Bank, context: EngineContext, from: readonly Ref[], keep: number): Ref {
  const left = [...from];
  const taken: Ref[] = [];
  while (taken.length < keep && left.length > 0) {
    taken.push(...left.splice(Math.floor(context.random() * left.length), 1));
  }
  return bank.setOf(taken);
}

function randomSubset({ bank, context }: NativeSetting): ReturnType<Native["over"]> {
  return (k, set) =>
    pick(bank, context, bank.list(force(value(set))), asInt(bank, value(k), "first", "RandomSubset"));
}

/** At most k subsets, each element in one with the chance n / |S|. */
function randomSets({ bank, context }: NativeSetting): ReturnType<Native["over"]> {
  return (k, n, set) => {
    const all = bank.list(force(value(set)));
    const most = asInt(bank, value(k), "first", "RandomSetOfSubsets");
    const chance = asInt(bank, value(n), "second", "RandomSetOfSubsets") / Math.max(1, all.length);
    const found: Ref[] = [];
    for (let i = 0; i < most; i++) found.push(bank.setOf(all.filter(() => context.random() < chance)));
    return bank.setOf(found);
  };
}
