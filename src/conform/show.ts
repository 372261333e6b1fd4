/** Verdicts as text for people. */
import { type Diagnostic, unreachable } from "../report/diagnostic.js";
import type {
  Candidate,
  ConjunctFinding,
  LoggedEvent,
  Rejection,
  TraceFacts,
  TraceVerdict,
} from "./verdict.js";

/** How files are shown. */
export type Display = (file: string) => string;

const MOST_TEXT = 240;

export function showTrace(verdict: TraceVerdict, display: Display): readonly string[] {
  const name = verdict.files.map(display).join(", ");
  const counts = `${count(verdict.stepped, "line")} stepped, ${verdict.checked} checked only`;
  switch (verdict.kind) {
    case "accepted":
      return [`accepted: ${name}: ${counts}`, ...factLines(verdict, display)];
    case "vacuous":
      return [
        `vacuous: ${name}: ${counts}, but no line says anything that the specification could contradict`,
        "  hint: map arguments, or compare state with `before` and `after`",
        ...factLines(verdict, display),
      ];
    case "incomplete":
      return [
        `incomplete: ${name}: what is there matches, but something is missing`,
        ...verdict.reasons.map((reason) => `  ${noteText(reason, display)}`),
      ];
    case "undecided": {
      const at = verdict.furthest;
      return [
        `undecided: ${name}: ${verdict.reason}${at === undefined ? "" : `, at ${eventText(at, display)}`}`,
        "  hint: log what tells these states apart: arguments, the message's identity, changed variables",
      ];
    }
    case "rejected":
      return [
        `rejected: ${name}`,
        ...rejectionLines(verdict.rejection, display),
        ...verdict.notes.map((note) => `  ${noteText(note, display)}`),
      ];
    default:
      return unreachable(verdict);
  }
}

function noteText({ message, place }: Diagnostic, display: Display): string {
  return place === undefined ? message : `${display(place.file)}:${place.line}: ${message}`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function eventText({ file, line, name }: LoggedEvent, display: Display): string {
  return `${display(file)}:${line}${name === undefined ? "" : ` ${name}`}`;
}

function factLines(facts: TraceFacts, display: Display): readonly string[] {
  const out: string[] = [];
  for (const { event, lines, items } of facts.compared) {
    const told = items.map(({ specification, log, lines: made }) =>
      made === lines ? `${specification} with ${log}` : `${specification} with ${log} (${made})`,
    );
    out.push(
      `  ${event === "" ? "(no name)" : event} ×${lines}: ${told.length === 0 ? "nothing compared" : told.join("; ")}`,
    );
  }
  for (const { event, lines, why } of facts.ignored) out.push(`  ignored: ${event} ×${lines}: ${why}`);
  for (const { action, steps } of facts.silent) out.push(`  silent: ${action} ×${steps}`);
  const { widest } = facts;
  if (widest !== undefined && widest.states > 1)
    out.push(`  most states possible: ${widest.states}, before ${eventText(widest.event, display)}`);
  if (facts.neverTaken.length > 0) out.push(`  never taken: ${facts.neverTaken.join(", ")}`);
  for (const note of facts.notes) out.push(`  ${note.severity}: ${noteText(note, display)}`);
  return out;
}

export function rejectionLines(rejection: Rejection, display: Display): readonly string[] {
  const { event, candidates, before, invariant, states } = rejection;
  const out = [
    `  ${display(event.file)}:${event.line}: ${shortened(event.text)}`,
    `  after ${count(rejection.matched, "matched event")}; ${count(states, "state")} possible before this line`,
  ];
  if (invariant !== undefined) out.push(`  every step that it allows breaks the invariant ${invariant}`);
  for (const candidate of distinct(candidates).slice(0, 3)) out.push(...candidateLines(candidate, display));
  if (before.length > 0) {
    out.push("  before it:");
    for (const e of before) out.push(`    ${display(e.file)}:${e.line}: ${shortened(e.text)}`);
  }
  return out;
}

/** The same reason in several states is told once. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ at }) => {
    const key = JSON.stringify([at?.text, at?.place, at?.sides]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function candidateLines({ rule, action, at, choices }: Candidate, display: Display): readonly string[] {
  const chosen =
    choices.length === 0 ? "" : ` with ${choices.map((c) => `${c.name} = ${shortened(c.value)}`).join(", ")}`;
  const head = `  ${rule}, ${action}${chosen}:`;
  return at === undefined ? [head] : [head, `    false: ${findingLine(at, display)}`];
}

export function findingLine(f: ConjunctFinding, display: Display): string {
  const where =
    f.place === undefined ? " (asked by the mapping)" : ` (${display(f.place.file)}:${f.place.line})`;
  if (f.sides !== undefined) return `${f.text}: ${f.sides[0]} against ${f.sides[1]}${where}`;
  const values = f.values.map(({ name, value }) => `${name} = ${shortened(value)}`).join(", ");
  return `${f.text}${values === "" ? "" : `: ${values}`}${where}`;
}

function shortened(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`;
}
