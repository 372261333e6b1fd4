/** What of a specification cannot be evaluated while a log is matched with it: where, with which values, at which line. */
import { type Failure, failureOf } from "../../engine/explain/explain-error.js";
import { failureDiagnostic } from "../../engine/explain/explain-report.js";
import type { Ir } from "../../engine/lower/ir.js";
import type { Row } from "../../engine/model.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { linePlace } from "../faults.js";
import type { Branches } from "../match/branches.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Rule } from "../rules/rule-types.js";
import { valuesOf } from "./explain.js";

/** So many states are looked at after silent steps. */
const MOST_STATES = 1000;

/** In the states in which a log may begin, or of an invariant there. Other errors are thrown on. */
export function initialFault(prepared: Prepared, error: unknown): Diagnostic {
  const { explainer, lowered } = prepared.own;
  const { init, invariants } = lowered;
  const failure = failureOf(explainer, lowered, init, () => explainer.initial(init, () => {}));
  if (failure !== undefined) return told(prepared, "the initial predicate", failure);
  for (const { name, ir } of invariants) {
    const broken = failureOf(explainer, lowered, ir, () => {
      explainer.initial(init, (state) => {
        explainer.test(ir, undefined, { state: Int32Array.from(state), next: explainer.blank() });
      });
    });
    if (broken !== undefined) return told(prepared, `the invariant ${name}, in an initial state`, broken);
  }
  throw error;
}

/** At a line. Other errors are thrown on. */
export function evaluationFault(
  prepared: Prepared,
  event: Event,
  from: Branches,
  error: unknown,
): Diagnostic {
  const line = { message: `at ${event.line.text}`, place: linePlace(event.line) };
  for (const row of silently(prepared, event, from)) {
    const failed = "failed" in row ? row.failed : stepFailure(prepared, event.rule.rule, event, row.row);
    if (failed !== undefined) return { ...failed, notes: [line, ...(failed.notes ?? [])] };
  }
  throw error;
}

/** The states before a line, those after silent steps among them, and the first of these steps that fails. */
function* silently(
  prepared: Prepared,
  event: Event,
  from: Branches,
): Generator<{ readonly row: Row } | { readonly failed: Diagnostic }> {
  const { model, actionOf } = prepared.own;
  const sources = prepared.mapping.content.silent ?? [];
  const rules = prepared.silent.filter((_, k) => sources[k]?.for.includes(event.name ?? "") === true);
  const seen = new Set<string>();
  const open = from.rows.map((row) => Int32Array.from(row));
  for (let row = open.shift(); row !== undefined && seen.size < MOST_STATES; row = open.shift()) {
    const key = row.join();
    if (seen.has(key)) continue;
    seen.add(key);
    yield { row };
    for (const rule of rules) {
      const failed = stepFailure(prepared, rule, event, row);
      if (failed !== undefined) yield { failed };
      for (const phase of failed === undefined ? rule.phases : [])
        model.actions[actionOf.get(phase) ?? -1]?.successors(row, (next) => {
          open.push(Int32Array.from(next));
        });
    }
  }
}

/** What fails where a step is taken, or where an invariant is looked at after it. */
function stepFailure(prepared: Prepared, rule: Rule, event: Event, row: Row): Diagnostic | undefined {
  const values = valuesOf(prepared, event, row);
  for (const phase of rule.phases) {
    const action = prepared.own.lowered.actions[prepared.own.actionOf.get(phase) ?? -1];
    const failed = action && actionFailure(prepared, rule, action.ir, values);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

function actionFailure(
  prepared: Prepared,
  { id, action: text }: Rule,
  action: Ir,
  values: Int32Array,
): Diagnostic | undefined {
  const { explainer, lowered } = prepared.own;
  const failure = failureOf(explainer, lowered, action, () => {
    explainer.successors(action, values, () => {});
  });
  if (failure !== undefined) return told(prepared, `${id}, ${text}`, failure);
  for (const { name, ir } of lowered.invariants) {
    const after = failureOf(explainer, lowered, ir, () => {
      explainer.successors(action, values, (state) => {
        explainer.test(ir, undefined, { state, next: explainer.blank() });
      });
    });
    if (after !== undefined) return told(prepared, `the invariant ${name}`, after);
  }
  return undefined;
}

function told(prepared: Prepared, what: string, failure: Failure): Diagnostic {
  const { place, notes = [], ...rest } = failureDiagnostic(what, failure);
  const shown = notes
    .filter((note) => !isGenerated(note.place, prepared))
    .map((note) => ({ ...note, message: prepared.expressions.shown(note.message) }));
  return { ...rest, ...(isGenerated(place, prepared) || place === undefined ? {} : { place }), notes: shown };
}

/** Nobody has the generated module: what is in it is told by the rule's name. */
const isGenerated = (place: Diagnostic["place"], { own }: Prepared): boolean =>
  place?.file.endsWith(`${own.module.name}.tla`) === true;
