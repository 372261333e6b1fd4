import { Undefined } from "./operators.js";
import type { Config, Event, StepResult } from "./protocol.js";
import { compare, TlaMap, TlaSet, type Value } from "./values.js";

/** What generated steps need besides the operators of TLA+. */

export function refused<Slice, Message>(conjunct: string): StepResult<Slice, Message> {
  return { ok: false, conjunct };
}

export function done<Slice, Message>(slice: Slice, out: readonly Message[] = []): StepResult<Slice, Message> {
  return { ok: true, slice, out };
}

/** The one message that an event consumes under a name, if it is of the wanted kind. */
export function one<M, K extends M>(event: Event<M>, name: string, is: (m: M) => m is K): K | undefined {
  const given = event.inputs[name] ?? [];
  const [message] = given;
  return given.length === 1 && message !== undefined && is(message) ? message : undefined;
}

/** The messages that an event consumes under a name, as a set, if all are of the wanted kind. */
export function all<M, K extends M>(
  event: Event<M>,
  name: string,
  is: (m: M) => m is K,
): TlaSet<K> | undefined {
  const given = event.inputs[name] ?? [];
  return given.every(is) ? TlaSet.of(given as readonly K[]) : undefined;
}

/** Whether a guard holds; one that has no value does not. */
export function holds(test: () => boolean): boolean {
  try {
    return test();
  } catch (fault) {
    if (fault instanceof Undefined) return false;
    throw fault;
  }
}

/** `x \in low .. high` */
export function within(x: unknown, low: number, high: number): x is number {
  return typeof x === "number" && Number.isInteger(x) && low <= x && x <= high;
}

export const isNat = (x: unknown): x is number => typeof x === "number" && Number.isInteger(x) && x >= 0;
export const isInt = (x: unknown): x is number => typeof x === "number" && Number.isInteger(x);
export const isSTRING = (x: unknown): x is string => typeof x === "string";

/** `[k \in 1 .. n |-> body(k)]`, a sequence. */
export function seqOver<T>(domain: TlaSet<number>, body: (k: number) => T): readonly T[] {
  return domain.elements.map(body);
}

/** The node that acts for a key: in turns for numbers, else by the keys' order. */
export function ownerOf(nodes: TlaSet<string>, key: unknown): string | undefined {
  const all = nodes.elements;
  if (typeof key !== "number") return undefined;
  const k = (key - 1) % all.length;
  return all[k < 0 ? k + all.length : k];
}

/** All strings inside values: what clients asked for may be among them. */
export function stringsIn(values: Iterable<unknown>): readonly string[] {
  const found = new Set<string>();
  const visit = (v: unknown): void => {
    if (typeof v === "string") found.add(v);
    else if (v instanceof TlaMap) {
      for (const [key, value] of v) {
        visit(key);
        visit(value);
      }
    } else if (Array.isArray(v) || v instanceof TlaSet) for (const item of v) visit(item);
    else if (typeof v === "object" && v !== null) for (const item of Object.values(v)) visit(item);
  };
  for (const v of values) visit(v);
  return [...found].sort(compare);
}

/**
 * A client's value: a string that is none of the specification's other constants (such as the one that stands for "no
 * value", or a node), which a lying proposer must not smuggle in as a value.
 */
export function isClientValue(v: unknown, ...others: readonly (string | TlaSet<string>)[]): v is string {
  return typeof v === "string" && !others.some((c) => c === v || (c instanceof TlaSet && c.has(v)));
}

/** Client values that may be tried: what is offered, and what was learnt from messages. */
export function offeredOr(config: Config, learnt: Iterable<unknown>): readonly Value[] {
  return [...new Set([...config.offered, ...stringsIn(learnt)])];
}

/** Computes once for each set of constants. */
export function perConstants<C extends object, T>(compute: (constants: C) => T): (constants: C) => T {
  const known = new WeakMap<C, { readonly value: T }>();
  return (constants) => {
    const found = known.get(constants);
    if (found !== undefined) return found.value;
    const value = compute(constants);
    known.set(constants, { value });
    return value;
  };
}
