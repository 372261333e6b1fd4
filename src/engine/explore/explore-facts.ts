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

/** Until what it gives is called, `settle` is called before anything is printed or written. */
export function tellingAfter(context: EngineContext, settle: () => void): () => void {
  const { printed, warned, writeFile } = context;
  context.printed = (text) => {
    settle();
    printed(text);
  };
  context.warned = (text) => {
    settle();
    warned(text);
  };
  context.writeFile = (path, text, how) => {
    settle();
    return writeFile(path, text, how);
  };
  return () => {
    context.printed = printed;
    context.warned = warned;
    context.writeFile = writeFile;
  };
}
