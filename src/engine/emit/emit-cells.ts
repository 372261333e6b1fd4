/** Values laid out in the cells of a row, and what puts back what was there before. */

import type { Ir, IrUpdate } from "../lower/ir.js";
import type { Emitter } from "./emit.js";
import { usesOf } from "./emit-analysis.js";
import { EntryWriter } from "./emit-entries.js";
import { type Cell, NotEmitted, sum } from "./emit-scope.js";
import { copied, SetWriter } from "./emit-sets.js";
import { isUniform, type Layout, LEAF, offsetOf, sameLayout } from "./layout.js";

export class CellWriter {
  private names = 0;
  private readonly sets: SetWriter;
  private readonly entries: EntryWriter;

  constructor(
    private readonly emitter: Emitter,
    /** Whether the row is the next state: a copy of the present one, to be restored. */
    private readonly primed: boolean,
  ) {
    this.sets = new SetWriter(emitter, primed);
    this.entries = new EntryWriter(emitter, primed);
  }

  private fresh(letter: string): string {
    this.names += 1;
    return `${letter}${this.names}_c`;
  }

  /** What puts the cells of a next state back. */
  restore({ layout, offset }: Cell): string {
    return copied("s", offset, "n", offset, layout.width);
  }

  /** Statements that lay the value of `e` out; what puts back what they overwrote is added to `undo`. */
  write(cell: Cell, e: Ir, undo: string[]): string {
    const { emitter } = this;
    const { layout, row, offset } = cell;
    if (layout.kind === "leaf") {
      undo.push(this.restore(cell));
      return `${row}[${offset}] = ${emitter.ref(e)};`;
    }
    if (layout.kind === "entries") {
      undo.push(this.restore(cell));
      return this.entries.write({ ...cell, layout }, e);
    }
    switch (e.op) {
      case "prim":
      case "const": {
        if (layout.kind !== "bits") return this.writeWhole(cell, e, undo);
        undo.push(this.restore(cell));
        return this.sets.write({ ...cell, layout }, e);
      }
      case "named":
        return this.write(cell, e.body, undo);
      case "let": {
        const value = emitter.bindLet(e);
        const body = this.write(cell, e.body, undo);
        return value === undefined ? body : `${emitter.variable(e.id)} = ${value};\n${body}`;
      }
      case "if": {
        undo.push(this.restore(cell));
        const test = emitter.test(e.test);
        const yes = this.write(cell, e.then, []);
        return `if (${test}) {\n${yes}\n} else {\n${this.write(cell, e.else, [])}\n}`;
      }
      case "case": {
        undo.push(this.restore(cell));
        const arms = e.arms.map(({ test, value }) => {
          const guard = test === undefined ? "" : `if (${emitter.test(test)}) `;
          return `${guard}{\n${this.write(cell, value, [])}\n}`;
        });
        return `${arms.join(" else ")}${e.arms.some((a) => a.test === undefined) ? "" : " else { R.noCase(); }"}`;
      }
      case "bind": {
        undo.push(this.restore(cell));
        return this.writeEach(cell, e);
      }
      case "record": {
        undo.push(this.restore(cell));
        return this.writeFields(cell, e);
      }
      case "except":
        return this.writeUpdates(cell, e, undo);
      default:
        return this.writeWhole(cell, e, undo);
    }
  }

  private writeWhole(cell: Cell, e: Ir, undo: string[]): string {
    const { emitter } = this;
    const { layout, row, offset } = cell;
    const from = emitter.cell(e);
    if (layout.kind !== "leaf" && from !== undefined && sameLayout(from.layout, layout)) {
      // n is a copy of s, and `@` is what lies there.
      if (from.offset === offset && (from.row === row || this.primed)) return "";
      undo.push(this.restore(cell));
      return copied(from.row, from.offset, row, offset, layout.width);
    }
    undo.push(this.restore(cell));
    return this.put(cell, emitter.ref(e));
  }

  /** What lays out the value that code gives. */
  put({ layout, row, offset }: Cell, value: string): string {
    if (layout.kind === "leaf") return `${row}[${offset}] = ${value};`;
    return `R.unpack(${this.emitter.cells(layout)}, ${value}, ${row}, ${offset});`;
  }

  /** `[x \in S |-> e]` into the cells over S. */
  private writeEach(cell: Cell, e: Extract<Ir, { op: "bind" }>): string {
    const { emitter } = this;
    const { layout } = cell;
    const [binder] = e.binders;
    const [local] = binder?.locals ?? [];
    const list = binder?.domain === undefined ? undefined : emitter.constantList(binder.domain);
    if (
      layout.kind !== "spread" ||
      local === undefined ||
      list?.elements?.keysId !== layout.keysId ||
      !isUniform(layout)
    )
      return this.writeWhole(cell, e, []);
    const child = layout.children[0] ?? LEAF;
    const [element, l] = [emitter.bindElement(local, layout.keysId), this.fresh("l")];
    const index = `i${local}`;
    const step = child.width === 1 ? index : `${index} * ${child.width}`;
    const offset = cell.offset === "0" ? step : `${cell.offset} + ${step}`;
    const body = this.write({ ...cell, layout: child, offset }, e.body, []);
    return (
      `const ${l} = ${list.name}();\nfor (let ${index} = 0; ${index} < ${l}.length; ${index}++) {\n` +
      `const ${element} = ${l}[${index}]; ${body}\n}`
    );
  }

  private writeFields(cell: Cell, e: Extract<Ir, { op: "record" | "record-set" }>): string {
    const { layout } = cell;
    if (layout.kind !== "spread") return this.writeWhole(cell, e, []);
    return e.fields
      .map(([name, value]) => {
        const i = layout.keys.findIndex((key) => key.kind === "string" && key.value === name);
        const child: Layout = layout.children[i] ?? LEAF;
        const offset = `${cell.offset} + ${offsetOf(layout, i)}`;
        return this.write({ ...cell, layout: child, offset }, value, []);
      })
      .join("\n");
  }

  private writeUpdates(cell: Cell, e: Extract<Ir, { op: "except" }>, undo: string[]): string {
    const base = this.write(cell, e.base, undo);
    const code = e.updates.map((u) => this.update(cell, u, 0, undo));
    return [base, ...code].filter((line) => line !== "").join("\n");
  }

  /** One update of EXCEPT: an argument outside the domain changes nothing, as in TLC. */
  private update(cell: Cell, u: IrUpdate, depth: number, undo: string[]): string {
    const { emitter } = this;
    const { layout, row, offset } = cell;
    const step = u.path[depth];
    if (step === undefined) {
      const before = this.bindOld(cell, u);
      return before + this.write(cell, u.value, undo);
    }
    if (layout.kind !== "spread") {
      // The rest of the path leads into the value of a cell.
      const base: Ir = { op: "local", id: emitter.freshLocal(), at: step.at };
      emitter.bindCell(base.id, cell);
      undo.push(this.restore(cell));
      const rest: Ir = { op: "except", base, updates: [{ ...u, path: u.path.slice(depth) }], at: step.at };
      return this.put(cell, emitter.ref(rest));
    }
    const fixed = emitter.fixedIndex(layout, step);
    if (fixed !== undefined) {
      const child = layout.children[fixed] ?? LEAF;
      const inner = sum(offset, String(offsetOf(layout, fixed)));
      return this.update({ row, layout: child, offset: inner }, u, depth + 1, undo);
    }
    const [child] = layout.children;
    if (child === undefined || !isUniform(layout))
      throw new NotEmitted("EXCEPT of a record by a computed name", step);
    const companion = emitter.companion(layout, step);
    if (companion !== undefined) {
      const inner = sum(offset, child.width === 1 ? companion : `${companion} * ${child.width}`);
      return this.update({ row, layout: child, offset: inner }, u, depth + 1, undo);
    }
    const o = emitter.temporary();
    const number = emitter.indexOf(layout, emitter.ref(step));
    const inner = sum(offset, child.width === 1 ? o : `${o} * ${child.width}`);
    const innerUndo: string[] = [];
    const body = this.update({ row, layout: child, offset: inner }, u, depth + 1, innerUndo);
    const uses = new RegExp(`\\b${o}\\b`);
    undo.push(...innerUndo.filter((line) => !uses.test(line)));
    const own = innerUndo.filter((line) => uses.test(line));
    if (own.length > 0) undo.push(`if (${o} >= 0) { ${own.join(" ")} }`);
    return `${o} = ${number};\nif (${o} >= 0) {\n${body}\n}`;
  }

  /** Binds `@`: where it lies, or kept before if it is read after its cells have begun to be overwritten. */
  private bindOld(cell: Cell, u: IrUpdate): string {
    const { emitter } = this;
    const uses = usesOf(u.value, u.at);
    const isBase = u.value.op === "except" && u.value.base.op === "local" && u.value.base.id === u.at;
    // Sets and what stands in one cell are evaluated before anything is overwritten.
    if (cell.layout.kind !== "spread" || uses === 0 || (isBase && uses === 1)) {
      emitter.bindCell(u.at, cell);
      return "";
    }
    return `${emitter.bindVariable(u.at)} = ${emitter.packed(cell)};\n`;
  }
}
