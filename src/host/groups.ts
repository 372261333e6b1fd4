/** The process groups of programs that we started: apart from how they are run, as ending them needs no library. */
export const running = new Set<number>();

/** Ends every group that is still running, at once. For the second Ctrl-C and for our own exit. */
export function killEverything(): void {
  for (const pid of running) killGroup(pid, "SIGKILL");
}

export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
