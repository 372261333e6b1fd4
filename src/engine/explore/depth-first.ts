/**
 * All behaviours of a bounded number of steps, depth first: deep states are reached soon, and little more is kept than the
 * states themselves. A state that was reached by more steps before is gone on from again when a shorter way to it is
 * found, so that nothing within the bound is missed; what is generated is therefore more than breadth first.
 *
 * A counterexample is the way that was being gone, which need not be a shortest one.
 */

import type { CompiledModel, Row } from "../model.js";
import { traceValue } from "../modes/behaviour-values.js";
import { withPostconditions } from "../modes/postcondition.js";
import type { Counts, Verdict } from "./explore-verdict.js";
import { guarded, Stop, Watch, type WatchOptions } from "./explore-watch.js";
import { Judge } from "./judge.js";
import { type Beyond, pathOf } from "./path.js";
import { ABSENT, NO_PARENT, StateSet } from "./states.js";

export interface DepthFirstOptions extends WatchOptions {
  /** Lets the event loop run; called as often as by `explore`. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** The most steps of a behaviour; Infinity is allowed. */
  readonly depth: number;
}

export interface DepthFirst {
  /** `holds` says so of all states only if nothing was cut off. */
  readonly verdict: Verdict;
  /** Whether states at the bound were not gone on from. */
  readonly isCut: boolean;
  readonly counts: Counts;
  readonly initial: number;
  readonly seconds: number;
  readonly states: StateSet;
  /** Names of properties of behaviours, which were not checked. */
  readonly unchecked: readonly string[];
}

/** Faults of the specification are verdicts; what is thrown is a bug of ours. */
export function depthFirst(model: CompiledModel, options: DepthFirstOptions): Promise<DepthFirst> {
  return new DepthFirstSearch(model, options).run();
}

/** A state on the present way: its successors, of which the first `next` have been gone to. */
interface Frame {
  readonly index: number;
  readonly choices: readonly Beyond[];
  next: number;
}

class DepthFirstSearch {
  private readonly judge: Judge;
  private readonly states: StateSet;
  private readonly watch: Watch;
  /** The fewest steps by which each state was reached. */
  private steps = new Int32Array(1 << 10);
  private generated = 0;
  private initial = 0;
  /** States of the longest way. */
  private deepest = 1;
  /** States that were reached by as many steps as are allowed, not by fewer. */
  private cut = 0;
  private credit = 1;
  private readonly mostStates: number;
  private readonly frames: Frame[] = [];
  /** The states of the frames, and the one that is being looked at. */
  private readonly way: Beyond[] = [];

  constructor(
    private readonly model: CompiledModel,
    private readonly options: DepthFirstOptions,
  ) {
    this.judge = new Judge(model);
    this.states = new StateSet(model.width, model.actions.length, model.identity, model.patterns);
    this.mostStates = options.limits?.states ?? Infinity;
    const bytes = (): number => this.states.bytes + model.bank.bytes + this.steps.byteLength;
    this.watch = new Watch(options, {
      counts: () => this.counts(),
      bytes,
      nextBytes: () => this.states.nextBytes + model.bank.bytes,
    });
    this.tellFacts();
  }

  async run(): Promise<DepthFirst> {
    const mark = this.model.bank.mark();
    let verdict: Verdict;
    try {
      verdict = await this.goOn();
    } catch (error) {
      verdict = error instanceof Stop ? error.verdict : this.judge.failed(error, this.way);
    }
    this.model.bank.release(mark);
    const { states, initial, judge, watch } = this;
    const counts = this.counts();
    const found = { verdict, counts, initial, seconds: watch.seconds, states };
    return { ...withPostconditions(this.model, found), isCut: this.cut > 0, unchecked: judge.unchecked };
  }

  private start(): Verdict | undefined {
    const broken = this.judge.assumptions();
    if (broken !== undefined) return broken;
    const choices: Beyond[] = [];
    this.judge.during = { kind: "initial" };
    this.model.initial((row) => {
      choices.push({ row: row.slice(), action: undefined });
      this.initial += 1;
      this.tally();
    });
    this.frames.push({ index: NO_PARENT, choices, next: 0 });
    return undefined;
  }

  private async goOn(): Promise<Verdict> {
    const { signal, pause } = this.options;
    await pause();
    for (let isFirst = true; ; isFirst = false) {
      if (signal?.aborted === true) return { kind: "cancelled" };
      const verdict = guarded(this.options, () => (isFirst ? this.start() : undefined) ?? this.some());
      if (verdict !== undefined) return verdict;
      await pause();
      this.watch.paused();
    }
  }

  /** Steps until a pause is due, or all is done. */
  private some(): Verdict | undefined {
    while (!this.watch.pauseIsDue) {
      const frame = this.frames.at(-1);
      if (frame === undefined) return { kind: "holds" };
      const choice = frame.choices[frame.next++];
      if (choice === undefined) {
        this.frames.pop();
        this.way.pop();
        continue;
      }
      const wrong = this.visit(choice, frame);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  /** Checks a state and goes there, if it is within the constraints and the bound and was not reached as soon before. */
  private visit(choice: Beyond, from: Frame): Verdict | undefined {
    const { row, action = 0 } = choice;
    const before = this.way.at(-1);
    const steps = this.way.length;
    this.way.push(choice);
    const isKept =
      this.judge.isInside(row) && (before === undefined || this.judge.isAllowed(before.row, row));
    let index = isKept ? this.states.find(row) : ABSENT;
    const isNew = index === ABSENT;
    if (isKept && isNew) {
      this.states.keep(row, from.index, action);
      index = this.states.last;
    }
    if (isNew || this.model.temporal !== undefined) {
      const wrong = this.judge.broken(this.way);
      if (wrong !== undefined) return wrong;
    }
    this.deepest = Math.max(this.deepest, isKept ? steps + 1 : 1);
    if (this.states.size > this.mostStates) throw new Stop({ kind: "limit", limit: "states" });
    if (isKept && (isNew || steps < this.steps[index]!)) {
      const { depth } = this.options;
      if (!isNew && this.steps[index] === depth) this.cut -= 1;
      this.note(index, steps);
      if (steps < depth) return this.expand(row, index);
      this.cut += 1;
    }
    this.way.pop();
    return undefined;
  }

  private expand(row: Row, index: number): Verdict | undefined {
    const choices: Beyond[] = [];
    for (const [action, { successors }] of this.model.actions.entries()) {
      this.judge.action(action);
      successors(row, (next) => {
        choices.push({ row: next.slice(), action });
        this.tally();
      });
    }
    if (choices.length === 0 && this.model.checkDeadlock) {
      return { kind: "deadlock", trace: pathOf(this.model, this.way) };
    }
    this.frames.push({ index, choices, next: 0 });
    return undefined;
  }

  private note(index: number, steps: number): void {
    if (index >= this.steps.length) {
      const larger = new Int32Array(this.steps.length * 2);
      larger.set(this.steps);
      this.steps = larger;
    }
    this.steps[index] = steps;
  }

  private tally(): void {
    this.generated += 1;
    if (--this.credit <= 0) this.credit = this.watch.look();
  }

  private counts(): Counts {
    const queue = this.frames.length;
    return { distinct: this.states.size, generated: this.generated, queue, depth: this.deepest };
  }

  /** What TLCGet knows by name. */
  private tellFacts(): void {
    const { bank, context } = this.model;
    if (context === undefined) return;
    const facts: readonly (readonly [string, () => number])[] = [
      ["level", () => Math.max(1, this.way.length)],
      ["diameter", () => this.deepest],
      ["distinct", () => this.states.size],
      ["generated", () => this.generated],
      ["duration", () => Math.floor(this.watch.seconds)],
    ];
    for (const [name, fact] of facts) context.facts.set(name, () => bank.int(fact()));
    context.mode = "dfs";
    context.trace = () => traceValue(this.model, this.judge.stateOf(this.way));
    context.exit = () => {
      throw new Stop({ kind: "limit", limit: "states" });
    };
  }
}
