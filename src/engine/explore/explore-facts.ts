/** What a specification sees of the search that evaluates it, and what is seen of the specification: facts and prints. */
import type { EngineContext } from "../natives/natives-context.js";
import type { Bank, Ref } from "../values/bank.js";

/** By the names that TLCGet has for them. */
export type Facts = Readonly<
  Record<"level" | "diameter" | "distinct" | "generated" | "queue" | "duration", () => number>
>;

/** `settle` is called before a fact is told that depends on successors that were put off. */
export function tellFacts(context: EngineContext, bank: Bank, facts: Facts, settle: () => void): void {
  for (const [name, fact] of Object.entries(facts)) {
    context.facts.set(name, (): Ref => {
      if (name === "distinct" || name === "queue" || name === "diameter") settle();
      return bank.int(fact());
    });
  }
}

/** Until what it gives is called, `settle` is called before anything is printed. */
export function printingAfter(context: EngineContext, settle: () => void): () => void {
  const { printed, warned } = context;
  context.printed = (text) => {
    settle();
    printed(text);
  };
  context.warned = (text) => {
    settle();
    warned(text);
  };
  return () => {
    context.printed = printed;
    context.warned = warned;
  };
}
