/** What a thread of a search runs: `own-workers.ts` starts it. */
import { type WorkerData, type WorkerMessage, work } from "../engine/parallel/worker.js";
import { readTextAtOnce } from "../host/files.js";
import { writeTextAtOnce } from "../host/spec-files.js";

export function takePart(data: WorkerData, post: (message: WorkerMessage) => void): void {
  work(data, post, (context) => {
    context.readFile = readTextAtOnce;
    context.writeFile = writeTextAtOnce;
  });
}
