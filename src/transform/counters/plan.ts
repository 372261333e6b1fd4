/**
 * What strategy `counters` does to a protocol, decided (derivation.md §3): which variables certificates bind, which
 * actions certify, on which counter, with which value. The passes only carry it out.
 */
import type { LocalAction, Protocol } from "../../protocol/types.js";
import type { Expr } from "../../tla/ast.js";

export interface CountersPlan {
  /** Slice variables that messages speak for, and that only certified steps write. */
  readonly bound: readonly string[];
  /**
   * Slice variables that remember what was certified in an epoch, and that are not bound, since steps without certificate
   * empty them. Only a step that is certified fills them.
   */
  readonly slots: readonly string[];
  /** Slice variables on which no message depends: decisions, for instance. */
  readonly observed: readonly string[];
  /** Names of the counters; several where actions touch variables that have nothing to do with each other. */
  readonly counters: readonly string[];
  /**
   * The variables of each counter, where no action touches those of two: then each counter, and each of its lanes, has a
   * head of its own. Undefined: all share one.
   */
  readonly apart: ReadonlyMap<string, readonly string[]> | undefined;
  /** By the action's name. Actions that are not in it never certify. */
  readonly attests: ReadonlyMap<string, readonly Attestation[]>;
  /** By the action's name: its certificate is good for the same message to somebody else. */
  readonly readdressed: ReadonlyMap<string, Readdressed>;
}

/** A kind of message with a field that says whom it is for and that nothing else in it depends on. */
export interface Readdressed {
  readonly tag: string;
  readonly field: string;
}

/** One way in which an action certifies; the first whose condition holds counts, none: the step is not certified. */
export interface Attestation {
  readonly condition: Expr | undefined;
  readonly counter: string;
  /** The lane's key, which is part of the counter's id; empty: the counter has no lanes. Over the same names. */
  readonly lane: readonly Expr[];
  /** The counter value, position by position; over the names of the action (slice, actor, parameters, inputs, LETs). */
  readonly value: readonly Expr[];
}

/** Takes a step that writes nothing and certifies nothing: its messages only show what certificates bind. */
export function shows(plan: CountersPlan, action: LocalAction): boolean {
  const always = plan.attests.get(action.name)?.some((a) => a.condition === undefined) ?? false;
  return action.sends.length > 0 && !always;
}

/** Writes what messages depend on: a node may have done so since its last certificate, if it changed nothing bound. */
export function changes(plan: CountersPlan, action: LocalAction): boolean {
  return action.updates.some((u) => !plan.observed.includes(u.variable));
}

export function attesting(plan: CountersPlan, protocol: Protocol): readonly LocalAction[] {
  return protocol.actions.filter((a) => plan.attests.has(a.name));
}

/** How many positions the values of a counter have. */
export function positions(plan: CountersPlan, counter: string): number {
  for (const list of plan.attests.values()) {
    for (const a of list) if (a.counter === counter) return a.value.length;
  }
  return 1;
}
