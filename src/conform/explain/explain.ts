/** Why no state before a line could take it: the rule gone through conjunct by conjunct in each of them. */

import type { DeadEnd, Finding } from "../../engine/explain/explain-action.js";
import type { Row } from "../../engine/model.js";
import { equationsText } from "../../engine/modes/alias.js";
import { show } from "../../engine/values/show.js";
import type { Branches } from "../match/branches.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Rule } from "../rules/rule-types.js";
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

/** The state's variables, and the columns as the line has them. */
export function valuesOf(prepared: Prepared, event: Event, row: Row): Int32Array {
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
  rule: Pick<Rule, "id" | "action" | "title">,
  end: DeadEnd,
  state: number,
): Candidate {
  const told = (list: readonly Finding[]): readonly ConjunctFinding[] =>
    list.filter((f) => !isColumn(prepared, f)).map((f) => finding(prepared, f));
  return {
    rule: rule.id,
    action: rule.action,
    ...(rule.title === undefined ? {} : { title: rule.title }),
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
