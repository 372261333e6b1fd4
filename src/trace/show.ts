/** A verdict on a recorded run, in words that fit a screen. */
import { unreachable } from "../report/diagnostic.js";
import { duration, grouped } from "../report/table.js";
import { verdictLine } from "../tlc/report.js";
import type { Reason } from "./explain.js";
import type { RecordedEvent } from "./format.js";
import type { Verdict } from "./validate.js";

const WIDEST = 160;

const short = (text: string): string => (text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`);

/** The verdict's lines; `display` shortens file names. Diagnostics of unreadable logs are not repeated. */
export function showVerdict(verdict: Verdict, display: (file: string) => string): readonly string[] {
  switch (verdict.kind) {
    case "unreadable": {
      const count = verdict.diagnostics.length;
      return [`rejected: the logs have ${count === 1 ? "a fault" : `${count} faults`}`];
    }
    case "accepted":
      return [
        `accepted: ${grouped(verdict.events)} events of ${nodesText(verdict)} (${duration(verdict.seconds)})`,
        `with ${verdict.bounds.map(short).join(", ")}`,
      ];
    case "no-answer":
      return [verdictLine(verdict.outcome)];
    case "rejected":
      return rejection(verdict, display);
    default:
      return unreachable(verdict);
  }
}

function nodesText(verdict: {
  readonly nodes: readonly string[];
  readonly byzantine: readonly string[];
}): string {
  const liars = verdict.byzantine.length === 0 ? "" : `; Byzantine: ${verdict.byzantine.join(", ")}`;
  return `${verdict.nodes.length} nodes (${verdict.nodes.join(", ")}${liars})`;
}

function rejection(
  verdict: Extract<Verdict, { kind: "rejected" }>,
  display: (file: string) => string,
): readonly string[] {
  const { event, before, position, events } = verdict;
  const source = event.by === event.node ? "" : `, accepted by ${event.by}`;
  return [
    `rejected: event ${event.index} of ${event.node}, ${event.action}, is not allowed by the specification`,
    `${display(event.place.file)}:${event.place.line}${source} (${position} of ${events} events allowed)`,
    "",
    ...before.map((e) => `  ${line(e, display)}`),
    `> ${line(event, display)}`,
    "",
    ...verdict.reasons.flatMap(reasonLines),
    "",
    `with ${verdict.bounds.map(short).join(", ")}`,
  ];
}

function line(event: RecordedEvent, display: (file: string) => string): string {
  const parts = [
    ...Object.entries(event.args).map(([name, v]) => `${name} = ${JSON.stringify(v)}`),
    ...Object.entries(event.inputs).map(([name, ids]) => `${name} from ${ids.join(" ") || "none"}`),
  ];
  const args = parts.length === 0 ? "" : `(${parts.join(", ")})`;
  return short(
    `${display(event.place.file)}:${event.place.line}  ${event.node} #${event.index} ${event.action}${args}`,
  );
}

/** One reason: what is wrong, then the values that show it. */
export function reasonLines(reason: Reason): readonly string[] {
  switch (reason.kind) {
    case "guard":
      return [
        "this conjunct of the guard is false:",
        ...indented(reason.conjunct),
        ...readLines(reason.reads),
      ];
    case "undefined":
      return ["this has no value here:", ...indented(reason.what), ...readLines(reason.reads)];
    case "value":
      return [
        `${reason.variable} differs:`,
        `    recorded       ${short(reason.recorded)}${reason.changed ? "" : "  (not recorded as changed)"}`,
        `    specification  ${short(reason.specification)}`,
      ];
    case "messages":
      return [
        "the messages sent differ:",
        `    recorded       ${short(reason.recorded)}`,
        `    specification  ${short(reason.specification)}`,
      ];
    case "sender":
      return [`a message sent does not bear the name of its sender, ${reason.node}`];
    case "unknown":
      return ["TLC allows no step here, and its evaluation of the parts does not say why"];
    default:
      return unreachable(reason);
  }
}

const indented = (text: string): readonly string[] => text.split("\n").map((l) => `    ${l}`);

const readLines = (reads: readonly { readonly name: string; readonly value: string }[]): readonly string[] =>
  reads.map((r) => `      ${r.name} = ${short(r.value)}`);
