/** What writing a program keeps: the text so far, locals and how they are held, where variables lie, results that are kept. */
import type { Expr } from "../../tla/ast.js";
import type { Value as Tree } from "../../tla/value.js";
import type { Ir, LocalId } from "../lower/ir.js";
import { isStrict } from "../lower/strict.js";
import { freeLocals, isConstant, isPureDeep, readsOf, usesOf } from "./emit-analysis.js";
import { comment, ProgramText } from "./emit-code.js";
import { hasEffects } from "./emit-tables.js";
import { type Bits, isUniform, type Layout, offsetOf, type Spread } from "./layout.js";
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
}

/** Variables that have no value yet, by their slots. */
export interface Missing {
  readonly s: ReadonlySet<number>;
  readonly n: ReadonlySet<number>;
}

export abstract class EmitterScope {
  readonly text = new ProgramText();
  /** Layouts with more than one cell; `L2` in the code is the second as `Cells`. */
  readonly spreads: (Spread | Bits)[] = [];
  /** Where the program chooses. */
  readonly choices: Expr[] = [];
  readonly bases: readonly number[];
  readonly width: number;
  missing: Missing = { s: new Set(), n: new Set() };
  protected readonly locals = new Map<LocalId, Local>();
  protected readonly hoisted = new Map<Ir, string>();
  /** The same code gives the same value. */
  private readonly hoistedCode = new Map<string, string>();
  protected readonly lists = new Map<
    string,
    { readonly name: string; readonly elements: Elements | undefined }
  >();
  protected readonly indexNames = new Map<string, string>();
  /** How many elements the sets have that locals run through with numbers. */
  private readonly sizes = new Map<string, number>();
  /** Variables of the function that is being written. */
  protected lets: string[] = [];
  protected temporaries = 0;

  constructor(readonly context: EmitContext) {
    const bases: number[] = [];
    let width = 0;
    for (const layout of context.layouts) {
      bases.push(width);
      width += layout.width;
    }
    this.bases = bases;
    this.width = width;
  }

  /** JavaScript that gives a value (a ref, or a described set). */
  abstract value(e: Ir): string;
  /** JavaScript that gives a ref. */
  abstract ref(e: Ir): string;
  /** Whether the code of an expression gives a ref already. */
  abstract isRef(e: Ir): boolean;
  /** `value`, for what is not to be evaluated once and for all. */
  protected abstract valueInPlace(e: Ir): string;

  // -------------------------------------------------------------------------------------------------- functions

  /** Writes a function whose body declares its own variables; `body` gives statements. */
  scoped(body: () => string): string {
    const outer = this.lets;
    this.lets = [];
    const code = body();
    const declared = this.lets.length === 0 ? "" : `let ${[...new Set(this.lets)].join(", ")};\n`;
    this.lets = outer;
    return declared + code;
  }

  /** A variable of the function that is being written. */
  temporary(): string {
    this.temporaries += 1;
    const name = `t${this.temporaries}`;
    this.lets.push(name);
    return name;
  }

  /** A line that says what the function after it is made of. */
  remark(e: Ir): string {
    const text = this.context.describe?.(e);
    return text === undefined ? "" : `// ${comment(text)}\n`;
  }

  /**
   * A function of its own for an expression, called with what it needs; `body` gives statements with a return. If it
   * depends on few values, those that it gave are kept, as long as that pays. `gives`: a test, a ref, or any value.
   */
  helper(e: Ir, wanted: string, gives: "test" | "ref" | "value", body: () => string): string {
    const params = this.needed(e);
    const name = this.text.name(wanted);
    const code = this.scoped(body);
    const keys = gives === "value" ? undefined : this.memoKeys(e);
    this.function(e, name, params, code, gives, keys);
    return `${name}(${params})`;
  }

  /** Writes a function; with keys, what it gave for them is kept. */
  protected function(
    e: Ir,
    name: string,
    params: string,
    code: string,
    gives: "test" | "ref" | "value",
    keys: readonly string[] | undefined,
  ): void {
    if (keys === undefined) {
      this.text.add(`${this.remark(e)}function ${name}(${params}) {\n${code}\n}`);
      return;
    }
    const [memo, inner] = [this.text.name(`${name}_memo`), this.text.name(`${name}_once`)];
    this.text.declare(`const ${memo} = R.memo(${keys.length});`);
    const is = gives === "test" ? " === 2" : "";
    const names = keys.map((_, i) => `key${i}`);
    const hash = names.map((key, i) => `Math.imul(${key}, ${PRIMES[i]})`).join(" ^ ");
    const same = names.map((key, i) => `t[h + ${i}] === ${key}`).join(" && ");
    const store = names.map((key, i) => `t[h + ${i}] = ${key};`).join(" ");
    this.text.add(
      `${this.remark(e)}function ${name}(${params}) {\nconst t = ${memo}.table;\n` +
        `if (t === undefined) return ${inner}(${params});\n` +
        `const ${keys.map((key, i) => `${names[i]} = ${key}`).join(", ")};\n` +
        `let h = ${hash};\nh = ((h ^ (h >>> 15)) & ${memo}.mask) * ${keys.length + 1};\n` +
        `if (${same}) { ${memo}.hits++; return t[h + ${keys.length}]${is}; }\n` +
        `const result = ${inner}(${params});\n${store} t[h + ${keys.length}] = ` +
        `${gives === "test" ? "result ? 2 : 0" : "result"};\n${memo}.missed();\nreturn result;\n}\n` +
        `function ${inner}(${params}) {\n${code}\n}`,
    );
  }

  /** What an expression (and `more` locals) depends on, if that is little and it is worth remembering. */
  protected memoKeys(e: Ir, more?: readonly LocalId[]): readonly string[] | undefined {
    if (!isPureDeep(e, (prim) => !hasEffects(prim))) return undefined;
    const { s, n } = readsOf(e);
    if (s.size + n.size > MOST_KEYS || (more === undefined && s.size + n.size === 0)) return undefined;
    const keys: string[] = [];
    for (const [row, slots] of [
      ["s", s],
      ["n", n],
    ] as const) {
      for (const slot of slots) {
        const layout = this.context.layouts[slot];
        if (layout === undefined || this.missing[row].has(slot)) return undefined;
        for (let i = 0; i < layout.width; i++) keys.push(`${row}[${(this.bases[slot] ?? 0) + i}]`);
      }
    }
    for (const id of [...freeLocals(e), ...(more ?? [])]) {
      const local = this.locals.get(id);
      if (local === undefined || local.instead !== undefined || local.cell !== undefined) return undefined;
      if (!local.strict || !local.ref) return undefined;
      if (!keys.includes(`v${id}`)) keys.push(`v${id}`);
    }
    return keys.length > MOST_KEYS || keys.length === 0 ? undefined : keys;
  }

  /** The rows and locals that an expression uses, as parameters. */
  needed(e: Ir): string {
    const reads = readsOf(e);
    const params: string[] = [];
    if (reads.s.size > 0) params.push("s");
    if (reads.n.size > 0) params.push("n");
    const seen = new Set<string>();
    const add = (id: LocalId): void => {
      const local = this.locals.get(id);
      if (local?.instead !== undefined) for (const inner of freeLocals(local.instead)) add(inner);
      else for (const name of this.namesOf(id)) seen.add(name);
    };
    for (const id of freeLocals(e)) add(id);
    for (const name of this.insteadRows(e)) if (!params.includes(name)) params.push(name);
    return [...params, ...seen].join(", ");
  }

  /** Rows that expressions used in place of locals read. */
  protected insteadRows(e: Ir): readonly string[] {
    const rows = new Set<string>();
    const look = (id: LocalId): void => {
      const local = this.locals.get(id);
      if (local?.cell !== undefined) rows.add(local.cell.row);
      if (local?.instead === undefined) return;
      const reads = readsOf(local.instead);
      if (reads.s.size > 0) rows.add("s");
      if (reads.n.size > 0) rows.add("n");
      for (const inner of freeLocals(local.instead)) look(inner);
    };
    for (const id of freeLocals(e)) look(id);
    return [...rows];
  }

  protected namesOf(id: LocalId): readonly string[] {
    const local = this.locals.get(id);
    if (local?.cell !== undefined)
      return /[a-z]\d/.test(local.cell.offset) ? offsetNames(local.cell.offset) : [];
    return local?.keysId === undefined ? [`v${id}`] : [`v${id}`, `i${id}`];
  }
  /**
   * If an expression is told by locals that run through small constant sets, besides `own`: their numbers, and how many
   * of them there are.
   */
  indicesOf(e: Ir, own?: LocalId): readonly Index[] | undefined {
    const { s, n } = readsOf(e);
    if (s.size > 0 || n.size > 0 || !isPureDeep(e, (prim) => !hasEffects(prim))) return undefined;
    const indices = new Map<string, Index>();
    for (const id of freeLocals(e)) {
      if (id === own) continue;
      const local = this.locals.get(id);
      const size = local?.keysId === undefined ? undefined : this.sizes.get(local.keysId);
      const inner = local?.instead === undefined ? undefined : this.indicesOf(local.instead, own);
      if (inner !== undefined) for (const index of inner) indices.set(index.name, index);
      else if (size === undefined || local?.instead !== undefined || local?.cell !== undefined)
        return undefined;
      else indices.set(`i${id}`, { name: `i${id}`, size });
    }
    const all = [...indices.values()];
    return all.reduce((product, { size }) => product * size, 1) > MOST_INDICES ? undefined : all;
  }

  /** What depends on nothing, where it stands, but numbers of locals is evaluated once for each. */
  protected tabulated(e: Ir): string | undefined {
    if (e.op !== "record" && e.op !== "call" && e.op !== "except" && !(e.op === "prim" && e.args.length > 1))
      return undefined;
    const indices = this.indicesOf(e);
    if (indices === undefined) return undefined;
    const table = this.text.name("table");
    if (indices.length === 0) {
      this.text.declare(`let ${table};`);
      return `(${table} ??= ${this.valueInPlace(e)})`;
    }
    this.text.declare(`const ${table} = [];`);
    return `(${table}[${indexText(indices)}] ??= ${this.valueInPlace(e)})`;
  }

  // -------------------------------------------------------------------------------------------------- constants

  isHoistable(e: Ir): boolean {
    if (e.op === "const" || e.op === "local" || e.op === "state" || e.op === "lambda" || e.op === "named")
      return false;
    if (e.op === "prim" && e.args.length === 0) return false;
    return isConstant(e, (prim) => !hasEffects(prim));
  }

  /** What is the same in all states is evaluated once, when it is first needed. */
  protected hoist(e: Ir): string | undefined {
    if (!this.isHoistable(e)) return undefined;
    let name = this.hoisted.get(e);
    if (name === undefined) {
      const code = this.scoped(() => `return ${this.valueInPlace(e)};`);
      const same = this.hoistedCode.get(code);
      name = same ?? this.text.name("constant");
      this.hoisted.set(e, name);
      this.hoistedCode.set(code, name);
      if (same !== undefined) return `${name}()`;
      this.text.declare(`let ${name}_value;`);
      this.text.add(
        `${this.remark(e)}function ${name}() { return ${name}_value ?? (${name}_value = ${name}_once()); }\n` +
          `function ${name}_once() {\n${code}\n}`,
      );
    }
    return `${name}()`;
  }

  /** A constant set as an array of its elements, and what is known of them. */
  constantList(e: Ir): { readonly name: string; readonly elements: Elements | undefined } | undefined {
    if (e.op === "local" || !isConstant(e, (prim) => !hasEffects(prim))) return undefined;
    const value = this.value(e);
    let list = this.lists.get(value);
    if (list === undefined) {
      const name = this.text.name("elements");
      list = { name, elements: this.context.elementsOf(e) };
      if (list.elements !== undefined) this.sizes.set(list.elements.keysId, list.elements.keys.length);
      this.lists.set(value, list);
      this.text.declare(`let ${name}_list;`);
      this.text.add(
        `${this.remark(e)}function ${name}() { return ${name}_list ?? (${name}_list = R.listOf(${value})); }`,
      );
    }
    return list;
  }

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
  private meant(e: Ir): Ir {
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
    if (cell.layout.kind === "bits") return `${this.universe(cell.layout)}.pack(${cell.row}, ${cell.offset})`;
    return `R.pack(${this.cells(cell.layout)}, ${cell.row}, ${cell.offset})`;
  }

  /** `L2`: a layout in terms of the bank. */
  cells(layout: Spread | Bits): string {
    let index = this.spreads.indexOf(layout);
    if (index < 0) index = this.spreads.push(layout) - 1;
    return `L[${index}]`;
  }

  /** `U2`: the universe of sets. */
  universe({ universe }: Bits): string {
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
    if (uses === 1 || isTrivial(e.value)) {
      this.locals.set(e.id, { strict: false, ref: false, instead: e.value });
      return undefined;
    }
    const strict = isStrictIn(e);
    const code = strict ? this.value(e.value) : this.lazy(e.value);
    this.locals.set(e.id, { strict, ref: this.isRef(e.value) });
    return code;
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

/** Values by which results are kept. */
const MOST_KEYS = 6;
const PRIMES = ["0x9e3779b1", "0x85ebca6b", "0xc2b2ae35", "0x27d4eb2f", "0x165667b1", "0x9e3779b9"];

/** The number of a local that runs through a constant set, and how many numbers there are. */
export interface Index {
  readonly name: string;
  readonly size: number;
}

/** Entries of one table. */
const MOST_INDICES = 4096;

/** JavaScript of one number that tells all of them. */
export function indexText(indices: readonly Index[]): string {
  return indices.reduce((text, { name, size }) => (text === "" ? name : `(${text}) * ${size} + ${name}`), "");
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

/** The locals that stand in an offset. */
function offsetNames(offset: string): readonly string[] {
  return [...new Set(offset.match(/\b[iovt]\d+\b/g) ?? [])];
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

/** Whether two expressions are the same local or variable. */
export function isSame(a: Ir, b: Ir): boolean {
  if (a.op === "local") return b.op === "local" && a.id === b.id;
  return a.op === "state" && b.op === "state" && a.slot === b.slot && a.primed === b.primed;
}

/** What costs nothing and cannot fail. */
function isTrivial(e: Ir): boolean {
  return e.op === "const" || e.op === "local" || (e.op === "named" && isTrivial(e.body));
}

function isStrictIn(e: Extract<Ir, { op: "let" }>): boolean {
  return isStrict(e.body, e.id);
}
