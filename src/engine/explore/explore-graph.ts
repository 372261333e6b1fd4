/**
 * The state graph of an exploration: its `onStep` takes the steps down, and when the search is over they are written,
 * for Graphviz or as JSON. Text comes in pieces: the graph may be larger than a string can be.
 *
 * Representation: three integers for each different step, in the order in which they were found: from, action, to. A
 * step that several ways of one action lead to is one; by two actions it is two. TLC's `-dump dot` is the same but for
 * the numbers of the states.
 */

import type { CompiledModel } from "../model.js";
import { toJson } from "../values/show-json.js";
import type { ExploreOptions } from "./explore.js";
import { stateText } from "./path.js";
import { NO_PARENT, type StateSet } from "./states.js";

const FIRST_STEPS = 1 << 10;

export class StateGraph {
  private steps = new Int32Array(3 * FIRST_STEPS);
  private count = 0;
  /** Where the steps from the state begin that is being expanded. */
  private source = NO_PARENT;
  private begin = 0;

  /** For the exploration. */
  readonly onStep: NonNullable<ExploreOptions["onStep"]> = (from, action, to) => {
    if (from === NO_PARENT) return;
    if (from !== this.source) {
      this.source = from;
      this.begin = this.count;
    }
    for (let i = this.begin; i < this.count; i++) {
      if (this.steps[3 * i + 1] === action && this.steps[3 * i + 2] === to) return;
    }
    if (3 * this.count === this.steps.length) {
      const larger = new Int32Array(2 * this.steps.length);
      larger.set(this.steps);
      this.steps = larger;
    }
    this.steps.set([from, action, to], 3 * this.count);
    this.count += 1;
  };

  /** How many steps there are. */
  get size(): number {
    return this.count;
  }

  /** In the language of Graphviz: initial states are filled, steps have the names of their actions. */
  *dot(model: CompiledModel, states: StateSet): Generator<string> {
    yield 'digraph "states" {\n  node [shape=box, fontname="monospace"];\n';
    for (let i = 0; i < states.size; i++) {
      const filled = states.parentOf(i) === NO_PARENT ? ", style=filled" : "";
      yield `  ${i} [label="${escaped(stateText(model, states.row(i)))}"${filled}];\n`;
    }
    for (const [from, action, to] of this.all())
      yield `  ${from} -> ${to} [label="${escaped(nameOf(model, action))}"];\n`;
    yield "}\n";
  }

  /**
   * `{ "variables", "actions", "states", "initial", "steps" }`: a state is the array of its values in the order of the
   * variables (as the module Json writes values), a step `[from, action, to]` by places in the other lists.
   */
  *json(model: CompiledModel, states: StateSet): Generator<string> {
    const names = model.actions.map((_, i) => nameOf(model, i));
    yield `{\n"variables": ${JSON.stringify(model.variables)},\n"actions": ${JSON.stringify(names)},\n"states": [`;
    const initial: number[] = [];
    for (let i = 0; i < states.size; i++) {
      const row = states.row(i);
      if (states.parentOf(i) === NO_PARENT) initial.push(i);
      const values = model.variables.map((_, at) => toJson(model.bank, model.valueOf(row, at)));
      yield `${i === 0 ? "" : ","}\n[${values.join(", ")}]`;
    }
    yield `\n],\n"initial": ${JSON.stringify(initial)},\n"steps": [`;
    let isFirst = true;
    for (const step of this.all()) {
      yield `${isFirst ? "" : ","}\n${JSON.stringify(step)}`;
      isFirst = false;
    }
    yield "\n]\n}\n";
  }

  private *all(): Generator<readonly [from: number, action: number, to: number]> {
    for (let i = 0; i < 3 * this.count; i += 3)
      yield [this.steps[i]!, this.steps[i + 1]!, this.steps[i + 2]!];
  }
}

const nameOf = (model: CompiledModel, action: number): string => model.actions[action]?.name ?? "";

/** Within quotes; lines end at the left. */
const escaped = (text: string): string =>
  text
    .replace(/[\\"]/g, "\\$&")
    .split("\n")
    .join("\\l")
    .concat(text.includes("\n") ? "\\l" : "");
