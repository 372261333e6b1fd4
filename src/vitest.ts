/**
 * A matcher for Vitest: `import "bumblebee-tla/vitest"` adds
 *
 *     await expect("logs/run.ndjson").toConformTo("specs/Mine.tla", { mapping: "specs/mine.mapping.json" });
 *
 * What is expected to conform: a log's path, paths of several, what `memoryRecorder` recorded, or a list of events.
 */
import { expect } from "vitest";
import { mappingBeside, writeLines, writeMapping, writeSmallest } from "./conform/explain/kept.js";
import { quoted, reproducing } from "./conform/explain/reproduce.js";
import { loadConformSubject, loadMapping } from "./conform/load.js";
import { type Mapping, mappingOf } from "./conform/mapping/mapping.js";
import type { MappingFile } from "./conform/mapping/mapping-schema.js";
import { showTrace } from "./conform/report/show.js";
import { type TraceResult, type ValidateRequest, validateLogs } from "./conform/validate.js";
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
  /** A directory for traces that are rejected: those that are no files, and mappings that are none, are written there. */
  readonly keep?: string;
  /** The smallest log that is rejected for the same reason is written to this file, its mapping beside it. */
  readonly minimise?: string;
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
    const name = (this.currentTestName ?? "").replace(/\W+/g, "-").replace(/^-|-$/g, "");
    const { conforms, text } = await conformance(received, spec, options, name || "trace");
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

/**
 * What the matcher asks, for programs. Faults of the mapping, the model or the specification are thrown as an Error. `name`:
 * of files that are kept.
 */
export async function conformance(
  trace: Trace,
  spec: string,
  options: ConformOptions,
  name = "trace",
): Promise<ConformanceOutcome> {
  const cwd = process.cwd();
  const given = linesFrom(trace, cwd);
  const results: TraceResult[] = [];
  const told: string[] = [];
  try {
    const subject = await loadConformSubject(resolve(cwd, spec), cwd, options.cfg);
    const mapping = await mappingFrom(options.mapping, cwd);
    const again = reproduction(given, mapping, { ...options, name, spec }, cwd);
    const request: ValidateRequest = {
      ...{ subject, mapping, files: given.files, requireComplete: options.requireComplete === true },
      repairs: { milliseconds: REPAIR_MS },
      ...(again === undefined ? {} : { reproduce: again.command }),
      ...(given.read === undefined ? {} : { read: given.read }),
    };
    for await (const result of validateLogs(request)) {
      results.push(result);
      told.push(textOf(result, cwd));
    }
    told.push(...(await afterwards(request, results, again, options, cwd)));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new Error(renderDiagnostics(error.diagnostics, { color: false, source: () => undefined }));
  }
  const conforms =
    results.length > 0 && results.every((r) => "verdict" in r && r.verdict.kind === "accepted");
  return { conforms, text: told.join("\n"), results };
}

/** How a rejection is shown again by the command, and what has to be written for that. */
interface Reproduction {
  readonly command: NonNullable<ValidateRequest["reproduce"]>;
  write(spec: string): Promise<void>;
}

/** Undefined where something is not on disk, and there is no directory to keep it in. */
function reproduction(
  given: Lines,
  mapping: Mapping,
  {
    keep,
    name,
    spec,
    cfg,
    mapping: asked,
  }: ConformOptions & { readonly name: string; readonly spec: string },
  cwd: string,
): Reproduction | undefined {
  const isThere = given.memory === undefined && typeof asked === "string";
  if (!isThere && keep === undefined) return undefined;
  const log = resolve(cwd, keep ?? "", `${name}.ndjson`);
  const file = typeof asked === "string" ? asked : displayed(mappingBeside(log), cwd);
  const command = reproducing(
    [
      ["mapping", file],
      ["spec", spec],
      ["cfg", cfg],
    ],
    (path) => displayed(given.memory === undefined ? path : log, cwd),
  );
  return {
    command,
    write: async (of) => {
      if (given.memory !== undefined) await writeLines(log, given.memory);
      if (typeof asked !== "string") await writeMapping(mappingBeside(log), mapping.content, of);
    },
  };
}

/** Writes what is asked for of rejected traces, and says so. */
async function afterwards(
  request: ValidateRequest,
  results: readonly TraceResult[],
  again: Reproduction | undefined,
  { minimise }: ConformOptions,
  cwd: string,
): Promise<readonly string[]> {
  const first = results.find((r) => "verdict" in r && r.verdict.kind === "rejected");
  if (first === undefined || !("verdict" in first) || first.verdict.kind !== "rejected") return [];
  await again?.write(request.subject.file);
  const told =
    again === undefined ? ["  reproduce: with `keep: DIR` the trace is written, and the command told"] : [];
  if (minimise === undefined) return told;
  const log = resolve(cwd, minimise);
  const isThere = await writeSmallest(request, first.files, first.verdict.rejection, log);
  const [small, beside] = [log, mappingBeside(log)].map((file) => quoted(displayed(file, cwd)));
  return [
    ...told,
    isThere
      ? `minimised: bumblebee validate ${small} --mapping ${beside}`
      : "minimised: no smaller log is rejected for the same reason",
  ];
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

interface Lines {
  readonly files: readonly string[];
  readonly read?: Read;
  /** Of a trace that is no file. */
  readonly memory?: readonly string[];
}

/** Traces that are no files are lines of a log called `trace`. */
function linesFrom(trace: Trace, cwd: string): Lines {
  if (typeof trace === "string") return { files: [resolve(cwd, trace)] };
  if (!Array.isArray(trace)) return inMemory((trace as RecordedTrace).lines);
  const given = trace as readonly (string | object)[];
  const paths = given.filter((t): t is string => typeof t === "string");
  if (paths.length === given.length && given.length > 0) return { files: paths.map((p) => resolve(cwd, p)) };
  return inMemory(given.map((event) => JSON.stringify(event)));
}

function inMemory(memory: readonly string[]): Lines {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(memory.map((line) => `${line}\n`).join(""));
  }
  return { files: ["trace"], memory, read: (file) => readLog(file, bytes(), { format: "ndjson" }) };
}
