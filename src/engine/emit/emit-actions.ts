/**
 * Formulas that give variables their values, as loops: the initial predicate and the disjuncts of the next-state relation.
 * As in TLC a formula is gone through from left to right: `x' = e` gives x' its value where it has none yet and is a test
 * where it has; every disjunct, every witness of \E and every element of `x' \in S` is a way of its own.
 *
 * The next state `n` is a copy of `s` in which only what has been given differs: UNCHANGED costs nothing, and each way
 * puts back what it wrote. Which variables have a value is known wherever code is written. What follows a formula with
 * several ways is written once, as a function of its own, if it is long.
 */

import type { Ir, LocalId } from "../lower/ir.js";
import { LAST_TOUCHED } from "../model.js";
import type { Emitter } from "./emit.js";
import { inlined, renamed } from "./emit-analysis.js";
import { CellWriter } from "./emit-cells.js";
import { namesFromOutside } from "./emit-code.js";
import { LoopHeads } from "./emit-head.js";
import { HeldVariables } from "./emit-held.js";
import { isRecursive, Keyed, keyOf, Recursions, type Slots, type Then } from "./emit-recursion.js";
import { type Cell, NotEmitted } from "./emit-scope.js";
import { FormulaShapes } from "./emit-shapes.js";
import { countedWays, isOfState, mayRepeat, withinDomain } from "./emit-ways.js";
import { LEAF } from "./layout.js";

/** Longer code is not written twice. */
const LONG = 160;

/** Longer disjuncts have functions of their own. */
const LONG_BRANCH = 400;

export type Mode = "initial" | "next" | "enabled";

export class ActionEmitter {
  private readonly cells: CellWriter;
  private readonly shapes: FormulaShapes;
  private readonly recursions: Recursions;
  private readonly held: HeldVariables;
  private readonly heads: LoopHeads;
  private names = 0;

  constructor(
    private readonly emitter: Emitter,
    private readonly mode: Mode,
    /** How many variables beside the model's the next state has: those of instantiated modules, under ENABLED. */
    private readonly ghosts = 0,
  ) {
    this.cells = new CellWriter(emitter, mode !== "initial");
    this.shapes = new FormulaShapes(mode !== "initial");
    this.held = new HeldVariables(emitter.text, (slot) => this.cells.restore(this.cellOf(slot)));
    this.heads = new LoopHeads(emitter);
    this.recursions = new Recursions(emitter, {
      steps: (e, done, then) => this.steps(e, done, then),
      call: (code) => this.call(code),
      fresh: (letter) => this.fresh(letter),
    });
  }

  /** Statements that call `emit` once for each way to make the formula true; for ENABLED, that return true. */
  code(formula: Ir, given: Slots = new Set()): string {
    const { emitter } = this;
    const outer = emitter.missing;
    const code = emitter.scoped(() => this.steps(formula, given, (done) => this.finish(done)));
    emitter.missing = outer;
    const told = (text: string): string => text.replace(/, WRITTEN(\d+)\)/g, this.isTangled ? ")" : ", $1)");
    for (const text of this.branches.splice(0)) emitter.text.add(told(text));
    return told(code);
  }

  private get primed(): boolean {
    return this.mode !== "initial";
  }

  private get row(): "s" | "n" {
    return this.primed ? "n" : "s";
  }

  private finish(done: Slots): string {
    if (this.finishWith !== undefined) return this.finishWith(done);
    if (this.mode === "enabled") return "return true;";
    const missing = this.emitter.context.variables.filter((_, slot) => !done.has(slot));
    if (missing.length > 0) return `R.incomplete(${JSON.stringify(missing)});`;
    return this.primed ? `emit(n${this.touched()});` : "emit(s);";
  }

  /** The variables that were written on the way to where code is written, if all that are can be told. */
  private touched(): string {
    const slots = [...this.written];
    if (this.isTangled || slots.some((slot) => slot > LAST_TOUCHED)) return "";
    return `, WRITTEN${slots.reduce((bits, slot) => bits | (1 << slot), 0)}`;
  }

  /** What follows once a variable was written. */
  private after(slot: number, done: Slots, then: Then): string {
    if (this.written.has(slot)) return then(done);
    this.written.add(slot);
    const code = then(done);
    this.written.delete(slot);
    return code;
  }

  /** Tells apart what code is written for: variables with a value, and variables that were written. */
  private keyOf(done: Slots): string {
    return `${keyOf(done)} ${keyOf(this.written)}`;
  }

  /** A call of a function that goes on: a way that ends the search ends it for its callers. */
  private call(code: string): string {
    return this.mode === "enabled" ? `if (${code}) return true;` : `${code};`;
  }

  private fresh(letter: string): string {
    this.names += 1;
    return `${letter}${this.names}_`;
  }

  /** Notes which variables have a value for the code that is written from here on. */
  private at(done: Slots): void {
    const all = this.without(done);
    this.emitter.missing = this.primed ? { s: this.absent, n: all } : { s: all, n: new Set() };
  }

  private steps(e: Ir, done: Slots, then: Then): string {
    const { emitter } = this;
    this.at(done);
    const head = this.heads.leave();
    const counted = this.counted(e, done, then);
    if (counted !== undefined) return counted;
    switch (e.op) {
      case "and":
        this.heads.enter(head);
        return this.conjunction(e.items, done, then);
      case "or":
        return this.shared(e, then, (next) =>
          e.items.map((item) => this.branch(item, done, next)).join("\n"),
        );
      case "bind": {
        if (e.form === "some") {
          this.heads.enter(head);
          return this.shared(e, then, (next) => this.loop(e, done, next));
        }
        const found = this.forAll(e, done, then);
        if (found !== undefined) return found;
        break;
      }
      case "named":
        this.heads.enter(head);
        return this.steps(e.body, done, then);
      case "let": {
        this.shapes.given.set(e.id, e.value);
        const declaration = emitter.declareLet(e);
        if (declaration === undefined) this.heads.enter(head);
        const body = this.steps(e.body, done, then);
        return declaration === undefined ? body : `{\n${declaration}\n${body}\n}`;
      }
      case "if": {
        if (!this.shapes.isEntered(e)) break;
        const test = emitter.test(e.test);
        return this.shared(e, then, (next) => {
          const yes = this.steps(e.then, done, next);
          return `if (${test}) {\n${yes}\n} else {\n${this.steps(e.else, done, next)}\n}`;
        });
      }
      case "case":
        if (!this.shapes.isEntered(e)) break;
        return this.shared(e, then, (next) => this.cases(e, done, next));
      case "prim": {
        const implied = this.shapes.implied(e);
        if (implied !== undefined) {
          this.heads.enter(head);
          return this.steps(implied, done, then);
        }
        const found = this.assignment(e, done, then) ?? this.applied(e, done, then);
        if (found !== undefined) return found;
        break;
      }
      case "call": {
        this.heads.enter(head);
        const found = this.called(e, done, then);
        if (found !== undefined) return found;
        break;
      }
      case "local": {
        const value = this.shapes.entered(e.id);
        if (value === undefined) break;
        this.heads.enter(head);
        return this.steps(value, done, then);
      }
      case "compose":
        return this.composed(e, done, then);
      default:
        break;
    }
    this.heads.enter(head);
    return this.tested(e, done, then);
  }

  private loop(e: Extract<Ir, { op: "bind" }>, done: Slots, then: Then): string {
    const { binders } = this.emitter;
    const isPlain = this.mode === "next" && this.finishWith === undefined && this.absent.size === 0;
    const body = (): string => this.steps(e.body, done, then);
    const loop = (inside: () => string): string => binders.loops(e.binders, e, inside);
    return isPlain ? this.heads.around(e, body, loop) : loop(body);
  }

  /** A disjunct. If it is long it becomes a function, where that needs nothing but values: short ones run faster. */
  private branch(item: Ir, done: Slots, then: Then): string {
    const { emitter } = this;
    const code = emitter.scoped(() => this.steps(item, done, then));
    const isPlain = this.mode === "next" && this.finishWith === undefined && code.length > LONG_BRANCH;
    const params = isPlain ? namesFromOutside(code) : undefined;
    if (params === undefined) return `{\n${code}\n}`;
    const wanted = item.op === "named" ? item.name : item.op === "call" ? item.fn.name : "branch";
    const name = emitter.text.name(wanted);
    const given = ["s", "n", "emit", ...params].join(", ");
    this.branches.push(`${emitter.stepRemark(item)}function ${name}(${given}) {\n${code}\n}`);
    return `${name}(${given});`;
  }

  /** Functions for disjuncts, to be added to the program. */
  private readonly branches: string[] = [];

  private conjunction(items: readonly Ir[], done: Slots, then: Then): string {
    const write = (): string => this.all(items, 0, done, then);
    const goesOn = this.mode === "next" && this.finishWith === undefined && this.absent.size === 0;
    return goesOn && !this.isTangled ? this.held.around(items, done, write) : write();
  }

  private all(items: readonly Ir[], from: number, done: Slots, then: Then): string {
    const item = items[from];
    if (item === undefined) return then(done);
    if (from > 0 && this.isEvaluatedAfter(item, done))
      return this.tested(item, done, (now) => this.all(items, from + 1, now, then));
    return this.steps(item, done, (now) => this.all(items, from + 1, now, then));
  }

  /** Once all variables have their values, TLC evaluates what follows instead of going through it. */
  private isEvaluatedAfter(item: Ir, done: Slots): boolean {
    return (
      this.mode !== "enabled" && item.op !== "compose" && done.size === this.emitter.context.variables.length
    );
  }

  private tested(e: Ir, done: Slots, then: Then): string {
    this.at(done);
    const test = this.emitter.test(e);
    if (test === "true" || this.heads.isBefore(e, test)) return then(done);
    this.heads.leave();
    return `if (${test}) {\n${then(done)}\n}`;
  }

  private cases(e: Extract<Ir, { op: "case" }>, done: Slots, then: Then): string {
    const arms = e.arms.map(({ test, value }) => {
      this.at(done);
      const guard = test === undefined ? undefined : this.emitter.test(test);
      const body = `{\n${this.steps(value, done, then)}\n}`;
      return guard === undefined ? body : `if (${guard}) ${body}`;
    });
    const other = e.arms.some((a) => a.test === undefined);
    return `${arms.join(" else ")}${other ? "" : " else { R.noCase(); }"}`;
  }

  /** Code in which `then` may be written several times: if that is long, it becomes a function. */
  private shared(e: Ir, then: Then, write: (then: Then) => string): string {
    if (!mayRepeat(e)) return write(then);
    const written = new Map<string, string>();
    const before: string[] = [];
    const once: Then = (done) => {
      const key = this.keyOf(done);
      const known = written.get(key);
      if (known !== undefined) return known;
      this.heads.leave();
      const missing = this.emitter.missing;
      const code = this.emitter.scoped(() => then(done));
      this.emitter.missing = missing;
      let use = code;
      if (code.length > LONG) {
        const name = this.fresh("go");
        before.push(`const ${name} = () => {\n${code}\n};`);
        use = this.call(`${name}()`);
      }
      written.set(key, use);
      return use;
    };
    const code = write(once);
    return before.length === 0 ? code : `${before.join("\n")}\n${code}`;
  }

  // ------------------------------------------------------------------------------------------------ assignments

  /** `x' = e` and `x' \in S` where x' has no value yet. */
  private assignment(e: Extract<Ir, { op: "prim" }>, done: Slots, then: Then): string | undefined {
    const { emitter } = this;
    const [left, right] = e.args;
    if ((e.prim !== "=" && e.prim !== "\\in") || left === undefined || right === undefined) return undefined;
    if (left.op !== "state" || left.primed !== this.primed || done.has(left.slot)) return undefined;
    const { slot } = left;
    const now = new Set([...done, slot]);
    const isSame = this.primed && right.op === "state" && !right.primed && right.slot === slot;
    if (e.prim === "=" && isSame && !this.absent.has(slot)) return then(now);
    const cell = this.cellOf(slot);
    if (e.prim === "=") {
      const undo: string[] = [];
      const write = this.cells.write(cell, right, undo);
      const once = this.held.once(e, write);
      if (once !== undefined) return `${once}\n${this.after(slot, now, then)}`;
      const rest = this.after(slot, now, then);
      return this.primed ? `${write}\n${rest}\n${undo.join(" ")}` : `${write}\n${rest}`;
    }
    const x = this.fresh("x");
    const set = emitter.value(right);
    const list = emitter.isRef(right) ? `R.listOf(${set})` : `R.elements(${set})`;
    const put = this.cells.put(cell, x);
    const undo = this.primed ? `\n${this.cells.restore(cell)}` : "";
    return `for (const ${x} of ${list}) {\n${put}\n${this.after(slot, now, then)}\n}${undo}`;
  }

  private cellOf(slot: number): Cell {
    const layout = this.emitter.context.layouts[slot] ?? LEAF;
    return { row: this.row, layout, offset: String(this.emitter.baseOf(slot)) };
  }

  // ---------------------------------------------------------------------------------------------- other formulas

  /** `\\A x \\in S : body` is the conjunction of its instances: each choice in one of them is a way of its own. */
  private forAll(e: Extract<Ir, { op: "bind" }>, done: Slots, then: Then): string | undefined {
    const { emitter } = this;
    const [binder, ...more] = e.binders;
    const [id] = binder?.locals ?? [];
    if (e.form !== "all" || binder?.domain === undefined || id === undefined || binder.tuple)
      return undefined;
    if (!this.shapes.isEntered(e.body)) return undefined;
    const list = this.fresh("xs");
    const domain = emitter.value(binder.domain);
    const rest: Ir = more.length === 0 ? e.body : { ...e, binders: more };
    const instances = `const ${list} = R.listOf(${domain});\n`;
    if (!this.shapes.mayAssign(e.body)) return instances + this.instances(rest, id, list, 0, done, then);
    // The first instance may give variables their values, which are tests for the others.
    const local = emitter.freshLocal();
    const first = renamed(rest, new Map([[id, local]]), () => emitter.freshLocal());
    const none = then(done);
    const name = emitter.bindElement(local);
    const code = this.steps(first, done, (now) => this.instances(rest, id, list, 1, now, then));
    return `${instances}if (${list}.length === 0) {\n${none}\n} else {\nconst ${name} = ${list}[0];\n${code}\n}`;
  }

  /** The instances from one on: each calls the next where it holds; one function for each set of variables with values. */
  private instances(rest: Ir, id: LocalId, list: string, from: number, done: Slots, then: Then): string {
    const { emitter } = this;
    const names = new Map<string, string>();
    const functions: string[] = [];
    const goOn = (now: Slots): string => {
      const key = this.keyOf(now);
      const known = names.get(key);
      if (known !== undefined) return known;
      const [go, i, local] = [this.fresh("go"), this.fresh("at"), emitter.freshLocal()];
      names.set(key, go);
      const instance = renamed(rest, new Map([[id, local]]), () => emitter.freshLocal());
      const name = emitter.bindElement(local);
      const body = emitter.scoped(() =>
        this.steps(instance, now, (after) => this.call(`${goOn(after)}(${i} + 1)`)),
      );
      const end = emitter.scoped(() => then(now));
      functions.push(
        `const ${go} = (${i}) => {\nif (${i} === ${list}.length) {\n${end}\n} else {\n` +
          `const ${name} = ${list}[${i}];\n${body}\n}\n};`,
      );
      return go;
    };
    const first = goOn(done);
    return `${functions.join("\n")}\n${this.call(`${first}(${from})`)}`;
  }

  /** An operator whose body leaves a choice: its ways are ways of the formula. */
  private called(e: Extract<Ir, { op: "call" }>, done: Slots, then: Then): string | undefined {
    const { emitter } = this;
    const { fn, args } = e;
    if (!this.shapes.isEntered(e) || args.length !== fn.params.length) return undefined;
    if (isRecursive(fn)) {
      this.heads.leave();
      this.isTangled = true;
      return this.recursions.code(e, done, then);
    }
    // Written into the formula, perhaps several times: with locals of its own each time.
    return this.steps(
      inlined(e, () => emitter.freshLocal()),
      done,
      then,
    );
  }

  private applied(e: Extract<Ir, { op: "prim" }>, done: Slots, then: Then): string | undefined {
    const { emitter } = this;
    const [f, x] = e.args;
    if (f === undefined || x === undefined || !this.shapes.isApplied(e)) return undefined;
    const onward = (): string => emitter.scoped(() => then(done));
    const inside = f.op === "local" ? this.shapes.recursive.get(f.id) : undefined;
    if (inside !== undefined) return this.call(`${inside}(${emitter.ref(x)}, () => {\n${onward()}\n})`);
    const named = this.shapes.namedFunction(f);
    if (named === undefined) return undefined;
    if (named.self === undefined && this.shapes.mayAssign(named.body)) {
      const local = emitter.freshLocal();
      const argument = emitter.ref(x);
      const parameter = emitter.bindElement(local);
      const guard = withinDomain(emitter, f, named, local, parameter);
      const inner = renamed(named.body, new Map([[named.argument, local]]), () => emitter.freshLocal());
      return `{\nconst ${parameter} = ${argument};\n${guard}${this.steps(inner, done, then)}\n}`;
    }
    this.isTangled = true;
    const [name, go] = [this.fresh("applied"), this.fresh("go")];
    const argument = emitter.ref(x);
    const [self, local] = [emitter.freshLocal(), emitter.freshLocal()];
    const ids = new Map([[named.argument, local]]);
    if (named.self !== undefined) ids.set(named.self, self);
    this.shapes.recursive.set(self, name);
    emitter.bindInstead(self, f);
    const parameter = emitter.bindElement(local);
    const body = emitter.scoped(() => {
      const outside = withinDomain(emitter, f, named, local, parameter);
      const inner = renamed(named.body, ids, () => emitter.freshLocal());
      return outside + this.steps(inner, done, () => this.call(`${go}()`));
    });
    return (
      `const ${name} = (${parameter}, ${go}) => {\n${body}\n};\n` +
      this.call(`${name}(${argument}, () => {\n${onward()}\n})`)
    );
  }

  /** A condition on the state that holds in several ways. */
  private counted(e: Ir, done: Slots, then: Then): string | undefined {
    const { emitter, mode, shapes } = this;
    if (mode !== "next" || this.finishWith !== undefined || this.absent.size > 0) return undefined;
    if (shapes.recursive.size > 0 || !isOfState(e) || !shapes.isEntered(e)) return undefined;
    const count = (formula: Ir, way: string): string => {
      const counter = new ActionEmitter(emitter, mode);
      for (const [id, value] of shapes.given) counter.shapes.given.set(id, value);
      counter.finishWith = () => way;
      return counter.code(formula, done);
    };
    const fresh = (letter: string): string => this.fresh(letter);
    return countedWays(emitter, e, { count, fresh }, () => then(done));
  }

  /**
   * `A \cdot B`: a step of A to a state of its own, from there one of B. As in TLC, what has a value already has it in the
   * state between, too; and that one need not be complete, if B does not ask for what has no value.
   */
  private composed(e: Compose, done: Slots, then: Then): string {
    const { emitter, mode } = this;
    if (!this.primed) throw new NotEmitted("\\cdot in an initial predicate", e);
    this.isTangled = true;
    const { params, width } = surroundings(emitter, e);
    const [seconds, ends] = [
      new Keyed(() => emitter.text.name("second")),
      new Keyed(() => this.fresh("end")),
    ];
    const first = new ActionEmitter(emitter, mode);
    // TLC counts the states between of the outermost one only.
    const counted = mode === "next" && this.finishWith === undefined ? "R.between(); " : "";
    first.finishWith = (now) => `${counted}${this.call(`${seconds.of(now)}(n, out, go${params})`)}`;
    const firstName = emitter.text.name("first");
    const otherwise = mode === "enabled" ? "\nreturn false;" : "";
    const firstCode = first.code(e.first, done);
    emitter.text.add(
      `function ${firstName}(s, out, go${params}) {\nconst n = new Int32Array(s);\n${firstCode}${otherwise}\n}`,
    );
    for (const [name, between] of seconds.all) {
      const second = new ActionEmitter(emitter, mode);
      second.absent = this.without(between);
      second.finishWith = (after) => this.call(`go.${ends.of(after)}()`);
      const code = `${this.takenOver(done)}\n${second.code(e.second, done)}`;
      emitter.text.add(`function ${name}(s, n, go${params}) {\n${code}${otherwise}\n}`);
    }
    const go = [...ends.all].map(([name, now]) => {
      const onward = emitter.scoped(() => then(now));
      return `${name}: () => {\n${onward}${otherwise}\n},`;
    });
    const before = this.fresh("before");
    this.at(done);
    return (
      `const ${before} = new Int32Array(n);\n` +
      `${this.call(`${firstName}(s, n, {\n${go.join("\n")}\n}${params})`)}\n` +
      `R.copy(${before}, 0, n, 0, ${width});`
    );
  }

  /** Takes the variables without a value over from the state. */
  private takenOver(done: Slots): string {
    const { context, bases } = this.emitter;
    const copies = [...this.without(done)].map(
      (slot) => `R.copy(s, ${bases[slot]}, n, ${bases[slot]}, ${context.layouts[slot]?.width});`,
    );
    return copies.join("\n");
  }

  private without(slots: Slots): Slots {
    const all = Array.from(
      { length: this.emitter.context.variables.length + this.ghosts },
      (_, slot) => slot,
    );
    return new Set(all.filter((slot) => !slots.has(slot)));
  }

  private readonly written = new Set<number>();
  /** Whether code is written in another order than it runs, so that `written` does not tell. */
  private isTangled = false;
  /** What is done with each way instead of giving it away. */
  finishWith: Then | undefined;
  /** Variables that have no value in the state from which the step is taken. */
  private absent: Slots = new Set();
}

export type Compose = Extract<Ir, { op: "compose" }>;

/** What code of its own needs to be given besides rows; and how wide these are. */
export function surroundings(emitter: Emitter, e: Ir): { readonly params: string; readonly width: number } {
  const names = emitter
    .needed(e)
    .split(", ")
    .filter((name) => name !== "s" && name !== "n" && name !== "");
  return { params: names.map((name) => `, ${name}`).join(""), width: emitter.width };
}
