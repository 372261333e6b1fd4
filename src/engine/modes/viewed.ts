/** Views that only leave variables out: which they are, and whether what is left out can be changed by renaming. */
import { unreachable } from "../../report/diagnostic.js";
import { givenIn } from "../emit/layout-choose.js";
import type { Ir } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";

/** The variables of a view that is a tuple of variables, or of such tuples; undefined for all others. */
export function viewedVariables(view: Ir): readonly number[] | undefined {
  const found = new Set<number>();
  return take(view, found) ? [...found].sort((a, b) => a - b) : undefined;
}

function take(e: Ir, found: Set<number>): boolean {
  switch (e.op) {
    case "named":
      return take(e.body, found);
    case "call":
      return e.args.length === 0 && take(e.fn.body, found);
    case "state":
      found.add(e.slot);
      return !e.primed;
    case "prim":
      return e.prim === "tuple" && e.args.every((part) => take(part, found));
    default:
      return false;
  }
}

/**
 * Whether variables hold nothing but numbers, strings and Booleans in all states, as seen from the form of all that they
 * are given: no permutation of model values changes them.
 */
export function areNeverMoved(slots: readonly number[], { init, next }: LoweredModel): boolean {
  const plain = new Set(slots);
  const given = [...givenIn(init, false), ...givenIn(next, true)].filter(({ slot }) => plain.has(slot));
  const isGiven = slots.every((slot) => given.some((other) => other.slot === slot));
  return isGiven && given.every(({ value, isElement }) => (isElement ? isPlainSet : isPlain)(value, plain));
}

/** Whether a value is a number, a string or a Boolean, if it is any, and the variables of `plain` are. */
function isPlain(e: Ir, plain: ReadonlySet<number>): boolean {
  switch (e.op) {
    case "const":
      return e.value.kind === "int" || e.value.kind === "string" || e.value.kind === "bool";
    case "state":
      return plain.has(e.slot);
    case "named":
    case "let":
      return isPlain(e.body, plain);
    case "call":
      return isPlain(e.fn.body, plain);
    case "if":
      return isPlain(e.then, plain) && isPlain(e.else, plain);
    case "case":
      return e.arms.every((arm) => isPlain(arm.value, plain));
    case "and":
    case "or":
    case "enabled":
    case "compose":
      return true;
    case "bind":
      return e.form === "all" || e.form === "some";
    case "prim":
      return givesPlain.has(e.prim);
    case "local":
    case "record":
    case "record-set":
    case "field":
    case "except":
    case "lambda":
      return false;
    default:
      return unreachable(e);
  }
}

function isPlainSet(e: Ir, plain: ReadonlySet<number>): boolean {
  if (e.op === "named" || e.op === "let") return isPlainSet(e.body, plain);
  if (e.op === "call") return isPlainSet(e.fn.body, plain);
  if (e.op !== "prim") return false;
  return e.prim === "set" ? e.args.every((item) => isPlain(item, plain)) : givesPlainSet.has(e.prim);
}

const givesPlain = new Set(
  (
    "= # ~ => <=> \\in \\notin \\subseteq Naturals.+ Naturals.- Naturals.* Naturals.^ Naturals.% Naturals.\\div " +
    "Naturals.< Naturals.> Naturals.<= Naturals.>= Integers.-. Sequences.Len FiniteSets.Cardinality " +
    "FiniteSets.IsFiniteSet"
  ).split(" "),
);
const givesPlainSet = new Set(["Naturals...", "Naturals.Nat", "Integers.Int", "BOOLEAN", "STRING"]);
