/** Sets that lie in a row as bits of their elements: how they are written, and what is asked of them there. */
import type { Ir } from "../lower/ir.js";
import type { Emitter } from "./emit.js";
import { type Index, indexText } from "./emit-indices.js";
import { type Cell, type EntryCell, sum } from "./emit-scope.js";
import type { Bits, Layout } from "./layout.js";

export type SetCell = Cell & { readonly layout: Bits };

/** What is done with a set after another: code of an element or of a listed set. */
interface Change {
  readonly method: "add" | "addAll" | "remove";
  readonly value: Ir;
}

export class SetWriter {
  constructor(
    private readonly emitter: Emitter,
    /** Whether the row is the next state: a copy of the present one. */
    private readonly primed: boolean,
  ) {}

  /** Statements that lay the value of `e` out. All of it is evaluated before anything is written. */
  write(cell: SetCell, e: Ir): string {
    const { emitter } = this;
    const { row, offset, layout } = cell;
    const changes: Change[] = [];
    const base = this.base(e, layout, changes);
    const universe = emitter.universe(layout);
    const before: string[] = [];
    const from = base === undefined ? undefined : emitter.setCell(base);
    const start: string[] = [];
    if (base === undefined || isEmpty(base)) start.push(zeros(row, offset, layout.width));
    else if (from?.layout.universe === layout.universe) {
      // n is a copy of s, and `@` is what lies there.
      const isThere = from.offset === offset && (from.row === row || this.primed);
      if (!isThere) start.push(copied(from.row, from.offset, row, offset, layout.width));
    } else {
      const name = emitter.temporary();
      before.push(`${name} = ${emitter.ref(base)};`);
      start.push(`R.unpack(${emitter.cells(layout)}, ${name}, ${row}, ${offset});`);
    }
    const isAtOnce = start.length === 0 && changes.length === 1;
    const after = changes.map(({ method, value }) => {
      const code = emitter.ref(value);
      const name = isAtOnce ? code : emitter.temporary();
      if (!isAtOnce) before.push(`${name} = ${code};`);
      return `${universe}.${method}(${row}, ${offset}, ${name});`;
    });
    return [...before, ...start, ...after].join("\n");
  }

  /** What the changes start from; undefined: from the empty set. */
  private base(e: Ir, layout: Bits, changes: Change[]): Ir | undefined {
    const { emitter } = this;
    if (e.op === "named") return this.base(e.body, layout, changes);
    if (e.op !== "prim" || emitter.isHoistable(e)) return e;
    const [a, b] = e.args;
    if (e.prim === "set") {
      for (const value of e.args) changes.push({ method: "add", value });
      return undefined;
    }
    if (a === undefined || b === undefined) return e;
    if (e.prim === "\\" && this.isLaidOut(a, layout) && b.op === "prim" && b.prim === "set") {
      const base = this.base(a, layout, changes);
      for (const value of b.args) changes.push({ method: "remove", value });
      return base;
    }
    if (e.prim !== "\\cup") return e;
    const isSecond = !this.isLaidOut(a, layout) && this.isLaidOut(b, layout);
    const [first, second] = isSecond ? [b, a] : [a, b];
    if (!this.isLaidOut(first, layout)) return e;
    const base = this.base(first, layout, changes);
    if (second.op === "prim" && second.prim === "set" && !emitter.isHoistable(second))
      for (const value of second.args) changes.push({ method: "add", value });
    else changes.push({ method: "addAll", value: second });
    return base;
  }

  /** Whether a set is made from one that lies in bits of the same universe. */
  private isLaidOut(e: Ir, layout: Bits): boolean {
    if (e.op === "named") return this.isLaidOut(e.body, layout);
    if (e.op === "prim" && (e.prim === "\\cup" || e.prim === "\\")) {
      const [a, b] = e.args;
      if (a !== undefined && this.isLaidOut(a, layout)) return true;
      return e.prim === "\\cup" && b !== undefined && this.isLaidOut(b, layout);
    }
    return this.emitter.setCell(e)?.layout.universe === layout.universe;
  }
}

function isEmpty(e: Ir): boolean {
  return e.op === "const" && e.value.kind === "set" && e.value.items.length === 0;
}

/** Statements that copy cells from one place to another. */
export function copied(from: string, at: string, to: string, start: string, width: number): string {
  if (width > MOST_WRITTEN) return `R.copy(${from}, ${at}, ${to}, ${start}, ${width});`;
  return Array.from(
    { length: width },
    (_, i) => `${to}[${sum(start, String(i))}] = ${from}[${sum(at, String(i))}];`,
  ).join(" ");
}

function zeros(row: string, offset: string, width: Layout["width"]): string {
  return Array.from({ length: width }, (_, i) => `${row}[${sum(offset, String(i))}] = 0;`).join(" ");
}

const MOST_WRITTEN = 4;

/** Code that asks something of sets where they lie, without putting them together; undefined where that is no gain. */
export class SetReader {
  constructor(private readonly emitter: Emitter) {}

  /** `x \in S`. */
  has(x: Ir, set: Ir): string | undefined {
    const cell = this.emitter.setCell(set);
    if (cell === undefined || !this.emitter.isRef(x)) return undefined;
    return `${this.emitter.universe(cell.layout)}.has(${cell.row}, ${cell.offset}, ${this.emitter.value(x)})`;
  }

  /** `S \subseteq T` for a T that is always the same. What is not certain is found out the long way. */
  isWithin(set: Ir, whole: Ir, long: (a: string) => string): string | undefined {
    const { emitter } = this;
    const cell = emitter.setCell(set);
    if (cell === undefined || !(emitter.isHoistable(whole) || whole.op === "const")) return undefined;
    const universe = emitter.universe(cell.layout);
    const site = emitter.text.name("mask");
    const all = emitter.value(whole);
    emitter.text.declare(`const ${site} = ${universe}.maskSite((x) => R.isIn(x, ${all}));`);
    return `(${universe}.within(${cell.row}, ${cell.offset}, ${site}) || ${long(emitter.packed(cell))})`;
  }

  /** `S = {}`. */
  isEmpty(a: Ir, b: Ir): string | undefined {
    const [set, other] = isEmpty(b) ? [a, b] : [b, a];
    const cell = isEmpty(other) ? this.countedCell(set) : undefined;
    if (cell === undefined) return undefined;
    return `${this.emitter.universe(cell.layout)}.isEmpty(${cell.row}, ${cell.offset})`;
  }

  /** Where there is one bit for each element: a set, or a function whose domain it is. */
  private countedCell(set: Ir): SetCell | EntryCell | undefined {
    return this.emitter.setCell(set) ?? this.emitter.domainCell(set);
  }

  /** `Cardinality(S)`. */
  size(set: Ir): string | undefined {
    const cell = this.countedCell(set);
    if (cell === undefined) return undefined;
    return `${this.emitter.universe(cell.layout)}.size(${cell.row}, ${cell.offset})`;
  }

  /**
   * The head of a loop over a set, in the order of values; `element` is what the loop names. Where the body begins with
   * conditions on the element alone, it goes through elements for which they are not certainly false.
   */
  loop(
    domain: Ir,
    element: string,
    id: number,
    guard: Guard | undefined,
    keys: KeyCode | undefined,
  ): string | undefined {
    const { emitter } = this;
    const cell = emitter.setCell(domain);
    if (cell === undefined) return undefined;
    const universe = emitter.universe(cell.layout);
    const site = emitter.text.name("site");
    const test = guard === undefined ? "undefined" : `(${element}) => { ${guard.code} }`;
    const names = keys?.fields.map((name) => emitter.text.constant({ kind: "string", value: name }));
    const made = names === undefined ? `site(${test})` : `keyedSite(${test}, [${names.join(", ")}])`;
    let use = site;
    if (guard === undefined || guard.indices.length === 0)
      emitter.text.declare(`const ${site} = ${universe}.${made};`);
    else {
      emitter.text.declare(`const ${site} = [];`);
      use = `(${site}[${indexText(guard.indices)}] ??= ${universe}.${made})`;
    }
    const ask =
      keys === undefined
        ? `loop(${cell.row}, ${cell.offset}, ${use})`
        : `keyedLoop(${cell.row}, ${cell.offset}, ${use}, () => { ${keys.code} })`;
    return (
      `const c${id} = ${universe}.${ask}, m${id} = c${id}.numbers, ` +
      `f${id} = c${id}.refs, w${id} = c${id}.row, o${id} = c${id}.at;\n` +
      `for (let p${id} = 0; p${id} < m${id}.length; p${id}++) {\nconst q${id} = m${id}[p${id}];\n` +
      `if ((w${id}[o${id} + (q${id} >> 5)] >>> (q${id} & 31) & 1) === 0) continue;\nconst ${element} = f${id}[q${id}];`
    );
  }
}

/** Fields that elements are looked up by. */
export interface KeyCode {
  readonly fields: readonly string[];
  /** Statements that return the values that they are to have. */
  readonly code: string;
}

/** A condition on elements of a set and on locals that run through small constant sets. */
export interface Guard {
  /** Statements that return whether it holds. */
  readonly code: string;
  readonly indices: readonly Index[];
}
