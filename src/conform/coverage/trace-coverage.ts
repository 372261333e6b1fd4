/**
 * What one trace exercises. Only steps count that lie on a behaviour which explains the whole log: lines are matched
 * forwards, and what led nowhere is left out backwards. Where one state is left after a line, nothing before it can
 * change any more, so that few lines are kept.
 */
import { CoverageCounter } from "../../engine/coverage/coverage.js";
import type { Row } from "../../engine/model.js";
import { newContext } from "../../engine/natives/natives-context.js";
import type { Branches } from "../match/branches.js";
import { Matcher } from "../match/match.js";
import { type Event, Reader } from "../reader.js";
import type { Rule } from "../rules/rule-types.js";
import type { PreparedTrace } from "../validate.js";
import type { ActionTally, PointTally, TraceCoverage } from "./corpus.js";
import { type LineSteps, type StateKey, StepFinder, type TakenStep } from "./line-steps.js";
import { keyOf } from "./place-keys.js";
import type { SpecPoints } from "./spec-points.js";
import {
  addMarks,
  intersection,
  type Marks,
  type StepMarks,
  UNASSIGNED,
  WAS_FALSE,
  WAS_TRUE,
  WayRecorder,
} from "./way-recorder.js";

export interface CoverageOptions {
  /** In so many states of the trace, spread evenly, guards are tried; none without it. */
  readonly guardStates?: number;
  /** So many states are kept of lines at once, until one state is left. */
  readonly mostKept?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (lines: number) => void;
}

const MOST_KEPT = 2_000_000;
const PROGRESS = 500;

/** Undefined where more states are possible at once than are gone through. The trace must be accepted. */
export function traceCoverage(
  trace: PreparedTrace,
  points: SpecPoints,
  name: string,
  options: CoverageOptions = {},
): TraceCoverage | undefined {
  const { prepared, boot } = trace;
  const matcher = new Matcher(prepared, undefined, false);
  const reader = new Reader(prepared);
  for (const [k, event] of (boot?.events ?? []).entries()) {
    matcher.checking = k === (boot?.events.length ?? 0) - 1;
    if (matcher.step(event).kind !== "matched") throw new Error("a trace that was accepted does not match");
  }
  const tally = new CoverageTally(trace, points);
  let kept: KeptLine[] = [];
  let rows = 0;
  for (const [k, line] of trace.lines.entries()) {
    if (k % PROGRESS === 0) {
      options.signal?.throwIfAborted();
      options.onProgress?.(k);
    }
    const read = boot?.has(line) === true ? undefined : reader.read(line);
    if (read?.kind !== "event") continue;
    kept.push({ event: read.event, before: copied(matcher.current) });
    rows += matcher.current.size;
    if (matcher.step(read.event).kind !== "matched" || rows > (options.mostKept ?? MOST_KEPT))
      return undefined;
    if (matcher.current.size > 1) continue;
    tally.lines(kept, copied(matcher.current));
    kept = [];
    rows = 0;
  }
  tally.lines(kept, copied(matcher.current));
  return tally.coverage(name, options.guardStates ?? 0);
}

interface KeptLine {
  readonly event: Event;
  readonly before: readonly Row[];
}

const copied = (branches: Branches): readonly Row[] => branches.rows.map((row) => Int32Array.from(row));

class CoverageTally {
  private readonly finder: StepFinder;
  private readonly recorder: WayRecorder;
  private readonly slots: readonly number[];
  private readonly points = new Map<string, PointTally>();
  private readonly actions = new Map<string, ActionTally>();
  private readonly rules = new Map<string, number>();
  private readonly untold = new Set<number>();
  private readonly keys: ReadonlyMap<number, string>;
  private readonly states: Row[] = [];
  private stride = 1;
  private passed = 0;
  private mapped = 0;
  private open = 0;

  constructor(
    private readonly trace: PreparedTrace,
    private readonly spec: SpecPoints,
  ) {
    const { prepared } = trace;
    const { lowered, model } = prepared.own;
    this.finder = new StepFinder(prepared);
    this.recorder = new WayRecorder({
      ...{ bank: model.bank, variables: lowered.variables, context: model.context ?? newContext() },
      ...{ table: spec.table, entries: spec.entries, nameMark: (n) => spec.nameMark(n) },
    });
    this.slots = prepared.parts.kept.map((v) => lowered.variables.indexOf(v));
    this.keys = new Map(spec.points.map((p) => [p.id, keyOf(p.place)]));
  }

  /** Lines one after another, and the states after the last, from all of which the trace goes on. */
  lines(lines: readonly KeptLine[], after: readonly Row[]): void {
    let goal: ReadonlyMap<StateKey, number> = new Map(after.map((row) => [row.join(), 0]));
    const found: (readonly [Event, LineSteps])[] = [];
    for (const { event, before } of [...lines].reverse()) {
      const steps = this.finder.steps(event, before, goal);
      found.push([event, steps]);
      goal = steps.before;
      if (goal.size === 0) throw new Error(`${event.line.file}:${event.line.line}: no step leads to the end`);
    }
    const least = Math.min(...goal.values());
    let starts: ReadonlySet<StateKey> = new Set([...goal].filter(([, n]) => n === least).map(([key]) => key));
    for (const [event, steps] of found.reverse()) {
      const short = steps.fewest(starts);
      this.line(event.rule.rule, steps.steps, short.steps, event);
      starts = short.ends;
    }
  }

  /** `silent`: of the steps that nobody logged those without which it does not go. */
  private line(rule: Rule, steps: readonly TakenStep[], silent: readonly TakenStep[], event: Event): void {
    const key = ruleKey(rule, event.rule.on);
    this.rules.set(key, (this.rules.get(key) ?? 0) + 1);
    this.mapped += 1;
    for (const s of steps) this.visited(s.from);
    const unlogged: Marks = new Map();
    for (const s of silent) addMarks(unlogged, this.marks(s).some);
    const logged: Marks = new Map();
    const own = steps.filter((s) => !s.silent);
    const sure = rule.steps ? this.stepped(own, logged) : new Set<number>();
    if ([...logged.keys()].some((m) => !sure.has(m))) this.open += 1;
    this.count(logged, sure, unlogged);
  }

  /** Adds the marks of a line's own steps; gives those that every behaviour has there. */
  private stepped(steps: readonly TakenStep[], logged: Marks): ReadonlySet<number> {
    // Lines of several steps may end after different numbers of them.
    const least = Math.min(...steps.filter((s) => s.last).map((s) => s.stage));
    const stages = new Map<number, ReadonlySet<number>>();
    for (const s of steps) {
      const { some, every } = this.marks(s);
      addMarks(logged, some);
      const known = stages.get(s.stage);
      stages.set(s.stage, known === undefined ? every : intersection(known, every));
    }
    return new Set([...stages].flatMap(([stage, marks]) => (stage <= least ? [...marks] : [])));
  }

  private marks(step: TakenStep): StepMarks {
    const { model, lowered } = this.trace.prepared.own;
    const action = lowered.actions[step.action];
    if (action === undefined) throw new Error("a step without its action");
    const state = Int32Array.from(lowered.variables, (_, i) => model.valueOf(step.from, i));
    const next = Int32Array.from(lowered.variables, (_, i) => model.valueOf(step.to, i));
    if (step.last) for (const slot of this.slots) next[slot] = UNASSIGNED;
    const marks = this.recorder.step(action.ir, state, next);
    if (marks === undefined) throw new Error(`${action.name} does not lead where it led`);
    return this.surrounded(marks);
  }

  /** With what lies around operators that were taken. */
  private surrounded({ some, every }: StepMarks): StepMarks {
    const all = new Set(every);
    for (const mark of [...some.keys()]) {
      const around = this.spec.around.get(this.spec.nameOf(mark) ?? "");
      if (around === undefined) continue;
      addMarks(some, around.always);
      if (every.has(mark)) for (const m of around.always.keys()) all.add(m);
      for (const m of around.perhaps) this.untold.add(m);
    }
    return { some, every: all };
  }

  private count(logged: Marks, sure: ReadonlySet<number>, silent: Marks): void {
    for (const [mark, key] of this.keys) {
      const [steps, unlogged] = [logged.get(mark) ?? 0, silent.get(mark) ?? 0];
      if ((steps | unlogged) === 0) continue;
      const all = this.points.get(key) ?? { steps: 0, sure: 0, silent: 0, true: 0, false: 0 };
      if (steps !== 0) all.steps += 1;
      if (sure.has(mark)) all.sure += 1;
      if (unlogged !== 0) all.silent += 1;
      if (((steps | unlogged) & WAS_TRUE) !== 0) all.true += 1;
      if (((steps | unlogged) & WAS_FALSE) !== 0) all.false += 1;
      this.points.set(key, all);
    }
    for (const [name, marks] of this.spec.actionMarks) {
      const [steps, unlogged] = [marks.some((m) => logged.has(m)), marks.some((m) => silent.has(m))];
      if (!steps && !unlogged) continue;
      const all = this.actions.get(name) ?? { steps: 0, sure: 0, silent: 0 };
      if (steps) all.steps += 1;
      if (marks.some((m) => sure.has(m))) all.sure += 1;
      if (unlogged) all.silent += 1;
      this.actions.set(name, all);
    }
  }

  // ------------------------------------------------------------------------------------------------------- guards

  /** Every so many states are kept, fewer as there are more. */
  private visited(row: Row): void {
    this.passed += 1;
    if (this.passed % this.stride !== 0) return;
    this.states.push(row);
    if (this.states.length < 2 * MOST_GUARD_STATES) return;
    this.stride *= 2;
    this.states.splice(0, this.states.length, ...this.states.filter((_, i) => i % 2 === 1));
  }

  private guards(most: number): Pick<TraceCoverage, "states" | "failed" | "guards"> {
    const { own } = this.trace.prepared;
    const step = Math.max(1, Math.ceil(this.states.length / Math.max(1, most)));
    const chosen = most === 0 ? [] : this.states.filter((_, i) => i % step === 0);
    const { variables } = own.lowered;
    const ours = [...own.module.variables, ...this.trace.prepared.parts.kept];
    const kept = ours.map((v) => variables.indexOf(v));
    const counter = new CoverageCounter(this.spec.lowered, this.spec.table, own.model.bank, kept);
    for (const row of chosen) counter.state(Int32Array.from(variables, (_, i) => own.model.valueOf(row, i)));
    const guards: TraceCoverage["guards"] = {};
    for (const p of counter.counts().points) {
      const key = this.keys.get(p.id);
      if (key === undefined || !p.isTest || p.isWay || !isGuard.has(p.kind)) continue;
      guards[key] = { tried: p.evaluated, false: p.false };
    }
    return { states: chosen.length, failed: counter.failed, guards };
  }

  coverage(name: string, guardStates: number): TraceCoverage {
    const { spec, keys } = this;
    const isUntold = (marks: readonly number[]): boolean => marks.some((m) => this.untold.has(m));
    return {
      name,
      lines: this.mapped,
      open: this.open,
      points: Object.fromEntries(this.points),
      actions: Object.fromEntries(this.actions),
      rules: Object.fromEntries(this.rules),
      untold: [...this.untold].flatMap((m) => keys.get(m) ?? []).sort(),
      untoldActions: [...spec.actionMarks].flatMap(([n, marks]) => (isUntold(marks) ? [n] : [])).sort(),
      ...this.guards(Math.min(guardStates, MOST_GUARD_STATES)),
    };
  }
}

const MOST_GUARD_STATES = 1000;
const isGuard: ReadonlySet<string> = new Set(["conjunct", "condition", "operand"]);

/** A rule as people know it, without what another mapping file has elsewhere. */
export function ruleKey(rule: Rule, on: readonly (string | null)[]): string {
  return `${rule.id} ${on.map((n) => n ?? "(no name)").join(", ")}: ${rule.action}`.replace(" :", ":");
}
