/** Of which kinds the node's own messages are read: what it has sent of other kinds is the same to an expression. */
import { conjunctsOf, equation, nameOf, stripParens } from "../../protocol/terms.js";
import type { Expr, Node } from "../../tla/ast.js";
import { children } from "../../tla/visit.js";
import type { Reader } from "../steps.js";

/** The variable is no declared one: it holds the node's own messages. */
export const isOwn = ({ protocol }: Reader, variable: string): boolean =>
  protocol.slice.some((v) => v.name === variable && v.origin === "sent");

/** Tags of the kinds; undefined if the messages are used in another way than one after the other, by kind. */
export function ownTags(reader: Reader, e: Expr): ReadonlySet<string> | undefined {
  const out = new Set<string>();
  const isSet = (x: Node): boolean => {
    const variable = x.kind === "Field" ? reader.variable(x) : undefined;
    return variable !== undefined && isOwn(reader, variable);
  };
  const visit = (node: Node): boolean => {
    const chosen = oneByOne(node);
    if (chosen !== undefined && isSet(chosen.domain)) {
      const tags = chosen.conditions.flatMap((c) => tagAsked(reader, c, chosen.name) ?? []);
      for (const tag of tags) out.add(tag);
      return tags.length > 0 && visit(chosen.body);
    }
    return !isSet(node) && children(node).every(visit);
  };
  return visit(e) ? out : undefined;
}

interface OneByOne {
  readonly name: string;
  readonly domain: Expr;
  readonly body: Expr;
  /** Without these, an element counts for nothing. */
  readonly conditions: readonly Expr[];
}

/** `\E m \in D : c /\ …`, `\A m \in D : c => …`, `{m \in D : c /\ …}` */
function oneByOne(node: Node): OneByOne | undefined {
  if (node.kind === "SetFilter") {
    const { bound, body } = node;
    return element(bound.names, bound.domain, body, conjunctsOf(body));
  }
  if (node.kind !== "Quantifier" || node.bounds.length !== 1) return undefined;
  const [bound] = node.bounds;
  const body = stripParens(node.body);
  const given = node.op === "\\E" ? body : body.kind === "Infix" && body.op === "=>" ? body.left : undefined;
  return element(bound?.names ?? [], bound?.domain, node.body, given === undefined ? [] : conjunctsOf(given));
}

function element(
  names: readonly { readonly text: string }[],
  domain: Expr | undefined,
  body: Expr,
  conditions: readonly Expr[],
): OneByOne | undefined {
  const [name, ...more] = names;
  if (name === undefined || domain === undefined || more.length > 0) return undefined;
  return { name: name.text, domain: stripParens(domain), body, conditions };
}

/** `m.kind = "K"` */
function tagAsked(reader: Reader, condition: Expr, message: string): string | undefined {
  const sides = equation(condition);
  if (sides === undefined) return undefined;
  const [left, right] = [stripParens(sides.left), stripParens(sides.right)];
  const [field, tag] = left.kind === "Field" ? [left, right] : [right, left];
  const asks =
    field.kind === "Field" &&
    field.name.text === reader.protocol.kindField &&
    nameOf(field.record) === message;
  return asks ? reader.tagNamed(tag) : undefined;
}
