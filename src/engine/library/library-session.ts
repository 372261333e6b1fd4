/** Expressions and definitions put to a specification while a program runs: linked, lowered, evaluated with care. */
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import { expressionIn } from "../../spec/expression.js";
import type { Expr, Span } from "../../tla/ast.js";
import { parseModule } from "../../tla/parse.js";
import { failureOf } from "../explain/explain-error.js";
import { failureDiagnostic } from "../explain/explain-report.js";
import * as faults from "../faults.js";
import type { Interpreter } from "../interpret/interpret.js";
import { NotInterpreted } from "../interpret/interpret-errors.js";
import type { Ir } from "../lower/ir.js";
import type { Lowering } from "../lower/lower.js";
import { EvaluationError } from "../values/bank-errors.js";

/** A linked and lowered expression. */
export interface Question {
  readonly ir: Ir;
  /** 0 constant, 1 of a state, 2 of a step. */
  readonly level: number;
}

export class Session {
  /** Texts that were given, by what diagnostics call them: for excerpts. */
  readonly sources = new Map<string, string>();
  private readonly known = new Map<string, Question>();
  private definitions = 0;

  constructor(
    readonly spec: ResolvedSpec,
    private readonly lowering: Lowering,
  ) {}

  /** Throws a DiagnosticError for what is no expression of the specification. */
  question(given: string | Expr, file = "expression"): Question {
    if (typeof given !== "string") return this.lowered(given, this.spec.level(given) ?? 0);
    const before = this.known.get(given);
    if (before !== undefined) return before;
    this.sources.set(file, given);
    const { expression, diagnostics } = expressionIn(this.spec, given, file);
    if (expression === undefined) throw new DiagnosticError(diagnostics);
    if (expression.level > 2)
      throw new DiagnosticError([faults.unsupported("a temporal formula", expression.place)]);
    const question = this.lowered(expression.expr, expression.level);
    this.known.set(given, question);
    return question;
  }

  private lowered(expr: Expr, level: number): Question {
    const before = this.lowering.diagnostics.length;
    const ir = this.lowering.lower(expr);
    const found = this.lowering.diagnostics.splice(before);
    if (found.some((d) => d.severity === "error")) throw new DiagnosticError(found);
    return { ir, level };
  }

  /** Adds definitions, as they would stand at the end of the root module. Throws a DiagnosticError. */
  define(text: string): void {
    const file = `definition ${this.definitions + 1}`;
    const header = `---- MODULE Definitions${this.definitions + 1} ----\n`;
    this.sources.set(file, text);
    const { parsed, diagnostics } = parseModule(file, `${header}${text}\n====\n`);
    if (parsed === undefined) throw new DiagnosticError(diagnostics.map((d) => withoutHeader(d, text)));
    const module = shifted(parsed.module, header.length);
    const added = this.spec.append({ stage: "parsed", file, source: text, module, comments: [] });
    if (added.diagnostics.some((d) => d.severity === "error")) throw new DiagnosticError(added.diagnostics);
    this.definitions += 1;
  }

  /**
   * Runs an evaluation of the interpreter. Throws a DiagnosticError, with place and values, for one that fails; `what`
   * says what is being evaluated.
   */
  asked<T>(interpreter: Interpreter, what: string, ir: Ir, run: () => T): T {
    let value: { readonly of: T } | undefined;
    try {
      const failure = failureOf(interpreter, this, ir, () => {
        value = { of: run() };
      });
      if (failure !== undefined) throw new DiagnosticError([failureDiagnostic(what, failure)]);
    } catch (error) {
      if (!(error instanceof NotInterpreted)) throw error;
      throw new DiagnosticError([faults.unsupported(error.message, this.lowering.place(ir.at))]);
    }
    if (value === undefined) throw new Error("an evaluation without a result");
    return value.of;
  }
}

/** A fault of a text that was parsed with a line before and after it; one after the text is one at its end. */
function withoutHeader(d: Diagnostic, text: string): Diagnostic {
  if (d.place === undefined) return d;
  const lines = text.split("\n");
  const line = d.place.line - 1;
  if (line <= lines.length) return { ...d, place: { ...d.place, line, endLine: d.place.endLine - 1 } };
  const column = (lines.at(-1) ?? "").length + 1;
  const end = { line: lines.length, column, endLine: lines.length, endColumn: column };
  return { ...d, place: { ...d.place, ...end } };
}

/** A tree whose text begins `by` characters later than its spans say. */
function shifted<T>(tree: T, by: number): T {
  if (Array.isArray(tree)) return tree.map((x: unknown) => shifted(x, by)) as T;
  if (typeof tree !== "object" || tree === null) return tree;
  const parts = Object.entries(tree).map(([key, part]) => [key, shifted(part, by)] as const);
  const copy = Object.fromEntries(parts) as T & { span?: Span };
  if (copy.span !== undefined) {
    const { start, end } = copy.span;
    copy.span = { start: Math.max(0, start - by), end: Math.max(0, end - by) };
  }
  return copy;
}

/** Whether an error says that the specification cannot be evaluated, not that there is a bug of ours. */
export function isEvaluationFault(error: unknown): boolean {
  return (
    error instanceof EvaluationError || (error instanceof RangeError && /call stack/i.test(error.message))
  );
}
