/** The optimiser of the engine that runs us. */
import { setFlagsFromString } from "node:v8";

/**
 * Code is optimised later than by default: what ends within a second ends before optimised code would pay, and making it
 * takes half of that second. Code that is compiled ahead is refused from then on: it is read before.
 */
export const optimiseLater = (): void => setFlagsFromString("--interrupt-budget=1000000");
