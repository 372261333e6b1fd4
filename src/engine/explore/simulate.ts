/**
 * Random behaviours of a model, as TLC simulates: an initial state is drawn; then, for each step, an action among those that
 * give a successor, and one of its successors. All successors of the action drawn are generated and checked, not only the
 * one that is gone on from. A behaviour ends after `depth` steps, in a state outside the constraints (which may be the
 * first) or without a successor (which is a deadlock, if that is checked).
 *
 * Actions are as likely as each other, however many successors they have: rare actions are not drowned by those with
 * many choices. The same seed gives the same behaviours. Nothing is remembered between behaviours but the values of the
 * bank, so states are not told apart: VIEW and SYMMETRY mean nothing here.
 */

import type { CompiledModel, Row } from "../model.js";
import { actionValue, traceValue } from "../modes/behaviour-values.js";
import { failedPostcondition, tellPostconditions } from "../modes/postcondition.js";
import { brokenByBehaviour } from "../temporal/behaviour.js";
import type { Ref } from "../values/bank.js";
import type { Verdict } from "./explore-verdict.js";
import { guarded, Stop, Watch, type WatchOptions } from "./explore-watch.js";
import { Judge } from "./judge.js";
import { type Beyond, locationOf, pathOf } from "./path.js";
import { type Random, randomOf } from "./random.js";

/** The number of steps of a behaviour if none is given; TLC's. */
export const SIMULATED_DEPTH = 100;

export interface SimulateOptions extends Omit<WatchOptions, "onProgress"> {
  /** Lets the event loop run; called as often as by `explore`. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly seed: number;
  /** The most steps of a behaviour; `SIMULATED_DEPTH` if not given. */
  readonly depth?: number;
  /** How many behaviours; without it, until a limit or the signal. */
  readonly behaviours?: number;
  readonly onProgress?: (progress: SimulationProgress) => void;
  /** Called with each behaviour when it is complete. */
  readonly onBehaviour?: (way: readonly Beyond[]) => void;
}

export interface SimulationCounts {
  readonly behaviours: number;
  /** States generated: initial ones, once, and all successors of the actions drawn. */
  readonly generated: number;
  /** Steps taken. */
  readonly steps: number;
  /** States of the longest behaviour. */
  readonly longest: number;
}

export interface SimulationProgress extends SimulationCounts {
  /** Generated states per second since the last report. */
  readonly rate: number;
  readonly seconds: number;
  readonly bytes: number;
}

export interface Simulation {
  /** `holds` says only that the behaviours asked for showed no error. */
  readonly verdict: Verdict;
  readonly counts: SimulationCounts;
  readonly seed: number;
  readonly seconds: number;
}

/** Faults of the specification are verdicts; what is thrown is a bug of ours. */
export function simulate(model: CompiledModel, options: SimulateOptions): Promise<Simulation> {
  return new Simulator(model, options).run();
}

/** A successor: `buffer` is where actions write it, and where what was put off in one reads it. */
interface Choice {
  readonly row: Row;
  readonly buffer: Row;
  deferred: (() => void) | undefined;
}

class Simulator {
  private readonly judge: Judge;
  private readonly random: Random;
  private readonly watch: Watch;
  private readonly initial: Row[] = [];
  private readonly order: number[];
  private readonly counts = { behaviours: 0, generated: 0, steps: 0, longest: 0 };
  private credit = 1;
  /** What was put off last, for the successor that is being made. */
  private deferred: (() => void) | undefined;
  /** The behaviour so far. */
  private way: Beyond[] = [];
  /** Its states that satisfy all constraints. */
  private within: Row[] = [];

  constructor(
    private readonly model: CompiledModel,
    private readonly options: SimulateOptions,
  ) {
    this.judge = new Judge(model);
    this.random = randomOf(options.seed);
    this.order = model.actions.map((_, i) => i);
    const { onProgress, ...others } = options;
    const watched = {
      counts: () => ({ distinct: 0, generated: this.counts.generated, queue: 0, depth: this.counts.longest }),
      bytes: () => model.bank.bytes,
      nextBytes: () => model.bank.bytes,
    };
    const report: WatchOptions["onProgress"] =
      onProgress && (({ rate, seconds, bytes }) => onProgress({ ...this.counts, rate, seconds, bytes }));
    this.watch = new Watch(report === undefined ? others : { ...others, onProgress: report }, watched);
    this.tellFacts();
  }

  async run(): Promise<Simulation> {
    const mark = this.model.bank.mark();
    let verdict: Verdict;
    try {
      verdict = await this.behaviours();
    } catch (error) {
      verdict = error instanceof Stop ? error.verdict : this.judge.failed(error, this.way);
    }
    this.model.bank.release(mark);
    if (verdict.kind !== "holds") tellPostconditions(this.model, verdict);
    const { watch } = this;
    const { seed } = this.options;
    return { verdict, counts: { ...this.counts }, seed, seconds: watch.seconds };
  }

  /** Assumptions, and all initial states, checked. */
  private start(): Verdict | undefined {
    let wrong = this.judge.assumptions();
    if (wrong !== undefined) return wrong;
    this.judge.during = { kind: "initial" };
    this.model.initial((state) => {
      if (wrong !== undefined) return;
      const row = state.slice();
      this.way = [{ row, action: undefined }];
      this.generated();
      wrong = this.judge.broken(this.way);
      if (wrong === undefined) this.initial.push(row);
      this.way = [];
      this.judge.during = { kind: "initial" };
    });
    return wrong;
  }

  private async behaviours(): Promise<Verdict> {
    const { behaviours: most = Infinity, signal, pause } = this.options;
    const isDone = (): boolean => this.initial.length === 0 || this.counts.behaviours >= most;
    await pause();
    for (let isFirst = true; isFirst || !isDone(); isFirst = false) {
      if (signal?.aborted === true) return { kind: "cancelled" };
      const wrong = guarded(
        this.options,
        () => (isFirst ? this.start() : undefined) ?? (isDone() ? undefined : this.some(most)),
      );
      if (wrong !== undefined) return wrong;
      await pause();
      this.watch.paused();
    }
    this.way = [];
    return failedPostcondition(this.model, this.judge) ?? { kind: "holds" };
  }

  /** Behaviours until a pause is due, or there are as many as are wanted. */
  private some(most: number): Verdict | undefined {
    do {
      const wrong = this.behaviour() ?? brokenByBehaviour(this.model, this.within);
      this.counts.behaviours += 1;
      this.counts.longest = Math.max(this.counts.longest, this.way.length);
      if (wrong !== undefined) return wrong;
      this.options.onBehaviour?.(this.way);
    } while (!this.watch.pauseIsDue && this.counts.behaviours < most);
    return undefined;
  }

  private behaviour(): Verdict | undefined {
    const { depth = SIMULATED_DEPTH } = this.options;
    let row = this.initial[this.random.below(this.initial.length)]!;
    this.way = [{ row, action: undefined }];
    this.within = [];
    if (!this.judge.isInside(row)) return undefined;
    this.within.push(row);
    for (let step = 0; step < depth; step++) {
      const drawn = this.draw(row);
      if ("kind" in drawn) return drawn;
      if (drawn.choices.length === 0) {
        if (!this.model.checkDeadlock) return undefined;
        return { kind: "deadlock", trace: pathOf(this.model, this.way) };
      }
      const choice = drawn.choices[this.random.below(drawn.choices.length)]!;
      const { row: next } = choice;
      this.way.push({ row: next, action: drawn.action });
      this.counts.steps += 1;
      this.deferred = choice.deferred;
      if (!this.judge.isInside(next) || !this.judge.isAllowed(row, next)) return undefined;
      this.evaluateDeferred(choice);
      this.within.push(next);
      row = next;
    }
    return undefined;
  }

  /** The successors by an action drawn among those that have some, checked; none if no action has. */
  private draw(row: Row): Verdict | { readonly action: number; readonly choices: readonly Choice[] } {
    const { order, way } = this;
    for (let left = order.length; left > 0; left--) {
      const at = this.random.below(left);
      const action = order[at]!;
      order[at] = order[left - 1]!;
      order[left - 1] = action;
      const choices: Choice[] = [];
      this.judge.action(action);
      this.deferred = undefined;
      this.model.actions[action]!.successors(row, (next) => {
        choices.push({ row: next.slice(), buffer: next, deferred: this.deferred });
        this.deferred = undefined;
        this.generated();
      });
      for (const choice of choices) {
        way.push({ row: choice.row, action });
        this.deferred = choice.deferred;
        const wrong = this.judge.broken(way);
        if (wrong !== undefined) return wrong;
        choice.deferred = this.deferred;
        way.pop();
      }
      if (choices.length > 0) return { action, choices };
    }
    return { action: 0, choices: [] };
  }

  /** What was put off until this successor would be chosen: the last of it, as in TLC. */
  private evaluateDeferred({ row, buffer }: Choice): void {
    const { deferred } = this;
    this.deferred = undefined;
    if (deferred === undefined) return;
    const before = buffer.slice();
    buffer.set(row);
    deferred();
    buffer.set(before);
  }

  private generated(): void {
    this.counts.generated += 1;
    if (--this.credit <= 0) this.credit = this.watch.look();
  }

  private actionHere(): Ref {
    const { bank, actions } = this.model;
    const action = this.way[this.judge.stateOf(this.way).length - 1]?.action;
    const taken = action === undefined ? undefined : actions[action];
    return actionValue(bank, taken?.name, taken === undefined ? undefined : locationOf(taken.place));
  }

  /** What TLCGet knows by name, and where random elements come from. */
  private tellFacts(): void {
    const { bank, context } = this.model;
    if (context === undefined) return;
    context.trace = () => traceValue(this.model, this.judge.stateOf(this.way));
    context.action = () => this.actionHere();
    const { depth = SIMULATED_DEPTH, behaviours = Infinity } = this.options;
    Object.assign(context.settings, { depth, traces: behaviours });
    context.facts.set("traces", () => bank.int(this.counts.behaviours));
    context.random = () => this.random.next();
    context.mode = "simulate";
    context.defer = (evaluate) => {
      this.deferred = evaluate;
    };
    context.exit = () => {
      throw new Stop({ kind: "limit", limit: "states" });
    };
    context.facts.set("level", () => bank.int(Math.max(1, this.way.length)));
    context.facts.set("generated", () => bank.int(this.counts.generated));
    context.facts.set("duration", () => bank.int(Math.floor(this.watch.seconds)));
  }
}
