/**
 * From the logs of replicas to one run: whose events are known, from where, and that nothing is missing. Events of
 * correct nodes come from their own logs; those of Byzantine ones from the correct nodes that accepted them.
 */
import type { LocalAction, Protocol } from "../protocol/types.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { fault } from "./faults.js";
import type { Log, RecordedEvent } from "./format.js";
import { mergeHistories } from "./merge.js";

export interface Run {
  /** In an order consistent with causality. */
  readonly events: readonly RecordedEvent[];
  readonly byzantine: readonly string[];
  /** Nodes with events or logs. */
  readonly nodes: readonly string[];
  /** Whether all logs of correct nodes end in order. */
  readonly ended: boolean;
}

export function collectRun(
  protocol: Protocol,
  logs: readonly Log[],
  byzantine: readonly string[],
): { readonly run: Run | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const found: Diagnostic[] = [];
  const histories = new Map<string, readonly RecordedEvent[]>();
  const byLog = new Map<string, Log>();
  for (const log of logs) {
    const other = byLog.get(log.node);
    if (other !== undefined) found.push(fault.twoLogs(log.place, log.node, other.place));
    byLog.set(log.node, log);
    if (!byzantine.includes(log.node)) histories.set(log.node, log.own);
  }
  const correct = logs.filter((l) => !byzantine.includes(l.node));
  const told = new Map<string, Map<number, RecordedEvent>>();
  for (const event of correct.flatMap((l) => l.accepted)) {
    const known = told.get(event.node) ?? new Map<number, RecordedEvent>();
    told.set(event.node, known);
    const first = known.get(event.index) ?? histories.get(event.node)?.[event.index - 1];
    if (first === undefined || sameEvent(first, event)) known.set(event.index, first ?? event);
    else found.push(fault.fork(event.node, event.index, first.place, event.place));
  }
  for (const [node, known] of told) {
    if (histories.has(node)) continue;
    const history = [...known.values()].sort((a, b) => a.index - b.index);
    if (!byzantine.includes(node)) found.push(fault.noLogOf(node, history[0]?.place));
    const hole = history.findIndex((e, k) => e.index !== k + 1);
    const after = history[hole];
    if (after !== undefined) found.push(fault.gap(after.place, node, hole + 1, after.index));
    histories.set(node, history);
  }
  for (const event of [...histories.values()].flat()) found.push(...nameFaults(protocol, event));
  const merged = mergeHistories(histories);
  found.push(...merged.diagnostics);
  const nodes = [...new Set([...histories.keys(), ...byzantine])].sort();
  const run =
    found.length > 0
      ? undefined
      : { events: merged.events, byzantine, nodes, ended: correct.every((l) => l.ended) };
  return { run, diagnostics: found };
}

/** Whether two records are of the same event (what it changed is known only to its node). */
function sameEvent(a: RecordedEvent, b: RecordedEvent): boolean {
  const facts = (e: RecordedEvent): string => canonical([e.action, e.args, e.inputs, e.out, e.messages]);
  return facts(a) === facts(b);
}

/** JSON with sorted keys. Sets are written in one order by all recorders. */
function canonical(json: unknown): string {
  return JSON.stringify(json, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Names that the specification does not have, or that the record lacks. */
function nameFaults(protocol: Protocol, event: RecordedEvent): readonly Diagnostic[] {
  const { place } = event;
  const action = protocol.actions.find((a) => a.name === event.action);
  if (action === undefined) {
    const known = protocol.actions.map((a) => a.name);
    return [fault.unknownName(place, "action", event.action, known)];
  }
  const params = action.params.map((p) => p.name);
  const inputs = action.inputs.map((i) => i.name);
  const variables = protocol.slice.map((v) => v.name);
  const where = `of ${action.name}`;
  return [
    ...both(event, `parameter ${where}:`, Object.keys(event.args), params),
    ...both(event, `input ${where}:`, Object.keys(event.inputs), inputs),
    ...Object.keys(event.changed ?? {})
      .filter((name) => !variables.includes(name))
      .map((name) => fault.unknownName(place, "node variable", name, variables)),
    ...singleInputs(action, event),
  ];
}

function both(
  event: RecordedEvent,
  what: string,
  given: readonly string[],
  wanted: readonly string[],
): readonly Diagnostic[] {
  return [
    ...given.filter((n) => !wanted.includes(n)).map((n) => fault.unknownName(event.place, what, n, wanted)),
    ...wanted.filter((n) => !given.includes(n)).map((n) => fault.missingName(event.place, what, n)),
  ];
}

function singleInputs(action: LocalAction, event: RecordedEvent): readonly Diagnostic[] {
  return action.inputs.flatMap((input) => {
    const count = event.inputs[input.name]?.length ?? 1;
    return input.mode === "one" && count !== 1 ? [fault.oneMessage(event.place, input.name, count)] : [];
  });
}
