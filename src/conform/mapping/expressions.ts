/** The TLA+ of mapping files: paths become columns, names of `let` are put in, conversions become the columns' own. */
import { DiagnosticError } from "../../report/diagnostic.js";
import type { Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { parseExpression } from "../../tla/parse.js";
import { freeNames, mapExpr, plainName, substitute, walk } from "../../tla/visit.js";
import { mappingFault, type Where } from "../faults.js";
import { type Column, type Columns, type Conversion, columnText } from "./columns.js";
import type { Labels } from "./labels.js";
import { type LinePath, replacePaths } from "./paths.js";

/** TLA+ of a mapping, in names that the generated module knows. */
export interface Read {
  readonly expr: Expr;
  /** As written. */
  readonly text: string;
  readonly where: Where;
  /** The columns in it. */
  readonly columns: readonly Column[];
}

const plainConversions = new Set(["set", "fun", "int", "str", "model", "recorded"]);

/** Reads texts of one mapping; every fault is thrown as a DiagnosticError. */
export class Expressions {
  private readonly lets = new Map<string, Expr>();
  private readonly reading: string[] = [];
  /** What names that rules bind are in the mapping. */
  private readonly taken = new Map<string, string>();

  constructor(
    readonly columns: Columns,
    /** The name of the value of what is absent. */
    readonly absent: string,
    private readonly maps: ReadonlySet<string>,
    private readonly texts: Readonly<Record<string, string>>,
    private readonly whereOf: (path: string) => Where,
    /** Throws for a name that the specification does not have. */
    private readonly check: (names: Iterable<string>, where: Where) => void,
    /** Names that the specification gives to fields of records: `length`, if it is none, is that of a sequence. */
    private readonly labels?: Labels,
  ) {}

  /** `renamed`: what names bound by the rule (`take`, `@`) are called in the module. */
  read(text: string, where: Where, renamed: ReadonlyMap<string, Expr> = new Map()): Read {
    const parsed = this.parsed(text, where);
    const free = [...freeNames(parsed)].filter((n) => !renamed.has(n) && this.columns.named(n) === undefined);
    this.check(
      free.filter((n) => n !== this.absent),
      where,
    );
    const expr = renamed.size === 0 ? parsed : substitute(parsed, renamed);
    return { expr, text, where, columns: this.columnsIn(expr) };
  }

  /** Says which standard operators the module needs besides those of the specification. */
  needs(names: readonly string[], where: Where): void {
    this.check(names, where);
  }

  columnsIn(expr: Expr): readonly Column[] {
    const found = new Set<Column>();
    walk(expr, (node) => {
      const column = node.kind === "Apply" ? this.columns.named(node.name) : undefined;
      if (column !== undefined) found.add(column);
    });
    return [...found];
  }

  /** Columns of an expression that may be absent and are not given a value by `??`. */
  droppedBy(expr: Expr): readonly Column[] {
    const guarded = new Set<Expr>();
    walk(expr, (node) => {
      // `IF c = Absent THEN … ELSE c`, as `??` is written in the module.
      if (node.kind === "If" && this.isAbsentTest(node.test)) walk(node, (n) => guarded.add(n as Expr));
    });
    const found = new Set<Column>();
    walk(expr, (node) => {
      if (node.kind !== "Apply" || guarded.has(node)) return;
      const column = this.columns.named(node.name);
      if (column?.path.optional === true) found.add(column);
    });
    return [...found];
  }

  isAbsent(column: Column): Expr {
    return b.eq(b.apply(column.name), b.apply(this.absent));
  }

  private isAbsentTest(e: Expr): boolean {
    return e.kind === "Infix" && e.op === "=" && plainName(e.right) === this.absent;
  }

  private parsed(text: string, where: Where): Expr {
    const raw = new Map<string, LinePath>();
    const replaced = replacePaths(text, (path) => {
      const column = this.columns.of(path);
      raw.set(column.name, path);
      return column.name;
    });
    const { expr, diagnostics } = parseExpression(where.path, replaced);
    if (expr === undefined) throw new DiagnosticError(diagnostics.map((d) => mappingFault.tla(where, d)));
    const converted = mapExpr(expr, (e) => this.converted(e, where));
    const names = [...freeNames(converted)].filter((name) => Object.hasOwn(this.texts, name));
    return substitute(converted, new Map(names.map((name) => [name, this.letOf(name)])));
  }

  private letOf(name: string): Expr {
    const known = this.lets.get(name);
    if (known !== undefined) return known;
    const where = this.whereOf(`let.${name}`);
    if (this.reading.includes(name)) throw new DiagnosticError([mappingFault.circular(where, name)]);
    this.reading.push(name);
    const expr = this.parsed(this.texts[name] ?? "", where);
    this.reading.pop();
    this.lets.set(name, expr);
    return expr;
  }

  private converted(e: Expr, where: Where): Expr {
    if (e.kind === "Field" && e.name.text === "length" && this.labels?.has("length") === false) {
      this.check(["Len"], where);
      return b.apply("Len", e.record);
    }
    if (e.kind === "Infix" && e.op === "??") return this.withDefault(e.left, e.right, where);
    if (e.kind !== "Apply" || e.args.length === 0 || e.path.length > 0) return e;
    const conversion = this.conversion(e.name, e.args[1], where);
    if (conversion === undefined) return e;
    const [inner] = e.args;
    const column = inner === undefined ? undefined : this.columns.named(plainName(inner) ?? "");
    if (column === undefined)
      throw new DiagnosticError([
        mappingFault.unsupported(where, `\`${e.name}\` converts what is logged: its argument is a path`),
      ]);
    return b.apply(this.columns.of(column.path, [...column.conversions, conversion]).name);
  }

  private conversion(name: string, keys: Expr | undefined, where: Where): Conversion | undefined {
    if (this.maps.has(name)) return { kind: "map", name };
    if (!plainConversions.has(name)) return undefined;
    if (name === "fun") {
      const by = keys === undefined ? undefined : plainName(keys);
      if (keys !== undefined && by === undefined)
        throw new DiagnosticError([
          mappingFault.unsupported(where, "the keys of `fun` are converted by a map or `int`"),
        ]);
      return { kind: "fun", keys: by === undefined ? undefined : this.conversion(by, undefined, where) };
    }
    return { kind: name as "set" | "int" | "str" | "model" | "recorded" };
  }

  private withDefault(left: Expr, right: Expr, where: Where): Expr {
    const column = this.columns.named(plainName(left) ?? "");
    if (column === undefined)
      throw new DiagnosticError([mappingFault.unsupported(where, "on the left of `??` stands a path")]);
    const open = this.columns.of({ ...column.path, optional: true }, column.conversions);
    return b.ifThenElse(this.isAbsent(open), right, b.apply(open.name));
  }

  /** A text of the generated module as the mapping has it. */
  shown(text: string): string {
    return text.replace(/\b(?:ev|the)_\w+/g, (name) => {
      const column = this.columns.named(name);
      return column === undefined ? (this.taken.get(name) ?? name) : columnText(column);
    });
  }

  /** A new name in the module for a name of the mapping. */
  rename(name: string): string {
    const own = this.columns.fresh(`the_${name}`);
    this.taken.set(own, name);
    return own;
  }
}
