/**
 * What TLC looks at in each state: the invariants, and how far a trace is. A state that breaks an invariant is gone no
 * further from, as it is no state of a matching behaviour.
 *
 * An invariant of which it is known what it reads is looked at after steps that change some of that, as an action
 * constraint: most lines change a variable or two, and invariants take longer than all else. The others, and all of them
 * where a trace begins, are in a constraint; TLC evaluates constraints first.
 *
 *     LogsStep == /\ (UNCHANGED <<log>> \/ LogMatching') /\ … /\ LogsTold'
 */
import { isPureDeep, readsOf } from "../../engine/emit/emit-analysis.js";
import { isPure } from "../../engine/emit/emit-tables.js";
import type { Definition, Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import type { Prepared } from "../prepare.js";

export interface Checks {
  readonly definitions: readonly Definition[];
  readonly constraint: string;
  readonly actionConstraint: string;
}

export interface ChecksRequest {
  readonly prepared: Prepared;
  /** The variable that says how many lines are matched. */
  readonly at: string;
  readonly trace: string;
  /** Tells where a state is; TRUE. */
  readonly told: Expr;
  /** Of each trace, how many lines tell what nodes start with. */
  readonly boots: readonly number[];
}

export function checksOf({ prepared, at, trace, told, boots }: ChecksRequest): Checks {
  const { fresh } = prepared.parts;
  const v = (name: string): Expr => b.apply(name);
  const tell = fresh("LogsTold");
  const definitions = [b.definition(tell, [], told)];
  const isFirst = b.eq(v(at), b.num(0));
  let started: string | undefined;
  if (boots.some((count) => count > 0)) {
    // While nodes start one after another, each from its own disk, invariants need not hold.
    started = fresh("LogsStarted");
    const counts = b.tuple(...boots.map((count) => b.num(count)));
    const body = b.or([isFirst, b.infix(">=", v(at), b.index(counts, v(trace)))]);
    definitions.push(b.definition(started, [], body));
  }
  const always: Expr[] = [];
  const first: Expr[] = [];
  const changed: Expr[] = [];
  for (const name of prepared.invariants) {
    const reads = readsOfInvariant(prepared, name);
    if (reads === undefined) {
      always.push(started === undefined ? v(name) : b.ifThenElse(v(started), v(name), b.bool(true)));
      continue;
    }
    first.push(v(name));
    const after = b.prime(v(name));
    if (started === undefined) {
      if (reads.length > 0) changed.push(b.or([b.unchanged(...reads), after]));
      continue;
    }
    // The first state in which it is looked at is one in which all of it is.
    const isSame = b.and([v(started), b.unchanged(...reads)]);
    changed.push(b.ifThenElse(b.prime(v(started)), b.or([isSame, after]), b.bool(true)));
  }
  const [constraint, actionConstraint] = [fresh("LogsSeen"), fresh("LogsStep")];
  const begins = b.ifThenElse(isFirst, b.and([...first, v(tell)]), b.bool(true));
  definitions.push(b.definition(constraint, [], b.and([...always, begins])));
  definitions.push(b.definition(actionConstraint, [], b.and([...changed, b.prime(v(tell))])));
  return { definitions, constraint, actionConstraint };
}

/** The variables that an invariant depends on; undefined if it depends on more, or asks for ENABLED. */
function readsOfInvariant({ own }: Prepared, name: string): readonly string[] | undefined {
  const found = own.lowered.invariants.filter((i) => i.name === name);
  if (found.length === 0) return undefined;
  const slots = new Set<number>();
  for (const { ir } of found) {
    const { s, n } = readsOf(ir);
    if (n.size > 0 || !isPureDeep(ir, isPure)) return undefined;
    for (const slot of s) slots.add(slot);
  }
  return [...slots].map((slot) => own.lowered.variables[slot] ?? "");
}
