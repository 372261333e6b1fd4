/**
 * All states of a model, breadth first, counted as TLC counts them.
 *
 * Generated are the initial states and all successors that actions give, also those that were there before and those
 * outside the constraints. Distinct are the different ones inside. A state outside a constraint, or reached by a step
 * outside an action constraint, is checked against the invariants each time it comes up, but not kept. A state is a
 * deadlock if no action gives a successor at all, inside or outside.
 *
 * The queue needs no place of its own: states are expanded in the order of their indices. Where an expansion begins, a
 * few numbers tell how far the search is (`Position`); as states and values are only ever added, the search can be
 * saved as it was there whatever has happened since.
 *
 * Every state that is kept is inside and was checked. So a successor that is there already needs nothing but to be
 * counted; and of a new one, predicates that read only cells in which it equals its parent need not be evaluated.
 *
 * Where nobody can tell, successors are looked for some at a time, when an expansion ends, when there is no room for
 * more, and before anything shows how far the search is (`settle`): in order, with the counts as they were.
 */
import type { Place } from "../../report/diagnostic.js";
import type { CompiledModel, Row, StatePredicate } from "../model.js";
import { traceValue } from "../modes/behaviour-values.js";
import { withPostconditions } from "../modes/postcondition.js";
import type { EngineContext } from "../natives/natives-context.js";
import type { TemporalChecks } from "../temporal/checks.js";
import { withLiveness } from "../temporal/explore.js";
import { INITIAL, looksAtAll, Predicates } from "./explore-checks.js";
import { type Facts, tellFacts, tellingAfter } from "./explore-facts.js";
import { Foreign, Outside } from "./explore-habits.js";
import { type Beginning, Keeper } from "./explore-keeper.js";
import type { Exploration, ExploreOptions } from "./explore-options.js";
import { Retelling } from "./explore-retell.js";
import type { Snapshot } from "./explore-snapshot.js";
import { type Counts, causeOf, type Verdict } from "./explore-verdict.js";
import { guarded, Stop, Watch } from "./explore-watch.js";
import { type Path, pathTo } from "./path.js";
import { ABSENT, NO_PARENT, StateSet } from "./states.js";

export type { Checkpoints } from "./explore-keeper.js";
export type { Exploration, ExploreOptions } from "./explore-options.js";
export type { ExploreProgress, Limits } from "./explore-watch.js";

/**
 * Explores the model: its assumptions first, then its initial states, then their successors. Ends at the first error.
 * Faults of the specification and exhausted memory are verdicts; what is thrown is a bug of ours.
 */
export async function explore(model: CompiledModel, options: ExploreOptions): Promise<Exploration> {
  const search = (further: Partial<ExploreOptions>): Promise<Exploration> =>
    new Search(model, { ...options, ...further }).run();
  return withPostconditions(model, await withLiveness(model, options, search));
}

/** With fewer, what is looked for is mostly near. */
const MANY_STATES = 1 << 15;
/** More states than there can be: an integer, as it stands where others do. */
const NEVER = 2 ** 31 - 1;

class Search {
  private readonly model: CompiledModel;
  private readonly options: ExploreOptions;
  private readonly states: StateSet;
  private readonly watch: Watch;
  private generated = 0;
  /** States between the two steps of `A \\cdot B`: generated, but no successors. */
  private between = 0;
  /** How many had been generated when successors were looked for last, or the expansion began. */
  private counted = 0;
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
  private readonly predicates: Predicates;
  /** Whether something is to be told or evaluated also of successors that are there. */
  private readonly isCareful: boolean;
  private readonly outside: Outside;
  /** From so many states on, successors are looked for some at a time. */
  private batchFrom: number;
  private isLate = false;
  private readonly foreign = new Foreign();
  /** Whether successors are being looked for, or were when something was thrown. */
  private isSettling = false;
  /** The row of a successor that was looked for later. */
  private readonly late: Row;
  /** The state that was generated and is being looked at; whether it was added to the states, but not yet to the queue. */
  private offered: Row | undefined;
  private offeredIsKept = false;
  private readonly falseAssumptions: Place[] = [];

  /** How many more states may be generated or expanded before the watch is asked. */
  private credit = 1;
  private readonly mostStates: number;

  /** Where the present expansion, or initial state, began; undefined when there is nothing to go on from. */
  private begun: Beginning | undefined;
  private readonly before: Retelling;
  /** Of the initial states generated before the search was taken up, those that did not come up again yet. */
  private passed = 0;
  private readonly keeper: Keeper;

  constructor(model: CompiledModel, options: ExploreOptions) {
    this.model = model;
    this.options = options;
    this.states = new StateSet(model.width, model.actions.length, model.identity, model.patterns);
    if (model.starts !== undefined) this.states.tellStarts(model.starts);
    this.row = new Int32Array(model.width);
    this.predicates = new Predicates(model);
    this.isCareful = options.onStep !== undefined || looksAtAll(model);
    const isFree = this.states.takesOffers && !this.isCareful && this.predicates.arePure;
    this.outside = new Outside(isFree && model.constraints.length > 0, options.constraintsFirst);
    this.batchFrom = isFree ? (options.batchFrom ?? MANY_STATES) : NEVER;
    this.late = new Int32Array(model.width);
    this.mostStates = options.limits?.states ?? Infinity;
    this.before = new Retelling(model, this.states, this.predicates, options);
    this.keeper = new Keeper(options.checkpoints, options.now);
    const watched = {
      counts: () => this.counts(),
      bytes: () => this.states.bytes + model.bank.bytes,
      nextBytes: () => this.states.nextBytes + model.bank.bytes,
    };
    if (options.from !== undefined) this.takeUp(options.from);
    this.watch = new Watch(options, watched, options.from?.position.seconds);
    if (model.context !== undefined) this.tellFacts(model.context);
  }

  async run(): Promise<Exploration> {
    const mark = this.model.bank.mark();
    const { context } = this.model;
    const heard = context === undefined ? undefined : tellingAfter(context, () => this.settleAtOnce());
    let verdict: Verdict;
    try {
      verdict = await this.search();
    } catch (error) {
      verdict = error instanceof Stop ? error.verdict : this.failed(error);
    }
    heard?.();
    this.model.bank.release(mark);
    if (verdict.kind === "limit" || verdict.kind === "cancelled") await this.save();
    else this.keeper.isSaved = false;
    const { states, initial, keeper } = this;
    const { seconds } = this.watch;
    return { verdict, counts: this.counts(), initial, seconds, states, isSaved: keeper.isSaved };
  }

  private async search(): Promise<Verdict> {
    const { signal, pause } = this.options;
    // A signal that came before is heard now.
    await pause();
    for (;;) {
      if (signal?.aborted === true) return { kind: "cancelled" };
      if (this.begun !== undefined && this.keeper.isDue) await this.save();
      const verdict = guarded(this.options, () => this.some());
      if (verdict !== undefined) return verdict;
      await pause();
      this.watch.paused();
    }
  }

  /** As much as is done until a pause is due. */
  private some(): Verdict | undefined {
    if (this.current === NO_PARENT) return this.start();
    return this.before.run(this.watch) ? this.goOn() : undefined;
  }

  /** Assumptions and initial states. */
  private start(): Verdict | undefined {
    const assumptions = this.options.from === undefined ? this.model.assumptions : [];
    for (const assumption of assumptions) {
      this.predicates.during = { kind: "assumption", place: assumption.place };
      if (!assumption.holds()) this.falseAssumptions.push(assumption.place);
    }
    if (this.falseAssumptions.length > 0) return this.assumptionsViolated();
    this.predicates.during = INITIAL;
    this.model.initial(this.takeInitial);
    this.level = 1;
    this.levelEnd = this.states.size;
    this.current = 0;
    return this.goOn();
  }

  /** Expands states until all are or a pause is due. */
  private goOn(): Verdict | undefined {
    const { states, watch } = this;
    const isKept = this.options.checkpoints !== undefined;
    for (; this.current < states.size; this.current++) {
      if (this.current === this.levelEnd) {
        this.level += 1;
        this.levelEnd = states.size;
      }
      if (isKept) this.begun = this.beginning();
      if (watch.pauseIsDue) return undefined;
      if (!this.expand()) return { kind: "deadlock", trace: this.path() };
    }
    return { kind: "holds" };
  }

  /** False if no action gave a successor, and that matters. */
  private expand(): boolean {
    const { actions, checkDeadlock } = this.model;
    const before = this.generated;
    this.counted = before;
    this.outside.decide(before);
    this.isLate = this.states.size >= this.batchFrom;
    this.states.begin(this.current, this.row);
    this.expanded += 1;
    try {
      for (let i = 0; i < actions.length; i++) {
        this.action = i;
        this.predicates.during = this.predicates.actions[i]!;
        actions[i]!.successors(this.row, this.take);
      }
    } catch (error) {
      // What came before it may be wrong itself, and then that is what is told.
      if (!(error instanceof Stop)) this.settle();
      throw error;
    }
    this.settle();
    if (--this.credit <= 0) this.credit = this.watch.look();
    return !checkDeadlock || this.generated !== before;
  }

  // ------------------------------------------------------------------------------------------- generated states

  private readonly takeInitial = (next: Row): void => {
    if (this.passed > 0) {
      this.passed -= 1;
      this.before.takeInitial(next);
      return;
    }
    if (this.options.checkpoints !== undefined) this.begun = this.beginning();
    this.initial += 1;
    this.generated += 1;
    this.consider(next, this.states.find(next), true);
    if (--this.credit <= 0) this.credit = this.watch.look();
  };

  /** One function for all: what actions call stays the same, so that they are compiled once. */
  private readonly take = (next: Row, touched?: number): void => {
    this.generated += 1;
    if (!this.outside.isFirst || !this.isLeftOut(next, touched)) this.lookFor(next, touched);
    if (--this.credit > 0) return;
    this.settle();
    this.credit = this.watch.look();
  };

  private lookFor(next: Row, touched: number | undefined): void {
    const { states } = this;
    if (!this.isLate) {
      const at = states.probe(next, touched);
      if (at === ABSENT || this.isCareful) this.considerIn(next, at);
    } else if (states.offer(next, this.action, this.generated - this.counted, touched)) {
      this.settle();
      if (states.takesForeign()) this.takeForeign(next);
    }
  }

  /** One that cannot be put off; where many are like that, nothing is gained. */
  private takeForeign(next: Row): void {
    this.considerIn(next, ABSENT);
    if (this.foreign.areMany(this.generated)) this.batchFrom = NEVER;
  }

  /** Whether a successor is outside; then it was checked. Called before it is looked for. */
  private isLeftOut(next: Row, touched?: number): boolean {
    const { predicates, row } = this;
    const { during } = predicates;
    this.offered = next;
    const isOutside = predicates.isOutside(row, next, touched);
    if (isOutside) {
      this.outside.note();
      const found = predicates.violatedAfter(row, next, touched);
      if (found !== undefined) this.violated(found);
    }
    this.offered = undefined;
    predicates.during = during;
    return isOutside;
  }

  /** Looks for all successors that were put off. */
  private settle(): void {
    const { states, late } = this;
    if (!states.hasOffers || this.isSettling) return;
    const { generated, action, predicates, counted, offered } = this;
    const { during } = predicates;
    this.isSettling = true;
    states.readAhead();
    for (let i = states.nextAbsent(late); i !== ABSENT; i = states.nextAbsent(late)) {
      this.generated = counted + states.ordinalOffered(i);
      this.action = states.actionOffered(i);
      this.consider(late, ABSENT, false);
    }
    this.isSettling = false;
    this.generated = generated;
    this.counted = generated;
    this.action = action;
    this.predicates.during = during;
    this.offered = offered;
  }

  /** The same where it may be called in the middle of an evaluation: nothing there may take its errors for its own. */
  private settleAtOnce(): void {
    try {
      this.settle();
    } catch (error) {
      throw error instanceof Stop ? error : new Stop(this.failed(error));
    }
  }

  /** The same in the middle of an action. */
  private considerIn(next: Row, at: number): void {
    const { during } = this.predicates;
    this.consider(next, at, false);
    this.predicates.during = during;
  }

  /** What is to be done of a state that was found at this index or is absent. */
  private consider(next: Row, at: number, isInitial: boolean): void {
    const isNew = at === ABSENT;
    this.offered = next;
    const isKept =
      ((this.outside.isFirst && !isInitial) ||
        this.predicates.isInside(next, isInitial ? undefined : this.states.changed)) &&
      (isInitial || this.model.actionConstraints.length === 0 || this.predicates.isAllowed(this.row, next));
    if (isKept) {
      if (isNew) {
        this.states.keep(next, this.current, this.action);
        this.offeredIsKept = true;
        if (this.depth <= this.level) this.depth = this.level + 1;
      }
      this.options.onStep?.(this.current, this.action, isNew ? this.states.last : at, isNew);
    }
    if (!isKept && !isInitial) this.outside.note();
    if (isNew || !isKept) this.check(next, isInitial);
    if (this.model.temporal !== undefined)
      this.checkProperties(this.model.temporal, next, isInitial && isNew);
    this.offered = undefined;
    this.offeredIsKept = false;
    if (this.states.size > this.mostStates) throw new Stop({ kind: "limit", limit: "states" });
  }

  private check(next: Row, isInitial: boolean): void {
    const { predicates, states } = this;
    const found = predicates.violated(next, isInitial ? undefined : states.changed);
    if (found !== undefined) this.violated(found);
  }

  /** Of an initial state, once; of every step, also of one that leads outside. */
  private checkProperties(properties: TemporalChecks, next: Row, isInitial: boolean): void {
    const from = this.current === NO_PARENT ? undefined : this.row;
    const found = this.predicates.violatedProperty(properties, from, next, isInitial);
    if (found === undefined) return;
    const { name, place } = found;
    const of = isInitial ? "initial-state" : "step";
    throw new Stop({ kind: "violated", what: "property", of, name, place, trace: this.path() });
  }

  private violated({ name, place }: StatePredicate): never {
    // What came before may be wrong itself.
    this.settle();
    throw new Stop({ kind: "violated", what: "invariant", name, place, trace: this.path() });
  }

  // ---------------------------------------------------------------------------------------------------- the end

  /** The way to what is being looked at: the state generated, else the one being expanded. */
  private path(): Path {
    const action = this.current === NO_PARENT ? undefined : this.action;
    const beyond = this.offered === undefined ? undefined : { row: this.offered, action };
    return pathTo(this.model, this.states, this.current, beyond);
  }

  /** The states up to that of which something is evaluated: of a step, the one that it is taken from. */
  private wayHere(): readonly Row[] {
    const { states, current, offered } = this;
    const { during } = this.predicates;
    const way = states.pathTo(current).map((at) => states.row(at));
    const isStep = during.kind === "action-constraint" || during.kind === "property";
    return offered === undefined || (isStep && way.length > 0) ? way : [...way, offered];
  }

  /** The verdict of an error that is no bug of ours; other errors are thrown on. */
  private failed(error: unknown): Verdict {
    const cause = causeOf(error, this.model);
    if (cause === undefined) throw error;
    if (cause.kind === "memory") return { kind: "limit", limit: "memory" };
    if (this.falseAssumptions.length > 0) return this.assumptionsViolated();
    const { fault, message, values } = cause;
    return {
      kind: "evaluation-error",
      fault,
      message,
      values,
      during: this.predicates.during,
      trace: this.path(),
    };
  }

  private assumptionsViolated(): Verdict {
    return { kind: "violated", what: "assumption", places: this.falseAssumptions };
  }

  private counts(): Counts {
    const { depth } = this;
    const generated = this.generated + this.between;
    const distinct = this.states.size;
    const queue = distinct - this.expanded - (this.offeredIsKept ? 1 : 0);
    return { distinct, generated, queue, depth };
  }

  /** What TLCGet knows by name. */
  private tellFacts(context: EngineContext): void {
    const facts: Facts = {
      // As TLC 2.18: what is evaluated of a successor is told the level of the state that it comes from.
      level: () => this.level,
      diameter: () => this.depth,
      distinct: () => this.states.size,
      generated: () => this.generated + this.between,
      queue: () => this.counts().queue,
      duration: () => Math.floor(this.watch.seconds),
    };
    tellFacts(context, this.model.bank, facts, () => this.settleAtOnce());
    context.mode = "bfs";
    context.trace = () => traceValue(this.model, this.wayHere());
    context.between = () => {
      this.settleAtOnce();
      this.between += 1;
    };
    context.exit = () => {
      this.settleAtOnce();
      throw new Stop({ kind: "limit", limit: "states" });
    };
  }

  // ------------------------------------------------------------------------------------------ saving, taking up

  private beginning(): Beginning {
    const { initial, depth, current, level, levelEnd } = this;
    const generated = this.generated + this.between;
    const { usedWords, nameCount } = this.model.bank;
    const size = this.states.size;
    const at = { generated, initial, depth, current, level, levelEnd };
    return { ...at, size, words: usedWords, names: nameCount };
  }

  /** The search as it was there. */
  private snapshot({ words, names, size, ...begun }: Beginning): Snapshot {
    const { states, model, watch } = this;
    return {
      position: { ...begun, seconds: watch.seconds },
      states: states.saved(size),
      bank: model.bank.saved(words, names),
      universes: model.universes?.saved(words) ?? [],
      registers: [...(model.context?.registers ?? [])],
    };
  }

  /**
   * Stores it, if there is something to go on from. Among initial states, what they put into registers would be put there
   * again when they come up again.
   */
  private async save(): Promise<void> {
    const { begun, model } = this;
    if (begun?.current === NO_PARENT && (model.context?.registers.size ?? 0) > 0) return;
    if (begun !== undefined && this.states.isWhole) await this.keeper.save(() => this.snapshot(begun));
  }

  private takeUp({ position, states, bank, universes, registers }: Snapshot): void {
    if (!this.model.bank.restore(bank)) throw new Error("a search of another model cannot be taken up");
    this.model.universes?.restore(universes);
    this.states.restore(states);
    for (const [number, value] of registers) this.model.context?.registers.set(number, value);
    this.generated = position.generated;
    this.initial = position.initial;
    this.depth = position.depth;
    this.current = position.current;
    this.expanded = Math.max(0, position.current);
    if (position.current === NO_PARENT) this.passed = position.initial;
    this.level = position.level;
    this.levelEnd = position.levelEnd;
  }
}
