/** The gates, run and told of, before a command transforms anything. */
import { stopwatch } from "../host/clock.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { progressLine } from "../report/progress.js";
import { runGates } from "../verify/gates.js";
import { gateText } from "../verify/normal-form.js";
import type { LoadedSubject } from "../verify/subject.js";
import type { Io } from "./command.js";
import { printDiagnostics } from "./print.js";

/** Throws a DiagnosticError if the specification must not be transformed. */
export async function passGates(subject: LoadedSubject, io: Io): Promise<void> {
  const line = progressLine(io.stderr, stopwatch());
  line.update(`${subject.protocol.module} as written: its local steps against the next-state relation`);
  const found = await runGates(subject.gate, subject.models, subject.defaultModel).finally(line.clear);
  if (found === undefined) return;
  io.stderr.write(`model ${found.model}: ${gateText(found.gate)}\n`);
  const { diagnostics } = found;
  if (diagnostics.some((d) => d.severity === "error")) throw new DiagnosticError(diagnostics);
  printDiagnostics(diagnostics, io);
}
