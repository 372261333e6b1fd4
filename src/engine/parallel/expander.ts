/**
 * One thread's part of a search: it expands states that it is told to, checks what comes out, and adds it to the states
 * of all. It does not stop at an error: that is for whoever takes what it reports.
 *
 * Counted, kept and checked is what `explore.ts` says. Of two threads that find a state at once, one adds it, and only
 * that one checks it.
 */
import { INITIAL, looksAtAll, Predicates } from "../explore/explore-checks.js";
import { Foreign, Outside } from "../explore/explore-habits.js";
import type { Position } from "../explore/explore-snapshot.js";
import { causeOf } from "../explore/explore-verdict.js";
import { Stop } from "../explore/explore-watch.js";
import { ABSENT, NO_PARENT } from "../explore/states.js";
import type { CompiledModel, Row, StatePredicate } from "../model.js";
import type { TemporalChecks } from "../temporal/checks.js";
import type { Ref } from "../values/bank.js";
import type { SharedStates } from "./states-shared.js";
import type { Trouble, Untraced } from "./trouble.js";

export interface ExpanderOptions {
  /** Takes what is wrong; may throw a Stop. */
  readonly report: (trouble: Trouble) => void;
  /** Called now and then; may throw a Stop. */
  readonly look: () => void;
  /** With more states than this, a Stop is thrown. */
  readonly mostStates: number;
  /** From so many indices on, successors are looked for some at a time; some ten thousand if not given. */
  readonly batchFrom?: number;
}

/** Between two looks, so many states are generated or expanded. */
const STRIDE = 256;
/** As in `explore.ts`. */
const MANY_STATES = 1 << 15;

export class Expander {
  generated = 0;
  /** Of those, states between the two steps of `A \\cdot B`, which are no successors. */
  private between = 0;
  expanded = 0;
  /** Initial states generated. */
  initial = 0;
  /** Of those generated before the search was taken up, those that did not come up again yet. */
  private passed = 0;
  private readonly model: CompiledModel;
  private readonly states: SharedStates;
  private readonly options: ExpanderOptions;
  private readonly row: Row;
  private current = NO_PARENT;
  /** The state that is expanded anew: its successors may be there without having been checked. */
  private redone = NO_PARENT;
  private level = 0;
  private action = 0;
  private offered: Row | undefined;
  /** Whether that one was added to the states, but not yet looked at to the end. */
  offeredIsKept = false;
  private credit = STRIDE;

  private readonly predicates: Predicates;
  /** Whether successors that are there matter too. */
  private readonly isCareful: boolean;
  private readonly outside: Outside;
  /** From so many indices on, successors are put off. */
  private batchFrom: number;
  private readonly foreign = new Foreign();
  private readonly late: Row;
  private isSettling = false;

  constructor(model: CompiledModel, states: SharedStates, options: ExpanderOptions) {
    this.model = model;
    this.states = states;
    this.options = options;
    this.row = new Int32Array(model.width);
    this.late = new Int32Array(model.width);
    this.predicates = new Predicates(model);
    this.isCareful = looksAtAll(model);
    const isFree = states.takesOffers && !this.isCareful && this.predicates.arePure;
    this.outside = new Outside(isFree && model.constraints.length > 0);
    this.batchFrom = isFree ? (options.batchFrom ?? MANY_STATES) : Number.POSITIVE_INFINITY;
    // As in `explore.ts`: what is evaluated of a successor is told the level of the state that it comes from.
    model.context?.facts.set("level", (): Ref => model.bank.int(this.level));
    if (model.context !== undefined) {
      model.context.between = () => {
        this.generated += 1;
        this.between += 1;
      };
    }
  }

  /** Goes on as if it had done all that was done before. */
  takeUp({ generated, initial, current }: Position): void {
    this.generated = generated;
    this.initial = initial;
    this.expanded = Math.max(0, current);
    if (current === NO_PARENT) this.passed = initial;
    this.states.beginInitial(generated, initial);
  }

  /** Forgets the last expansion, which was left in the middle, and what it counted: it comes again. */
  redo(generated: number): void {
    this.generated = generated;
    this.expanded -= 1;
    this.redone = this.current;
    this.isSettling = false;
    this.offered = undefined;
    this.offeredIsKept = false;
  }

  /** All initial states. */
  begin(): void {
    const mark = this.model.bank.mark();
    this.current = NO_PARENT;
    this.predicates.during = INITIAL;
    try {
      this.model.initial(this.takeInitial);
      this.states.beginInitial(this.generated, this.initial);
    } catch (error) {
      this.failed(error, mark);
    }
  }

  /** The successors of a state of this level. */
  expand(index: number, level: number): void {
    const { actions, checkDeadlock } = this.model;
    const before = this.generated - this.between;
    const mark = this.model.bank.mark();
    this.outside.decide(this.generated);
    const isLate = this.states.reserved >= this.batchFrom && index !== this.redone;
    const take = isLate ? this.takeLater : this.takeNext;
    this.current = index;
    this.level = level;
    this.states.begin(index, this.row);
    this.model.begin?.(this.row);
    this.expanded += 1;
    let isWhole = true;
    try {
      for (let i = 0; i < actions.length; i++) {
        this.action = i;
        this.predicates.during = this.predicates.actions[i]!;
        actions[i]!.successors(this.row, take);
      }
    } catch (error) {
      // What came before it may be wrong itself.
      if (!(error instanceof Stop)) this.settle();
      this.failed(error, mark);
      isWhole = false;
    }
    this.settle();
    if (isWhole && checkDeadlock && this.generated - this.between === before) this.tell({ kind: "deadlock" });
    this.spend();
  }

  /** To be called now and then by who waits. */
  look(): void {
    this.options.look();
  }

  // ------------------------------------------------------------------------------------------- generated states

  private readonly takeInitial = (next: Row): void => {
    if (this.passed > 0) {
      this.passed -= 1;
      return;
    }
    this.states.beginInitial(this.generated, this.initial);
    this.initial += 1;
    this.generated += 1;
    this.takeAtOnce(next, true);
    this.spend();
  };

  private readonly takeNext = (next: Row, touched?: number): void => {
    this.generated += 1;
    if (!this.outside.isFirst || !this.isLeftOut(next, touched)) this.takeAtOnce(next, false, touched);
    if (--this.credit <= 0) this.spend();
  };

  private readonly takeLater = (next: Row, touched?: number): void => {
    this.generated += 1;
    if (this.outside.isFirst && this.isLeftOut(next, touched)) {
      // Nothing else is to be done of it.
    } else if (this.states.offer(next, this.action, 0, touched)) {
      this.settle();
      if (this.states.takesForeign()) this.takeForeign(next);
    }
    if (--this.credit > 0) return;
    this.settle();
    this.spend();
  };

  /** One that cannot be put off; where many are like that, nothing is gained. */
  private takeForeign(next: Row): void {
    this.takeAbsent(next);
    if (this.states.isMeetingWanted) this.states.meet();
    if (this.foreign.areMany(this.generated)) this.batchFrom = Number.POSITIVE_INFINITY;
  }

  /** Whether a successor is outside; then it was checked. Called before it is looked for. */
  private isLeftOut(next: Row, touched?: number): boolean {
    const { predicates, row } = this;
    const { during } = predicates;
    const mark = this.model.bank.mark();
    let isOutside = true;
    this.offered = next;
    try {
      isOutside = predicates.isOutside(row, next, touched);
      const found = isOutside ? predicates.violatedAfter(row, next, touched) : undefined;
      if (isOutside) this.outside.note();
      if (found !== undefined) this.violated(found);
    } catch (error) {
      // It goes no further.
      this.failed(error, mark);
    }
    this.offered = undefined;
    predicates.during = during;
    return isOutside;
  }

  /** Looks for all successors that were put off. */
  private settle(): void {
    const { states, late, action, offered } = this;
    if (this.isSettling) return;
    if (states.hasOffers) {
      this.isSettling = true;
      states.readAhead();
      for (let i = states.nextAbsent(late); i !== ABSENT; i = states.nextAbsent(late)) {
        this.action = states.actionOffered(i);
        this.takeAbsent(late);
      }
      this.isSettling = false;
      this.action = action;
      this.offered = offered;
    }
    if (states.isMeetingWanted) states.meet();
  }

  /** A fault in a predicate of this state says nothing of the others. */
  private takeAtOnce(next: Row, isInitial: boolean, touched?: number): void {
    const { states, predicates } = this;
    const { during } = predicates;
    const mark = this.model.bank.mark();
    try {
      const at = isInitial ? states.find(next) : states.probe(next, touched);
      if (at !== ABSENT && !isInitial && !this.isCareful && this.redone !== this.current) return;
      this.offered = next;
      this.consider(next, at, isInitial);
    } catch (error) {
      this.failed(error, mark);
    }
    this.offered = undefined;
    this.predicates.during = during;
    if (states.isMeetingWanted) states.meet();
  }

  /** The same of a successor that is known to be absent, as far as this thread knows. */
  private takeAbsent(next: Row): void {
    const { during } = this.predicates;
    const mark = this.model.bank.mark();
    this.offered = next;
    try {
      this.consider(next, ABSENT, false);
    } catch (error) {
      this.failed(error, mark);
    }
    this.offered = undefined;
    this.predicates.during = during;
  }

  private consider(next: Row, at: number, isInitial: boolean): void {
    const { predicates, states, options } = this;
    const changed = isInitial ? undefined : states.changed;
    const wasAbsent = at === ABSENT;
    const isInside = (this.outside.isFirst && !isInitial) || predicates.isInside(next, changed);
    const isKept = isInside && (isInitial || predicates.isAllowed(this.row, next));
    const isNew = wasAbsent && isKept && states.keep(next, this.current, this.action);
    this.offeredIsKept = isNew;
    if (!isKept && !isInitial) this.outside.note();
    const isUnchecked = isNew || !isKept || (!isInitial && this.redone === this.current);
    const found = isUnchecked ? predicates.violated(next, changed) : undefined;
    if (found !== undefined) this.violated(found);
    if (this.model.temporal !== undefined)
      this.checkProperties(this.model.temporal, next, isInitial && wasAbsent);
    this.offeredIsKept = false;
    if (isNew && options.mostStates < Number.POSITIVE_INFINITY && states.size > options.mostStates)
      throw new Stop({ kind: "limit", limit: "states" });
  }

  private checkProperties(properties: TemporalChecks, next: Row, isInitial: boolean): void {
    const from = this.current === NO_PARENT ? undefined : this.row;
    const found = this.predicates.violatedProperty(properties, from, next, isInitial);
    if (found === undefined) return;
    const { name, place } = found;
    this.tell({
      kind: "violated",
      what: "property",
      of: isInitial ? "initial-state" : "step",
      name,
      place,
    });
  }

  private violated({ name, place }: StatePredicate): void {
    // As in `expand`.
    this.settle();
    this.tell({ kind: "violated", what: "invariant", name, place });
  }

  // ---------------------------------------------------------------------------------------------------- trouble

  /** Reports a fault of the specification; others are thrown on, exhausted memory as a Stop. */
  private failed(error: unknown, mark: number): void {
    if (error instanceof Stop) throw error;
    this.model.bank.release(mark);
    const cause = causeOf(error, this.model);
    if (cause === undefined) throw error;
    if (cause.kind === "memory") throw new Stop({ kind: "limit", limit: "memory" });
    const { fault, message, values } = cause;
    this.tell({ kind: "evaluation-error", fault, message, values, during: this.predicates.during });
  }

  private tell(what: Untraced): void {
    const { current, offered } = this;
    const row = Int32Array.from(offered ?? this.row);
    const action = current === NO_PARENT ? undefined : this.action;
    const beyond = offered === undefined ? undefined : { row, action };
    this.options.report({ what, at: current, beyond, row });
  }

  private spend(): void {
    if (--this.credit > 0) return;
    this.credit = STRIDE;
    this.options.look();
  }
}
