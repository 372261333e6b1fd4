/** Threads that run a function of a module of ours on data of their own. */
import { Worker } from "node:worker_threads";

/** How a thread ended. */
export type ThreadEnd =
  | { readonly kind: "finished" }
  /** It was ended from outside. */
  | { readonly kind: "terminated" }
  | { readonly kind: "out-of-memory" }
  | { readonly kind: "failed"; readonly error: Error };

/** A thread at work. */
export interface Thread<Question = never> {
  /** How it ended, once it has. */
  readonly end: ThreadEnd | undefined;
  /** Resolves when it has ended. */
  readonly ended: Promise<ThreadEnd>;
  /** To what it listens with. Throws a DataCloneError where that cannot be passed. */
  post(question: Question): void;
  /** Resolves when it has ended, or after so long. */
  within(ms: number): Promise<void>;
  /** Ends it, wherever it is. */
  terminate(): Promise<void>;
}

const ENTRY = new URL("./thread.js", import.meta.url);

/**
 * Starts a thread: it imports `module` and calls what that exports as `name` with the data, which must be cloneable, a
 * function to post messages with, and one to listen with: who listens goes on until it is ended. Throws a DataCloneError
 * where data cannot be passed.
 */
export function startThread<Data, Message, Question = never>(
  module: URL,
  name: string,
  data: Data,
  onMessage: (message: Message) => void,
): Thread<Question> {
  let isEnding = false;
  let end: ThreadEnd | undefined;
  const worker = new Worker(ENTRY, { workerData: { module: module.href, name, data } });
  worker.on("message", onMessage);
  const ended = endOf(worker, () => isEnding).then((found) => {
    end = found;
    return found;
  });
  return {
    get end() {
      return end;
    },
    ended,
    post: (question) => worker.postMessage(question),
    within: async (ms) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([ended, late]);
      clearTimeout(timer);
    },
    terminate: async () => {
      isEnding = true;
      await worker.terminate();
      await ended;
    },
  };
}

function endOf(worker: Worker, isEnding: () => boolean): Promise<ThreadEnd> {
  return new Promise((resolve) => {
    let failure: ThreadEnd | undefined;
    worker.on("error", (error: Error & { readonly code?: string }) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      failure = isMemory ? { kind: "out-of-memory" } : { kind: "failed", error };
    });
    worker.on("exit", (code) => {
      if (failure !== undefined) resolve(failure);
      else if (code === 0) resolve({ kind: "finished" });
      else if (isEnding()) resolve({ kind: "terminated" });
      else resolve({ kind: "failed", error: new Error(`a thread ended with exit code ${code}`) });
    });
  });
}
