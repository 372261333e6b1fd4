import { killEverything } from "./groups.js";
import { isSigtermPassedOn, passOnSigterm } from "./interruptible.js";

/** The exit code after an interrupt, by the shells' convention (128 + SIGINT). */
export const INTERRUPTED = 130;

/**
 * Turns SIGINT and SIGTERM into one AbortSignal, also within work that `interruptible` runs. The first asks running work to end; the second ends every program we
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
  const onSigterm = (): void => {
    if (!isSigtermPassedOn()) onSignal();
  };
  process.on("SIGTERM", onSigterm);
  passOnSigterm(true);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSigterm);
      passOnSigterm(false);
    },
  };
}
