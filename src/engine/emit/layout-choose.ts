/**
 * Chooses how variables lie in rows, from how the specification gives them their values: a variable is spread over cells
 * where all its initial values are functions over one small constant set and every step keeps that set, as seen from the
 * form of what it is given (`[x \in S |-> e]`, `[x EXCEPT …]`, `x' \in [S -> T]`, records, IF and LET around them).
 * In the same way it is seen where a variable, or a part of one, is always a set: that is a pattern of bits. Where the form
 * does not tell, the variable (or that part of it) is one cell: nothing is guessed.
 */
import { printValue, type Value as Tree } from "../../tla/value.js";
import type { Ir, IrFunction, IrUpdate } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import { BITS, ENTRIES, type Layout, LEAF, meet, type Spread, sameLayout, spread } from "./layout.js";

import { isGrowingFunction } from "./layout-entries.js";

export interface Elements {
  /** In the order of the bank. */
  readonly keys: readonly Tree[];
  readonly keysId: string;
}

export interface LayoutContext {
  /** The elements of a constant set, if it has few. */
  readonly elementsOf: (set: Ir) => Elements | undefined;
  /** Strings in the order of the bank. */
  readonly order: (strings: readonly string[]) => readonly string[];
  /** Sets lie in one cell each. */
  readonly growing?: boolean;
}

export const keysIdOf = (keys: readonly Tree[]): string => keys.map(printValue).join(", ");

/** Cells of one row: beyond it, variables with the most cells are left whole. */
const MOST_CELLS = 192;

export interface Given {
  readonly slot: number;
  readonly value: Ir;
  /** `x' \in value`. */
  readonly isElement: boolean;
}

export function chooseLayouts(
  variables: number,
  init: Ir,
  next: Ir,
  context: LayoutContext,
): readonly Layout[] {
  const initial = new Map<number, Layout>();
  for (const given of givenIn(init, false)) {
    const layout = given.isElement ? elementShape(given.value, context) : shape(given.value, context);
    const before = initial.get(given.slot);
    initial.set(given.slot, before === undefined ? layout : meet(before, layout));
  }
  const layouts = Array.from({ length: variables }, (_, slot) => initial.get(slot) ?? LEAF);
  const steps = givenIn(next, true);
  for (let changed = true; changed; ) {
    changed = false;
    for (const given of steps) {
      const layout = layouts[given.slot] ?? LEAF;
      if (layout.kind === "leaf") continue;
      const kept = given.isElement
        ? meet(layout, elementShape(given.value, context))
        : keeps(layout, given.value, { ...context, layouts, at: new Map() });
      if (!sameLayout(kept, layout)) {
        layouts[given.slot] = kept;
        changed = true;
      }
    }
  }
  const found = layouts.map((layout, slot) => {
    const values = (list: readonly Given[]): readonly Ir[] => list.map((given) => given.value);
    const own = (list: readonly Given[]): readonly Given[] => list.filter((given) => given.slot === slot);
    const [first, after] = [own(givenIn(init, false)), own(steps)];
    const isPlain = layout.kind === "leaf" && ![...first, ...after].some((given) => given.isElement);
    return isPlain && isGrowingFunction(slot, values(first), values(after)) ? ENTRIES : layout;
  });
  return withinWidth(withUniverses(found, context.growing === true));
}

/** Cells of a pattern: of the only set of its kind, of one of several. */
const PATTERN_CELLS = [4, 1] as const;

/** Gives each kind of set a universe: one variable, or the values of one function. */
function withUniverses(layouts: readonly Layout[], growing: boolean): readonly Layout[] {
  let universes = 0;
  const go = (layout: Layout, sets: number): Layout => {
    if (layout.kind === "leaf") return layout;
    if (layout.kind !== "spread") {
      const isOne = growing && layout.kind === "bits";
      const width = isOne ? 1 : PATTERN_CELLS[sets === 1 ? 0 : 1];
      return { kind: layout.kind, universe: universes++, width };
    }
    const [first] = layout.children;
    const isSame = first !== undefined && layout.children.every((child) => sameLayout(child, first));
    const child = isSame ? go(first, sets * layout.children.length) : LEAF;
    const children = layout.children.map((other) => (isSame ? child : go(other, sets)));
    return spread(layout.keys, layout.keysId, children);
  };
  return layouts.map((layout) => go(layout, 1));
}

function withinWidth(layouts: readonly Layout[]): readonly Layout[] {
  const out = [...layouts];
  const total = (): number => out.reduce((sum, layout) => sum + layout.width, 0);
  while (total() > MOST_CELLS) {
    const widest = Math.max(...out.map((layout) => layout.width));
    if (widest === 1) break;
    out[out.findIndex((layout) => layout.width === widest)] = LEAF;
  }
  return out;
}

/** Everything that variables are given or compared to as a whole, in formulas and the functions that they call. */
export function givenIn(formula: Ir, primed: boolean): readonly Given[] {
  const found: Given[] = [];
  const functions = new Set<IrFunction>();
  const pending: Ir[] = [formula];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (e.op === "prim" && (e.prim === "=" || e.prim === "\\in")) {
      const [left, value] = e.args;
      if (left?.op === "state" && left.primed === primed && value !== undefined)
        found.push({ slot: left.slot, value, isElement: e.prim === "\\in" });
    }
    if (e.op === "call" && !functions.has(e.fn)) {
      functions.add(e.fn);
      pending.push(e.fn.body);
    }
    pending.push(...partsOf(e));
  }
  return found;
}

/** How the value of an expression certainly lies. */
function shape(e: Ir, context: LayoutContext): Layout {
  if (isSet(e)) return BITS;
  switch (e.op) {
    case "bind": {
      const [binder] = e.binders;
      if (e.form !== "function" || e.binders.length !== 1 || binder?.domain === undefined || binder.tuple)
        return LEAF;
      return over(binder.domain, () => shape(e.body, context), context);
    }
    case "record":
      return fields(e.fields, (value) => shape(value, context), context);
    case "if":
      return meet(shape(e.then, context), shape(e.else, context));
    case "case":
      return e.arms.map((a) => shape(a.value, context)).reduce(meet);
    case "let":
    case "named":
      return shape(e.body, context);
    default:
      return LEAF;
  }
}

/** Whether an expression gives a set, if it gives a value at all. */
function isSet(e: Ir): boolean {
  if (e.op === "const") return e.value.kind === "set";
  if (e.op === "bind") return e.form === "filter" || e.form === "map";
  return e.op === "record-set" || (e.op === "prim" && givesSets.has(e.prim));
}

const givesSets = new Set(["set", "\\cup", "\\cap", "\\", "SUBSET", "UNION", "DOMAIN", "Naturals..."]);

/** How the elements of a set certainly lie. */
function elementShape(e: Ir, context: LayoutContext): Layout {
  if (e.op === "prim" && e.prim === "SUBSET") return BITS;
  if (e.op === "prim" && e.prim === "set" && e.args.length > 0)
    return e.args.map((item) => shape(item, context)).reduce(meet);
  if (e.op === "record-set") return fields(e.fields, (value) => elementShape(value, context), context);
  if (e.op === "named" || e.op === "let") return elementShape(e.body, context);
  const [domain, range] = e.op === "prim" && e.prim === "function-set" ? e.args : [];
  if (domain === undefined || range === undefined) return LEAF;
  return over(domain, () => elementShape(range, context), context);
}

function over(domain: Ir, child: () => Layout, context: LayoutContext): Layout {
  const elements = context.elementsOf(domain);
  if (elements === undefined) return LEAF;
  const layout = child();
  return spread(
    elements.keys,
    elements.keysId,
    elements.keys.map(() => layout),
  );
}

function fields(
  given: readonly (readonly [string, Ir])[],
  shapeOf: (value: Ir) => Layout,
  { order }: LayoutContext,
): Layout {
  const names = order(given.map(([name]) => name));
  const keys = names.map((value): Tree => ({ kind: "string", value }));
  const children = names.map((name) => {
    const value = given.find(([other]) => other === name)?.[1];
    return value === undefined ? LEAF : shapeOf(value);
  });
  return spread(keys, keysIdOf(keys), children);
}

interface Keeping extends LayoutContext {
  readonly layouts: readonly Layout[];
  /** What `@` stands for. */
  readonly at: Map<number, Layout>;
}

/** What of `layout` a value given to the variable keeps. */
function keeps(layout: Layout, e: Ir, context: Keeping): Layout {
  if (layout.kind === "leaf") return LEAF;
  switch (e.op) {
    case "if":
      return meet(keeps(layout, e.then, context), keeps(layout, e.else, context));
    case "case":
      return e.arms.map((a) => keeps(layout, a.value, context)).reduce(meet, layout);
    case "let":
    case "named":
      return keeps(layout, e.body, context);
    case "except": {
      if (layout.kind !== "spread") return LEAF;
      let kept: Layout = keeps(layout, e.base, context);
      for (const u of e.updates) kept = updated(kept, u, 0, context);
      return kept;
    }
    case "bind":
      return layout.kind === "spread" ? keepsEach(layout, e, context) : meet(layout, shape(e, context));
    case "record": {
      if (layout.kind !== "spread") return LEAF;
      const given = fields(e.fields, () => LEAF, context);
      if (given.kind !== "spread" || given.keysId !== layout.keysId) return LEAF;
      const children = layout.children.map((child, i) => {
        const key = layout.keys[i];
        const value = e.fields.find(([name]) => key?.kind === "string" && key.value === name)?.[1];
        return value === undefined ? LEAF : keeps(child, value, context);
      });
      return spread(layout.keys, layout.keysId, children);
    }
    case "state":
    case "prim":
    case "field":
    case "local": {
      const found = layoutOf(e, context) ?? shape(e, context);
      return meet(layout, found);
    }
    default:
      return meet(layout, shape(e, context));
  }
}

function keepsEach(layout: Spread, e: Extract<Ir, { op: "bind" }>, context: Keeping): Layout {
  const [binder] = e.binders;
  if (e.form !== "function" || e.binders.length !== 1 || binder?.domain === undefined || binder.tuple)
    return LEAF;
  if (context.elementsOf(binder.domain)?.keysId !== layout.keysId) return LEAF;
  const children = layout.children.map((child) => keeps(child, e.body, context));
  return spread(layout.keys, layout.keysId, children);
}

function updated(layout: Layout, u: IrUpdate, depth: number, context: Keeping): Layout {
  if (layout.kind === "leaf") return LEAF;
  const step = u.path[depth];
  if (step === undefined) {
    context.at.set(u.at, layout);
    return keeps(layout, u.value, context);
  }
  // Of a set, nothing can be updated: evaluating this fails.
  if (layout.kind !== "spread") return LEAF;
  const field = step.op === "const" && step.value.kind === "string" ? step.value.value : undefined;
  const children = layout.children.map((child, i) => {
    const key = layout.keys[i];
    const isOther = field !== undefined && key?.kind === "string" && key.value !== field;
    return isOther ? child : updated(child, u, depth + 1, context);
  });
  if (field !== undefined) return spread(layout.keys, layout.keysId, children);
  // Which argument is updated is not known: what one does not keep, none does.
  const common = children.reduce(meet);
  return spread(
    layout.keys,
    layout.keysId,
    children.map(() => common),
  );
}

/** How a part of a variable lies. */
function layoutOf(e: Ir, context: Keeping): Layout | undefined {
  if (e.op === "state") return context.layouts[e.slot];
  if (e.op === "local") return context.at.get(e.id);
  if (e.op === "field") {
    const outer = layoutOf(e.record, context);
    if (outer?.kind !== "spread") return undefined;
    return outer.children[outer.keys.findIndex((key) => key.kind === "string" && key.value === e.name)];
  }
  if (e.op !== "prim" || e.prim !== "apply") return undefined;
  const [fn] = e.args;
  const outer = fn === undefined ? undefined : layoutOf(fn, context);
  // Which argument it is is not known: all of them must do.
  return outer?.kind === "spread" ? outer.children.reduce(meet) : undefined;
}
