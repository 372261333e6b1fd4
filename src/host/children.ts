/**
 * Programs of ours that run beside us: each takes lines on standard input and prints lines of JSON. None outlives us:
 * ended by us, at our exit, or by themselves when their standard input ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";

export interface Child {
  readonly pid: number | undefined;
  send(message: unknown): void;
  /** How it ended: `exit code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
  /** Ends it at once (SIGKILL) and waits for that. */
  kill(): Promise<void>;
}

export interface ChildOptions {
  /** The script, run by the same Node.js as ourselves. */
  readonly script: string;
  /** The first line of its input, as JSON. */
  readonly config: unknown;
  /** Error output is appended to this file. */
  readonly stderr: string;
  /** A line of output, parsed; what is no JSON is dropped. */
  onMessage(message: unknown): void;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export function startChild(options: ChildOptions): Child {
  const log = openSync(options.stderr, "a");
  const child = spawn(process.execPath, [options.script], { stdio: ["pipe", "pipe", log], detached: true });
  closeSync(log);
  running.add(child);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  void ended.then(() => running.delete(child));
  // Whoever writes to a program that just ended learns it from `ended`.
  child.stdin?.on("error", () => {});
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on("line", (line) => read(line, options));
  const send = (message: unknown): void => void child.stdin?.write(`${JSON.stringify(message)}\n`);
  send(options.config);
  return {
    pid: child.pid,
    send,
    ended,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function read(line: string, options: ChildOptions): void {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return;
  }
  options.onMessage(message);
}
