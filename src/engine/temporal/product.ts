/**
 * The product of a graph with an automaton: behaviours together with the automaton's runs on them.
 *
 * Representation: a node is a state of the graph and one of the automaton *before* it reads that state. Nodes are numbered
 * in the order in which they are found breadth first, so that the way over `parents` is a shortest one. The edges from
 * node n are those from `starts[n]` to `starts[n + 1]`; `steps` has the step of the graph, or `STUTTER`; `ways` says which promises the automaton postpones on it, as a place in `postponed`.
 */
import { type Atoms, collect, STUTTER } from "./atoms.js";
import { Automaton, type Way } from "./automaton.js";
import type { Formula } from "./formula.js";
import type { StepGraph } from "./graph.js";

export interface Product {
  readonly size: number;
  readonly promises: number;
  readonly states: Int32Array;
  /** -1 where a behaviour starts. */
  readonly parents: Int32Array;
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly steps: Int32Array;
  readonly ways: Int32Array;
  readonly postponed: readonly (readonly number[])[];
}

/** Without a formula every behaviour is accepted. */
export function productOf(graph: StepGraph, formula: Formula | undefined, atoms: Atoms): Product {
  return new Builder(graph, formula, atoms).build();
}

class Growing {
  array = new Int32Array(1 << 10);
  length = 0;

  push(value: number): void {
    if (this.length === this.array.length) {
      const bigger = new Int32Array(this.length * 2);
      bigger.set(this.array);
      this.array = bigger;
    }
    this.array[this.length] = value;
    this.length += 1;
  }

  done(): Int32Array {
    return this.array.slice(0, this.length);
  }
}

/** So few that they fit into a number together with a state of the automaton. */
const FEW_ATOMS = 20;

const ANY: readonly Way[] = [{ to: 0, postponed: [] }];

class Builder {
  private readonly automaton: Automaton | undefined;
  private readonly tables: ReadonlyMap<number, Uint8Array>;
  private readonly lists: readonly Uint8Array[];
  /** Of each state of the automaton, the node of each state of the graph. */
  private readonly nodes: Int32Array[] = [];
  /** By the automaton's state and the atoms that hold. */
  private readonly ways = new Map<number | string, readonly Way[]>();
  private readonly states = new Growing();
  private readonly runs = new Growing();
  private readonly parents = new Growing();
  private readonly targets = new Growing();
  private readonly steps = new Growing();
  private readonly kinds = new Growing();
  private readonly postponed: (readonly number[])[] = [];
  private readonly kindOf = new Map<string, number>();

  constructor(
    private readonly graph: StepGraph,
    formula: Formula | undefined,
    atoms: Atoms,
  ) {
    this.automaton = formula === undefined ? undefined : new Automaton(formula);
    const found = { states: new Set<number>(), steps: new Set<number>() };
    if (formula !== undefined) collect(formula, found);
    this.tables = new Map([...found.states].map((atom) => [atom, atoms.table(atom)]));
    this.lists = [...this.tables.values()];
  }

  build(): Product {
    const { graph } = this;
    const starts = new Growing();
    for (const state of graph.initial) this.node(0, state, -1);
    for (let n = 0; n < this.states.length; n++) {
      starts.push(this.targets.length);
      const state = this.states.array[n]!;
      for (const { to, postponed } of this.waysFrom(this.runs.array[n]!, state)) {
        const kind = this.kind(postponed);
        this.edge(n, to, state, STUTTER, kind);
        for (let i = graph.starts[state]!; i < graph.starts[state + 1]!; i++) {
          this.edge(n, to, graph.targets[i]!, i, kind);
        }
      }
    }
    starts.push(this.targets.length);
    return {
      size: this.states.length,
      promises: this.automaton?.promises.length ?? 0,
      states: this.states.done(),
      parents: this.parents.done(),
      starts: starts.done(),
      targets: this.targets.done(),
      steps: this.steps.done(),
      ways: this.kinds.done(),
      postponed: this.postponed,
    };
  }

  private edge(from: number, run: number, state: number, step: number, kind: number): void {
    this.targets.push(this.node(run, state, from));
    this.steps.push(step);
    this.kinds.push(kind);
  }

  private node(run: number, state: number, parent: number): number {
    let of = this.nodes[run];
    if (of === undefined) {
      of = new Int32Array(this.graph.size).fill(-1);
      this.nodes[run] = of;
    }
    const before = of[state]!;
    if (before >= 0) return before;
    const node = this.states.length;
    of[state] = node;
    this.states.push(state);
    this.runs.push(run);
    this.parents.push(parent);
    return node;
  }

  private waysFrom(run: number, state: number): readonly Way[] {
    if (this.automaton === undefined) return ANY;
    const key = this.tables.size <= FEW_ATOMS ? this.numberKey(run, state) : this.textKey(run, state);
    let ways = this.ways.get(key);
    if (ways === undefined) {
      ways = this.automaton.ways(run, (atom) => this.tables.get(atom)?.[state] === 1);
      this.ways.set(key, ways);
    }
    return ways;
  }

  private numberKey(run: number, state: number): number {
    let key = run;
    for (const table of this.lists) key = key * 2 + table[state]!;
    return key;
  }

  private textKey(run: number, state: number): string {
    let key = `${run} `;
    for (const table of this.lists) key += table[state];
    return key;
  }

  private kind(postponed: readonly number[]): number {
    const key = postponed.join(" ");
    let kind = this.kindOf.get(key);
    if (kind === undefined) {
      kind = this.postponed.length;
      this.postponed.push(postponed);
      this.kindOf.set(key, kind);
    }
    return kind;
  }
}
