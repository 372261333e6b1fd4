/** What the form of an expression tells of it: sets without an end or with many elements, values that certainly exist. */
import type { Ir } from "./ir.js";

const endless = new Set(["Naturals.Nat", "Integers.Int", "Reals.Real", "STRING", "Sequences.Seq", "TLC.Any"]);

/** Whether a set is seen to be infinite. */
export function isEndless(set: Ir): boolean {
  switch (set.op) {
    case "prim":
      if (endless.has(set.prim)) return true;
      if (set.prim === "\\" || set.prim === "SUBSET")
        return set.args[0] !== undefined && isEndless(set.args[0]);
      return ["product", "\\cup", "function-set"].includes(set.prim) && set.args.some(isEndless);
    case "bind":
      return set.form === "filter" && set.binders.some((b) => b.domain !== undefined && isEndless(b.domain));
    case "call":
      return set.args.length === 0 && isEndless(set.fn.body);
    case "let":
    case "named":
      return isEndless(set.body);
    default:
      return false;
  }
}

/** What has a value, or none, whatever its operands are (of the right kind). */
const total = new Set(
  (
    "tuple set product = # \\in \\notin ~ => <=> \\cup \\cap \\ SUBSET \\subseteq BOOLEAN STRING function-set " +
    "Naturals.+ Naturals.- Naturals.* Naturals.. Naturals.< Naturals.> Naturals.<= Naturals.>="
  ).split(" "),
);

/** Whether an expression certainly has a value for every element that a name in it may stand for. */
export function isTotal(e: Ir): boolean {
  switch (e.op) {
    case "const":
    case "state":
    case "local":
      return true;
    case "prim":
      return total.has(e.prim) && e.args.every(isTotal);
    case "and":
    case "or":
      return e.items.every(isTotal);
    case "if":
      return [e.test, e.then, e.else].every(isTotal);
    case "record":
    case "record-set":
      return e.fields.every(([, value]) => isTotal(value));
    case "bind":
      return e.form !== "choose" && isTotal(e.body) && e.binders.every((b) => b.domain && isTotal(b.domain));
    default:
      return false;
  }
}

/** Whether a set is likely to have many elements, of which a function will be asked few. */
export function isProduct(set: Ir): boolean {
  if (set.op === "call") return set.args.length === 0 && isProduct(set.fn.body);
  return set.op === "record-set" || (set.op === "prim" && ["function-set", "SUBSET"].includes(set.prim));
}
