/**
 * What a new value does to a collection, found by effect rather than by name: `x \cup {m}`, `Append(x, m)`,
 * `x @@ (m :> 1)`, `[x EXCEPT ![m] = @ + 1]`, `[x EXCEPT ![p][q] = Append(@, m)]`, also inside IF, LET and operators.
 */
import type { Expr } from "../tla/ast.js";
import type { Elaborator } from "./elaborate.js";
import { bare, infixOf, nameOf, replaceAt, same } from "./terms.js";

export interface Effect {
  readonly kind: "add" | "remove" | "set";
  readonly container: "set" | "bag" | "sequence" | "other";
  /** From the variable to the collection, `[*]` for an index: `.prepare`, `[*][*]`. */
  readonly path: string;
  /** The arguments of the indices on the path. */
  readonly indices: readonly Expr[];
  /** The element, or the set of elements if `many`; the new value for `set`. */
  readonly value: Expr;
  readonly many: boolean;
  /** A number under the key `value` changed: a bag if keys are messages, else a write at that index. */
  readonly counted?: boolean;
}

/** Effects again, now that shapes tell whether the keys counted under are messages. */
export function asIndexed(effect: Effect, keysAreMessages: boolean): Effect {
  if (effect.counted !== true || keysAreMessages) return effect;
  const { path, indices, value } = effect;
  return { ...effect, kind: "set", container: "other", path: `${path}[*]`, indices: [...indices, value] };
}

interface At {
  readonly base: Expr;
  readonly path: string;
  readonly indices: readonly Expr[];
}

/** Effects on `base` of making `e` its new value; `[]` if it stays as it is. */
export function effectsOf(el: Elaborator, e: Expr, base: Expr): readonly Effect[] {
  return new Effects(el).of(e, { base, path: "", indices: [] }, 0);
}

class Effects {
  constructor(private readonly el: Elaborator) {}

  private isBase(e: Expr, at: At): boolean {
    const b = bare(e);
    return b.kind === at.base.kind && same(b, at.base);
  }

  /** Whether `e` is made of the base: by opening what it is made with, the effects can be told. */
  private touches(e: Expr, at: At, depth: number): boolean {
    if (this.isBase(e, at)) return true;
    const b = bare(e);
    const found = this.of(b, at, depth + 1);
    return found.every((f) => f.kind !== "set" || f.path !== at.path);
  }

  of(whole: Expr, at: At, depth: number): readonly Effect[] {
    const e = bare(whole);
    const { path, indices } = at;
    const set = (value: Expr): Effect[] => [
      { kind: "set", container: "other", path, indices, value, many: false },
    ];
    if (this.isBase(e, at)) return [];
    if (depth > 12) return set(e);
    const made = (
      kind: "add" | "remove",
      container: Effect["container"],
      value: Expr,
      many: boolean,
    ): Effect => {
      const only = many ? single(value) : undefined;
      return { kind, container, path, indices, value: only ?? value, many: many && only === undefined };
    };
    switch (e.kind) {
      case "Infix":
        return this.infix(e, at, depth, made) ?? this.opened(e, at, depth) ?? set(e);
      case "Apply":
        return this.apply(e, at, depth, made) ?? this.opened(e, at, depth) ?? set(e);
      case "If":
        return [...this.of(e.then, at, depth + 1), ...this.of(e.else, at, depth + 1)];
      case "Case":
        return e.arms.flatMap((a) => this.of(a.value, at, depth + 1));
      case "Let":
        return this.of(e.body, at, depth + 1);
      case "SetFilter":
        return e.bound.domain !== undefined && this.touches(e.bound.domain, at, depth)
          ? [...this.of(e.bound.domain, at, depth + 1), made("remove", "set", e, true)]
          : set(e);
      case "Except":
        return this.except(e, at, depth) ?? set(e);
      case "Function":
        return this.rebuilt(e, at, depth) ?? set(e);
      default:
        return set(e);
    }
  }

  private opened(e: Expr, at: At, depth: number): readonly Effect[] | undefined {
    const body = this.el.unfold(e);
    return body === undefined ? undefined : this.of(body, at, depth + 1);
  }

  private infix(
    e: Extract<Expr, { kind: "Infix" }>,
    at: At,
    depth: number,
    made: (kind: "add" | "remove", container: Effect["container"], value: Expr, many: boolean) => Effect,
  ): readonly Effect[] | undefined {
    const inLeft = (): boolean => this.touches(e.left, at, depth);
    const inRight = (): boolean => this.touches(e.right, at, depth);
    const more = (other: Expr, effect: Effect): readonly Effect[] => [
      ...this.of(other, at, depth + 1),
      effect,
    ];
    switch (infixOf(e)) {
      case "\\cup":
        if (inLeft()) return more(e.left, made("add", "set", e.right, true));
        return inRight() ? more(e.right, made("add", "set", e.left, true)) : undefined;
      case "\\":
        return inLeft() ? more(e.left, made("remove", "set", e.right, true)) : undefined;
      case "@@": {
        const [rest, added] = inLeft() ? [e.left, e.right] : inRight() ? [e.right, e.left] : [];
        const key = added === undefined ? undefined : keyOf(added);
        return rest !== undefined && key !== undefined
          ? more(rest, made("add", "bag", key, false))
          : undefined;
      }
      case "\\oplus":
        if (inLeft()) return more(e.left, made("add", "bag", bagSet(e.right), true));
        return inRight() ? more(e.right, made("add", "bag", bagSet(e.left), true)) : undefined;
      case "\\ominus":
        return inLeft() ? more(e.left, made("remove", "bag", bagSet(e.right), true)) : undefined;
      case "\\o":
        if (inLeft()) return more(e.left, made("add", "sequence", asSet(e.right), true));
        return inRight() ? more(e.right, made("add", "sequence", asSet(e.left), true)) : undefined;
      default:
        return undefined;
    }
  }

  private apply(
    e: Extract<Expr, { kind: "Apply" }>,
    at: At,
    depth: number,
    made: (kind: "add" | "remove", container: Effect["container"], value: Expr, many: boolean) => Effect,
  ): readonly Effect[] | undefined {
    const [of, arg] = e.args;
    if (of === undefined || this.el.linkOf(e) !== undefined || !this.touches(of, at, depth)) return undefined;
    const before = this.of(of, at, depth + 1);
    switch (e.name) {
      case "Append":
        return arg === undefined ? undefined : [...before, made("add", "sequence", arg, false)];
      case "Tail":
      case "SubSeq":
      case "SelectSeq":
      case "RemoveAt":
      case "Front":
        return [...before, made("remove", "sequence", e, false)];
      case "BagAdd":
        return arg === undefined ? undefined : [...before, made("add", "bag", arg, false)];
      case "BagRemove":
        return arg === undefined ? undefined : [...before, made("remove", "bag", arg, false)];
      default:
        return undefined;
    }
  }

  private except(e: Extract<Expr, { kind: "Except" }>, at: At, depth: number): readonly Effect[] | undefined {
    if (!this.touches(e.base, at, depth)) return undefined;
    const out = [...this.of(e.base, at, depth + 1)];
    for (const u of e.updates) {
      const [first] = u.path;
      const key = first?.kind === "PathIndex" ? first.args[0] : undefined;
      const count =
        key === undefined || u.path.length > 1
          ? undefined
          : counted(u.value, { kind: "Index", id: u.id, span: u.span, fn: e.base, args: [key] });
      if (count !== undefined && key !== undefined) {
        // A number that goes up or down under a key: a bag if the keys are messages, which shapes tell.
        const { path, indices } = at;
        out.push({ kind: count, container: "bag", path, indices, value: key, many: false, counted: true });
        continue;
      }
      let base: Expr = at.base;
      let path = at.path;
      const indices = [...at.indices];
      for (const s of u.path) {
        const { id, span } = s;
        if (s.kind === "PathField") {
          base = { kind: "Field", id, span, record: base, name: s.name };
          path += `.${s.name.text}`;
        } else {
          base = { kind: "Index", id, span, fn: base, args: s.args };
          path += "[*]";
          indices.push(...s.args);
        }
      }
      out.push(...this.of(replaceAt(u.value, base), { base, path, indices }, depth + 1));
    }
    return out;
  }

  /** `[s \in S |-> IF s = i THEN f(x[s]) ELSE x[s]]`, and `[m \in DOMAIN x \ {d} |-> x[m]]`. */
  private rebuilt(
    e: Extract<Expr, { kind: "Function" }>,
    at: At,
    depth: number,
  ): readonly Effect[] | undefined {
    const [bound] = e.bounds;
    const [name] = bound?.names ?? [];
    if (bound?.domain === undefined || name === undefined || e.bounds.length > 1) return undefined;
    const { id, span } = e;
    const arg: Expr = { kind: "Apply", id, span, path: [], name: name.text, args: [] };
    const base: Expr = { kind: "Index", id, span, fn: at.base, args: [arg] };
    const index = bare(e.body).kind === "If" ? (equalTo(e.body, name.text) ?? arg) : arg;
    const taken = removedKeys(bound.domain);
    const rest = bare(e.body);
    if (
      taken !== undefined &&
      rest.kind === "Index" &&
      same(rest.fn, taken.from) &&
      this.touches(taken.from, at, depth)
    ) {
      const { path, indices } = at;
      const removed: Effect = {
        kind: "remove",
        container: "bag",
        path,
        indices,
        value: taken.keys,
        many: false,
      };
      return [...this.of(taken.from, at, depth + 1), removed];
    }
    const inner: At = { base, path: `${at.path}[*]`, indices: [...at.indices, index] };
    const found = this.of(e.body, inner, depth + 1);
    const isWhole = found.some((f) => f.kind === "set" && f.path === inner.path) && !mentionsOf(e.body, base);
    return isWhole ? undefined : found;
  }
}

function mentionsOf(e: Expr, part: Expr): boolean {
  const pending: Expr[] = [bare(e)];
  for (let n = pending.pop(); n !== undefined; n = pending.pop()) {
    if (n.kind === part.kind && same(n, part)) return true;
    if (n.kind === "If") pending.push(bare(n.then), bare(n.else));
    else if (n.kind === "Except") pending.push(bare(n.base));
    else if (n.kind === "Infix") pending.push(bare(n.left), bare(n.right));
    else if (n.kind === "Apply") pending.push(...n.args.map(bare));
    else if (n.kind === "Case") pending.push(...n.arms.map((a) => bare(a.value)));
  }
  return false;
}

/** `m :> 1` and `[k \in {m} |-> 1]`. */
function keyOf(e: Expr): Expr | undefined {
  const b = bare(e);
  if (b.kind === "Infix" && infixOf(b) === ":>") return b.left;
  if (b.kind === "Function")
    return b.bounds[0]?.domain === undefined ? undefined : single(b.bounds[0].domain);
  return undefined;
}

/** The one element of a set or sequence written out. */
function single(e: Expr): Expr | undefined {
  const b = bare(e);
  return (b.kind === "Set" || b.kind === "Tuple") && b.items.length === 1 ? b.items[0] : undefined;
}

function asSet(e: Expr): Expr {
  const b = bare(e);
  return b.kind === "Tuple" ? { ...b, kind: "Set" } : e;
}

function bagSet(e: Expr): Expr {
  const b = bare(e);
  return b.kind === "Apply" && b.name === "SetToBag" && b.args[0] !== undefined ? b.args[0] : e;
}

/** `@ + 1` adds, `@ - 1` removes; also `x[m] + 1`, and inside IF. */
function counted(e: Expr, old: Expr): "add" | "remove" | undefined {
  const b = bare(e);
  if (b.kind === "Infix" && (bare(b.left).kind === "At" || same(b.left, old))) {
    if (infixOf(b) === "+") return "add";
    if (infixOf(b) === "-") return "remove";
  }
  if (b.kind === "If") return counted(b.then, old) ?? counted(b.else, old);
  return undefined;
}

/** `DOMAIN x \ {m}` gives x and m. */
function removedKeys(domain: Expr): { readonly from: Expr; readonly keys: Expr } | undefined {
  const b = bare(domain);
  if (b.kind !== "Infix" || infixOf(b) !== "\\") return undefined;
  const of = bare(b.left);
  if (of.kind !== "Prefix" || of.op !== "DOMAIN") return undefined;
  return { from: of.arg, keys: single(b.right) ?? b.right };
}

/** The `i` of `IF s = i THEN …` for the name s. */
function equalTo(e: Expr, name: string): Expr | undefined {
  const body = bare(e);
  const test = body.kind === "If" ? bare(body.test) : undefined;
  if (test?.kind !== "Infix" || infixOf(test) !== "=") return undefined;
  if (nameOf(test.left) === name) return test.right;
  return nameOf(test.right) === name ? test.left : undefined;
}
