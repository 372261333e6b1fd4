/** The obligations of a transformation. (derivation.md §4) */
export * from "./obligation.js";
export { type ObligationOptions, type ObligationWatch, obligations } from "./run.js";
