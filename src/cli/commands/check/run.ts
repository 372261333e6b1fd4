/** One model checked: the engines asked, steps of a counterexample named, the answer printed. */
import { resolve } from "node:path";
import { writeAtomic } from "../../../host/files.js";
import { type Diagnostic, DiagnosticError, unreachable } from "../../../report/diagnostic.js";
import { loadModel, readModel } from "../../../spec/model.js";
import type { Model, Specification } from "../../../tlc/locate.js";
import type { TlcOutcome } from "../../../tlc/outcome.js";
import type { Answer, Checker, Job } from "../../../verify/engines.js";
import { readyModel } from "../../../verify/own-ready.js";
import { searching } from "../../../verify/search.js";
import type { Context, Io } from "../../command.js";
import { checkerFor } from "../../engines.js";
import { Exit, type ExitCode, exitFor, exitOf } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
import { exportTrace } from "./export.js";
import { shown } from "./live.js";
import type { CheckOptions } from "./options.js";
import { type Asked, printAnswer, printJson } from "./print.js";

/**
 * Without a check there is an attack to find. TLC tries a few seconds of random behaviours, which find most of them, and
 * all behaviours in order of length where these found nothing; our engine is quick enough to begin with that.
 */
const attack = searching({
  own: [{ seconds: Number.POSITIVE_INFINITY }],
  tlc: [{ seconds: 10, simulate: { depth: 50, seed: 1 } }, { seconds: Number.POSITIVE_INFINITY }],
});

export async function checkModel(
  context: Context,
  spec: Specification,
  model: Model,
  options: CheckOptions,
): Promise<ExitCode> {
  const { io } = context;
  // Our engine links the model itself, and says what does not fit.
  const isOurs = options.engine === "own" || options.engine === "auto";
  const { cfg, diagnostics } = await (isOurs ? readModel(model) : loadModel(spec.dir, model));
  printDiagnostics(diagnostics, io);
  if (exitFor(diagnostics) !== Exit.ok) return exitFor(diagnostics);
  const title = `${displayPath(spec.file, io.cwd)}, model ${model.name}${wayText(options.job)}`;
  const asked = { title, file: spec.file, model: model.name, cfg, told: diagnostics };
  const { dir } = spec;
  const job: Job = { ...options.job, dir, module: model.module, cfgFile: model.cfgFile, env: io.env };
  const { mode } = options;
  switch (mode.kind) {
    case "verdict":
      return verdict(context, spec, asked, job, options);
    case "reach":
      return (await import("./reach.js")).checkGoals(io, asked, job, mode.goals, options);
    case "replay":
      return (await import("./replay.js")).checkReplay(io, asked, job, mode.file, options.json);
    case "coverage":
      return (await import("./coverage.js")).checkCoverage(io, asked, job, mode, options);
    case "emit":
      return emitProgram(io, job, mode.file);
    default:
      return unreachable(mode);
  }
}

/** How states are gone through, where that is not breadth first: with what it takes to do it again. */
function wayText({ simulate, depthFirst }: CheckOptions["job"]): string {
  if (simulate !== undefined) {
    const depth = simulate.depth === undefined ? "" : ` --depth ${simulate.depth}`;
    return `, --simulate ${simulate.num}${depth} --seed ${simulate.seed}`;
  }
  if (depthFirst === undefined) return "";
  return `, --depth-first${Number.isFinite(depthFirst) ? ` --depth ${depthFirst}` : ""}`;
}

async function verdict(
  { io, args }: Context,
  spec: Specification,
  asked: Asked & { readonly told: readonly Diagnostic[] },
  job: Job,
  options: CheckOptions,
): Promise<ExitCode> {
  const checker = await checkerFor(io, args, options.engine);
  io.signal.throwIfAborted();
  const found = await shown(io, asked.title, (onProgress, onNote) => {
    const plainly = job.simulate !== undefined || job.depthFirst !== undefined || options.exhaust;
    const searches = options.without.length > 0 && !plainly;
    return checker.check({ ...job, onProgress, onNote }, ...(searches ? [attack] : []));
  });
  const notes = found.notes.filter((note) => !isAmong(note, asked.told));
  const answer = { ...found, notes, outcome: await withSteps(found, spec, asked, checker, io) };
  printDiagnostics(answer.notes, io);
  (options.json ? printJson : printAnswer)(io, asked, answer);
  // Afterwards: a file that cannot be written takes nothing away from the answer.
  if (options.exportTo !== undefined) {
    const trace = "trace" in found.outcome ? found.outcome.trace : undefined;
    const named = "trace" in answer.outcome ? answer.outcome.trace : undefined;
    await exportTrace(io, options.exportTo, job, trace, named);
  }
  const exit = exitOf(answer.outcome);
  return exit === Exit.ok ? exitFor(answer.notes) : exit;
}

const isAmong = ({ code, message, place }: Diagnostic, told: readonly Diagnostic[]): boolean =>
  told.some((d) => d.code === code && d.message === message && d.place?.line === place?.line);

/** Writes the compiled model; nothing is checked. */
async function emitProgram(io: Io, job: Job, file: string): Promise<ExitCode> {
  const ready = await readyModel(job);
  if (ready.kind === "answered") {
    const { outcome, notes } = ready.answer;
    printDiagnostics("diagnostics" in outcome ? [...notes, ...outcome.diagnostics] : notes, io);
    return exitOf(outcome);
  }
  printDiagnostics(ready.notes, io);
  const code = ready.code();
  await writeAtomic(resolve(io.cwd, file), code.endsWith("\n") ? code : `${code}\n`);
  return Exit.ok;
}

/** Names the steps of a counterexample where the specification can be read as a protocol. */
async function withSteps(
  { outcome }: Answer,
  spec: Specification,
  { cfg }: Asked,
  checker: Checker,
  io: Io,
): Promise<TlcOutcome> {
  if (outcome.kind !== "violated" || io.signal.aborted) return outcome;
  // Read only where there is something to explain.
  const { loadSubject, sourceOf } = await import("../../../verify/subject.js");
  const subject = await loadSubject(await sourceOf(spec.dir, io.cwd), io.cwd).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  });
  if (subject === undefined) return outcome;
  const { nameSteps } = await import("../../../verify/explain.js");
  const { constantsOf } = await import("../../../verify/plan.js");
  return { ...outcome, trace: await nameSteps(subject, outcome.trace, constantsOf(cfg), checker) };
}
