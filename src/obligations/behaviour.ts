/** Behaviours in words. */
import type { Counterexample } from "../tlc/counterexample.js";

/** What was done, step by step. */
export const eventsOf = ({ states }: Counterexample): readonly string[] =>
  states.slice(1).map((s) => `${s.action ?? "?"}${s.args.length > 0 ? `(${s.args.join(", ")})` : ""}`);
