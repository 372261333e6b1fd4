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
