/** The orders that clocks allow: of each node the lines in their order, each after those that its clock knows. */
import type { LogLine } from "../../log/types.js";
import type { CausalTrace } from "./causal.js";
import type { Cut, Orders } from "./orders.js";

/** Of each node, how many lines are matched. */
interface CausalCut extends Cut {
  readonly counts: readonly number[];
}

export class CausalOrders implements Orders<CausalCut> {
  readonly lines: readonly LogLine[];
  readonly none: CausalCut;
  /** The lines of each node, in order. */
  private readonly chains: readonly (readonly number[])[];
  /** Of each line, its chain and its place there. */
  private readonly chainOf: readonly number[];
  private readonly placeOf: readonly number[];

  constructor(private readonly trace: CausalTrace) {
    this.lines = trace.clocked.map(({ line }) => line);
    const byNode = new Map<string, number[]>();
    this.placeOf = trace.clocked.map(({ node }, k) => {
      const chain = byNode.get(node) ?? [];
      byNode.set(node, chain);
      return chain.push(k) - 1;
    });
    this.chains = [...byNode.values()];
    const numbers = new Map([...byNode.keys()].map((node, i) => [node, i]));
    this.chainOf = trace.clocked.map(({ node }) => numbers.get(node) ?? 0);
    this.none = cutOf(this.chains.map(() => 0));
  }

  /** One of each node at most. */
  after({ counts }: CausalCut): readonly { readonly line: number; readonly to: CausalCut }[] {
    return this.chains.flatMap((chain, i) => {
      const line = chain[counts[i] ?? 0];
      if (line === undefined) return [];
      const before = this.trace.before[line] ?? [];
      if (!before.every((b) => (this.placeOf[b] ?? 0) < (counts[this.chainOf[b] ?? 0] ?? 0))) return [];
      return [{ line, to: cutOf(counts.map((n, k) => (k === i ? n + 1 : n))) }];
    });
  }
}

function cutOf(counts: readonly number[]): CausalCut {
  return { counts, key: counts.join(), rank: counts.reduce((sum, n) => sum + n, 0) };
}
