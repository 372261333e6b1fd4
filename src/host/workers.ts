/** Threads that run a function of a module of ours, each on data of its own. */
import { Worker } from "node:worker_threads";

/** How a thread ended. */
export type ThreadEnd =
  | { readonly kind: "finished" }
  /** It was ended from outside. */
  | { readonly kind: "terminated" }
  | { readonly kind: "out-of-memory" }
  | { readonly kind: "failed"; readonly error: Error };

/** Threads at work. */
export interface Crew {
  /** Of all threads, in their order. */
  readonly ended: Promise<readonly ThreadEnd[]>;
  /** Resolves when a thread has ended otherwise than by finishing, when all have ended, or after so long. */
  wait(ms: number): Promise<"all-ended" | "failed" | "running">;
  /** Ends those that still run, wherever they are. */
  terminate(): Promise<void>;
}

const ENTRY = new URL("./thread.js", import.meta.url);

/**
 * Starts a thread for each of `data`, which must be cloneable: it imports `module` and calls what that exports as `name`
 * with the data and a function to post messages with. Throws a DataCloneError where data cannot be passed.
 */
export function startThreads<Data, Message>(
  module: URL,
  name: string,
  data: readonly Data[],
  onMessage: (message: Message) => void,
): Crew {
  let failed = false;
  let isEnding = false;
  let tellFailed: () => void = () => {};
  const failure = new Promise<void>((resolve) => {
    tellFailed = resolve;
  });
  const workers: Worker[] = [];
  const ends: Promise<ThreadEnd>[] = [];
  for (const one of data) {
    const worker = new Worker(ENTRY, { workerData: { module: module.href, name, data: one } });
    workers.push(worker);
    worker.on("message", onMessage);
    ends.push(
      endOf(worker, () => isEnding).then((end) => {
        if (end.kind !== "finished") {
          failed = true;
          tellFailed();
        }
        return end;
      }),
    );
  }
  const ended = Promise.all(ends);
  const all = ended.then((): "failed" | "all-ended" => (failed ? "failed" : "all-ended"));
  const early = failure.then((): "failed" => "failed");
  return {
    ended,
    wait: async (ms) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<"running">((resolve) => {
        timer = setTimeout(() => resolve("running"), ms);
      });
      const state = await Promise.race([all, early, late]);
      clearTimeout(timer);
      return state;
    },
    terminate: async () => {
      isEnding = true;
      await Promise.all(workers.map((worker) => worker.terminate()));
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
