/**
 * Vector clocks: which lines must come before which. A clock of node q says how many lines of each node, q itself
 * included, happened up to this one; what it does not order may have happened in any order.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { logPlace, vectorCycle } from "./faults.js";
import type { LogLine } from "./types.js";

export interface Clocked {
  readonly line: LogLine;
  readonly node: string;
  /** By node; nodes left out count 0. */
  readonly clock: ReadonlyMap<string, number>;
}

export interface CausalOrder {
  /** The lines in an order that all clocks allow: of those that can be next, the one given first. */
  readonly lines: readonly Clocked[];
  /** For each of `lines`, the positions of those that must come just before it. */
  readonly before: readonly (readonly number[])[];
  readonly faults: readonly Diagnostic[];
}

/** Lines of one node must be in the order in which they happened. */
export function causalOrder(given: readonly Clocked[]): CausalOrder {
  const after = causes(given);
  const position = new Map<number, number>();
  const order: number[] = [];
  const waiting = after.map((lines) => lines.length);
  const followers = given.map((): number[] => []);
  for (const [k, lines] of after.entries()) for (const c of lines) followers[c]?.push(k);
  const ready = given.flatMap((_, k) => (waiting[k] === 0 ? [k] : []));
  for (let k = least(ready); k !== undefined; k = least(ready)) {
    position.set(k, order.length);
    order.push(k);
    for (const f of followers[k] ?? []) {
      waiting[f] = (waiting[f] ?? 0) - 1;
      if (waiting[f] === 0) ready.push(f);
    }
  }
  const lines = order.flatMap((k) => given[k] ?? []);
  const before = order.map((k) => (after[k] ?? []).map((c) => position.get(c) ?? 0));
  return { lines, before, faults: cycleFaults(given, position, after) };
}

/** The lines just before each: the last of its own node, and of each other node the last that its clock has counted. */
function causes(given: readonly Clocked[]): readonly (readonly number[])[] {
  const ofNode = new Map<string, number[]>();
  const own = given.map(({ node }, k) => {
    const lines = ofNode.get(node) ?? [];
    ofNode.set(node, lines);
    return lines.push(k) - 1;
  });
  return given.map(({ node, clock }, k) =>
    [...ofNode].flatMap(([other, lines]) => {
      const at = other === node ? (own[k] ?? 0) - 1 : counted(given, other, lines, clock.get(other) ?? 0);
      return lines[at] ?? [];
    }),
  );
}

/** The last of a node's lines whose own count is at most `count`; own counts go up. -1 if there is none. */
function counted(given: readonly Clocked[], node: string, lines: readonly number[], count: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((given[lines[middle] ?? 0]?.clock.get(node) ?? 0) <= count) low = middle + 1;
    else high = middle;
  }
  return count > 0 ? low - 1 : -1;
}

function least(ready: number[]): number | undefined {
  let at = -1;
  for (const [k, value] of ready.entries()) if (at < 0 || value < (ready[at] ?? 0)) at = k;
  return at < 0 ? undefined : ready.splice(at, 1)[0];
}

function cycleFaults(
  given: readonly Clocked[],
  placed: ReadonlyMap<number, number>,
  after: readonly (readonly number[])[],
): readonly Diagnostic[] {
  const stuck = given.findIndex((_, k) => !placed.has(k));
  const line = given[stuck]?.line;
  const other = given[(after[stuck] ?? []).find((c) => !placed.has(c)) ?? -1]?.line;
  if (line === undefined || other === undefined) return [];
  const at = (x: LogLine) => logPlace(x.file, x.line, x.text.length);
  return [vectorCycle(at(line), at(other))];
}
