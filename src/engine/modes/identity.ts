/** What tells states apart where their rows do not: cells of a view, values of the least image, both. */
import type { CompiledModel, Identity, StateTerm } from "../model.js";
import type { Ref } from "../values/bank.js";
import { hashOf } from "../values/words.js";
import type { Orbits } from "./symmetry.js";

/** The variables that a view shows, where it is nothing but variables. */
export interface Seen {
  readonly slots: readonly number[];
  /** Whether the others are the same in all images of a state, so that these alone decide which is the least. */
  readonly isAll: boolean;
}

export interface View {
  readonly term: StateTerm | undefined;
  readonly seen: Seen | undefined;
  /** Whether it depends on the state alone. */
  readonly isTold: boolean;
}

export function identityOf(
  model: CompiledModel,
  { term, seen, isTold }: View,
  orbits: Orbits | undefined,
): Identity | undefined {
  const { width, variables } = model;
  if (orbits === undefined) {
    if (term === undefined) return undefined;
    const cells = seen === undefined ? undefined : cellsOf(model, seen.slots);
    if (cells !== undefined) return ofCells(cells, model.patterns);
    const found: Identity = {
      width: 1,
      of: (state, into) => {
        into[0] = term.value(state);
      },
    };
    return isTold ? remembered(found, width) : { ...found, isChanging: true };
  }
  const all = [...variables.keys()];
  if (term === undefined) return remembered(leastOf(model, all, orbits), width);
  if (seen?.isAll === true) return remembered(leastOf(model, seen.slots, orbits), width);
  const found = viewOfLeast(model, term, seen, leastOf(model, all, orbits));
  return isTold ? remembered(found, width) : { ...found, isChanging: true };
}

function ofCells(cells: Int32Array, patterns?: readonly boolean[]): Identity {
  return {
    width: cells.length,
    ...(patterns === undefined ? {} : { patterns: Array.from(cells, (cell) => patterns[cell] === true) }),
    of: (state, into) => {
      for (let i = 0; i < cells.length; i++) into[i] = state[cells[i]!]!;
    },
  };
}

/** The cells of variables, if they tell their values. */
function cellsOf({ starts, width }: CompiledModel, slots: readonly number[]): Int32Array | undefined {
  if (starts === undefined || slots.length === 0) return undefined;
  const cells: number[] = [];
  for (const slot of slots) {
    for (let at = starts[slot]!, end = starts[slot + 1] ?? width; at < end; at++) cells.push(at);
  }
  return Int32Array.from(cells);
}

/** The values of variables in the least image. */
function leastOf(model: CompiledModel, slots: readonly number[], orbits: Orbits): Identity {
  const read = valuesReader(model, slots);
  return {
    width: slots.length,
    of: (state, into) => {
      read(state, into);
      orbits.least(into);
    },
  };
}

/** As in TLC: the view of the least image, not the least of the views. */
function viewOfLeast(
  model: CompiledModel,
  view: StateTerm,
  seen: Seen | undefined,
  image: Identity,
): Identity {
  const least = new Int32Array(image.width);
  if (seen !== undefined && seen.slots.length > 0) {
    const { slots } = seen;
    return {
      width: slots.length,
      of: (state, into) => {
        image.of(state, least);
        for (let i = 0; i < slots.length; i++) into[i] = least[slots[i]!]!;
      },
    };
  }
  const values: Ref[] = [];
  return {
    width: 1,
    of: (state, into) => {
      image.of(state, least);
      for (let i = 0; i < least.length; i++) values[i] = least[i]!;
      const row = model.rowOf(values);
      if (row === undefined) throw new Error("the image of a state is no state of the model");
      into[0] = view.value(row);
    },
  };
}

/** States whose identity is kept: a later one takes the place of an earlier one. */
const REMEMBERED = 1 << 14;

/** The same, but many a state comes up again soon: then it need not be found again. */
function remembered(identity: Identity, width: number): Identity {
  const { width: wide } = identity;
  let rows = new Int32Array(0);
  let keys = new Int32Array(0);
  let isKnown = new Uint8Array(0);
  return {
    width: wide,
    of: (state, into) => {
      if (rows.length === 0) {
        rows = new Int32Array(REMEMBERED * width);
        keys = new Int32Array(REMEMBERED * wide);
        isKnown = new Uint8Array(REMEMBERED);
      }
      const slot = hashOf(state, 0, width) & (REMEMBERED - 1);
      const at = slot * width;
      let i = isKnown[slot] === 1 ? 0 : -1;
      while (i >= 0 && i < width && rows[at + i] === state[i]) i++;
      if (i === width) {
        for (let k = 0; k < wide; k++) into[k] = keys[slot * wide + k]!;
        return;
      }
      identity.of(state, into);
      isKnown[slot] = 1;
      for (let k = 0; k < width; k++) rows[at + k] = state[k]!;
      for (let k = 0; k < wide; k++) keys[slot * wide + k] = into[k]!;
    },
  };
}

/** Reads the values of variables; those whose cells are as in the state before are not made again. */
function valuesReader(
  model: CompiledModel,
  slots: readonly number[],
): (state: Int32Array, into: Int32Array) => void {
  const { starts, width } = model;
  const n = slots.length;
  if (starts === undefined) {
    return (state, into) => {
      for (let i = 0; i < n; i++) into[i] = model.valueOf(state, slots[i]!);
    };
  }
  const begins = Int32Array.from(slots, (slot) => starts[slot]!);
  const ends = Int32Array.from(slots, (slot) => starts[slot + 1] ?? width);
  const before = new Int32Array(width);
  let isFirst = true;
  const known = new Int32Array(n);
  return (state, into) => {
    for (let i = 0; i < n; i++) {
      const end = ends[i]!;
      let isSame = !isFirst;
      for (let at = begins[i]!; at < end; at++) {
        const cell = state[at]!;
        if (cell === before[at]) continue;
        before[at] = cell;
        isSame = false;
      }
      if (!isSame) known[i] = model.valueOf(state, slots[i]!);
      into[i] = known[i]!;
    }
    isFirst = false;
  };
}
