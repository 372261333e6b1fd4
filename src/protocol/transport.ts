/**
 * How a specification keeps its messages, and the one form that everything later reads: a set that only grows.
 *
 *     messages' = messages @@ (m :> 1)                      ⇒  messages' = messages \cup {m}
 *     \E m \in DOMAIN messages : messages[m] > 0 /\ …       ⇒  \E m \in messages : …
 *     1bMsgs' = 1bMsgs \cup {[bal |-> b]}                   ⇒  net' = net \cup {[kind |-> "1bMsgs", bal |-> b]}
 *     msgs' = (msgs \ {m}) \cup {r}                         ⇒  msgs' = msgs \cup {r}
 *
 * What a new value does to a network is told by effect: which messages it adds, which it takes away. Copies, loss and
 * reception for a second time are the environment's. A guard that asks whether a message that the step itself sends was
 * sent before is taken out of the step and kept aside as it was written (`weakened`): what was sent stays sent.
 */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";
import { mapChildren } from "../tla/visit.js";
import { inlineStateful } from "./actor.js";
import type { Binder, Branch } from "./branches.js";
import { effectOn } from "./effect.js";
import { networkElsewhere, networkUpdate } from "./faults.js";
import type { ModuleTable } from "./table.js";
import { reads } from "./table.js";
import { conjunctsOf, equation, fingerprint, freshName, nameOf, primedName, stripParens } from "./terms.js";
import type { Transport } from "./types.js";

/** One step with its messages in a growing set; `repairs` says which places were read otherwise than written. */
export interface Carried {
  readonly branch: Branch;
  /** It only drops or copies messages. */
  readonly environment: boolean;
  readonly removes: readonly Place[];
}

export interface CarryContext {
  readonly table: ModuleTable;
  readonly transport: Transport;
  /** Variables that are left out. */
  readonly ghosts: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[];
}

/** Nothing is to be done where one set holds the messages and only grows. */
export function isPlain(transport: Transport): boolean {
  const [only, more] = transport.parts;
  return more === undefined && only?.form === "set";
}

/** The same branch over the one network. */
export function carried(context: CarryContext, branch: Branch): Carried {
  return new Carrier(context, branch).run();
}

class Carrier {
  private readonly added: Expr[] = [];
  private readonly removes: Place[] = [];
  private readonly weakened: Expr[] = [];
  private readonly variables: ReadonlySet<string>;
  /** Names bound over what was sent. */
  private readonly received = new Set<string>();
  private place: Expr | undefined;

  constructor(
    private readonly context: CarryContext,
    private readonly branch: Branch,
  ) {
    this.variables = new Set(context.transport.parts.map((p) => p.variable));
  }

  run(): Carried {
    const { branch, context } = this;
    const clean = (e: Expr): Expr => inlineStateful(context.table, e);
    const binders = branch.binders.map((x): Binder => {
      const domain = clean(x.domain);
      const found = this.wholeOf(domain);
      if (found === undefined) return { ...x, domain: this.rewrite(domain) };
      this.received.add(x.name);
      return { ...x, domain: this.all(found, domain) };
    });
    const parts = branch.parts.map(clean);
    const guards = parts.filter((p) => !this.update(p));
    const kept = guards.flatMap((g) => conjunctsOf(g)).filter((g) => !this.settled(g));
    const rewritten = kept.map((g) => (isUnchanged(g) ? g : this.rewrite(g)));
    const lets = branch.lets.map((l) => ({ ...l, body: this.rewrite(clean(l.body)) }));
    const sends = this.added.filter((set) => !this.isOld(set));
    const at = this.place;
    if (sends.length > 0 && at !== undefined) rewritten.push(this.sending(sends, at));
    return {
      branch: {
        ...branch,
        binders,
        lets,
        parts: rewritten,
        weakened: [...(branch.weakened ?? []), ...this.weakened],
      },
      environment: at !== undefined && sends.length === 0 && this.writesNothing(rewritten),
      removes: this.removes,
    };
  }

  private writesNothing(parts: readonly Expr[]): boolean {
    return parts.every((p) => {
      const sides = equation(p);
      const to = sides === undefined ? undefined : primedName(sides.left);
      if (to === undefined) return !isPrimed(p);
      return this.context.ghosts.has(to) || nameOf(sides?.right ?? p) === to;
    });
  }

  private sending(sends: readonly Expr[], at: Expr): Expr {
    const [first = b.set(), ...more] = sends;
    const all = more.reduce<Expr>((x, y) => ({ ...b.union(x, y), span: at.span }), first);
    const { id, span } = at;
    const net = b.apply(this.context.transport.name);
    return { ...b.eq(b.prime(net), { ...b.union(net, all), span }), id, span };
  }

  /** `x' = e` of a network: notes what it adds and takes away. */
  private update(part: Expr): boolean {
    const sides = equation(part);
    const variable = sides === undefined ? undefined : primedName(sides.left);
    if (sides === undefined || variable === undefined || !this.variables.has(variable)) return false;
    const { table, transport, diagnostics } = this.context;
    const effect = effectOn(table, variable, sides.right);
    this.place ??= part;
    if (effect === undefined) {
      diagnostics.push(networkUpdate(variable, table.place(part)));
      return true;
    }
    if (effect.removes) this.removes.push(table.place(part));
    const tag = transport.parts.find((p) => p.variable === variable)?.tag;
    for (const set of effect.added) {
      const made = this.rewrite(set);
      const { kindField } = transport;
      this.added.push(
        tag === undefined || kindField?.added !== true ? made : tagged(made, kindField.name, tag),
      );
    }
    return true;
  }

  /** Messages that were received, or dropped, and are sent again as they are. */
  private isOld(set: Expr): boolean {
    const bare = stripParens(set);
    return (
      bare.kind === "Set" &&
      bare.items.length > 0 &&
      bare.items.every((i) => this.received.has(nameOf(i) ?? ""))
    );
  }

  /** A guard that says nothing any more, or that is kept aside. */
  private settled(guard: Expr): boolean {
    const e = stripParens(guard);
    const tested = this.membership(e);
    if (tested !== undefined && !tested.negated && this.received.has(nameOf(tested.message) ?? ""))
      return true;
    if (this.isCountTest(e)) return true;
    const own = tested === undefined ? this.membersAbsent(e) : b.set(tested.message);
    if (own === undefined) return false;
    const print = fingerprint(this.rewrite(own));
    if (!this.added.some((a) => fingerprint(a) === print)) return false;
    this.weakened.push(e);
    return true;
  }

  /** `m \in DOMAIN messages`, also negated. */
  private membership(e: Expr): { readonly message: Expr; readonly negated: boolean } | undefined {
    if (e.kind === "Prefix" && canonicalOp(e.op) === "~") {
      const inner = this.membership(stripParens(e.arg));
      return inner === undefined ? undefined : { ...inner, negated: !inner.negated };
    }
    if (e.kind !== "Infix") return undefined;
    const op = canonicalOp(e.op);
    if (op !== "\\in" && op !== "\\notin") return undefined;
    return this.wholeOf(e.right) === undefined ? undefined : { message: e.left, negated: op === "\\notin" };
  }

  /** `\A m \in S : m \notin DOMAIN messages` gives S. */
  private membersAbsent(e: Expr): Expr | undefined {
    if (e.kind !== "Quantifier" || e.op !== "\\A" || e.bounds.length !== 1) return undefined;
    const [bound] = e.bounds;
    const tested = this.membership(stripParens(e.body));
    const name = bound?.names[0]?.text;
    if (bound?.domain === undefined || bound.names.length > 1 || tested?.negated !== true) return undefined;
    return nameOf(tested.message) === name ? bound.domain : undefined;
  }

  /** `messages[m] > 0` of a received message: it is there. */
  private isCountTest(e: Expr): boolean {
    if (e.kind !== "Infix") return false;
    const [op, left, right] = [canonicalOp(e.op), stripParens(e.left), stripParens(e.right)];
    const count = left.kind === "Index" && this.bag(left.fn) ? left : undefined;
    const limit = right.kind === "Number" ? Number(right.text) : undefined;
    if (count === undefined || limit === undefined) return false;
    const says = (op === ">" && limit === 0) || (op === ">=" && limit === 1);
    return says && count.args.some((a) => this.received.has(nameOf(a) ?? ""));
  }

  private bag(e: Expr): boolean {
    const name = nameOf(e);
    return this.context.transport.parts.some((p) => p.form === "bag" && p.variable === name);
  }

  /** The network whose messages `e` is the set of. */
  private wholeOf(e: Expr): Transport["parts"][number] | undefined {
    const bare = stripParens(e);
    const of = bare.kind === "Prefix" && bare.op === "DOMAIN" ? nameOf(bare.arg) : undefined;
    const { parts } = this.context.transport;
    if (of !== undefined) return parts.find((p) => p.form === "bag" && p.variable === of);
    const whole =
      bare.kind === "Apply" && bare.name === "BagToSet" ? nameOf(bare.args[0] ?? bare) : undefined;
    if (whole !== undefined) return parts.find((p) => p.form === "bag" && p.variable === whole);
    return parts.find((p) => p.form === "set" && p.variable === nameOf(bare));
  }

  /** All messages of one network, as a part of the whole. */
  private all(part: Transport["parts"][number], at: Expr): Expr {
    const { name, kindField } = this.context.transport;
    const { id, span } = at;
    const net: Expr = { ...b.apply(name), id, span };
    if (part.tag === undefined) return net;
    const m = freshName("m", this.context.table.names);
    const test = b.eq(b.field(b.apply(m), kindField?.name ?? "kind"), b.str(part.tag));
    return { ...b.setFilter(b.bound(m, net), test), id, span };
  }

  /** Reads of the networks as reads of the one. */
  private rewrite(e: Expr): Expr {
    const { table, transport, diagnostics } = this.context;
    if (!reads(table, e, this.variables)) return e;
    const go = (x: Expr): Expr => this.rewrite(x);
    const tagOf = (domain: Expr | undefined): Transport["parts"][number] | undefined =>
      domain === undefined ? undefined : this.wholeOf(domain);
    if (e.kind === "Quantifier" && e.bounds.length === 1) {
      const [bound] = e.bounds;
      const part = tagOf(bound?.domain);
      const element = bound?.names[0]?.text;
      if (bound !== undefined && part !== undefined && element !== undefined && bound.names.length === 1) {
        const domain = { ...b.apply(transport.name), span: bound.span };
        const body = part.tag === undefined ? go(e.body) : this.asked(e.op, element, part.tag, go(e.body));
        return { ...e, bounds: [{ ...bound, domain }], body };
      }
    }
    if (e.kind === "SetFilter") {
      const part = tagOf(e.bound.domain);
      const element = e.bound.names[0]?.text;
      if (part !== undefined && element !== undefined) {
        const domain = { ...b.apply(transport.name), span: e.bound.span };
        const body = part.tag === undefined ? go(e.body) : this.asked("\\E", element, part.tag, go(e.body));
        return { ...e, bound: { ...e.bound, domain }, body };
      }
    }
    const tested = e.kind === "Infix" ? this.membership(e) : undefined;
    if (e.kind === "Infix" && tested !== undefined) {
      const tag = this.wholeOf(e.right)?.tag;
      const kind = transport.kindField;
      const plain = tag === undefined || kind?.added !== true;
      const message = plain ? go(e.left) : tagRecord(go(e.left), kind.name, tag);
      const net = { ...b.apply(transport.name), span: e.right.span };
      if (message === undefined) diagnostics.push(networkElsewhere(transport.name, table.place(e)));
      const test: Expr = { ...e, op: "\\in", left: message ?? e.left, right: net };
      return tested.negated ? { ...b.not(b.paren(test)), span: e.span } : test;
    }
    const part = this.wholeOf(e);
    if (part !== undefined) return this.all(part, e);
    const name = e.kind === "Apply" && e.path.length === 0 ? e.name : undefined;
    if (name !== undefined && this.variables.has(name)) {
      diagnostics.push(networkElsewhere(name, table.place(e)));
      return e;
    }
    return mapChildren(e, go);
  }

  private asked(op: string, element: string, tag: string, body: Expr): Expr {
    const field = this.context.transport.kindField?.name ?? "kind";
    const test = b.eq(b.field(b.apply(element), field), b.str(tag));
    const made = op === "\\A" ? b.implies(test, b.paren(body)) : b.and([test, ...conjunctsOf(body)]);
    return { ...made, span: body.span };
  }
}

const isUnchanged = (e: Expr): boolean => {
  const bare = stripParens(e);
  return bare.kind === "Prefix" && bare.op === "UNCHANGED";
};

function isPrimed(e: Expr): boolean {
  const bare = stripParens(e);
  return bare.kind === "Infix" && primedName(bare.left) !== undefined;
}

/** Messages with the tag of the network that they are in. */
function tagged(set: Expr, kindField: string, tag: string): Expr {
  const e = stripParens(set);
  const again = (x: Expr): Expr => tagged(x, kindField, tag);
  const item = (x: Expr): Expr => tagRecord(x, kindField, tag) ?? x;
  switch (e.kind) {
    case "Set":
      return { ...e, items: e.items.map(item) };
    case "SetMap":
      return { ...e, body: item(e.body) };
    case "If":
      return { ...e, then: again(e.then), else: again(e.else) };
    case "Let":
      return { ...e, body: again(e.body) };
    case "Infix":
      return canonicalOp(e.op) === "\\cup" ? { ...e, left: again(e.left), right: again(e.right) } : e;
    default:
      return e;
  }
}

function tagRecord(e: Expr, kindField: string, tag: string): Expr | undefined {
  const bare = stripParens(e);
  if (bare.kind === "If") {
    const [yes, no] = [tagRecord(bare.then, kindField, tag), tagRecord(bare.else, kindField, tag)];
    return yes === undefined || no === undefined ? undefined : { ...bare, then: yes, else: no };
  }
  if (bare.kind !== "Record") return undefined;
  const { id, span } = bare;
  const name = { kind: "Name" as const, id, span, text: kindField };
  const [first] = bare.fields;
  if (first === undefined) return undefined;
  return { ...bare, fields: [{ ...first, name, value: { ...b.str(tag), span } }, ...bare.fields] };
}
