/**
 * ENABLED in an instantiated module. `\overline{ENABLED A}` is not `ENABLED \overline{A}`: the next state that A speaks of
 * is one of its own module's variables, not of what is put for them. So in A each primed variable of that module is a
 * *ghost*, a slot beyond those of the model. What gives a ghost its value becomes a definition, or a choice; what remains
 * is a predicate of the present state:
 *
 *   ENABLED (n' = n + 1 /\ n' # n)   with n <- x \div 2
 *   LET g == (x \div 2) + 1 IN g # x \div 2
 */
import type { Ir, IrFunction, LocalId } from "../ir.js";

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
  let nodes = 0;
  const isGhost = (e: Ir | undefined): e is Extract<Ir, { op: "state" }> =>
    e?.op === "state" && e.slot >= first;

  const filled = (e: Ir, known: Known): Ir => {
    const map = (x: unknown): unknown => {
      if (typeof x !== "object" || x === null) return x;
      if (Array.isArray(x)) return x.map(map);
      const node = x as Ir;
      if (isGhost(node)) {
        const id = known.get(node.slot);
        if (id === undefined)
          throw new GhostError("a variable of the next state is read before it has a value", e);
        return { op: "local", id, at: node.at };
      }
      if (node.op === "const") return x;
      if (node.op === "call" && hasGhosts(node.fn.body, first))
        throw new GhostError("a recursive operator speaks of the next state", e);
      return Object.fromEntries(
        Object.entries(x).map(([key, value]) => [key, ignored.has(key) || key === "fn" ? value : map(value)]),
      );
    };
    return map(e) as Ir;
  };

  const gives = (e: Extract<Ir, { op: "prim" }>, known: Known, then: Then): Ir | undefined => {
    const [left, right] = e.args;
    if (!isGhost(left) || known.has(left.slot) || right === undefined) return undefined;
    if (e.prim !== "=" && e.prim !== "\\in") return undefined;
    const id = local();
    const value = filled(right, known);
    const body = then(new Map([...known, [left.slot, id]]));
    if (e.prim === "=") return { op: "let", id, value, body, at: e.at };
    const binders = [{ locals: [id], tuple: false, domain: value }];
    return { op: "bind", form: "some", binders, body, at: e.at };
  };

  const steps = (e: Ir, known: Known, then: Then): Ir => {
    nodes += 1;
    if (nodes > MOST_NODES) throw new GhostError("this action has too many cases", e);
    if (hasGhosts(e, first)) {
      switch (e.op) {
        case "and": {
          const all = (from: number, now: Known): Ir => {
            const item = e.items[from];
            return item === undefined ? then(now) : steps(item, now, (more) => all(from + 1, more));
          };
          return all(0, known);
        }
        case "or":
          return { ...e, items: e.items.map((item) => steps(item, known, then)) };
        case "named":
          return steps(e.body, known, then);
        case "let":
          return { ...e, value: filled(e.value, known), body: steps(e.body, known, then) };
        case "if": {
          const test = filled(e.test, known);
          return { ...e, test, then: steps(e.then, known, then), else: steps(e.else, known, then) };
        }
        case "case": {
          const arms = e.arms.map(({ test, value }) => ({
            test: test === undefined ? undefined : filled(test, known),
            value: steps(value, known, then),
          }));
          return { ...e, arms };
        }
        case "bind": {
          if (e.form !== "some") break;
          const binders = e.binders.map((b) => ({
            ...b,
            domain: b.domain === undefined ? undefined : filled(b.domain, known),
          }));
          return { ...e, binders, body: steps(e.body, known, then) };
        }
        case "prim": {
          const found = gives(e, known, then);
          if (found !== undefined) return found;
          break;
        }
        default:
          break;
      }
    }
    return { op: "and", items: [filled(e, known), then(known)], at: e.at };
  };
  return steps(action, new Map(), () => ({
    op: "const",
    value: { kind: "bool", value: true },
    at: action.at,
  }));
}
