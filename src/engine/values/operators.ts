/** The operators of TLA+ and its standard modules over values, one function each: `bank` first, then the operands. */
export * from "./operators-bags.js";
export * from "./operators-functions.js";
export * from "./operators-numbers.js";
export * from "./operators-sequences.js";
export * from "./operators-sets.js";
export * from "./operators-tlc.js";
