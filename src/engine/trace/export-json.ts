/**
 * Counterexamples as JSON. Ours (`"format": 1`):
 *
 *   { "format": 1, "kind": "behaviour", "module": "M", "variables": ["x", …],
 *     "states": [ { "action": null or "Next", "values": { "x": …, … } }, … ],
 *     "loop": null, "stuttering", or { "backTo": 2, "action": null or "Next" } }
 *
 * States are numbered from 1; `backTo` is the one that comes after the last. Values: see `export-value.ts`. And ITF
 * (Apalache's ADR 15), where states are numbered from 0 and `loop` is such a number.
 */

import type { Value } from "../../tla/value.js";
import type { Loop } from "../../tlc/counterexample.js";
import { type RecordedBehaviour, type RecordedState, variablesOf } from "./export-behaviour.js";
import { type Spelling, valueFromJson, valueToJson } from "./export-value.js";

/** What a file of counterexamples is said to be wrong with. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly message: string;
}

const unreadable = (message: string): Unreadable => ({ kind: "unreadable", message });

type Json = Readonly<Record<string, unknown>>;

const isObject = (json: unknown): json is Json =>
  typeof json === "object" && json !== null && !Array.isArray(json);

const values = (state: RecordedState, spelling: Spelling): Json =>
  Object.fromEntries([...state.values].map(([name, value]) => [name, valueToJson(value, spelling)]));

// ---------------------------------------------------------------------------------------------------------- writing

export function behaviourToJson(behaviour: RecordedBehaviour): string {
  const { module, states, loop } = behaviour;
  const json = {
    format: 1,
    kind: "behaviour",
    module: module ?? null,
    variables: variablesOf(behaviour),
    states: states.map((state) => ({ action: state.action ?? null, values: values(state, "plain") })),
    loop: loopToJson(loop),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function loopToJson(loop: Loop): unknown {
  if (loop.kind === "none") return null;
  return loop.kind === "stuttering" ? "stuttering" : { backTo: loop.to, action: loop.action ?? null };
}

export function behaviourToItf(behaviour: RecordedBehaviour): string {
  const { module, states, loop } = behaviour;
  const last = states.length - 1;
  const json = {
    "#meta": {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      ...(module === undefined ? {} : { source: `${module}.tla` }),
    },
    vars: variablesOf(behaviour),
    states: states.map((state, index) => ({
      "#meta": { index, ...(state.action === undefined ? {} : { action: state.action }) },
      ...values(state, "itf"),
    })),
    ...(loop.kind === "none" ? {} : { loop: loop.kind === "back" ? loop.to - 1 : last }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

// ---------------------------------------------------------------------------------------------------------- reading

/** Reads ours or ITF, whichever it is. */
export function behaviourFromJson(text: string): RecordedBehaviour | Unreadable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return unreadable(`it is no JSON: ${error instanceof Error ? error.message : "it cannot be parsed"}`);
  }
  if (!isObject(json)) return unreadable("it is no JSON object");
  if (!Array.isArray(json.states)) return unreadable("it has no array `states`");
  if (json.states.length === 0) return unreadable("it has no states");
  if (json.format === undefined) return fromItf(json, json.states);
  if (json.format !== 1)
    return unreadable(`its format is ${JSON.stringify(json.format)}, and only 1 is known`);
  return fromOurs(json, json.states);
}

function fromOurs(json: Json, list: readonly unknown[]): RecordedBehaviour | Unreadable {
  const states: RecordedState[] = [];
  for (const [i, state] of list.entries()) {
    if (!isObject(state) || !isObject(state.values)) return unreadable(`state ${i + 1} has no \`values\``);
    const read = valuesFrom(Object.entries(state.values), i + 1);
    if ("kind" in read) return read;
    states.push({ action: textOf(state.action), values: read });
  }
  const loop = loopFrom(json.loop, states.length);
  if (loop.kind === "unreadable") return loop;
  return { module: textOf(json.module), states, loop };
}

function loopFrom(json: unknown, count: number): Loop | Unreadable {
  if (json === null || json === undefined) return { kind: "none" };
  if (json === "stuttering") return { kind: "stuttering" };
  const to = isObject(json) ? json.backTo : undefined;
  if (!isObject(json) || typeof to !== "number" || !isNumberOf(to, 1, count))
    return unreadable("its `loop` names no state");
  return { kind: "back", to, action: textOf(json.action) };
}

function fromItf(json: Json, list: readonly unknown[]): RecordedBehaviour | Unreadable {
  const states: RecordedState[] = [];
  for (const [i, state] of list.entries()) {
    if (!isObject(state)) return unreadable(`state ${i} is no object`);
    const meta = state["#meta"];
    const read = valuesFrom(
      Object.entries(state).filter(([name]) => !name.startsWith("#")),
      i,
    );
    if ("kind" in read) return read;
    states.push({ action: isObject(meta) ? textOf(meta.action) : undefined, values: read });
  }
  const { loop } = json;
  if (loop !== undefined && (typeof loop !== "number" || !isNumberOf(loop, 0, states.length - 1)))
    return unreadable("its `loop` is the number of no state");
  const meta = json["#meta"];
  const source = isObject(meta) ? textOf(meta.source) : undefined;
  const module = source?.replace(/^.*[/\\]/, "").replace(/\.tla$/, "");
  return { module, states, loop: itfLoop(loop, states.length - 1) };
}

/** Back to the last state itself is stuttering. */
function itfLoop(loop: number | undefined, last: number): Loop {
  if (loop === undefined) return { kind: "none" };
  return loop === last ? { kind: "stuttering" } : { kind: "back", to: loop + 1, action: undefined };
}

function valuesFrom(
  entries: readonly (readonly [string, unknown])[],
  number: number,
): ReadonlyMap<string, Value> | Unreadable {
  const out = new Map<string, Value>();
  for (const [name, json] of entries) {
    const value = valueFromJson(json);
    if (value === undefined) return unreadable(`${name} in state ${number} is no value`);
    out.set(name, value);
  }
  return out;
}

const textOf = (json: unknown): string | undefined => (typeof json === "string" ? json : undefined);

const isNumberOf = (n: number, from: number, to: number): boolean =>
  Number.isInteger(n) && n >= from && n <= to;
