/** The functions of a program: those of expressions, which remember what they gave while that pays, and of constants. */
import type { Expr } from "../../tla/ast.js";
import type { Ir, LocalId } from "../lower/ir.js";
import { freeLocals, isConstant, isPureDeep, neededLocals, readsOf } from "./emit-analysis.js";
import { comment, ProgramText } from "./emit-code.js";
import { type Index, indexText } from "./emit-indices.js";
import {
  asksOnly,
  type Gives,
  isQuickLoop,
  type KeyCells,
  type MemoKeys,
  memoCode,
  memoKeysOf,
} from "./emit-memo.js";
import type { EmitContext, Local, Missing } from "./emit-scope.js";
import { isFixed, isPure } from "./emit-tables.js";
import type { Bits, EntryBits, Spread } from "./layout.js";
import type { Elements } from "./layout-choose.js";

export abstract class FunctionWriter {
  readonly text = new ProgramText();
  /** Layouts with more than one cell; `L2` in the code is the second as `Cells`. */
  readonly spreads: (Spread | Bits | EntryBits)[] = [];
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
  /** Whether a set lies in a row as bits. */
  protected abstract liesInBits(set: Ir): boolean;
  /** `U2`: the universe of sets, or of functions. */
  abstract universe(layout: Bits | EntryBits): string;
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

  /** As `remark`, of a step: what is chosen before it is left out, so that its own definition is seen. */
  stepRemark(step: Ir): string {
    let e = step;
    while ((e.op === "bind" && e.form === "some") || e.op === "let" || e.op === "named") e = e.body;
    return this.remark(e.op === "call" ? e.fn.body : e);
  }

  /**
   * A function of its own for an expression, called with what it needs; `body` gives statements with a return. If it
   * depends on few values, those that it gave are kept, as long as that pays. `gives`: a test, a ref, or any value.
   */
  helper(e: Ir, wanted: string, gives: Exclude<Gives, "ways">, body: () => string): string {
    const params = this.needed(e);
    const name = this.text.name(wanted);
    const code = this.scoped(body);
    const isKept =
      (gives !== "value" || goesThroughMade(e)) && !isQuickLoop(e, (domain) => this.liesInBits(domain));
    const keys = isKept ? this.memoKeys(e, MOST_KEYS) : undefined;
    this.function(e, name, params, code, gives, keys);
    return `${name}(${params})`;
  }

  /** Writes a function; with keys, what it gave for them is kept. */
  function(
    e: Ir,
    name: string,
    params: string,
    code: string,
    gives: Gives,
    keys: MemoKeys | undefined,
  ): void {
    if (keys === undefined) {
      this.text.add(`${this.remark(e)}function ${name}(${params}) {\n${code}\n}`);
      return;
    }
    this.text.add(this.remark(e) + memoCode(this.text, { name, params, code, gives }, keys));
  }

  /** What an expression depends on, if that is little and it is worth remembering; of a call's, nothing of a state may do. */
  memoKeys(e: Ir, most: number, isCall = false): MemoKeys | undefined {
    if (!isPureDeep(e, isPure)) return undefined;
    const { s, n } = readsOf(e);
    if (s.size + n.size > most || (!isCall && s.size + n.size === 0)) return undefined;
    const cells: KeyCells[] = [];
    for (const [row, slots] of [
      ["s", s],
      ["n", n],
    ] as const) {
      for (const slot of slots) {
        const layout = this.context.layouts[slot];
        if (layout === undefined || this.missing[row].has(slot)) return undefined;
        const universe =
          layout.kind === "bits" && this.context.growing !== true ? this.universe(layout) : undefined;
        const isAsked = universe !== undefined && row === "s" && asksOnly(e, slot);
        cells.push({ row, base: this.bases[slot] ?? 0, width: layout.width, universe, isAsked });
      }
    }
    const locals = new Map<string, Index | undefined>();
    for (const id of neededLocals(e)) {
      const meant = this.keyLocal(id);
      if (meant === undefined) return undefined;
      if (meant === "constant") continue;
      const { keysId } = this.locals.get(meant) ?? {};
      const size = keysId === undefined ? undefined : this.sizes.get(keysId);
      locals.set(`v${meant}`, size === undefined ? undefined : { name: `i${meant}`, size });
    }
    return memoKeysOf(cells, locals, most);
  }

  /** The local that tells what a local stands for; undefined if it takes more than that. */
  private keyLocal(id: LocalId): LocalId | "constant" | undefined {
    const local = this.locals.get(id);
    if (local === undefined || local.cell !== undefined) return undefined;
    const { instead } = local;
    if (instead?.op === "const") return "constant";
    if (instead !== undefined) return instead.op === "local" ? this.keyLocal(instead.id) : undefined;
    return local.strict && local.ref ? id : undefined;
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
    if (s.size > 0 || n.size > 0 || !isPureDeep(e, isPure)) return undefined;
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
    if (!isWorthTable(e)) return undefined;
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
    // A constant definition is evaluated once in TLC, whatever it prints or draws.
    if (e.op === "call" && e.args.length === 0 && isConstant(e.fn.body, isFixed)) return true;
    if (e.op === "const" || e.op === "local" || e.op === "state" || e.op === "lambda" || e.op === "named")
      return false;
    if (e.op === "prim" && e.args.length === 0) return false;
    return isConstant(e, isPure);
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
    if (e.op === "local" || !isConstant(e, isPure)) return undefined;
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
}

/** Whether what a binder goes through is made by functions or one of several: more than a set that is there. */
function goesThroughMade(e: Ir): boolean {
  let domain = e.op === "bind" ? e.binders[0]?.domain : undefined;
  while (domain?.op === "named") domain = domain.body;
  return domain?.op === "call" || domain?.op === "case" || domain?.op === "if";
}

/** Values by which results are kept: those of loops, and of calls that make sets and functions. */
export const MOST_KEYS = 10;
export const MOST_KEYS_OF_CALLS = 20;

function isWorthTable(e: Ir): boolean {
  if (e.op === "bind") return e.form === "map" || e.form === "filter" || e.form === "function";
  return e.op === "record" || e.op === "call" || e.op === "except" || (e.op === "prim" && e.args.length > 1);
}

/** Entries of one table. */
const MOST_INDICES = 4096;

/** The locals that stand in an offset. */
function offsetNames(offset: string): readonly string[] {
  return [...new Set(offset.match(/\b[iovt]\d+\b/g) ?? [])];
}
