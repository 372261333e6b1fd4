/**
 * Running somebody else's program: one result shape, each reason of its end told apart, and nothing left behind.
 *
 * The program leads a process group of its own; ending it means ending the group, so descendants go with it.
 */
import { StringDecoder } from "node:string_decoder";
import { stopwatch } from "./clock.js";
import { killEverything, killGroup, running } from "./groups.js";

export interface ProgramOptions {
  readonly cwd?: string;
  /** The whole environment of the program (nothing is inherited besides); default: ours. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds between asking to end (SIGTERM) and ending (SIGKILL). */
  readonly graceMs?: number;
  /** Text as it comes, cut anywhere. */
  readonly onStdout?: (chunk: string) => void;
  readonly onStderr?: (chunk: string) => void;
}

export type ProgramEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "not-installed" }
  | { readonly kind: "not-started"; readonly reason: string };

export interface ProgramResult {
  readonly end: ProgramEnd;
  /** The command line, quoted for a shell. */
  readonly command: string;
  readonly seconds: number;
  /** The last lines of output and error output as they came, at most 20. */
  readonly lastLines: readonly string[];
}

const LAST_LINES = 20;
const GRACE_MS = 2000;
process.on("exit", killEverything);

/** Splits chunks into lines; `flush` gives what is left without a line end. */
export function lineSplitter(onLine: (line: string) => void): { push(chunk: string): void; flush(): void } {
  let rest = "";
  return {
    push(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    },
    flush() {
      if (rest !== "") onLine(rest);
      rest = "";
    },
  };
}

function follow(
  stream: NodeJS.ReadableStream | null,
  keep: (line: string) => void,
  onChunk: ((chunk: string) => void) | undefined,
): () => void {
  const decoder = new StringDecoder("utf8");
  const splitter = lineSplitter(keep);
  const push = (text: string): void => {
    if (text === "") return;
    splitter.push(text);
    onChunk?.(text);
  };
  stream?.on("data", (data: Buffer) => push(decoder.write(data)));
  return () => {
    push(decoder.end());
    splitter.flush();
  };
}

/** Runs a program to its end. Never rejects for what the program does; the result says how it ended. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const elapsed = stopwatch();
  const lastLines: string[] = [];
  const keep = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
  };
  // Loaded when first needed: it is a third of what short commands would read.
  const { execa } = await import("execa");
  const child = execa(file, [...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env as NodeJS.ProcessEnv, extendEnv: false }),
    stdin: "ignore",
    buffer: false,
    reject: false,
    detached: true,
    stripFinalNewline: false,
  });
  const pid = child.pid;
  if (pid !== undefined) running.add(pid);
  const endOut = follow(child.stdout, keep, options.onStdout);
  const endErr = follow(child.stderr, keep, options.onStderr);
  const stop = stopper(pid, options);
  child.once("exit", () => {
    if (pid !== undefined) killGroup(pid, "SIGKILL");
  });
  const result = await child;
  stop.done();
  if (pid !== undefined) running.delete(pid);
  endOut();
  endErr();
  const end = endOf(result, stop.reason());
  return { end, command: result.escapedCommand, seconds: elapsed(), lastLines };
}

/** Watches the time limit and the signal; the first of them ends the group and is the reason. */
function stopper(
  pid: number | undefined,
  options: ProgramOptions,
): { reason(): "timeout" | "cancelled" | undefined; done(): void } {
  let reason: "timeout" | "cancelled" | undefined;
  const timers: NodeJS.Timeout[] = [];
  const stop = (why: "timeout" | "cancelled"): void => {
    if (reason !== undefined) return;
    reason = why;
    if (pid === undefined) return;
    killGroup(pid, "SIGTERM");
    timers.push(setTimeout(() => killGroup(pid, "SIGKILL"), options.graceMs ?? GRACE_MS));
  };
  const cancel = (): void => stop("cancelled");
  if (options.timeoutMs !== undefined) {
    // Node's timers hold at most 2^31 - 1 milliseconds.
    timers.push(setTimeout(() => stop("timeout"), Math.min(options.timeoutMs, 2 ** 31 - 1)));
  }
  if (options.signal?.aborted) cancel();
  else options.signal?.addEventListener("abort", cancel, { once: true });
  return {
    reason: () => reason,
    done: () => {
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener("abort", cancel);
    },
  };
}

function endOf(
  result: {
    exitCode?: number | undefined;
    signal?: string | undefined;
    code?: string | undefined;
    originalMessage?: string | undefined;
  },
  stopped: "timeout" | "cancelled" | undefined,
): ProgramEnd {
  if (result.code === "ENOENT") return { kind: "not-installed" };
  if (result.exitCode === undefined && result.signal === undefined) {
    return { kind: "not-started", reason: result.originalMessage ?? result.code ?? "unknown reason" };
  }
  if (stopped !== undefined && result.exitCode !== 0) return { kind: stopped };
  if (result.exitCode !== undefined) return { kind: "exited", exitCode: result.exitCode };
  return { kind: "signalled", signal: result.signal ?? "unknown" };
}

/** Runs a short program and gives what it printed, output and error output apart. */
export async function capture(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult & { readonly stdout: string; readonly stderr: string }> {
  let stdout = "";
  let stderr = "";
  const result = await runProgram(file, args, {
    ...options,
    onStdout: (chunk) => {
      stdout += chunk;
    },
    onStderr: (chunk) => {
      stderr += chunk;
    },
  });
  return { ...result, stdout, stderr };
}
