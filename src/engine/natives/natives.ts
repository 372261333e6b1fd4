/**
 * Operators of the library that the engine has itself: where the module's definition says nothing that can be evaluated,
 * or says it slowly. What is not here is evaluated by its definition.
 */
import { isNative } from "./natives-table.js";

/**
 * What no expression can compute: programs, files in TLC's own form, the trace of a run. Such operators have a name, so that their use is
 * refused instead of evaluated by what the library says of them.
 */
const outside: readonly (readonly [module: string, names: string])[] = [
  ["IOUtils", "IOSerialize IODeserialize IOExec IOEnvExec IOExecTemplate IOEnvExecTemplate"],
  ["TLCExt", "TLCFP TLCEvalDefinition"],
  ["Toolbox", "_TETrace _TEPosition"],
  ["Statistics", "ChiSquare"],
  ["GraphViz", "DotDiGraph"],
];

const refused = new Set(outside.flatMap(([module, names]) => names.split(" ").map((n) => `${module}.${n}`)));

/** The engine's own name for an operator of a library module, if it has it: `Naturals.+`. */
export function nativeOf(module: string, name: string): string | undefined {
  const key = `${module}.${name}`;
  return isNative(key) || refused.has(key) ? key : undefined;
}
