/** What an evaluation has beside values: where prints go, and the facts and registers that TLCGet and TLCSet speak of. */
import type { Place } from "../../report/diagnostic.js";
import type { Ref } from "../values/bank.js";
import type { Value } from "../values/lazy.js";

/** How a file is written: whole, with the folders that it needs; after what it has; anew; over what it begins with. */
export type Writing = "whole" | "append" | "replace" | "over";

/**
 * Belongs to one model and is filled in by whoever runs it. Its fields are set, not the object replaced: programs keep it.
 */
export interface EngineContext {
  /** Takes what Print and PrintT print, one value at a time. */
  printed: (text: string) => void;
  /** Takes what TLC would warn of, each text once. */
  warned: (text: string) => void;
  /** The facts that TLCGet knows by name (`level`, `distinct`, `queue`…); one that is not here is undefined. */
  readonly facts: Map<string, () => Value>;
  /** The registers of TLCSet, by number. */
  readonly registers: Map<number, Ref>;
  /** What `TLCGet("config").mode` says: `bfs`, `dfs`, or `simulate`. */
  mode: string;
  /** Milliseconds since 1970, for JavaTime. */
  now: () => number;
  /** In 0..1, for what is chosen at random. */
  random: () => number;
  /** The variables of the process's environment, for IOEnv; undefined while they are not known. */
  environment: Readonly<Record<string, string | undefined>> | undefined;
  /** The text of a file; undefined if it cannot be read, or if files are not known. */
  readFile: (path: string) => string | undefined;
  /** Writes a file; the reason if that fails. Where files are not known, nothing is written. */
  writeFile: (path: string, text: string, how: Writing) => string | undefined;
  /** What `TLCSet("exit", TRUE)` asks for: the run ends after the present step, as at a limit. */
  exit: () => void;
  /** The states up to the present one, as a sequence of records; undefined where there is no present state. */
  trace: (() => Ref) | undefined;
  /** The action that led to the present state; undefined where that is not told, as in TLC but for simulation. */
  action: (() => Ref) | undefined;
  /** The error that has been found, while postconditions are evaluated. */
  counterexample: Ref | undefined;
  /** What `TLCGet("config")` says besides: whether deadlock is an error, and how far a simulation goes. */
  readonly settings: { deadlock: boolean; depth: number | undefined; traces: number | undefined };
  /** What is to be evaluated once a successor has been chosen (TLCDefer); nothing where none is. */
  defer: (evaluate: () => void) => void;
  /** Takes each state between the two steps of `A \\cdot B`: TLC counts it as generated. */
  between: () => void;
  /** Whether CHOOSE looks for a second witness, to warn of it; read when a program is made. */
  warnsOfChoices: boolean;
  /** Where a program's choice stands, by its number; undefined for what nobody is to be warned of. */
  placeOfChoice: (choice: number) => Place | undefined;
}

export function newContext(): EngineContext {
  return {
    printed: () => {},
    warned: () => {},
    facts: new Map(),
    registers: new Map(),
    mode: "bfs",
    now: () => Date.now(),
    random: () => Math.random(),
    environment: undefined,
    readFile: () => undefined,
    writeFile: () => undefined,
    exit: () => {},
    trace: undefined,
    action: undefined,
    counterexample: undefined,
    settings: { deadlock: true, depth: undefined, traces: undefined },
    defer: () => {},
    between: () => {},
    warnsOfChoices: true,
    placeOfChoice: () => undefined,
  };
}
