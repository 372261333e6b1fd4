/** The live line of a check: what each engine has found so far. */
import { stopwatch } from "../../../host/clock.js";
import type { Diagnostic } from "../../../report/diagnostic.js";
import { progressLine } from "../../../report/progress.js";
import { duration } from "../../../report/table.js";
import type { Progress } from "../../../tlc/outcome.js";
import { progressText } from "../../../tlc/report.js";
import type { EngineName } from "../../../verify/engines.js";
import type { Io } from "../../command.js";
import { printDiagnostics } from "../../print.js";
import { engineNames } from "./print.js";

/** Runs the work with a line that keeps counting seconds between the reports of the engines (TLC's come once a minute). */
export async function shown<T>(
  io: Io,
  title: string,
  work: (
    onProgress: (engine: EngineName, progress: Progress) => void,
    onNote: (note: Diagnostic) => void,
  ) => Promise<T>,
): Promise<T> {
  const elapsed = stopwatch();
  const line = progressLine(io.stderr, elapsed);
  const texts = new Map<EngineName, string>();
  const show = (): void => {
    const each = [...texts].map(([name, text]) =>
      texts.size === 1 ? text : `${engineNames[name]}: ${text}`,
    );
    line.update(`${title}: ${duration(elapsed())}: ${each.join(" | ") || "starting"}`);
  };
  const timer = setInterval(show, 500);
  try {
    return await work(
      (engine, progress) => {
        texts.set(engine, progressText(progress));
        show();
      },
      (note) => {
        line.clear();
        printDiagnostics([note], io);
      },
    );
  } finally {
    clearInterval(timer);
    line.clear();
  }
}
