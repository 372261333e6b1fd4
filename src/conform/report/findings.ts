/** What became of a trace as diagnostics: at the line of the log, with the line of the specification as a note. */
import { type Diagnostic, type Place, unreachable } from "../../report/diagnostic.js";
import type { TraceResult } from "../validate.js";
import type { Candidate, LoggedEvent, Rejection } from "../verdict.js";
import { findingLine, repairText } from "./show.js";

type Display = (file: string) => string;

/** Nothing for an accepted trace, beyond its notes. */
export function findingsOf(result: TraceResult, display: Display): readonly Diagnostic[] {
  if ("faults" in result) return result.faults;
  const { verdict } = result;
  const file = result.files[0];
  const whole = file === undefined ? {} : { place: placeIn(file, 1, 0) };
  switch (verdict.kind) {
    case "accepted":
      return verdict.notes;
    case "vacuous":
      return [vacuous(whole), ...verdict.notes];
    case "incomplete":
      return [...verdict.reasons, ...verdict.notes];
    case "undecided":
      return [undecided(verdict.reason, verdict.furthest), ...verdict.notes];
    case "rejected":
      return [rejected(verdict.rejection, display), ...verdict.notes];
    default:
      return unreachable(verdict);
  }
}

const vacuous = (whole: { readonly place?: Place }): Diagnostic => ({
  code: "conform/vacuous",
  severity: "error",
  message: "the log says nothing that the specification could contradict",
  ...whole,
  hint: "map arguments, or compare state with `before` and `after`",
});

const undecided = (reason: string, furthest: LoggedEvent | undefined): Diagnostic => ({
  code: "conform/undecided",
  severity: "error",
  message: `neither accepted nor rejected: ${reason}`,
  ...(furthest === undefined ? {} : { place: placeOf(furthest) }),
  hint: "log what tells the states apart that are possible here",
});

function rejected(rejection: Rejection, display: Display): Diagnostic {
  const { event, candidates, invariant, matched, repairs, reproduce } = rejection;
  const told = event.name === undefined ? "this line" : `this ${event.name}`;
  const broken =
    invariant === undefined ? "" : `; every step that it allows breaks the invariant ${invariant}`;
  return {
    code: "conform/rejected",
    severity: "error",
    message: `no behaviour of the specification has ${told} after the ${matched} events before it${broken}`,
    place: placeOf(event),
    notes: [
      ...candidates.slice(0, MOST_NOTES).map((c) => noteOf(c, display)),
      ...repairs.slice(1, MOST_NOTES).map((r) => ({ message: repairText(r, display) })),
      ...(reproduce === undefined ? [] : [{ message: `reproduce: ${reproduce}` }]),
    ],
    ...(repairs[0] === undefined ? {} : { hint: repairText(repairs[0], display) }),
  };
}

const MOST_NOTES = 3;

function noteOf(
  { action, title = action, at }: Candidate,
  display: Display,
): { message: string; place?: Place } {
  if (at === undefined) return { message: `${title}: the step breaks an invariant` };
  const message = `${title}: ${findingLine(at, display)}`;
  return at.place === undefined ? { message } : { message, place: at.place };
}

function placeOf({ file, line, text }: LoggedEvent): Place {
  return placeIn(file, line, text.length);
}

function placeIn(file: string, line: number, length: number): Place {
  return { file, line, column: 1, endLine: line, endColumn: length + 1 };
}
