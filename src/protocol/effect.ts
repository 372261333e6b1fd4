/**
 * What a new value does to a network, by effect rather than by name: which messages it adds, and whether it takes any
 * away. `structure/effects.ts` asks the same of any collection, to describe it; here an answer must be complete, as the
 * step is made of it: a form that is not known has none.
 */
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";
import { callOf, type ModuleTable, reads } from "./table.js";
import { fingerprint, inlineCall, nameOf, sameExpr, stripParens } from "./terms.js";

export interface NetworkEffect {
  /** Sets of messages. */
  readonly added: readonly Expr[];
  readonly removes: boolean;
}

const nothing: NetworkEffect = { added: [], removes: false };

/** The effect on variable `net` of making `value` its new value; undefined where that cannot be told. */
export function effectOn(table: ModuleTable, net: string, value: Expr): NetworkEffect | undefined {
  return new Effects(table, net).of(value, 0);
}

class Effects {
  constructor(
    private readonly table: ModuleTable,
    private readonly net: string,
  ) {}

  of(whole: Expr, depth: number): NetworkEffect | undefined {
    const e = stripParens(whole);
    if (nameOf(e) === this.net) return nothing;
    if (depth > 24) return undefined;
    const next = depth + 1;
    switch (e.kind) {
      case "If":
        return this.either(e.test, this.of(e.then, next), this.of(e.else, next));
      case "Let":
        return this.under(e, this.of(e.body, next));
      case "Infix":
        return this.infix(e, next) ?? this.opened(e, next);
      case "Except":
        return this.except(e, next);
      case "Function":
        return this.rebuilt(e, next);
      case "SetFilter":
        return e.bound.domain === undefined ? undefined : taking(this.of(e.bound.domain, next));
      default:
        return this.opened(e, next);
    }
  }

  /** A helper's body: `WithMessage(m, messages)`. */
  private opened(e: Expr, depth: number): NetworkEffect | undefined {
    const called = callOf(this.table, e);
    return called === undefined ? undefined : this.of(inlineCall(called.definition, called.call), depth);
  }

  /** Definitions of a LET stay around what is added. */
  private under(
    e: Extract<Expr, { kind: "Let" }>,
    effect: NetworkEffect | undefined,
  ): NetworkEffect | undefined {
    if (effect === undefined) return undefined;
    const names = new Set(e.units.flatMap((u) => (u.kind === "Definition" ? [u.name.text] : [])));
    if (names.size < e.units.length) return undefined;
    return { ...effect, added: effect.added.map((set) => ({ ...e, body: set })) };
  }

  /** Whether a message was there decides how many copies there are; anything else decides what is sent. */
  private either(
    test: Expr,
    yes: NetworkEffect | undefined,
    no: NetworkEffect | undefined,
  ): NetworkEffect | undefined {
    if (yes === undefined || no === undefined) return undefined;
    const removes = yes.removes || no.removes;
    const prints = (f: NetworkEffect): string => f.added.map(fingerprint).sort().join("&");
    if (prints(yes) === prints(no)) return { added: yes.added, removes };
    if (reads(this.table, test, new Set([this.net]))) return undefined;
    const [then, other] = [unionOf(yes.added), unionOf(no.added)];
    return { added: [b.ifThenElse(test, then, other)], removes };
  }

  private infix(e: Extract<Expr, { kind: "Infix" }>, depth: number): NetworkEffect | undefined {
    const left = (): NetworkEffect | undefined => this.of(e.left, depth);
    const right = (): NetworkEffect | undefined => this.of(e.right, depth);
    const has = (x: Expr): boolean => this.mentions(x);
    const op = canonicalOp(e.op);
    const onLeft = has(e.left) && !has(e.right);
    const onRight = has(e.right) && !has(e.left);
    switch (op) {
      case "\\cup":
        if (onLeft) return adding(left(), e.right);
        if (onRight) return adding(right(), e.left);
        return both(left(), right());
      case "\\":
        return has(e.left) ? taking(left()) : undefined;
      case "@@": {
        const added = onLeft ? keysOf(e.right) : onRight ? keysOf(e.left) : undefined;
        const effect = onLeft ? left() : right();
        if (added !== undefined) return adding(effect, added);
        // `old @@ [r \in S \ DOMAIN old |-> 1]`: what is there already keeps its count.
        const keys = has(e.left) ? keysOf(e.right) : undefined;
        const fresh = keys === undefined ? undefined : this.withoutDomain(keys);
        return fresh === undefined ? undefined : adding(left(), fresh);
      }
      case "\\oplus": {
        const added = bagSet(onLeft ? e.right : e.left);
        return added === undefined ? undefined : adding(onLeft ? left() : right(), added);
      }
      case "\\ominus":
        return has(e.left) ? taking(left()) : undefined;
      default:
        return undefined;
    }
  }

  /** `S \ DOMAIN messages` as S. */
  private withoutDomain(keys: Expr): Expr | undefined {
    const e = stripParens(keys);
    if (e.kind !== "Infix" || canonicalOp(e.op) !== "\\" || this.mentions(e.left)) return undefined;
    const domain = stripParens(e.right);
    return domain.kind === "Prefix" && domain.op === "DOMAIN" ? e.left : undefined;
  }

  /** Numbers that go up or down under messages. */
  private except(e: Extract<Expr, { kind: "Except" }>, depth: number): NetworkEffect | undefined {
    let effect = this.of(e.base, depth);
    for (const u of e.updates) {
      const [first, more] = u.path;
      const key = first?.kind === "PathIndex" ? first.args[0] : undefined;
      if (key === undefined || more !== undefined) return undefined;
      const change = countOf(u.value, b.index(e.base, key));
      if (change === undefined) return undefined;
      if (change > 0) effect = adding(effect, { ...b.set(key), span: u.span });
      if (change < 0) effect = taking(effect);
    }
    return effect;
  }

  /** `[m \in DOMAIN x \ {d} |-> x[m]]`, and `[m \in DOMAIN x |-> IF m \in S THEN x[m] + 1 ELSE x[m]]`. */
  private rebuilt(e: Extract<Expr, { kind: "Function" }>, depth: number): NetworkEffect | undefined {
    const [bound, more] = e.bounds;
    const name = bound?.names[0]?.text;
    if (bound?.domain === undefined || name === undefined || more !== undefined) return undefined;
    const domain = this.domainOf(bound.domain);
    if (domain === undefined) return undefined;
    const old = b.index(domain.base, b.apply(name));
    const base = this.of(domain.base, depth);
    const effect = domain.less ? taking(base) : base;
    const added = domain.more;
    const body = this.counts(stripParens(e.body), name, old);
    if (body === undefined) return undefined;
    const sums = [...(added === undefined ? [] : [added]), ...(body.added === undefined ? [] : [body.added])];
    const all = sums.filter((s, k) => sums.findIndex((t) => sameExpr(s, t)) === k);
    return all.reduce<NetworkEffect | undefined>(adding, body.removes ? taking(effect) : effect);
  }

  /** `DOMAIN x`, `DOMAIN x \ {m}`, `DOMAIN x \cup S`. */
  private domainOf(
    e: Expr,
  ): { readonly base: Expr; readonly less: boolean; readonly more: Expr | undefined } | undefined {
    const bare = stripParens(e);
    if (bare.kind === "Prefix" && bare.op === "DOMAIN")
      return this.mentions(bare.arg) ? { base: bare.arg, less: false, more: undefined } : undefined;
    if (bare.kind !== "Infix") return undefined;
    const op = canonicalOp(bare.op);
    const [left, right] = [this.domainOf(bare.left), this.domainOf(bare.right)];
    if (op === "\\" && left !== undefined) return { ...left, less: true };
    if (op !== "\\cup") return undefined;
    if (left !== undefined && right === undefined) return { ...left, more: bare.right };
    return right !== undefined && left === undefined ? { ...right, more: bare.left } : undefined;
  }

  /** What the count under the bound name becomes. */
  private counts(
    e: Expr,
    name: string,
    old: Expr,
  ): { readonly added: Expr | undefined; readonly removes: boolean } | undefined {
    const change = countOf(e, old);
    if (change !== undefined && change <= 0) return { added: undefined, removes: change < 0 };
    if (e.kind !== "If") return undefined;
    const test = stripParens(e.test);
    const no = this.counts(stripParens(e.else), name, old);
    const yes = countOf(stripParens(e.then), old);
    if (no === undefined || yes === undefined || test.kind !== "Infix") return undefined;
    if (yes <= 0) return { ...no, removes: no.removes || yes < 0 };
    const op = canonicalOp(test.op);
    const named = nameOf(test.left) === name;
    const set = op === "\\in" && named ? test.right : op === "=" && named ? b.set(test.right) : undefined;
    if (set === undefined || this.mentions(set) || no.added !== undefined) return undefined;
    return { added: set, removes: no.removes };
  }

  private mentions(e: Expr): boolean {
    return reads(this.table, e, new Set([this.net]));
  }
}

function adding(effect: NetworkEffect | undefined, set: Expr): NetworkEffect | undefined {
  return effect === undefined ? undefined : { ...effect, added: [...effect.added, set] };
}

function taking(effect: NetworkEffect | undefined): NetworkEffect | undefined {
  return effect === undefined ? undefined : { ...effect, removes: true };
}

function both(x: NetworkEffect | undefined, y: NetworkEffect | undefined): NetworkEffect | undefined {
  if (x === undefined || y === undefined) return undefined;
  return { added: [...x.added, ...y.added], removes: x.removes || y.removes };
}

function unionOf(sets: readonly Expr[]): Expr {
  const [first, ...more] = sets;
  return first === undefined ? b.set() : more.reduce<Expr>((x, y) => b.union(x, y), first);
}

/** The keys of `m :> 1` and `[k \in S |-> 1]`. */
function keysOf(e: Expr): Expr | undefined {
  const bare = stripParens(e);
  if (bare.kind === "Infix" && canonicalOp(bare.op) === ":>") return { ...b.set(bare.left), span: bare.span };
  if (bare.kind !== "Function" || bare.bounds.length !== 1) return undefined;
  return stripParens(bare.body).kind === "Number" ? bare.bounds[0]?.domain : undefined;
}

function bagSet(e: Expr): Expr | undefined {
  const bare = stripParens(e);
  return bare.kind === "Apply" && bare.name === "SetToBag" ? bare.args[0] : undefined;
}

/** 1: more than before (or some number more than nothing), -1: fewer, 0: as many; undefined: cannot be told. */
function countOf(value: Expr, old: Expr): number | undefined {
  const e = stripParens(value);
  const isOld = (x: Expr): boolean => stripParens(x).kind === "At" || sameExpr(x, old);
  if (isOld(e)) return 0;
  if (e.kind === "Number") return Number(e.text) > 0 ? 1 : -1;
  if (e.kind === "Infix" && isOld(e.left)) {
    const op = canonicalOp(e.op);
    if (op === "+") return 1;
    return op === "-" ? -1 : undefined;
  }
  return undefined;
}
