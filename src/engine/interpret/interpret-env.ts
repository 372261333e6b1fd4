/**
 * What the interpreter keeps while it evaluates: states, what locals stand for, and where it stands.
 *
 * Environments are lists that are never changed, so that what is to be evaluated later keeps the one it was made in.
 */

import type { Ir, LocalId } from "../lower/ir.js";
import type { Ref } from "../values/bank.js";
import type { Value } from "../values/lazy.js";

/** The value of each variable, in the order of the model's variables; `UNASSIGNED` where it has none yet. */
export type Values = Int32Array;

/** No value of any state. */
export const UNASSIGNED: Ref = -2;

/** A state and the one after it, which an action may be giving its values. */
export interface Step {
  readonly state: Values;
  readonly next: Values;
}

/** Something to be evaluated when it is first needed, and once. */
export interface Thunk {
  readonly ir: Ir;
  readonly env: Env | undefined;
  readonly step: Step;
  value: Value | undefined;
}

export interface Env {
  readonly id: LocalId;
  readonly bound: Value | Thunk;
  readonly outer: Env | undefined;
}

export function isThunk(bound: Value | Thunk): bound is Thunk {
  return typeof bound === "object" && "env" in bound;
}

export function extend(outer: Env | undefined, id: LocalId, bound: Value | Thunk): Env {
  return { id, bound, outer };
}

export function found(env: Env | undefined, id: LocalId): Value | Thunk {
  for (let at = env; at !== undefined; at = at.outer) if (at.id === id) return at.bound;
  throw new Error(`local ${id} is not bound`);
}

/** An expression being evaluated; those around it stand below it on the stack. */
export interface Position {
  readonly ir: Ir;
  readonly env: Env | undefined;
  readonly step: Step;
}

/** What an expression gave, for whoever counts or records; a formula gone through gives the number of its ways. */
export interface Watcher {
  /** A value was computed. */
  value?(ir: Ir, value: Value): void;
  /** A formula that gives variables their values was entered. */
  entered?(ir: Ir): void;
  /** It was true, in one way more. */
  way?(ir: Ir): void;
}
