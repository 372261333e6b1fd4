/** Shows runs as they go: a live line for the one under way, a line for each that is done. */
import { stopwatch } from "../host/clock.js";
import { progressLine } from "../report/progress.js";
import { duration } from "../report/table.js";
import { progressText } from "../tlc/report.js";
import type { Reporter, Row } from "../verify/execute.js";
import type { Io } from "./command.js";

export interface LiveReporter extends Reporter {
  /** Takes the live line away. */
  close(): void;
}

export function liveReporter(io: Io): LiveReporter {
  const elapsed = stopwatch();
  const line = progressLine(io.stderr, elapsed);
  let begun = elapsed();
  let what = "";
  let text = "starting";
  const show = (): void => line.update(`${what}: ${duration(elapsed() - begun)}: ${text}`);
  const timer = setInterval(() => what !== "" && show(), 500);
  timer.unref();
  return {
    begin(name) {
      what = name;
      text = "starting";
      begun = elapsed();
    },
    progress(_name, progress) {
      text = progressText(progress);
      show();
    },
    say(words) {
      text = words;
      show();
    },
    done(row) {
      line.clear();
      what = "";
      io.stdout.write(`${rowLine(row)}\n`);
    },
    close() {
      clearInterval(timer);
      line.clear();
    },
  };
}

function rowLine(row: Row): string {
  const sign = row.expected ? "ok  " : "FAIL";
  const whose = row.strategy === undefined ? "" : `${row.strategy}, `;
  return `${sign} ${whose}${row.stage}: ${row.what}: ${row.result} (${duration(row.seconds)})`;
}
