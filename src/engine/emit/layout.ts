/**
 * How the value of a variable lies in a row: in one cell; if it is always a function over the same few arguments (or a
 * record with the same fields), in the cells of its values one after another; if it is always a set, as the bits of its
 * elements; if it is always a function whose domain changes, as the bits of its entries. Equality of rows stays that of states.
 */
import type { Value as Tree } from "../../tla/value.js";
import { type Bank, EMPTY_SET, Kind, type Ref } from "../values/bank.js";
import { fromTree } from "../values/show.js";
import type { Universe } from "../values/universe.js";

export type Layout = Leaf | Spread | Bits | EntryBits;

export interface Leaf {
  readonly kind: "leaf";
  readonly width: 1;
}

/** A set, as a pattern of bits (see `universe.ts`). */
export interface Bits {
  readonly kind: "bits";
  /** Sets that lie alike share a universe; -1 while that is not known. */
  readonly universe: number;
  readonly width: number;
}

/** A function whose domain changes, as a pattern of bits (see `entries.ts`). */
export interface EntryBits {
  readonly kind: "entries";
  readonly universe: number;
  readonly width: number;
}

/** A function with this domain. */
export interface Spread {
  readonly kind: "spread";
  /** The arguments in the order of the bank. */
  readonly keys: readonly Tree[];
  /** Equal exactly for equal domains. */
  readonly keysId: string;
  /** Of the value at each argument, in their order. */
  readonly children: readonly Layout[];
  readonly width: number;
}

export const LEAF: Leaf = { kind: "leaf", width: 1 };
export const ENTRIES: EntryBits = { kind: "entries", universe: -1, width: 1 };
export const BITS: Bits = { kind: "bits", universe: -1, width: 1 };

export function spread(keys: readonly Tree[], keysId: string, children: readonly Layout[]): Spread {
  const width = children.reduce((sum, child) => sum + child.width, 0);
  return { kind: "spread", keys, keysId, children, width };
}

/** Whether the values at all arguments lie alike, so that a cell can be computed from the argument's number. */
export function isUniform(layout: Spread): boolean {
  const [first] = layout.children;
  return first !== undefined && layout.children.every((child) => sameLayout(child, first));
}

export function sameLayout(a: Layout, b: Layout): boolean {
  if (a === b) return true;
  if (a.kind === "bits" && b.kind === "bits") return a.universe === b.universe;
  if (a.kind === "entries" && b.kind === "entries") return a.universe === b.universe;
  if (a.kind !== "spread" || b.kind !== "spread") return a.kind === b.kind;
  return a.keysId === b.keysId && a.children.every((child, i) => sameLayout(child, b.children[i] ?? LEAF));
}

/** What both have in common. */
export function meet(a: Layout, b: Layout): Layout {
  if (a.kind === "bits" && b.kind === "bits") return a;
  if (a.kind !== "spread" || b.kind !== "spread" || a.keysId !== b.keysId) return LEAF;
  return spread(
    a.keys,
    a.keysId,
    a.children.map((child, i) => meet(child, b.children[i] ?? LEAF)),
  );
}

/** Where the values at an argument begin, counted from where the function does. */
export function offsetOf(layout: Spread, argument: number): number {
  let offset = 0;
  for (let i = 0; i < argument; i++) offset += layout.children[i]?.width ?? 0;
  return offset;
}

/** A layout in terms of one bank: what running code uses. */
export interface Cells {
  /** Of a function. */
  readonly domain: Ref | undefined;
  readonly children: readonly Cells[];
  /** Of a pattern of bits. */
  readonly universe: Universe | undefined;
  readonly width: number;
}

export function cellsOf(bank: Bank, layout: Layout, universes: readonly Universe[]): Cells {
  const none = { domain: undefined, children: [], universe: undefined, width: layout.width };
  if (layout.kind === "leaf") return none;
  if (layout.kind !== "spread") return { ...none, universe: universes[layout.universe] };
  return {
    ...none,
    domain: bank.setOf(layout.keys.map((key) => fromTree(bank, key))),
    children: layout.children.map((child) => cellsOf(bank, child, universes)),
  };
}

/** The value that lies at `offset`. */
export function pack(bank: Bank, cells: Cells, row: Int32Array, offset: number): Ref {
  const { domain, children, universe } = cells;
  if (universe !== undefined) return universe.pack(row, offset);
  if (domain === undefined) return row[offset]!;
  const mark = bank.mark();
  let at = offset;
  for (const child of children) {
    bank.push(pack(bank, child, row, at));
    at += child.width;
  }
  return bank.functionOver(domain, mark);
}

/** Lays a value out at `offset`; false if it is no function with this domain, or no set. */
export function unpack(bank: Bank, cells: Cells, value: Ref, row: Int32Array, offset: number): boolean {
  const { domain, children, universe } = cells;
  if (universe !== undefined) return universe.put(value, row, offset);
  if (domain === undefined) {
    row[offset] = value;
    return true;
  }
  if (!hasDomain(bank, value, domain)) return false;
  let at = offset;
  for (const [i, child] of children.entries()) {
    if (!unpack(bank, child, bank.at(value, i), row, at)) return false;
    at += child.width;
  }
  return true;
}

function hasDomain(bank: Bank, value: Ref, domain: Ref): boolean {
  switch (bank.kind(value)) {
    case Kind.record:
    case Kind.function:
      return bank.domainOf(value) === domain;
    case Kind.tuple: {
      // The keys are a set 1..n exactly if they are as many and the last is n.
      const n = bank.size(value);
      return domain === EMPTY_SET
        ? n === 0
        : bank.size(domain) === n && bank.at(domain, n - 1) === bank.int(n);
    }
    default:
      return false;
  }
}
