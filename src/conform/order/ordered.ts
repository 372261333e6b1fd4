/**
 * The order in which a trace is matched. Where clocks leave it open, the first that they allow is tried, and if that is
 * rejected all others: an order that matches can then be checked by any engine.
 */
import type { LogBatch } from "../../log/types.js";
import { unreachable } from "../../report/diagnostic.js";
import { bootOf } from "../match/boot.js";
import { type RunOptions, runTrace } from "../match/run.js";
import type { Prepared } from "../prepare.js";
import type { OrderFact, TraceVerdict } from "../verdict.js";
import { batchesOf, type CausalTrace, causalTrace } from "./causal.js";
import { clocksOf } from "./order.js";
import { searchOrders } from "./orders.js";

export interface OrderedTrace {
  readonly batches: () => AsyncIterable<LogBatch>;
  /** Where lines have clocks: what is told of the order. */
  readonly fact?: OrderFact;
  /** Why it is not known whether another order matches, this one being rejected. */
  readonly undecided?: string;
  /** Our engine's, if it was needed to find the order. */
  readonly verdict?: TraceVerdict;
}

/** `batches`: the lines as they are read. Throws a DiagnosticError. */
export async function orderedTrace(
  prepared: Prepared,
  files: readonly string[],
  batches: () => AsyncIterable<LogBatch>,
  options: RunOptions,
): Promise<OrderedTrace> {
  const clocks = clocksOf(prepared.mapping);
  if (clocks === undefined) return { batches };
  const trace = await causalTrace(prepared, clocks, batches());
  const first = () => batchesOf(trace);
  const by = { clocks: clocks.kind, path: clocks.what } as const;
  if (trace.isTotal) return { batches: first, fact: { ...by, tried: "only" } };
  const boot = await bootOf(prepared, first);
  // What is told of a rejection is looked for in the order that gets furthest.
  const { repairs: _, ...plain } = options;
  const verdict = await runTrace(prepared, files, first(), { ...plain, boot });
  const fact: OrderFact = { ...by, tried: "first" };
  if (verdict.kind !== "rejected") return { batches: first, fact, verdict };
  return otherOrder(prepared, trace, { ...options, boot }, fact);
}

async function otherOrder(
  prepared: Prepared,
  trace: CausalTrace,
  options: RunOptions,
  fact: OrderFact,
): Promise<OrderedTrace> {
  const other = searchOrders(prepared, trace, options);
  switch (other.kind) {
    case "too-many":
      return { batches: () => batchesOf(trace), fact, undecided: other.why };
    case "matches":
      return { batches: () => batchesOf(trace, other.order), fact: { ...fact, tried: "another" } };
    case "none":
      return { batches: () => batchesOf(trace, other.order), fact: { ...fact, tried: "all" } };
    default:
      return unreachable(other);
  }
}

/** A verdict on the lines in their order, with what is known of the others. */
export function withOrder(verdict: TraceVerdict, { fact, undecided }: OrderedTrace): TraceVerdict {
  if (fact === undefined) return verdict;
  if (verdict.kind !== "rejected" || undecided === undefined) return { ...verdict, order: fact };
  const { rejection, ...facts } = verdict;
  const reason = `one order of its lines is rejected; of the others it is not known: ${undecided}`;
  return { ...facts, order: fact, kind: "undecided", reason, furthest: rejection.event };
}
