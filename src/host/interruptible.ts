/** Work that Ctrl-C, or a time limit, interrupts in the middle, though it never gives the event loop a turn. */
import { Script } from "node:vm";
import { Worker } from "node:worker_threads";

/** Where the script finds what it is to run. */
const WORK = Symbol.for("bumblebee.work");
const shared = globalThis as unknown as Record<symbol, (() => void) | undefined>;
let script: Script | undefined;

/**
 * Runs `work` to its end, or until the process gets SIGINT: then it stops wherever it is, none of its `finally` runs,
 * false is given back, and the signal goes to those that listen for it. SIGTERM does the same where it is passed on
 * (`passOnSigterm`), other signals wait. It costs about 0.1 ms.
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

function guarded(work: () => void, options: { readonly timeout?: number }): boolean {
  if (isWanted) relay ??= startRelay();
  script ??= new Script(`globalThis[Symbol.for("bumblebee.work")]()`);
  const outer = shared[WORK];
  shared[WORK] = work;
  try {
    script.runInThisContext({ ...options, breakOnSigint: true, displayErrors: false });
    return true;
  } catch (error) {
    if (!hasCode(error, "ERR_SCRIPT_EXECUTION_INTERRUPTED")) throw error;
    process.emit("SIGINT");
    return false;
  } finally {
    shared[WORK] = outer;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

// ------------------------------------------------------------------------------------------------------- SIGTERM

/**
 * Only SIGINT ends a script. So a thread that has nothing else to do hears SIGTERM and passes it on as SIGINT. It uses
 * the class behind `process.on`, which threads are not given; where that is not to be had, SIGTERM waits as others do.
 */
const RELAY = `
process.noDeprecation = true;
const { Signal } = process.binding("signal_wrap");
const { heard } = require("node:worker_threads").workerData;
const signal = new Signal();
signal.onsignal = () => process.kill(process.pid, "SIGINT");
if (signal.start(15) === 0) Atomics.store(heard, 0, 1);
`;

interface Relay {
  readonly thread: Worker;
  /** 1 once it listens. */
  readonly heard: Int32Array;
}

let isWanted = false;
let relay: Relay | undefined;

function startRelay(): Relay {
  const heard = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(RELAY, { eval: true, workerData: { heard } });
  thread.on("error", () => undefined);
  thread.unref();
  return { thread, heard };
}

/** Whether SIGTERM is to interrupt work that begins from now on. */
export function passOnSigterm(wanted: boolean): void {
  isWanted = wanted;
  if (wanted || relay === undefined) return;
  void relay.thread.terminate();
  relay = undefined;
}

/** Whether a SIGTERM comes as SIGINT, too. */
export function isSigtermPassedOn(): boolean {
  return relay !== undefined && Atomics.load(relay.heard, 0) === 1;
}
