/** Our side: the same facts, from parsing and resolution. */
import { basename, dirname } from "node:path";
import type { Declaration, Reference, ResolvedSpec } from "../src/resolve/types.js";
import { loadSpec } from "../src/spec/modules.js";
import type { Definition, Expr, FunctionDefinition, Infix, Node, Span } from "../src/tla/ast.js";
import { canonicalOp } from "../src/tla/operators.js";
import { walk } from "../src/tla/visit.js";
import type {
  Answer,
  DeclaredFact,
  DefinitionFact,
  Job,
  ModuleFacts,
  NodeFact,
  Place,
  ProofLines,
  SymbolFact,
} from "./facts.js";

const TAB = 8;

/** Finds lines and columns as SANY counts them. */
class Ruler {
  private readonly starts: readonly number[];

  constructor(private readonly source: string) {
    const starts = [0];
    for (const end of source.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
    this.starts = starts;
  }

  /** Line and column of the character at an offset. */
  at(offset: number): readonly [line: number, column: number] {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    let column = 0;
    for (let i = this.starts[low]!; i < offset; i++) {
      column += this.source[i] === "\t" ? TAB - (column % TAB) : 1;
    }
    return [low + 1, column + 1];
  }

  place(span: Span): Place {
    const last = Math.max(span.start, span.end - 1);
    return [...this.at(span.start), ...this.at(last)];
  }
}

const rulers = new WeakMap<object, Ruler>();

function rulerOf(parsed: { readonly source: string }): Ruler {
  const known = rulers.get(parsed);
  if (known !== undefined) return known;
  const ruler = new Ruler(parsed.source);
  rulers.set(parsed, ruler);
  return ruler;
}

/** Where a declaration begins, `undefined` for what the language has. */
function startOf(declaration: Declaration): number | undefined {
  if (declaration.kind === "builtin") return undefined;
  const node: Node = declaration.node;
  return node.kind === "NewParam" ? node.param.span.start : node.span.start;
}

const words: ReadonlyMap<string, string> = new Map([["-", "-."]]);

function spelling(node: Node, declaration: Declaration): string {
  const name = canonicalOp(declaration.name);
  return node.kind === "Prefix" ? (words.get(name) ?? name) : name;
}

/** `chooses`: where the CHOOSE begins that binds a name without a domain; SANY places the name there. */
function symbolOf(node: Node, { to, through }: Reference, chooses: ReadonlyMap<Node, number>): SymbolFact {
  const own = to.params.length;
  const prefix = through.reduce((sum, t) => sum + t.instance.params.length, 0);
  const start = to.kind === "bound" ? (chooses.get(to.node) ?? startOf(to)) : startOf(to);
  const file = to.module === undefined ? "" : basename(to.module.parsed.file, ".tla");
  const placed = start !== undefined && to.module?.origin === "file";
  const [line, column] = placed ? rulerOf(to.module.parsed).at(start) : [0, 0];
  const name = spelling(node, to);
  return { name, arity: own + prefix, file, line, column, source: name };
}

const expressionKinds: readonly Expr["kind"][] = [
  ...(["Apply", "Number", "String", "Prefix", "Infix", "Postfix", "Junction", "Quantifier"] as const),
  ...(["Choose", "Tuple", "Set", "SetFilter", "SetMap", "Function", "FunctionSet", "Index"] as const),
  ...(["Record", "RecordSet", "Field", "Except", "At", "If", "Case", "Let", "Lambda"] as const),
  ...(["OperatorRef", "ActionSub", "Fairness", "Label"] as const),
];

const expressions: ReadonlySet<string> = new Set(expressionKinds);

/** Whether SANY has a node for it: all expressions but `Paren`. */
function isExpr(node: Node): node is Expr {
  return expressions.has(node.kind);
}

function definitionFact(
  spec: ResolvedSpec,
  ruler: Ruler,
  node: Definition | FunctionDefinition,
): DefinitionFact {
  return {
    place: ruler.place(node.span),
    name: canonicalOp(node.name.text),
    level: spec.level(node) ?? -1,
    params: node.kind === "Definition" ? node.params.map((p) => p.arity) : [],
  };
}

function isProduct(node: Node): node is Infix {
  return node.kind === "Infix" && canonicalOp(node.op) === canonicalOp("\\X");
}

/** The facts of the root module. */
export function factsOf(spec: ResolvedSpec): ModuleFacts {
  const ruler = rulerOf(spec.root.parsed);
  const nodes: NodeFact[] = [];
  const definitions: DefinitionFact[] = [];
  // `A \X B \X C` is one node.
  const partOfProduct = new Set<Node>();
  // SANY places `@` at the update that it is in.
  const updates = new Map<Node, Node>();
  const chooses = new Map<Node, number>();
  walk(spec.root.module, (node) => {
    if (node.kind === "ExceptUpdate") {
      walk(node.value, (below) => {
        if (below.kind === "At") updates.set(below, node);
      });
    }
    if (node.kind === "Choose" && node.bound.domain === undefined) {
      for (const name of node.bound.names) chooses.set(name, node.span.start);
    }
    if (isProduct(node) && isProduct(node.left)) partOfProduct.add(node.left);
    if (node.kind === "Definition" || node.kind === "FunctionDefinition") {
      definitions.push(definitionFact(spec, ruler, node));
    }
    if (!isExpr(node) || partOfProduct.has(node)) return;
    const reference = spec.reference(node);
    nodes.push({
      place: ruler.place((updates.get(node) ?? node).span),
      kind: reference !== undefined && reference.selectors.length > 0 ? "Selected" : node.kind,
      level: spec.level(node) ?? -1,
      // Of `Op!1`, SANY's node is the part that is meant.
      operator:
        reference === undefined || reference.selectors.length > 0
          ? undefined
          : symbolOf(node, reference, chooses),
    });
  });
  const declared = (d: Declaration): DeclaredFact => ({ name: d.name, arity: d.params.length });
  return {
    constants: spec.root.constants.map(declared),
    variables: spec.root.variables.map(declared),
    nodes,
    definitions,
  };
}

function proofsOf(spec: ResolvedSpec): readonly ProofLines[] {
  const found: ProofLines[] = [];
  for (const { parsed } of spec.modules.values()) {
    const ruler = rulerOf(parsed);
    const note = (span: Span): void => {
      const [from, , to] = ruler.place(span);
      found.push({ module: basename(parsed.file, ".tla"), from, to });
    };
    walk(parsed.module, (node) => {
      if (node.kind === "UseHide") note(node.span);
      else if (node.kind === "Theorem" && node.proof !== undefined) note(node.proof);
      return node.kind === "Module" || node.kind === "NestedModule";
    });
  }
  return found;
}

/** Our answer to a job. A fault of ours is the verdict `crash`. */
export async function askOurs(job: Job): Promise<Answer> {
  try {
    const { spec, diagnostics } = await loadSpec(job.file, dirname(job.file), { searchPath: job.folders });
    if (spec !== undefined) {
      return { verdict: "accepted", messages: [], facts: factsOf(spec), proofs: proofsOf(spec) };
    }
    const errors = diagnostics.filter((d) => d.severity === "error");
    const verdict = errors.some((d) => d.code.startsWith("tla/")) ? "syntax" : "semantic";
    const messages = errors.slice(0, 3).map((d) => `${d.code} ${where(d.place)} ${d.message}`);
    return { verdict, messages, facts: undefined };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { verdict: "crash", messages: [text.split("\n").slice(0, 3).join(" ")], facts: undefined };
  }
}

function where(
  place: { readonly file: string; readonly line: number; readonly column: number } | undefined,
): string {
  return place === undefined ? "" : `${basename(place.file)}:${place.line}:${place.column}`;
}
