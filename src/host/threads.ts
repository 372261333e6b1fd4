/**
 * Node's threads for those who rarely need them: the module takes milliseconds to begin, which short commands do without.
 */

/** Set in the threads that `workers.ts` starts. */
const mark = Symbol.for("bumblebee.thread");
const here = globalThis as unknown as Record<symbol, boolean | undefined>;

/** Whether this thread is one that we started. */
export const isOwnThread = (): boolean => here[mark] === true;

/** To be called as the first thing in such a thread. */
export function markOwnThread(): void {
  here[mark] = true;
}

/** Undefined in a Node without a way to ask for it (before 20.16). */
export const nodeThreads = (): typeof import("node:worker_threads") | undefined =>
  process.getBuiltinModule?.("node:worker_threads");
