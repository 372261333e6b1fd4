/**
 * Where a step looks at what is in a collection: messages it receives. Found by form: names bound over the collection
 * (or over a part of it), membership, the head of a sequence; with what is asked of the fields.
 */
import type { Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { children } from "../tla/visit.js";
import type { Elaborator } from "./elaborate.js";
import type { Reading } from "./reading.js";
import { bare, infixOf, isPrime, nameOf, same } from "./terms.js";

export interface Consumption {
  readonly variable: string;
  /** With `[*]` for an index. */
  readonly path: string;
  readonly indices: readonly Expr[];
  readonly mode: "one" | "set" | "absent";
  /** Inside Cardinality. */
  readonly counted: boolean;
  readonly form: "bound" | "member" | "head" | "empty";
  /** Values that fields are compared with. */
  readonly tests: readonly {
    readonly field: string;
    readonly values: readonly Expr[];
    readonly negative: boolean;
  }[];
  /** A message named as a whole: `[type |-> "Commit"] \in msgs`. */
  readonly exact: Expr | undefined;
  /** What the message is called. */
  readonly name: string | undefined;
  readonly at: Node;
}

interface Place {
  readonly variable: string;
  readonly path: string;
  readonly indices: readonly Expr[];
  /** What the parts of it that are taken must meet: `subject` is called so in `test`. */
  readonly filters: readonly { readonly subject: string; readonly test: Expr }[];
}

interface Around {
  readonly negative: boolean;
  readonly universal: boolean;
  readonly counted: boolean;
  /** Formulas that hold where this stands. */
  readonly with: readonly Expr[];
}

export function consumptionsOf(
  el: Elaborator,
  reading: Reading,
  variables: ReadonlySet<string>,
): readonly Consumption[] {
  const scanner = new Scanner(el, variables, reading.guards);
  const bodies = reading.lets.flatMap((u) => (u.kind === "Definition" ? [u.body] : []));
  const top: Around = { negative: false, universal: false, counted: false, with: [] };
  const guarded: Around = { ...top, with: reading.guards };
  for (const b of reading.bounds) {
    if (b.domain === undefined) continue;
    scanner.bound(
      b.domain,
      b.names.map((n) => n.text),
      b,
      guarded,
      "one",
    );
    scanner.visit(b.domain, top);
  }
  for (const e of [...bodies, ...reading.guards]) scanner.visit(e, top);
  for (const u of reading.updates) {
    const before = scanner.found.length;
    scanner.visit(u.value, top);
    // `IF m \in DOMAIN x THEN …` in the new value of x belongs to the way x is changed.
    const found = scanner.found.splice(before);
    scanner.found.push(...found.filter((c) => c.variable !== u.variable || c.form === "head"));
  }
  return scanner.found;
}

/** Operators of the library that give elements of one of their arguments. */
const selecting: ReadonlySet<string> = new Set([
  "Range",
  "ToSet",
  "SelectSeq",
  "FoldLeft",
  "FoldSet",
  "FoldBag",
  "FoldSeq",
]);

class Scanner {
  readonly found: Consumption[] = [];
  constructor(
    private readonly el: Elaborator,
    private readonly variables: ReadonlySet<string>,
    private readonly guards: readonly Expr[],
  ) {}

  private place(e: Expr, depth = 0): Place | undefined {
    const b = bare(e);
    const name = nameOf(b);
    if (name !== undefined && this.variables.has(name))
      return { variable: name, path: "", indices: [], filters: [] };
    if (depth > 8) return undefined;
    switch (b.kind) {
      case "Index": {
        const of = this.place(b.fn, depth + 1);
        return of && { ...of, path: `${of.path}[*]`, indices: [...of.indices, ...b.args] };
      }
      case "Field": {
        const of = this.place(b.record, depth + 1);
        return of && { ...of, path: `${of.path}.${b.name.text}` };
      }
      case "Prefix":
        return b.op === "DOMAIN" ? this.place(b.arg, depth + 1) : undefined;
      case "SetFilter": {
        const of = b.bound.domain === undefined ? undefined : this.place(b.bound.domain, depth + 1);
        const [subject] = b.bound.names;
        return of && subject && { ...of, filters: [...of.filters, { subject: subject.text, test: b.body }] };
      }
      case "Infix":
        return ["\\", "\\cap"].includes(infixOf(b)) ? this.place(b.left, depth + 1) : undefined;
      case "Apply": {
        if (b.name === "BagToSet" && b.args[0] !== undefined) return this.place(b.args[0], depth + 1);
        const opened = this.el.unfold(b);
        if (opened !== undefined) return this.place(opened, depth + 1);
        return selecting.has(b.name) ? this.first(b.args, depth) : undefined;
      }
      case "Let":
        return this.place(b.body, depth + 1);
      case "If":
        return this.first([b.then, b.else], depth);
      case "Case":
        return this.first(
          b.arms.map((a) => a.value),
          depth,
        );
      default:
        return undefined;
    }
  }

  bound(domain: Expr, names: readonly string[], at: Node, around: Around, mode: Consumption["mode"]): void {
    const place = this.place(domain);
    if (place === undefined) return;
    const tests = [
      ...names.flatMap((n) => around.with.flatMap((e) => testsOf(e, (s) => nameOf(s) === n))),
      ...place.filters.flatMap((f) => testsOf(f.test, (s) => nameOf(s) === f.subject)),
    ];
    const { variable, path, indices } = place;
    const { counted } = around;
    // `\A m \in S : m.type # "a"` says that there is no a.
    const all = at.kind === "Quantifier" && at.op === "\\A";
    this.found.push({
      variable,
      path,
      indices,
      mode,
      counted,
      form: "bound",
      tests: all ? tests.map((t) => ({ ...t, negative: false })) : tests,
      exact: undefined,
      name: names[0],
      at,
    });
  }

  private first(es: readonly Expr[], depth: number): Place | undefined {
    for (const e of es) {
      const found = this.place(e, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  visit(n: Node, around: Around): void {
    switch (n.kind) {
      case "Quantifier":
        this.quantifier(n, around);
        return;
      case "SetFilter":
      case "SetMap":
      case "Choose":
      case "Function": {
        const bounds = n.kind === "SetMap" || n.kind === "Function" ? n.bounds : [n.bound];
        const inner = { ...around, with: [...around.with, n.body] };
        for (const b of bounds) {
          if (b.domain === undefined) continue;
          const mode = n.kind === "Choose" ? "one" : "set";
          this.bound(
            b.domain,
            b.names.map((x) => x.text),
            n,
            inner,
            mode,
          );
          this.visit(b.domain, around);
        }
        this.visit(n.body, { ...inner, universal: true });
        return;
      }
      case "Prefix":
        this.visit(n.arg, isNot(n) ? { ...around, negative: !around.negative } : around);
        return;
      case "Infix":
        this.infix(n, around);
        break;
      case "Apply":
        if (this.apply(n, around)) return;
        break;
      default:
    }
    if (isPrime(n)) return;
    for (const c of children(n)) this.visit(c, around);
  }

  private quantifier(n: Extract<Expr, { kind: "Quantifier" }>, around: Around): void {
    const all = n.op === "\\A";
    const inner: Around = { ...around, with: [...around.with, n.body], universal: around.universal || all };
    for (const b of n.bounds) {
      if (b.domain === undefined) continue;
      const absent = around.negative !== all;
      const mode = absent ? "absent" : around.universal ? "set" : "one";
      this.bound(
        b.domain,
        b.names.map((x) => x.text),
        n,
        inner,
        mode,
      );
      this.visit(b.domain, around);
    }
    this.visit(n.body, inner);
  }

  private infix(n: Extract<Expr, { kind: "Infix" }>, around: Around): void {
    const op = infixOf(n);
    if (op === "\\in" || op === "\\notin") {
      const place = this.place(n.right);
      if (place === undefined) return;
      const absent = (op === "\\notin") !== around.negative;
      const mode = absent ? "absent" : around.universal ? "set" : "one";
      const subject = bare(n.left);
      const name = nameOf(subject);
      const tests =
        name === undefined
          ? []
          : [...this.guards, ...around.with].flatMap((e) => testsOf(e, (s) => nameOf(s) === name));
      const { variable, path, indices } = place;
      const { counted } = around;
      this.found.push({
        variable,
        path,
        indices,
        mode,
        counted,
        form: "member",
        tests,
        exact: subject,
        name,
        at: n,
      });
    }
    if (op === "=" && this.isEmpty(n.right)) {
      const place = this.place(n.left);
      if (place === undefined || around.negative) return;
      const { variable, path, indices } = place;
      const rest = { tests: [], exact: undefined, name: undefined, at: n, counted: false } as const;
      this.found.push({ variable, path, indices, mode: "absent", form: "empty", ...rest });
    }
  }

  private isEmpty(e: Expr): boolean {
    const b = bare(e);
    return b.kind === "Set" && b.items.length === 0;
  }

  private apply(n: Extract<Expr, { kind: "Apply" }>, around: Around): boolean {
    const [arg] = n.args;
    if (n.name === "Cardinality" && arg !== undefined) {
      this.visit(arg, { ...around, counted: true });
      return true;
    }
    if (n.name === "Head" && arg !== undefined) {
      const place = this.place(arg);
      if (place !== undefined) {
        const isIt = (s: Expr): boolean => {
          if (same(s, n)) return true;
          const opened = this.el.unfold(s);
          return opened !== undefined && same(opened, n);
        };
        const tests = [...this.guards, ...around.with].flatMap((e) => testsOf(e, isIt));
        const { variable, path, indices } = place;
        const rest = { counted: false, exact: undefined, name: undefined, at: n } as const;
        this.found.push({ variable, path, indices, mode: "one", form: "head", tests, ...rest });
      }
      return false;
    }
    const opened = this.el.linkOf(n) === undefined ? undefined : this.el.unfold(n);
    if (opened === undefined) return false;
    for (const a of n.args) {
      if (this.place(a) === undefined) continue;
      // An operator that is given the collection looks at it inside.
      this.visit(opened, around);
      return true;
    }
    return false;
  }
}

/** `s.f = e`, `e = s.f`, `s.f \in {…}` for the subject, at any depth. */
function testsOf(whole: Expr, isSubject: (e: Expr) => boolean): Consumption["tests"] {
  const out: { field: string; values: readonly Expr[]; negative: boolean }[] = [];
  const fieldOf = (e: Expr): string | undefined => {
    const b = bare(e);
    return b.kind === "Field" && isSubject(bare(b.record)) ? b.name.text : undefined;
  };
  const visit = (n: Node, negative: boolean): void => {
    if (n.kind === "Prefix" && isNot(n)) {
      visit(n.arg, !negative);
      return;
    }
    if (n.kind === "Infix") {
      const op = infixOf(n);
      const [l, r] = [fieldOf(n.left), fieldOf(n.right)];
      if ((op === "=" || op === "#") && l !== undefined)
        out.push({ field: l, values: [n.right], negative: negative !== (op === "#") });
      else if ((op === "=" || op === "#") && r !== undefined)
        out.push({ field: r, values: [n.left], negative: negative !== (op === "#") });
      else if (op === "\\in" && l !== undefined) {
        const set = bare(n.right);
        if (set.kind === "Set") out.push({ field: l, values: set.items, negative });
      }
    }
    for (const c of children(n)) visit(c, negative);
  };
  visit(whole, false);
  return out;
}

function isNot(n: Extract<Expr, { kind: "Prefix" }>): boolean {
  return canonicalOp(n.op) === "~";
}
