/**
 * Layout of expressions.
 *
 * In TLA+ the layout is syntax: what belongs to an item of a bulleted list stands right of its bullet. So every item is
 * aligned to its own first column, indentation is only ever added, and a list is put in parentheses wherever something
 * that it could swallow may follow.
 */
import { unreachable } from "../report/diagnostic.js";
import type { Apply, Bound, Expr, FieldExpr, Infix, Junction, Name, PathStep, Prefix, Unit } from "./ast.js";
import { align, choice, concat, type Doc, empty, group, hardline, join, line, nest, text } from "./doc.js";
import { canonicalOp } from "./operators.js";
import {
  endsInCase,
  inlineItemNeedsParens,
  isChain,
  isPrimary,
  leftNeedsParens,
  prefixArgNeedsParens,
  reachesRight,
  rightNeedsParens,
  startsLikeBound,
} from "./pretty-parens.js";
import { quote } from "./value.js";
import { leftSpine } from "./visit.js";

/** What printing an expression depends on besides the expression. */
export interface Layout {
  /** Texts to print as comments, by the id of a unit or of an item of a bulleted list. */
  readonly comments: ReadonlyMap<number, string>;
  /** Prints the definitions of a LET. */
  readonly unit: (unit: Unit, layout: Layout) => Doc;
  /** Memo of `isAction`. */
  readonly actions: WeakMap<object, boolean>;
}

export function exprDoc(e: Expr, l: Layout): Doc {
  const doc = (x: Expr): Doc => exprDoc(x, l);
  switch (e.kind) {
    case "Apply":
      return applyDoc(e, l);
    case "Number":
      return text(e.text);
    case "String":
      return text(quote(e.value));
    case "At":
      return text("@");
    case "OperatorRef":
      return text(e.op);
    case "Prefix":
      return prefixDoc(e, l);
    case "Postfix":
      return concat(parens(!isPrimary(e.arg), e.arg, l), e.op);
    case "Infix":
      return infixDoc(e, l);
    case "Junction":
      return junctionDoc(e, l, isAction(e, l));
    case "Paren":
      return concat("(", align(doc(e.body)), ")");
    case "Quantifier":
      return bodyDoc(concat(`${e.op} `, boundsDoc(e.bounds, l), " :"), e.body, l);
    case "Choose":
      return bodyDoc(concat("CHOOSE ", boundDoc(e.bound, l), " :"), e.body, l);
    case "Lambda":
      return bodyDoc(text(`LAMBDA ${names(e.params)} :`), e.body, l);
    case "Label": {
      const params = e.params.length === 0 ? "" : `(${names(e.params)})`;
      return bodyDoc(text(`${e.name.text}${params} ::`), e.body, l);
    }
    case "If":
    case "Case":
    case "Let":
      return controlDoc(e, l);
    case "ActionSub":
    case "Fairness":
      return temporalDoc(e, l);
    default:
      return valueDoc(e, l);
  }
}

type Control = Extract<Expr, { readonly kind: "If" | "Case" | "Let" }>;
type Temporal = Extract<Expr, { readonly kind: "ActionSub" | "Fairness" }>;
type Constructor = Exclude<
  Expr,
  {
    readonly kind:
      | "Apply"
      | "Number"
      | "String"
      | "At"
      | "OperatorRef"
      | "Prefix"
      | "Postfix"
      | "Infix"
      | "Junction"
      | "Paren"
      | "Quantifier"
      | "Choose"
      | "Lambda"
      | "Label"
      | Control["kind"]
      | Temporal["kind"];
  }
>;

/** Sets, functions, records and what takes them apart. */
function valueDoc(e: Constructor, l: Layout): Doc {
  const doc = (x: Expr): Doc => exprDoc(x, l);
  switch (e.kind) {
    case "Tuple":
      return enclosed("<<", listDoc(e.items, l), ">>");
    case "Set":
      return enclosed("{", argumentsDoc(e.items, l), "}");
    case "SetFilter":
      return enclosed(
        "{",
        concat(boundDoc(e.bound, l), " :", nest(2, concat(line, align(doc(e.body))))),
        "}",
      );
    case "SetMap": {
      const body = parens(startsLikeBound(e.body) || reachesRight(e.body), e.body, l);
      return enclosed("{", concat(body, " :", line, align(boundsDoc(e.bounds, l))), "}");
    }
    case "Function": {
      const gap = hugs(e.body) ? text(" ") : line;
      return enclosed(
        "[",
        concat(boundsDoc(e.bounds, l), " |->", nest(2, concat(gap, align(doc(e.body))))),
        "]",
      );
    }
    case "FunctionSet": {
      const from = parens(startsLikeBound(e.domain) || reachesRight(e.domain), e.domain, l);
      return enclosed("[", concat(from, " ->", nest(2, concat(line, align(doc(e.range))))), "]");
    }
    case "Index": {
      const of = parens(!isPrimary(e.fn) && e.fn.kind !== "Postfix", e.fn, l);
      return concat(of, enclosed("[", argumentsDoc(e.args, l), "]"));
    }
    case "Record":
      return enclosed("[", fieldsDoc(e.fields, " |-> ", l), "]");
    case "RecordSet":
      return enclosed("[", fieldsDoc(e.fields, " : ", l), "]");
    case "Field":
      return concat(
        parens(!isPrimary(e.record) || e.record.kind === "Number", e.record, l),
        ".",
        e.name.text,
      );
    case "Except": {
      const updates = e.updates.map((u) =>
        concat("!", ...u.path.map((s) => stepDoc(s, l)), " = ", align(doc(u.value))),
      );
      const changes = align(join(concat(",", line), updates));
      return group(concat("[", align(parens(!isPrimary(e.base), e.base, l)), " EXCEPT ", changes, "]"));
    }
    default:
      return unreachable(e);
  }
}

function controlDoc(e: Control, l: Layout): Doc {
  const doc = (x: Expr): Doc => align(exprDoc(x, l));
  switch (e.kind) {
    case "If":
      return group(align(concat("IF ", doc(e.test), line, "THEN ", doc(e.then), line, "ELSE ", doc(e.else))));
    case "Case": {
      const arms = e.arms.map((arm, i) => {
        const last = i === e.arms.length - 1;
        const test =
          arm.test === undefined ? text("OTHER") : align(parens(endsInCase(arm.test), arm.test, l));
        const value = align(parens(!last && endsInCase(arm.value), arm.value, l));
        return align(group(concat(test, " ->", nest(2, concat(line, value)))));
      });
      return group(align(concat("CASE ", nest(2, join(concat(line, "[] "), arms)))));
    }
    case "Let": {
      const gap = e.units.length > 1 ? hardline : line;
      const units = align(
        join(
          hardline,
          e.units.map((u) => l.unit(u, l)),
        ),
      );
      return group(align(concat("LET ", units, gap, "IN ", choice(text(" "), text("")), doc(e.body))));
    }
    default:
      return unreachable(e);
  }
}

function temporalDoc(e: Temporal, l: Layout): Doc {
  const simple =
    (e.subscript.kind === "Apply" && e.subscript.args.length === 0) || e.subscript.kind === "Tuple";
  const subscript = parens(!simple && e.subscript.kind !== "Paren", e.subscript, l);
  if (e.kind === "Fairness") return concat(`${e.op}_`, subscript, enclosed("(", exprDoc(e.action, l), ")"));
  const action = parens(e.form === "box" && startsLikeBound(e.action), e.action, l);
  return e.form === "box"
    ? concat(enclosed("[", action, "]_"), subscript)
    : concat(enclosed("<<", action, ">>_"), subscript);
}

// ---------------------------------------------------------------------------------------------------- operators

function applyDoc(e: Apply, l: Layout): Doc {
  const path = e.path.map((p) => concat(p.name, argsDoc(p.args, l), "!"));
  return concat(join(empty, path), e.name, argsDoc(e.args, l));
}

function argsDoc(args: readonly Expr[], l: Layout): Doc {
  const first = args[0];
  if (first === undefined) return concat();
  // `(-)` and the like are operators of their own.
  const blank = args.length === 1 && first.kind === "OperatorRef" ? " " : "";
  return enclosed(`(${blank}`, listDoc(args, l), `${blank})`);
}

function prefixDoc(e: Prefix, l: Layout): Doc {
  const gap = /[A-Za-z]$/.test(e.op) ? " " : "";
  return concat(`${e.op}${gap}`, align(parens(prefixArgNeedsParens(e.arg, e.op), e.arg, l)));
}

/** Operators after which a line is broken; before the others. */
const breakAfter: ReadonlySet<string> = new Set(
  [
    "=>",
    "<=>",
    "~>",
    "-+->",
    "=",
    "#",
    "\\in",
    "\\notin",
    "<",
    ">",
    "\\leq",
    "\\geq",
    "\\subseteq",
    ":>",
    ":=",
  ].map(canonicalOp),
);

/** A chain of infix operators, from its left end on; runs of one operator are broken all or none. */
function infixDoc(e: Infix, l: Layout): Doc {
  const spine = [...leftSpine(e)].reverse();
  let left = spine[0]?.left ?? e;
  let doc = exprDoc(left, l);
  for (let at = 0; at < spine.length; ) {
    const first = spine[at] ?? e;
    const wrapped = leftNeedsParens(left, first.op) ? concat("(", align(doc), ")") : doc;
    const run = [first];
    if (first.op === ".." && isPrimary(first.left) && isPrimary(first.right)) {
      doc = concat(doc, "..", exprDoc(first.right, l));
    } else if (breakAfter.has(canonicalOp(first.op))) {
      const gap = hugsRight(first) ? text(" ") : line;
      doc = group(align(concat(align(wrapped), ` ${first.op}`, nest(2, concat(gap, rightDoc(first, l))))));
    } else {
      for (let last = first, next = spine[at + 1]; next !== undefined; next = spine[at + run.length]) {
        if (!isChain(last.op, next.op) || leftNeedsParens(last, next.op)) break;
        run.push(next);
        last = next;
      }
      const parts = run.map((infix) => concat(`${infix.op} `, rightDoc(infix, l)));
      doc = group(align(join(line, [align(wrapped), ...parts])));
    }
    at += run.length;
    left = run.at(-1) ?? first;
  }
  return doc;
}

function rightDoc(e: Infix, l: Layout): Doc {
  return align(parens(rightNeedsParens(e.right, e.op), e.right, l));
}

/** Parentheses that would be put here anyway make no difference: what is printed is printed the same again. */
function hugsRight({ op, right }: Infix): boolean {
  if (right.kind === "Paren" && rightNeedsParens(right.body, op)) return false;
  return hugs(right);
}

/** A bulleted list; `vertical` where it must not be put on one line. */
export function junctionDoc(e: Junction, l: Layout, vertical: boolean): Doc {
  if (e.items.length === 0) return text(e.op === "/\\" ? "TRUE" : "FALSE");
  const items = e.items.map((item) => ({ item, doc: exprDoc(item, l) }));
  const bullets = items.map(({ item, doc }) => {
    const bullet = concat(`${e.op} `, align(doc));
    const comment = l.comments.get(item.id);
    return comment === undefined ? bullet : concat(commentDoc(comment), hardline, bullet);
  });
  const broken = align(join(hardline, bullets));
  const commented = items.some(({ item }) => l.comments.has(item.id));
  if (commented || (vertical && items.length > 1)) return broken;
  if (items.length === 1) return broken;
  const inline = items.map(({ doc }, i) =>
    inlineItemNeedsParens(e, i) ? concat("(", align(doc), ")") : doc,
  );
  return group(choice(broken, join(text(` ${e.op} `), inline)));
}

/** One `\*` line for each line of the text. */
export function commentDoc(comment: string): Doc {
  const lines = comment.split(/\r?\n/).map((t) => text(`\\* ${t}`.trimEnd()));
  return align(join(hardline, lines));
}

// -------------------------------------------------------------------------------------------------------- parts

export function names(list: readonly Name[]): string {
  return list.map((n) => n.text).join(", ");
}

export function boundsDoc(bounds: readonly Bound[], l: Layout): Doc {
  return align(
    join(
      concat(",", line),
      bounds.map((b) => boundDoc(b, l)),
    ),
  );
}

function boundDoc(b: Bound, l: Layout): Doc {
  const list = b.tuple ? `<<${names(b.names)}>>` : names(b.names);
  if (b.domain === undefined) return text(list);
  return concat(
    `${list} \\in `,
    align(parens(rightNeedsParens(b.domain, "\\in") || reachesRight(b.domain), b.domain, l)),
  );
}

/** A head with the expression that it governs, on a line of its own if need be. */
function bodyDoc(head: Doc, body: Expr, l: Layout): Doc {
  if (body.kind === "Quantifier") {
    return bodyDoc(concat(head, ` ${body.op} `, boundsDoc(body.bounds, l), " :"), body.body, l);
  }
  return group(align(concat(head, nest(2, concat(line, exprDoc(body, l))))));
}

function stepDoc(step: PathStep, l: Layout): Doc {
  return step.kind === "PathField"
    ? text(`.${step.name.text}`)
    : enclosed("[", argumentsDoc(step.args, l), "]");
}

function fieldsDoc(fields: readonly FieldExpr[], sign: string, l: Layout): Doc {
  const docs = fields.map((f) => concat(f.name.text, sign, align(exprDoc(f.value, l))));
  return join(concat(",", line), docs);
}

/** Items with commas: as many on a line as fit where all are short, else all on one or each on its own. */
function listDoc(items: readonly Expr[], l: Layout): Doc {
  const docs = items.map((item) => align(exprDoc(item, l)));
  return items.every(isShort) ? fill(docs) : join(concat(",", line), docs);
}

/** Expressions after `[` or `{`, where `x \in S` is taken for a bound that reaches as far as it can. */
function argumentsDoc(args: readonly Expr[], l: Layout): Doc {
  if (!args.some(startsLikeBound)) return listDoc(args, l);
  const docs = args.map((a) => align(parens(startsLikeBound(a), a, l)));
  return join(concat(",", line), docs);
}

/** As many docs on a line as fit. */
export function fill(docs: readonly Doc[]): Doc {
  return join(
    empty,
    docs.map((d, i) => (i === 0 ? d : concat(",", group(concat(line, d))))),
  );
}

function isShort(e: Expr): boolean {
  return (e.kind === "Apply" && e.args.length === 0) || e.kind === "Number" || e.kind === "String";
}

function enclosed(open: string, inner: Doc, close: string): Doc {
  return group(concat(open, align(inner), close));
}

function parens(needed: boolean, e: Expr, l: Layout): Doc {
  return needed ? concat("(", align(exprDoc(e, l)), ")") : exprDoc(e, l);
}

/** Whether an expression is best left on the line of the `=` or `|->` before it, and broken inside. */
function hugs(e: Expr): boolean {
  return isPrimary(e) || e.kind === "Choose" || e.kind === "If" || e.kind === "Case" || e.kind === "Let";
}

/** Whether the expression is an action: it speaks of a next state. Such lists are written one item a line. */
export function isAction(node: object, l: Pick<Layout, "actions">): boolean {
  const pending: object[] = [node];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const answer = l.actions.get(top) ?? ownAction(top, l, pending);
    if (answer === undefined) continue;
    l.actions.set(top, answer);
    pending.pop();
  }
  return l.actions.get(node) ?? false;
}

/** The answer for a node whose parts are known; else `undefined`, and the unknown parts are pending. */
function ownAction(node: object, l: Pick<Layout, "actions">, pending: object[]): boolean | undefined {
  const op = "op" in node ? node.op : undefined;
  if (op === "'" || op === "UNCHANGED") return true;
  let answer: boolean | undefined = false;
  for (const part of Object.values(node) as unknown[]) {
    if (typeof part !== "object" || part === null) continue;
    const known = l.actions.get(part);
    if (known) return true;
    if (known === undefined) {
      pending.push(part);
      answer = undefined;
    }
  }
  return answer;
}
