import { expect, it } from "vitest";
import { explore } from "../../src/engine/explore/explore.js";
import { StateGraph } from "../../src/engine/explore/explore-graph.js";
import { modelOf, type Sketch } from "./explore-models.js";

const sketch: Sketch = {
  variables: ["x", "y"],
  initial: [
    [0, 0],
    [1, 0],
  ],
  actions: {
    Up: ([x = 0, y = 0]) => [
      [(x + 1) % 2, y],
      [(x + 1) % 2, y],
    ],
    Stay: ([x = 0, y = 0]) => [[x, y]],
    Both: ([x = 0]) => (x === 0 ? [[1, 0]] : []),
  },
};

async function graphOf(): Promise<{ dot: string; json: string; size: number }> {
  const model = modelOf(sketch);
  const graph = new StateGraph();
  const { states } = await explore(model, {
    now: () => 0,
    pause: () => Promise.resolve(),
    onStep: graph.onStep,
  });
  return {
    dot: [...graph.dot(model, states)].join(""),
    json: [...graph.json(model, states)].join(""),
    size: graph.size,
  };
}

it("has each step once for each action", async () => {
  const { json, size } = await graphOf();
  expect(JSON.parse(json)).toEqual({
    variables: ["x", "y"],
    actions: ["Up", "Stay", "Both"],
    states: [
      [0, 0],
      [1, 0],
    ],
    initial: [0, 1],
    steps: [
      [0, 0, 1],
      [0, 1, 0],
      [0, 2, 1],
      [1, 0, 0],
      [1, 1, 1],
    ],
  });
  expect(size).toBe(5);
});

it("is written for Graphviz", async () => {
  const { dot } = await graphOf();
  expect(dot.split("\n").slice(2, 5)).toEqual([
    '  0 [label="/\\\\ x = 0\\l/\\\\ y = 0\\l", style=filled];',
    '  1 [label="/\\\\ x = 1\\l/\\\\ y = 0\\l", style=filled];',
    '  0 -> 1 [label="Up"];',
  ]);
  expect(dot.endsWith("}\n")).toBe(true);
});

it("of no state is empty", async () => {
  const model = modelOf({ ...sketch, initial: [] });
  const graph = new StateGraph();
  const { states } = await explore(model, { now: () => 0, pause: () => Promise.resolve() });
  expect(JSON.parse([...graph.json(model, states)].join(""))).toMatchObject({ states: [], steps: [] });
});
