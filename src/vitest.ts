/**
 * A matcher for Vitest: `import "bumblebee-tla/vitest"` adds
 *
 *     await expect("logs/run.ndjson").toConformTo("specs/Mine.tla", { mapping: "specs/mine.mapping.json" });
 *
 * What is expected to conform: a log's path, paths of several, what `memoryRecorder` recorded, or a list of events.
 */
import { expect } from "vitest";
import { reproducing } from "./conform/explain/reproduce.js";
import { loadConformSubject, loadMapping } from "./conform/load.js";
import { type Mapping, mappingOf } from "./conform/mapping/mapping.js";
import type { MappingFile } from "./conform/mapping/mapping-schema.js";
import { showTrace } from "./conform/report/show.js";
import { type TraceResult, validateLogs } from "./conform/validate.js";
import { resolve } from "./host/paths.js";
import { readLog } from "./log/read.js";
import type { LogBatch } from "./log/types.js";
import type { RecordedTrace } from "./record/memory.js";
import { DiagnosticError } from "./report/diagnostic.js";
import { renderDiagnostics } from "./report/render.js";

/** A log's path, several, a recorded trace, or events as they would stand in a log. */
export type Trace = string | readonly string[] | RecordedTrace | readonly object[];

export interface ConformOptions {
  /** A mapping file's path, or what it would contain. */
  readonly mapping: string | MappingFile;
  /** The model (default: the module's own). */
  readonly cfg?: string;
  /** A log of which nothing tells that it is whole does not conform. */
  readonly requireComplete?: boolean;
}

interface Conformance {
  /** All lines can be explained by one behaviour of the specification, none is missing, and something was compared. */
  toConformTo(spec: string, options: ConformOptions): Promise<void>;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: as Vitest declares it, so that the two are one
  interface Matchers<T = any> extends Conformance {}
}

expect.extend({
  async toConformTo(received: Trace, spec: string, options: ConformOptions) {
    const { conforms, text } = await conformance(received, spec, options);
    return {
      pass: conforms,
      message: () => (conforms ? `expected a trace that the specification does not allow\n\n${text}` : text),
    };
  },
});

export interface ConformanceOutcome {
  readonly conforms: boolean;
  /** What `bumblebee validate` prints. */
  readonly text: string;
  readonly results: readonly TraceResult[];
}

/** What the matcher asks, for programs. Faults of the mapping, the model or the specification are thrown as an Error. */
export async function conformance(
  trace: Trace,
  spec: string,
  { mapping, cfg, requireComplete = false }: ConformOptions,
): Promise<ConformanceOutcome> {
  const cwd = process.cwd();
  const { files, read } = linesFrom(trace, cwd);
  const results: TraceResult[] = [];
  const told: string[] = [];
  try {
    const subject = await loadConformSubject(resolve(cwd, spec), cwd, cfg);
    const request = {
      ...{ subject, mapping: await mappingFrom(mapping, cwd), files, requireComplete },
      repairs: { milliseconds: REPAIR_MS },
      ...(read !== undefined || typeof mapping !== "string"
        ? {}
        : {
            reproduce: reproducing(
              [
                ["mapping", mapping],
                ["spec", spec],
                ["cfg", cfg],
              ],
              (file) => displayed(file, cwd),
            ),
          }),
    };
    for await (const result of validateLogs({ ...request, ...(read === undefined ? {} : { read }) })) {
      results.push(result);
      told.push(textOf(result, cwd));
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new Error(renderDiagnostics(error.diagnostics, { color: false, source: () => undefined }));
  }
  const conforms =
    results.length > 0 && results.every((r) => "verdict" in r && r.verdict.kind === "accepted");
  return { conforms, text: told.join("\n"), results };
}

/** All that looking for what would have matched may take. */
const REPAIR_MS = 5000;

const displayed = (file: string, cwd: string): string =>
  file.startsWith(`${cwd}/`) ? file.slice(cwd.length + 1) : file;

function textOf(result: TraceResult, cwd: string): string {
  const display = (file: string): string => displayed(file, cwd);
  if ("verdict" in result) return showTrace(result.verdict, display).join("\n");
  return renderDiagnostics(result.faults, { color: false, source: () => undefined, display });
}

async function mappingFrom(mapping: string | MappingFile, cwd: string): Promise<Mapping> {
  return typeof mapping === "string" ? loadMapping(resolve(cwd, mapping)) : mappingOf("mapping", mapping);
}

type Read = (file: string) => AsyncIterable<LogBatch>;

/** Traces that are no files are lines of a log called `trace`. */
function linesFrom(trace: Trace, cwd: string): { readonly files: readonly string[]; readonly read?: Read } {
  if (typeof trace === "string") return { files: [resolve(cwd, trace)] };
  if (!Array.isArray(trace)) return inMemory((trace as RecordedTrace).lines);
  const given = trace as readonly (string | object)[];
  const paths = given.filter((t): t is string => typeof t === "string");
  if (paths.length === given.length && given.length > 0) return { files: paths.map((p) => resolve(cwd, p)) };
  return inMemory(given.map((event) => JSON.stringify(event)));
}

function inMemory(lines: readonly string[]): { readonly files: readonly string[]; readonly read: Read } {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
  }
  return { files: ["trace"], read: (file) => readLog(file, bytes(), { format: "ndjson" }) };
}
