/**
 * All states of a model, breadth first, counted as TLC counts them.
 *
 * Generated are the initial states and all successors that actions give, also those that were there before and those
 * outside the constraints. Distinct are the different ones inside. A state outside a constraint, or reached by a step
 * outside an action constraint, is checked against the invariants each time it comes up, but not kept. A state is a
 * deadlock if no action gives a successor at all, inside or outside.
 *
 * The queue needs no place of its own: states are expanded in the order of their indices.
 */
import type { Place } from "../report/diagnostic.js";
import type { Progress } from "../tlc/outcome.js";
import { type Counts, causeOf, type During, type Verdict } from "./explore-verdict.js";
import type { CompiledModel, Row } from "./model.js";
import { type Path, pathTo } from "./path.js";
import { NO_PARENT, StateSet } from "./states.js";

/** Bounds that end an exploration with the verdict «limit». */
export interface Limits {
  /** The exploration ends with the first distinct state beyond this number, once that is checked. */
  readonly states?: number;
  readonly seconds?: number;
  /** Of what `ExploreOptions.memory` measures. */
  readonly bytes?: number;
}

export interface ExploreOptions {
  /** Seconds on a clock that never goes back. */
  readonly now: () => number;
  /** Lets the event loop run; called about every 50 ms. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly limits?: Limits;
  /** What is in use, in bytes; without it, what states and values take. */
  readonly memory?: () => number;
  readonly onProgress?: (progress: Progress) => void;
  /** Between two reports; 1 if not given. */
  readonly progressSeconds?: number;
  /** Called for each step within the constraints, and for each initial state (`from` is `NO_PARENT`). */
  readonly onStep?: (from: number, action: number, to: number, isNew: boolean) => void;
}

/** How a run went, whatever its verdict: counts are what was reached when it ended. */
export interface Exploration {
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Initial states generated. */
  readonly initial: number;
  readonly seconds: number;
  readonly states: StateSet;
}

const PAUSE_SECONDS = 0.05;
/** The clock is read about this often. */
const LOOK_SECONDS = 0.01;
const MOST_STRIDE = 1 << 10;

/**
 * Explores the model: its assumptions first, then its initial states, then their successors. Ends at the first error.
 * Faults of the specification and exhausted memory are verdicts; what is thrown is a bug of ours.
 */
export function explore(model: CompiledModel, options: ExploreOptions): Promise<Exploration> {
  return new Search(model, options).run();
}

const INITIAL: During = { kind: "initial" };

/** What may fail, made once: it is noted before each evaluation. */
interface Places {
  readonly actions: readonly During[];
  readonly invariants: readonly During[];
  readonly constraints: readonly During[];
  readonly actionConstraints: readonly During[];
}

function placesOf(model: CompiledModel): Places {
  const named =
    (kind: "action" | "invariant" | "constraint" | "action-constraint") =>
    ({ name, place }: { readonly name: string; readonly place: Place }): During => ({ kind, name, place });
  return {
    actions: model.actions.map(named("action")),
    invariants: model.invariants.map(named("invariant")),
    constraints: model.constraints.map(named("constraint")),
    actionConstraints: model.actionConstraints.map(named("action-constraint")),
  };
}

/** Unwinds compiled code when the answer is known. */
class Stop extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

class Search {
  private readonly model: CompiledModel;
  private readonly options: ExploreOptions;
  private readonly states: StateSet;
  private generated = 0;
  private initial = 0;
  private depth = 1;
  private expanded = 0;

  /** The state being expanded, `NO_PARENT` before the first; its row, its depth, and the first index below it. */
  private current = NO_PARENT;
  private readonly row: Row;
  private level = 0;
  private levelEnd = 0;
  /** What is being evaluated, to be told if it fails. */
  private action = 0;
  private during: During = INITIAL;
  private readonly places: Places;
  /** The state that was generated and is being looked at. */
  private offered: Row | undefined;
  /** Whether that one was added to the states, but not yet to the queue. */
  private offeredIsKept = false;
  private readonly falseAssumptions: Place[] = [];

  /** How many more states may be generated or expanded before the clock is read, and how many the last time. */
  private credit = 1;
  private stride = 1;
  private lookedAt: number;
  private pausedAt: number;
  private reportedAt: number;
  private reportedGenerated = 0;
  private readonly startedAt: number;
  private readonly mostStates: number;
  private pauseIsDue = false;

  constructor(model: CompiledModel, options: ExploreOptions) {
    this.model = model;
    this.options = options;
    this.states = new StateSet(model.width, model.actions.length);
    this.row = new Int32Array(model.width);
    this.places = placesOf(model);
    this.mostStates = options.limits?.states ?? Infinity;
    this.startedAt = options.now();
    this.lookedAt = this.startedAt;
    this.pausedAt = this.startedAt;
    this.reportedAt = this.startedAt;
  }

  async run(): Promise<Exploration> {
    const mark = this.model.bank.mark();
    let verdict: Verdict;
    try {
      verdict = await this.search();
    } catch (error) {
      this.model.bank.release(mark);
      verdict = error instanceof Stop ? error.verdict : this.failed(error);
    }
    const seconds = this.options.now() - this.startedAt;
    return { verdict, counts: this.counts(), initial: this.initial, seconds, states: this.states };
  }

  private async search(): Promise<Verdict> {
    if (this.options.signal?.aborted === true) return { kind: "cancelled" };
    for (const assumption of this.model.assumptions) {
      this.during = { kind: "assumption", place: assumption.place };
      if (!assumption.holds()) this.falseAssumptions.push(assumption.place);
    }
    if (this.falseAssumptions.length > 0) return this.assumptionsViolated();
    this.during = INITIAL;
    this.model.initial(this.takeInitial);
    this.level = 1;
    this.levelEnd = this.states.size;
    for (this.current = 0; this.current < this.states.size; this.current++) {
      if (this.pauseIsDue && (await this.breathe())) return { kind: "cancelled" };
      if (this.current === this.levelEnd) {
        this.level += 1;
        this.levelEnd = this.states.size;
      }
      if (!this.expand()) return { kind: "deadlock", trace: this.path() };
    }
    return this.concluded();
  }

  /** What the postconditions say when nothing else was found. */
  private concluded(): Verdict {
    const facts = this.model.context?.facts;
    const { bank } = this.model;
    facts?.set("distinct", () => bank.int(this.states.size));
    facts?.set("generated", () => bank.int(this.generated));
    facts?.set("diameter", () => bank.int(this.depth));
    facts?.set("level", () => bank.int(this.depth));
    facts?.set("queue", () => bank.int(0));
    for (const { name, place, holds } of this.model.postconditions ?? []) {
      this.during = { kind: "postcondition", name, place };
      if (!holds()) return { kind: "violated", what: "postcondition", name, place };
    }
    return { kind: "holds" };
  }

  /** False if no action gave a successor, and that matters. */
  private expand(): boolean {
    const { actions, checkDeadlock } = this.model;
    const before = this.generated;
    this.states.read(this.current, this.row);
    this.expanded += 1;
    for (let i = 0; i < actions.length; i++) {
      this.action = i;
      this.during = this.places.actions[i]!;
      actions[i]!.successors(this.row, this.takeNext);
    }
    if (--this.credit <= 0) this.look();
    return !checkDeadlock || this.generated !== before;
  }

  // ------------------------------------------------------------------------------------------- generated states

  private readonly takeInitial = (next: Row): void => {
    this.initial += 1;
    this.take(next, false);
  };

  private readonly takeNext = (next: Row): void => {
    const during = this.during;
    this.take(next, true);
    this.during = during;
  };

  private take(next: Row, isStep: boolean): void {
    this.generated += 1;
    this.offered = next;
    let isNew = true;
    if (this.isInside(next) && (!isStep || this.isAllowed(next))) {
      isNew = this.states.add(next, this.current, this.action);
      this.offeredIsKept = isNew;
      if (isNew && this.depth <= this.level) this.depth = this.level + 1;
      this.options.onStep?.(this.current, this.action, this.states.last, isNew);
    }
    if (isNew) this.check(next);
    this.offered = undefined;
    this.offeredIsKept = false;
    if (this.states.size > this.mostStates) throw new Stop({ kind: "limit", limit: "states" });
    if (--this.credit <= 0) this.look();
  }

  private isInside(next: Row): boolean {
    const { constraints } = this.model;
    for (let i = 0; i < constraints.length; i++) {
      this.during = this.places.constraints[i]!;
      if (!constraints[i]!.holds(next)) return false;
    }
    return true;
  }

  private isAllowed(next: Row): boolean {
    const { actionConstraints } = this.model;
    for (let i = 0; i < actionConstraints.length; i++) {
      this.during = this.places.actionConstraints[i]!;
      if (!actionConstraints[i]!.holds(this.row, next)) return false;
    }
    return true;
  }

  private check(next: Row): void {
    const { invariants } = this.model;
    for (let i = 0; i < invariants.length; i++) {
      this.during = this.places.invariants[i]!;
      const invariant = invariants[i]!;
      if (invariant.holds(next)) continue;
      const { name, place } = invariant;
      throw new Stop({ kind: "violated", what: "invariant", name, place, trace: this.path() });
    }
  }

  // ---------------------------------------------------------------------------------------------------- the end

  /** The way to what is being looked at: the state generated, else the one being expanded. */
  private path(): Path {
    const action = this.current === NO_PARENT ? undefined : this.action;
    const beyond = this.offered === undefined ? undefined : { row: this.offered, action };
    return pathTo(this.model, this.states, this.current, beyond);
  }

  /** The verdict of an error that is no bug of ours; other errors are thrown on. */
  private failed(error: unknown): Verdict {
    const cause = causeOf(error, this.model);
    if (cause === undefined) throw error;
    if (cause.kind === "memory") return { kind: "limit", limit: "memory" };
    if (this.falseAssumptions.length > 0) return this.assumptionsViolated();
    const { fault, message, values } = cause;
    return { kind: "evaluation-error", fault, message, values, during: this.during, trace: this.path() };
  }

  private assumptionsViolated(): Verdict {
    return { kind: "violated", what: "assumption", places: this.falseAssumptions };
  }

  private counts(): Counts {
    const { generated, depth } = this;
    const distinct = this.states.size;
    const queue = distinct - this.expanded - (this.offeredIsKept ? 1 : 0);
    return { distinct, generated, queue, depth };
  }

  // ---------------------------------------------------------------------------------------------- time and room

  /** Reads the clock, and more or less often from now on; ends the run at a limit. */
  private look(): void {
    const now = this.options.now();
    const took = now - this.lookedAt;
    if (took < LOOK_SECONDS / 2) this.stride = Math.min(this.stride * 2, MOST_STRIDE);
    else if (took > LOOK_SECONDS * 2) this.stride = Math.ceil((this.stride * LOOK_SECONDS) / took);
    this.credit = this.stride;
    this.lookedAt = now;
    const { seconds = Infinity, bytes = Infinity } = this.options.limits ?? {};
    if (now - this.startedAt >= seconds) throw new Stop({ kind: "limit", limit: "seconds" });
    if (bytes < Infinity && this.memory() >= bytes) throw new Stop({ kind: "limit", limit: "memory" });
    if (now - this.pausedAt >= PAUSE_SECONDS) this.pauseIsDue = true;
  }

  private memory(): number {
    return this.options.memory?.() ?? this.states.bytes + this.model.bank.bytes;
  }

  /** Reports, and lets others run; true if the run was cancelled. */
  private async breathe(): Promise<boolean> {
    const { now, pause, signal, onProgress, progressSeconds = 1 } = this.options;
    const since = now() - this.reportedAt;
    if (onProgress !== undefined && since >= progressSeconds) {
      const rate = (this.generated - this.reportedGenerated) / Math.max(since, 0.001);
      this.reportedAt = now();
      this.reportedGenerated = this.generated;
      onProgress({ ...this.counts(), rate, seconds: this.reportedAt - this.startedAt });
    }
    await pause();
    this.pauseIsDue = false;
    this.pausedAt = now();
    return signal?.aborted === true;
  }
}
