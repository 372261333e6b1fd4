/**
 * One thread's part of a search: it expands states that it is told to, checks what comes out, and adds it to the states
 * of all. It does not stop at an error: that is for whoever takes what it reports.
 *
 * Counted, kept and checked is what `explore.ts` says. Of two threads that find a state at once, one adds it, and only
 * that one checks it.
 */
import type { Place } from "../../report/diagnostic.js";
import { causeOf, type During } from "../explore/explore-verdict.js";
import { Stop } from "../explore/explore-watch.js";
import { ABSENT, NO_PARENT } from "../explore/states.js";
import type { CompiledModel, Row, StatePredicate } from "../model.js";
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
}

/** Between two looks, so many states are generated or expanded. */
const STRIDE = 256;

/** A predicate of states, what it is called when it fails, and the cells that it reads, as in `changed`. */
interface Check {
  readonly predicate: StatePredicate;
  readonly during: During;
  readonly reads: number;
  readonly always: boolean;
}

type Part = "action" | "invariant" | "constraint" | "action-constraint" | "property";
const during =
  (kind: Part) =>
  ({ name, place }: { readonly name: string; readonly place: Place }): During => ({ kind, name, place });

const checksOf = (kind: Part, predicates: readonly StatePredicate[]): readonly Check[] =>
  predicates.map((predicate) => ({
    predicate,
    during: during(kind)(predicate),
    reads: predicate.reads?.reduce((mask, cell) => mask | (1 << (cell & 31)), 0) ?? -1,
    always: predicate.reads === undefined,
  }));

export class Expander {
  generated = 0;
  /** Of those, states between the two steps of `A \\cdot B`, which are no successors. */
  private between = 0;
  expanded = 0;
  /** Initial states generated. */
  initial = 0;
  private readonly model: CompiledModel;
  private readonly states: SharedStates;
  private readonly options: ExpanderOptions;
  private readonly row: Row;
  private current = NO_PARENT;
  private level = 0;
  private action = 0;
  private during: During = { kind: "initial" };
  private offered: Row | undefined;
  /** Whether that one was added to the states, but not yet looked at to the end. */
  offeredIsKept = false;
  private credit = STRIDE;

  private readonly actions: readonly During[];
  private readonly invariants: readonly Check[];
  private readonly constraints: readonly Check[];
  private readonly actionConstraints: readonly During[];
  private readonly properties: readonly During[];
  /** Whether successors that are there matter too. */
  private readonly isCareful: boolean;

  constructor(model: CompiledModel, states: SharedStates, options: ExpanderOptions) {
    this.model = model;
    this.states = states;
    this.options = options;
    this.row = new Int32Array(model.width);
    this.actions = model.actions.map(during("action"));
    this.invariants = checksOf("invariant", model.invariants);
    this.constraints = checksOf("constraint", model.constraints);
    this.actionConstraints = model.actionConstraints.map(during("action-constraint"));
    this.properties = (model.temporal?.steps ?? []).map(during("property"));
    this.isCareful =
      model.identity !== undefined ||
      this.actionConstraints.length > 0 ||
      this.properties.length > 0 ||
      this.constraints.some((c) => c.always);
    // As in `explore.ts`: what is evaluated of a successor is told the level of the state that it comes from.
    model.context?.facts.set("level", (): Ref => model.bank.int(this.level));
    if (model.context !== undefined) {
      model.context.between = () => {
        this.generated += 1;
        this.between += 1;
      };
    }
  }

  /** All initial states. */
  begin(): void {
    const mark = this.model.bank.mark();
    this.current = NO_PARENT;
    this.during = { kind: "initial" };
    try {
      this.model.initial(this.takeInitial);
    } catch (error) {
      this.failed(error, mark);
    }
  }

  /** The successors of a state of this level. */
  expand(index: number, level: number): void {
    const { actions, checkDeadlock } = this.model;
    const before = this.generated - this.between;
    const mark = this.model.bank.mark();
    this.current = index;
    this.level = level;
    this.states.begin(index, this.row);
    this.model.begin?.(this.row);
    this.expanded += 1;
    for (let i = 0; i < actions.length; i++) {
      this.action = i;
      this.during = this.actions[i]!;
      try {
        actions[i]!.successors(this.row, this.takeNext);
      } catch (error) {
        this.failed(error, mark);
        return;
      }
    }
    if (checkDeadlock && this.generated - this.between === before) this.tell({ kind: "deadlock" });
    this.spend();
  }

  // ------------------------------------------------------------------------------------------- generated states

  private readonly takeInitial = (next: Row): void => {
    this.initial += 1;
    this.generated += 1;
    this.considerSafely(next, true);
    this.spend();
  };

  private readonly takeNext = (next: Row): void => {
    this.generated += 1;
    this.considerSafely(next, false);
    if (--this.credit <= 0) this.spend();
  };

  /** A fault in a predicate of this state says nothing of the others. */
  private considerSafely(next: Row, isInitial: boolean): void {
    const { during } = this;
    const mark = this.model.bank.mark();
    try {
      const at = isInitial ? this.states.find(next) : this.states.probe(next);
      if (at !== ABSENT && !isInitial && !this.isCareful) return;
      this.offered = next;
      this.consider(next, at, isInitial);
    } catch (error) {
      this.failed(error, mark);
    }
    this.offered = undefined;
    this.during = during;
  }

  private consider(next: Row, at: number, isInitial: boolean): void {
    const { changed } = this.states;
    const wasAbsent = at === ABSENT;
    const isKept = this.isInside(next, isInitial, changed) && (isInitial || this.isAllowed(next));
    const isNew = wasAbsent && isKept && this.states.keep(next, this.current, this.action);
    this.offeredIsKept = isNew;
    if (isNew || !isKept) this.check(next, isInitial, changed);
    if (this.model.temporal !== undefined) this.checkProperties(next, isInitial && wasAbsent);
    this.offeredIsKept = false;
    if (isNew && this.states.size > this.options.mostStates)
      throw new Stop({ kind: "limit", limit: "states" });
  }

  private isInside(next: Row, isInitial: boolean, changed: number): boolean {
    const { constraints } = this;
    for (let i = 0; i < constraints.length; i++) {
      const { predicate, during, reads, always } = constraints[i]!;
      if (!isInitial && !always && (reads & changed) === 0) continue;
      this.during = during;
      if (!predicate.holds(next)) return false;
    }
    return true;
  }

  private isAllowed(next: Row): boolean {
    const { actionConstraints } = this.model;
    for (let i = 0; i < actionConstraints.length; i++) {
      this.during = this.actionConstraints[i]!;
      if (!actionConstraints[i]!.holds(this.row, next)) return false;
    }
    return true;
  }

  private check(next: Row, isInitial: boolean, changed: number): void {
    const { invariants } = this;
    for (let i = 0; i < invariants.length; i++) {
      const { predicate, during, reads, always } = invariants[i]!;
      if (!isInitial && !always && (reads & changed) === 0) continue;
      this.during = during;
      if (predicate.holds(next)) continue;
      const { name, place } = predicate;
      this.tell({ kind: "violated", what: "invariant", name, place });
      return;
    }
  }

  private checkProperties(next: Row, isInitial: boolean): void {
    const { initial = [], steps = [] } = this.model.temporal ?? {};
    const isStep = this.current !== NO_PARENT;
    const predicates = isInitial ? initial : isStep ? steps : [];
    for (const predicate of predicates) {
      const { name, place } = predicate;
      this.during = { kind: "property", name, place };
      if (predicate.holds(isStep ? this.row : next, next)) continue;
      this.tell({
        kind: "violated",
        what: "property",
        of: isInitial ? "initial-state" : "step",
        name,
        place,
      });
      return;
    }
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
    this.tell({ kind: "evaluation-error", fault, message, values, during: this.during });
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
