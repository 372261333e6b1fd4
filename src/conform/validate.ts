/** Logs against a specification through a mapping: each trace its verdict. */
import { logChunks } from "../host/log-files.js";
import { mergeLogs } from "../log/merge.js";
import { readLog } from "../log/read.js";
import type { Json, LogBatch } from "../log/types.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { constantsOf } from "./constants.js";
import type { Mapping } from "./mapping.js";
import { valueAt } from "./paths.js";
import { type Prepared, prepare, type Subject } from "./prepare.js";
import { pathIn } from "./reader.js";
import { type RunOptions, runTrace } from "./run.js";
import type { TraceVerdict } from "./verdict.js";

export interface ValidateRequest extends RunOptions {
  readonly subject: Subject;
  readonly mapping: Mapping;
  /** Absolute; each is a trace, or all are one, as the mapping says. */
  readonly files: readonly string[];
}

/** A trace and what became of it. */
export type TraceResult =
  | { readonly files: readonly string[]; readonly verdict: TraceVerdict }
  /** Lines that cannot be read, or not by the mapping. */
  | { readonly files: readonly string[]; readonly faults: readonly Diagnostic[] };

/** Each trace's result as it is there. Faults of the mapping or of the specification are thrown as a DiagnosticError. */
export async function* validateLogs(request: ValidateRequest): AsyncGenerator<TraceResult> {
  const { mapping, subject } = request;
  const known = new Map<string, Prepared>();
  for (const files of tracesOf(request)) {
    const constants = await carefully(() =>
      constantsOf(subject.spec, mapping, () => linesOf(files, mapping)),
    );
    if ("faults" in constants) {
      yield { files, faults: constants.faults };
      continue;
    }
    const key = JSON.stringify([...constants.of]);
    const prepared = known.get(key) ?? (await prepare(subject, mapping, constants.of));
    known.set(key, prepared);
    const verdict = await carefully(() => runTrace(prepared, files, linesOf(files, mapping), request));
    yield "faults" in verdict ? { files, faults: verdict.faults } : { files, verdict: verdict.of };
  }
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

/** The lines of a trace in its order. */
export async function* linesOf(files: readonly string[], mapping: Mapping): AsyncGenerator<LogBatch> {
  const { log = {} } = mapping.content;
  const read = (file: string): AsyncIterable<LogBatch> =>
    readLog(file, logChunks(file), log.format === undefined ? {} : { format: log.format });
  if (typeof log.order !== "object") {
    for (const file of files) yield* read(file);
    return;
  }
  const path = pathIn(log.order.by, mapping.whereOf("log.order.by"));
  const eventAt = log.line === undefined ? [] : pathIn(log.line, mapping.whereOf("log.line")).steps;
  const steps = path.root === "line" ? path.steps : [...eventAt, ...path.steps];
  yield* mergeLogs(files.map(read), {
    stamp: (line) => valueAt(line.json, steps) as Json | undefined,
    what: path.text,
    unstamped: (line) => valueAt(line.json, steps) === undefined,
  });
}
