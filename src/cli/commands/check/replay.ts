/** `check --replay`: whether a counterexample of a file is a behaviour of the model, and what it breaks. */
import { resolve } from "node:path";
import { misfitLines } from "../../../engine/trace/replay-report.js";
import { unreachable } from "../../../report/diagnostic.js";
import { reportOutcome, traceLines } from "../../../tlc/report.js";
import type { Job } from "../../../verify/engines.js";
import { type Replayed, replayFile } from "../../../verify/own-replay.js";
import type { Io } from "../../command.js";
import { Exit, type ExitCode, exitOf } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
import { type Asked, boundsLines, plain } from "./print.js";

export async function checkReplay(
  io: Io,
  asked: Asked,
  job: Job,
  name: string,
  json: boolean,
): Promise<ExitCode> {
  const file = resolve(io.cwd, name);
  const found = await replayFile(job, file);
  const { notes } = found;
  const faults = found.kind === "failed" && "diagnostics" in found.outcome ? found.outcome.diagnostics : [];
  printDiagnostics([...notes, ...faults], io);
  if (json) {
    const facts = { spec: asked.file, model: asked.model, file, ...found };
    io.stdout.write(`${JSON.stringify(facts, plain, 2)}\n`);
  } else {
    const title = `${asked.title}, replay of ${displayPath(file, io.cwd)}`;
    io.stdout.write(`${[title, ...boundsLines(asked), ...report(found)].join("\n")}\n`);
  }
  return exitOfReplay(found);
}

function report(found: Replayed): readonly string[] {
  switch (found.kind) {
    case "replayed": {
      const { broken, path } = found;
      const lines = [`replayed: ${path.states.length} states, a behaviour of the model`];
      return broken === undefined
        ? [...lines, "it breaks nothing that is checked of states and steps"]
        : [...lines, ...reportOutcome(broken)];
    }
    case "diverges":
      return [
        "diverges: it is no behaviour of the model",
        ...misfitLines(found.misfit),
        ...traceLines(found.path),
      ];
    case "failed":
      return reportOutcome(found.outcome);
    default:
      return unreachable(found);
  }
}

/** As of a check; a file that does not fit the model is a fault of the input. */
function exitOfReplay(found: Replayed): ExitCode {
  switch (found.kind) {
    case "replayed":
      return found.broken === undefined ? Exit.ok : exitOf(found.broken);
    case "diverges":
      return Exit.badInput;
    case "failed":
      return exitOf(found.outcome);
    default:
      return unreachable(found);
  }
}
