/**
 * Guards (and conditions in what is written) that ask for messages of many nodes, by form:
 *
 *     \E Q \in F : \A j \in Q : \E m \in received : m.source = j /\ …      (Q may be a parameter)
 *     collected \in F     {m.source : m \in received} \in F     Q \subseteq …     Cardinality(…) > …
 */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { calledIn, conditionsOn, fieldOf, kindsOfInput } from "./inputs.js";
import { isComparison } from "./rises.js";
import {
  fingerprint,
  infixOf,
  mentionsName,
  nameOf,
  parts,
  type Reader,
  type Step,
  type StepInput,
  stripParens,
  subExprs,
} from "./steps.js";
import type { Threshold, Write } from "./types.js";

interface Found {
  readonly quorum: Expr;
  readonly form: Threshold["form"];
  readonly at: Expr;
  readonly inputs: readonly StepInput[];
  readonly collected: string | undefined;
  readonly inner: Expr;
  readonly countsItself: boolean;
}

export function thresholdsOf(reader: Reader, writes: readonly Write[]): readonly Threshold[] {
  return reader.steps.flatMap((step) => {
    const out = new Map<string, Threshold>();
    const families = new Map(step.action.params.map((p) => [p.name, p.domain]));
    const conditions = writes.filter((w) => w.action === step.action.name).flatMap((w) => w.condition);
    const values = step.updates.map((u) => u.value);
    for (const guard of [...step.guards, ...conditions, ...values]) {
      for (const found of search(reader, step, guard, families, writes)) {
        const made = thresholdOf(reader, step, found, writes);
        const key = `${fingerprint(made.quorum)} ${made.of.join(" ")} ${made.collectedIn ?? ""}`;
        if (!out.has(key)) out.set(key, made);
      }
    }
    return [...out.values()];
  });
}

function search(
  reader: Reader,
  step: Step,
  e: Expr,
  families: ReadonlyMap<string, Expr>,
  writes: readonly Write[],
): readonly Found[] {
  const bare = stripParens(e);
  const more = (inner: Expr, known = families): readonly Found[] =>
    search(reader, step, inner, known, writes);
  if (bare.kind === "Quantifier") {
    const known = new Map(families);
    for (const b of bare.bounds)
      if (b.domain !== undefined && !b.tuple) for (const n of b.names) known.set(n.text, b.domain);
    if (bare.op === "\\A") {
      const found = forAll(reader, step, bare, families);
      if (found !== undefined) return [found];
    }
    return more(bare.body, known);
  }
  const infix = infixOf(bare);
  if (infix !== undefined) {
    const found = byInfix(reader, step, bare, infix, families, writes);
    if (found !== undefined) return [found];
  }
  const unfolded = reader.unfold(bare);
  if (unfolded !== undefined) return more(unfolded);
  return subExprs(bare).flatMap((c) => more(c));
}

type ForAll = Extract<Expr, { kind: "Quantifier" }>;

/** `\A j \in Q : \E m \in received : m.source = j`, with Q of a family (or a fixed set of nodes). */
function forAll(
  reader: Reader,
  step: Step,
  e: ForAll,
  families: ReadonlyMap<string, Expr>,
): Found | undefined {
  const [bound] = e.bounds;
  const member = bound?.names[0]?.text;
  if (bound?.domain === undefined || member === undefined) return undefined;
  const inner = stripParens(e.body);
  const inputs = messagesOf(step, inner).filter((i) => speaksOf(reader, step, i, inner, member));
  if (inputs.length === 0) return undefined;
  const domain = stripParens(bound.domain);
  const minus = domain.kind === "Infix" && canonicalOp(domain.op) === "\\" ? domain : undefined;
  const set = minus === undefined ? domain : stripParens(minus.left);
  const family = families.get(nameOf(set) ?? "");
  return {
    quorum: family ?? set,
    form: "family",
    at: e,
    inputs,
    collected: undefined,
    inner,
    countsItself: minus !== undefined && mentionsName(minus.right, step.action.actor),
  };
}

/** The set inputs over which an expression quantifies or builds sets. */
function messagesOf(step: Step, e: Expr): readonly StepInput[] {
  return step.inputs.filter((i) => i.mode === "set" && mentionsName(e, i.name));
}

/** Does it ask for a message whose sender is `member`? */
function speaksOf(reader: Reader, step: Step, input: StepInput, inner: Expr, member: string): boolean {
  const senders = new Set(
    kindsOfInput(reader, step, input).flatMap((k) => (k.sender.by === "field" ? [k.sender.field] : [])),
  );
  let found = false;
  const visit = (e: Expr): void => {
    for (const part of parts(e, "/\\")) {
      const infix = infixOf(part);
      if (infix?.op !== "=") continue;
      for (const [a, b] of [
        [infix.left, infix.right],
        [infix.right, infix.left],
      ] as const) {
        const field = stripParens(a);
        if (nameOf(b) === member && field.kind === "Field" && senders.has(field.name.text)) found = true;
      }
    }
  };
  const walkIn = (e: Expr): void => {
    const bare = stripParens(e);
    visit(bare);
    for (const c of subExprs(bare)) walkIn(c);
  };
  walkIn(inner);
  return found;
}

/** `collected \in F`, `{…} \in F`, `Q \subseteq {…}`, `Cardinality(…) >= …`. */
function byInfix(
  reader: Reader,
  step: Step,
  e: Expr,
  { op, left, right }: { readonly op: string; readonly left: Expr; readonly right: Expr },
  families: ReadonlyMap<string, Expr>,
  writes: readonly Write[],
): Found | undefined {
  const counted = (set: Expr, quorum: Expr, form: Threshold["form"]): Found | undefined => {
    const inputs = messagesOf(step, set);
    const collected = [...reader.reads(set, step.action.place).keys()].find((v) => isCollected(writes, v));
    if (inputs.length === 0 && collected === undefined) return undefined;
    return {
      quorum,
      form,
      at: e,
      inputs,
      collected,
      inner: set,
      countsItself: mentionsName(set, step.action.actor),
    };
  };
  if (op === "\\in" && !isMember(reader, right)) return counted(left, right, "family");
  if (op === "\\subseteq") return counted(right, families.get(nameOf(left) ?? "") ?? left, "family");
  if (op === "=" && nameOf(right) === reader.protocol.nodeSet) return counted(left, right, "family");
  if (!isComparison(op) && op !== "=") return undefined;
  const size = [left, right].flatMap((side) => cardinalitiesIn(reader, side)).at(0);
  return size === undefined ? undefined : counted(size, e, "count");
}

/** A set whose members are no sets of nodes: a literal, an interval, the nodes themselves. */
function isMember(reader: Reader, set: Expr): boolean {
  const e = reader.unfolded(set);
  return e.kind === "Set" || infixOf(e)?.op === ".." || nameOf(e) === reader.protocol.nodeSet;
}

function isCollected(writes: readonly Write[], variable: string): boolean {
  return writes.some((w) => w.variable === variable && w.provenance.kind === "collected");
}

function cardinalitiesIn(reader: Reader, e: Expr): readonly Expr[] {
  const bare = stripParens(e);
  if (bare.kind === "Apply" && bare.name === "Cardinality" && bare.args[0] !== undefined)
    return [bare.args[0]];
  const unfolded = reader.unfold(bare);
  if (unfolded !== undefined) return cardinalitiesIn(reader, unfolded);
  return subExprs(bare).flatMap((c) => cardinalitiesIn(reader, c));
}

function thresholdOf(reader: Reader, step: Step, found: Found, writes: readonly Write[]): Threshold {
  const { action } = step;
  const place: Place = reader.place(found.at, action.place);
  const collecting = writes.filter(
    (w) => w.variable === found.collected && w.provenance.kind === "collected",
  );
  const collected = collecting.flatMap((w) => ("of" in w.provenance ? w.provenance.of : []));
  const direct = found.inputs.flatMap((i) => kindsOfInput(reader, step, i).map((k) => k.tag));
  const of = [...new Set(found.collected === undefined ? direct : collected)];
  const key =
    found.collected === undefined
      ? found.inputs.flatMap((i) => keyOf(reader, step, i, found.inner))
      : collecting.flatMap((w) => {
          const receiving = reader.step(w.action);
          return receiving.inputs.flatMap((i) => keyOf(reader, receiving, i, undefined));
        });
  const ownMember = [...step.guards, found.at].some(
    (g) => mentionsMembership(g, action.actor) && fingerprint(g).includes(fingerprint(found.at)),
  );
  return {
    action: action.name,
    place,
    of,
    form: found.form,
    quorum: found.quorum,
    key: unique(key),
    countsItself: found.countsItself || ownMember,
    sort: vouches(found) ? "vouching" : "meeting",
    collectedIn: found.collected,
  };
}

/** Does a conjunct around say that the actor is in the quorum: `i \in Q`? */
function mentionsMembership(e: Expr, actor: string): boolean {
  const bare = stripParens(e);
  const infix = infixOf(bare);
  if (infix?.op === "\\in" && nameOf(infix.left) === actor) return true;
  return subExprs(bare).some((c) => mentionsMembership(c, actor));
}

/**
 * `Cardinality(…) > k` with a number for k is asked of any k nodes, whichever they are; a family, or a comparison with
 * the number of nodes, is meant to meet others of its sort.
 */
function vouches({ form, quorum }: Found): boolean {
  if (form !== "count") return false;
  let literal = true;
  const visit = (e: Expr): void => {
    const bare = stripParens(e);
    if (bare.kind === "Apply" && bare.name === "Cardinality") return;
    if (bare.kind === "Apply") literal = false;
    for (const c of subExprs(bare)) visit(c);
  };
  visit(quorum);
  return literal;
}

/** What messages must agree in, and with what, beside their kind and sender. */
function keyOf(
  reader: Reader,
  step: Step,
  input: StepInput,
  inner: Expr | undefined,
): readonly Threshold["key"][number][] {
  const called = calledIn(input);
  const out: Threshold["key"][number][] = [];
  const senders = new Set(kindsOfInput(reader, step, input).map((k) => k.sender.field));
  const look = (e: Expr, message: string): void => {
    for (const part of parts(e, "/\\")) {
      const infix = infixOf(part);
      if (infix === undefined || !(infix.op === "=" || isComparison(infix.op))) continue;
      for (const [a, b, turned] of [
        [infix.left, infix.right, false],
        [infix.right, infix.left, true],
      ] as const) {
        const field = fieldOf(a, message);
        if (field === undefined || field === reader.protocol.kindField || senders.has(field)) continue;
        if (mentionsName(b, message)) continue;
        const isSelf = nameOf(b) === step.action.actor;
        out.push({ field, relation: turned ? turn(infix.op) : infix.op, value: b, isSelf });
      }
    }
  };
  for (const c of conditionsOn(step, input)) look(c, called);
  const deeper = (e: Expr): void => {
    const bare = stripParens(e);
    if (bare.kind === "Quantifier" && bare.op === "\\E")
      for (const b of bare.bounds)
        if (b.domain !== undefined && nameOf(b.domain) === input.name)
          for (const n of b.names) look(bare.body, n.text);
    for (const c of subExprs(bare)) deeper(c);
  };
  if (inner !== undefined) deeper(inner);
  return out;
}

const turn = (op: string): string => ({ "<": ">", ">": "<", "<=": ">=", ">=": "<=" })[op] ?? op;

function unique(key: readonly Threshold["key"][number][]): readonly Threshold["key"][number][] {
  return [...new Map(key.map((k) => [`${k.field} ${k.relation} ${fingerprint(k.value)}`, k])).values()];
}
