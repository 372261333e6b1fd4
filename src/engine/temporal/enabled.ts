/**
 * ENABLED in an instantiated module. `\overline{ENABLED A}` is not `ENABLED \overline{A}`: the next state that A speaks of
 * is one of its own module's variables, not of what is put for them. So in A each primed variable of that module is a
 * *ghost*, a slot beyond those of the model. What gives a ghost its value becomes a definition, or a choice; what remains
 * is a predicate of the present state:
 *
 *   ENABLED (n' = n + 1 /\ n' # n)   with n <- x \div 2
 *   LET g == (x \div 2) + 1 IN g # x \div 2
 */
import type { Ir, IrFunction, LocalId } from "../lower/ir.js";

/** Why an action cannot be rewritten. */
export class GhostError extends Error {
  constructor(
    message: string,
    readonly at: Ir,
  ) {
    super(message);
  }
}

type Known = ReadonlyMap<number, LocalId>;
type Then = (known: Known) => Ir;

/** Larger results are refused. */
const MOST_NODES = 20_000;

/** Whether a ghost occurs in an expression: a slot from `first` on. */
export function hasGhosts(e: Ir, first: number): boolean {
  const seen = new Set<IrFunction>();
  const visit = (x: unknown): boolean => {
    if (typeof x !== "object" || x === null) return false;
    if (Array.isArray(x)) return x.some(visit);
    const node = x as Partial<Ir>;
    if (node.op === "state") return (node.slot ?? 0) >= first;
    if (node.op === "const") return false;
    if (node.op === "call" && node.fn !== undefined) {
      if (!seen.has(node.fn)) {
        seen.add(node.fn);
        if (visit(node.fn.body)) return true;
      }
      return visit(node.args);
    }
    return Object.entries(x).some(([key, value]) => !ignored.has(key) && visit(value));
  };
  return visit(e);
}

/** Parts of nodes that are no programs. */
const ignored: ReadonlySet<string> = new Set(["at", "definition", "place"]);

/** The predicate that some values of the ghosts make the action true. Throws a GhostError. */
export function withoutGhosts(action: Ir, first: number, local: () => LocalId): Ir {
  return new Rewriting(first, local).steps(action, new Map(), () => ({
    op: "const",
    value: { kind: "bool", value: true },
    at: action.at,
  }));
}

class Rewriting {
  private nodes = 0;

  constructor(
    private readonly first: number,
    private readonly local: () => LocalId,
  ) {}

  /** The formula, then what follows it; as in `emit-actions.ts`, each way through it is gone by itself. */
  steps(e: Ir, known: Known, then: Then): Ir {
    this.nodes += 1;
    if (this.nodes > MOST_NODES) throw new GhostError("this action has too many cases", e);
    return (
      (hasGhosts(e, this.first) ? this.entered(e, known, then) : undefined) ?? {
        op: "and",
        items: [this.filled(e, known), then(known)],
        at: e.at,
      }
    );
  }

  private entered(e: Ir, known: Known, then: Then): Ir | undefined {
    switch (e.op) {
      case "and":
        return this.all(e.items, 0, known, then);
      case "or":
        return { ...e, items: e.items.map((item) => this.steps(item, known, then)) };
      case "named":
        return this.steps(e.body, known, then);
      case "let":
        return { ...e, value: this.filled(e.value, known), body: this.steps(e.body, known, then) };
      case "if": {
        const [yes, no] = [this.steps(e.then, known, then), this.steps(e.else, known, then)];
        return { ...e, test: this.filled(e.test, known), then: yes, else: no };
      }
      case "case": {
        const arms = e.arms.map(({ test, value }) => ({
          test: test === undefined ? undefined : this.filled(test, known),
          value: this.steps(value, known, then),
        }));
        return { ...e, arms };
      }
      case "bind": {
        if (e.form !== "some") return undefined;
        const binders = e.binders.map((b) => ({
          ...b,
          domain: b.domain === undefined ? undefined : this.filled(b.domain, known),
        }));
        return { ...e, binders, body: this.steps(e.body, known, then) };
      }
      case "prim":
        return this.given(e, known, then);
      default:
        return undefined;
    }
  }

  private all(items: readonly Ir[], from: number, known: Known, then: Then): Ir {
    const item = items[from];
    return item === undefined
      ? then(known)
      : this.steps(item, known, (now) => this.all(items, from + 1, now, then));
  }

  /** `n' = e` and `n' \in S` where n' has no value yet. */
  private given(e: Extract<Ir, { op: "prim" }>, known: Known, then: Then): Ir | undefined {
    const [left, right] = e.args;
    if (left === undefined || right === undefined || (e.prim !== "=" && e.prim !== "\\in")) return undefined;
    if (!this.isGhost(left) || known.has(left.slot)) return undefined;
    const id = this.local();
    const value = this.filled(right, known);
    const body = then(new Map([...known, [left.slot, id]]));
    if (e.prim === "=") return { op: "let", id, value, body, at: e.at };
    const binders = [{ locals: [id], tuple: false, domain: value }];
    return { op: "bind", form: "some", binders, body, at: e.at };
  }

  private isGhost(e: Ir): e is Extract<Ir, { op: "state" }> {
    return e.op === "state" && e.slot >= this.first;
  }

  /** With the values of the ghosts that have one; none of the others may occur. */
  private filled(e: Ir, known: Known): Ir {
    const map = (x: unknown): unknown => {
      if (typeof x !== "object" || x === null) return x;
      if (Array.isArray(x)) return x.map(map);
      const node = x as Ir;
      if (node.op === "const") return x;
      if (node.op === "state" && this.isGhost(node)) {
        const id = known.get(node.slot);
        if (id === undefined)
          throw new GhostError("a variable of the next state is read before it has a value", e);
        return { op: "local", id, at: node.at };
      }
      if (node.op === "call" && hasGhosts(node.fn.body, this.first))
        throw new GhostError("a recursive operator speaks of the next state", e);
      const entries = Object.entries(x).map(([key, value]) => [
        key,
        ignored.has(key) || key === "fn" ? value : map(value),
      ]);
      return Object.fromEntries(entries);
    };
    return map(e) as Ir;
  }
}
