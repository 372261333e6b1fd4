/** `a = b` and `a \in S`: what lies in rows is compared cell by cell, without putting it together. */
import type { Ir } from "../lower/ir.js";
import type { Emitter } from "./emit.js";
import { type Cell, sum } from "./emit-scope.js";
import { offsetOf, type Spread, sameLayout } from "./layout.js";

/** Cells that are compared one by one. */
const MOST_COMPARED = 24;

export class TestWriter {
  constructor(private readonly emitter: Emitter) {}

  /** `a = b`. */
  equality(a: Ir, b: Ir): string {
    const { emitter } = this;
    return (
      emitter.sets.isEmpty(a, b) ?? this.inCells(a, b) ?? `R.equals(${emitter.value(a)}, ${emitter.value(b)})`
    );
  }

  /** `a \in b`. */
  membership(a: Ir, b: Ir): string {
    const { emitter } = this;
    const found = emitter.sets.has(a, b) ?? emitter.entries.has(a, b);
    if (found !== undefined) return found;
    const set = b.op === "named" ? b.body : b;
    if (set.op === "prim" && set.prim === "SUBSET" && set.args[0] !== undefined) {
      const within = emitter.sets.isWithin(a, set.args[0], (value) => this.fixed("R.isIn", value, b));
      if (within !== undefined) return within;
    }
    const [first, second] = set.op === "prim" ? set.args : [];
    if (set.op === "prim" && first !== undefined && second !== undefined) {
      if (set.prim === "Naturals..." && !emitter.isHoistable(set))
        return `R.inInterval(${emitter.value(a)}, ${emitter.value(first)}, ${emitter.value(second)})`;
      const cell = set.prim === "function-set" ? emitter.cell(a) : undefined;
      const each = cell === undefined ? undefined : this.eachIn(cell, set);
      if (each !== undefined) return each;
    }
    if (set.op === "prim" && set.prim === "Naturals.Nat") return `R.isNatural(${emitter.value(a)})`;
    return this.fixed("R.isIn", emitter.value(a), b);
  }

  /** A test of a value against a set; if that is constant, what was found before is kept. */
  fixed(operator: string, a: string, set: Ir): string {
    const { emitter } = this;
    if (!emitter.isHoistable(set)) return `${operator}(${a}, ${emitter.value(set)})`;
    const site = emitter.text.name("members");
    emitter.text.declare(`const ${site} = R.memberSite();`);
    return `${operator}Fixed(${a}, ${emitter.value(set)}, ${site})`;
  }

  /** `f \in [S -> T]` for a function that lies in cells over S. */
  private eachIn(cell: Cell, set: Extract<Ir, { op: "prim" }>): string | undefined {
    const { emitter } = this;
    const { layout } = cell;
    const [domain, range] = set.args;
    if (layout.kind !== "spread" || domain === undefined || range === undefined) return undefined;
    if (emitter.context.elementsOf(domain)?.keysId !== layout.keysId) return undefined;
    const steps = layout.children.map((child, i) => {
      const part: Cell = { ...cell, layout: child, offset: sum(cell.offset, String(offsetOf(layout, i))) };
      const isFunctions = range.op === "prim" && range.prim === "function-set";
      const inner = isFunctions ? this.eachIn(part, range) : undefined;
      return inner ?? this.fixed("R.isIn", emitter.packed(part), range);
    });
    return steps.length === 0 ? undefined : `(${steps.join(" && ")})`;
  }

  /** `a = b` where the values need not be put together for it. */
  private inCells(a: Ir, b: Ir): string | undefined {
    const left = this.emitter.cell(a);
    if (left === undefined || left.layout.kind === "leaf" || !isCheap(left)) return undefined;
    if (left.layout.width > MOST_COMPARED) return undefined;
    const right = this.emitter.cell(b);
    if (right !== undefined) {
      return isCheap(right) && sameLayout(left.layout, right.layout) ? this.each(left, right) : undefined;
    }
    return left.layout.kind === "spread" ? this.updated(left, left.layout, b) : undefined;
  }

  /** Two values that lie alike: functions with one domain, whose values are compared in its order. */
  private each(a: Cell, b: Cell): string {
    const { emitter } = this;
    const { layout } = a;
    if (layout.kind === "spread") {
      const parts = layout.children.map((_, i) => this.each(part(a, layout, i), part(b, layout, i)));
      return parts.length === 0 ? "true" : `(${parts.join(" && ")})`;
    }
    const whole = `R.equals(${emitter.packed(a)}, ${emitter.packed(b)})`;
    if (layout.kind === "leaf") return whole;
    // Whether sets that differ can be compared is for their elements to say.
    const words = Array.from({ length: layout.width }, (_, i) => `${at(a, i)} === ${at(b, i)}`);
    return `((${words.join(" && ")}) || ${whole})`;
  }

  /** `f' = [f EXCEPT ![x] = e]`: the value at x is e, and the others are those of `f`. */
  private updated(left: Cell, layout: Spread, e: Ir): string | undefined {
    const { emitter } = this;
    if (e.op === "named") return this.updated(left, layout, e.body);
    const [update, ...more] = e.op === "except" ? e.updates : [];
    if (e.op !== "except" || update === undefined || more.length > 0) return undefined;
    const [argument, ...deeper] = update.path;
    const base = emitter.cell(e.base);
    if (argument === undefined || deeper.length > 0 || base === undefined || !isCheap(base)) return undefined;
    if (!sameLayout(base.layout, layout) || layout.children.some(({ kind }) => kind !== "leaf"))
      return undefined;
    const [place, value] = [emitter.temporary(), emitter.temporary()];
    const number = emitter.companion(layout, argument) ?? emitter.indexOf(layout, emitter.ref(argument));
    const old = emitter.bindVariable(update.at);
    const given = `${old} = ${base.row}[${sum(base.offset, place)}], ${value} = ${emitter.ref(update.value)}`;
    const parts = layout.children.map(
      (_, i) => `R.equals(${at(left, i)}, ${place} === ${i} ? ${value} : ${at(base, i)})`,
    );
    return `(${place} = ${number}, ${place} < 0 || (${given}, true)) && ${parts.join(" && ")}`;
  }
}

/** Whether the code of the cell's number costs nothing, so that it may stand several times. */
function isCheap({ offset }: Cell): boolean {
  return /^[\w +*]+$/.test(offset);
}

function at({ row, offset }: Cell, i: number): string {
  return `${row}[${sum(offset, String(i))}]`;
}

function part(cell: Cell, layout: Spread, i: number): Cell {
  const child = layout.children[i];
  if (child === undefined) throw new Error(`a function without a value ${i}`);
  return { ...cell, layout: child, offset: sum(cell.offset, String(offsetOf(layout, i))) };
}
