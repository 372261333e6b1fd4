import { killEverything } from "./groups.js";

/** The exit code after an interrupt, by the shells' convention (128 + SIGINT). */
export const INTERRUPTED = 130;

/**
 * Turns SIGINT and SIGTERM into one AbortSignal. The first asks running work to end; the second ends every program we
 * started and ourselves at once. `dispose` gives the signals back.
 */
export function interruptSignal(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      killEverything();
      process.exit(INTERRUPTED);
    }
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
