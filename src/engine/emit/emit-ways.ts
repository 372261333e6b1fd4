/**
 * Conditions that hold in several ways, counted before what follows is gone through. `\\E q \\in Quorums : P(q)` about the
 * state alone makes a step for each q, all the same: how many there are is a function of the state, and remembered.
 *
 *     go through the ways of P, in each: x' = e, emit    becomes    so many times: x' = e, emit
 *
 * Where an evaluation fails, the ways before have made their steps: the number comes as `~ways` then, and the error is
 * thrown after these.
 */
import type { Ir, IrFunction, LocalId } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import type { Emitter } from "./emit.js";
import { readsOf } from "./emit-analysis.js";
import { MOST_KEYS } from "./emit-functions.js";
import type { NamedFunction } from "./emit-shapes.js";

/** What is needed of those who write actions. */
interface Writer {
  /** Statements that do `way` for each way in which the condition holds. */
  readonly count: (e: Ir, way: string) => string;
  readonly fresh: (letter: string) => string;
}

/** Statements that do `then` for each way in which the condition holds; undefined where that is not remembered. */
export function countedWays(emitter: Emitter, e: Ir, writer: Writer, then: () => string): string | undefined {
  if (!goesThroughSets(e)) return undefined;
  const keys = emitter.memoKeys(e, MOST_KEYS);
  if (keys === undefined || keys.asked.length + keys.plain.length === 0) return undefined;
  const params = emitter.needed(e);
  const name = emitter.text.name("ways");
  const counted = writer.count(e, "ways++;");
  const code = `let ways = 0;\ntry {\n${counted}\n} catch (error) { return R.failed(ways, error); }\nreturn ways;`;
  emitter.function(e, name, params, code, "ways", keys);
  const [left, error] = [writer.fresh("w"), writer.fresh("w")];
  return (
    `let ${left} = ${name}(${params});\nlet ${error};\n` +
    `if (${left} < 0) { ${left} = ~${left}; ${error} = R.failure(); }\n` +
    `for (; ${left} > 0; ${left}--) {\n${then()}\n}\nif (${error} !== undefined) throw ${error};`
  );
}

/** Whether a condition is about the state alone: it gives no variable a value, and asks for none that has one. */
export function isOfState(e: Ir): boolean {
  return e.op !== "compose" && e.op !== "enabled" && readsOf(e).n.size === 0;
}

function goesThroughSets(start: Ir): boolean {
  const seen = new Set<IrFunction>();
  const go = (e: Ir): boolean => {
    if (e.op === "bind") return true;
    if (e.op === "call" && !seen.has(e.fn)) {
      seen.add(e.fn);
      if (go(e.fn.body)) return true;
    }
    return partsOf(e).some(go);
  };
  return go(start);
}

/** Code that throws where the argument, in `parameter`, is outside the function's domain. */
export function withinDomain(
  emitter: Emitter,
  f: Ir,
  { domain }: NamedFunction,
  local: LocalId,
  parameter: string,
): string {
  const args: readonly Ir[] = [{ op: "local", id: local, at: f.at }, domain];
  const isIn: Ir = { op: "prim", prim: "\\in", args, at: f.at };
  return `if (!${emitter.test(isIn)}) R.apply(${emitter.value(f)}, ${parameter});\n`;
}

/** Whether what follows a formula may come several times in its code. */
export function mayRepeat(e: Ir): boolean {
  switch (e.op) {
    case "or":
      return e.items.length > 1;
    case "if":
      return true;
    case "case":
      return e.arms.length > 1;
    default:
      return false;
  }
}
