/**
 * Logs of several nodes as one sequence, in which each node's events keep their order and every event comes after those
 * that sent its inputs. Deterministic: the nodes take turns in the order of their names.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { fault } from "./faults.js";
import type { RecordedEvent } from "./format.js";

export interface Merged {
  readonly events: readonly RecordedEvent[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `histories`: each node's events in order. */
export function mergeHistories(histories: ReadonlyMap<string, readonly RecordedEvent[]>): Merged {
  const nodes = [...histories.keys()].sort();
  const senders = new Set<string>();
  for (const events of histories.values()) for (const e of events) for (const id of e.out) senders.add(id);
  const at = new Map<string, number>(nodes.map((n) => [n, 0]));
  const sent = new Set<string>();
  const events: RecordedEvent[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const node of nodes) {
      const history = histories.get(node) ?? [];
      let k = at.get(node) ?? 0;
      for (let e = history[k]; e !== undefined && missing(e, sent) === undefined; e = history[k]) {
        events.push(e);
        for (const id of e.out) sent.add(id);
        k += 1;
        moved = true;
      }
      at.set(node, k);
    }
  }
  const diagnostics: Diagnostic[] = [];
  const stuck = nodes.flatMap((node) => histories.get(node)?.[at.get(node) ?? 0] ?? []);
  for (const e of stuck) {
    const lost = missing(e, senders);
    if (lost !== undefined) diagnostics.push(fault.unsent(e.place, lost.input, lost.id));
  }
  // Without a message that nobody sent, those left wait for each other.
  for (const e of diagnostics.length === 0 ? stuck : []) {
    const late = missing(e, sent);
    if (late !== undefined) diagnostics.push(fault.noCause(e.place, late.input, late.id));
  }
  return { events, diagnostics };
}

/** The first input that is not among the messages. */
function missing(
  event: RecordedEvent,
  messages: ReadonlySet<string>,
): { readonly input: string; readonly id: string } | undefined {
  for (const [input, ids] of Object.entries(event.inputs)) {
    const id = ids.find((x) => !messages.has(x));
    if (id !== undefined) return { input, id };
  }
  return undefined;
}
