/** Functions that lie in a row as bits of their entries: how they are written. */
import type { Ir, IrUpdate, LocalId } from "../lower/ir.js";
import { isStrict } from "../lower/strict.js";
import type { Emitter } from "./emit.js";
import { freeLocals, inlined, usesOf } from "./emit-analysis.js";
import { isRecursive } from "./emit-recursion.js";
import type { EntryCell } from "./emit-scope.js";
import { copied } from "./emit-sets.js";
import { extensionOf } from "./layout-entries.js";

type Let = Extract<Ir, { op: "let" }>;

export class EntryWriter {
  /** Whether the code before has laid a function out in the cell. */
  private isChanged = false;

  constructor(
    private readonly emitter: Emitter,
    /** Whether the row is the next state: a copy of the present one. */
    private readonly primed: boolean,
  ) {}

  /**
   * Statements that lay the value of `e` out. What is made of the function that lies there is changed there, one thing
   * after another: nothing that is evaluated reads the cell but as what it is changed from.
   */
  write(cell: EntryCell, e: Ir): string {
    const { emitter } = this;
    if (emitter.isHoistable(e)) return this.put(cell, e);
    switch (e.op) {
      case "named":
        return this.write(cell, e.body);
      case "let":
        return this.writeLet(cell, e);
      case "if": {
        const test = emitter.test(e.test);
        const yes = this.write(cell, e.then);
        return `if (${test}) {\n${yes}\n} else {\n${this.write(cell, e.else)}\n}`;
      }
      case "call":
        return isRecursive(e.fn) || e.args.length !== e.fn.params.length
          ? this.put(cell, e)
          : this.write(
              cell,
              inlined(e, () => emitter.freshLocal()),
            );
      case "except":
        return [this.write(cell, e.base), ...e.updates.map((u) => this.update(cell, u))].join("\n");
      case "bind":
        return this.extension(cell, e) ?? this.put(cell, e);
      case "prim":
        return this.combination(cell, e) ?? this.put(cell, e);
      case "local": {
        const meant = emitter.meant(e);
        return meant === e ? this.taken(cell, e) : this.write(cell, meant);
      }
      default:
        return this.taken(cell, e);
    }
  }

  /** A function that lies somewhere, or any other. */
  private taken({ row, offset, layout }: EntryCell, e: Ir): string {
    const from = this.emitter.entryCell(e);
    if (from?.layout.universe !== layout.universe) return this.put({ row, offset, layout }, e);
    // n is a copy of s, as long as nothing was laid out there.
    const isCopy = this.primed && !this.isChanged;
    const isThere = from.offset === offset && (from.row === row || isCopy);
    return isThere ? "" : copied(from.row, from.offset, row, offset, layout.width);
  }

  private put({ row, offset, layout }: EntryCell, e: Ir): string {
    const { emitter } = this;
    return `R.unpack(${emitter.cells(layout)}, ${emitter.ref(e)}, ${row}, ${offset});`;
  }

  private writeLet(cell: EntryCell, e: Let): string {
    const { emitter } = this;
    const { id, value, body } = e;
    if (emitter.entryCell(value) !== undefined) {
      emitter.bindInstead(id, value);
      return this.write(cell, body);
    }
    const isFunction = value.op === "call" || value.op === "except";
    if (isFunction && usesOf(body, id) > 1 && isStrict(body, id) && changesOnce(body, id)) {
      // It is laid out at once, and changed there.
      const before = this.write(cell, value);
      emitter.bindCell(id, cell);
      const outer = this.isChanged;
      this.isChanged = true;
      const after = this.write(cell, body);
      this.isChanged = outer;
      return `${before}\n${after}`;
    }
    const code = emitter.bindLet(e);
    const rest = this.write(cell, body);
    return code === undefined ? rest : `${emitter.variable(id)} = ${code};\n${rest}`;
  }

  /** One update of EXCEPT: an argument outside the domain changes nothing, as in TLC. */
  private update({ row, offset, layout }: EntryCell, { path, at, value }: IrUpdate): string {
    const { emitter } = this;
    const [argument, ...more] = path;
    if (argument === undefined) throw new Error("an update of EXCEPT without a path");
    const universe = emitter.universe(layout);
    const place = emitter.temporary();
    const find = `${place} = ${universe}.place(${row}, ${offset}, ${emitter.ref(argument)});`;
    const base = more.length === 0 ? at : emitter.freshLocal();
    const old: Ir = { op: "local", id: base, at: value.at };
    const inner: Ir =
      more.length === 0
        ? value
        : { op: "except", base: old, updates: [{ path: more, at, value }], at: value.at };
    const isRead = usesOf(inner, base) > 0;
    const name = emitter.bindVariable(base);
    const read = isRead ? `${name} = ${universe}.valueAt(${row}, ${offset}, ${place});\n` : "";
    const given = emitter.ref(inner);
    return (
      `${find}\nif (${place} !== -1) {\n${read}` +
      `${universe}.replace(${row}, ${offset}, ${place}, ${given});\n}`
    );
  }

  private extension(cell: EntryCell, e: Extract<Ir, { op: "bind" }>): string | undefined {
    const { emitter } = this;
    const found = extensionOf(e);
    if (found === undefined || !emitter.isRef(found.x)) return undefined;
    const { row, offset, layout } = cell;
    const base = this.write(cell, found.f);
    const argument = emitter.ref(found.x);
    emitter.bindInstead(found.k, found.x);
    const value = emitter.ref(found.value);
    return `${base}\n${emitter.universe(layout)}.extend(${row}, ${offset}, ${argument}, ${value});`;
  }

  private combination(cell: EntryCell, e: Extract<Ir, { op: "prim" }>): string | undefined {
    const { emitter } = this;
    const { row, offset, layout } = cell;
    const [f, g] = e.prim === "TLC.@@" ? e.args : [];
    if (f === undefined || g === undefined) return undefined;
    const base = this.write(cell, f);
    const universe = emitter.universe(layout);
    const [x, value] = g.op === "prim" && g.prim === "TLC.:>" && !emitter.isHoistable(g) ? g.args : [];
    const code =
      x === undefined || value === undefined
        ? `combine(${row}, ${offset}, ${emitter.ref(g)})`
        : `extendNew(${row}, ${offset}, ${emitter.ref(x)}, ${emitter.ref(value)})`;
    return `${base}\n${universe}.${code};`;
  }
}

/** Whether a local is not read any more once the function that it stands for has been changed. */
function changesOnce(e: Ir, id: LocalId): boolean {
  if (!freeLocals(e).includes(id)) return true;
  const isIt = (f: Ir | undefined): boolean => f?.op === "local" && f.id === id;
  switch (e.op) {
    case "local":
      return true;
    case "named":
      return changesOnce(e.body, id);
    case "if":
      return changesOnce(e.then, id) && changesOnce(e.else, id);
    case "except":
      return isIt(e.base) && e.updates.length === 1;
    case "bind":
      return isIt(extensionOf(e)?.f);
    case "prim":
      return e.prim === "TLC.@@" && isIt(e.args[0]);
    default:
      return false;
  }
}
