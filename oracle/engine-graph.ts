/** Whole state graphs, ours and those of TLC's `-dump dot`, in a form that shows what they differ in. Pure. */
import { parseState, printValue } from "../src/tla/value.js";

/** States as text, each once, in an order of their own; edges between their places, each once. */
export interface Graph {
  readonly states: readonly string[];
  readonly initial: readonly string[];
  /** `from` and `to` are the states' texts. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** The state with its variables and all sets in one order. */
function canonical(text: string): string {
  const values = [...parseState(text)].sort(([a], [b]) => (a < b ? -1 : 1));
  return values.map(([name, value]) => `${name} = ${printValue(value)}`).join(", ");
}

export function graphOf(
  texts: readonly string[],
  initial: readonly number[],
  edges: readonly (readonly [number, number])[],
): Graph {
  const states = texts.map(canonical);
  return {
    states: [...states].sort(),
    initial: [...new Set(initial.map((i) => states[i] ?? ""))].sort(),
    edges: edges.map(([from, to]) => [states[from] ?? "", states[to] ?? ""] as const),
  };
}

const STATE = /^(-?\d+) \[label="((?:[^"\\]|\\.)*)"(,style = filled)?\]/;
/** Dashed ones are what liveness checking adds to every state: that nothing happens. */
const EDGE = /^(-?\d+) -> (-?\d+)(?![0-9]| \[style="dashed"\])/;

/** The graph that TLC wrote with `-dump dot`. */
export function graphOfDot(dot: string): Graph {
  const places = new Map<string, number>();
  const texts: string[] = [];
  const initial: number[] = [];
  const edges: (readonly [string, string])[] = [];
  for (const line of dot.split("\n")) {
    const state = STATE.exec(line);
    if (state !== null) {
      const [, id = "", label = "", filled] = state;
      if (places.has(id)) continue;
      places.set(id, texts.length);
      if (filled !== undefined) initial.push(texts.length);
      texts.push(label.replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c)));
      continue;
    }
    const edge = EDGE.exec(line);
    if (edge !== null) edges.push([edge[1] ?? "", edge[2] ?? ""]);
  }
  const distinct = new Set(edges.map(([from, to]) => `${places.get(from)} ${places.get(to)}`));
  return graphOf(
    texts,
    initial,
    [...distinct].map((e) => e.split(" ").map(Number) as [number, number]),
  );
}

/** The first thing that only one of them has, if there is one. */
export function graphDifference(ours: Graph, theirs: Graph): string | undefined {
  const edgeTexts = (g: Graph): readonly string[] => g.edges.map(([from, to]) => `${from} -> ${to}`);
  for (const [what, mine, other] of [
    ["initial state", ours.initial, theirs.initial],
    ["state", ours.states, theirs.states],
    ["edge", edgeTexts(ours), edgeTexts(theirs)],
  ] as const) {
    const [a, b] = [new Set(mine), new Set(other)];
    const more = [...a].find((t) => !b.has(t));
    if (more !== undefined) return `${what} that TLC has not: ${more}`;
    const missing = [...b].find((t) => !a.has(t));
    if (missing !== undefined) return `${what} that only TLC has: ${missing}`;
  }
  return undefined;
}
