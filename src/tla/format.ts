/**
 * Printing some units of a module afresh and leaving every other byte alone.
 *
 * Comments inside a printed unit stay with the item of a bulleted list that they stand before or behind. A unit with a
 * comment anywhere else is left as it is, and so is one that would not read back as the same tree.
 */
import { unreachable } from "../report/diagnostic.js";
import type { Comment, Expr, Node, ParsedModule, Span, Unit } from "./ast.js";
import { applyEdits, type Edit } from "./edit.js";
import { canonicalOp } from "./operators.js";
import { parseModule } from "./parse.js";
import { prettyUnit } from "./pretty.js";
import { children, walk } from "./visit.js";

export interface KeptUnit {
  readonly unit: Unit;
  readonly reason: "comment" | "nested" | "differs";
  /** The comment that has no place in the printed text. */
  readonly comment?: Comment;
}

export interface Formatted {
  readonly text: string;
  /** Units whose text changed. */
  readonly changed: readonly Unit[];
  /** Units that were chosen and left as they are. */
  readonly kept: readonly KeptUnit[];
}

/**
 * The module's text with the chosen units printed afresh, lines kept to `width` columns where possible and ended as the
 * first line of the module is.
 */
export function formatModule(parsed: ParsedModule, chosen: (unit: Unit) => boolean, width = 100): Formatted {
  const ends = /\r?\n/.exec(parsed.source)?.[0] ?? "\n";
  const edits: Edit[] = [];
  const changed: Unit[] = [];
  const kept: KeptUnit[] = [];
  for (const unit of parsed.module.units) {
    if (!chosen(unit) || unit.kind === "Separator" || unit.kind === "UseHide") continue;
    const outcome = formatUnit(parsed, unit, width);
    if (typeof outcome !== "string") {
      kept.push(outcome);
      continue;
    }
    const text = outcome.replaceAll("\n", ends);
    if (text === textOf(parsed, unit.span)) continue;
    edits.push({ span: unit.span, text });
    changed.push(unit);
  }
  return { text: applyEdits(parsed.source, edits), changed, kept };
}

function textOf(parsed: ParsedModule, span: Span): string {
  return parsed.source.slice(span.start, span.end);
}

function formatUnit(parsed: ParsedModule, unit: Unit, width: number): string | KeptUnit {
  if (unit.kind === "NestedModule") return { unit, reason: "nested" };
  const comments = new Map<number, string>();
  for (const comment of parsed.comments) {
    if (comment.span.start < unit.span.start || comment.span.end > unit.span.end) continue;
    const target = described(parsed, unit, comment);
    if (target === undefined) return { unit, reason: "comment", comment };
    const before = comments.get(target.id);
    const text = plain(comment.text);
    comments.set(target.id, before === undefined ? text : `${before}\n${text}`);
  }
  const text = prettyUnit(unit, { width, comments, source: parsed.source });
  const again = parseModule(parsed.file, `---- MODULE M ----\n${text}\n====\n`).parsed?.module.units ?? [];
  const [first] = again;
  const same = again.length === 1 && first !== undefined && fingerprint(first) === fingerprint(unit);
  return same ? text : { unit, reason: "differs" };
}

/** A comment without its delimiters and the boxes drawn around it. */
function plain(text: string): string {
  if (text.startsWith("\\*")) return text.replace(/^\\\*+ ?/, "").trimEnd();
  const inside = text.replace(/^\(\*+/, "").replace(/\*+\)$/, "");
  const lines = inside.split(/\r?\n/).map((l) =>
    l
      .trim()
      .replace(/^\(?\*+ ?/, "")
      .replace(/ ?\*+\)?$/, ""),
  );
  while (lines[0]?.trim() === "") lines.shift();
  while (lines.at(-1)?.trim() === "") lines.pop();
  return lines.join("\n");
}

/** The item of a bulleted list that a comment describes: the next one, or the one it stands behind on its line. */
function described(parsed: ParsedModule, unit: Unit, comment: Comment): Expr | undefined {
  let next: Expr | undefined;
  let here: Expr | undefined;
  // The innermost list is met last.
  walk(unit, (node: Node) => {
    if (node.kind !== "Junction") return;
    for (const item of node.items) {
      const before = blankComments(parsed, { start: comment.span.end, end: item.span.start });
      const behind = blankComments(parsed, { start: item.span.end, end: comment.span.start });
      if (before !== undefined && /^\s*(?:\/\\|\\\/|∧|∨)?\s*$/.test(before)) next = item;
      if (behind !== undefined && /^[ \t]*$/.test(behind)) here = item;
    }
  });
  return here ?? next;
}

/** The text of a span with its comments blanked, or undefined if the span is none. */
function blankComments(parsed: ParsedModule, span: Span): string | undefined {
  if (span.end < span.start) return undefined;
  let text = textOf(parsed, span);
  for (const c of parsed.comments) {
    if (c.span.start < span.start || c.span.end > span.end) continue;
    const blank = " ".repeat(c.span.end - c.span.start);
    text = text.slice(0, c.span.start - span.start) + blank + text.slice(c.span.end - span.start);
  }
  return text;
}

/**
 * What a unit says, whatever its layout: two texts with the same fingerprint mean the same. Parentheses do not count, and
 * a bulleted list is the same as its items joined by the operator.
 */
export function fingerprint(node: Node): string {
  const parts: string[] = [];
  const visit = (n: Node): void => {
    if (n.kind === "Paren") {
      visit(n.body);
      return;
    }
    const chain = chainOf(n);
    if (chain !== undefined) {
      parts.push(`(${chain.op}`);
      for (const item of chain.items) visit(item);
      parts.push(")");
      return;
    }
    parts.push(`(${n.kind}${label(n)}`);
    for (const child of children(n)) visit(child);
    parts.push(")");
  };
  visit(node);
  return parts.join(" ");
}

/** `a /\ b /\ c` and the bulleted list of the three alike. */
function chainOf(node: Node): { readonly op: string; readonly items: readonly Expr[] } | undefined {
  if (node.kind !== "Infix" && node.kind !== "Junction") return undefined;
  const op = canonicalOp(node.op);
  if (op !== "/\\" && op !== "\\/") return undefined;
  const items: Expr[] = [];
  const pending: Expr[] = node.kind === "Junction" ? [...node.items].reverse() : [node.right, node.left];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const bare = next.kind === "Paren" ? next.body : next;
    if (bare !== next) pending.push(bare);
    else if (bare.kind === "Infix" && canonicalOp(bare.op) === op) pending.push(bare.right, bare.left);
    else if (bare.kind === "Junction" && bare.op === op) pending.push(...[...bare.items].reverse());
    else items.push(bare);
  }
  return { op, items };
}

/** What a node says besides its children. */
function label(node: Node): string {
  switch (node.kind) {
    case "Name":
      return ` ${node.text}`;
    case "Apply":
      return ` ${[...node.path, node].map((p) => `${p.name}/${p.args.length}`).join("!")}`;
    case "Number":
      return ` ${node.text}`;
    case "String":
      return ` ${JSON.stringify(node.value)}`;
    case "Prefix":
    case "Infix":
    case "Postfix":
    case "OperatorRef":
      return ` ${canonicalOp(node.op)}`;
    case "Quantifier":
    case "Fairness":
      return ` ${node.op}`;
    case "ActionSub":
      return ` ${node.form}`;
    case "Bound":
      return ` ${node.names.length} ${node.tuple}`;
    case "Param":
      return ` ${node.arity}`;
    case "CaseArm":
      return node.test === undefined ? " OTHER" : "";
    case "Definition":
    case "FunctionDefinition":
    case "Instance":
      return node.local ? " LOCAL" : "";
    case "NewParam":
      return ` ${node.level}`;
    default:
      return "";
  }
}

/** Why a unit was left alone, for people. */
export function reasonText(kept: KeptUnit): string {
  switch (kept.reason) {
    case "comment":
      return "it has a comment inside an expression, which would lose its place";
    case "nested":
      return "it is a module of its own";
    case "differs":
      return "its printed text would not read back as the same";
    default:
      return unreachable(kept.reason);
  }
}
