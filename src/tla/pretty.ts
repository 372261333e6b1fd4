/**
 * Readable TLA+ from a syntax tree: what a person would write, with the parentheses that precedence asks for. Reading
 * the text back gives the same tree, but for `Paren` nodes and for lists that fit on a line, which are then infix.
 */
import { unreachable } from "../report/diagnostic.js";
import type {
  Definition,
  Expr,
  Instance,
  Module,
  NewParam,
  Param,
  Sequent,
  Span,
  Theorem,
  Unit,
} from "./ast.js";
import { align, concat, type Doc, group, hardline, join, line, nest, render, text } from "./doc.js";
import { boundsDoc, commentDoc, exprDoc, fill, isAction, junctionDoc, type Layout } from "./pretty-expr.js";

/** Options of printing; all have defaults. */
export interface PrettyOptions {
  /** Columns that lines are kept to where possible (100). */
  readonly width?: number;
  /** Texts to print as `\*` lines before a unit or before an item of a bulleted list, by node id. */
  readonly comments?: ReadonlyMap<number, string>;
  /** The source of the module, for what the tree keeps as text only: proofs, USE and HIDE. */
  readonly source?: string;
}

/** The text of an expression, without a final newline. */
export function prettyExpr(expr: Expr, width = 100): string {
  return render(align(exprDoc(expr, layout({}))), width);
}

/** The text of a definition, declaration or other unit, without a final newline. */
export function prettyUnit(unit: Unit, options: PrettyOptions = {}): string {
  const l = layout(options);
  return render(l.unit(unit, l), options.width ?? defaultWidth);
}

/** The text of a module, with a final newline. */
export function prettyModule(module: Module, options: PrettyOptions = {}): string {
  const width = options.width ?? defaultWidth;
  return `${render(moduleDoc(module, layout(options), { width, source: options.source }), width)}\n`;
}

const defaultWidth = 100;

interface Frame {
  readonly width: number;
  readonly source: string | undefined;
}

function layout(options: PrettyOptions): Layout {
  const frame: Frame = { width: options.width ?? defaultWidth, source: options.source };
  // A unit is asked for again by those beside it.
  const known = new Map<Unit, Doc>();
  const made = (unit: Unit, l: Layout): Doc => {
    const comment = l.comments.get(unit.id);
    const doc = unitDoc(unit, l, frame);
    return comment === undefined ? doc : concat(commentDoc(comment), hardline, doc);
  };
  return {
    comments: options.comments ?? new Map(),
    actions: new WeakMap(),
    unit: (unit, l) => {
      const doc = known.get(unit) ?? made(unit, l);
      known.set(unit, doc);
      return doc;
    },
  };
}

function moduleDoc(module: Module, l: Layout, frame: Frame): Doc {
  const title = ` MODULE ${module.name.text} `;
  const side = Math.max(4, Math.floor((Math.min(frame.width, 80) - title.length) / 2));
  const rule = "-".repeat(side);
  const parts: Doc[] = [text(`${rule}${title}${rule}`)];
  module.units.forEach((unit, i) => {
    const before = module.units[i - 1];
    const close = before !== undefined && areAdjacent(before, unit, l);
    parts.push(concat(before === undefined || close ? concat() : hardline, l.unit(unit, l)));
  });
  parts.push(concat(hardline, "=".repeat(2 * side + title.length)));
  return align(join(hardline, parts));
}

/** Whether no blank line parts the units: short definitions of one kind of thing. */
function areAdjacent(a: Unit, b: Unit, l: Layout): boolean {
  if (a.kind !== b.kind || l.comments.has(b.id) || l.comments.has(a.id)) return false;
  if (a.kind !== "Definition" || b.kind !== "Definition")
    return a.kind === "Instance" || a.kind === "Recursive";
  const isShort = (d: Definition): boolean =>
    d.params.length === 0 && !isAction(d, l) && !render(l.unit(d, l), 80).includes("\n");
  return isShort(a) && isShort(b);
}

function unitDoc(unit: Unit, l: Layout, frame: Frame): Doc {
  switch (unit.kind) {
    case "Extends":
      return listUnit(
        "EXTENDS",
        unit.modules.map((m) => text(m.text)),
      );
    case "Constants":
      return listUnit(unit.params.length === 1 ? "CONSTANT" : "CONSTANTS", unit.params.map(paramDoc));
    case "Variables":
      return listUnit(
        unit.names.length === 1 ? "VARIABLE" : "VARIABLES",
        unit.names.map((n) => text(n.text)),
      );
    case "Recursive":
      return listUnit("RECURSIVE", unit.params.map(paramDoc));
    case "Definition":
      return defined(concat(local(unit), definitionHead(unit)), unit.body, l);
    case "FunctionDefinition":
      return defined(concat(local(unit), unit.name.text, "[", boundsDoc(unit.bounds, l), "]"), unit.body, l);
    case "Instance":
      return instanceDoc(unit, l);
    case "Assume":
      return unit.name === undefined
        ? statement("ASSUME", unit.body, l)
        : defined(text(`ASSUME ${unit.name.text}`), unit.body, l);
    case "Theorem":
      return theoremDoc(unit, l, frame.source);
    case "UseHide":
      return frame.source === undefined ? commentDoc("USE or HIDE left out") : textDoc(frame.source, unit);
    case "Separator":
      return text("-".repeat(Math.min(frame.width, 80)));
    case "NestedModule":
      return moduleDoc(unit.module, l, frame);
    default:
      return unreachable(unit);
  }
}

function listUnit(keyword: string, docs: readonly Doc[]): Doc {
  return group(concat(`${keyword} `, align(fill(docs))));
}

function local(unit: { readonly local: boolean }): string {
  return unit.local ? "LOCAL " : "";
}

/** A parameter as declared: `x`, or `F(_, _)`. */
function paramDoc(p: Param): Doc {
  const holes = Array.from({ length: p.arity }, () => "_").join(", ");
  return text(p.arity === 0 ? p.name.text : `${p.name.text}(${holes})`);
}

function definitionHead(d: Definition): Doc {
  const [first, second] = d.params.map(paramDoc);
  const op = d.name.text;
  switch (d.fixity) {
    case "infix":
      return concat(first ?? "", ` ${op} `, second ?? "");
    case "prefix":
      return concat(op === "-" ? "-." : op, " ", first ?? "");
    case "postfix":
      return concat(first ?? "", op);
    case "name":
      return paramsDoc(op, d.params);
    default:
      return unreachable(d.fixity);
  }
}

function paramsDoc(name: string, params: readonly Param[]): Doc {
  return params.length === 0 ? text(name) : concat(`${name}(`, align(fill(params.map(paramDoc))), ")");
}

/** `head == body`; a list that is a whole body starts on a line of its own. */
function defined(head: Doc, body: Expr, l: Layout): Doc {
  if (body.kind === "Junction" && body.items.length > 1) {
    return align(concat(head, " ==", nest(2, concat(hardline, junctionDoc(body, l, true)))));
  }
  return align(group(concat(head, " ==", nest(2, concat(line, exprDoc(body, l))))));
}

function statement(keyword: string, body: Expr, l: Layout): Doc {
  return concat(`${keyword} `, align(exprDoc(body, l)));
}

function theoremDoc(t: Theorem, l: Layout, source: string | undefined): Doc {
  if (t.proof !== undefined && source !== undefined) return textDoc(source, t);
  const name = t.name === undefined ? "" : `${t.name.text} == `;
  if (t.body.kind === "Sequent") return concat(`THEOREM ${name}`, sequentDoc(t.body, l));
  if (t.name === undefined) return statement("THEOREM", t.body, l);
  return defined(text(`THEOREM ${t.name.text}`), t.body, l);
}

/** What the tree keeps as text only. The lines are printed as they stand: their columns matter to each other alone. */
function textDoc(source: string, { span }: { readonly span: Span }): Doc {
  return join(
    hardline,
    source
      .slice(span.start, span.end)
      .split(/\r?\n/)
      .map((t) => text(t)),
  );
}

function sequentDoc(s: Sequent, l: Layout): Doc {
  const box = s.box ? "[]" : "";
  const label = s.label === undefined ? "" : `${s.label.text} :: `;
  const assumptions = s.assumptions.map((a) => {
    if (a.kind === "Sequent") return align(sequentDoc(a, l));
    return a.kind === "NewParam" ? newDoc(a, l) : align(exprDoc(a, l));
  });
  const list = align(join(concat(",", line), assumptions));
  return align(
    group(concat(`${label}${box}ASSUME `, list, line, `${box}PROVE `, align(exprDoc(s.prove, l)))),
  );
}

function newDoc(n: NewParam, l: Layout): Doc {
  const head = concat(n.level === "CONSTANT" ? "NEW " : `NEW ${n.level} `, paramDoc(n.param));
  return n.domain === undefined ? head : concat(head, " \\in ", align(exprDoc(n.domain, l)));
}

function instanceDoc(unit: Instance, l: Layout): Doc {
  const head = concat(`INSTANCE ${unit.module.text}`);
  const named = unit.name === undefined ? head : concat(paramsDoc(unit.name.text, unit.params), " == ", head);
  const substitutions = unit.substitutions.map((s) =>
    concat(`${s.name.text} <- `, align(exprDoc(s.value, l))),
  );
  if (substitutions.length === 0) return concat(local(unit), named);
  const list = align(join(concat(",", line), substitutions));
  return align(group(concat(local(unit), named, nest(2, concat(line, "WITH ", list)))));
}
