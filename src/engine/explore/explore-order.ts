/**
 * What several threads saved, as one would have. Before: some indices are no states (gaps); some states before
 * `position.current` are not expanded, or were being expanded when the search was saved (`pending`). After: indices
 * without gaps, and exactly the states before `position.current` are expanded.
 *
 * Of a state that was being expanded, the successors that were found only from it are left out: they may not have been
 * checked, and are found again. They have no successors themselves, as they are of the next level.
 */
import type { Snapshot } from "./explore-snapshot.js";
import type { SavedStates } from "./states.js";
import { CHUNK, CHUNK_BITS, IN_CHUNK } from "./states-rows.js";

/** The parent of an index that no state has. */
export const GAP = -2;

type Numbers = Int32Array | Uint16Array;

/** Changes the arrays of the snapshot, which must not be in use. */
export function inOrder(snapshot: Snapshot): Snapshot {
  const { pending, states, position, ...rest } = snapshot;
  if (pending === undefined) return snapshot;
  const parents = states.parents;
  const parentOf = (i: number): number => parents[i >> CHUNK_BITS]![i & IN_CHUNK]!;
  const begun = new Set(pending.map(([from]) => from));
  const isLeftOut = (i: number): boolean =>
    parentOf(i) === GAP || (i >= position.levelEnd && begun.has(parentOf(i)));
  const left = new Uint8Array(states.count);
  for (let i = 0; i < states.count; i++) if (isLeftOut(i)) left[i] = 1;

  const all = columnsOf(states);
  /** Of places whose states were exchanged: which one is there now. */
  const origin = new Map<number, number>();
  const originOf = (place: number): number => origin.get(place) ?? place;
  let current = Math.max(0, position.current);
  for (const state of descending(pending)) {
    current -= 1;
    if (state === current) continue;
    for (const column of all) swap(column, state, current);
    [left[state], left[current]] = [left[current]!, left[state]!];
    const here = originOf(current);
    origin.set(current, originOf(state)).set(state, here);
  }
  const moved = new Map(Array.from(origin, ([place, state]) => [state, place]));

  const now = new Int32Array(states.count);
  let count = 0;
  let expanded = 0;
  let levelEnd = 0;
  for (let i = 0; i < states.count; i++) {
    if (left[i] === 1) continue;
    now[i] = count;
    for (const column of all) copy(column, i, count);
    const parent = parentOf(count);
    if (parent >= 0) parents[count >> CHUNK_BITS]![count & IN_CHUNK] = now[moved.get(parent) ?? parent]!;
    count += 1;
    if (i < current) expanded = count;
    if (i < position.levelEnd) levelEnd = count;
  }
  const at = position.current < 0 ? position.current : expanded;
  return {
    ...rest,
    position: { ...position, current: at, levelEnd },
    states: first(states, count),
  };
}

/** All states of the ranges, from the last one on. */
function descending(ranges: readonly (readonly [number, number])[]): readonly number[] {
  const states: number[] = [];
  for (const [from, to] of ranges) for (let i = from; i < to; i++) states.push(i);
  return states.sort((a, b) => b - a);
}

/** What is known of each state: so many numbers in each chunk, `stride` for a state. */
interface Column {
  readonly chunks: readonly Numbers[];
  readonly stride: number;
}

function columnsOf({ keys, rows, parents, steps }: SavedStates): readonly Column[] {
  return [keys.chunks, rows?.chunks ?? [], parents, steps].flatMap((chunks) =>
    chunks[0] === undefined ? [] : [{ chunks, stride: chunks[0].length / CHUNK }],
  );
}

function copy({ chunks, stride }: Column, from: number, to: number): void {
  if (from === to) return;
  const source = chunks[from >> CHUNK_BITS]!;
  const target = chunks[to >> CHUNK_BITS]!;
  const [start, at] = [(from & IN_CHUNK) * stride, (to & IN_CHUNK) * stride];
  for (let i = 0; i < stride; i++) target[at + i] = source[start + i]!;
}

function swap({ chunks, stride }: Column, a: number, b: number): void {
  const [one, other] = [chunks[a >> CHUNK_BITS]!, chunks[b >> CHUNK_BITS]!];
  const [start, at] = [(a & IN_CHUNK) * stride, (b & IN_CHUNK) * stride];
  for (let i = 0; i < stride; i++) {
    const number = one[start + i]!;
    one[start + i] = other[at + i]!;
    other[at + i] = number;
  }
}

function first({ keys, rows, parents, steps }: SavedStates, count: number): SavedStates {
  const chunks = (count + IN_CHUNK) >> CHUNK_BITS;
  return {
    count,
    keys: { ...keys, chunks: keys.chunks.slice(0, chunks) },
    rows: rows === undefined ? undefined : { ...rows, chunks: rows.chunks.slice(0, chunks) },
    parents: parents.slice(0, chunks),
    steps: steps.slice(0, chunks),
  };
}
