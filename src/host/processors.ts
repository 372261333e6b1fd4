import { availableParallelism } from "node:os";

/** How many threads can work at the same time. */
export const processors = (): number => availableParallelism();
