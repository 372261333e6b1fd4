/** Why no state before a line could take it: the rule gone through conjunct by conjunct in each of them. */

import type { DeadEnd, Finding } from "../../engine/explain/explain-action.js";
import { failureOf } from "../../engine/explain/explain-error.js";
import { failureDiagnostic } from "../../engine/explain/explain-report.js";
import type { Ir } from "../../engine/lower/ir.js";
import type { Row } from "../../engine/model.js";
import { equationsText } from "../../engine/modes/alias.js";
import { show } from "../../engine/values/show.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { linePlace } from "../faults.js";
import type { Branches } from "../match/branches.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Candidate, ConjunctFinding, LoggedEvent, Rejection } from "../verdict.js";

/** So many states are looked at, and so many ways kept. */
const MOST_STATES = 16;
const MOST_CANDIDATES = 8;

export interface Rejected {
  readonly event: Event;
  readonly matched: number;
  readonly invariant: string | undefined;
  /** The states that the line started from, silent steps included. */
  readonly from: Branches;
  readonly before: readonly Event[];
}

export function loggedEvent(event: Event): LoggedEvent {
  const { file, line, text } = event.line;
  return { file, line, text, name: event.name, rule: event.rule.rule.id };
}

export function explainRejection(prepared: Prepared, rejected: Rejected): Rejection {
  const { event, from, invariant } = rejected;
  const candidates: Candidate[] = [];
  for (let i = 0; i < Math.min(from.size, MOST_STATES); i++)
    candidates.push(...candidatesOf(prepared, event, from.rows[i]!, i));
  candidates.sort((a, b) => b.before.length - a.before.length);
  const [first] = candidates;
  return {
    event: loggedEvent(event),
    matched: rejected.matched,
    invariant,
    candidates: candidates.slice(0, MOST_CANDIDATES),
    before: rejected.before.map(loggedEvent),
    states: from.size,
    state: from.size === 0 ? undefined : stateText(prepared, from.rows[first?.state ?? 0]!),
    repairs: [],
    reproduce: undefined,
  };
}

function candidatesOf(prepared: Prepared, event: Event, row: Row, state: number): readonly Candidate[] {
  const { own } = prepared;
  const { rule } = event.rule;
  const [phase] = rule.phases;
  const index = phase === undefined ? undefined : own.actionOf.get(phase);
  const action = index === undefined ? undefined : own.lowered.actions[index];
  if (action === undefined) return [];
  const values = valuesOf(prepared, event, row);
  const { failures } = own.explainer.explain(action.ir, undefined, values);
  return failures.map((end) => candidate(prepared, rule, end, state));
}

/** Nobody has the generated module: what is in it is told by the rule's name. */
const isGenerated = (place: Diagnostic["place"], { own }: Prepared): boolean =>
  place?.file.endsWith(`${own.module.name}.tla`) === true;

function placed({ place, ...rest }: Diagnostic, prepared: Prepared): Diagnostic {
  return place === undefined || isGenerated(place, prepared) ? rest : { ...rest, place };
}

function notesOf({ notes = [] }: Diagnostic, prepared: Prepared): NonNullable<Diagnostic["notes"]> {
  return notes
    .filter(({ place }) => !isGenerated(place, prepared))
    .map((note) => ({ ...note, message: prepared.expressions.shown(note.message) }));
}

/** What could not be evaluated at a line: the place in the specification, the values, and the line. */
export function evaluationFault(
  prepared: Prepared,
  event: Event,
  from: Branches,
  error: unknown,
): Diagnostic {
  const { own } = prepared;
  const line = { message: `at ${event.line.text}`, place: linePlace(event.line) };
  for (const row of from.rows)
    for (const phase of event.rule.rule.phases) {
      const action = own.lowered.actions[own.actionOf.get(phase) ?? -1];
      if (action === undefined) continue;
      const values = valuesOf(prepared, event, row);
      const told = stepFailure(prepared, event, action.ir, values);
      if (told !== undefined) return { ...placed(told, prepared), notes: [line, ...notesOf(told, prepared)] };
    }
  throw error;
}

/** What fails where a step is taken, or where an invariant is looked at after it. */
function stepFailure(
  { own }: Prepared,
  { rule: { rule } }: Event,
  action: Ir,
  values: Int32Array,
): Diagnostic | undefined {
  const { explainer, lowered } = own;
  const failure = failureOf(explainer, lowered, action, () => {
    explainer.successors(action, values, () => {});
  });
  if (failure !== undefined) return failureDiagnostic(`${rule.id}, ${rule.action}`, failure);
  for (const { name, ir } of lowered.invariants) {
    const after = failureOf(explainer, lowered, ir, () => {
      explainer.successors(action, values, (state) => {
        explainer.test(ir, undefined, { state, next: explainer.blank() });
      });
    });
    if (after !== undefined) return failureDiagnostic(`the invariant ${name}`, after);
  }
  return undefined;
}

/** The state's variables, and the columns as the line has them. */
function valuesOf(prepared: Prepared, event: Event, row: Row): Int32Array {
  const { own } = prepared;
  const { model, module, lowered } = own;
  const values = Int32Array.from(lowered.variables, (_, i) => model.valueOf(row, i));
  for (const [i, column] of event.rule.rule.columns.entries()) {
    const variable = module.variables[module.columns.indexOf(column)] ?? "";
    values[lowered.variables.indexOf(variable)] = event.values[i] ?? 0;
  }
  return values;
}

function candidate(
  prepared: Prepared,
  rule: { readonly id: string; readonly action: string },
  end: DeadEnd,
  state: number,
): Candidate {
  const told = (list: readonly Finding[]): readonly ConjunctFinding[] =>
    list.filter((f) => !isColumn(prepared, f)).map((f) => finding(prepared, f));
  return {
    rule: rule.id,
    action: rule.action,
    state,
    at: finding(prepared, end.at),
    before: told(end.before),
    after: told(end.after),
    choices: end.choices.map(({ name, value }) => ({ name: prepared.expressions.shown(name), value })),
  };
}

/** `UNCHANGED at_term`, which is about our variables alone. */
function isColumn(prepared: Prepared, f: Finding): boolean {
  const name = f.sides?.[0].replace(/'$/, "") ?? f.text.replace(/^UNCHANGED /, "");
  return prepared.own.module.variables.includes(name);
}

function finding(prepared: Prepared, f: Finding): ConjunctFinding {
  const { module } = prepared.own;
  const fromMapping = f.place === undefined || f.place.file.endsWith(`${module.name}.tla`);
  const shown = (text: string): string => (fromMapping ? prepared.expressions.shown(text) : text);
  const hidden = new Set<string>([...module.variables]);
  return {
    kind: f.kind,
    text: shown(f.text),
    place: fromMapping ? undefined : f.place,
    fromMapping,
    sides: f.sides,
    values: f.values.filter((v) => !hidden.has(v.name)).map((v) => ({ name: shown(v.name), value: v.value })),
  };
}

function stateText(prepared: Prepared, row: Row): string {
  const { own } = prepared;
  const { model, module, lowered } = own;
  const shown = lowered.variables.flatMap((name, i) =>
    module.variables.includes(name) || prepared.parts.kept.includes(name)
      ? []
      : [[name, show(model.bank, model.valueOf(row, i))] as const],
  );
  return equationsText(shown.map(([name, value]) => [name, value]));
}
