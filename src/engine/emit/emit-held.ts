/**
 * Variables that get the same value on every way through a conjunction, as in
 *
 *     (A \/ B \/ C) /\ x' = f(y)
 *
 * where f(y) is about the state alone. The first way writes the value, the others find it, and it is taken away after
 * the last one:
 *
 *     held = false;
 *     A, B, C, on each way:   if (!held) { n[x] = f(y); held = true; } emit(n);
 *     if (held) n[x] = s[x];
 */
import type { Ir } from "../lower/ir.js";
import { isPureDeep, readsOf } from "./emit-analysis.js";
import type { ProgramText } from "./emit-code.js";
import { isPure } from "./emit-tables.js";

/** A conjunct `x' = e` that may be held, and the variable. */
interface Held {
  readonly conjunct: Ir;
  readonly slot: number;
}

export class HeldVariables {
  /** Of the conjunctions that code is written for: the name of what tells whether the value stands in the row. */
  private readonly names = new Map<Ir, string>();

  constructor(
    private readonly text: ProgramText,
    /** Statements that put back the variable. */
    private readonly restore: (slot: number) => string,
  ) {}

  /** The code of a conjunction, where variables of `given` have a value already. */
  around(items: readonly Ir[], given: ReadonlySet<number>, write: () => string): string {
    const held = heldAmong(items, given).map((one) => ({ ...one, name: this.text.name("held") }));
    for (const { conjunct, name } of held) {
      this.text.declare(`let ${name} = false;`);
      this.names.set(conjunct, name);
    }
    const code = write();
    for (const { conjunct } of held) this.names.delete(conjunct);
    const before = held.map(({ name }) => `${name} = false;`);
    const after = held.map(({ name, slot }) => `if (${name}) { ${this.restore(slot)} }`);
    return [...before, code, ...after].join("\n");
  }

  /** Statements that write the value of a conjunct, so that it is written once; undefined if it is not held. */
  once(conjunct: Ir, write: string): string | undefined {
    const name = this.names.get(conjunct);
    return name === undefined ? undefined : `if (!${name}) {\n${write}\n${name} = true;\n}`;
  }
}

/** Those among the conjuncts; `given` are variables that have a value before the first one. */
function heldAmong(items: readonly Ir[], given: ReadonlySet<number>): readonly Held[] {
  const found: Held[] = [];
  for (const [i, item] of items.entries()) {
    const conjunct = withoutName(item);
    const slot = slotGiven(conjunct);
    if (slot === undefined || given.has(slot)) continue;
    const before = items.slice(0, i);
    if (before.some(hasWays) && !before.some((other) => mayWrite(other, slot)))
      found.push({ conjunct, slot });
  }
  return found;
}

/** The variable that a conjunct gives a value of the state alone, which is the same whenever it is evaluated. */
function slotGiven(e: Ir): number | undefined {
  if (e.op !== "prim" || e.prim !== "=") return undefined;
  const [left, right] = e.args;
  if (left?.op !== "state" || !left.primed || right === undefined) return undefined;
  const isSame = right.op === "state" && !right.primed && right.slot === left.slot;
  return isSame || readsOf(right).n.size > 0 || !isPureDeep(right, isPure) ? undefined : left.slot;
}

/** Whether a formula may write a variable: it names it primed, or has steps of its own, which put back whole rows. */
function mayWrite(e: Ir, slot: number): boolean {
  return readsOf(e).n.has(slot) || !isPureDeep(e, () => true);
}

function hasWays(e: Ir): boolean {
  switch (e.op) {
    case "or":
      return e.items.length > 1;
    case "bind":
      return e.form === "some";
    case "and":
      return e.items.some(hasWays);
    case "named":
      return hasWays(e.body);
    default:
      return false;
  }
}

function withoutName(e: Ir): Ir {
  return e.op === "named" ? withoutName(e.body) : e;
}
