/** Progress of something long: one live line on a terminal, a line every ten seconds elsewhere. */

export interface ProgressSink {
  readonly isTTY: boolean;
  /** Width of the terminal; lines are cut to it. */
  readonly columns: number;
  write(text: string): void;
}

export interface ProgressLine {
  /** Shows the text, now or when it is due. */
  update(text: string): void;
  /** Takes the live line away, so that other output starts on an empty one. */
  clear(): void;
}

const LIVE_S = 0.1;
const PLAIN_S = 10;

/** `now` gives seconds on a clock that never goes back. */
export function progressLine(sink: ProgressSink, now: () => number): ProgressLine {
  let shown = Number.NEGATIVE_INFINITY;
  const start = now();
  let live = false;
  return {
    update(text) {
      const at = now();
      if (sink.isTTY) {
        if (at - shown < LIVE_S) return;
        sink.write(`\r\u001b[2K${text.slice(0, Math.max(1, sink.columns - 1))}`);
        live = true;
      } else {
        // Short work says nothing.
        if (at - Math.max(shown, start) < PLAIN_S) return;
        sink.write(`${text}\n`);
      }
      shown = at;
    },
    clear() {
      if (live) sink.write("\r\u001b[2K");
      live = false;
    },
  };
}
