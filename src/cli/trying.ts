/** Trying counter values takes a while, which is shown, and can be broken off. */
import { stopwatch } from "../host/clock.js";
import { progressLine } from "../report/progress.js";
import { grouped } from "../report/table.js";
import type { Trying } from "../verify/counters.js";
import type { Io } from "./command.js";

export async function whileTrying<T>(io: Io, run: (trying: Trying) => Promise<T>): Promise<T> {
  const line = progressLine(io.stderr, stopwatch());
  const onProgress = (states: number, depth: number): void =>
    line.update(`trying counter values: ${grouped(states)} states, depth ${depth}`);
  try {
    return await run({ signal: io.signal, onProgress });
  } finally {
    line.clear();
  }
}
