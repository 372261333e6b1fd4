/** `check --coverage`: the verdict, then what the states exercise of the formulas. */
import { resolve } from "node:path";
import { coverageHtml } from "../../../engine/coverage/coverage-html.js";
import { annotatedText, coverageText, gapsOf } from "../../../engine/coverage/coverage-report.js";
import { writeAtomic } from "../../../host/files.js";
import { reportOutcome } from "../../../tlc/report.js";
import type { Job } from "../../../verify/engines.js";
import { type CoverageFound, coverModel } from "../../../verify/own-coverage.js";
import type { Io } from "../../command.js";
import { type ExitCode, exitOf } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
import { exportTrace } from "./export.js";
import { shown } from "./live.js";
import type { CheckOptions } from "./options.js";
import { type Asked, boundsLines, plain } from "./print.js";

export interface CoverageWanted {
  /** Where the modules' texts are written with counts: a page if it ends in `.html`. */
  readonly report: string | undefined;
}

export async function checkCoverage(
  io: Io,
  asked: Asked,
  job: Job,
  { report }: CoverageWanted,
  { json, exportTo }: Pick<CheckOptions, "json" | "exportTo">,
): Promise<ExitCode> {
  const found = await shown(io, asked.title, (onProgress) => coverModel({ ...job, onProgress }, io.signal));
  const { outcome, notes, coverage } = found;
  printDiagnostics("diagnostics" in outcome ? [...notes, ...outcome.diagnostics] : notes, io);
  if (json) {
    const { actions, counted, states } = coverage ?? {};
    const gaps = coverage && gapsOf(coverage).map(({ gap, point }) => ({ gap, ...point }));
    const facts = {
      spec: asked.file,
      model: asked.model,
      ...outcome,
      coverage: coverage && { counted, states, actions, gaps },
    };
    io.stdout.write(`${JSON.stringify(facts, plain, 2)}\n`);
  } else printCoverage(io, asked, found);
  // Afterwards: a file that cannot be written takes nothing away from the answer.
  if (coverage !== undefined && report !== undefined)
    await writeAtomic(resolve(io.cwd, report), reportText(found, asked, report));
  if (exportTo !== undefined)
    await exportTrace(io, exportTo, job, "trace" in outcome ? outcome.trace : undefined);
  return exitOf(outcome);
}

function printCoverage(io: Io, asked: Asked, { outcome, coverage }: CoverageFound): void {
  const lines = [`${asked.title}, own engine`, ...boundsLines(asked), ...reportOutcome(outcome), ""];
  if (coverage !== undefined) lines.push(coverageText(coverage, (file) => displayPath(file, io.cwd)));
  io.stdout.write(`${lines.join("\n").trimEnd()}\n`);
}

function reportText({ coverage, sources }: CoverageFound, { title }: Asked, file: string): string {
  if (coverage === undefined) return "";
  if (file.endsWith(".html")) return coverageHtml(coverage, title, sources);
  const files = [...new Set(coverage.points.map((p) => p.place.file))];
  return files.map((f) => annotatedText(coverage, f, sources.get(f) ?? "")).join("\n");
}
