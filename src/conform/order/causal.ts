/** The lines of a trace in an order that their clocks allow, and what these leave open. */
import { lamportOrder, vectorOrder } from "../../log/clocks.js";
import type { LogBatch, LogLine } from "../../log/types.js";
import type { Clocked } from "../../log/vector.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Prepared } from "../prepare.js";
import { Opened } from "../reader.js";
import type { ClockOrder } from "./order.js";

export interface CausalTrace {
  readonly clocks: ClockOrder;
  /** Lines without a clock: those that mean nothing by themselves come first, end markers last. */
  readonly first: readonly LogLine[];
  readonly clocked: readonly Clocked[];
  readonly last: readonly LogLine[];
  /** For each of `clocked`, the positions of those that must come before it (of each node the last). */
  readonly before: readonly (readonly number[])[];
  /** Whether the clocks allow this order only. */
  readonly isTotal: boolean;
  readonly faults: readonly Diagnostic[];
}

/** Reads a whole trace: clocks may put its last line first. */
export async function causalTrace(
  prepared: Prepared,
  clocks: ClockOrder,
  batches: AsyncIterable<LogBatch>,
): Promise<CausalTrace> {
  const opened = new Opened(prepared);
  const { content } = prepared.mapping;
  const ignored = new Set(Object.keys(content.ignore?.events ?? {}));
  const [first, clocked, last, faults] = [[], [], [], []] as [LogLine[], LogLine[], LogLine[], Diagnostic[]];
  for await (const batch of batches) {
    faults.push(...batch.faults);
    for (const line of batch.lines) {
      const view = opened.of(line);
      if (clocks.clock(line) !== undefined && opened.counts(view)) clocked.push(line);
      else if (!opened.counts(view)) first.push(line);
      else if (opened.isEnd(view)) last.push(line);
      else if (view.name !== undefined && ignored.has(view.name)) first.push(line);
      else clocked.push(line);
    }
  }
  const { kind, what, clock, node } = clocks;
  const { nodes } = content.log ?? {};
  const order = kind === "vector" ? vectorOrder : lamportOrder;
  const found = order(
    clocked.map((line) => ({ line, node: node(line), clock: clock(line) })),
    { what, ...(nodes === undefined ? {} : { nodes }) },
  );
  const { lines, before } = found;
  // The line just in front of a line is before it, if the two cannot change places.
  const isTotal = before.every((list, k) => k === 0 || list.includes(k - 1));
  return { clocks, first, clocked: lines, last, before, isTotal, faults: [...faults, ...found.faults] };
}

/** The lines as one log: as they are in the trace, or in another order of `clocked`. */
export async function* batchesOf(trace: CausalTrace, order?: readonly number[]): AsyncGenerator<LogBatch> {
  const lines = trace.clocked.map((c) => c.line);
  const inOrder = order?.flatMap((k) => lines[k] ?? []) ?? lines;
  yield { lines: [...trace.first, ...inOrder, ...trace.last], faults: trace.faults };
}
