import { openSync, readSync } from "node:fs";

/** A stop watch on the monotonic clock: the function gives the seconds since it was made. */
export function stopwatch(): () => number {
  const start = process.hrtime.bigint();
  return () => Number((process.hrtime.bigint() - start) / 1_000_000n) / 1000;
}

/** Lets the event loop go round once: signals, timers and output get their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The same for the time that processors spend on this process, all threads together. */
export function cpuWatch(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return Math.round((user + system) / 1000) / 1000;
  };
}

/** The processor time of the thread that reads it first, in nanoseconds (Linux). */
const THREAD = "/proc/thread-self/schedstat";

/** The same for the time that processors spend on this thread; on the clock where the system does not tell that. */
export function threadWatch(): () => number {
  const file = threadFile();
  if (file === undefined) return stopwatch();
  const text = Buffer.alloc(64);
  const now = (): number =>
    Number.parseInt(text.toString("latin1", 0, readSync(file, text, 0, 64, 0)), 10) / 1e9;
  const start = now();
  return () => now() - start;
}

let opened: number | undefined;

function threadFile(): number | undefined {
  if (opened !== undefined) return opened;
  try {
    opened = openSync(THREAD, "r");
  } catch {
    return undefined; // Another system, or one that hides it.
  }
  return opened;
}
