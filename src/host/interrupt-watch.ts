/**
 * A thread that hears SIGINT when nobody else can.
 *
 * Node ends a script on SIGINT by a helper of its own, which begins with the first such script of the process and ends
 * with the last; what comes while it begins or ends is lost, or ends the process. The thread here is in such a script
 * as long as it lives, so that the helper stays. Of all such scripts the one that was begun last is ended by a signal:
 * the main thread's, while it works in one, else the thread's, which tells the main thread.
 */
import { EventEmitter } from "node:events";
import { nodeThreads } from "./threads.js";

/** Cells of the memory that both threads see: is the watch kept, how often did the thread hear, is it to end? */
const READY = 0;
const HEARD = 1;
const END = 2;

/** How long the thread may take to begin. */
const START_MS = 5000;

interface Watch {
  readonly cells: Int32Array;
  /** How much of what the thread has heard was told to those that listen. */
  told: number;
}

let watch: Watch | undefined;
/** How many scripts of this thread run that a signal ends, one in the other. */
let depth = 0;

/**
 * Runs a script that a signal ends. Node takes the listeners off meanwhile, and with the last one would give up the signal;
 * one more is put in their place, and what came a moment before is told when the event loop goes on.
 */
export function withListenersOff<Result>(run: () => Result): Result {
  listenToListeners();
  depth += 1;
  try {
    return run();
  } finally {
    depth -= 1;
    process.off("SIGINT", inPlace);
    if (depth === 0 && !isKept()) renew();
  }
}

/**
 * To be called in such a script: the watch is kept when it returns, unless no thread can be had. It waits for the thread,
 * whose script would be the last one otherwise, and hear what is meant for the next one of the main thread.
 */
export function keepWatch(): void {
  const threads = watch === undefined ? nodeThreads() : undefined;
  if (threads?.isMainThread === true) watch = begun(threads);
  if (watch === undefined) return;
  Atomics.wait(watch.cells, READY, 0, START_MS);
}

/** Whether a signal was heard that those that listen were not told of yet; it counts as told then. */
export function hasHeard(): boolean {
  if (watch === undefined) return false;
  const heard = Atomics.load(watch.cells, HEARD);
  const isNews = heard > watch.told;
  watch.told = heard;
  return isNews;
}

const isKept = (): boolean => watch !== undefined && Atomics.load(watch.cells, READY) === 1;

function begun(threads: typeof import("node:worker_threads")): Watch {
  const cells = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const code = `(${hearing})(require("node:worker_threads"), require("node:vm"))`;
  const workerData: HearingData = { cells, READY, HEARD, END };
  const thread = new threads.Worker(code, { eval: true, env: threads.SHARE_ENV, execArgv: [], workerData });
  const made: Watch = { cells, told: 0 };
  thread.on("message", (heard: number) => {
    if (heard <= made.told) return;
    made.told = heard;
    // As the system does where nobody listens.
    if (!process.emit("SIGINT")) process.kill(process.pid, "SIGINT");
  });
  // Without it, Ctrl-C is heard as it would be otherwise.
  thread.on("error", () => undefined);
  thread.on("exit", () => {
    if (watch === made) watch = undefined;
    if (depth === 0 && !isKept()) renew();
  });
  thread.unref();
  return made;
}

/** Node's ways to end a thread do not suffice: a signal at the same moment has it go on. */
function end(): void {
  if (watch === undefined) return;
  Atomics.store(watch.cells, END, 1);
  Atomics.notify(watch.cells, END);
  watch = undefined;
}

/** Has the system ask Node again: who had the signal last has left it to the system. */
function renew(): void {
  const listeners = process.rawListeners("SIGINT") as NodeJS.SignalsListener[];
  isRenewing = true;
  process.removeAllListeners("SIGINT");
  isRenewing = false;
  for (const listener of listeners) process.on("SIGINT", listener);
}

/** Listeners are off for a moment only: the watch goes on. */
let isRenewing = false;

const inPlace = (): void => undefined;

/** Before Node's own listener is told that the last one of the signal is off. */
function takePlace(name: string | symbol): void {
  if (name !== "SIGINT" || isRenewing || process.listenerCount("SIGINT") > 0) return;
  if (depth > 0) process.on("SIGINT", inPlace);
  else end();
}

let isListening = false;

function listenToListeners(): void {
  if (isListening) return;
  isListening = true;
  process.once("exit", end);
  EventEmitter.prototype.prependListener.call(process, "removeListener", takePlace);
}

interface HearingData {
  readonly cells: Int32Array;
  readonly READY: number;
  readonly HEARD: number;
  readonly END: number;
}

/**
 * What the thread does; its text is all that the thread has. It is in two such scripts, one in the other: when the inner
 * one is ended by a signal, the outer one holds the watch until another is begun.
 */
function hearing(
  { parentPort, workerData }: typeof import("node:worker_threads"),
  { Script }: typeof import("node:vm"),
): void {
  const { cells, READY, HEARD, END } = workerData as HearingData;
  const shared = globalThis as unknown as Record<string, () => void>;
  const script = new Script("work()");
  const rest = (): void => {
    Atomics.store(cells, READY, 1);
    Atomics.notify(cells, READY);
    Atomics.wait(cells, END, 0);
  };
  const hear = (work: () => void): void => {
    for (;;) {
      shared.work = work;
      try {
        script.runInThisContext({ breakOnSigint: true, displayErrors: false });
        return;
      } catch (error) {
        if ((error as { code?: string } | null)?.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
        parentPort?.postMessage(Atomics.add(cells, HEARD, 1) + 1);
      }
    }
  };
  hear(() => hear(rest));
}
