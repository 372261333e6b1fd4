/**
 * Programs as JavaScript. An expression becomes one expression of JavaScript; what TLA+ evaluates when needed becomes a
 * function without arguments that remembers. Names in the code: `s` the state, `n` the next one, `v7` a local, `f3` a
 * function, `k` the constants, `R` the runtime (see `runtime.ts`).
 */
import { unreachable } from "../report/diagnostic.js";
import { printValue, type Value } from "../tla/value.js";
import type { BindForm, Ir, IrBinder, IrFunction, LocalId } from "./ir.js";
import { nativeFacts } from "./natives-table.js";
import { isStrict, strictIn } from "./strict.js";

/** Operators of two or fewer values that the runtime has under a name of its own; those that give a Boolean apart. */
const values: Readonly<Record<string, string>> = {
  "\\cup": "union",
  "\\cap": "intersection",
  "\\": "difference",
  SUBSET: "powerSet",
  UNION: "bigUnion",
  DOMAIN: "domain",
  apply: "apply",
  "function-set": "functionSet",
  "Naturals.+": "plus",
  "Naturals.-": "minus",
  "Naturals.*": "times",
  "Naturals.^": "power",
  "Naturals...": "interval",
  "Naturals.%": "modulo",
  "Naturals.\\div": "divide",
  "Integers.-.": "negate",
  "Sequences.\\circ": "concat",
  "Sequences.Seq": "sequences",
  "Sequences.Len": "length",
  "Sequences.Append": "append",
  "Sequences.Head": "head",
  "Sequences.Tail": "tail",
  "Sequences.SubSeq": "subSequence",
  "FiniteSets.Cardinality": "cardinality",
  "TLC.:>": "mapsTo",
  "TLC.@@": "combine",
  "TLC.Permutations": "permutations",
  "TLC.ToString": "toText",
};
const tests: Readonly<Record<string, string>> = {
  "=": "equals",
  "\\in": "isIn",
  "\\subseteq": "subsetOrEqual",
  "Naturals.<": "less",
  "Naturals.>": "greater",
  "Naturals.<=": "atMost",
  "Naturals.>=": "atLeast",
  "FiniteSets.IsFiniteSet": "finite",
};
const constants: Readonly<Record<string, string>> = {
  "Naturals.Nat": "nat",
  "Integers.Int": "int",
  STRING: "strings",
  BOOLEAN: "booleans",
};

/** What has no code, so that the model cannot be run by this engine. */
export class NotEmitted extends Error {
  constructor(
    readonly what: string,
    readonly at: Ir,
  ) {
    super(what);
  }
}

export class Emitter {
  /** Constants of the program; `k[i]` in the code. */
  readonly constants: Value[] = [];
  /** Code of the functions called, by number. */
  readonly functions = new Map<number, string>();
  private readonly constantIndex = new Map<string, number>();
  /** Locals that hold a value, not something to be evaluated. */
  private readonly strict = new Set<LocalId>();

  /** JavaScript that gives a value (a ref, or a described set). */
  value(e: Ir): string {
    switch (e.op) {
      case "const":
        return this.constant(e.value);
      case "state":
        return e.primed ? `R.after(n, ${e.slot})` : `s[${e.slot}]`;
      case "local":
        return this.strict.has(e.id) ? `v${e.id}` : `v${e.id}()`;
      case "prim":
        return this.prim(e);
      case "call":
        return this.call(e.fn, e.args);
      case "and":
      case "or":
        return `R.bool(${this.test(e)})`;
      case "if":
        return `(${this.test(e.test)} ? ${this.value(e.then)} : ${this.value(e.else)})`;
      case "case":
        return this.cases(e.arms, (arm) => this.value(arm));
      case "bind":
        return this.binding(e);
      case "record":
        return `R.record([${e.fields.map(([n, v]) => `[${JSON.stringify(n)}, ${this.ref(v)}]`).join(", ")}])`;
      case "record-set":
        return `R.recordSet([${e.fields.map(([n, v]) => `[${JSON.stringify(n)}, ${this.value(v)}]`).join(", ")}])`;
      case "field":
        return `R.field(${this.value(e.record)}, ${this.constant({ kind: "string", value: e.name })})`;
      case "except":
        return this.except(e);
      case "named":
        return this.value(e.body);
      case "let":
        return this.letIn(e, (body) => this.value(body));
      case "lambda":
        return this.lambda(e);
      case "enabled":
      case "compose":
        throw new NotEmitted(e.op === "enabled" ? "ENABLED" : "\\cdot", e);
      default:
        return unreachable(e);
    }
  }

  /** JavaScript that gives a ref. */
  ref(e: Ir): string {
    return isRef(e) ? this.value(e) : `R.force(${this.value(e)})`;
  }

  /** JavaScript that gives `true` or `false`. */
  test(e: Ir): string {
    switch (e.op) {
      case "const":
        if (e.value.kind === "bool") return String(e.value.value);
        break;
      case "and":
      case "or": {
        const op = e.op === "and" ? " && " : " || ";
        return e.items.length === 0
          ? String(e.op === "and")
          : `(${e.items.map((i) => this.test(i)).join(op)})`;
      }
      case "prim": {
        const found = this.primTest(e.prim, e.args);
        if (found !== undefined) return found;
        break;
      }
      case "if":
        return `(${this.test(e.test)} ? ${this.test(e.then)} : ${this.test(e.else)})`;
      case "case":
        return this.cases(e.arms, (arm) => this.test(arm));
      case "bind":
        if (e.form === "all" || e.form === "some") return this.quantified(e.form, e.binders, e.body);
        break;
      case "named":
        return this.test(e.body);
      case "let":
        return this.letIn(e, (body) => this.test(body));
      default:
        break;
    }
    return `R.truth(${this.value(e)})`;
  }

  private constant(value: Value): string {
    const key = printValue(value);
    let index = this.constantIndex.get(key);
    if (index === undefined) {
      index = this.constants.length;
      this.constants.push(value);
      this.constantIndex.set(key, index);
    }
    return `k[${index}]`;
  }

  // ------------------------------------------------------------------------------------------------ operators

  private prim(e: Extract<Ir, { op: "prim" }>): string {
    const test = this.primTest(e.prim, e.args);
    if (test !== undefined) return `R.bool(${test})`;
    const constant = constants[e.prim];
    if (constant !== undefined) return `R.${constant}`;
    const name = values[e.prim];
    if (name !== undefined) return `R.${name}(${e.args.map((a) => this.value(a)).join(", ")})`;
    switch (e.prim) {
      case "tuple":
        return `R.tuple([${e.args.map((a) => this.ref(a)).join(", ")}])`;
      case "set":
        return `R.set([${e.args.map((a) => this.ref(a)).join(", ")}])`;
      case "product":
        return `R.product([${e.args.map((a) => this.value(a)).join(", ")}])`;
      default:
        break;
    }
    if (nativeFacts(e.prim) === undefined) throw new NotEmitted(`the operator ${e.prim}`, e);
    return `R.native[${JSON.stringify(e.prim)}](${e.args.map((a) => this.value(a)).join(", ")})`;
  }

  /** An operator for one of ours: a function of values. */
  private lambda(e: Extract<Ir, { op: "lambda" }>): string {
    const names = e.params.map((id) => this.bindStrict(id));
    return `(${names.join(", ")}) => ${this.value(e.body)}`;
  }

  private primTest(prim: string, args: readonly Ir[]): string | undefined {
    const [a, b] = args;
    const name = tests[prim];
    if (name !== undefined) return `R.${name}(${args.map((x) => this.value(x)).join(", ")})`;
    if (a === undefined) return undefined;
    switch (prim) {
      case "~":
        return `!${this.test(a)}`;
      case "#":
        return b === undefined ? undefined : `!R.equals(${this.value(a)}, ${this.value(b)})`;
      case "\\notin":
        return b === undefined ? undefined : `!R.isIn(${this.value(a)}, ${this.value(b)})`;
      case "=>":
        return b === undefined ? undefined : `(!${this.test(a)} || ${this.test(b)})`;
      case "<=>":
        return b === undefined ? undefined : `(${this.test(a)} === ${this.test(b)})`;
      default:
        return undefined;
    }
  }

  private call(fn: IrFunction, args: readonly Ir[]): string {
    this.define(fn);
    const strict = strictIn(fn);
    const given = args.map((arg, i) => {
      const param = fn.params[i];
      return param !== undefined && strict.has(param) ? this.value(arg) : this.lazy(arg);
    });
    const free = fn.free.map((id) => `v${id}`);
    return `f${fn.id}(${["s", "n", ...given, ...free].join(", ")})`;
  }

  private define(fn: IrFunction): void {
    if (this.functions.has(fn.id)) return;
    this.functions.set(fn.id, "");
    const strict = strictIn(fn);
    for (const id of fn.params) if (strict.has(id)) this.strict.add(id);
    const params = ["s", "n", ...fn.params.map((id) => `v${id}`), ...fn.free.map((id) => `v${id}`)];
    this.functions.set(fn.id, `function f${fn.id}(${params.join(", ")}) { return ${this.value(fn.body)}; }`);
  }

  /** Something to be evaluated when needed; a lazy local is that already. */
  private lazy(e: Ir): string {
    if (e.op === "local" && !this.strict.has(e.id)) return `v${e.id}`;
    return `R.lazy(() => ${this.value(e)})`;
  }

  private cases(
    arms: readonly { readonly test: Ir | undefined; readonly value: Ir }[],
    then: (e: Ir) => string,
  ): string {
    const parts = arms.map(({ test, value }) =>
      test === undefined ? then(value) : `${this.test(test)} ? ${then(value)} : `,
    );
    const other = arms.some((a) => a.test === undefined);
    return `(${parts.join("")}${other ? "" : "R.noCase()"})`;
  }

  /** A definition for a body: evaluated before if the body needs it in any case. */
  letIn(e: Extract<Ir, { op: "let" }>, body: (e: Ir) => string): string {
    return `((v${e.id}) => ${body2(body(this.bound(e)))})(${this.boundValue(e)})`;
  }

  /** The body, its local known to be strict or lazy. */
  bound(e: Extract<Ir, { op: "let" }>): Ir {
    if (isStrict(e.body, e.id)) this.strict.add(e.id);
    return e.body;
  }

  boundValue(e: Extract<Ir, { op: "let" }>): string {
    return this.strict.has(e.id) ? this.value(e.value) : this.lazy(e.value);
  }

  // -------------------------------------------------------------------------------------------------- binders

  private binding(e: Extract<Ir, { op: "bind" }>): string {
    const { form, binders, body } = e;
    switch (form) {
      case "all":
      case "some":
        return `R.bool(${this.quantified(form, binders, body)})`;
      case "choose": {
        const { domain, pattern } = this.only(e, binders);
        return `R.choose(${domain}, (${pattern}) => ${this.test(body)})`;
      }
      case "filter": {
        const { domain, pattern } = this.only(e, binders);
        return `R.filter(${domain}, (${pattern}) => ${this.test(body)})`;
      }
      case "map":
        return `R.map((add) => { ${this.loops(binders, () => `add(${this.ref(body)});`)} })`;
      case "function":
        return this.functionLiteral(e, binders, body);
      default:
        return unreachable(form);
    }
  }

  private only(e: Ir, binders: readonly IrBinder[]): { readonly domain: string; readonly pattern: string } {
    const [binder] = binders;
    if (binder?.domain === undefined || binders.length > 1) throw new NotEmitted("CHOOSE without a set", e);
    return { domain: this.value(binder.domain), pattern: this.pattern(binder) };
  }

  /** The parameter of a JavaScript function for what a binder binds. */
  private pattern(binder: IrBinder): string {
    for (const id of binder.locals) this.strict.add(id);
    const names = binder.locals.map((id) => `v${id}`);
    return binder.tuple ? `t, [${names.join(", ")}] = R.parts(t, ${names.length})` : names.join(", ");
  }

  private functionLiteral(e: Ir, binders: readonly IrBinder[], body: Ir): string {
    const [only] = binders;
    if (binders.length === 1 && only?.domain !== undefined) {
      const domain = this.value(only.domain);
      return `R.functionFrom(${domain}, (${this.pattern(only)}) => ${this.value(body)})`;
    }
    // Several names: a function of tuples.
    const domains = binders.map((b) => {
      if (b.domain === undefined) throw new NotEmitted("a function without a domain", e);
      return this.value(b.domain);
    });
    const inner = binders.map((b, i) => {
      for (const id of b.locals) this.strict.add(id);
      const names = b.locals.map((id) => `v${id}`);
      return b.tuple ? `[${names.join(", ")}] = R.parts(p[${i}], ${names.length})` : `${names[0]} = p[${i}]`;
    });
    return `R.functionFrom(R.product([${domains.join(", ")}]), (t, p = R.parts(t, ${binders.length}), ${inner.join(", ")}) => ${this.value(body)})`;
  }

  private quantified(
    form: Extract<BindForm, "all" | "some">,
    binders: readonly IrBinder[],
    body: Ir,
  ): string {
    const [first, ...rest] = binders;
    if (first === undefined) return this.test(body);
    if (first.domain === undefined) throw new NotEmitted("a quantifier without a set", body);
    const domain = this.value(first.domain);
    const pattern = this.pattern(first);
    return `R.${form}(${domain}, (${pattern}) => ${this.quantified(form, rest, body)})`;
  }

  /** The name of a local that holds a value from here on. */
  bindStrict(id: LocalId): string {
    this.strict.add(id);
    return `v${id}`;
  }

  /** Nested loops over binders, statements inside. */
  loops(binders: readonly IrBinder[], inside: () => string): string {
    const [first, ...rest] = binders;
    if (first === undefined) return inside();
    if (first.domain === undefined)
      throw new NotEmitted("a name bound without a set", {
        op: "and",
        items: [],
        at: { kind: "At", id: 0, span: { start: 0, end: 0 } },
      });
    const domain = this.value(first.domain);
    for (const id of first.locals) this.strict.add(id);
    const names = first.locals.map((id) => `v${id}`);
    const body = this.loops(rest, inside);
    const [only] = names;
    if (!first.tuple) return `for (const ${only} of R.elements(${domain})) { ${body} }`;
    return `for (const t${only} of R.elements(${domain})) { const [${names.join(", ")}] = R.parts(t${only}, ${names.length}); ${body} }`;
  }

  private except(e: Extract<Ir, { op: "except" }>): string {
    let out = this.value(e.base);
    for (const u of e.updates) {
      this.strict.add(u.at);
      const path = u.path.map((p) => this.ref(p)).join(", ");
      out = `R.except(${out}, [${path}], (v${u.at}) => ${this.value(u.value)})`;
    }
    return out;
  }
}

/** An arrow function's body must not begin with a brace. */
function body2(text: string): string {
  return text.startsWith("{") ? `(${text})` : text;
}

/** Whether the code of an expression gives a ref already. */
function isRef(e: Ir): boolean {
  switch (e.op) {
    case "const":
    case "state":
    case "record":
    case "except":
    case "field":
    case "and":
    case "or":
      return true;
    case "prim":
      return ["tuple", "set", "apply", "=", "#", "\\in", "~", "Naturals.+", "Naturals.-"].includes(e.prim);
    case "bind":
      return e.form === "all" || e.form === "some" || e.form === "function" || e.form === "choose";
    default:
      return false;
  }
}
