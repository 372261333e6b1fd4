/**
 * Whether some behaviour reaches a goal: the strongly connected components of a product in which one can go round forever
 * as the goal asks.
 *
 * Steps that break `persistent` are left out. A component is good if it has a step for each of `recurrent`, a step for
 * each promise on which it is not postponed, and for each pair of `strong` a step of the second kind or none of the first.
 * Where only the last is missing, the steps of the first kind are left out and what remains is searched again.
 */
import { type Atoms, STUTTER, type StepTest } from "./atoms.js";
import { componentsOf, Scratch } from "./components.js";
import type { Goal } from "./plan.js";
import type { Product } from "./product.js";

/** Whether something holds of an edge of the product, from a node. */
export type EdgeTest = (node: number, edge: number) => boolean;

export interface Component {
  /** In the order of their numbers. */
  readonly nodes: readonly number[];
  /** The edges inside, as far as they may be used. */
  readonly inside: EdgeTest;
  /** Each is to be satisfied by some edge of the way round; all are, by some edge inside. */
  readonly needs: readonly EdgeTest[];
  /** If the first is satisfied by an edge of the way round, the second is to be too. */
  readonly strong: readonly (readonly [EdgeTest, EdgeTest])[];
}

interface Demands {
  readonly needs: readonly EdgeTest[];
  readonly strong: readonly (readonly [EdgeTest, EdgeTest])[];
}

/** A component in which the goal can be reached, the one that is found soonest; undefined if there is none. */
export function goodComponent(product: Product, goal: Goal, atoms: Atoms): Component | undefined {
  const { size, targets, starts, states, steps } = product;
  const onEdge =
    (test: StepTest): EdgeTest =>
    (node, edge) =>
      test(states[node]!, steps[edge]!);
  const demands = demandsOf(product, goal, (f) => onEdge(atoms.test(f)));
  const allowed = new Uint8Array(targets.length).fill(1);
  for (const test of goal.persistent.map((f) => onEdge(atoms.test(f)))) {
    eachEdge(product, (node, edge) => {
      if (!test(node, edge)) allowed[edge] = 0;
    });
  }
  const region = new Int32Array(size);
  let regions = 0;
  let best: { readonly nodes: Int32Array; readonly region: number } | undefined;
  const scratch = new Scratch(size);
  const todo: Int32Array[] = [Int32Array.from({ length: size }, (_, i) => i)];
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    const current = region[part[0] ?? 0]!;
    const isInside: EdgeTest = (_, edge) => allowed[edge] === 1 && region[targets[edge]!] === current;
    for (const nodes of componentsOf(product, part, isInside, scratch)) {
      regions += 1;
      for (const node of nodes) region[node] = regions;
      const id = regions;
      const within: EdgeTest = (_, edge) => allowed[edge] === 1 && region[targets[edge]!] === id;
      const banned = judge(starts, nodes, within, demands);
      if (banned === "good") {
        const first = nodes.reduce((a, b) => Math.min(a, b));
        if (best === undefined || first < best.nodes[0]!) best = { nodes: nodes.sort(), region: id };
      } else if (banned !== "bad") {
        for (const edge of banned) allowed[edge] = 0;
        todo.push(nodes);
      }
    }
  }
  if (best === undefined) return undefined;
  const { nodes, region: id } = best;
  const inside: EdgeTest = (_, edge) => allowed[edge] === 1 && region[targets[edge]!] === id;
  return { nodes: [...nodes], inside, ...demands };
}

function demandsOf(
  product: Product,
  { recurrent, strong }: Goal,
  edgeTest: (f: Goal["recurrent"][number]) => EdgeTest,
): Demands {
  const { promises, ways, postponed } = product;
  const kept = Array.from({ length: promises }, (_, promise): EdgeTest => {
    const isKept = postponed.map((list) => !list.includes(promise));
    return (_, edge) => isKept[ways[edge]!]!;
  });
  return {
    needs: [...recurrent.map(edgeTest), ...kept],
    strong: strong.map(([a, b]) => [edgeTest(a), edgeTest(b)] as const),
  };
}

function eachEdge({ size, starts }: Product, visit: (node: number, edge: number) => void): void {
  for (let n = 0; n < size; n++) for (let i = starts[n]!; i < starts[n + 1]!; i++) visit(n, i);
}

/** Whether one can go round in the component as is asked; else the edges that must not be used, if that may help. */
function judge(
  starts: Int32Array,
  nodes: Int32Array,
  within: EdgeTest,
  { needs, strong }: Demands,
): "good" | "bad" | readonly number[] {
  let open = [...needs];
  let edges = 0;
  const pairs = strong.map(() => ({ asked: [] as number[], given: false }));
  for (const node of nodes) {
    for (let i = starts[node]!; i < starts[node + 1]!; i++) {
      if (!within(node, i)) continue;
      edges += 1;
      if (open.length > 0 && open.some((need) => need(node, i))) open = open.filter((need) => !need(node, i));
      for (let k = 0; k < strong.length; k++) {
        const pair = pairs[k]!;
        if (pair.given) continue;
        const [asks, gives] = strong[k]!;
        pair.given = gives(node, i);
        if (!pair.given && asks(node, i)) pair.asked.push(i);
      }
    }
  }
  if (edges === 0 || open.length > 0) return "bad";
  const banned = pairs.flatMap((pair) => (pair.given ? [] : pair.asked));
  return banned.length === 0 ? "good" : banned;
}

/** An edge of the component from a node to itself that is all of a way round, by which nothing changes any more. */
export function restOf(product: Product, { nodes, inside, needs, strong }: Component): number | undefined {
  const { starts, targets, steps } = product;
  return nodes.find((node) => {
    for (let i = starts[node]!; i < starts[node + 1]!; i++) {
      if (targets[i] !== node || steps[i] !== STUTTER || !inside(node, i)) continue;
      const isFair = strong.every(([asks, gives]) => !asks(node, i) || gives(node, i));
      if (isFair && needs.every((need) => need(node, i))) return true;
    }
    return false;
  });
}
