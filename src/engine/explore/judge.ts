/** What is checked of single states and steps, for searches that are not breadth first; and how an error is told. */

import type { CompiledModel, Row } from "../model.js";
import { causeOf, type During, type Verdict } from "./explore-verdict.js";
import { type Beyond, pathOf } from "./path.js";

export class Judge {
  /** What is being evaluated, to be told if it fails. */
  during: During = { kind: "initial" };

  constructor(readonly model: CompiledModel) {}

  /** The verdict of assumptions that are false; undefined if all hold. */
  assumptions(): Verdict | undefined {
    const places = this.model.assumptions.flatMap((assumption) => {
      this.during = { kind: "assumption", place: assumption.place };
      return assumption.holds() ? [] : [assumption.place];
    });
    return places.length === 0 ? undefined : { kind: "violated", what: "assumption", places };
  }

  isInside(state: Row): boolean {
    return this.model.constraints.every((constraint) => {
      this.during = { kind: "constraint", name: constraint.name, place: constraint.place };
      return constraint.holds(state);
    });
  }

  isAllowed(state: Row, next: Row): boolean {
    return this.model.actionConstraints.every((constraint) => {
      this.during = { kind: "action-constraint", name: constraint.name, place: constraint.place };
      return constraint.holds(state, next);
    });
  }

  /** What the last state of this way breaks, and the step to it. */
  broken(way: readonly Beyond[]): Verdict | undefined {
    const last = way.at(-1);
    if (last === undefined) return undefined;
    for (const { name, place, holds } of this.model.invariants) {
      this.during = { kind: "invariant", name, place };
      if (holds(last.row)) continue;
      return { kind: "violated", what: "invariant", name, place, trace: pathOf(this.model, way) };
    }
    const before = way.at(-2);
    const { initial = [], steps = [] } = this.model.temporal ?? {};
    for (const { name, place, holds } of before === undefined ? initial : steps) {
      this.during = { kind: "property", name, place };
      if (holds((before ?? last).row, last.row)) continue;
      const of = before === undefined ? "initial-state" : "step";
      return { kind: "violated", what: "property", of, name, place, trace: pathOf(this.model, way) };
    }
    return undefined;
  }

  /** The states up to that of which something is evaluated: of a step, the one that it is taken from. */
  stateOf(way: readonly Beyond[]): readonly Row[] {
    const rows = way.map(({ row }) => row);
    const isStep = this.during.kind === "action-constraint" || this.during.kind === "property";
    return isStep && rows.length > 1 ? rows.slice(0, -1) : rows;
  }

  /** The properties of behaviours, which take all states together: these searches do not check them. */
  get unchecked(): readonly string[] {
    return [...new Set((this.model.temporal?.goals ?? []).map((goal) => goal.name))];
  }

  action(i: number): void {
    const { name, place } = this.model.actions[i]!;
    this.during = { kind: "action", name, place };
  }

  /** The verdict of what was thrown at the end of this way; throws it on if it is a bug of ours. */
  failed(error: unknown, way: readonly Beyond[]): Verdict {
    const cause = causeOf(error, this.model);
    if (cause === undefined) throw error;
    if (cause.kind === "memory") return { kind: "limit", limit: "memory" };
    const { fault, message, values } = cause;
    const trace = pathOf(this.model, way);
    return { kind: "evaluation-error", fault, message, values, during: this.during, trace };
  }
}
