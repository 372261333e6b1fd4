/** One run of TLC, from options to a verdict. */

import { delimiter } from "node:path";
import { stopwatch } from "../host/clock.js";
import { withTempDir } from "../host/files.js";
import { libraryFolders } from "../host/own-files.js";
import { basename, join, resolve } from "../host/paths.js";
import { lineSplitter, type ProgramResult, runProgram } from "../host/process.js";
import { unreachable } from "../report/diagnostic.js";
import type { Sources } from "./faults.js";
import { type JarFacts, jarFacts } from "./jar.js";
import { type Counts, messageParser } from "./messages.js";
import type { Progress, TlcOutcome, TlcVerdict } from "./outcome.js";
import { emptyReading, type Reading, read, verdict } from "./reader.js";

export interface Simulation {
  /** How many behaviours; without it TLC goes on until the time limit. */
  readonly num?: number;
  readonly depth?: number;
  readonly seed?: number;
}

export interface TlcOptions {
  /** TLC's jar. */
  readonly jar: string;
  /** The `java` program. */
  readonly java: string;
  /** The directory of the specification; nothing is written there. */
  readonly dir: string;
  /** The root module's name, without `.tla`. */
  readonly module: string;
  /** The model's file, relative to `dir` or absolute. */
  readonly cfgFile: string;
  /** Default: one. */
  readonly workers?: number | "auto";
  /** Java heap in MiB; default: Java's own choice. */
  readonly heapMb?: number;
  readonly timeoutMs?: number;
  readonly simulate?: Simulation;
  /** Further options of TLC, before the module's name. */
  readonly extraArgs?: readonly string[];
  /** Further options of Java (`-DTLA-Library=…`). */
  readonly javaArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Options of the Java machine that make short runs start faster. */
const JAVA_ARGS = ["-XX:+UseParallelGC", "-XX:+IgnoreUnrecognizedVMOptions"];

/** The arguments of `java` for a run that keeps its files in `scratch`. */
export function tlcArguments(options: TlcOptions, scratch: string, jar: JarFacts): readonly string[] {
  const { simulate } = options;
  const args = [
    ...JAVA_ARGS,
    // TLC unpacks the standard modules into the temporary directory, under names that every run shares.
    `-Djava.io.tmpdir=${scratch}`,
    // Modules that TLC itself does not bring along; those beside the specification come first.
    `-DTLA-Library=${libraryPath()}`,
    ...(options.heapMb === undefined ? [] : [`-Xmx${options.heapMb}m`]),
    ...(options.javaArgs ?? []),
    "-cp",
    classPath(options),
    "tlc2.TLC",
    "-tool",
    ...(jar.writesTraceSpec ? ["-noGenerateSpecTE"] : []),
    "-metadir",
    join(scratch, "states"),
    "-workers",
    String(options.workers ?? 1),
  ];
  if (simulate !== undefined) {
    args.push("-simulate");
    if (simulate.num !== undefined) args.push(`num=${simulate.num}`);
    if (simulate.depth !== undefined) args.push("-depth", String(simulate.depth));
    if (simulate.seed !== undefined) args.push("-seed", String(simulate.seed));
  }
  args.push("-config", resolve(options.dir, options.cfgFile), ...(options.extraArgs ?? []), options.module);
  return args;
}

/** TLC, and the Java part of the community modules where the user has it. */
function classPath({ jar, env = {} }: TlcOptions): string {
  const community = env.COMMUNITY_MODULES_JAR;
  return community === undefined || community === "" ? jar : [jar, resolve(community)].join(delimiter);
}

const libraryPath = (): string => libraryFolders().beyond.join(delimiter);

/** Runs TLC and says how it ended. Rejects only when the temporary directory cannot be made. */
export async function runTlc(options: TlcOptions): Promise<TlcOutcome> {
  const jar = await jarFacts(options.jar);
  if (jar === undefined) return noJar(options.jar);
  return withTempDir(async (scratch) => {
    const reading = emptyReading();
    const report = progressReporter(reading, options.onProgress);
    const parser = messageParser((item) => {
      read(reading, item);
      report();
    });
    const errors = lineSplitter((line) => {
      if (/OutOfMemoryError|insufficient memory/.test(line)) reading.outOfMemory = true;
    });
    const result = await runProgram(options.java, tlcArguments(options, scratch, jar), {
      cwd: options.dir,
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onStdout: (chunk) => parser.push(chunk),
      onStderr: (chunk) => errors.push(chunk),
    });
    parser.end();
    errors.flush();
    return {
      command: result.command,
      exitCode: result.end.kind === "exited" ? result.end.exitCode : undefined,
      seconds: result.seconds,
      lastLines: result.lastLines,
      printed: reading.printed,
      warnings: reading.warnings.filter((w) => !w.includes("-XX:+UseParallelGC")),
      version: reading.version,
      counts: reading.counts,
      ...judge(result, reading, options, scratch),
    };
  });
}

function noJar(program: string): TlcOutcome {
  return {
    kind: "not-installed",
    program,
    reason: "the file cannot be read",
    command: "",
    exitCode: undefined,
    seconds: 0,
    lastLines: [],
    printed: [],
    warnings: [],
    version: undefined,
    counts: undefined,
  };
}

function judge(result: ProgramResult, reading: Reading, options: TlcOptions, scratch: string): TlcVerdict {
  const { end } = result;
  switch (end.kind) {
    case "exited":
      return verdict(
        reading,
        end.exitCode,
        options.simulate !== undefined,
        sourcesOf(reading, options, scratch),
      );
    case "timeout":
    case "cancelled":
      return { kind: end.kind };
    case "not-installed":
      return { kind: "not-installed", program: options.java, reason: "there is no such program" };
    case "not-started":
      return { kind: "not-installed", program: options.java, reason: end.reason };
    case "signalled": {
      if (reading.outOfMemory) return { kind: "out-of-memory" };
      const memory = end.signal === "SIGKILL" ? " (often the system, when memory is short)" : "";
      return {
        kind: "crashed",
        signal: end.signal,
        reason: `it was ended from outside by ${end.signal}${memory}`,
      };
    }
    default:
      return unreachable(end);
  }
}

function sourcesOf(reading: Reading, options: TlcOptions, scratch: string): Sources {
  const files = new Map<string, string>();
  for (const line of reading.sany) {
    const file = /^Parsing file (.*\.tla)/.exec(line)?.[1];
    // Files in the scratch directory are TLC's standard modules, gone after the run.
    if (file !== undefined && !file.startsWith(scratch)) files.set(basename(file, ".tla"), file);
  }
  return {
    fileOf: (module) => files.get(module) ?? join(options.dir, `${module || options.module}.tla`),
    cfgFile: resolve(options.dir, options.cfgFile),
  };
}

/** Tells about each new count, with the rate since the one before. */
function progressReporter(
  reading: Reading,
  onProgress: ((progress: Progress) => void) | undefined,
): () => void {
  if (onProgress === undefined) return () => {};
  const elapsed = stopwatch();
  let last: { readonly counts: Counts | undefined; readonly seconds: number } = {
    counts: undefined,
    seconds: 0,
  };
  return () => {
    const { counts } = reading;
    if (counts === undefined || counts === last.counts) return;
    const seconds = elapsed();
    const passed = seconds - last.seconds;
    const rate = passed > 0 ? (counts.generated - (last.counts?.generated ?? 0)) / passed : 0;
    last = { counts, seconds };
    onProgress({ ...counts, rate: Math.max(0, Math.round(rate)), seconds });
  };
}
