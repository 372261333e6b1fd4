/** Random expressions of a given type, as text. What could have no value is guarded, mostly. */
import type { Choices } from "./choices.js";
import { Forms } from "./forms.js";
import { type Name, variable } from "./prelude.js";
import { BOOL, DOMAINS, fits, INT, MODELS, NAMES, smallType, type Type } from "./types.js";

export class Terms {
  private fresh = 0;
  private readonly forms = new Forms(this);

  constructor(
    readonly c: Choices,
    /**
     * Whether now and then something is left without its guard, and `@@` is used: TLC mixes the values of some functions
     * up when it prints them while they are compared.
     */
    readonly isBold: boolean,
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
    return this.forms.special(type, scope, depth - 1);
  }

  private use({ name, params }: Name, scope: readonly Name[], depth: number): string {
    if (params.length === 0) return name;
    return `${name}(${params.map((p) => this.term(p, scope, depth - 1)).join(", ")})`;
  }

  /** A few terms of one type, separated by commas. */
  list(type: Type, scope: readonly Name[], depth: number, most: number, least = 0): string {
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

  general(type: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const one = (t: Type, s = scope): string => this.term(t, s, depth);
    const x = this.newName("x");
    switch (c.next(15)) {
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
        return applied(type, one({ kind: "map", domain, of: type }), one({ kind: "enum", domain }));
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
      case 13:
        return this.ofTwo(type, scope, depth);
      case 14: {
        const [r, n] = [this.newName("r"), this.newName("n")];
        const inside = [...scope, variable(n, INT), variable(`${r}(${n} - 1)`, type)];
        const body = `IF ${n} = 0 THEN ${one(type)} ELSE ${one(type, inside)}`;
        return `(LET RECURSIVE ${r}(_) ${r}(${n}) == ${body} IN ${r}(${c.next(4)}))`;
      }
      default:
        return `(IF ${one(BOOL)} THEN ${one(type)} ELSE ${one(type)})`;
    }
  }

  /** A function of two arguments applied, with a value changed now and then. */
  private ofTwo(type: Type, scope: readonly Name[], depth: number): string {
    const { c } = this;
    const [x, y] = [this.newName("x"), this.newName("y")];
    const [a, b] = [c.pick(DOMAINS), c.pick(DOMAINS)];
    const [first, second]: Type[] = [
      { kind: "enum", domain: a },
      { kind: "enum", domain: b },
    ];
    if (first === undefined || second === undefined) throw new Error("two domains");
    const inside = [...scope, variable(x, first), variable(y, second)];
    const body = this.term(type, inside, depth);
    const f = `[${x} \\in ${a.text}, ${y} \\in ${b.text} |-> ${body}]`;
    const plain = scope.filter((n) => n.name !== "@");
    const key = (s = scope): string => `${this.term(first, s, depth)}, ${this.term(second, s, depth)}`;
    if (!c.rarely(3)) return applied(type, f, key());
    const value = this.term(type, [...plain, variable("@", type)], depth);
    return applied(type, `[${f} EXCEPT ![${key(plain)}] = ${value}]`, key());
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
    if (this.isBold && this.c.rarely(6)) return applied(type, value, key);
    const test = condition(f);
    const other = this.literal(type, scope, 0);
    const item = EXCEPT.test(value) ? applied(type, f, key, true) : `${f}[${key}]`;
    return `(LET ${f} == ${value} IN IF ${test} THEN ${item} ELSE ${other})`;
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

  /** The value of `base` with some part changed. */
  changed(type: Type, base: string, scope: readonly Name[], depth: number): string {
    return this.forms.changed(type, base, scope, depth);
  }
}

const EXCEPT = /EXCEPT/;

/**
 * `f[key]`. Where it is a conjunct of an action TLC evaluates the body of `[x \\in S |-> body]` and forgets what EXCEPT
 * has put in its place; asked for TRUE, it does not.
 */
function applied(type: Type, f: string, key: string, isExcepted = EXCEPT.test(f)): string {
  return type.kind === "bool" && isExcepted ? `(${f}[${key}] = TRUE)` : `${f}[${key}]`;
}
