/** A behaviour that breaks a property: a way to a component and a way round in it, both short. */
import type { Product } from "./product.js";
import { type Component, type EdgeTest, restOf } from "./search.js";

/** States of the graph; after the last one comes the one at `back` again. No two neighbours are the same. */
export interface Lasso {
  readonly states: readonly number[];
  /** Undefined if nothing changes any more. */
  readonly back: number | undefined;
}

export function lassoOf(product: Product, component: Component): Lasso {
  const rest = restOf(product, component);
  const round = rest === undefined ? wayRound(product, component) : [rest];
  // The way round may be begun anywhere: at the node that is nearest to where behaviours start.
  const least = round.reduce((a, b) => Math.min(a, b));
  const at = round.indexOf(least);
  const cycle = [...round.slice(at), ...round.slice(0, at)];
  const prefix: number[] = [];
  for (let node = product.parents[least]!; node >= 0; node = product.parents[node]!) prefix.push(node);
  return withoutStutters(
    prefix.reverse().map((node) => product.states[node]!),
    cycle.map((node) => product.states[node]!),
  );
}

function withoutStutters(prefix: readonly number[], cycle: readonly number[]): Lasso {
  const states: number[] = [];
  for (const state of prefix) if (state !== states.at(-1)) states.push(state);
  const round: number[] = [];
  for (const state of cycle) if (state !== round.at(-1)) round.push(state);
  if (round.length > 1 && round[0] === round.at(-1)) round.pop();
  if (states.at(-1) === round[0]) states.pop();
  // What comes round at the end of the way there may as well be the beginning of the round.
  while (states.length > 0 && states.at(-1) === round.at(-1)) {
    states.pop();
    round.unshift(...round.splice(-1));
  }
  return { states: [...states, ...round], back: round.length === 1 ? undefined : states.length };
}

/** Nodes of a closed way through the component on which all that is needed comes up. */
function wayRound(product: Product, component: Component): readonly number[] {
  const { starts, targets } = product;
  const first = component.nodes[0]!;
  const edgesInside = (test: EdgeTest): boolean =>
    component.nodes.some((node) => {
      for (let i = starts[node]!; i < starts[node + 1]!; i++) {
        if (component.inside(node, i) && test(node, i)) return true;
      }
      return false;
    });
  const asked = component.strong.flatMap(([asks, gives]) => (edgesInside(asks) ? [gives] : []));
  let open: readonly EdgeTest[] = [...component.needs, ...asked];
  const way: number[] = [];
  let at = first;
  const take = (edges: readonly number[]): void => {
    for (const edge of edges) {
      const node = at;
      open = open.filter((need) => !need(node, edge));
      way.push(node);
      at = targets[edge]!;
    }
  };
  while (open.length > 0) {
    const wanted = open;
    take(shortest(product, component, at, (node, edge) => wanted.some((need) => need(node, edge))));
  }
  if (at !== first || way.length === 0) {
    take(shortest(product, component, at, (_, edge) => targets[edge] === first));
  }
  return way;
}

/** The edges of a shortest way from a node that ends with one of those wanted. */
function shortest(
  { starts, targets }: Product,
  { inside }: Component,
  from: number,
  wanted: EdgeTest,
): readonly number[] {
  /** The edge over which a node was found, and from where. */
  const found = new Map<number, readonly [node: number, edge: number]>();
  const queue = [from];
  for (const node of queue) {
    for (let i = starts[node]!; i < starts[node + 1]!; i++) {
      if (!inside(node, i)) continue;
      if (wanted(node, i)) {
        const edges = [i];
        for (let at = node; at !== from; ) {
          const [before, edge] = found.get(at)!;
          edges.push(edge);
          at = before;
        }
        return edges.reverse();
      }
      const to = targets[i]!;
      if (to !== from && !found.has(to)) {
        found.set(to, [node, i]);
        queue.push(to);
      }
    }
  }
  throw new Error("a component that is not connected");
}
