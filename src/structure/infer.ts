/**
 * The shape of an expression, from the shapes of variables and bound names. Operators are opened; what TLA+'s own and
 * the standard modules' operators give is in `standard`.
 */
import type { Bound, Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import type { Value as ModelValue } from "../tla/value.js";
import type { Elaborator } from "./elaborate.js";
import {
  booleanShape,
  constantShape,
  elementOf,
  fieldOf,
  integer,
  join,
  resultOf,
  type Shape,
  sequenceOf,
  setOf,
  stringShape,
  unknown,
} from "./shapes.js";
import { bare, nameOf, show } from "./terms.js";

export type Shapes = ReadonlyMap<string, Shape>;

export class Inference {
  /** Variables' shapes, as known so far. */
  readonly variables = new Map<string, Shape>();
  private readonly constants: ReadonlyMap<string, Shape>;
  private depth = 0;
  /** Answers under what is known of the variables now. */
  private known = new WeakMap<Shapes, Map<Expr, Shape>>();

  constructor(
    private readonly el: Elaborator,
    constants: ReadonlyMap<string, ModelValue | undefined>,
  ) {
    this.constants = new Map([...constants].map(([name, value]) => [name, shapeOfConstant(name, value)]));
  }

  /** Bound names with the shapes of their sets' elements, added to those around. */
  bound(bounds: readonly Bound[], around: Shapes): Shapes {
    const out = new Map(around);
    for (const b of bounds) {
      const of = b.domain === undefined ? unknown : elementOf(this.shape(b.domain, around));
      b.names.forEach((n, k) => {
        out.set(n.text, b.tuple ? resultOf(of, k + 1) : of);
      });
    }
    return out;
  }

  shape(e: Expr, env: Shapes): Shape {
    if (this.depth > 40) return unknown;
    const answers = this.known.get(env) ?? new Map<Expr, Shape>();
    this.known.set(env, answers);
    const before = answers.get(e);
    if (before !== undefined) return before;
    this.depth += 1;
    try {
      const shape = this.infer(e, env);
      answers.set(e, shape);
      return shape;
    } finally {
      this.depth -= 1;
    }
  }

  /** To be called when variables' shapes have changed. */
  forget(): void {
    this.known = new WeakMap();
  }

  private join(es: readonly Expr[], env: Shapes): Shape {
    return es.reduce((s: Shape, e) => join(s, this.shape(e, env)), unknown);
  }

  private infer(e: Expr, env: Shapes): Shape {
    switch (e.kind) {
      case "Apply":
        return this.apply(e, env);
      case "Number":
        return integer;
      case "String":
        return stringShape(e.value);
      case "Paren":
      case "Label":
        return this.shape(e.body, env);
      case "Quantifier":
      case "Junction":
        return booleanShape;
      case "Choose":
        return e.bound.domain === undefined ? unknown : elementOf(this.shape(e.bound.domain, env));
      case "Tuple":
        return { kind: "tuple", items: e.items.map((i) => this.shape(i, env)) };
      case "Set":
        return setOf(this.join(e.items, env));
      case "SetFilter":
        return e.bound.domain === undefined
          ? setOf(unknown)
          : setOf(elementOf(this.shape(e.bound.domain, env)));
      case "SetMap":
        return setOf(this.shape(e.body, this.bound(e.bounds, env)));
      case "Function":
        return this.functionLit(e, env);
      case "FunctionSet":
        return setOf({
          kind: "function",
          from: elementOf(this.shape(e.domain, env)),
          domain: this.domainText(e.domain),
          to: elementOf(this.shape(e.range, env)),
        });
      case "Index":
        return this.index(e, env);
      case "Record":
        return {
          kind: "record",
          fields: e.fields.map((f) => ({ name: f.name.text, shape: this.shape(f.value, env) })),
        };
      case "RecordSet":
        return setOf({
          kind: "record",
          fields: e.fields.map((f) => ({ name: f.name.text, shape: elementOf(this.shape(f.value, env)) })),
        });
      case "Field":
        return fieldOf(this.shape(e.record, env), e.name.text);
      case "Except":
        return this.except(e, env);
      case "If":
        return this.join([e.then, e.else], env);
      case "Case":
        return this.join(
          e.arms.map((a) => a.value),
          env,
        );
      case "Let":
        return this.shape(e.body, env);
      case "Prefix":
        return this.prefix(e, env);
      case "Infix":
        return this.infix(e, env);
      case "Postfix":
        return e.op === "'" ? this.shape(e.arg, env) : unknown;
      case "At":
        return env.get("@") ?? unknown;
      default:
        return unknown;
    }
  }

  private functionLit(e: Extract<Expr, { kind: "Function" }>, env: Shapes): Shape {
    const to = this.shape(e.body, this.bound(e.bounds, env));
    const [only] = e.bounds;
    const froms = e.bounds.flatMap((b) => {
      const of = b.domain === undefined ? unknown : elementOf(this.shape(b.domain, env));
      return b.names.map(() => of);
    });
    const [first = unknown] = froms;
    if (froms.length > 1)
      return { kind: "function", from: { kind: "tuple", items: froms }, domain: undefined, to };
    const domain = only?.domain === undefined ? undefined : this.domainText(only.domain);
    // `[i \in 1 .. n |-> e]` is a sequence.
    if (only?.domain !== undefined && isFromOne(only.domain)) return sequenceOf(to);
    return { kind: "function", from: first, domain, to };
  }

  /** The set's text; another name of a set is that set. */
  private domainText(e: Expr): string | undefined {
    const opened = this.el.unfold(bare(e));
    const text = show(opened !== undefined && nameOf(opened) !== undefined ? opened : e);
    return text === "{}" || text.length > 60 ? undefined : text;
  }

  private index(e: Extract<Expr, { kind: "Index" }>, env: Shapes): Shape {
    const [arg] = e.args;
    const of = this.shape(e.fn, env);
    if (arg?.kind === "String") return fieldOf(of, arg.value);
    return resultOf(of, arg?.kind === "Number" ? Number(arg.text) : undefined);
  }

  private except(e: Extract<Expr, { kind: "Except" }>, env: Shapes): Shape {
    let out = this.shape(e.base, env);
    for (const u of e.updates) {
      const steps = u.path.map(
        (s): Step => (s.kind === "PathField" ? { field: s.name.text } : this.pathStep(s.args, env)),
      );
      const old = steps.reduce(below, out);
      const value = this.shape(u.value, new Map(env).set("@", old));
      out = placed(out, steps, value);
    }
    return out;
  }

  private pathStep(args: readonly Expr[], env: Shapes): Step {
    const [only] = args;
    if (args.length === 1 && only?.kind === "String") return { field: only.value };
    return { index: args.length === 1 && only !== undefined ? this.shape(only, env) : unknown };
  }

  private prefix(e: Extract<Expr, { kind: "Prefix" }>, env: Shapes): Shape {
    switch (canonicalOp(e.op)) {
      case "SUBSET":
        return setOf(setOf(elementOf(this.shape(e.arg, env))));
      case "UNION":
        return setOf(elementOf(elementOf(this.shape(e.arg, env))));
      case "DOMAIN":
        return setOf(domainOf(this.shape(e.arg, env)));
      case "-":
        return integer;
      default:
        return booleanShape;
    }
  }

  private infix(e: Extract<Expr, { kind: "Infix" }>, env: Shapes): Shape {
    const known = standardInfix.get(canonicalOp(e.op));
    if (known !== undefined) return known(this.shape(e.left, env), this.shape(e.right, env));
    const opened = this.el.unfold(e);
    return opened === undefined ? unknown : this.shape(opened, env);
  }

  private apply(e: Extract<Expr, { kind: "Apply" }>, env: Shapes): Shape {
    if (e.path.length === 0) {
      const known = env.get(e.name) ?? (e.args.length === 0 ? this.variables.get(e.name) : undefined);
      if (known !== undefined) return known;
      const constant = this.constants.get(e.name);
      if (constant !== undefined) return e.args.length === 0 ? constant : unknown;
    }
    const opened = this.el.unfold(e);
    if (opened !== undefined) return this.shape(opened, env);
    const standard = standardNames.get(e.name);
    return standard === undefined || this.el.linkOf(e) !== undefined
      ? unknown
      : standard(e.args.map((a) => this.shape(a, env)));
  }
}

type Step = { readonly field: string } | { readonly index: Shape };

function below(s: Shape, step: Step): Shape {
  return "field" in step ? fieldOf(s, step.field) : resultOf(s);
}

/** A shape with another one put where the steps lead. */
function placed(s: Shape, steps: readonly Step[], value: Shape): Shape {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  switch (s.kind) {
    case "record":
      if (!("field" in step)) return s;
      return {
        ...s,
        fields: s.fields.map((f) =>
          f.name === step.field ? { ...f, shape: join(f.shape, placed(f.shape, rest, value)) } : f,
        ),
      };
    case "function":
      return { ...s, to: join(s.to, placed(s.to, rest, value)) };
    case "sequence":
      return { ...s, of: join(s.of, placed(s.of, rest, value)) };
    case "tuple":
      return s.items.length === 0 ? s : { ...s, items: s.items.map((i) => join(i, placed(i, rest, value))) };
    case "union":
      return s.of.map((p) => placed(p, steps, value)).reduce((a, b) => join(a, b), unknown);
    case "unknown": {
      const inner = placed(unknown, rest, value);
      return "field" in step ? unknown : { kind: "function", from: step.index, domain: undefined, to: inner };
    }
    default:
      return s;
  }
}

export function domainOf(s: Shape): Shape {
  switch (s.kind) {
    case "function":
      return s.from;
    case "bag":
      return s.of;
    case "sequence":
    case "tuple":
      return integer;
    case "record":
      return stringShape(...s.fields.map((f) => f.name).sort());
    case "union":
      return s.of.reduce((j, p) => join(j, domainOf(p)), unknown);
    default:
      return unknown;
  }
}

function isFromOne(e: Expr): boolean {
  return (
    e.kind === "Infix" &&
    e.op === ".." &&
    e.left.kind === "Number" &&
    e.left.text === "1" &&
    e.right.kind !== "Number"
  );
}

function shapeOfConstant(name: string, value: ModelValue | undefined): Shape {
  switch (value?.kind) {
    case "int":
      return integer;
    case "bool":
      return booleanShape;
    case "string":
      return stringShape();
    case "set":
      return value.items.length > 0 && value.items.every((i) => i.kind === "int")
        ? setOf(integer)
        : constantShape(name);
    default:
      return constantShape(name);
  }
}

const always = (s: Shape) => () => s;
const left = (a: Shape) => a;
const standardInfix = new Map<string, (a: Shape, b: Shape) => Shape>([
  ...["+", "-", "*", "\\div", "%", "^"].map((op) => [op, always(integer)] as const),
  ...["=", "#", "<", ">", "<=", ">=", "\\in", "\\notin", "\\subseteq", "/\\", "\\/", "=>", "<=>"].map(
    (op) => [op, always(booleanShape)] as const,
  ),
  ["..", always(setOf(integer))],
  ["\\cup", (a, b) => setOf(join(elementOf(a), elementOf(b)))],
  ["\\cap", left],
  ["\\", (a) => setOf(elementOf(a))],
  ["@@", (a, b) => join(a, b)],
  [":>", (a, b) => ({ kind: "function", from: a, domain: undefined, to: b })],
  ["\\o", (a, b) => join(sequenceOf(resultOf(a)), sequenceOf(resultOf(b)))],
  ["(+)", (a, b) => join(a, b)],
  ["(-)", left],
  ["\\oplus", (a, b) => join(a, b)],
  ["\\ominus", left],
  ["\\circ", (a, b) => join(sequenceOf(resultOf(a)), sequenceOf(resultOf(b)))],
  ["\\X", (a, b) => setOf({ kind: "tuple", items: [elementOf(a), elementOf(b)] })],
]);

const standardNames = new Map<string, (args: readonly Shape[]) => Shape>([
  ...["Len", "Cardinality", "BagCardinality", "CopiesIn", "RandomElement"].map(
    (n) => [n, always(integer)] as const,
  ),
  ...["TRUE", "FALSE", "IsFiniteSet", "BagIn", "Assert", "Print", "PrintT"].map(
    (n) => [n, always(booleanShape)] as const,
  ),
  ...["Nat", "Int"].map((n) => [n, always(setOf(integer))] as const),
  ["BOOLEAN", always(setOf(booleanShape))],
  ["STRING", always(setOf(stringShape()))],
  ["Append", ([s = unknown, e = unknown]) => join(sequenceOf(resultOf(s)), sequenceOf(e))],
  ["Head", ([s = unknown]) => resultOf(s)],
  ["Tail", ([s = unknown]) => sequenceOf(resultOf(s))],
  ["SubSeq", ([s = unknown]) => sequenceOf(resultOf(s))],
  ["SelectSeq", ([s = unknown]) => sequenceOf(resultOf(s))],
  ["Seq", ([s = unknown]) => setOf(sequenceOf(elementOf(s)))],
  ["EmptyBag", always({ kind: "bag", of: unknown })],
  ["SetToBag", ([s = unknown]) => ({ kind: "bag", of: elementOf(s) })],
  ["BagToSet", ([s = unknown]) => setOf(domainOf(s))],
  ["BagAdd", ([s = unknown, e = unknown]) => join(s, { kind: "bag", of: e })],
  ["BagRemove", ([s = unknown]) => s],
  ["Range", ([s = unknown]) => setOf(resultOf(s))],
  ["Max", always(integer)],
  ["Min", always(integer)],
  // What is folded over a bag into a bag is made of its elements.
  ["FoldBag", ([, start = unknown, bag = unknown]) => (start.kind === "bag" ? join(start, bag) : start)],
]);
