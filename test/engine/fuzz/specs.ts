/** Random specifications of a few variables with few values each, as text. */
import type { Choices } from "./choices.js";
import { type Name, variable } from "./prelude.js";
import { Terms } from "./terms.js";
import { BOOL, DOMAINS, smallType, type Type } from "./types.js";

export const VARIABLES = ["a", "b", "c", "d"] as const;

/** Definitions whose names begin with a prefix of their own: `…Init`, `…Next`, `…Inv`, `…Con`, `…Act`. */
export interface Spec {
  readonly variables: readonly string[];
  readonly lines: readonly string[];
}

interface Var {
  readonly name: string;
  readonly type: Type;
}

class Maker {
  readonly terms: Terms;
  readonly lines: string[] = [];
  readonly vars: readonly Var[];
  /** Definitions that speak of the state. */
  private readonly defined: Name[] = [];

  constructor(
    readonly c: Choices,
    readonly prefix: string,
  ) {
    this.terms = new Terms(c, false);
    const count = 1 + c.next(3);
    this.vars = VARIABLES.slice(0, count).map((name) => ({ name, type: smallType(c, 1 + c.next(2)) }));
  }

  private get state(): readonly Name[] {
    return [...this.vars.map((v) => variable(v.name, v.type)), ...this.defined];
  }

  make(): Spec {
    const { c, prefix, vars } = this;
    const helpers = c.next(3);
    for (let i = 0; i < helpers; i++) this.helper(`${prefix}D${i}`);
    this.lines.push(`${prefix}Init == ${this.initial()}`);
    const actions = 1 + c.next(3);
    const next = Array.from({ length: actions }, (_, i) => this.action(`${prefix}A${i}`));
    this.lines.push(`${prefix}Next == ${next.map((a) => `\\/ ${a}`).join(" ")}`);
    const named = next.filter((a) => !a.startsWith("\\E"));
    const possible = named.map((a) => variable(`(ENABLED ${a})`, BOOL));
    this.lines.push(`${prefix}Inv == ${this.terms.term(BOOL, [...this.state, ...possible], 3)}`);
    const primed = vars.map((v) => variable(`${v.name}'`, v.type));
    this.lines.push(`${prefix}Con == ${c.rarely(3) ? this.terms.term(BOOL, this.state, 2) : "TRUE"}`);
    const both = [...this.state, ...primed];
    this.lines.push(`${prefix}Act == ${c.rarely(3) ? this.terms.term(BOOL, both, 2) : "TRUE"}`);
    return { variables: vars.map((v) => v.name), lines: this.lines };
  }

  private helper(name: string): void {
    const { c, terms } = this;
    const type = c.rarely(2) ? BOOL : c.pick(this.vars).type;
    const scope = this.state;
    if (c.rarely(2)) {
      const param = c.pick(this.vars).type;
      this.lines.push(`${name}(p) == ${terms.term(type, [...scope, variable("p", param)], 2)}`);
      this.defined.push({ name, type, params: [param] });
    } else {
      this.lines.push(`${name} == ${terms.term(type, scope, 2)}`);
      this.defined.push(variable(name, type));
    }
  }

  private initial(): string {
    const scope: Name[] = [];
    const parts = this.vars.map((v) => {
      const text = this.c.rarely(3)
        ? `${v.name} \\in ${this.values(v.type, scope)}`
        : `${v.name} = ${this.terms.term(v.type, scope, 2)}`;
      scope.push(variable(v.name, v.type));
      return `/\\ ${text}`;
    });
    if (this.c.rarely(4)) parts.push(`/\\ ${this.terms.term(BOOL, scope, 2)}`);
    return parts.join(" ");
  }

  /** A set of values for a variable, not too large. */
  private values(type: Type, scope: readonly Name[]): string {
    const { c, terms } = this;
    const few = (t: Type): string => `{${terms.term(t, scope, 1)}, ${terms.literal(t, scope, 0)}}`;
    switch (c.next(3)) {
      case 1:
        if (type.kind === "enum") return type.domain.text;
        if (type.kind === "map") return `[${type.domain.text} -> ${few(type.of)}]`;
        if (type.kind === "set") return `SUBSET ${few(type.of)}`;
        if (type.kind === "record") return `[${type.fields.map(([n, t]) => `${n} : ${few(t)}`).join(", ")}]`;
        if (type.kind === "tuple") return `(${type.items.map(few).join(" \\X ")})`;
        return few(type);
      case 2:
        return terms.term({ kind: "set", of: type }, scope, 2);
      default:
        return few(type);
    }
  }

  // ------------------------------------------------------------------------------------------------------ actions

  /** Defines an action, and gives the way to call it. */
  private action(name: string): string {
    const { c, terms } = this;
    const scope = this.state;
    const vars = this.shuffled();
    if (!c.rarely(3)) {
      this.lines.push(`${name} == ${this.step(vars, scope, 3)}`);
      return name;
    }
    const type: Type = { kind: "enum", domain: c.pick(DOMAINS) };
    const text = this.step(vars, [...scope, variable("p", type)], 3);
    this.lines.push(`${name}(p) == ${text}`);
    if (c.rarely(4)) return `${name}(${terms.term(type, scope, 1)})`;
    const x = terms.newName("x");
    return `\\E ${x} \\in ${type.domain.text} : ${name}(${x})`;
  }

  private shuffled(): readonly Var[] {
    const left = [...this.vars];
    const out: Var[] = [];
    while (left.length > 0) out.push(...left.splice(this.c.next(left.length), 1));
    return out;
  }

  /** An action that gives all of `vars` a next value; `scope` has those given before. */
  private step(vars: readonly Var[], scope: readonly Name[], depth: number): string {
    const { c, terms } = this;
    if (depth === 0 || vars.length === 0) return this.inOrder(vars, scope);
    const inner = (s = scope): string => this.step(vars, s, depth - 1);
    const x = terms.newName("x");
    switch (c.next(10)) {
      case 8:
        return `If(${terms.term(BOOL, scope, 2)}, ${inner()})`;
      case 9:
        return `Or(${inner()}, ${inner()})`;
      case 1:
        return `(IF ${terms.term(BOOL, scope, 2)} THEN ${inner()} ELSE ${inner()})`;
      case 2:
        return `(\\/ ${inner()} \\/ ${inner()})`;
      case 3: {
        const type: Type = { kind: "enum", domain: c.pick(DOMAINS) };
        const set = c.rarely(2) ? type.domain.text : terms.term({ kind: "set", of: type }, scope, 2);
        return `(\\E ${x} \\in ${set} : ${inner([...scope, variable(x, type)])})`;
      }
      case 4: {
        const type = c.pick(this.vars).type;
        return `(LET ${x} == ${terms.term(type, scope, 2)} IN ${inner([...scope, variable(x, type)])})`;
      }
      case 5:
        return `(CASE ${terms.term(BOOL, scope, 1)} -> ${inner()} [] OTHER -> ${inner()})`;
      case 6: {
        const at = c.next(vars.length + 1);
        const first = this.step(vars.slice(0, at), scope, depth - 1);
        const given = vars.slice(0, at).map((v) => variable(`${v.name}'`, v.type));
        return `(${first} /\\ ${this.step(vars.slice(at), [...scope, ...given], depth - 1)})`;
      }
      default:
        return this.inOrder(vars, scope);
    }
  }

  private inOrder(vars: readonly Var[], scope: readonly Name[]): string {
    const { c, terms } = this;
    const parts: string[] = [];
    let names = scope;
    if (c.rarely(2)) parts.push(terms.term(BOOL, scope, 2));
    for (const [i, v] of vars.entries()) {
      const rest = vars.slice(i);
      if (c.rarely(8)) {
        parts.push(`UNCHANGED <<${rest.map((r) => r.name).join(", ")}>>`);
        names = [...names, ...rest.map((r) => variable(`${r.name}'`, r.type))];
        break;
      }
      parts.push(this.assignment(v, names));
      names = [...names, variable(`${v.name}'`, v.type)];
    }
    if (c.rarely(5)) parts.push(terms.term(BOOL, names, 2));
    const isLast = this.vars.every((v) => names.some((n) => n.name === `${v.name}'`));
    const plain = this.defined.filter((d) => d.params.length === 0 && d.type.kind === "bool");
    if (isLast && plain.length > 0 && c.rarely(3)) parts.push(`${c.pick(plain).name}'`);
    if (parts.length === 0) return "TRUE";
    return parts.length === 1 ? `(${parts[0]})` : `(${parts.map((p) => `/\\ ${p}`).join(" ")})`;
  }

  private assignment(v: Var, scope: readonly Name[]): string {
    const { c, terms } = this;
    const { name, type } = v;
    const value = (s = scope): string => terms.term(type, s, 2);
    const x = terms.newName("x");
    switch (c.next(11)) {
      case 9:
        return `Put(${name}, ${value()})`;
      case 10:
        return `PutIn(${name}, ${this.values(type, scope)})`;
      case 1:
        return `UNCHANGED ${name}`;
      case 2:
        return `${name}' \\in ${this.values(type, scope)}`;
      case 3:
      case 4:
        return `${name}' = ${this.changed(v, scope)}`;
      case 5: {
        const of: Type = { kind: "enum", domain: c.pick(DOMAINS) };
        return `(\\E ${x} \\in ${of.domain.text} : ${name}' = ${value([...scope, variable(x, of)])})`;
      }
      case 6:
        return `(IF ${terms.term(BOOL, scope, 1)} THEN ${name}' = ${value()} ELSE ${name}' = ${this.changed(v, scope)})`;
      case 7:
        return `(${name}' = ${value()} \\/ ${name}' = ${this.changed(v, scope)})`;
      default:
        return `${name}' = ${value()}`;
    }
  }

  /** The variable with one part changed. */
  private changed({ name, type }: Var, scope: readonly Name[]): string {
    return type.kind === "enum" ? this.terms.term(type, scope, 2) : this.terms.changed(type, name, scope, 1);
  }
}

export function specification(c: Choices, prefix: string): Spec {
  return new Maker(c, prefix).make();
}
