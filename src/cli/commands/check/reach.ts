/** Goals of `check --reach`: printed, each with the way to it or why there is none. */
import type { ReachedGoal } from "../../../engine/explore/reach.js";
import { reportOutcome, traceLines, verdictLine } from "../../../tlc/report.js";
import type { Job } from "../../../verify/engines.js";
import { type GoalsFound, reachGoals } from "../../../verify/own-reach.js";
import type { Io } from "../../command.js";
import { Exit, type ExitCode, exitOf } from "../../exit-codes.js";
import { printDiagnostics } from "../../print.js";
import { exportTrace } from "./export.js";
import { shown } from "./live.js";
import type { CheckOptions } from "./options.js";
import { type Asked, boundsLines, plain } from "./print.js";

export async function checkGoals(
  io: Io,
  asked: Asked,
  job: Job,
  goals: readonly string[],
  { json, exportTo }: Pick<CheckOptions, "json" | "exportTo">,
): Promise<ExitCode> {
  const found = await shown(io, asked.title, (onProgress) =>
    reachGoals({ ...job, onProgress }, goals, io.signal),
  );
  const { outcome, notes } = found;
  printDiagnostics("diagnostics" in outcome ? [...notes, ...outcome.diagnostics] : notes, io);
  if (json) {
    const facts = {
      spec: asked.file,
      model: asked.model,
      goals: found.goals.map(goalFacts),
      search: outcome,
    };
    io.stdout.write(`${JSON.stringify(facts, plain, 2)}\n`);
  } else io.stdout.write(`${[asked.title, ...boundsLines(asked), ...report(found)].join("\n")}\n`);
  if (exportTo !== undefined) {
    const first = found.goals.find((g) => g.path !== undefined);
    await exportTrace(io, exportTo, job, first?.path);
  }
  return exitOfGoals(found);
}

const goalFacts = ({ name, path }: ReachedGoal) => ({ goal: name, reached: path !== undefined, trace: path });

function report({ goals, outcome }: GoalsFound): readonly string[] {
  if (goals.length === 0) return reportOutcome(outcome);
  const all = outcome.kind === "holds";
  const why = all
    ? `not reachable: ${verdictLine(outcome).replace("holds: ", "all of ")}`
    : verdictLine(outcome);
  const lines: string[] = [];
  for (const { name, path } of goals) {
    if (path === undefined) lines.push(`not reached: ${name}`);
    else {
      lines.push(`reached in ${path.states.length} states: ${name}`);
      for (const line of traceLines(path)) lines.push(line);
      lines.push("");
    }
  }
  if (goals.some((g) => g.path === undefined)) lines.push(why);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** 0 if all were reached; 1 if one is in no state; else what ended the search. */
function exitOfGoals({ goals, outcome }: GoalsFound): ExitCode {
  if (goals.length > 0 && goals.every((g) => g.path !== undefined)) return Exit.ok;
  return outcome.kind === "holds" ? Exit.rejected : exitOf(outcome);
}
