/** The functions of a program: those of expressions, which remember what they gave while that pays, and of constants. */
import type { Expr } from "../../tla/ast.js";
import type { Ir, LocalId } from "../lower/ir.js";
import { freeLocals, isConstant, isPureDeep, readsOf } from "./emit-analysis.js";
import { comment, ProgramText } from "./emit-code.js";
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
    const keys = gives === "value" ? undefined : this.memoKeys(e, MOST_KEYS);
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
    const hash = names.map((key, i) => `Math.imul(${key}, ${PRIMES[i % PRIMES.length]})`).join(" ^ ");
    const same = names.map((key, i) => `t[h + ${i}] === ${key}`).join(" && ");
    // What is only described may speak of the row, which changes.
    const kept = gives === "value" ? 'if (typeof result === "number") { ' : "";
    const store = names.map((key, i) => `t[h + ${i}] = ${key};`).join(" ");
    this.text.add(
      `${this.remark(e)}function ${name}(${params}) {\nconst t = ${memo}.table;\n` +
        `if (t === undefined) return ${inner}(${params});\n` +
        `const ${keys.map((key, i) => `${names[i]} = ${key}`).join(", ")};\n` +
        `let h = ${hash};\nh = ((h ^ (h >>> 15)) & ${memo}.mask) * ${keys.length + 1};\n` +
        `if (${same}) { ${memo}.hits++; return t[h + ${keys.length}]${is}; }\n` +
        `const result = ${inner}(${params});\n${kept}${store} t[h + ${keys.length}] = ` +
        `${gives === "test" ? "result ? 2 : 0" : "result"};${kept === "" ? "" : " }"}\n` +
        `${memo}.missed();\nreturn result;\n}\n` +
        `function ${inner}(${params}) {\n${code}\n}`,
    );
  }

  /** What an expression (and `more` locals) depends on, if that is little and it is worth remembering. */
  protected memoKeys(e: Ir, most: number, more?: readonly LocalId[]): readonly string[] | undefined {
    if (!isPureDeep(e, isPure)) return undefined;
    const { s, n } = readsOf(e);
    if (s.size + n.size > most || (more === undefined && s.size + n.size === 0)) return undefined;
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
    return keys.length > most || keys.length === 0 ? undefined : keys;
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

/** Values by which results are kept: those of loops, and of calls that make sets and functions. */
const MOST_KEYS = 6;
export const MOST_KEYS_OF_CALLS = 20;
const PRIMES = [
  "0x9e3779b1",
  "0x85ebca6b",
  "0xc2b2ae35",
  "0x27d4eb2f",
  "0x165667b1",
  "0x9e3779b9",
  "0x7feb352d",
  "0x846ca68b",
  "0xd35a2d97",
  "0x2c1b3c6d",
  "0x297a2d39",
];

/** The number of a local that runs through a constant set, and how many numbers there are. */
export interface Index {
  readonly name: string;
  readonly size: number;
}

function isWorthTable(e: Ir): boolean {
  if (e.op === "bind") return e.form === "map" || e.form === "filter" || e.form === "function";
  return e.op === "record" || e.op === "call" || e.op === "except" || (e.op === "prim" && e.args.length > 1);
}

/** Entries of one table. */
const MOST_INDICES = 4096;

/** JavaScript of one number that tells all of them. */
export function indexText(indices: readonly Index[]): string {
  return indices.reduce((text, { name, size }) => (text === "" ? name : `(${text}) * ${size} + ${name}`), "");
}

/** The locals that stand in an offset. */
function offsetNames(offset: string): readonly string[] {
  return [...new Set(offset.match(/\b[iovt]\d+\b/g) ?? [])];
}
