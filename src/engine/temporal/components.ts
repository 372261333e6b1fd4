/** Strongly connected components, without recursion (Tarjan's algorithm). */
import type { Product } from "./product.js";
import type { EdgeTest } from "./search.js";

const UNSEEN = 0;

/** What a search of components notes about nodes; made once for a product, as parts may be many. */
export class Scratch {
  readonly order: Int32Array;
  readonly low: Int32Array;
  readonly onStack: Uint8Array;
  readonly edges: Int32Array;

  constructor(size: number) {
    this.order = new Int32Array(size);
    this.low = new Int32Array(size);
    this.onStack = new Uint8Array(size);
    this.edges = new Int32Array(size);
  }
}

/** The components of a part of a product over the edges that `follow` allows; it must allow none that leaves the part. */
export function* componentsOf(
  { starts, targets }: Product,
  part: Int32Array,
  follow: EdgeTest,
  { order, low, onStack, edges }: Scratch,
): Generator<Int32Array> {
  for (const node of part) order[node] = UNSEEN;
  /** Nodes whose component is not known yet; nodes whose edges are being followed. */
  const stack: number[] = [];
  const path: number[] = [];
  let count = 0;
  const enter = (node: number): void => {
    count += 1;
    order[node] = count;
    low[node] = count;
    onStack[node] = 1;
    edges[node] = starts[node]!;
    stack.push(node);
    path.push(node);
  };
  for (const root of part) {
    if (order[root] !== UNSEEN) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = edges[node]!;
      if (edge < starts[node + 1]!) {
        edges[node] = edge + 1;
        const to = targets[edge]!;
        if (!follow(node, edge)) continue;
        if (order[to] === UNSEEN) enter(to);
        else if (onStack[to] === 1) low[node] = Math.min(low[node]!, order[to]!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const from = stack.lastIndexOf(node);
      const component = Int32Array.from(stack.splice(from));
      for (const member of component) onStack[member] = 0;
      yield component;
    }
  }
}
