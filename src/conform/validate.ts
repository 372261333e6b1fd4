/** Logs against a specification through a mapping: each trace its verdict. */
import { logChunks } from "../host/log-files.js";
import { mergeLogs } from "../log/merge.js";
import { readLog } from "../log/read.js";
import type { LogBatch, LogLine } from "../log/types.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import type { Engine } from "../verify/engines.js";
import { logFault } from "./faults.js";
import { constantsOf, readsConstants } from "./mapping/constants.js";
import type { Mapping } from "./mapping/mapping.js";
import { type Boot, bootOf } from "./match/boot.js";
import { eventsOf, type RunOptions, runTrace } from "./match/run.js";
import { orderOf } from "./order/order.js";
import { type OrderedTrace, orderedTrace, withOrder } from "./order/ordered.js";
import { type Prepared, prepare, type Subject } from "./prepare.js";
import type { Event } from "./reader.js";
import { askTlc } from "./tlc/tlc.js";
import type { TraceVerdict } from "./verdict.js";

export interface ValidateRequest extends RunOptions {
  readonly subject: Subject;
  readonly mapping: Mapping;
  /** Absolute; each is a trace, or all are one, as the mapping says. */
  readonly files: readonly string[];
  /** Asks TLC: by itself, or as well as our engine. */
  readonly tlc?: { readonly engine: Engine; readonly alone: boolean };
  /** Nothing after this line is looked at: for one trace. */
  readonly until?: LogPoint;
  /** How a file's lines are had, where they are not on disk. */
  readonly read?: (file: string) => AsyncIterable<LogBatch>;
}

/** A line of a log; of the only file, where none is named. */
export interface LogPoint {
  readonly file?: string;
  readonly line: number;
}

/** A trace and what became of it. */
export type TraceResult =
  | { readonly files: readonly string[]; readonly verdict: TraceVerdict }
  /** Lines that cannot be read, or not by the mapping; the specification cannot be evaluated; or engines disagree. */
  | { readonly files: readonly string[]; readonly faults: readonly Diagnostic[] };

const DISAGREE = "conform/engines-disagree";

/** Whether two engines say different things of the trace, which is a bug. */
export function isDisagreement(result: TraceResult): boolean {
  return "faults" in result && result.faults.some((d) => d.code === DISAGREE);
}

export function disagreement(own: TraceVerdict, tlc: TraceVerdict): Diagnostic {
  const told = (verdict: TraceVerdict): string =>
    verdict.kind === "rejected"
      ? `rejected at ${verdict.rejection.event.file}:${verdict.rejection.event.line}`
      : verdict.kind;
  return {
    code: DISAGREE,
    severity: "error",
    message: `the engines disagree, which is a bug: ours says ${told(own)}, TLC says ${told(tlc)}`,
  };
}

interface Ready {
  readonly files: readonly string[];
  readonly prepared: Prepared;
}

/** A trace whose lines can be read by the rules that were made for its constants, or why not. */
type ReadyTrace = Ready | { readonly files: readonly string[]; readonly faults: readonly Diagnostic[] };

/** Each trace's result, in order. Faults of the mapping or of the specification are thrown as a DiagnosticError. */
export async function* validateLogs(request: ValidateRequest): AsyncGenerator<TraceResult> {
  const ready: Ready[] = [];
  for await (const trace of readyTraces(request)) {
    if ("faults" in trace) yield trace;
    else if (request.tlc === undefined) yield await ownResult(request, trace);
    else ready.push(trace);
  }
  const { tlc } = request;
  if (tlc === undefined) return;
  for (const prepared of new Set(ready.map((r) => r.prepared)))
    yield* await tlcResults(
      request,
      tlc,
      ready.filter((r) => r.prepared === prepared),
    );
}

async function* readyTraces(request: ValidateRequest): AsyncGenerator<ReadyTrace> {
  const { mapping, subject } = request;
  const known = new Map<string, Prepared>();
  const said = (files: readonly string[]) =>
    carefully(() => constantsOf(subject.spec, mapping, () => linesOf(files, mapping, request.read)));
  // They are the same for all traces where no line says any.
  let same: Awaited<ReturnType<typeof said>> | undefined;
  for (const files of tracesOf(request)) {
    const constants = same ?? (await said(files));
    if (!readsConstants(mapping)) same = constants;
    if ("faults" in constants) {
      yield { files, faults: constants.faults };
      continue;
    }
    const key = JSON.stringify([...constants.of]);
    const prepared = known.get(key) ?? (await prepare(subject, mapping, constants.of));
    known.set(key, prepared);
    yield { files, prepared };
  }
}

/** The lines of a trace with what reads them. */
export interface PreparedTrace extends Ready {
  readonly boot: Boot | undefined;
  /** In the order in which they are matched. */
  readonly lines: readonly LogLine[];
  /** As they stand, where nodes' own lines are matched in another order. */
  readonly asLogged: readonly LogLine[] | undefined;
}

/** Each trace with all its lines, for what looks at them more than once. */
export async function* preparedTraces(
  request: ValidateRequest,
): AsyncGenerator<
  PreparedTrace | { readonly files: readonly string[]; readonly faults: readonly Diagnostic[] }
> {
  for await (const trace of readyTraces(request)) {
    if ("faults" in trace) {
      yield trace;
      continue;
    }
    const { files, prepared } = trace;
    const batches = () => linesOf(files, request.mapping, request.read);
    const read = await carefully(async () => {
      const lines: LogLine[] = [];
      const faults: Diagnostic[] = [];
      const ordered = await orderedTrace(prepared, files, batches, request);
      for await (const batch of ordered.batches()) {
        lines.push(...batch.lines);
        faults.push(...batch.faults.filter((f) => f.severity === "error"));
      }
      if (faults.length > 0) throw new DiagnosticError(faults);
      return { lines, asLogged: ordered.asLogged, boot: await bootOf(prepared, ordered.batches) };
    });
    yield "faults" in read ? { files, faults: read.faults } : { files, prepared, ...read.of };
  }
}

async function ownResult(
  request: ValidateRequest,
  { files, prepared }: Ready,
  known?: OrderedTrace,
): Promise<TraceResult> {
  const verdict = await carefully(async () => {
    const trace = known ?? (await ordered(request, { files, prepared }));
    const isPart = request.until !== undefined;
    if (trace.verdict !== undefined && request.matched === undefined && !isPart)
      return withOrder(trace.verdict, trace);
    const boot = await bootOf(prepared, trace.batches);
    const { asLogged } = trace;
    const options = { ...request, boot, isPart, asLogged };
    return withOrder(await runTrace(prepared, files, trace.batches(), options), trace);
  });
  return "faults" in verdict ? { files, faults: verdict.faults } : { files, verdict: verdict.of };
}

/** The lines of a trace in the order in which they are matched, up to the last that is asked for. */
async function ordered(request: ValidateRequest, { files, prepared }: Ready): Promise<OrderedTrace> {
  const { mapping, read, until } = request;
  const trace = await orderedTrace(prepared, files, () => linesOf(files, mapping, read), request);
  return until === undefined ? trace : { ...trace, batches: () => linesUntil(trace.batches(), until) };
}

async function tlcResults(
  request: ValidateRequest,
  tlc: NonNullable<ValidateRequest["tlc"]>,
  ready: readonly Ready[],
): Promise<readonly TraceResult[]> {
  const { subject, signal = new AbortController().signal } = request;
  const results: TraceResult[] = [];
  const traces: (Ready & { readonly events: readonly Event[]; readonly order: OrderedTrace })[] = [];
  for (const { files, prepared } of ready) {
    const read = await carefully(async () => {
      const order = await ordered(request, { files, prepared });
      const boot = await bootOf(prepared, order.batches);
      return { order, events: await eventsOf(prepared, order.batches(), boot) };
    });
    if ("faults" in read) results.push({ files, faults: read.faults });
    else traces.push({ files, prepared, ...read.of });
  }
  const [first] = traces;
  if (first === undefined) return results;
  const answers = await askTlc({
    subject,
    prepared: first.prepared,
    traces: traces.map((t) => t.events),
    engine: tlc.engine,
    signal,
  });
  for (const [i, { files, prepared, order }] of traces.entries()) {
    const answer = answers[i];
    if (answer?.kind === "failed") {
      const faults = "diagnostics" in answer.outcome ? answer.outcome.diagnostics : [];
      results.push({ files, faults });
    } else results.push(await judged(request, tlc.alone, { files, prepared }, order, answer?.matched ?? 0));
  }
  return results;
}

/** TLC's verdict; ours beside it where both are asked, and for the explanation of a rejection. */
async function judged(
  request: ValidateRequest,
  alone: boolean,
  ready: Ready,
  order: OrderedTrace,
  matched: number,
): Promise<TraceResult> {
  const theirs = await ownResult({ ...request, matched }, ready, order);
  if (!("verdict" in theirs) || (alone && theirs.verdict.kind !== "rejected")) return theirs;
  const ours = await ownResult(request, ready, order);
  // What our engine cannot tell, or not within its limits, is TLC's alone.
  if (!("verdict" in ours) || ours.verdict.kind === "undecided") return theirs;
  const tlc = theirs.verdict;
  if (sameVerdict(ours.verdict, tlc)) return ours;
  return { files: ready.files, faults: [disagreement(ours.verdict, tlc)] };
}

export function sameVerdict(a: TraceVerdict, b: TraceVerdict): boolean {
  if (a.kind !== "rejected" || b.kind !== "rejected") return a.kind === b.kind;
  const [x, y] = [a.rejection.event, b.rejection.event];
  return x.file === y.file && x.line === y.line;
}

/** The files of each trace. */
export function tracesOf({
  files,
  mapping,
}: Pick<ValidateRequest, "files" | "mapping">): readonly (readonly string[])[] {
  return mapping.content.log?.files === "merged" ? [files] : files.map((file) => [file]);
}

async function carefully<T>(
  work: () => Promise<T>,
): Promise<{ readonly of: T } | { readonly faults: readonly Diagnostic[] }> {
  try {
    return { of: await work() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { faults: error.diagnostics };
  }
}

/** The lines of a trace that are looked at. Throws a DiagnosticError if the last of these is not there. */
async function* linesUntil(batches: AsyncIterable<LogBatch>, until: LogPoint): AsyncGenerator<LogBatch> {
  for await (const batch of batches) {
    const at = batch.lines.findIndex(
      ({ file, line }) => line === until.line && file === (until.file ?? file),
    );
    if (at < 0) yield batch;
    else {
      yield { lines: batch.lines.slice(0, at + 1), faults: [] };
      return;
    }
  }
  throw new DiagnosticError([logFault.noSuchLine(until)]);
}

/** The lines of a trace in its order. */
export async function* linesOf(
  files: readonly string[],
  mapping: Mapping,
  given?: ValidateRequest["read"],
): AsyncGenerator<LogBatch> {
  const { log = {} } = mapping.content;
  const read =
    given ??
    ((file: string): AsyncIterable<LogBatch> =>
      readLog(file, logChunks(file), log.format === undefined ? {} : { format: log.format }));
  const order = orderOf(mapping);
  if (order === undefined) {
    for (const file of files) yield* read(file);
    return;
  }
  yield* mergeLogs(files.map(read), {
    ...order,
    unstamped: (line) => order.stamp(line) === undefined,
  });
}
