import { type Checker, checkerOf } from "../../src/verify/engines.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { type TlcTools, tlcEngine } from "../../src/verify/tlc-engine.js";

/** TLC alone, as it was found or made up. */
export function tlcChecker(tools: Omit<TlcTools, "workers">, signal = new AbortController().signal): Checker {
  const tlc = tlcEngine({ ...tools, workers: 1 });
  return checkerOf("tlc", { own: ownEngine, tlc: async () => tlc }, signal);
}
