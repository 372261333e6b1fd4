/** Which variables, fields and parameters are numbers or sequences, as far as the text tells: a least fixed point. */
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { kindsOfInput } from "./inputs.js";
import { nameOf, type Reader, type Step, stripParens } from "./steps.js";

export type Sort = "number" | "sequence" | "other";

export class Sorts {
  private readonly found = new Map<string, Sort>();

  constructor(private readonly reader: Reader) {
    for (let before = -1; before !== this.found.size; ) {
      before = this.found.size;
      this.round();
    }
  }

  variable(name: string): Sort {
    return this.found.get(`v ${name}`) ?? "other";
  }

  field(tag: string, name: string): Sort {
    return this.found.get(`f ${tag} ${name}`) ?? "other";
  }

  private round(): void {
    const { reader } = this;
    for (const v of reader.protocol.slice) this.note(`v ${v.name}`, this.of(v.initial, undefined));
    for (const step of reader.steps) {
      for (const u of step.updates) this.note(`v ${u.variable}`, this.of(u.value, step));
      for (const s of step.sends)
        for (const [field, value] of s.fields) this.note(`f ${s.tag} ${field}`, this.of(value, step));
    }
  }

  private note(key: string, sort: Sort): void {
    if (sort !== "other" && !this.found.has(key)) this.found.set(key, sort);
  }

  of(e: Expr, step: Step | undefined): Sort {
    const bare = stripParens(e);
    switch (bare.kind) {
      case "Number":
        return "number";
      case "Tuple":
        return bare.items.length === 0 ? "sequence" : "other";
      case "Infix":
        return this.ofInfix(canonicalOp(bare.op), bare.left, step);
      case "Prefix":
        return bare.op === "-" ? "number" : "other";
      case "If": {
        const then = this.of(bare.then, step);
        return then === "other" ? this.of(bare.else, step) : then;
      }
      case "Except":
        return this.of(bare.base, step);
      case "Field":
        return this.ofField(bare, step);
      case "Apply":
        return this.ofApply(bare, step);
      default:
        return "other";
    }
  }

  private ofInfix(op: string, left: Expr, step: Step | undefined): Sort {
    if (["+", "-", "*", "%", "\\div", "^"].includes(op)) return "number";
    if (op === "\\circ") return "sequence";
    return op === "\\cup" ? this.of(left, step) : "other";
  }

  private ofField(e: Extract<Expr, { kind: "Field" }>, step: Step | undefined): Sort {
    const variable = this.reader.variable(e);
    if (variable !== undefined) return this.variable(variable);
    const input = step?.inputs.find((i) => i.name === nameOf(e.record));
    if (step === undefined || input === undefined) return "other";
    const sorts = new Set(
      kindsOfInput(this.reader, step, input)
        .filter((k) => k.fields.includes(e.name.text))
        .map((k) => this.field(k.tag, e.name.text)),
    );
    const [only, ...more] = sorts;
    return only !== undefined && more.length === 0 ? only : "other";
  }

  private ofApply(e: Extract<Expr, { kind: "Apply" }>, step: Step | undefined): Sort {
    if (["Len", "Cardinality"].includes(e.name)) return "number";
    if (["Append", "SubSeq", "Tail"].includes(e.name)) return "sequence";
    const param = step?.action.params.find((p) => p.name === e.name);
    if (param !== undefined) return this.isNumbers(param.domain) ? "number" : "other";
    const unfolded = this.reader.unfold(e);
    return unfolded === undefined ? "other" : this.of(unfolded, step);
  }

  /** Is it a set of numbers: an interval, `Nat`, or such without some of its elements? */
  private isNumbers(domain: Expr): boolean {
    const e = this.reader.unfolded(domain);
    if (e.kind === "Infix") {
      const op = canonicalOp(e.op);
      return op === ".." || ((op === "\\" || op === "\\cup") && this.isNumbers(e.left));
    }
    if (e.kind === "SetFilter") return e.bound.domain !== undefined && this.isNumbers(e.bound.domain);
    if (e.kind === "Set") return e.items.length > 0 && e.items.every((i) => stripParens(i).kind === "Number");
    return ["Nat", "Int"].includes(nameOf(e) ?? "");
  }
}
