/**
 * Actions of the normal form as the analysis reads them: LETs are gone, every condition on an input is a guard in terms
 * of its name, sends are records field by field. A set input keeps its conditions apart: they speak of its elements.
 */
import { allNames, fingerprint, inlineCall, nameOf, stripParens } from "../protocol/terms.js";
import { placeIn } from "../protocol/texts.js";
import type { Input, LocalAction, Protocol } from "../protocol/types.js";
import type { Place } from "../report/diagnostic.js";
import type { Bound, Definition, Expr, Node } from "../tla/ast.js";
import { isSynthetic } from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";
import { prettyExpr } from "../tla/pretty.js";
import { children, mapExpr, walk } from "../tla/visit.js";

export interface Step {
  readonly action: LocalAction;
  readonly guards: readonly Expr[];
  readonly updates: readonly { readonly variable: string; readonly value: Expr; readonly place: Place }[];
  readonly sends: readonly SentRecord[];
  readonly inputs: readonly StepInput[];
}

export interface StepInput {
  readonly name: string;
  readonly mode: Input["mode"];
  readonly element: string;
  readonly filter: readonly Expr[];
  readonly place: Place;
}

export interface SentRecord {
  readonly tag: string;
  readonly fields: ReadonlyMap<string, Expr>;
  /** One for each of these, under these conditions. */
  readonly bounds: readonly Bound[];
  readonly condition: readonly Expr[];
  readonly place: Place;
}

/** What every part of the analysis asks of a protocol. */
export class Reader {
  readonly steps: readonly Step[];
  readonly slice: ReadonlySet<string>;
  private readonly operators: ReadonlyMap<string, Definition>;
  /** Of each kind, by what its tag is; of several with one tag the first. */
  private tags: ReadonlyMap<string, string> | undefined;

  constructor(readonly protocol: Protocol) {
    this.slice = new Set(protocol.slice.map((v) => v.name));
    this.operators = unfoldable(protocol.operators);
    this.steps = protocol.actions.map((a) => this.stepOf(a));
  }

  step(action: string): Step {
    const found = this.steps.find((s) => s.action.name === action);
    if (found === undefined) throw new Error(`no action ${action}`);
    return found;
  }

  private stepOf(action: LocalAction): Step {
    const inline = inliner(action.lets);
    const { guards, updates, sends, inputs } = action;
    // What a message must be comes first: other guards may only make sense of such messages.
    const filters = inputs.filter((i) => i.mode === "one").flatMap((i) => i.filter.map(inline));
    const known = new Set(filters.map(fingerprint));
    return {
      action,
      guards: [...filters, ...guards.map(inline).filter((g) => !known.has(fingerprint(g)))],
      updates: updates.map((u) => ({ ...u, value: inline(u.value) })),
      sends: sends.flatMap((s) => this.recordsIn(inline(s.messages), s.place)),
      inputs: inputs.map((i) => ({ ...i, filter: i.filter.map(inline) })),
    };
  }

  /** The records with a tag in a set of messages; operators that make them are seen through. */
  private recordsIn(messages: Expr, at: Place): readonly SentRecord[] {
    const out: SentRecord[] = [];
    const visit = (e: Expr, bounds: readonly Bound[], condition: readonly Expr[]): void => {
      const bare = stripParens(e);
      if (bare.kind === "Record") {
        const fields = new Map(bare.fields.map((f) => [f.name.text, f.value]));
        const tag = this.tagOf(fields);
        if (tag !== undefined) out.push({ tag, fields, bounds, condition, place: this.place(bare, at) });
        return;
      }
      const body = this.unfold(bare);
      if (bare.kind === "SetMap") visit(bare.body, [...bounds, ...bare.bounds], condition);
      else if (bare.kind === "If") {
        visit(bare.then, bounds, [...condition, bare.test]);
        visit(bare.else, bounds, [...condition, negated(bare.test)]);
      } else if (body !== undefined) visit(body, bounds, condition);
      else for (const below of subExprs(bare)) visit(below, bounds, condition);
    };
    visit(messages, [], []);
    return out;
  }

  private tagOf(fields: ReadonlyMap<string, Expr>): string | undefined {
    const value = fields.get(this.protocol.kindField);
    return value === undefined ? undefined : this.tagNamed(value);
  }

  /** The kind that an expression is the tag of. */
  tagNamed(value: Expr): string | undefined {
    this.tags ??= new Map(
      [...this.protocol.kinds].reverse().map((k) => [fingerprint(this.unfolded(k.tagExpr)), k.tag]),
    );
    return this.tags.get(fingerprint(this.unfolded(value)));
  }

  /** The body of a call of an operator of the module, with its arguments; undefined for anything else. */
  unfold(e: Expr): Expr | undefined {
    const bare = stripParens(e);
    if (bare.kind !== "Apply" || bare.path.length > 0) return undefined;
    const definition = this.operators.get(bare.name);
    if (definition === undefined || definition.params.length !== bare.args.length) return undefined;
    return inlineLets(stripParens(inlineCall(definition, bare)));
  }

  /** Unfolded at its top until it is no call. */
  unfolded(e: Expr): Expr {
    let at = stripParens(e);
    for (let next = this.unfold(at); next !== undefined; next = this.unfold(at)) at = next;
    return at;
  }

  /** The name of the slice's field that an expression is. */
  variable(e: Expr): string | undefined {
    const bare = stripParens(e);
    if (bare.kind !== "Field" || nameOf(bare.record) !== this.protocol.names.slice) return undefined;
    return bare.name.text;
  }

  /** Slice variables that an expression reads, with the first place. */
  reads(e: Node, fallback: Place): ReadonlyMap<string, Place> {
    const out = new Map<string, Place>();
    walk(e, (node) => {
      if (node.kind !== "Field" || nameOf(node.record) !== this.protocol.names.slice) return true;
      if (!out.has(node.name.text)) out.set(node.name.text, this.place(node, fallback));
      return false;
    });
    return out;
  }

  /** `s.x` as an expression. */
  sliceField(variable: string): Expr {
    const at = { id: -1, span: { start: 0, end: 0 } };
    const record: Expr = { kind: "Apply", ...at, path: [], name: this.protocol.names.slice, args: [] };
    return { kind: "Field", ...at, record, name: { kind: "Name", ...at, text: variable } };
  }

  place(node: Node, fallback: Place): Place {
    const unknown = isSynthetic(node) || (node.span.start === 0 && node.span.end === 0);
    return unknown ? fallback : placeIn(this.protocol.texts, node.span);
  }

  text(e: Expr): string {
    return prettyExpr(stripParens(e), 1_000_000).replaceAll(/\s+/g, " ");
  }
}

export const negated = (arg: Expr): Expr => ({
  kind: "Prefix",
  id: -1,
  span: { start: 0, end: 0 },
  op: "~",
  arg,
});

/** Operators that call themselves in no way: unfolding these ends. */
function unfoldable(operators: readonly Definition[]): ReadonlyMap<string, Definition> {
  const all = new Map(operators.map((o) => [o.name.text, o]));
  const calls = new Map([...all].map(([name, o]) => [name, [...allNames(o.body)].filter((n) => all.has(n))]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (calls.get(from) ?? []).some((n) => n === to || (!seen.has(n) && reaches(n, to, seen.add(n))));
  return new Map([...all].filter(([name]) => !reaches(name, name, new Set())));
}

function recursive(d: Definition): boolean {
  let found = false;
  walk(d.body, (node) => {
    if (node.kind === "Apply" && node.name === d.name.text) found = true;
  });
  return found;
}

/** Puts the bodies of definitions for their names; each may use those before it. */
function inliner(lets: readonly Definition[]): (e: Expr) => Expr {
  const known = new Map<string, Definition>();
  const inline = (e: Expr): Expr =>
    inlineLets(
      known.size === 0
        ? e
        : mapExpr(e, (node) => {
            if (node.kind !== "Apply" || node.path.length > 0) return node;
            const definition = known.get(node.name);
            if (definition === undefined || definition.params.length !== node.args.length) return node;
            return inlineCall(definition, node);
          }),
    );
  for (const l of lets) known.set(l.name.text, { ...l, body: inline(l.body) });
  return inline;
}

/** The same without LETs inside, where these are plain definitions. */
export function inlineLets(e: Expr): Expr {
  return mapExpr(e, (node) => {
    if (node.kind !== "Let") return node;
    const definitions = node.units.filter((u): u is Definition => u.kind === "Definition");
    if (definitions.length !== node.units.length || definitions.some(recursive)) return node;
    return inliner(definitions)(node.body);
  });
}

export { fingerprint, nameOf, stripParens };

/** `a op b` in the canonical spelling of its operator. */
export function infixOf(
  e: Expr,
): { readonly op: string; readonly left: Expr; readonly right: Expr } | undefined {
  const bare = stripParens(e);
  return bare.kind === "Infix" ? { op: canonicalOp(bare.op), left: bare.left, right: bare.right } : undefined;
}

/** The conjuncts (disjuncts) of a formula, bulleted or not; quantifiers and operators are not looked into. */
export function parts(e: Expr, op: "/\\" | "\\/"): readonly Expr[] {
  const bare = stripParens(e);
  if (bare.kind === "Junction" && bare.op === op) return bare.items.flatMap((i) => parts(i, op));
  if (bare.kind === "Infix" && canonicalOp(bare.op) === op)
    return [...parts(bare.left, op), ...parts(bare.right, op)];
  return [bare];
}

/** Is a name mentioned (free or not) in an expression? */
export function mentionsName(e: Node, name: string): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "Apply" && node.name === name) found = true;
    return !found;
  });
  return found;
}

const inBetween: ReadonlySet<string> = new Set([
  "Name",
  "Bound",
  "FieldExpr",
  "ExceptUpdate",
  "PathField",
  "PathIndex",
  "CaseArm",
  "Param",
  "Definition",
]);

const isExpr = (node: Node): node is Expr => !inBetween.has(node.kind);

/** The expressions right below a node, through bounds, fields and arms. */
export function subExprs(node: Node): readonly Expr[] {
  return children(node).flatMap((c) => (isExpr(c) ? [c] : subExprs(c)));
}
