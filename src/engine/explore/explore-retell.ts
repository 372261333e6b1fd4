/**
 * When a search is taken up: `onStep` is told of the initial states and steps before, in the order in which they were found
 * then. Nothing is kept or checked anew.
 */
import type { CompiledModel, Row } from "../model.js";
import type { Predicates } from "./explore-checks.js";
import type { ExploreOptions } from "./explore-options.js";
import type { Watch } from "./explore-watch.js";
import { ABSENT, NO_PARENT, type StateSet } from "./states.js";

export class Retelling {
  private readonly model: CompiledModel;
  private readonly states: StateSet;
  private readonly predicates: Predicates;
  private readonly options: ExploreOptions;
  private readonly row: Row;
  /** How many states were known up to here, and of how many all steps were told. */
  private known = 0;
  private told = 0;
  private action = 0;
  private credit = 1;
  private watch: Watch | undefined;

  constructor(model: CompiledModel, states: StateSet, predicates: Predicates, options: ExploreOptions) {
    this.model = model;
    this.states = states;
    this.predicates = predicates;
    this.options = options;
    this.row = new Int32Array(model.width);
  }

  /** An initial state that came up before the search was saved. */
  takeInitial(next: Row): void {
    const { onStep } = this.options;
    if (onStep === undefined) return;
    const at = this.states.find(next);
    if (at === ABSENT) return;
    onStep(NO_PARENT, 0, at, at === this.known);
    if (at === this.known) this.known += 1;
  }

  /** Tells of all steps of the states that had been expanded; false if a pause is due before that is done. */
  run(watch: Watch): boolean {
    const { states, model, options } = this;
    const { onStep, from } = options;
    if (onStep === undefined || from === undefined || from.position.current === NO_PARENT) return true;
    this.watch = watch;
    while (this.known < states.size && states.parentOf(this.known) === NO_PARENT)
      onStep(NO_PARENT, 0, this.known++, true);
    for (; this.told < from.position.current; this.told++) {
      if (watch.pauseIsDue) return false;
      states.begin(this.told, this.row);
      for (const [i, action] of model.actions.entries()) {
        this.action = i;
        action.successors(this.row, this.take);
      }
    }
    return true;
  }

  private readonly take = (next: Row): void => {
    const { predicates, states, row } = this;
    const at = states.probe(next);
    const isKept =
      at !== ABSENT && predicates.isInside(next, states.changed) && predicates.isAllowed(row, next);
    if (isKept) this.options.onStep?.(this.told, this.action, at, at === this.known);
    if (at === this.known) this.known += 1;
    if (--this.credit <= 0) this.credit = this.watch?.look() ?? 1;
  };
}
