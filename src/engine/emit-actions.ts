/**
 * Formulas that give variables their values, as loops: the initial predicate and the disjuncts of the next-state relation.
 * As in TLC a formula is gone through from left to right: `x' = e` gives x' its value where it has none yet and is a test
 * where it has; every disjunct, every witness of \E and every element of `x' \in S` is a way of its own.
 */
import type { Emitter } from "./emit.js";
import type { Ir, IrFunction } from "./ir.js";

type Slots = ReadonlySet<number>;

export class ActionEmitter {
  private readonly inside = new Set<IrFunction>();

  constructor(
    private readonly emitter: Emitter,
    private readonly variables: readonly string[],
    /** Which state gets its values: the present one for initial predicates, else the next. */
    private readonly primed: boolean,
  ) {}

  /** Statements that call `emit` once for each way to make the formula true. */
  code(formula: Ir): string {
    return this.steps(formula, new Set(), (done) => this.finish(done));
  }

  private get target(): string {
    return this.primed ? "n" : "s";
  }

  private finish(done: Slots): string {
    const missing = this.variables.filter((_, slot) => !done.has(slot));
    return missing.length === 0 ? `emit(${this.target});` : `R.incomplete(${JSON.stringify(missing)});`;
  }

  private steps(e: Ir, done: Slots, then: (done: Slots) => string): string {
    switch (e.op) {
      case "and":
        return this.all(e.items, 0, done, then);
      case "or":
        return e.items.map((item) => `{ ${this.steps(item, done, then)} }`).join("\n");
      case "bind": {
        if (e.form === "some") return this.emitter.loops(e.binders, () => this.steps(e.body, done, then));
        const found = this.forAll(e, done, then);
        if (found !== undefined) return found;
        break;
      }
      case "named":
        return this.steps(e.body, done, then);
      case "let": {
        const body = this.emitter.bound(e);
        return `{ const v${e.id} = ${this.emitter.boundValue(e)}; ${this.steps(body, done, then)} }`;
      }
      case "if":
        return (
          `if (${this.emitter.test(e.test)}) { ${this.steps(e.then, done, then)} } ` +
          `else { ${this.steps(e.else, done, then)} }`
        );
      case "case": {
        const arms = e.arms.map(({ test, value }) => {
          const body = `{ ${this.steps(value, done, then)} }`;
          return test === undefined ? body : `if (${this.emitter.test(test)}) ${body}`;
        });
        const other = e.arms.some((a) => a.test === undefined);
        return `${arms.join(" else ")}${other ? "" : " else { R.noCase(); }"}`;
      }
      case "prim": {
        const found = this.assignment(e, done, then);
        if (found !== undefined) return found;
        break;
      }
      case "call": {
        const found = this.called(e, done, then);
        if (found !== undefined) return found;
        break;
      }
      default:
        break;
    }
    const test = this.emitter.test(e);
    return test === "true" ? then(done) : `if (${test}) { ${then(done)} }`;
  }

  private all(items: readonly Ir[], from: number, done: Slots, then: (done: Slots) => string): string {
    const item = items[from];
    if (item === undefined) return then(done);
    return this.steps(item, done, (now) => this.all(items, from + 1, now, then));
  }

  /** `x' = e` and `x' \in S` where x' has no value yet. */
  private assignment(
    e: Extract<Ir, { op: "prim" }>,
    done: Slots,
    then: (done: Slots) => string,
  ): string | undefined {
    const [left, right] = e.args;
    if ((e.prim !== "=" && e.prim !== "\\in") || left === undefined || right === undefined) return undefined;
    if (left.op !== "state" || left.primed !== this.primed || done.has(left.slot)) return undefined;
    const cell = `${this.target}[${left.slot}]`;
    const rest = then(new Set([...done, left.slot]));
    const reset = `${cell} = -2;`;
    if (e.prim === "=") return `${cell} = ${this.emitter.ref(right)}; ${rest} ${reset}`;
    return `for (const x of R.elements(${this.emitter.value(right)})) { ${cell} = x; ${rest} } ${reset}`;
  }

  /** `\\A x \\in S : body` is the conjunction of its instances: each choice in one of them is a way of its own. */
  private forAll(
    e: Extract<Ir, { op: "bind" }>,
    done: Slots,
    then: (done: Slots) => string,
  ): string | undefined {
    const [binder, ...more] = e.binders;
    const [id] = binder?.locals ?? [];
    if (e.form !== "all" || binder?.domain === undefined || id === undefined || binder.tuple)
      return undefined;
    if (!this.isEntered(e.body) || this.mayAssign(e.body)) return undefined;
    this.loops += 1;
    const [list, go, i] = ["xs", "go", "i"].map((name) => `${name}${this.loops}`);
    const domain = this.emitter.value(binder.domain);
    const name = this.emitter.bindStrict(id);
    const rest: Ir = more.length === 0 ? e.body : { ...e, binders: more };
    const body = this.steps(rest, done, () => `${go}(${i} + 1);`);
    return (
      `{ const ${list} = [...R.elements(${domain})]; const ${go} = (${i}) => { ` +
      `if (${i} === ${list}.length) { ${then(done)} } else { const ${name} = ${list}[${i}]; ${body} } }; ${go}(0); }`
    );
  }
  private loops = 0;

  /** Whether a formula gives a variable its value somewhere. */
  private mayAssign(e: Ir): boolean {
    switch (e.op) {
      case "prim":
        return (
          (e.prim === "=" || e.prim === "\\in") &&
          e.args[0]?.op === "state" &&
          e.args[0].primed === this.primed
        );
      case "and":
      case "or":
        return e.items.some((item) => this.mayAssign(item));
      case "bind":
      case "named":
      case "let":
        return this.mayAssign(e.body);
      case "if":
        return this.mayAssign(e.then) || this.mayAssign(e.else);
      case "case":
        return e.arms.some((a) => this.mayAssign(a.value));
      case "call": {
        if (this.inside.has(e.fn)) return false;
        this.inside.add(e.fn);
        const found = this.mayAssign(e.fn.body);
        this.inside.delete(e.fn);
        return found;
      }
      default:
        return false;
    }
  }

  /** An operator whose body leaves a choice: its ways are ways of the formula. */
  private called(
    e: Extract<Ir, { op: "call" }>,
    done: Slots,
    then: (done: Slots) => string,
  ): string | undefined {
    const { fn, args } = e;
    if (this.inside.has(fn) || !this.isEntered(fn.body) || args.length !== fn.params.length) return undefined;
    this.inside.add(fn);
    let body: Ir = fn.body;
    for (const [i, id] of [...fn.params.entries()].reverse()) {
      const value = args[i];
      if (value !== undefined) body = { op: "let", id, value, body, at: e.at };
    }
    const code = this.steps(body, done, then);
    this.inside.delete(fn);
    return code;
  }

  /** Whether a formula has to be gone through: it may branch, or give a variable its value. */
  private isEntered(e: Ir): boolean {
    switch (e.op) {
      case "or":
        return true;
      case "bind":
        return e.form === "some" || (e.form === "all" && this.isEntered(e.body));
      case "prim": {
        const [left] = e.args;
        const gives = e.prim === "=" || e.prim === "\\in";
        return gives && left?.op === "state" && left.primed === this.primed;
      }
      case "and":
        return e.items.some((item) => this.isEntered(item));
      case "named":
      case "let":
        return this.isEntered(e.body);
      case "if":
        return this.isEntered(e.then) || this.isEntered(e.else);
      case "case":
        return e.arms.some((a) => this.isEntered(a.value));
      case "call":
        return !this.inside.has(e.fn) && this.isEnteredOnce(e.fn);
      default:
        return false;
    }
  }

  private isEnteredOnce(fn: IrFunction): boolean {
    this.inside.add(fn);
    const entered = this.isEntered(fn.body);
    this.inside.delete(fn);
    return entered;
  }
}
