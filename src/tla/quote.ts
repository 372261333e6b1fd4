/**
 * Syntax written as text inside a program: a template is parsed once, its holes are filled with trees, and every node
 * is new. So generated specifications read in the generator as they will read in the file, and stay trees throughout.
 *
 *     expr`\E e \in ${events} : ${body}`
 */
import { DiagnosticError } from "../report/diagnostic.js";
import type { Expr, Node, Unit } from "./ast.js";
import { base } from "./build.js";
import { parseExpression, parseModule } from "./parse.js";

/** A tree, or the text of a name. */
export type Hole = Expr | string;

const mark = "QuotedHole";

export function expr(strings: TemplateStringsArray, ...holes: readonly Hole[]): Expr {
  const { expr: parsed, diagnostics } = parseExpression("template", joined(strings, holes));
  if (parsed === undefined || diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return fill(parsed, holes) as Expr;
}

/** Definitions and declarations, as they stand in a module. */
export function units(strings: TemplateStringsArray, ...holes: readonly Hole[]): readonly Unit[] {
  const text = `---- MODULE Template ----\n${joined(strings, holes)}\n====\n`;
  const { parsed, diagnostics } = parseModule("template", text);
  if (parsed === undefined || diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return parsed.module.units.map((u) => fill(u, holes) as Unit);
}

function joined(strings: TemplateStringsArray, holes: readonly Hole[]): string {
  let text = strings.raw[0] ?? "";
  holes.forEach((hole, k) => {
    text += (typeof hole === "string" ? hole : `${mark}${k}`) + (strings.raw[k + 1] ?? "");
  });
  return text;
}

/** A copy with fresh ids and no spans, holes filled. */
function fill(node: Node, holes: readonly Hole[]): Node {
  if (node.kind === "Apply" && node.args.length === 0 && node.name.startsWith(mark)) {
    const hole = holes[Number(node.name.slice(mark.length))];
    if (hole !== undefined && typeof hole !== "string") return hole;
  }
  return copy(node, holes) as Node;
}

function copy(value: unknown, holes: readonly Hole[]): unknown {
  if (Array.isArray(value)) return value.map((v) => copy(v, holes));
  if (typeof value !== "object" || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === "id" || key === "span") continue;
    out[key] = isNode(part) ? fill(part, holes) : copy(part, holes);
    if (Array.isArray(part))
      out[key] = part.map((p: unknown) => (isNode(p) ? fill(p, holes) : copy(p, holes)));
  }
  return "kind" in value ? { ...out, ...base() } : out;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value;
}
