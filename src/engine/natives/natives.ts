/**
 * Operators of the library that the engine has itself: where the module's definition says nothing that can be evaluated,
 * or says it slowly. What is not here is evaluated by its definition.
 */
import { isNative } from "./natives-table.js";

const DRAWN = "only TLC draws, with COMMUNITY_MODULES_JAR: leave what is drawn to a run with --engine tlc";

/**
 * What no expression can compute: programs, files in TLC's own form. Such operators have a name, so that their use is
 * refused instead of evaluated by what the library says of them; each with what can be done instead.
 */
const outside: readonly (readonly [module: string, names: string, hint?: string])[] = [
  [
    "IOUtils",
    "IOExec IOEnvExec IOExecTemplate IOEnvExecTemplate",
    "this engine runs no programs for a specification; --engine tlc runs them, with COMMUNITY_MODULES_JAR",
  ],
  [
    "IOUtils",
    "IOSerialize IODeserialize",
    'only TLC has this form of files, with COMMUNITY_MODULES_JAR: use Serialize with the format "TXT", or the modules Json and CSV',
  ],
  ["TLCExt", "TLCEvalDefinition"],
  ["Toolbox", "_TETrace _TEPosition"],
  ["Statistics", "ChiSquare", "only TLC has this test, with COMMUNITY_MODULES_JAR: --engine tlc"],
  ["GraphViz", "DotDiGraph", DRAWN],
  ["SVG", "SVGElemToString NodeOfRingNetwork NodesOfDirectedMultiGraph", DRAWN],
];

const refused = new Map<string, string | undefined>(
  outside.flatMap(([module, names, hint]) => names.split(" ").map((n) => [`${module}.${n}`, hint] as const)),
);

/** The engine's own name for an operator of a library module, if it has it: `Naturals.+`. */
export function nativeOf(module: string, name: string): string | undefined {
  const key = `${module}.${name}`;
  return isNative(key) || refused.has(key) ? key : undefined;
}

/** What can be done where an operator is refused, if there is something. */
export const insteadOf = (name: string): string | undefined => refused.get(name);
