/** Random expressions of a given type, as text. What could have no value is guarded, mostly. */
import type { Choices } from "./choices.js";
import {
  type Base,
  BOOL,
  DOMAINS,
  type Domain,
  fits,
  INT,
  MODELS,
  NAMES,
  smallType,
  type Type,
} from "./types.js";

/** What can be used in an expression: an expression of a type, or with parameters an operator. */
export interface Name {
  readonly name: string;
  readonly type: Type;
  readonly params: readonly Type[];
}

export const variable = (name: string, type: Type): Name => ({ name, type, params: [] });

/** Definitions that the expressions use, after the names of strings in TLC's order. */
export const PRELUDE = [
  "EXTENDS Integers, Sequences, FiniteSets, TLC",
  `CONSTANTS ${MODELS.join(", ")}, Nodes`,
  ...NAMES.map((name) => `str_${name} == "${name}"`),
  `Texts == {"${NAMES[0]}", "${NAMES[1]}"}`,
  "RECURSIVE SumSet(_), SumSeq(_)",
  "SumSet(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + SumSet(S \\ {x})",
  "SumSeq(s) == IF s = <<>> THEN 0 ELSE Head(s) + SumSeq(Tail(s))",
  "Call(F(_), x) == F(x)",
  "Twice(F(_), x) == F(F(x))",
  "Both(F(_, _), x, y) == F(x, y)",
  "Put(x, e) == x' = e",
  "PutIn(x, S) == x' \\in S",
  "If(P, A) == P /\\ A",
  "Or(A, B) == A \\/ B",
  "Range(f) == {f[x] : x \\in DOMAIN f}",
];

/** The lines of a model that the prelude's constants need. */
export const CONSTANTS = [
  ...MODELS.map((m) => `CONSTANT ${m} = ${m}`),
  `CONSTANT Nodes = {${MODELS.join(", ")}}`,
];

const withoutAt = (scope: readonly Name[]): readonly Name[] => scope.filter((n) => n.name !== "@");

export class Terms {
  private fresh = 0;

  constructor(
    readonly c: Choices,
    /**
     * Whether now and then something is left without its guard, and `@@` is used: TLC mixes the values of some functions
     * up when it prints them while they are compared.
     */
    private readonly isBold: boolean,
  ) {}

  newName(letter: string): string {
    this.fresh += 1;
    return `${letter}${this.fresh}`;
  }

  /** An expression that needs no parentheses around it. */
  term(type: Type, scope: readonly Name[], depth: number): string {
    const usable = scope.filter((n) => fits(n.type, type) && (n.params.length === 0 || depth > 0));
    const choice = this.c.next(depth > 0 ? 10 : 3);
    if (usable.length > 0 && (choice === 1 || choice === 2 || choice === 3)) {
      return this.use(this.c.pick(usable), scope, depth);
    }
    if (depth <= 0 || choice === 0) return this.literal(type, scope, depth - 1);
    if (choice <= 5) return this.general(type, scope, depth - 1);
    return this.special(type, scope, depth - 1);
  }

  private use({ name, params }: Name, scope: readonly Name[], depth: number): string {
    if (params.length === 0) return name;
    return `${name}(${params.map((p) => this.term(p, scope, depth - 1)).join(", ")})`;
  }

  /** A few terms of one type, separated by commas. */
  private list(type: Type, scope: readonly Name[], depth: number, most: number, least = 0): string {
    const count = least + this.c.next(most - least + 1);
    return Array.from({ length: count }, () => this.term(type, scope, depth)).join(", ");
  }

  /** The simplest way to write a value of the type. */
  literal(type: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const d = Math.max(0, depth);
    switch (type.kind) {
      case "int":
        return c.pick(["0", "1", "2", "3", "-1", "5", "7", "10", "-3"].map((n) => (n < "0" ? `(${n})` : n)));
      case "bool":
        return c.pick(["TRUE", "FALSE"]);
      case "string":
        return `"${c.pick(NAMES)}"`;
      case "model":
        return c.pick(MODELS);
      case "enum":
        return c.pick(type.domain.elements);
      case "set":
        return `{${this.list(type.of, scope, d, 3)}}`;
      case "seq":
        return `<<${this.list(type.of, scope, d, 3)}>>`;
      case "fun": {
        const from: Type = { kind: type.from };
        const pairs = Array.from(
          { length: this.isBold ? 1 + c.next(2) : 1 },
          () => `${this.literal(from, scope, 0)} :> ${this.term(type.of, scope, d)}`,
        );
        return `(${pairs.join(" @@ ")})`;
      }
      case "map": {
        const x = this.newName("x");
        const inside = [...scope, variable(x, { kind: "enum", domain: type.domain })];
        return `[${x} \\in ${type.domain.text} |-> ${this.term(type.of, inside, d)}]`;
      }
      case "record":
        return `[${type.fields.map(([n, t]) => `${n} |-> ${this.term(t, scope, d)}`).join(", ")}]`;
      case "tuple":
        return `<<${type.items.map((t) => this.term(t, scope, d)).join(", ")}>>`;
    }
  }

  // -------------------------------------------------------------------------------------- forms that all types have

  private general(type: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const one = (t: Type, s = scope): string => this.term(t, s, depth);
    const x = this.newName("x");
    switch (c.next(13)) {
      case 1:
        return `(CASE ${one(BOOL)} -> ${one(type)} [] OTHER -> ${one(type)})`;
      case 2: {
        const t = this.anyType(scope);
        return `(LET ${x} == ${one(t)} IN ${one(type, [...scope, variable(x, t)])})`;
      }
      case 3: {
        const [t, f] = [this.anyType(scope), this.newName("f")];
        const body = one(type, [...scope, variable(x, t)]);
        return `(LET ${f}(${x}) == ${body} IN ${one(type, [...scope, { name: f, type, params: [t] }])})`;
      }
      case 4: {
        const t = this.anyType(scope);
        return `Call(LAMBDA ${x} : ${one(type, [...scope, variable(x, t)])}, ${one(t)})`;
      }
      case 5:
        return `Twice(LAMBDA ${x} : ${one(type, [...scope, variable(x, type)])}, ${one(type)})`;
      case 6: {
        const domain = c.pick(DOMAINS);
        return `${one({ kind: "map", domain, of: type })}[${one({ kind: "enum", domain })}]`;
      }
      case 7:
        return `${one({
          kind: "record",
          fields: [
            ["u", type],
            ["v", INT],
          ],
        })}.u`;
      case 8:
        return `${one({ kind: "tuple", items: [INT, type] })}[2]`;
      case 9:
        return this.guarded(type, scope, depth, { kind: "seq", of: type }, "1", (f) => `Len(${f}) > 0`);
      case 10: {
        const from = c.pick(["int", "string", "model"] as const);
        const key = this.term({ kind: from }, scope, depth - 1);
        return this.guarded(
          type,
          scope,
          depth,
          { kind: "fun", from, of: type },
          key,
          (f) => `${key} \\in DOMAIN ${f}`,
        );
      }
      case 11:
        return this.chosen(type, scope, depth);
      case 12: {
        const y = this.newName("y");
        const t = this.anyType(scope);
        const inside = [...scope, variable(x, type), variable(y, t)];
        return `Both(LAMBDA ${x}, ${y} : ${one(type, inside)}, ${one(type)}, ${one(t)})`;
      }
      default:
        return `(IF ${one(BOOL)} THEN ${one(type)} ELSE ${one(type)})`;
    }
  }

  /** `f[key]` where `condition` holds of f, mostly. */
  private guarded(
    type: Type,
    scope: readonly Name[],
    depth: number,
    of: Type,
    key: string,
    condition: (f: string) => string,
  ): string {
    const f = this.newName("f");
    const value = this.term(of, scope, depth);
    if (this.isBold && this.c.rarely(6)) return `${value}[${key}]`;
    const test = condition(f);
    const other = this.literal(type, scope, 0);
    return `(LET ${f} == ${value} IN IF ${test} THEN ${f}[${key}] ELSE ${other})`;
  }

  private chosen(type: Type, scope: readonly Name[], depth: number): string {
    const [s, x] = [this.newName("s"), this.newName("x")];
    const set = this.term({ kind: "set", of: type }, scope, depth);
    const test = this.term(BOOL, [...scope, variable(x, type)], depth);
    if (this.isBold && this.c.rarely(6)) return `(CHOOSE ${x} \\in ${set} : ${test})`;
    const bound = `${x} \\in ${s} : ${test}`;
    const other = this.literal(type, scope, 0);
    return `(LET ${s} == ${set} IN IF \\E ${bound} THEN CHOOSE ${bound} ELSE ${other})`;
  }

  /** That of something in scope, or a small one. */
  anyType(scope: readonly Name[]): Type {
    const plain = scope.filter((n) => n.params.length === 0);
    if (plain.length > 0 && this.c.rarely(2)) return this.c.pick(plain).type;
    return this.c.rarely(2) ? smallType(this.c, 1) : INT;
  }

  // ------------------------------------------------------------------------------------------- forms of one kind

  private special(type: Type, scope: readonly Name[], depth: number): string {
    switch (type.kind) {
      case "int":
        return this.int(scope, depth);
      case "bool":
        return this.bool(scope, depth);
      case "set":
        return this.set(type.of, scope, depth);
      case "seq":
        return this.seq(type.of, scope, depth);
      case "fun":
        return this.fun(type.from, type.of, scope, depth);
      case "map":
        return this.map(type.domain, type.of, scope, depth);
      case "record":
        return this.record(type, scope, depth);
      case "tuple":
        return this.tuple(type, scope, depth);
      case "enum":
        return this.enumerated(type.domain, scope, depth);
      default:
        return this.general(type, scope, depth);
    }
  }

  /** The value of `base` with some part changed. */
  changed(type: Type, base: string, scope: readonly Name[], depth: number): string {
    switch (type.kind) {
      case "map": {
        const key = this.term({ kind: "enum", domain: type.domain }, withoutAt(scope), depth);
        return this.update(base, `[${key}]`, type.of, scope, depth);
      }
      case "record": {
        const [name, of] = this.c.pick(type.fields);
        return this.update(base, `.${name}`, of, scope, depth);
      }
      case "tuple":
        return this.update(base, "[2]", type.items[1] ?? INT, scope, depth);
      case "set":
        return `(${base} ${this.c.pick(["\\cup", "\\"])} {${this.term(type.of, scope, depth)}})`;
      case "seq":
        return `(IF Len(${base}) > 1 THEN Tail(${base}) ELSE Append(${base}, ${this.term(type.of, scope, depth)}))`;
      case "fun": {
        const key = this.literal({ kind: type.from }, scope, 0);
        const value = this.term(type.of, scope, depth);
        const x = this.newName("x");
        return `[${x} \\in DOMAIN ${base} \\cup {${key}} |-> IF ${x} = ${key} THEN ${value} ELSE ${base}[${x}]]`;
      }
      default:
        return this.term(type, scope, depth);
    }
  }

  private enumerated(domain: Domain, scope: readonly Name[], depth: number): string {
    const x = this.newName("x");
    const value = this.term({ kind: domain.of }, scope, depth);
    const [first = "0"] = domain.elements;
    return `(LET ${x} == ${value} IN IF ${x} \\in ${domain.text} THEN ${x} ELSE ${first})`;
  }

  private int(scope: readonly Name[], depth: number): string {
    const { c } = this;
    const n = (): string => this.term(INT, scope, depth);
    const set = (): string => this.term({ kind: "set", of: INT }, scope, depth);
    const sequence = (): string => this.term({ kind: "seq", of: INT }, scope, depth);
    switch (c.next(12)) {
      case 1:
        return `(${n()} - ${n()})`;
      case 2:
        return `(${n()} * ${c.pick(["2", "3", "(-1)"])})`;
      case 3:
        return `(${n()} % ${this.isBold && c.rarely(5) ? n() : c.pick(["2", "3"])})`;
      case 4:
        return `(${n()} \\div ${this.isBold && c.rarely(5) ? n() : c.pick(["2", "3"])})`;
      case 5:
        return `(-${n()})`;
      case 6:
        return `Cardinality(${this.term({ kind: "set", of: this.anyType(scope) }, scope, depth)})`;
      case 7:
        return `Len(${this.term({ kind: "seq", of: this.anyType(scope) }, scope, depth)})`;
      case 8:
        return `SumSet(${set()})`;
      case 9:
        return `SumSeq(${sequence()})`;
      case 10: {
        const [f, i] = [this.newName("f"), this.newName("i")];
        const inside = [...scope, variable(i, INT), variable(`${f}[${i} - 1]`, INT)];
        const step = this.term(INT, inside, depth);
        return `(LET ${f}[${i} \\in 0..3] == IF ${i} = 0 THEN ${n()} ELSE ${step} IN ${f}[${c.next(4)}])`;
      }
      case 11:
        return `(${c.pick(["2", "3", "(-2)"])} ^ ${c.next(4)})`;
      default:
        return `(${n()} + ${n()})`;
    }
  }

  private bool(scope: readonly Name[], depth: number): string {
    const { c } = this;
    const one = (t: Type, s = scope): string => this.term(t, s, depth);
    const x = this.newName("x");
    const t = this.anyType(scope);
    const set = (): string => one({ kind: "set", of: t });
    const inside = [...scope, variable(x, t)];
    switch (c.next(14)) {
      case 1:
        return `(${one(t)} # ${one(t)})`;
      case 2:
        return `(${one(INT)} ${c.pick(["<", "=<", ">", ">="])} ${one(INT)})`;
      case 3:
        return `(${one(t)} ${c.pick(["\\in", "\\notin"])} ${set()})`;
      case 4:
        return `(${set()} ${c.pick(["\\subseteq", "="])} ${set()})`;
      case 5:
        return `(~${one(BOOL)})`;
      case 6:
      case 7:
        return `(${one(BOOL)} ${c.pick(["/\\", "\\/", "=>", "<=>"])} ${one(BOOL)})`;
      case 8:
        return `(\\A ${x} \\in ${set()} : ${one(BOOL, inside)})`;
      case 9:
        return `(\\E ${x} \\in ${set()} : ${one(BOOL, inside)})`;
      case 10: {
        const y = this.newName("y");
        const q = c.pick(["\\A", "\\E"]);
        return `(${q} ${x}, ${y} \\in ${set()} : ${one(BOOL, [...inside, variable(y, t)])})`;
      }
      case 11: {
        const y = this.newName("y");
        const pairs = one({ kind: "set", of: { kind: "tuple", items: [t, INT] } });
        return `(\\E <<${x}, ${y}>> \\in ${pairs} : ${one(BOOL, [...inside, variable(y, INT)])})`;
      }
      case 12: {
        const domain = c.pick(DOMAINS);
        const map: Type = { kind: "map", domain, of: t };
        return `(${one(map)} \\in [${domain.text} -> ${set()}])`;
      }
      case 13:
        return `(${one({ kind: "set", of: t })} \\in SUBSET ${set()})`;
      default:
        return `(${one(t)} = ${one(t)})`;
    }
  }

  private set(of: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const self: Type = { kind: "set", of };
    const one = (t: Type, s = scope): string => this.term(t, s, depth);
    const x = this.newName("x");
    const bound = [...scope, variable(x, of)];
    const typed = this.setOfKind(of, scope, depth);
    if (typed !== undefined && c.rarely(3)) return typed;
    switch (c.next(8)) {
      case 1:
        return `(${one(self)} ${c.pick(["\\cap", "\\"])} ${one(self)})`;
      case 2:
      case 3:
        return `{${x} \\in ${one(self)} : ${one(BOOL, bound)}}`;
      case 4: {
        const t = this.anyType(scope);
        const inside = [...scope, variable(x, t)];
        return `{${one(of, inside)} : ${x} \\in ${one({ kind: "set", of: t })}}`;
      }
      case 5: {
        const y = this.newName("y");
        const inside = [...scope, variable(x, INT), variable(y, BOOL)];
        return `{${one(of, inside)} : ${x} \\in ${one({ kind: "set", of: INT })}, ${y} \\in BOOLEAN}`;
      }
      case 6:
        return c.rarely(2)
          ? `UNION {${this.list(self, scope, depth, 3)}}`
          : `UNION ${one({ kind: "set", of: self })}`;
      case 7:
        return `Range(${one(c.rarely(2) ? { kind: "seq", of } : { kind: "map", domain: c.pick(DOMAINS), of })})`;
      default:
        return `(${one(self)} \\cup ${one(self)})`;
    }
  }

  /** Sets that only some types have. */
  private setOfKind(of: Type, scope: readonly Name[], depth: number): string | undefined {
    const { c } = this;
    const set = (t: Type, d = depth): string => `{${this.list(t, scope, d, 2)}}`;
    switch (of.kind) {
      case "int":
        return c.rarely(3)
          ? `DOMAIN ${this.term({ kind: "seq", of: BOOL }, scope, depth)}`
          : `(${c.pick(["0", "1", "(-1)"])}..${this.term({ kind: "enum", domain: DOMAINS[0]! }, scope, depth)})`;
      case "bool":
        return "BOOLEAN";
      case "string":
      case "model":
        return `DOMAIN ${this.term({ kind: "fun", from: of.kind, of: INT }, scope, depth)}`;
      case "enum":
        return of.domain.text;
      case "set":
        return `SUBSET ${set(of.of)}`;
      case "map":
        return `[${of.domain.text} -> ${set(of.of)}]`;
      case "fun":
        return `[${set({ kind: of.from })} -> ${set(of.of)}]`;
      case "seq":
        return `[1..${c.next(3)} -> ${set(of.of)}]`;
      case "record":
        return `[${of.fields.map(([n, t]) => `${n} : ${set(t)}`).join(", ")}]`;
      case "tuple":
        return `(${of.items.map((t) => set(t)).join(" \\X ")})`;
    }
  }

  private seq(of: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const self: Type = { kind: "seq", of };
    const one = (t: Type, s = scope): string => this.term(t, s, depth);
    const [x, s] = [this.newName("x"), this.newName("s")];
    switch (c.next(7)) {
      case 1:
        return `(${one(self)} \\o ${one(self)})`;
      case 2:
        return `(LET ${s} == ${one(self)} IN IF ${s} = <<>> THEN ${s} ELSE Tail(${s}))`;
      case 3:
        return this.isBold
          ? `SubSeq(${one(self)}, ${c.pick(["1", "2", "0"])}, ${c.pick(["1", "0", "2", "3"])})`
          : `(LET ${s} == ${one(self)} IN SubSeq(${s}, ${c.pick(["1", "2"])}, Len(${s})))`;
      case 4:
        return `SelectSeq(${one(self)}, LAMBDA ${x} : ${one(BOOL, [...scope, variable(x, of)])})`;
      case 5:
        return `[${x} \\in 1..${c.next(4)} |-> ${one(of, [...scope, variable(x, INT)])}]`;
      case 6:
        return `(LET ${s} == ${one(self)} IN IF Len(${s}) < 2 THEN ${s} ELSE ${this.update(s, "[2]", of, scope, depth)})`;
      default:
        return `Append(${one(self)}, ${one(of)})`;
    }
  }

  private fun(from: Base, of: Type, scope: readonly Name[], depth: number): string {
    const self: Type = { kind: "fun", from, of };
    const one = (t: Type, s = scope): string => this.term(t, s, depth);
    const x = this.newName("x");
    switch (this.c.next(4)) {
      case 1:
        if (this.isBold) return `(${one(self)} @@ ${one(self)})`;
        return `(IF ${one(BOOL)} THEN ${one(self)} ELSE ${one(self)})`;
      case 2: {
        const f = this.newName("f");
        const key = this.literal({ kind: from }, scope, 0);
        const changed = this.update(f, `[${key}]`, of, scope, depth);
        return `(LET ${f} == ${one(self)} IN IF ${key} \\in DOMAIN ${f} THEN ${changed} ELSE ${f})`;
      }
      case 3: {
        const key = this.literal({ kind: from }, scope, 0);
        return `[${x} \\in DOMAIN ${one(self)} \\cup {${key}} |-> ${one(of, [...scope, variable(x, { kind: from })])}]`;
      }
      default:
        return `[${x} \\in ${one({ kind: "set", of: { kind: from } })} |-> ${one(of, [...scope, variable(x, { kind: from })])}]`;
    }
  }

  private map(domain: Domain, of: Type, scope: readonly Name[], depth: number): string {
    const self: Type = { kind: "map", domain, of };
    const key = (): string => `[${this.term({ kind: "enum", domain }, withoutAt(scope), depth)}]`;
    const base = this.term(self, scope, depth);
    switch (this.c.next(3)) {
      case 1:
        return this.literal(self, scope, depth);
      case 2: {
        const twice = [key(), key()].map((k) => this.change(k, of, scope, depth));
        return `[${base} EXCEPT ${twice.join(", ")}]`;
      }
      default:
        return this.update(base, key(), of, scope, depth);
    }
  }

  private record(type: Type & { kind: "record" }, scope: readonly Name[], depth: number): string {
    const [name, of] = this.c.pick(type.fields);
    return this.update(this.term(type, scope, depth), `.${name}`, of, scope, depth);
  }

  private tuple(type: Type & { kind: "tuple" }, scope: readonly Name[], depth: number): string {
    const at = this.c.next(type.items.length);
    const of = type.items[at] ?? INT;
    return this.update(this.term(type, scope, depth), `[${at + 1}]`, of, scope, depth);
  }

  private update(base: string, step: string, of: Type, scope: readonly Name[], depth: number): string {
    return `[${base} EXCEPT ${this.change(step, of, scope, depth)}]`;
  }

  /** `!step = …`, further inside where the part has parts. */
  private change(step: string, of: Type, scope: readonly Name[], depth: number): string {
    if (of.kind === "map" && this.c.rarely(2)) {
      const key = this.term({ kind: "enum", domain: of.domain }, withoutAt(scope), depth - 1);
      return this.change(`${step}[${key}]`, of.of, scope, depth);
    }
    if (of.kind === "record" && this.c.rarely(2)) {
      const [name, inner] = this.c.pick(of.fields);
      return this.change(`${step}.${name}`, inner, scope, depth);
    }
    return `!${step} = ${this.term(of, [...withoutAt(scope), variable("@", of)], depth)}`;
  }
}
