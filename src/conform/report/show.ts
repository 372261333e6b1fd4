/** Verdicts as text for people. */
import { type Diagnostic, unreachable } from "../../report/diagnostic.js";
import type {
  Candidate,
  ConjunctFinding,
  EarlyFact,
  LoggedEvent,
  OrderFact,
  Rejection,
  Repair,
  TraceFacts,
  TraceVerdict,
  Widest,
} from "../verdict.js";

/** How files are shown. */
export type Display = (file: string) => string;

/** A rejection is to fit a screen of 40 lines: so wide is one, and so many of them has each part. */
const WIDTH = 110;
const MOST_NOTES = 3;
const MOST_CANDIDATES = 3;
const MOST_REPAIRS = 3;

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
        ...(verdict.widest === undefined ? [] : wideLines(verdict.widest, display)),
        "  hint: log what tells these states apart: arguments, the message's identity, changed variables",
      ];
    }
    case "rejected":
      return [
        `rejected: ${name}`,
        ...rejectionLines(verdict.rejection, display),
        ...orderLines(verdict.order, display),
        ...few(verdict.notes, MOST_NOTES).map((note) =>
          typeof note === "string" ? `  ${note}` : fitted(`  ${noteText(note, display)}`, 1),
        ),
      ];
    default:
      return unreachable(verdict);
  }
}

function noteText({ message, place }: Diagnostic, display: Display): string {
  return place === undefined ? message : `${display(place.file)}:${place.line}: ${message}`;
}

function orderLines(order: OrderFact | undefined, display: Display): readonly string[] {
  if (order === undefined) return [];
  if ("early" in order) return earlyLines(order, display);
  const told = {
    only: "they allow one order only",
    first: "they leave the order of some lines open: one order was enough",
    another: "they leave the order of some lines open: the one tried first is rejected, another one matches",
    all: "they leave the order of some lines open: none matches, and none gets further",
  }[order.tried];
  const but =
    order.clocks === "lamport" && order.tried === "all"
      ? "; lines with different clocks were not exchanged"
      : "";
  return [
    `  ordered by ${order.clocks === "vector" ? "vector" : "Lamport"} clocks (${order.path}): ${told}${but}`,
  ];
}

const MOST_EARLY = 3;

function earlyLines({ early, tried }: EarlyFact, display: Display): readonly string[] {
  const at = (p: { readonly file: string; readonly line: number }): string => `${display(p.file)}:${p.line}`;
  const told = few(
    early.map((e) => `${at(e)} before ${at(e.before)}`),
    MOST_EARLY,
  );
  const taken = early.length === 0 ? [] : [`  early: ${told.join("; ")}`];
  if (tried === "another") return taken;
  return [...taken, "  no other order that `early` allows gets further"];
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
  out.push(...orderLines(facts.order, display));
  const { widest } = facts;
  if (widest !== undefined && widest.states > 1) out.push(...wideLines(widest, display));
  if (facts.neverTaken.length > 0) out.push(`  never taken: ${facts.neverTaken.join(", ")}`);
  for (const note of facts.notes) out.push(`  ${note.severity}: ${noteText(note, display)}`);
  return out;
}

const MOST_DIFFERING = 3;

/** Where a log leaves most open, and what to log so that it does not. */
function wideLines({ event, states, differ, by }: Widest, display: Display): readonly string[] {
  const out = [`  most states possible: ${states}, before ${eventText(event, display)}`];
  const names = differ
    .slice(0, MOST_DIFFERING)
    .map(({ variable, values }) => `${variable} (${values} values)`);
  if (names.length > 0) out.push(`    they differ in ${names.join(", ")}: log and compare one of these`);
  if (by !== undefined)
    out.push(`    multiplied by ${by.rule} at ${eventText(by, display)}: give its step more arguments`);
  return out;
}

export function rejectionLines(rejection: Rejection, display: Display): readonly string[] {
  const { event, candidates, before, invariant, states, repairs, reproduce } = rejection;
  const last = before.at(-1);
  const reached = last === undefined ? "" : `, the last at ${display(last.file)}:${last.line}`;
  const out = [
    fitted(`  ${display(event.file)}:${event.line}: ${event.text}`, 3),
    `  after ${count(rejection.matched, "matched event")}${reached}; ${count(states, "state")} possible before this line`,
  ];
  if (invariant !== undefined) out.push(`  every step that it allows breaks the invariant ${invariant}`);
  for (const candidate of distinct(candidates).slice(0, MOST_CANDIDATES))
    out.push(...candidateLines(candidate, display));
  if (before.length > 0) {
    out.push("  before it:");
    for (const e of before) out.push(fitted(`    ${display(e.file)}:${e.line}: ${e.text}`, 2));
  }
  const whole = repairs.filter((r) => r.reaches.how === "all");
  for (const repair of (whole.length > 0 ? whole : repairs).slice(0, MOST_REPAIRS))
    out.push(fitted(`  hint: ${repairText(repair, display)}`, 2));
  if (reproduce !== undefined) out.push(`  reproduce: ${reproduce}`);
  return out;
}

/** What was changed, and how far the log matches then. */
export function repairText(repair: Repair, display: Display): string {
  return `${changeText(repair, display)}, ${reachText(repair.reaches, display)}`;
}

function changeText(
  { kind, file, line, path, values, step: taken, other }: Repair,
  display: Display,
): string {
  const at = `${display(file)}:${line}`;
  const beside = other === undefined ? undefined : `${display(other.file)}:${other.line}`;
  switch (kind) {
    case "set": {
      const [before = "", after = ""] = values ?? [];
      const where = path === "" ? "the line" : `\`${path}\``;
      return `with ${where} ${shortened(after)} instead of ${shortened(before)} in ${at}`;
    }
    case "insert": {
      const { action = "", choices = [], events = [] } = taken ?? {};
      const step = `step ${action}${chosenText(choices)}`;
      if (events.length === 0) return `with a ${step} before ${at}, which no rule is for`;
      return `with a line ${events.map((e) => `\`${e}\``).join(" or ")} before ${at} (${step})`;
    }
    case "remove":
      return `without ${at}${beside === undefined ? "" : `, which says the same as ${beside}`}`;
    case "swap":
      return `with ${at} and ${beside ?? "the next line"} the other way round`;
    default:
      return unreachable(kind);
  }
}

function reachText({ how, file, line, further }: Repair["reaches"], display: Display): string {
  if (how === "all") return "every line of the log matches";
  const at = `${display(file)}:${line}`;
  if (how === "stopped") return `all lines up to ${at} match, and no more were tried`;
  return further === 0 ? "this line matches, but not the next" : `all lines up to ${at} match`;
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

function candidateLines(
  { rule, action, title = `${rule}, ${action}`, at, choices }: Candidate,
  display: Display,
): readonly string[] {
  const head = fitted(`  ${title}${chosenText(choices)}:`, 2);
  return at === undefined ? [head] : [head, fitted(`    false: ${findingLine(at, display)}`, 3)];
}

function chosenText(choices: Candidate["choices"]): string {
  const told = choices.map((c) => `${c.name} = ${shortened(c.value)}`);
  return told.length === 0 ? "" : ` with ${told.join(", ")}`;
}

/** What an existential quantifier over nothing is explained by. */
const NOTHING_IN = "the set";

export function findingLine(f: ConjunctFinding, display: Display): string {
  const where =
    f.place === undefined ? " (asked by the mapping)" : ` (${display(f.place.file)}:${f.place.line})`;
  const [only, ...more] = f.values;
  if (only?.name === NOTHING_IN && more.length === 0)
    return `${f.text} = ${only.value}, of which something is needed${where}`;
  if (f.sides !== undefined) return `${f.text}: ${f.sides[0]} against ${f.sides[1]}${where}`;
  const values = f.values.map(({ name, value }) => `${name} = ${shortened(value)}`).join(", ");
  return `${f.text}${values === "" ? "" : `: ${values}`}${where}`;
}

function shortened(text: string): string {
  return cutAt(text, WIDTH);
}

/** At most so many lines of a screen, with how much is left out. */
function fitted(text: string, lines: number): string {
  return cutAt(text, lines * WIDTH);
}

function cutAt(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - "… (+9999999 characters)".length;
  return `${text.slice(0, room)}… (+${text.length - room} characters)`;
}

/** The first ones, and how many more there are. */
function few<T>(list: readonly T[], most: number): readonly (T | string)[] {
  if (list.length <= most) return list;
  return [...list.slice(0, most - 1), `… and ${list.length - most + 1} more`];
}
