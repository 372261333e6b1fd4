/** What the code of expressions stands among: locals and how they are held, and where variables lie in a row. */
import type { Value as Tree } from "../../tla/value.js";
import type { Ir, LocalId } from "../lower/ir.js";
import { isStrict } from "../lower/strict.js";
import { isSame, usesOf } from "./emit-analysis.js";
import { FunctionWriter } from "./emit-functions.js";
import { type Bits, type EntryBits, isUniform, type Layout, offsetOf, type Spread } from "./layout.js";
import type { Elements } from "./layout-choose.js";

/** What has no code, so that the model cannot be run by this engine. */
export class NotEmitted extends Error {
  constructor(
    readonly what: string,
    readonly at: Ir,
  ) {
    super(what);
  }
}

/** Where a variable, or a part of one, lies. */
export interface Cell {
  readonly row: "s" | "n";
  readonly layout: Layout;
  /** JavaScript of the first cell's number. */
  readonly offset: string;
}

export type EntryCell = Cell & { readonly layout: EntryBits };

/** How a local is held. */
export interface Local {
  /** Holds a value, not something to be evaluated. */
  readonly strict: boolean;
  /** Holds a listed value, never a described set. */
  readonly ref: boolean;
  /** The set whose element number `i7` it is. */
  readonly keysId?: string;
  /** Stands for an expression that is used once. */
  readonly instead?: Ir;
  /** `@`, where it lies in the row. */
  readonly cell?: Cell;
}

/** What the emitter has to know of the model. */
export interface EmitContext {
  readonly variables: readonly string[];
  readonly layouts: readonly Layout[];
  /** The elements of a constant set, if it has few. */
  readonly elementsOf: (set: Ir) => Elements | undefined;
  /** Where an expression stands (`Raft.tla:212`) and what it says; without it the code has no comments. */
  readonly describe?: (e: Ir) => string;
  /** Sets lie so that they can grow without bound, and elements are looked up in them by their fields. */
  readonly growing?: boolean;
}

/** Variables that have no value yet, by their slots. */
export interface Missing {
  readonly s: ReadonlySet<number>;
  readonly n: ReadonlySet<number>;
}

export abstract class EmitterScope extends FunctionWriter {
  // ------------------------------------------------------------------------------------------------------- cells

  /** Where an expression lies in a row, if it does. */
  cell(e: Ir): Cell | undefined {
    switch (e.op) {
      case "state": {
        const row = e.primed ? "n" : "s";
        if (this.missing[row].has(e.slot)) return undefined;
        const layout = this.context.layouts[e.slot];
        const base = this.bases[e.slot];
        return layout === undefined || base === undefined ? undefined : { row, layout, offset: String(base) };
      }
      case "local": {
        const local = this.locals.get(e.id);
        return local?.instead !== undefined ? this.cell(local.instead) : local?.cell;
      }
      case "prim": {
        if (e.prim !== "apply") return undefined;
        const [fn, argument] = e.args;
        const outer = fn === undefined ? undefined : this.cell(fn);
        return outer === undefined || argument === undefined ? undefined : this.cellAt(outer, argument);
      }
      case "named":
        return this.cell(e.body);
      case "field": {
        const outer = this.cell(e.record);
        const name: Ir = { op: "const", value: { kind: "string", value: e.name }, at: e.at };
        return outer === undefined ? undefined : this.cellAt(outer, name);
      }
      default:
        return undefined;
    }
  }

  /** The part of a function at an argument; the code throws where the argument is outside. */
  cellAt(outer: Cell, argument: Ir): Cell | undefined {
    const { layout } = outer;
    if (layout.kind !== "spread") return undefined;
    const number = this.fixedIndex(layout, argument);
    if (number !== undefined) {
      const child = layout.children[number];
      if (child === undefined) return undefined;
      return { ...outer, layout: child, offset: sum(outer.offset, String(offsetOf(layout, number))) };
    }
    const [child] = layout.children;
    if (child === undefined || !isUniform(layout)) return undefined;
    const index = this.companion(layout, argument) ?? `R.inside(${this.indexOf(layout, this.ref(argument))})`;
    return { ...outer, layout: child, offset: sum(outer.offset, product(index, child.width)) };
  }

  /** The expression that a local stands for, where it stands for one. */
  meant(e: Ir): Ir {
    const instead = e.op === "local" ? this.locals.get(e.id)?.instead : undefined;
    return instead === undefined ? e : this.meant(instead);
  }

  /** The number of a constant argument. */
  fixedIndex(layout: Spread, argument: Ir): number | undefined {
    const e = this.meant(argument);
    if (e.op !== "const") return undefined;
    const found = layout.keys.findIndex((key) => sameTree(key, e.value));
    return found < 0 ? undefined : found;
  }

  /** `i7`, if the argument is a local that runs through the same set. */
  companion(layout: Spread, argument: Ir): string | undefined {
    return this.keysIdOf(argument) === layout.keysId ? this.indexVariable(argument) : undefined;
  }

  /** The set that a local runs through, and its number there. */
  protected keysIdOf(argument: Ir): string | undefined {
    const e = this.meant(argument);
    return e.op === "local" ? this.locals.get(e.id)?.keysId : undefined;
  }

  protected indexVariable(argument: Ir): string | undefined {
    const e = this.meant(argument);
    return e.op === "local" && this.locals.get(e.id)?.keysId !== undefined ? `i${e.id}` : undefined;
  }

  /** JavaScript of the number of an argument, -1 if it is outside. */
  indexOf(layout: Spread, argument: string): string {
    let name = this.indexNames.get(layout.keysId);
    if (name === undefined) {
      name = this.text.name("numberOf");
      this.indexNames.set(layout.keysId, name);
      const tests = layout.keys.map((key, i) => `x === ${this.text.constant(key)} ? ${i} : `);
      const [key] = layout.keys;
      const kinds = key === undefined ? "" : `R.comparable(x, ${this.text.constant(key)})`;
      this.text.add(`function ${name}(x) { return ${tests.join("")}${kinds || "-1"}; }`);
    }
    return `${name}(${argument})`;
  }

  /** JavaScript of what lies in a cell or in several. */
  packed(cell: Cell): string {
    if (cell.layout.kind === "leaf") return `${cell.row}[${cell.offset}]`;
    if (cell.layout.kind !== "spread")
      return `${this.universe(cell.layout)}.pack(${cell.row}, ${cell.offset})`;
    return `R.pack(${this.cells(cell.layout)}, ${cell.row}, ${cell.offset})`;
  }

  /** `L2`: a layout in terms of the bank. */
  cells(layout: Spread | Bits | EntryBits): string {
    let index = this.spreads.indexOf(layout);
    if (index < 0) index = this.spreads.push(layout) - 1;
    return `L[${index}]`;
  }

  /** `U2`: the universe of sets, or of functions. */
  universe({ universe }: Bits | EntryBits): string {
    if (!this.universes.has(universe)) this.text.declare(`const U${universe} = U[${universe}];`);
    this.universes.add(universe);
    return `U${universe}`;
  }
  private readonly universes = new Set<number>();

  /** Where an expression lies in a row as a set of bits, if it does. */
  setCell(e: Ir): (Cell & { readonly layout: Bits }) | undefined {
    const cell = this.cell(e);
    if (cell === undefined || cell.layout.kind !== "bits") return undefined;
    return { ...cell, layout: cell.layout };
  }

  protected liesInBits(set: Ir): boolean {
    return this.setCell(set) !== undefined;
  }

  /** The same for a function as the bits of its entries. */
  entryCell(e: Ir): EntryCell | undefined {
    const cell = this.cell(e);
    if (cell === undefined || cell.layout.kind !== "entries") return undefined;
    return { ...cell, layout: cell.layout };
  }

  /** Where the function of `DOMAIN f` lies as bits, if it does. */
  domainCell(e: Ir): EntryCell | undefined {
    if (e.op === "named") return this.domainCell(e.body);
    const [f] = e.op === "prim" && e.prim === "DOMAIN" ? e.args : [];
    return f === undefined ? undefined : this.entryCell(f);
  }

  // ------------------------------------------------------------------------------------------------------ locals

  protected local(id: LocalId): string {
    const local = this.locals.get(id);
    if (local?.instead !== undefined) return this.value(local.instead);
    return local?.strict === true ? `v${id}` : `v${id}()`;
  }

  /** In the function that is being written, a local runs through the domain of `f`; its value there is `code`. */
  bindValueAt(id: LocalId, f: Ir, code: string): void {
    this.valuesAt.set(id, { f, code, scope: this.lets });
  }
  private readonly valuesAt = new Map<
    LocalId,
    { readonly f: Ir; readonly code: string; readonly scope: unknown }
  >();

  /** `f[k]` where k runs through the domain of f. */
  protected valueAt(f: Ir, k: Ir): string | undefined {
    const known = k.op === "local" ? this.valuesAt.get(k.id) : undefined;
    return known !== undefined && known.scope === this.lets && isSame(known.f, f) ? known.code : undefined;
  }

  /** From here on the local holds an element of a set. */
  bindElement(id: LocalId, keysId?: string): string {
    this.locals.set(id, { strict: true, ref: true, ...(keysId === undefined ? {} : { keysId }) });
    return `v${id}`;
  }

  /** A local that no expression has. */
  freshLocal(): LocalId {
    this.freshLocals += 1;
    return this.freshLocals;
  }
  protected freshLocals = FIRST_FRESH;

  /** The variable of a local, declared in the function that is being written. */
  variable(id: LocalId): string {
    this.lets.push(`v${id}`);
    return `v${id}`;
  }

  /** The same for one that holds a listed value. */
  bindVariable(id: LocalId): string {
    this.locals.set(id, { strict: true, ref: true });
    return this.variable(id);
  }

  /** From here on the local stands for an expression. */
  bindInstead(id: LocalId, instead: Ir): void {
    this.locals.set(id, { strict: false, ref: false, instead });
  }

  bindCell(id: LocalId, cell: Cell): void {
    this.locals.set(id, { strict: true, ref: true, cell });
  }

  /** Binds the local of a LET: code that gives it its value, empty if it needs none, and whether it is a block's own. */
  bindLet(e: Extract<Ir, { op: "let" }>): string | undefined {
    const uses = usesOf(e.body, e.id);
    if (uses === 0) {
      this.locals.set(e.id, { strict: true, ref: true });
      return undefined;
    }
    // What is the same in all states is evaluated once, wherever it is used.
    if (uses === 1 || this.isFree(e.value) || this.isHoistable(e.value)) {
      this.locals.set(e.id, { strict: false, ref: false, instead: e.value });
      return undefined;
    }
    const strict = isStrictIn(e);
    const code = strict ? this.value(e.value) : this.lazy(e.value);
    this.locals.set(e.id, { strict, ref: this.isRef(e.value) });
    return code;
  }

  /** What may be written wherever it is needed: nothing is evaluated twice. */
  private isFree(e: Ir): boolean {
    if (!isTrivial(e)) return false;
    const meant = this.meant(e);
    return isTrivial(meant) || this.cell(meant) !== undefined;
  }

  /** The same as a statement that declares the local; of what waits until it is needed as little as possible is made. */
  declareLet(e: Extract<Ir, { op: "let" }>): string | undefined {
    const code = this.bindLet(e);
    if (code === undefined) return undefined;
    const simple = /^R\.lazy\(\(\) => \{ return ([^;{}]*); \}\)$/.exec(code)?.[1];
    if (simple === undefined) return `const v${e.id} = ${code};`;
    return `let h${e.id};\nconst v${e.id} = () => h${e.id} ?? (h${e.id} = ${simple});`;
  }

  protected letIn(e: Extract<Ir, { op: "let" }>, body: (e: Ir) => string): string {
    const code = this.bindLet(e);
    if (code === undefined) return body(e.body);
    this.lets.push(`v${e.id}`);
    return `(v${e.id} = ${code}, ${body(e.body)})`;
  }

  /** Something to be evaluated when needed; a lazy local is that already. */
  lazy(e: Ir): string {
    if (e.op === "local") {
      const local = this.locals.get(e.id);
      if (local?.instead !== undefined) return this.lazy(local.instead);
      if (local?.strict !== true) return `v${e.id}`;
    }
    // Its own scope: what it assigns must not be seen by the function that makes it.
    const code = this.scoped(() => `return ${this.value(e)};`);
    return `R.lazy(() => { ${code} })`;
  }
}

/** Lowering numbers locals from 1. */
const FIRST_FRESH = 1_000_000;

export const placeless = { kind: "At", id: 0, span: { start: 0, end: 0 } } as const;

export function sum(a: string, b: string): string {
  if (b === "0") return a;
  if (a === "0") return b;
  return /^\d+$/.test(a) && /^\d+$/.test(b) ? String(Number(a) + Number(b)) : `${a} + ${b}`;
}

function product(a: string, width: number): string {
  return width === 1 ? a : `${a} * ${width}`;
}

function sameTree(a: Tree, b: Tree): boolean {
  return a.kind === b.kind &&
    (a.kind === "int" || a.kind === "string" || a.kind === "model" || a.kind === "bool")
    ? leafKey(a) === leafKey(b)
    : false;
}

function leafKey(tree: Tree): string {
  return "name" in tree ? tree.name : "value" in tree ? String(tree.value) : "";
}

/** What costs nothing and cannot fail. */
function isTrivial(e: Ir): boolean {
  return e.op === "const" || e.op === "local" || (e.op === "named" && isTrivial(e.body));
}

function isStrictIn(e: Extract<Ir, { op: "let" }>): boolean {
  return isStrict(e.body, e.id);
}
