/** What tests of traces against specifications share. */
import { join } from "node:path";
import { mappingOf } from "../../src/conform/mapping/mapping.js";
import { type RunOptions, runTrace } from "../../src/conform/match/run.js";
import { type Prepared, prepare, type Subject } from "../../src/conform/prepare.js";
import type { TraceVerdict } from "../../src/conform/verdict.js";
import { readText } from "../../src/host/files.js";
import { readLog } from "../../src/log/read.js";
import type { Json, LogBatch } from "../../src/log/types.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { loadSpec, loadText } from "../../src/spec/modules.js";
import { parseCfg } from "../../src/tla/cfg.js";

export const fixtures = join(import.meta.dirname, "../fixtures/conform");

export async function subjectIn(folder: string, name: string): Promise<Subject> {
  const file = join(fixtures, folder, `${name}.tla`);
  const { spec, diagnostics } = await loadSpec(file, fixtures);
  if (spec === undefined) throw new DiagnosticError(diagnostics);
  const cfgFile = file.replace(/tla$/, "cfg");
  return { file, spec, cfg: parseCfg(cfgFile, await readText(cfgFile)).cfg };
}

/** A specification given as text, with a model. */
export async function subjectOf(name: string, text: string, cfg?: string): Promise<Subject> {
  const file = join(fixtures, `${name}.tla`);
  const { spec, diagnostics } = await loadText(file, text, fixtures);
  if (spec === undefined) throw new DiagnosticError(diagnostics);
  return { file, spec, cfg: cfg === undefined ? undefined : parseCfg(`${name}.cfg`, cfg).cfg };
}

export const mapped = (subject: Subject, mapping: unknown): Promise<Prepared> =>
  prepare(subject, mappingOf("mapping.json", mapping));

export async function* batches(text: string): AsyncGenerator<LogBatch> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text);
  }
  yield* readLog("log.ndjson", chunks());
}

/** The verdict on events, one a line. */
export function verdictOn(
  prepared: Prepared,
  events: readonly Json[],
  options: RunOptions = {},
): Promise<TraceVerdict> {
  return runTrace(
    prepared,
    ["log.ndjson"],
    batches(events.map((e) => `${JSON.stringify(e)}\n`).join("")),
    options,
  );
}

/** The codes of the faults that something is refused with. */
export async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map((d) => d.code);
    throw error;
  }
  return [];
}
