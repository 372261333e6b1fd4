/**
 * A counterexample as data, and what changes from state to state.
 *
 * Representation: states in order, each with the text TLC printed and, where that text could be read, its values. A
 * behaviour that goes on forever ends in a `loop`: `backTo` a state's number (from 1), or stuttering in the last one.
 */
import type { Value } from "../tla/value.js";
import { equalValues, printValue } from "../tla/value.js";

export interface ActionLocation {
  readonly module: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface TraceState {
  /** From 1. */
  readonly number: number;
  /** The action that led here; undefined for an initial state and where TLC does not name it. */
  readonly action: string | undefined;
  /** The action's arguments as printed; empty when TLC does not print them. */
  readonly args: readonly string[];
  readonly location: ActionLocation | undefined;
  /** The state as TLC printed it. */
  readonly text: string;
}

export type Loop =
  | { readonly kind: "none" }
  | { readonly kind: "back"; readonly to: number; readonly action: string | undefined }
  | { readonly kind: "stuttering" };

export interface Counterexample {
  readonly states: readonly TraceState[];
  readonly loop: Loop;
}

const POSITION = /^(.*?)\s*line (\d+), col (\d+) to line (\d+), col (\d+) of module (\S+)$/s;

interface Header {
  readonly action: string | undefined;
  readonly args: readonly string[];
  readonly location: ActionLocation | undefined;
}

/** Reads what TLC prints between angle brackets: `Act(a, b) line 1, col 2 to line 3, col 4 of module M`. */
export function readAction(text: string): Header {
  const position = POSITION.exec(text.trim());
  const label = (position?.[1] ?? text).trim();
  const location =
    position === null
      ? undefined
      : {
          module: position[6] ?? "",
          line: Number(position[2]),
          column: Number(position[3]),
          endLine: Number(position[4]),
          endColumn: Number(position[5]),
        };
  if (label === "" || label === "Initial predicate" || label === "Action") {
    return { action: undefined, args: [], location };
  }
  const open = label.indexOf("(");
  if (open < 0 || !label.endsWith(")")) return { action: label, args: [], location };
  return { action: label.slice(0, open), args: splitArgs(label.slice(open + 1, -1)), location };
}

/** Splits at commas that stand outside brackets and strings. */
function splitArgs(text: string): readonly string[] {
  const args: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if ("([{".includes(c) || text.startsWith("<<", i)) depth++;
    else if (")]}".includes(c) || text.startsWith(">>", i)) depth--;
    else if (c === "," && depth === 0) {
      args.push(text.slice(from, i).trim());
      from = i + 1;
      continue;
    }
    if (!quoted && (text.startsWith("<<", i) || text.startsWith(">>", i))) i++;
  }
  const last = text.slice(from).trim();
  return last === "" ? args : [...args, last];
}

/** Reads a message that prints one state; undefined when it is none. `fallback` is the number where none is printed. */
export function readState(text: string, fallback: number): TraceState | undefined {
  const header = /^(?:(\d+): )?(?:STATE \d+: )?<(.*?)>[ \t]*\r?\n/.exec(text);
  const body = header === null ? text : text.slice(header[0].length);
  const variables = body.trim();
  if (variables === "" || (header === null && !/^(\/\\ )?\w+ = /.test(variables))) return undefined;
  const action = readAction(header?.[2] ?? "");
  return { number: Number(header?.[1] ?? fallback), ...action, text: variables };
}

/** Reads `3: Back to state: <Act …>` or `Back to state 3`. */
export function readBack(text: string): Loop {
  const match = /^(?:(\d+): )?Back to state:?\s*(\d+)?\s*(?:<(.*)>)?/s.exec(text.trim());
  const to = Number(match?.[1] ?? match?.[2] ?? 1);
  return { kind: "back", to, action: match?.[3] === undefined ? undefined : readAction(match[3]).action };
}

// ------------------------------------------------------------------------------------------------------- the diff

/** One change between two states: a path (`log[s1]`, `r.a`) and what happened there. */
export type Change =
  | { readonly kind: "set"; readonly path: string; readonly from: Value | undefined; readonly to: Value }
  | { readonly kind: "removed"; readonly path: string; readonly from: Value }
  | {
      readonly kind: "members";
      readonly path: string;
      readonly added: readonly Value[];
      readonly removed: readonly Value[];
    };

export type State = ReadonlyMap<string, Value>;

/** What differs between two states, variable by variable in the order of `after`. */
export function diffStates(before: State, after: State): readonly Change[] {
  const changes: Change[] = [];
  for (const [name, value] of after) {
    const old = before.get(name);
    if (old === undefined) changes.push({ kind: "set", path: name, from: undefined, to: value });
    else for (const change of diffValues(name, old, value)) changes.push(change);
  }
  for (const [name, value] of before) {
    if (!after.has(name)) changes.push({ kind: "removed", path: name, from: value });
  }
  return changes;
}

type Entry = readonly [path: string, value: Value];

/** The entries of a function, record or sequence under their paths; undefined for other values. */
function entries(path: string, value: Value): readonly Entry[] | undefined {
  switch (value.kind) {
    case "function":
      return value.pairs.map(([key, item]) => [`${path}[${printValue(key)}]`, item]);
    case "record":
      return value.fields.map(([name, item]) => [`${path}.${name}`, item]);
    case "tuple":
      return value.items.map((item, i) => [`${path}[${i + 1}]`, item]);
    default:
      return undefined;
  }
}

function diffValues(path: string, from: Value, to: Value): readonly Change[] {
  if (equalValues(from, to)) return [];
  if (from.kind === "set" && to.kind === "set") {
    const [had, has] = [from, to].map((set) => new Set(set.items.map(printValue)));
    const added = to.items.filter((v) => !had?.has(printValue(v)));
    const removed = from.items.filter((v) => !has?.has(printValue(v)));
    return [{ kind: "members", path, added, removed }];
  }
  // A message-like record that becomes another one reads better whole than field by field.
  const sameKind = from.kind === to.kind;
  const before = sameKind ? entries(path, from) : undefined;
  const after = sameKind ? entries(path, to) : undefined;
  if (before === undefined || after === undefined || (before.length > 0 && after.length === 0)) {
    return [{ kind: "set", path, from, to }];
  }
  const old = new Map(before);
  const now = new Map(after);
  const changes: Change[] = [];
  for (const [at, value] of now) {
    const was = old.get(at);
    if (was === undefined) changes.push({ kind: "set", path: at, from: undefined, to: value });
    else for (const change of diffValues(at, was, value)) changes.push(change);
  }
  for (const [at, value] of old) {
    if (!now.has(at)) changes.push({ kind: "removed", path: at, from: value });
  }
  return changes;
}

const members = (values: readonly Value[]): string => `{${values.map(printValue).join(", ")}}`;

/** A change as one line: `log[s1][2] = 3  (was 4)`, `votes +{s2} -{s1}`, `log[s1][3] removed`. */
export function printChange(change: Change): string {
  switch (change.kind) {
    case "set": {
      const was = change.from === undefined ? "" : `  (was ${printValue(change.from)})`;
      return `${change.path} = ${printValue(change.to)}${was}`;
    }
    case "removed":
      return `${change.path} removed  (was ${printValue(change.from)})`;
    case "members": {
      const added = change.added.length === 0 ? "" : ` +${members(change.added)}`;
      const removed = change.removed.length === 0 ? "" : ` -${members(change.removed)}`;
      return `${change.path}${added}${removed}`;
    }
  }
}

function title(state: TraceState): string {
  const args = state.args.length === 0 ? "" : `(${state.args.join(", ")})`;
  const name = state.action === undefined ? "initial state" : `${state.action}${args}`;
  const at = state.location;
  const where =
    at === undefined || state.action === undefined ? "" : `  (${at.module}:${at.line}:${at.column})`;
  return `${state.number}  ${state.number === 1 ? name : (state.action ?? "step") + args}${where}`;
}

/** Shown of one step; nobody reads more. */
const MOST_CHANGES = 1000;

/**
 * The counterexample as lines: the first state whole, then only what changes. `parse` reads a state's text; a text it
 * cannot read is shown whole (it returns undefined).
 */
export function printCounterexample(
  trace: Counterexample,
  parse: (text: string) => State | undefined,
): readonly string[] {
  const lines: string[] = [];
  let before: State | undefined;
  for (const state of trace.states) {
    if (trace.loop.kind === "back" && trace.loop.to === state.number)
      lines.push("-- the loop starts here --");
    lines.push(title(state));
    const now = parse(state.text);
    if (now === undefined) {
      for (const line of state.text.split("\n")) lines.push(`     ${line}`);
    } else if (before === undefined) {
      for (const [name, value] of now) lines.push(`     ${name} = ${printValue(value)}`);
    } else {
      const changes = diffStates(before, now);
      if (changes.length === 0) lines.push("     (nothing changes)");
      for (const change of changes.slice(0, MOST_CHANGES)) lines.push(`     ${printChange(change)}`);
      if (changes.length > MOST_CHANGES)
        lines.push(`     … and ${changes.length - MOST_CHANGES} changes more`);
    }
    before = now;
  }
  if (trace.loop.kind === "back") {
    const by = trace.loop.action === undefined ? "" : ` by ${trace.loop.action}`;
    lines.push(`-- back to state ${trace.loop.to}${by}, and so on forever --`);
  }
  if (trace.loop.kind === "stuttering") lines.push("-- nothing happens any more (stuttering) --");
  return lines;
}
