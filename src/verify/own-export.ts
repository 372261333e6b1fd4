/** A counterexample of a model of files as a module that TLC can replay. */
import type { RecordedBehaviour } from "../engine/trace/export-behaviour.js";
import { behaviourToTla, type TlaExport } from "../engine/trace/export-tla.js";
import { readText } from "../host/files.js";
import { resolve } from "../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { parseCfg } from "../tla/cfg.js";
import type { Job } from "./engines.js";
import { readyModel } from "./own-ready.js";

/** Throws a DiagnosticError if `module` cannot be the name, or our engine cannot read the model. */
export async function tlaExport(
  job: Pick<Job, "dir" | "module" | "cfgFile">,
  behaviour: RecordedBehaviour,
  module: string,
): Promise<TlaExport> {
  const ready = await readyModel(job);
  if (ready.kind === "answered") {
    const { outcome } = ready.answer;
    throw new DiagnosticError("diagnostics" in outcome ? outcome.diagnostics : []);
  }
  const { lowered } = ready.source;
  if (!/^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/.test(module) || lowered.spec.modules.has(module))
    throw new DiagnosticError([traceModuleName(module, `${job.module}_trace`)]);
  const cfgFile = resolve(job.dir, job.cfgFile);
  const { cfg } = parseCfg(cfgFile, await readText(cfgFile));
  return behaviourToTla(lowered, cfg, behaviour, module);
}

const traceModuleName = (module: string, instead: string): Diagnostic => ({
  code: "engine/trace-module-name",
  severity: "error",
  message: `${module} cannot be the name of the module that a counterexample is written to`,
  hint: `name the file ${instead}.tla: letters, digits and _, and no module of the specification`,
});
