/**
 * Logical clocks of lines, read: vector clocks, which tell what happened before what, and Lamport clocks, which only give
 * an order that agrees with it. Lines may stand in their files in any order; a node's own lines are put in order by its
 * own count.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import * as faults from "./faults.js";
import { isObject, type Json, type LogLine } from "./types.js";
import { type CausalOrder, type Clocked, causalOrder } from "./vector.js";

/** One line's node and clock as they are logged. */
export interface ClockReading {
  readonly line: LogLine;
  readonly node: string | undefined;
  readonly clock: Json | undefined;
}

export interface ClockOptions {
  /** What the clock is called, for faults: `$.vc`. */
  readonly what: string;
  /** All nodes, if they are known; the first component of a clock that is an array is then the first one's. */
  readonly nodes?: readonly string[];
}

/** The lines in an order that their vector clocks allow. */
export function vectorOrder(readings: readonly ClockReading[], options: ClockOptions): CausalOrder {
  const found: Diagnostic[] = [];
  const clocked = readings.flatMap((reading): Clocked[] => {
    const { line, node } = reading;
    const clock = vectorOf(reading, options, found);
    return node === undefined || clock === undefined ? [] : [{ line, node, clock }];
  });
  if (found.length > 0) return { lines: [], before: [], faults: found };
  found.push(...nodeFaults(clocked, options), ...monotone(clocked));
  // The sum goes up from each line to those after it: sorted by it, a node's lines are in order, and nodes take turns.
  const total = new Map(clocked.map((c) => [c, [...c.clock.values()].reduce((a, b) => a + b, 0)]));
  const order = causalOrder([...clocked].sort((a, b) => (total.get(a) ?? 0) - (total.get(b) ?? 0)));
  return { ...order, faults: [...found, ...order.faults] };
}

/** The lines by their Lamport clocks; those with equal ones happened in any order. */
export function lamportOrder(readings: readonly ClockReading[], { what }: ClockOptions): CausalOrder {
  const found: Diagnostic[] = [];
  const clocked = readings.flatMap((reading): Clocked[] => {
    const { line, node, clock } = reading;
    if (node === undefined) found.push(faults.clockWithoutNode(at(line)));
    else if (clock === undefined) found.push(faults.noClock(at(line), what));
    else {
      const count = countOf(clock);
      if (count !== undefined) return [{ line, node, clock: new Map([[node, count]]) }];
      found.push(faults.badClock(at(line), what, JSON.stringify(clock)));
    }
    return [];
  });
  if (found.length > 0) return { lines: [], before: [], faults: found };
  const count = (c: Clocked | undefined): number => c?.clock.get(c.node) ?? 0;
  const lines = [...clocked].sort((a, b) => count(a) - count(b));
  const before: (readonly number[])[] = [];
  const own = new Map<string, Clocked>();
  let [lower, same]: [readonly number[], number[]] = [[], []];
  for (const [k, line] of lines.entries()) {
    if (k > 0 && count(line) !== count(lines[k - 1])) [lower, same] = [same, []];
    same.push(k);
    before.push(lower);
    const last = own.get(line.node);
    if (last !== undefined && count(last) === count(line))
      found.push(faults.clockTwice(at(line.line), line.node, count(line), at(last.line)));
    own.set(line.node, line);
  }
  return { lines, before, faults: found };
}

const at = (line: LogLine) => faults.logPlace(line.file, line.line, line.text.length);

/** Whole numbers from 0; also as text. */
function countOf(json: Json | undefined): number | undefined {
  const count = typeof json === "string" && /^\d+$/.test(json) ? Number(json) : json;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/** Undefined for a line without a clock that can be read, which is noted. */
function vectorOf(
  { line, node, clock }: ClockReading,
  { what, nodes }: ClockOptions,
  found: Diagnostic[],
): ReadonlyMap<string, number> | undefined {
  const fault = (d: Diagnostic): undefined => {
    found.push(d);
    return undefined;
  };
  if (node === undefined) return fault(faults.clockWithoutNode(at(line)));
  if (clock === undefined || clock === null) return fault(faults.noClock(at(line), what));
  const entries: readonly (readonly [string, Json])[] | undefined = Array.isArray(clock)
    ? clock.map((count: Json, i) => [nodes?.[i] ?? String(i), count] as const)
    : isObject(clock)
      ? Object.entries(clock)
      : undefined;
  if (entries === undefined) return fault(faults.badClock(at(line), what, JSON.stringify(clock)));
  const counts = new Map<string, number>();
  for (const [name, json] of entries) {
    const count = countOf(json);
    if (count === undefined) return fault(faults.badClock(at(line), what, JSON.stringify(json)));
    counts.set(name, count);
  }
  if ((counts.get(node) ?? 0) > 0) return counts;
  return fault(faults.notCounted(at(line), node, what));
}

/** Nodes, and steps of nodes, that clocks count and of which there is no line; each node is told once. */
function nodeFaults(clocked: readonly Clocked[], { nodes }: ClockOptions): readonly Diagnostic[] {
  const last = new Map<string, number>((nodes ?? []).map((node) => [node, 0]));
  for (const { node, clock } of clocked) last.set(node, Math.max(last.get(node) ?? 0, clock.get(node) ?? 0));
  const told = new Set<string>();
  return clocked.flatMap(({ line, clock }) =>
    [...clock].flatMap(([name, count]) => {
      const known = last.get(name);
      if (count <= (known ?? 0) || told.has(name)) return [];
      told.add(name);
      if (known === undefined) return [faults.unknownClockNode(at(line), name, nodes !== undefined)];
      return [faults.clockAhead(at(line), name, count, known)];
    }),
  );
}

/**
 * Of each node's lines by its own count: no other count may go down, and lines with the same count must have the same
 * clock and stand together, as a clock that starts again would give the same counts a second time.
 */
function monotone(clocked: readonly Clocked[]): readonly Diagnostic[] {
  const byNode = new Map<string, Clocked[]>();
  /** Where a line stands among those of its node in its file. */
  const standing = new Map<Clocked, number>();
  const inFile = new Map<string, number>();
  for (const line of clocked) {
    const key = JSON.stringify([line.node, line.line.file]);
    const place = (inFile.get(key) ?? 0) + 1;
    inFile.set(key, place);
    standing.set(line, place);
    const lines = byNode.get(line.node);
    if (lines === undefined) byNode.set(line.node, [line]);
    else lines.push(line);
  }
  const found: Diagnostic[] = [];
  for (const [node, lines] of byNode) {
    const own = (c: Clocked): number => c.clock.get(node) ?? 0;
    const sorted = [...lines].sort((a, b) => own(a) - own(b));
    for (const [i, line] of sorted.entries()) {
      const last = sorted[i - 1];
      if (last === undefined) continue;
      const [here, there] = [at(line.line), at(last.line)];
      if (own(line) === own(last)) {
        const isNext =
          line.line.file === last.line.file && standing.get(line) === (standing.get(last) ?? 0) + 1;
        if (!isNext || !equal(line, last)) found.push(faults.clockTwice(here, node, own(line), there));
        continue;
      }
      const down = [...last.clock].find(([name, count]) => (line.clock.get(name) ?? 0) < count);
      if (down === undefined) continue;
      const [name, count] = down;
      found.push(faults.clockBack(here, name, line.clock.get(name) ?? 0, count, there));
    }
  }
  return found;
}

function equal({ clock: a }: Clocked, { clock: b }: Clocked): boolean {
  return [...a].every(([name, count]) => (b.get(name) ?? 0) === count) && sum(a) === sum(b);
}

const sum = (clock: ReadonlyMap<string, number>): number => [...clock.values()].reduce((x, y) => x + y, 0);
