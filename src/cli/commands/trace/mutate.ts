import { guarded } from "../../../conform/match/guarded.js";
import { type MutationScore, mutationScore } from "../../../conform/mutate/mutate.js";
import { mutationReport, percentOf, showMutation } from "../../../conform/mutate/mutation-report.js";
import { preparedTraces } from "../../../conform/validate.js";
import { stopwatch } from "../../../host/clock.js";
import { interruptible } from "../../../host/interruptible.js";
import type { Diagnostic } from "../../../report/diagnostic.js";
import { progressLine } from "../../../report/progress.js";
import type { Context } from "../../command.js";
import { Exit, type ExitCode } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
import type { TraceTask } from "../trace.js";
import { traceRequest } from "./request.js";

/** `trace mutate LOG… --mapping FILE`: how much of what could be wrong in a trace would be noticed. */
export const mutate: TraceTask = {
  usage: "LOG… --mapping FILE|--spec SPEC [--threshold PERCENT]",
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  run,
};

const DEFAULT_SEED = 1;

async function run({ io, args }: Context, paths: readonly string[]): Promise<ExitCode> {
  const asked = await traceRequest("mutate", { io, args }, paths);
  if ("diagnostics" in asked) {
    printDiagnostics(asked.diagnostics, io);
    return Exit.badInput;
  }
  const live = progressLine(io.stderr, stopwatch());
  const scores: MutationScore[] = [];
  const refused: Diagnostic[] = [];
  const sample = args.number("sample");
  try {
    for await (const trace of preparedTraces({ ...asked, signal: io.signal, guard: interruptible })) {
      if ("faults" in trace) {
        refused.push(...trace.faults);
        continue;
      }
      const name = trace.files.map((f) => displayPath(f, io.cwd)).join(", ");
      const options = {
        ...(sample === undefined ? {} : { sample }),
        seed: args.number("seed") ?? DEFAULT_SEED,
        signal: io.signal,
        onProgress: ({ done, all }: { readonly done: number; readonly all: number }) =>
          live.update(`${name}: ${done} of ${all} mutants`),
      };
      const guard = { guard: interruptible, signal: io.signal };
      const score = guarded(guard, () => mutationScore(trace, options));
      if (score === undefined) refused.push(notAccepted(trace.files[0] ?? "", name));
      else scores.push(score);
    }
  } finally {
    live.clear();
  }
  printDiagnostics(refused, io);
  if (scores.length === 0) return Exit.badInput;
  const report = mutationReport(scores);
  if (args.flag("json"))
    io.stdout.write(`${JSON.stringify({ schema: "bumblebee-mutation/1", ...report }, null, 2)}\n`);
  else io.stdout.write(showMutation(report, (file) => displayPath(file, io.cwd)));
  if (refused.length > 0) return Exit.badInput;
  const threshold = args.number("threshold") ?? 0;
  if (percentOf(report) >= threshold) return Exit.ok;
  io.stderr.write(`below the threshold of ${threshold} %\n`);
  return Exit.rejected;
}

const notAccepted = (file: string, name: string): Diagnostic => ({
  code: "conform/not-accepted",
  severity: "error",
  message: `${name} is not accepted itself: there is nothing to compare its mutants with`,
  place: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
  hint: "`bumblebee validate` says why",
});
