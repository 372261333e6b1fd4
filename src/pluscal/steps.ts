/**
 * The steps of an algorithm: for each label the words that its action must have, in the translator's order, and the
 * labels to which it goes.
 *
 *     a: x := y + 1; if z then goto b end if;     →     a: x = y + 1 IF z THEN ELSE        goes to b and what follows
 */
import { unreachable } from "../report/diagnostic.js";
import type { Algorithm, Procedure, Statement, Target, Tokens, VariableDeclaration } from "./ast.js";
import { replace } from "./expand.js";
import { isJoined, labelsOf, parts } from "./labels.js";
import type { Words } from "./normal.js";
import { defaultValue } from "./parse.js";

export interface Step {
  readonly label: string;
  readonly offset: number;
  /** Not yet normalised. */
  readonly words: Words;
  readonly targets: ReadonlySet<string>;
}

/** Whose statements they are. */
export interface Owner {
  readonly name: string | undefined;
  readonly kind: "main" | "process" | "procedure";
  /** The identifier of a single process, which stands for `self` in its statements. */
  readonly id: Tokens | undefined;
}

/** `body` has all its labels and no macro calls. `entries`: the first label of each procedure. */
export function stepsOf(
  body: readonly Statement[],
  owner: Owner,
  algorithm: Algorithm,
  entries: ReadonlyMap<string, string>,
): readonly Step[] {
  return new Emitter(owner, algorithm, entries).run(body);
}

interface Pending {
  readonly label: string;
  readonly list: readonly Statement[];
  readonly after: string;
}

class Emitter {
  private readonly queue: Pending[] = [];
  private words: string[] = [];
  private targets = new Set<string>();
  private readonly owner: Owner;
  private readonly algorithm: Algorithm;
  private readonly entries: ReadonlyMap<string, string>;

  constructor(owner: Owner, algorithm: Algorithm, entries: ReadonlyMap<string, string>) {
    this.owner = owner;
    this.algorithm = algorithm;
    this.entries = entries;
  }

  run(body: readonly Statement[]): readonly Step[] {
    const first = body[0];
    if (first?.label === undefined) return [];
    const after = this.owner.kind === "procedure" ? "Error" : "Done";
    this.queue.push({ label: first.label, list: body, after });
    const steps: Step[] = [];
    for (let pending = this.queue.shift(); pending !== undefined; pending = this.queue.shift()) {
      this.words = [];
      this.targets = new Set();
      this.sequence(pending.list, pending.after, true);
      const offset = pending.list[0]?.offset ?? 0;
      steps.push({ label: pending.label, offset, words: this.words, targets: this.targets });
    }
    return steps;
  }

  private put(...words: readonly string[]): void {
    this.words.push(...words);
  }
  private expr(tokens: Tokens): void {
    const { id } = this.owner;
    const own = id === undefined ? tokens : replace(tokens, new Map([["self", id]]));
    for (const token of own) this.words.push(token.text);
  }

  /** `entered`: the first statement's label is the step's own. */
  private sequence(list: readonly Statement[], after: string, entered: boolean): void {
    for (const [i, s] of list.entries()) {
      if (s.label !== undefined && !(entered && i === 0)) {
        this.targets.add(s.label);
        this.queue.push({ label: s.label, list: list.slice(i), after });
        return;
      }
      const rest = list.slice(i + 1);
      const next = rest[0]?.label ?? after;
      if (s.kind === "while") {
        this.loop(s, rest, after);
        return;
      }
      if (s.kind === "call") {
        this.call(s, rest[0], next);
        const later = isJoined(rest[0]) ? rest.slice(1) : rest;
        this.later(later, after);
        return;
      }
      if (s.kind === "return" || s.kind === "goto") {
        if (s.kind === "return") this.leave();
        else this.targets.add(s.to);
        this.later(rest, after);
        return;
      }
      if (leaves(s)) {
        this.simple(s, next);
        this.later(rest, after);
        return;
      }
      this.simple(s, undefined);
    }
    this.targets.add(after);
  }

  /** Statements that are no part of this step: the first of them begins one. */
  private later(list: readonly Statement[], after: string): void {
    const label = list[0]?.label;
    if (label !== undefined) this.queue.push({ label, list, after });
  }

  private inner(list: readonly Statement[], next: string | undefined): void {
    if (next !== undefined) {
      this.sequence(list, next, false);
      return;
    }
    for (const s of list) this.simple(s, undefined);
  }

  /** `next`: where branches go that end; undefined when the step goes on after the statement. */
  private simple(s: Statement, next: string | undefined): void {
    switch (s.kind) {
      case "assign":
        this.assign(s.targets);
        return;
      case "await":
        this.put("/\\");
        this.expr(s.condition);
        return;
      case "print":
        this.put("/\\", "PrintT", "(");
        this.expr(s.value);
        this.put(")");
        return;
      case "assert":
        this.put("/\\", "Assert", "(");
        this.expr(s.value);
        this.put(",", '"Failure of assertion at "', ")");
        return;
      case "if":
        this.put("/\\", "IF");
        this.expr(s.test);
        this.put("THEN");
        this.inner(s.yes, next);
        this.put("ELSE");
        this.inner(s.no, next);
        return;
      case "either":
        this.put("/\\");
        for (const clause of s.clauses) {
          this.put("\\/");
          this.inner(clause, next);
        }
        return;
      case "with":
        this.put("/\\", ...(s.op === "=" ? ["LET", s.variable, "=="] : ["\\E", s.variable, "\\in"]));
        this.expr(s.value);
        this.put(s.op === "=" ? "IN" : ":");
        this.inner(s.body, next);
        return;
      case "skip":
      case "macro":
      case "return":
      case "goto":
      case "call":
      case "while":
        return;
      default:
        unreachable(s);
    }
  }

  private loop(s: Statement & { readonly kind: "while" }, rest: readonly Statement[], after: string): void {
    const test = s.test.filter((token) => token.text !== "(" && token.text !== ")");
    const endless = test.length === 1 && test[0]?.text === "TRUE";
    const again = s.label ?? after;
    if (endless) {
      this.sequence(s.body, again, false);
      this.later(rest, after);
      return;
    }
    this.put("/\\", "IF");
    this.expr(s.test);
    this.put("THEN");
    this.sequence(s.body, again, false);
    this.put("ELSE");
    this.sequence(rest, after, false);
  }

  /** Assignments side by side are sorted by variable; those to one variable become one `EXCEPT`. */
  private assign(targets: readonly Target[]): void {
    const byVariable = new Map<string, Target[]>();
    for (const t of targets) {
      const list = byVariable.get(t.variable.text);
      if (list === undefined) byVariable.set(t.variable.text, [t]);
      else list.push(t);
    }
    const names = [...byVariable.keys()].sort();
    for (const name of names) {
      const list = byVariable.get(name) ?? [];
      this.put("/\\", name, "'", "=");
      if (list.length === 1 && list[0]?.path.length === 0) {
        const value = list[0].value;
        this.expr(value);
        continue;
      }
      this.put("[", name, "EXCEPT");
      for (const [i, t] of list.entries()) {
        if (i > 0) this.put(",");
        this.put("!");
        this.expr(t.path);
        this.put("=");
        this.expr(t.value);
      }
      this.put("]");
    }
  }

  private set(name: string, value: Words): void {
    this.put("/\\", name, "'", "=", ...value);
  }

  private value(v: VariableDeclaration): Words {
    return (v.value?.tokens ?? defaultValue).map((token) => token.text);
  }

  private call(s: Statement & { readonly kind: "call" }, after: Statement | undefined, next: string): void {
    const to = this.algorithm.procedures.find((p) => p.name === s.to);
    if (to === undefined) return;
    const joined = isJoined(after);
    const returns = joined && after?.kind === "return";
    const from = this.algorithm.procedures.find((p) => p.name === this.owner.name);
    const back = joined && after?.kind === "goto" ? after.to : next;
    const sets: (readonly [string, Words])[] = [];
    if (returns && from !== undefined && from !== to) {
      for (const v of from.variables) sets.push([v.name, ["Head", "stack", ".", v.name]]);
    }
    if (!returns) sets.push(["stack", frame(to, [`"${back}"`], ["stack"])]);
    else if (from !== to) {
      sets.push(["stack", frame(to, ["Head", "stack", ".", "pc"], ["Tail", "stack"])]);
    }
    for (const [i, v] of to.params.entries()) {
      const value = (s.args[i] ?? []).map((token) => token.text);
      // In parentheses lest another variable of this name, renamed in the translation, look unchanged.
      sets.push([v.name, from === to ? value : ["(", ...value, ")"]]);
    }
    for (const [name, value] of sets.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) this.set(name, value);
    for (const v of to.variables) this.set(v.name, this.value(v));
    this.targets.add(this.entries.get(to.name) ?? "");
  }

  private leave(): void {
    const from = this.algorithm.procedures.find((p) => p.name === this.owner.name);
    if (from === undefined) return;
    this.set("pc", ["Head", "stack", ".", "pc"]);
    for (const v of [...from.variables, ...from.params]) this.set(v.name, ["Head", "stack", ".", v.name]);
    this.set("stack", ["Tail", "stack"]);
  }
}

/** What a call puts on the stack. */
function frame(to: Procedure, back: Words, below: Words): Words {
  const saved = [...to.variables, ...to.params].flatMap((v) => [",", v.name, "|->", v.name]);
  return [
    "<<",
    "[",
    "procedure",
    "|->",
    `"${to.name}"`,
    ",",
    "pc",
    "|->",
    ...back,
    ...saved,
    "]",
    ">>",
    "\\o",
    ...below,
  ];
}

/** A statement after which the step does not simply go on: there is a label, a call, a return or a goto in it. */
function leaves(s: Statement): boolean {
  return parts(s).some(
    (list) =>
      labelsOf(list).length > 0 ||
      list.some((t) => t.kind === "call" || t.kind === "return" || t.kind === "goto" || leaves(t)),
  );
}
