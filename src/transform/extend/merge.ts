/**
 * Merge: a higher epoch is adopted in the step that takes the message, not in one before it. (derivation.md §1)
 *
 *     UpdateTerm:  m.term > s.term                  s.term' = m.term, s.vote' = Nil
 *     Vote:        m.term = s.term, s.vote = Nil    s.vote' = m.source
 *     ⇒  Vote as it was, and
 *        VoteAfterUpdateTerm:  m.term > s.term      s.term' = m.term, s.vote' = m.source
 *
 * A step of the result is one or two steps of the original. The step that only adopts is gone, and with it the states
 * between: a node that takes no step on a message stays in its epoch, as if it had not received it yet. There is no
 * constant for it, since a step that models could bring back would be one of which all certificates had to know.
 */
import type { Analysis } from "../../analysis/types.js";
import { expressionsOf } from "../../protocol/read.js";
import { conjunctsOf, fingerprint, freshName, mentions, nameOf, stripParens } from "../../protocol/terms.js";
import type { Input, LocalAction, Protocol } from "../../protocol/types.js";
import type { Definition, Expr, Node } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { canonicalOp } from "../../tla/operators.js";
import { substitute } from "../../tla/substitute.js";
import { children, mapExpr, walk } from "../../tla/visit.js";
import { type Change, type Extended, type Extension, namesIn } from "./extension.js";

export const merge: Extension = {
  name: "merge",
  summary: "a higher epoch is adopted in the step that takes the message, not before it",
  run,
};

function run(protocol: Protocol, analysis: Analysis): Extended {
  const adoption = protocol.actions.flatMap((a) => adoptionOf(analysis, a) ?? [])[0];
  if (adoption === undefined) return { protocol, changes: [], left: [] };
  const taken = namesIn(protocol);
  const { action: gone } = adoption;
  const changes: Change[] = [];
  const kept = (why: string): Extended => ({
    protocol,
    changes: [],
    left: [{ text: `${gone.name} is a step as it was: ${why}`, place: gone.place }],
  });
  const actions: LocalAction[] = [];
  const renamed = new Map<string, Made>();
  for (const action of protocol.actions) {
    if (action === gone) continue;
    const [input, ...more] = action.inputs.filter((i) => i.mode === "one");
    if (input === undefined) {
      actions.push(action);
      continue;
    }
    const why =
      more.length > 0 ? "takes several messages" : obstacle(protocol, analysis, adoption, action, input);
    // One step that cannot adopt would have lost what the others still have.
    if (why !== undefined) return kept(`${action.name} ${why}`);
    const name = freshName(`${action.name}After${gone.name}`, taken);
    taken.add(name);
    const made = after(protocol, adoption, action, input, name);
    actions.push(action, made.action);
    renamed.set(action.name, made);
    changes.push({
      text: `${name}: ${action.name}, and ${gone.name} before it, in one step`,
      place: action.place,
    });
  }
  if (changes.length === 0) return kept("no other step takes a message by itself");
  const all: Change[] = [
    { text: `${gone.name} is no step of its own any more`, place: gone.place },
    ...changes,
  ];
  const kinds = protocol.kinds.map((k) => ({
    ...k,
    sites: k.sites.flatMap((site) => {
      const made = renamed.get(site.action);
      if (made === undefined) return [site];
      return [site, { ...site, action: made.action.name, record: made.replace(site.record) }];
    }),
  }));
  return { protocol: { ...protocol, actions, kinds }, changes: all, left: [] };
}

/** A step that only raises a counter to what a message shows, and resets what goes with it. */
interface Adoption {
  readonly action: LocalAction;
  readonly input: Input;
  /** Its guards and what its message must be, LETs inlined. */
  readonly conditions: readonly Expr[];
  readonly values: ReadonlyMap<string, Expr>;
}

function adoptionOf(analysis: Analysis, action: LocalAction): Adoption | undefined {
  const [input, ...more] = action.inputs;
  if (input?.mode !== "one" || more.length > 0 || action.params.length > 0) return undefined;
  if (action.sends.length > 0 || action.ownedKey !== undefined) return undefined;
  const writes = analysis.variables.flatMap((v) => v.writes.filter((w) => w.action === action.name));
  const raises = writes.some((w) => w.provenance.kind === "counter" && w.rises && w.form === "whole");
  const only = writes.every((w) => w.provenance.kind === "counter" || w.provenance.kind === "reset");
  if (!raises || !only || action.lets.some((l) => l.params.length > 0)) return undefined;
  const plain = inlined(action.lets);
  return {
    action,
    input,
    conditions: [...input.filter, ...action.guards].flatMap(conjunctsOf).map(plain),
    values: new Map(action.updates.map((u) => [u.variable, plain(u.value)] as const)),
  };
}

/** LETs may use those before them. */
function inlined(lets: readonly Definition[]): (e: Expr) => Expr {
  const known = new Map<string, Expr>();
  for (const l of lets) known.set(l.name.text, substitute(l.body, known));
  return (e) => substitute(e, known);
}

/** Why an action cannot adopt by itself, after its name. */
function obstacle(
  protocol: Protocol,
  analysis: Analysis,
  { action: gone, input: from, conditions, values }: Adoption,
  action: LocalAction,
  input: Input,
): string | undefined {
  const { slice } = protocol.names;
  const read = new Set<string>();
  for (const e of [...conditions, ...values.values()])
    walk(e, (n) => {
      if (n.kind === "Field" && nameOf(n.record) === from.name) read.add(n.name.text);
    });
  for (const kind of analysis.subKinds) {
    if (!kind.receivers.some((r) => r.action === action.name && r.input === input.name)) continue;
    const fields = protocol.kinds.find((k) => k.tag === kind.tag)?.fields ?? [];
    const missing = [...read].find((f) => f !== protocol.kindField && !fields.includes(f));
    if (missing !== undefined) return `takes ${kind.tag}, which has no ${missing}`;
  }
  const before = action.order.slice(0, action.order.indexOf(input.name));
  const early = [
    ...action.params.filter((p) => before.includes(p.name)).map((p) => p.domain),
    ...action.inputs.filter((i) => before.includes(i.name)).flatMap((i) => i.filter),
  ];
  const depends = (e: Node): boolean =>
    (e.kind === "Field" && nameOf(e.record) === slice && values.has(e.name.text)) ||
    children(e).some(depends);
  if (early.some(depends)) return "chooses by what is adopted before it takes a message";
  const isWhole = (e: Node): boolean => {
    if (e.kind === "Field" && nameOf(e.record) === slice) return false;
    return (e.kind === "Apply" && e.name === slice) || children(e).some(isWhole);
  };
  if (expressionsOf(action).some(isWhole)) return "hands on its whole state";
  const bound = new Set([gone.actor, from.name, ...gone.lets.map((l) => l.name.text)]);
  bound.delete(action.actor);
  bound.delete(input.name);
  const own = new Set([...action.order, ...action.lets.map((l) => l.name.text)]);
  const clash = [...conditions, ...values.values()].some((e) =>
    mentions(e, new Set([...own].filter((n) => !bound.has(n) && n !== input.name))),
  );
  return clash ? `has names of ${gone.name} for something else` : undefined;
}

interface Made {
  readonly action: LocalAction;
  /** What an expression of the action is once it has adopted. */
  readonly replace: (e: Expr) => Expr;
}

/** The action as it is right after adopting. */
function after(
  protocol: Protocol,
  { action: gone, input: from, conditions, values }: Adoption,
  action: LocalAction,
  input: Input,
  name: string,
): Made {
  const here = new Map([
    [from.name, b.apply(input.name)],
    [gone.actor, b.apply(action.actor)],
  ]);
  const adopted = new Map([...values].map(([v, e]) => [v, substitute(e, here)] as const));
  const replace = (e: Expr): Expr =>
    mapExpr(e, (x) => {
      const value =
        x.kind === "Field" && nameOf(x.record) === protocol.names.slice
          ? adopted.get(x.name.text)
          : undefined;
      return value === undefined ? x : isPlain(value) ? value : b.paren(value);
    });
  const guards = action.guards.flatMap(conjunctsOf).map(replace);
  // What the action asks of its message anyway need not be said again.
  const asked = new Set([...input.filter.flatMap(conjunctsOf), ...guards].map(fingerprint));
  const raised = conditions.map((c) => substitute(c, here)).filter((c) => !asked.has(fingerprint(c)));
  const rest = [...adopted].filter(([v]) => !action.updates.some((u) => u.variable === v));
  const made: LocalAction = {
    ...action,
    name,
    params: action.params.map((p) => ({ ...p, domain: replace(p.domain) })),
    inputs: action.inputs.map((i) => ({ ...i, filter: i.filter.map(replace) })),
    lets: action.lets.map((l) => ({ ...l, body: replace(l.body) })),
    guards: [...raised, ...guards].filter((g) => !isTrivial(g)),
    updates: [
      ...action.updates.map((u) => ({ ...u, value: replace(u.value) })),
      ...rest.map(([variable, value]) => ({ variable, value, place: gone.place })),
    ],
    sends: action.sends.map((s) => ({ ...s, messages: replace(s.messages) })),
  };
  return { action: made, replace };
}

const isPlain = (e: Expr): boolean => ["Apply", "Field", "Number", "String"].includes(e.kind);

/** `x = x`, `x <= x`, `x \\in {x, y}`: what is adopted is what was asked for. */
function isTrivial(e: Expr): boolean {
  const bare = stripParens(e);
  if (bare.kind !== "Infix") return false;
  const op = canonicalOp(bare.op);
  const left = fingerprint(stripParens(bare.left));
  const right = stripParens(bare.right);
  if (op === "\\in")
    return right.kind === "Set" && right.items.some((i) => fingerprint(stripParens(i)) === left);
  return ["=", canonicalOp("<="), canonicalOp(">=")].includes(op) && fingerprint(right) === left;
}
