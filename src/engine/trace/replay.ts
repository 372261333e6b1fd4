/**
 * Replay: a behaviour from a file is walked through a model. The first state must be an initial one, each further state a
 * successor of the one before by the action that is named for it, if one of that name exists. Constraints do not matter.
 * What the behaviour breaks is told.
 */

import { type Change, diffStates, type Loop } from "../../tlc/counterexample.js";
import type { Verdict } from "../explore/explore-verdict.js";
import { Judge } from "../explore/judge.js";
import { type Beyond, type Path, pathOf, stateValues } from "../explore/path.js";
import type { CompiledModel, Row } from "../model.js";
import type { Ref } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { fromTree } from "../values/show.js";
import type { RecordedBehaviour, RecordedState } from "./export-behaviour.js";

/** Why a behaviour is none of the model's. State `at` (from 1) is the first that does not fit. */
export type Misfit =
  /** Variables of the model that the state does not have, and names that the model does not have. */
  | {
      readonly kind: "variables";
      readonly at: number;
      readonly missing: readonly string[];
      readonly unknown: readonly string[];
    }
  /** A value that no state of the model can have. */
  | { readonly kind: "no-state"; readonly at: number; readonly reason: string | undefined }
  /** `nearest` says what is different from the initial state that is most like it. */
  | { readonly kind: "not-initial"; readonly at: 1; readonly nearest: Nearest | undefined }
  | {
      readonly kind: "not-a-step";
      readonly at: number;
      readonly action: string | undefined;
      readonly nearest: Nearest | undefined;
    }
  /** It is a step, but by these actions. */
  | {
      readonly kind: "other-action";
      readonly at: number;
      readonly action: string;
      readonly by: readonly string[];
    }
  /** What comes after the last state is no step: `to` is the state that the file says. */
  | { readonly kind: "not-a-loop"; readonly at: number; readonly to: number };

export interface Nearest {
  /** Undefined for an initial state. */
  readonly action: string | undefined;
  /** From the nearest state to that of the file. */
  readonly changes: readonly Change[];
}

export type Replay =
  /** All of it is a behaviour of the model. */
  | {
      readonly kind: "replayed";
      readonly path: Path;
      /** What it breaks first; undefined if nothing. Properties of whole behaviours are not judged. */
      readonly broken: Verdict | undefined;
    }
  | {
      readonly kind: "diverges";
      readonly misfit: Misfit;
      /** What could be replayed. */
      readonly path: Path;
    }
  /** An evaluation failed on the way. */
  | { readonly kind: "failed"; readonly verdict: Verdict };

/** Walks the behaviour through the model. */
export function replay(model: CompiledModel, behaviour: RecordedBehaviour): Replay {
  return new Replayer(model).run(behaviour);
}

class Replayer {
  private readonly judge: Judge;
  private readonly names: ReadonlySet<string>;
  private readonly way: Beyond[] = [];

  constructor(private readonly model: CompiledModel) {
    this.judge = new Judge(model);
    this.names = new Set(model.actions.map((a) => a.name));
    const { bank, context } = model;
    context?.facts.set("level", () => bank.int(Math.max(1, this.way.length)));
  }

  run({ states, loop }: RecordedBehaviour): Replay {
    const mark = this.model.bank.mark();
    try {
      return this.walk(states, loop);
    } catch (error) {
      return { kind: "failed", verdict: this.judge.failed(error, this.way) };
    } finally {
      this.model.bank.release(mark);
    }
  }

  private walk(states: readonly RecordedState[], loop: Loop): Replay {
    let broken: Verdict | undefined;
    for (const [i, state] of states.entries()) {
      const row = this.rowOf(state, i + 1);
      if ("kind" in row) return this.diverges(row);
      const misfit = i === 0 ? this.begin(row) : this.step(row, state.action);
      if (misfit !== undefined) return this.diverges(misfit);
      broken ??= this.judge.broken(this.way);
    }
    const misfit = this.close(loop);
    if (misfit !== undefined) return this.diverges(misfit);
    const after = loop.kind === "back" ? this.way[loop.to - 1]?.row : undefined;
    const path = { ...pathOf(this.model, this.way, after), loop };
    return { kind: "replayed", path, broken: broken ?? this.deadlock(loop) };
  }

  private diverges(misfit: Misfit): Replay {
    return { kind: "diverges", misfit, path: pathOf(this.model, this.way) };
  }

  private rowOf({ values }: RecordedState, at: number): Row | Misfit {
    const { bank, variables } = this.model;
    const missing = variables.filter((v) => !values.has(v));
    const unknown = [...values.keys()].filter((v) => !variables.includes(v));
    if (missing.length + unknown.length > 0) return { kind: "variables", at, missing, unknown };
    try {
      const refs = variables.map((v): Ref => fromTree(bank, values.get(v)!));
      return this.model.rowOf(refs) ?? { kind: "no-state", at, reason: undefined };
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return { kind: "no-state", at, reason: error.message };
    }
  }

  private begin(row: Row): Misfit | undefined {
    let found = false;
    const nearest = new NearestState(this.model, row);
    this.judge.during = { kind: "initial" };
    this.model.initial((state) => {
      if (equal(state, row)) found = true;
      else if (!found) nearest.offer(state, undefined);
    });
    if (!found) return { kind: "not-initial", at: 1, nearest: nearest.found() };
    this.way.push({ row, action: undefined });
    return undefined;
  }

  /** Goes to `row`, by the action of this name if there is one. */
  private step(row: Row, name: string | undefined): Misfit | undefined {
    const at = this.way.length + 1;
    const nearest = new NearestState(this.model, row);
    const by = this.actionsTo(this.way.at(-1)!.row, row, nearest);
    const asked = name !== undefined && this.names.has(name) ? name : undefined;
    const action = by.find((i) => asked === undefined || this.model.actions[i]!.name === asked);
    if (action !== undefined) {
      this.way.push({ row, action });
      return undefined;
    }
    if (by.length === 0 || asked === undefined)
      return { kind: "not-a-step", at, action: name, nearest: nearest.found() };
    return { kind: "other-action", at, action: asked, by: this.namesOf(by) };
  }

  private namesOf(actions: readonly number[]): readonly string[] {
    return [...new Set(actions.map((i) => this.model.actions[i]!.name))];
  }

  private actionsTo(from: Row, to: Row, nearest?: NearestState): readonly number[] {
    return this.model.actions.flatMap(({ successors }, i) => {
      let found = false;
      this.judge.action(i);
      successors(from, (next) => {
        if (equal(next, to)) found = true;
        else if (!found) nearest?.offer(next, i);
      });
      return found ? [i] : [];
    });
  }

  /** What comes after the last state must be a step, or stutter; a VIEW or SYMMETRY may take another state for the first. */
  private close(loop: Loop): Misfit | undefined {
    if (loop.kind !== "back") return undefined;
    const last = this.way.at(-1)!.row;
    const first = this.way[loop.to - 1]?.row;
    const at = this.way.length;
    if (first === undefined) return { kind: "not-a-loop", at, to: loop.to };
    const isStep =
      this.isAlike(last, first) || this.model.actions.some((_, i) => this.leadsTo(i, last, first));
    return isStep ? undefined : { kind: "not-a-loop", at, to: loop.to };
  }

  private leadsTo(action: number, from: Row, to: Row): boolean {
    let found = false;
    this.judge.action(action);
    this.model.actions[action]!.successors(from, (next) => {
      found ||= this.isAlike(next, to);
    });
    return found;
  }

  /** Whether the search takes two states for one. */
  private isAlike(a: Row, b: Row): boolean {
    const { identity } = this.model;
    if (identity === undefined) return equal(a, b);
    const [one, other] = [new Int32Array(identity.width), new Int32Array(identity.width)];
    identity.of(a, one);
    identity.of(b, other);
    return equal(one, other);
  }

  private deadlock(loop: Loop): Verdict | undefined {
    if (!this.model.checkDeadlock || loop.kind !== "none") return undefined;
    const last = this.way.at(-1)!.row;
    let isStuck = true;
    for (const [i, { successors }] of this.model.actions.entries()) {
      this.judge.action(i);
      successors(last, () => {
        isStuck = false;
      });
    }
    return isStuck ? { kind: "deadlock", trace: pathOf(this.model, this.way) } : undefined;
  }
}

function equal(a: Row, b: Row): boolean {
  return a.every((cell, i) => cell === b[i]);
}

/** Of many states, the one with the most variables as in another. */
class NearestState {
  private best: { readonly row: Row; readonly action: number | undefined; readonly same: number } | undefined;

  constructor(
    private readonly model: CompiledModel,
    private readonly wanted: Row,
  ) {}

  offer(row: Row, action: number | undefined): void {
    const { model, wanted } = this;
    let same = 0;
    for (let i = 0; i < model.variables.length; i++) {
      if (model.valueOf(row, i) === model.valueOf(wanted, i)) same += 1;
    }
    if (this.best === undefined || same > this.best.same) this.best = { row: row.slice(), action, same };
  }

  found(): Nearest | undefined {
    if (this.best === undefined) return undefined;
    const { row, action } = this.best;
    return {
      action: action === undefined ? undefined : this.model.actions[action]!.name,
      changes: diffStates(stateValues(this.model, row), stateValues(this.model, this.wanted)),
    };
  }
}
