/** Liveness of one behaviour, as simulation finds it: its states and steps are a graph, as in TLC. */
import type { Verdict } from "../explore/explore-verdict.js";
import type { CompiledModel, Row } from "../model.js";
import { checkLivenessAtOnce } from "./check.js";
import { type FoundStates, StepRecorder } from "./graph.js";

/** What a behaviour that goes round in these states, or stays in one of them for ever, breaks. */
export function brokenByBehaviour(model: CompiledModel, way: readonly Row[]): Verdict | undefined {
  const { temporal } = model;
  if (temporal === undefined || temporal.goals.length === 0) return undefined;
  const states = new Behaviour(model);
  const recorder = new StepRecorder();
  let from = -1;
  for (const row of way) {
    const to = states.take(row, from);
    recorder.add(from, to);
    from = to;
  }
  return checkLivenessAtOnce(model, temporal, states, recorder.graph(states.size));
}

/** The states of a behaviour, each once; states are one if their identities are. */
class Behaviour implements FoundStates {
  private readonly rows: Row[] = [];
  private readonly before: number[] = [];
  private readonly known = new Map<string, number>();
  private readonly cells: Int32Array | undefined;

  constructor(private readonly model: CompiledModel) {
    this.cells = model.identity === undefined ? undefined : new Int32Array(model.identity.width);
  }

  get size(): number {
    return this.rows.length;
  }

  read(index: number, row: Row): void {
    row.set(this.rows[index]!);
  }

  find(row: Row): number {
    return this.known.get(this.keyOf(row)) ?? -1;
  }

  pathTo(index: number): number[] {
    const path: number[] = [];
    for (let at = index; at >= 0; at = this.before[at]!) path.push(at);
    return path.reverse();
  }

  /** The number of a state that comes after another one. */
  take(row: Row, after: number): number {
    const key = this.keyOf(row);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    this.known.set(key, this.rows.length);
    this.before.push(after);
    return this.rows.push(row) - 1;
  }

  private keyOf(row: Row): string {
    if (this.cells === undefined) return row.join();
    this.model.identity?.of(row, this.cells);
    return this.cells.join();
  }
}
