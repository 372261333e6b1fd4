/**
 * The order in which a trace is matched. Where clocks leave it open, or rules are `early`, the first that is allowed is
 * tried, and if that is rejected all others: an order that matches can then be checked by any engine.
 */
import type { LogBatch, LogLine } from "../../log/types.js";
import { type Diagnostic, unreachable } from "../../report/diagnostic.js";
import { bootOf } from "../match/boot.js";
import { guarded } from "../match/guarded.js";
import { type RunOptions, runTrace } from "../match/run.js";
import type { Prepared } from "../prepare.js";
import type { ClockFact, EarlyFact, OrderFact, TraceVerdict } from "../verdict.js";
import { batchesOf, type CausalTrace, causalTrace } from "./causal.js";
import { CausalOrders } from "./causal-orders.js";
import { EarlyOrders, movedIn } from "./early.js";
import { clocksOf } from "./order.js";
import { eventsOfLines, searchOrders } from "./orders.js";

export interface OrderedTrace {
  readonly batches: () => AsyncIterable<LogBatch>;
  /** Where it is not that in which the lines stand: what is told of it. */
  readonly fact?: OrderFact;
  /** The lines as they stand, where nodes' own lines are matched in another order. */
  readonly asLogged?: readonly LogLine[];
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
  if (clocks === undefined)
    return hasEarly(prepared) ? earlyTrace(prepared, files, batches, options) : { batches };
  const trace = await causalTrace(prepared, clocks, batches());
  const first = () => batchesOf(trace);
  const by = { clocks: clocks.kind, path: clocks.what } as const;
  if (trace.isTotal) return { batches: first, fact: { ...by, tried: "only" } };
  const boot = await bootOf(prepared, first);
  // What is told of a rejection is looked for in the order that gets furthest.
  const { repairs: _, ...plain } = options;
  const verdict = await runTrace(prepared, files, first(), { ...plain, boot });
  const fact: ClockFact = { ...by, tried: "first" };
  if (verdict.kind !== "rejected") return { batches: first, fact, verdict };
  return otherOrder(prepared, trace, { ...options, boot }, fact);
}

async function otherOrder(
  prepared: Prepared,
  trace: CausalTrace,
  options: RunOptions,
  fact: ClockFact,
): Promise<OrderedTrace> {
  const orders = new CausalOrders(trace);
  const events = eventsOfLines(prepared, orders.lines, options.boot);
  const other = guarded(options, () => searchOrders(prepared, orders, events, options));
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

const hasEarly = ({ lineRules }: Prepared): boolean => lineRules.some((r) => r.source.early !== undefined);

/** As logged, if that matches: only otherwise the whole log is kept in memory. */
async function earlyTrace(
  prepared: Prepared,
  files: readonly string[],
  batches: () => AsyncIterable<LogBatch>,
  options: RunOptions,
): Promise<OrderedTrace> {
  const boot = await bootOf(prepared, batches);
  const { repairs: _, ...plain } = options;
  const verdict = await runTrace(prepared, files, batches(), { ...plain, boot });
  if (verdict.kind !== "rejected") return { batches, verdict };
  const lines: LogLine[] = [];
  const faults: Diagnostic[] = [];
  for await (const batch of batches()) {
    lines.push(...batch.lines);
    faults.push(...batch.faults);
  }
  const events = eventsOfLines(prepared, lines, boot);
  const orders = new EarlyOrders(lines, events);
  const other = guarded(options, () => searchOrders(prepared, orders, events, { ...options, boot }));
  if (other.kind === "too-many") {
    const fact: EarlyFact = { early: [], tried: "all" };
    return { batches, fact, undecided: other.why };
  }
  const { order } = other;
  const early = movedIn(lines, order).map(({ line, before }) => ({
    ...pointOf(line),
    before: pointOf(before),
  }));
  async function* inOrder(): AsyncGenerator<LogBatch> {
    yield { lines: order.flatMap((k) => lines[k] ?? []), faults };
  }
  const tried = other.kind === "matches" ? "another" : "all";
  return { batches: inOrder, asLogged: lines, fact: { early, tried } };
}

const pointOf = ({ file, line }: LogLine) => ({ file, line });

/** A verdict on the lines in their order, with what is known of the others. */
export function withOrder(verdict: TraceVerdict, { fact, undecided }: OrderedTrace): TraceVerdict {
  if (fact === undefined) return verdict;
  if (verdict.kind !== "rejected" || undecided === undefined) return { ...verdict, order: fact };
  const { rejection, ...facts } = verdict;
  const reason = `one order of its lines is rejected; of the others it is not known: ${undecided}`;
  return { ...facts, order: fact, kind: "undecided", reason, furthest: rejection.event };
}
