/** One model checked: the engines asked, steps of a counterexample named, the answer printed. */
import { DiagnosticError } from "../../../report/diagnostic.js";
import { loadModel } from "../../../tlc/load.js";
import type { Model, Specification } from "../../../tlc/locate.js";
import type { TlcOutcome } from "../../../tlc/outcome.js";
import type { Answer, Checker, Job } from "../../../verify/engines.js";
import { nameSteps } from "../../../verify/explain.js";
import { constantsOf } from "../../../verify/plan.js";
import { searching } from "../../../verify/search.js";
import { loadSubject, sourceOf } from "../../../verify/subject.js";
import type { Context, Io } from "../../command.js";
import { checkerFor } from "../../engines.js";
import { Exit, type ExitCode, exitFor, exitOf } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
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
  { io, args }: Context,
  spec: Specification,
  model: Model,
  options: CheckOptions,
): Promise<ExitCode> {
  const { cfg, diagnostics } = await loadModel(spec.dir, model);
  printDiagnostics(diagnostics, io);
  if (exitFor(diagnostics) !== Exit.ok) return exitFor(diagnostics);
  const { simulate } = options.job;
  const random = simulate === undefined ? "" : `, --simulate ${simulate.num} --seed ${simulate.seed}`;
  const title = `${displayPath(spec.file, io.cwd)}, model ${model.name}${random}`;
  const asked: Asked = { title, file: spec.file, model: model.name, cfg };
  const checker = await checkerFor(io, args, options.engine);
  io.signal.throwIfAborted();
  const found = await shown(io, title, (onProgress) => {
    const job: Job = {
      ...options.job,
      dir: spec.dir,
      module: model.module,
      cfgFile: model.cfgFile,
      onProgress,
    };
    const searches = options.without.length > 0 && job.simulate === undefined && !options.exhaust;
    return searches ? checker.check(job, attack) : checker.check(job);
  });
  const answer = { ...found, outcome: await withSteps(found, spec, asked, checker, io) };
  printDiagnostics(answer.notes, io);
  (options.json ? printJson : printAnswer)(io, asked, answer);
  return exitOf(answer.outcome);
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
  const subject = await loadSubject(await sourceOf(spec.dir, io.cwd), io.cwd).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  });
  if (subject === undefined) return outcome;
  return { ...outcome, trace: await nameSteps(subject, outcome.trace, constantsOf(cfg), checker) };
}
