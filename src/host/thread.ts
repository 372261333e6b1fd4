/** The beginning of a thread that `workers.ts` starts. */
import { parentPort, workerData } from "node:worker_threads";
import { markOwnThread } from "./threads.js";

markOwnThread();

type Handler = (question: unknown) => void;
type Work = (data: unknown, post: (message: unknown) => void, listen: (handler: Handler) => void) => unknown;

const { module, name, data } = workerData as {
  readonly module: string;
  readonly name: string;
  readonly data: unknown;
};
const found = (await import(module)) as Readonly<Record<string, Work>>;
await found[name]?.(
  data,
  (message) => parentPort?.postMessage(message),
  (handler) => parentPort?.on("message", handler),
);
