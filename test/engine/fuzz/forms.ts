/** Random expressions in the forms that one kind of type has. */
import type { Choices } from "./choices.js";
import { type Name, variable } from "./prelude.js";
import type { Terms } from "./terms.js";
import { type Base, BOOL, DOMAINS, type Domain, INT, type Type } from "./types.js";

const withoutAt = (scope: readonly Name[]): readonly Name[] => scope.filter((n) => n.name !== "@");

export class Forms {
  constructor(private readonly terms: Terms) {}

  private get c(): Choices {
    return this.terms.c;
  }

  special(type: Type, scope: readonly Name[], depth: number): string {
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
        return this.terms.general(type, scope, depth);
    }
  }

  /** The value of `base` with some part changed. */
  changed(type: Type, base: string, scope: readonly Name[], depth: number): string {
    switch (type.kind) {
      case "map": {
        const key = this.terms.term({ kind: "enum", domain: type.domain }, withoutAt(scope), depth);
        return this.update(base, `[${key}]`, type.of, scope, depth);
      }
      case "record": {
        const [name, of] = this.c.pick(type.fields);
        return this.update(base, `.${name}`, of, scope, depth);
      }
      case "tuple":
        return this.update(base, "[2]", type.items[1] ?? INT, scope, depth);
      case "set":
        return `(${base} ${this.c.pick(["\\cup", "\\"])} {${this.terms.term(type.of, scope, depth)}})`;
      case "seq":
        return `(IF Len(${base}) > 1 THEN Tail(${base}) ELSE Append(${base}, ${this.terms.term(type.of, scope, depth)}))`;
      case "fun": {
        const key = this.terms.literal({ kind: type.from }, scope, 0);
        const value = this.terms.term(type.of, scope, depth);
        const x = this.terms.newName("x");
        return `[${x} \\in DOMAIN ${base} \\cup {${key}} |-> IF ${x} = ${key} THEN ${value} ELSE ${base}[${x}]]`;
      }
      default:
        return this.terms.term(type, scope, depth);
    }
  }

  private enumerated(domain: Domain, scope: readonly Name[], depth: number): string {
    const x = this.terms.newName("x");
    const value = this.terms.term({ kind: domain.of }, scope, depth);
    const [first = "0"] = domain.elements;
    return `(LET ${x} == ${value} IN IF ${x} \\in ${domain.text} THEN ${x} ELSE ${first})`;
  }

  private int(scope: readonly Name[], depth: number): string {
    const { c } = this;
    const n = (): string => this.terms.term(INT, scope, depth);
    const set = (): string => this.terms.term({ kind: "set", of: INT }, scope, depth);
    const sequence = (): string => this.terms.term({ kind: "seq", of: INT }, scope, depth);
    switch (c.next(12)) {
      case 1:
        return `(${n()} - ${n()})`;
      case 2:
        return `(${n()} * ${c.pick(["2", "3", "(-1)"])})`;
      case 3:
        return `(${n()} % ${this.terms.isBold && c.rarely(5) ? n() : c.pick(["2", "3"])})`;
      case 4:
        return `(${n()} \\div ${this.terms.isBold && c.rarely(5) ? n() : c.pick(["2", "3"])})`;
      case 5:
        return `(-${n()})`;
      case 6:
        return `Cardinality(${this.terms.term({ kind: "set", of: this.terms.anyType(scope) }, scope, depth)})`;
      case 7:
        return `Len(${this.terms.term({ kind: "seq", of: this.terms.anyType(scope) }, scope, depth)})`;
      case 8:
        return `SumSet(${set()})`;
      case 9:
        return `SumSeq(${sequence()})`;
      case 10: {
        const [f, i] = [this.terms.newName("f"), this.terms.newName("i")];
        const inside = [...scope, variable(i, INT), variable(`${f}[${i} - 1]`, INT)];
        const step = this.terms.term(INT, inside, depth);
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
    const one = (t: Type, s = scope): string => this.terms.term(t, s, depth);
    const x = this.terms.newName("x");
    const t = this.terms.anyType(scope);
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
        const y = this.terms.newName("y");
        const q = c.pick(["\\A", "\\E"]);
        const text = set();
        // Of `x, y \\in SUBSET {}` TLC goes through one enumeration for both names, and finds nothing.
        const bound = text.includes("SUBSET")
          ? `${x} \\in ${text}, ${y} \\in BOOLEAN`
          : `${x}, ${y} \\in ${text}`;
        const of: Type = text.includes("SUBSET") ? BOOL : t;
        return `(${q} ${bound} : ${one(BOOL, [...inside, variable(y, of)])})`;
      }
      case 11: {
        const y = this.terms.newName("y");
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
    const one = (t: Type, s = scope): string => this.terms.term(t, s, depth);
    const x = this.terms.newName("x");
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
        const t = this.terms.anyType(scope);
        const inside = [...scope, variable(x, t)];
        return `{${one(of, inside)} : ${x} \\in ${one({ kind: "set", of: t })}}`;
      }
      case 5: {
        const y = this.terms.newName("y");
        const inside = [...scope, variable(x, INT), variable(y, BOOL)];
        return `{${one(of, inside)} : ${x} \\in ${one({ kind: "set", of: INT })}, ${y} \\in BOOLEAN}`;
      }
      case 6:
        return c.rarely(2)
          ? `UNION {${this.terms.list(self, scope, depth, 3)}}`
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
    const set = (t: Type, d = depth): string => `{${this.terms.list(t, scope, d, 2)}}`;
    switch (of.kind) {
      case "int":
        return c.rarely(3)
          ? `DOMAIN ${this.terms.term({ kind: "seq", of: BOOL }, scope, depth)}`
          : `(${c.pick(["0", "1", "(-1)"])}..${this.terms.term({ kind: "enum", domain: DOMAINS[0]! }, scope, depth)})`;
      case "bool":
        return "BOOLEAN";
      case "string":
      case "model":
        return `DOMAIN ${this.terms.term({ kind: "fun", from: of.kind, of: INT }, scope, depth)}`;
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
      case "tuple": {
        if (!c.rarely(3)) return `(${of.items.map((t) => set(t)).join(" \\X ")})`;
        const names = of.items.map(() => this.terms.newName("y"));
        const inside = [...scope, ...of.items.map((t, i) => variable(names[i] ?? "", t))];
        const tuples = this.terms.term({ kind: "set", of }, scope, depth);
        return `{<<${names.join(", ")}>> \\in ${tuples} : ${this.terms.term(BOOL, inside, depth)}}`;
      }
    }
  }

  private seq(of: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const self: Type = { kind: "seq", of };
    const one = (t: Type, s = scope): string => this.terms.term(t, s, depth);
    const [x, s] = [this.terms.newName("x"), this.terms.newName("s")];
    switch (c.next(7)) {
      case 1:
        return `(${one(self)} \\o ${one(self)})`;
      case 2:
        return `(LET ${s} == ${one(self)} IN IF ${s} = <<>> THEN ${s} ELSE Tail(${s}))`;
      case 3:
        return this.terms.isBold
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
    const one = (t: Type, s = scope): string => this.terms.term(t, s, depth);
    const x = this.terms.newName("x");
    switch (this.c.next(4)) {
      case 1:
        if (this.terms.isBold) return `(${one(self)} @@ ${one(self)})`;
        return `(IF ${one(BOOL)} THEN ${one(self)} ELSE ${one(self)})`;
      case 2: {
        const f = this.terms.newName("f");
        const key = this.terms.literal({ kind: from }, scope, 0);
        const changed = this.update(f, `[${key}]`, of, scope, depth);
        return `(LET ${f} == ${one(self)} IN IF ${key} \\in DOMAIN ${f} THEN ${changed} ELSE ${f})`;
      }
      case 3: {
        const key = this.terms.literal({ kind: from }, scope, 0);
        return `[${x} \\in DOMAIN ${one(self)} \\cup {${key}} |-> ${one(of, [...scope, variable(x, { kind: from })])}]`;
      }
      default:
        return `[${x} \\in ${one({ kind: "set", of: { kind: from } })} |-> ${one(of, [...scope, variable(x, { kind: from })])}]`;
    }
  }

  private map(domain: Domain, of: Type, scope: readonly Name[], depth: number): string {
    const self: Type = { kind: "map", domain, of };
    const key = (): string => `[${this.terms.term({ kind: "enum", domain }, withoutAt(scope), depth)}]`;
    const base = this.terms.term(self, scope, depth);
    switch (this.c.next(3)) {
      case 1:
        return this.terms.literal(self, scope, depth);
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
    return this.update(this.terms.term(type, scope, depth), `.${name}`, of, scope, depth);
  }

  private tuple(type: Type & { kind: "tuple" }, scope: readonly Name[], depth: number): string {
    const at = this.c.next(type.items.length);
    const of = type.items[at] ?? INT;
    return this.update(this.terms.term(type, scope, depth), `[${at + 1}]`, of, scope, depth);
  }

  private update(base: string, step: string, of: Type, scope: readonly Name[], depth: number): string {
    return `[${base} EXCEPT ${this.change(step, of, scope, depth)}]`;
  }

  /** `!step = …`, further inside where the part has parts. */
  private change(step: string, of: Type, scope: readonly Name[], depth: number): string {
    if (of.kind === "map" && this.c.rarely(2)) {
      const key = this.terms.term({ kind: "enum", domain: of.domain }, withoutAt(scope), depth - 1);
      return this.change(`${step}[${key}]`, of.of, scope, depth);
    }
    if (of.kind === "record" && this.c.rarely(2)) {
      const [name, inner] = this.c.pick(of.fields);
      return this.change(`${step}.${name}`, inner, scope, depth);
    }
    return `!${step} = ${this.terms.term(of, [...withoutAt(scope), variable("@", of)], depth)}`;
  }
}
