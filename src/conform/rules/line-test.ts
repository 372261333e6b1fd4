/**
 * Tests that a line alone decides: `$.type = "Append" /\ $.entries > 0`. They become functions of JSON, so that which rule
 * is for a line is known before any state is looked at.
 */
import { DiagnosticError } from "../../report/diagnostic.js";
import type { Expr } from "../../tla/ast.js";
import { plainName } from "../../tla/visit.js";
import { mappingFault, type Where } from "../faults.js";
import type { Expressions, Read } from "../mapping/expressions.js";
import { type LinePath, valueAt } from "../mapping/paths.js";

/** A line as tests and columns see it. */
export interface LineView {
  readonly line: unknown;
  readonly event: unknown;
  readonly name: string | undefined;
  readonly node: unknown;
  readonly number: number;
}

export type LineTest = (view: LineView) => boolean;
type LineValue = (view: LineView) => unknown;

export function rootOf(path: LinePath): LineValue {
  switch (path.root) {
    case "event":
      return (view) => view.event;
    case "line":
      return (view) => view.line;
    case "name":
      return (view) => view.name;
    case "node":
      return (view) => view.node;
    case "number":
      return (view) => view.number;
  }
}

/** What lies at a path of a line; undefined where nothing does. */
export function accessOf(path: LinePath): LineValue {
  const root = rootOf(path);
  const { steps } = path;
  const [only] = steps;
  if (steps.length === 0) return root;
  if (steps.length === 1 && only !== undefined) {
    return (view) => {
      const at = root(view);
      if (typeof at !== "object" || at === null || (Array.isArray(at) && typeof only === "string"))
        return Array.isArray(at) && only === "length" ? at.length : undefined;
      return Object.hasOwn(at, only)
        ? ((at as Record<string | number, unknown>)[only] ?? undefined)
        : undefined;
    };
  }
  return (view) => valueAt(root(view), steps);
}

/** Throws a DiagnosticError for what needs more than the line. A path that stands as a formula asks whether it is there. */
export function lineTest(expressions: Expressions, read: Read): LineTest {
  return new Maker(expressions, read.where).test(read.expr);
}

const absent = Symbol("absent");

class Maker {
  constructor(
    private readonly expressions: Expressions,
    private readonly where: Where,
  ) {}

  test(e: Expr): LineTest {
    switch (e.kind) {
      case "Paren":
        return this.test(e.body);
      case "Junction": {
        const items = e.items.map((item) => this.test(item));
        return e.op === "/\\" ? (v) => items.every((t) => t(v)) : (v) => items.some((t) => t(v));
      }
      case "Prefix":
        if (e.op === "~" || e.op === "\\lnot" || e.op === "\\neg") {
          const inner = this.test(e.arg);
          return (v) => !inner(v);
        }
        break;
      case "Infix":
        return this.infix(e.op, e.left, e.right);
      case "Apply": {
        if (plainName(e) === "TRUE" || plainName(e) === "FALSE") return () => plainName(e) === "TRUE";
        const value = this.value(e);
        return (v) => {
          const got = value(v);
          return got !== absent && got !== undefined && got !== false;
        };
      }
      default:
    }
    return this.refuse("this test");
  }

  private infix(op: string, l: Expr, r: Expr): LineTest {
    switch (op) {
      case "/\\":
      case "\\/":
      case "=>": {
        const [left, right] = [this.test(l), this.test(r)];
        if (op === "=>") return (v) => !left(v) || right(v);
        return op === "/\\" ? (v) => left(v) && right(v) : (v) => left(v) || right(v);
      }
      case "=":
      case "#":
      case "/=": {
        const [left, right] = [this.value(l), this.value(r)];
        return (v) => same(left(v), right(v)) === (op === "=");
      }
      case "<":
      case ">":
      case "<=":
      case "\\leq":
      case ">=":
      case "\\geq": {
        const [left, right] = [this.value(l), this.value(r)];
        return (v) => ordered(op, left(v), right(v));
      }
      case "\\in":
      case "\\notin": {
        const left = this.value(l);
        const set = bare(r);
        if (set.kind !== "Set") return this.refuse("`\\in` of anything but a listed set");
        const items = set.items.map((item) => this.value(item));
        return (v) => items.some((item) => same(left(v), item(v))) === (op === "\\in");
      }
      default:
        return this.refuse(`\`${op}\``);
    }
  }

  private value(given: Expr): LineValue {
    const e = bare(given);
    switch (e.kind) {
      case "Number": {
        const n = Number(e.text);
        return () => n;
      }
      case "String":
        return () => e.value;
      case "Prefix": {
        const n = e.op === "-" && e.arg.kind === "Number" ? -Number(e.arg.text) : undefined;
        return n === undefined ? this.refuse(`\`${e.op}\``) : () => n;
      }
      case "Apply": {
        const name = plainName(e) ?? e.name;
        if (name === "TRUE" || name === "FALSE") return () => name === "TRUE";
        const column = this.expressions.columns.named(name);
        if (column === undefined) return this.refuse(`\`${name}\``);
        if (column.conversions.some((c) => c.kind !== "int"))
          return this.refuse("a conversion (compare what is logged)");
        const get = accessOf(column.path);
        const isInt = column.conversions.length > 0;
        return (v) => {
          const got = get(v);
          if (got === undefined) return absent;
          return isInt && typeof got === "string" ? Number(got) : got;
        };
      }
      default:
        return this.refuse("this expression");
    }
  }

  private refuse(what: string): never {
    throw new DiagnosticError([mappingFault.lineTest(this.where, what)]);
  }
}

function bare(e: Expr): Expr {
  return e.kind === "Paren" ? bare(e.body) : e;
}

/** What is absent is equal to nothing. */
function same(a: unknown, b: unknown): boolean {
  if (a === absent || b === absent) return false;
  if (a === b) return true;
  return typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b);
}

function ordered(op: string, a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return false;
  if (op === "<") return a < b;
  if (op === ">") return a > b;
  return op === "<=" || op === "\\leq" ? a <= b : a >= b;
}
