/** Work that Ctrl-C, or a time limit, interrupts in the middle, though it never gives the event loop a turn. */
import { Script } from "node:vm";
import { hasHeard, keepWatch, withListenersOff } from "./interrupt-watch.js";
import { isOwnThread } from "./threads.js";

/** Where the script finds what it is to run. */
const WORK = Symbol.for("bumblebee.work");
const shared = globalThis as unknown as Record<symbol, (() => void) | undefined>;
let script: Script | undefined;

/**
 * Runs `work` to its end, or until the process gets SIGINT: then it stops wherever it is, none of its `finally` runs,
 * false is given back, and the signal goes to those that listen for it; it does so, too, if the signal came before. Other
 * signals wait until the event loop has its next turn. It costs about 0.02 ms, and once a thread. Threads of ours hear no
 * signals: the main thread ends them.
 */
export function interruptible(work: () => void): boolean {
  return guarded(work, {});
}

/** As `interruptible`; what `late` makes is thrown once so many seconds are over, wherever the work is then. */
export function interruptibleFor(seconds: number, late: () => Error): (work: () => void) => boolean {
  const end = performance.now() + seconds * 1000;
  return (work) => {
    const left = Math.ceil(end - performance.now());
    try {
      // Of a clock that counts farther nothing is needed.
      return guarded(work, left < MOST_MS ? { timeout: Math.max(left, 1) } : {});
    } catch (error) {
      throw hasCode(error, "ERR_SCRIPT_EXECUTION_TIMEOUT") ? late() : error;
    }
  };
}

const MOST_MS = 2 ** 31;

/** Work that has ended sooner than this, the first of the process, may have been all: no thread is begun for it. */
const SHORT_MS = 40;
let isFirst = true;

function guarded(work: () => void, options: { readonly timeout?: number }): boolean {
  script ??= new Script(`globalThis[Symbol.for("bumblebee.work")]()`);
  const whole = { ...options, breakOnSigint: !isOwnThread(), displayErrors: false };
  const outer = shared[WORK];
  shared[WORK] = process.listenerCount("SIGINT") > 0 ? watched(work) : work;
  try {
    if (!hasHeard()) {
      withListenersOff(() => script?.runInThisContext(whole));
      return true;
    }
  } catch (error) {
    if (!hasCode(error, "ERR_SCRIPT_EXECUTION_INTERRUPTED")) throw error;
    hasHeard();
  } finally {
    shared[WORK] = outer;
  }
  process.emit("SIGINT");
  return false;
}

/** After it, somebody hears the signal, before the script is left. */
function watched(work: () => void): () => void {
  const start = performance.now();
  return () => {
    work();
    if (!isFirst || performance.now() - start >= SHORT_MS) keepWatch();
    isFirst = false;
  };
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
