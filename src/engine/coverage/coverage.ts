/**
 * Coverage: which actions were taken, and which parts of the formulas were ever evaluated, true or false.
 *
 * Counted by compiled code while it explores (`countsOf` reads the counters of an instrumented model), or afterwards over
 * the states of an exploration by the interpreter (`cover`): exact, but slow; with a limit of time it is counted over a
 * sample of the states, spread evenly, and says so. The explorer does not evaluate an invariant again whose variables a
 * step leaves as they are, so the first counts fewer evaluations; what was never true is the same.
 */
import type { Place } from "../../report/diagnostic.js";
import { UNASSIGNED, type Values, type Watcher } from "../interpret/interpret-env.js";
import { NotInterpreted } from "../interpret/interpret-errors.js";
import { WayInterpreter } from "../interpret/interpret-ways.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import { Bank, FALSE, TRUE } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import type { Instrumented } from "./coverage-instrument.js";
import { type CoveragePoint, type CoverageTable, coverageTable } from "./coverage-table.js";

/** How often a point was evaluated, and what came of it. */
export interface PointCount extends CoveragePoint {
  readonly evaluated: number;
  /** How often it was true; for what gives variables their values, in how many ways. */
  readonly true: number;
  /** How often it was false; 0 for what is gone through, as a conjunction in an action: its parts tell. */
  readonly false: number;
  /** Whether its values were truth values. */
  readonly isTest: boolean;
  /** Whether it was gone through, to give variables their values, rather than evaluated. */
  readonly isWay: boolean;
}

export interface ActionCount {
  readonly name: string;
  readonly place: Place;
  /** Steps generated. */
  readonly taken: number;
  /** What is said where it was not; "never taken" without it. */
  readonly untaken?: string;
}

export interface Coverage {
  readonly points: readonly PointCount[];
  readonly actions: readonly ActionCount[];
  /** States whose steps were gone through, of how many: fewer in a sample. */
  readonly counted: number;
  readonly states: number;
  /** What was counted over, where it is no set of states. */
  readonly basis?: string;
}

/** The states to count over: those of an exploration, by index. */
export interface CoveredStates {
  readonly size: number;
  /** The values of the variables, as refs of `bank`. */
  values(index: number): Values;
}

export interface CoverageOptions {
  readonly bank: Bank;
  /** Seconds on a clock that never goes back. */
  readonly now: () => number;
  /** Lets others run; called about every 50 ms. */
  readonly pause: () => Promise<void>;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

const PAUSE_SECONDS = 0.05;

/** Counts over all states, or as many as the time allows. */
export async function cover(
  lowered: LoweredModel,
  states: CoveredStates,
  options: CoverageOptions,
): Promise<Coverage> {
  const { now, pause, seconds = Number.POSITIVE_INFINITY, signal } = options;
  const counter = new CoverageCounter(lowered, coverageTable(lowered), options.bank);
  const startedAt = now();
  let pausedAt = startedAt;
  let counted = 0;
  counter.initial();
  for (const index of spread(states.size)) {
    counter.state(states.values(index));
    counted += 1;
    const time = now();
    if (time - startedAt >= seconds || signal?.aborted === true) break;
    if (time - pausedAt < PAUSE_SECONDS) continue;
    await pause();
    pausedAt = now();
  }
  return { ...counter.counts(), counted, states: states.size };
}

/** What the counters of an instrumented model say, after an exploration of all its states. */
export function countsOf(
  { lowered, points: counted, tests, ways, actionCounter }: Instrumented,
  table: CoverageTable,
  counters: readonly number[],
  states: number,
): Coverage {
  const points = table.points
    .filter((p) => counted.has(p.id))
    .map((p): PointCount => {
      const evaluated = counters[2 * p.id] ?? 0;
      const true_ = counters[2 * p.id + 1] ?? 0;
      const isTest = tests.has(p.id);
      const isWay = ways.has(p.id) || true_ > evaluated;
      const false_ = isTest && !isWay ? Math.max(0, evaluated - true_) : 0;
      return { ...p, evaluated, true: true_, false: false_, isTest, isWay };
    });
  const actions = lowered.actions.map(({ name, place }, i) => ({
    name,
    place,
    taken: counters[actionCounter(i)] ?? 0,
  }));
  return { points, actions, counted: states, states };
}

/** All numbers below `size`, in an order whose beginnings are spread evenly. */
export function* spread(size: number): Iterable<number> {
  if (size === 0) return;
  let step = Math.max(1, Math.round(size * 0.618));
  while (divisor(step, size) !== 1) step += 1;
  for (let i = 0, at = 0; i < size; i++, at = (at + step) % size) yield at;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Counters by the numbers of points; the interpreter is told to count while it evaluates. */
export class CoverageCounter {
  private readonly evaluated: Float64Array;
  private readonly trues: Float64Array;
  private readonly falses: Float64Array;
  private readonly tests: Uint8Array;
  private readonly ways: Uint8Array;
  private readonly taken: Float64Array;
  private readonly interpreter: WayInterpreter;
  /** How many evaluations failed, and were counted as far as they got. */
  failed = 0;

  /** `kept`: variables, by slot, that no step of the model changes or mentions. */
  constructor(
    private readonly lowered: LoweredModel,
    private readonly table: CoverageTable,
    bank: Bank = new Bank(),
    private readonly kept: readonly number[] = [],
  ) {
    const n = table.points.length;
    this.evaluated = new Float64Array(n);
    this.trues = new Float64Array(n);
    this.falses = new Float64Array(n);
    this.tests = new Uint8Array(n);
    this.ways = new Uint8Array(n);
    this.taken = new Float64Array(lowered.actions.length);
    this.interpreter = new WayInterpreter(bank, lowered.variables);
    this.interpreter.watcher = this.watcher();
  }

  initial(): void {
    this.carefully(() => this.interpreter.initial(this.lowered.init, () => {}));
  }

  /** A state: its steps, and the predicates of the model. */
  state(state: Values): void {
    const { interpreter, lowered } = this;
    const step = { state, next: interpreter.blank() };
    const holds = ({ ir }: NamedIr): void => this.carefully(() => interpreter.test(ir, undefined, step));
    for (const p of lowered.invariants) holds(p);
    for (const p of lowered.constraints) holds(p);
    for (const [i, { ir }] of lowered.actions.entries()) {
      this.carefully(() =>
        this.successors(ir, state, (next) => {
          this.taken[i] = (this.taken[i] ?? 0) + 1;
          const taken = { state, next };
          for (const p of lowered.actionConstraints) interpreter.test(p.ir, undefined, taken);
        }),
      );
    }
  }

  private successors(action: Ir, state: Values, emit: (next: Values) => void): void {
    const next = this.interpreter.blank();
    for (const slot of this.kept) next[slot] = state[slot] ?? UNASSIGNED;
    this.interpreter.successors(action, state, emit, undefined, next);
  }

  counts(): Pick<Coverage, "points" | "actions"> {
    const points = this.table.points.map((point) => ({
      ...point,
      evaluated: this.evaluated[point.id] ?? 0,
      true: this.trues[point.id] ?? 0,
      false: this.falses[point.id] ?? 0,
      isTest: this.tests[point.id] === 1,
      isWay: this.ways[point.id] === 1,
    }));
    const actions = this.lowered.actions.map(({ name, place }, i) => ({
      name,
      place,
      taken: this.taken[i] ?? 0,
    }));
    return { points, actions };
  }

  /** What cannot be evaluated is told by the check; it is counted as far as it got. */
  private carefully(work: () => void): void {
    const { interpreter } = this;
    const mark = interpreter.bank.mark();
    interpreter.reset();
    try {
      work();
    } catch (error) {
      interpreter.bank.release(mark);
      this.failed += 1;
      const known = error instanceof EvaluationError || error instanceof NotInterpreted;
      if (!known && !(error instanceof RangeError)) throw error;
    }
  }

  private watcher(): Watcher {
    const { table, evaluated, trues, falses, tests, ways } = this;
    const add = (counts: Float64Array, id: number): void => {
      counts[id] = (counts[id] ?? 0) + 1;
    };
    return {
      value: (ir: Ir, value) => {
        const id = table.pointOf(ir);
        if (id === undefined) return;
        add(evaluated, id);
        if (value !== TRUE && value !== FALSE) return;
        tests[id] = 1;
        add(value === TRUE ? trues : falses, id);
      },
      entered: (ir) => {
        const id = table.pointOf(ir);
        if (id === undefined) return;
        tests[id] = 1;
        ways[id] = 1;
        add(evaluated, id);
      },
      way: (ir) => {
        const id = table.pointOf(ir);
        if (id !== undefined) add(trues, id);
      },
    };
  }
}
